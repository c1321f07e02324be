"""Takes out of the documents what a reader may not see, as the schemas' `x-audience` say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from koers.audience.small_groups import protect
from koers.audience.viewer import Viewer, relations
from koers.diagnostic import Pointer
from koers.reading.document import Document

Schemas = Callable[[str], Mapping[str, Any]]
Roles = Mapping[str, frozenset[str]]
"""What a reader is to each leader (by id): some of leader, manager and hr; see `relations`."""
_NOTHING = object()


def reduce(documents: Iterable[Document], viewer: Viewer, as_of: date, schemas: Schemas) -> tuple[Document, ...]:
    """The documents as this reader may see them; a file of which nothing may be seen is left out.

    `schemas` gives the schema of a kind. Small groups of respondents are protected for every reader.
    """
    everything = tuple(documents)
    return narrow(everything, relations(everything, viewer, as_of), minimum_group(everything), schemas)


def narrow(documents: Iterable[Document], roles: Roles, minimum: int, schemas: Schemas) -> tuple[Document, ...]:
    """As `reduce`, for any part of the documents: one leader's folder, or the shared files.

    `roles` come from `relations`, `minimum` from `minimum_group`. Each document says in `withheld` which fields of
    what it still holds are not for this reader, whether the file has them or not: so nobody downstream takes a field
    that is hidden for one that is missing.
    """
    narrowed = []
    for document in documents:
        if document.data is None:
            continue
        data = document.data
        if document.place.kind == "measurement":
            data = protect(data, minimum)
        owner = document.place.id if document.place.kind == "leader" else document.place.leader
        reader = _Reader(roles.get(owner, frozenset()), schemas(document.place.kind))
        kept = reader.keep(data, reader.top, "none", {}, ())
        if kept is not _NOTHING:
            narrowed.append(replace(document, data=kept, withheld=frozenset(reader.withheld)))
    return tuple(narrowed)


def minimum_group(documents: Iterable[Document]) -> int:
    """`limits.minimum_group` of the organization, 5 when it is not set and never below 4."""
    for document in documents:
        if document.place.kind == "organization" and document.data is not None:
            limits = document.data.get("limits")
            if isinstance(limits, dict):
                wanted = limits.get("minimum_group", 5)
                return max(4, int(wanted)) if isinstance(wanted, int | float) else 5
    return 5


class _Reader:
    """One reader of one file: keeps what they may see of it and notes what is withheld from them."""

    def __init__(self, roles: frozenset[str], top: Mapping[str, Any]) -> None:
        self.roles = roles
        self.top = top
        self.withheld: set[Pointer] = set()

    def keep(self, value: Any, schema: Mapping[str, Any], inherited: Any, siblings: Any, at: Pointer) -> Any:
        """What remains of a value, or `_NOTHING`. A part may be seen although its whole may not.

        A whole that may be seen stays when all its parts are hidden: else its absence would tell that it had some.
        """
        own = _audience(schema, inherited, siblings if at else value)
        schema = _resolved(schema, self.top)
        if isinstance(value, dict):
            for name, field in schema.get("properties", {}).items():
                if not self._sees(_audience(field, own, value)):
                    self.withheld.add((*at, name))
            parts = {
                key: kept
                for key, part in value.items()
                if (kept := self.keep(part, _property(schema, key), own, value, (*at, key))) is not _NOTHING
            }
            return parts if parts or self._sees(own) else _NOTHING
        if isinstance(value, list):
            items = schema.get("items", {})
            kept_items = [self.keep(item, items, own, siblings, (*at, i)) for i, item in enumerate(value)]
            shown = [item for item in kept_items if item is not _NOTHING]
            return shown if shown or self._sees(own) else _NOTHING
        return value if self._sees(own) else _NOTHING

    def _sees(self, audience: Any) -> bool:
        if isinstance(audience, str):
            return audience == "everyone"
        return bool(self.roles.intersection(audience))


def _audience(schema: Mapping[str, Any], inherited: Any, siblings: Mapping[str, Any]) -> Any:
    """The audience of a field: what a field beside it makes of it (of a file as a whole: one in it), its own, or its
    parent's.
    """
    for field, cases in schema.get("x-audience-when", {}).items():
        if siblings.get(field) in cases:
            return cases[siblings[field]]
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
