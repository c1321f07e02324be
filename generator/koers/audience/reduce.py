"""Takes out of the documents what a reader may not see, as the schemas' `x-audience` say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from koers.audience.small_groups import protect
from koers.audience.viewer import Viewer, relations
from koers.reading.document import Document

Schemas = Callable[[str], Mapping[str, Any]]
_NOTHING = object()


def reduce(documents: Iterable[Document], viewer: Viewer, as_of: date, schemas: Schemas) -> tuple[Document, ...]:
    """The documents as this reader may see them; a file of which nothing remains is left out.

    `schemas` gives the schema of a kind. Small groups of respondents are protected for every reader.
    """
    everything = tuple(documents)
    roles = relations(everything, viewer, as_of)
    minimum = _minimum_group(everything)
    reduced = []
    for document in everything:
        if document.data is None:
            continue
        data = document.data
        if document.place.kind == "measurement":
            data = protect(data, minimum)
        owner = document.place.id if document.place.kind == "leader" else document.place.leader
        schema = schemas(document.place.kind)
        kept = _keep(data, schema, "none", roles.get(owner, frozenset()), schema, data)
        if kept is not _NOTHING:
            reduced.append(replace(document, data=kept))
    return tuple(reduced)


def _minimum_group(documents: Iterable[Document]) -> int:
    """`limits.minimum_group`, 5 when not set and never below 4."""
    for document in documents:
        if document.place.kind == "organization" and document.data is not None:
            limits = document.data.get("limits")
            if isinstance(limits, dict):
                wanted = limits.get("minimum_group", 5)
                return max(4, int(wanted)) if isinstance(wanted, int | float) else 5
    return 5


def _keep(
    value: Any, schema: Mapping[str, Any], inherited: Any, roles: frozenset[str], top: Mapping[str, Any], file: Any
) -> Any:
    """What remains of a value, or `_NOTHING`. A part may be seen although its whole may not."""
    own = _audience(schema, inherited, file)
    schema = _resolved(schema, top)
    if isinstance(value, dict):
        parts = {
            key: kept
            for key, part in value.items()
            if (kept := _keep(part, _property(schema, key), own, roles, top, file)) is not _NOTHING
        }
        return parts if parts or (not value and _may_see(own, roles)) else _NOTHING
    if isinstance(value, list):
        items = schema.get("items", {})
        kept_items = [_keep(item, items, own, roles, top, file) for item in value]
        shown = [item for item in kept_items if item is not _NOTHING]
        return shown if shown or (not value and _may_see(own, roles)) else _NOTHING
    return value if _may_see(own, roles) else _NOTHING


def _audience(schema: Mapping[str, Any], inherited: Any, file: Any) -> Any:
    """The audience of a field: its own, what depends on another field of the file, or its parent's."""
    for field, cases in schema.get("x-audience-when", {}).items():
        if file.get(field) in cases:
            return cases[file[field]]
    return schema.get("x-audience", inherited)


def _property(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The schema of one key. A key that no schema knows belongs to nobody."""
    found = schema.get("properties", {}).get(key)
    if found is None:
        found = schema.get("additionalProperties")
    return found if isinstance(found, dict) else {"x-audience": "none"}


def _resolved(schema: Mapping[str, Any], top: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
        return schema
    target: Mapping[str, Any] = top["$defs"][reference.removeprefix("#/$defs/")]
    return target


def _may_see(audience: Any, roles: frozenset[str]) -> bool:
    if isinstance(audience, str):
        return audience == "everyone"
    return bool(roles.intersection(audience))
