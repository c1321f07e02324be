"""Takes out of the documents what a reader may not see, as the schemas' `x-audience` say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from koers import fields
from koers.audience.small_groups import protect
from koers.audience.viewer import Viewer, relations
from koers.diagnostic import Pointer
from koers.fields import ANY, Field, FieldType, audience_of, may_see
from koers.reading.document import Document

Roles = Mapping[str, frozenset[str]]
"""What a reader is to each leader (by id): some of leader, manager and hr; see `relations`."""
_NOTHING = object()


def reduce(documents: Iterable[Document], viewer: Viewer, as_of: date) -> tuple[Document, ...]:
    """The documents as this reader may see them; a file of which nothing may be seen is left out.

    Small groups of respondents are protected for every reader.
    """
    everything = tuple(documents)
    return narrow(everything, relations(everything, viewer, as_of), minimum_group(everything))


def narrow(documents: Iterable[Document], roles: Roles, minimum: int) -> tuple[Document, ...]:
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
        kind, eyes = document.place.kind, roles.get(owner, frozenset())
        reader = _Reader(eyes, data, _open(kind, eyes))
        kept = reader.keep(data, fields.of_kind(kind), ())
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


@lru_cache(maxsize=256)
def _open(kind: str, roles: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """The patterns of the fields of which a reader with these roles sees everything, whatever the file says.

    An object is not among them: what no schema knows may stand in it.
    """
    found: set[tuple[str, ...]] = set()

    def look(field: Field) -> bool:
        parts = [look(child) for child in field.children]
        is_open = all(parts) and field.type is not FieldType.OBJECT
        is_open = is_open and not field.cases and may_see(field.audience, roles)
        if is_open:
            found.add(field.pointer)
        return is_open

    look(fields.of_kind(kind))
    return frozenset(found)


class _Reader:
    """One reader of one file: keeps what they may see of it and notes what is withheld from them."""

    def __init__(self, roles: frozenset[str], data: Mapping[str, Any], is_open: Container[tuple[str, ...]]) -> None:
        self.roles = roles
        self.data = data
        self.is_open = is_open
        self.withheld: set[Pointer] = set()

    def keep(self, value: Any, field: Field | None, at: Pointer) -> Any:
        """What remains of a value, or `_NOTHING`. A part may be seen although its whole may not.

        A whole that may be seen stays when all its parts are hidden: else its absence would tell that it had some.
        What no schema knows belongs to nobody.
        """
        if field is None:
            return _NOTHING
        if field.pointer in self.is_open:
            return value
        is_seen = self._sees(field, at)
        if isinstance(value, dict):
            for child in field.children:
                if child.name != ANY and not self._sees(child, (*at, child.name)):
                    self.withheld.add((*at, child.name))
            parts = {
                key: kept
                for key, part in value.items()
                if (kept := self.keep(part, field.child(key), (*at, key))) is not _NOTHING
            }
            return parts if parts or is_seen else _NOTHING
        if isinstance(value, list):
            kept_items = [self.keep(item, field.item, (*at, index)) for index, item in enumerate(value)]
            shown = [item for item in kept_items if item is not _NOTHING]
            return shown if shown or is_seen else _NOTHING
        return value if is_seen else _NOTHING

    def _sees(self, field: Field, at: Pointer) -> bool:
        return may_see(audience_of(field, self.data, at), self.roles)
