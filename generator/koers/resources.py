"""The files that come with koers: schemas and site templates, in an installed package or in a checkout."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from koers.errors import KoersError
from koers.texts import text

_PACKAGE = Path(__file__).resolve().parent

Schema = dict[str, Any]
"""A JSON Schema as Python values. It is shared: read it, never change it."""


def directory(name: Literal["schema", "site_templates"]) -> Path:
    """The folder with koers' own schemas or site templates: inside the package, else at the root of the checkout.

    KoersError when neither is there, which means that koers was not installed as a whole.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise KoersError(text("koers is not complete: its folder {name} is missing. Install it again.", name=name))


@cache
def schema(kind: str) -> Schema:
    """The JSON Schema of a kind of file (see `koers.reading.document.KINDS`). KoersError when it cannot be read."""
    path = directory("schema") / f"{kind}.schema.json"
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KoersError(
            text("koers is not complete: its schema {name} cannot be read. Install it again.", name=path.name)
        ) from None
    assert isinstance(value, dict)
    return value


def schema_at(schema: Schema, pointer: tuple[str | int, ...]) -> Schema:
    """Returns the part of a schema for a place, with what it refers to; empty when it has none."""
    node = schema
    for step in pointer:
        node = {**_resolved(schema, node), **node}
        inside = node.get("properties", {}).get(step) or node.get("additionalProperties") or node.get("items")
        node = inside if isinstance(inside, dict) else {}
    return {**_resolved(schema, node), **node}


def _resolved(schema: Schema, node: Schema) -> Schema:
    reference = node.get("$ref")
    if reference is None:
        return node
    resolved: Schema = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return resolved
