"""A schema with more fields than koers has today: what walks the registry must know them without a change of code."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from koers import fields, resources


@contextmanager
def more_fields(kind: str, added: Mapping[tuple[str, ...], dict[str, Any]]) -> Iterator[None]:
    """As long as it lasts, the schema of this kind has these properties too (under the properties named before)."""
    schema = copy.deepcopy(resources.schema(kind))
    for pointer, node in added.items():
        here = schema
        for step in pointer[:-1]:
            here = here["additionalProperties"] if step == fields.ANY else here["properties"][step]
        here["properties"][pointer[-1]] = node
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "schema", {**{k: resources.schema(k) for k in fields.KINDS}, kind: schema}.__getitem__)
        fields.of_kind.cache_clear()
        try:
            yield
        finally:
            fields.of_kind.cache_clear()
