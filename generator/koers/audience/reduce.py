"""Takes out of the documents what a reader may not see, as the schemas' `x-audience` say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from koers import fields
from koers.audience.close_rounds import Round, guarded
from koers.audience.small_groups import GROUP_KINDS, Protection
from koers.audience.viewer import Viewer, relations
from koers.diagnostic import Pointer
from koers.fields import ANY, Field, FieldType, audience_of, may_see
from koers.model.build import build
from koers.progress.limits import limit
from koers.reading.document import Document
from koers.reading.guard import Guard

Roles = Mapping[str, frozenset[str]]
"""What a reader is to each leader (by id): some of leader, manager and hr; see `relations`."""
_NOTHING = object()


def reduce(documents: Iterable[Document], viewer: Viewer, as_of: date) -> tuple[Document, ...]:
    """The documents as this reader may see them; a file of which nothing may be seen is left out.

    Small groups of respondents are protected for every reader.
    """
    everything = tuple(documents)
    return narrow(everything, relations(everything, viewer, as_of), protection(everything))


def narrow(documents: Iterable[Document], roles: Roles, protecting: Protection) -> tuple[Document, ...]:
    """As `reduce`, for any part of the documents: one leader's folder, or the shared files.

    `roles` come from `relations`, `protecting` from `protection`; of a leader all measurements are there or none, since
    rounds decide about each other. Each document says in `withheld` which fields of
    what it still holds are not for this reader, whether the file has them or not: so nobody downstream takes a field
    that is hidden for one that is missing.
    """
    narrowed = []
    everything = [document for document in documents if document.data is not None]
    guards = _guards(everything, protecting)
    for document in everything:
        assert document.data is not None
        data, guard = guards.get(document.path, (document.data, None))
        owner = document.place.id if document.place.kind == "leader" else document.place.leader
        kind, eyes = document.place.kind, roles.get(owner, frozenset())
        reader = _Reader(eyes, data)
        kept = reader.keep(data, _view(kind, eyes), ())
        if kept is not _NOTHING:
            narrowed.append(replace(document, data=kept, withheld=frozenset(reader.withheld), guard=guard))
    return tuple(narrowed)


def protection(documents: Iterable[Document]) -> Protection:
    """What the organization asks of groups and of close rounds: its limits, each within its bounds."""
    settings = build(document for document in documents if document.place.kind == "organization").organization
    return Protection(int(limit(settings, "minimum_group")), int(limit(settings, "close_rounds_weeks")))


def _guards(documents: Iterable[Document], protecting: Protection) -> Mapping[str, tuple[dict[str, Any], Guard]]:
    """What is shown of every round of respondents, and what protects it, by path."""
    rounds: dict[str, list[Document]] = {}
    for document in documents:
        if document.place.kind == "measurement" and document.data and document.data.get("kind") in GROUP_KINDS:
            rounds.setdefault(document.place.leader, []).append(document)
    found: dict[str, tuple[dict[str, Any], Guard]] = {}
    for of_one in rounds.values():
        of_one.sort(key=lambda document: (document.place.date or date.min, document.path))
        asked = [Round(one.place.date or date.min, one.place.id, one.data or {}) for one in of_one]
        shown = guarded(asked, protecting)
        found.update(zip((one.path for one in of_one), shown, strict=True))
    return found


@dataclass(frozen=True, slots=True)
class _View:
    """One field as readers with certain roles see it, with what is known of that whatever a file says.

    `is_seen` is None where the file's data decide. `is_open` says that all that is inside is seen too; an object is
    never open, since what no schema knows may stand in it. `hidden` are the names of the parts that are never seen,
    `doubtful` the parts of which the data decide; `other` stands under any id or position.
    """

    field: Field
    is_seen: bool | None
    is_open: bool
    parts: Mapping[str, _View]
    other: _View | None
    hidden: tuple[str, ...]
    doubtful: tuple[_View, ...]


def _view(kind: str, roles: frozenset[str]) -> _View:
    """A whole file of this kind as readers with these roles see it."""
    view = _made(kind, roles)
    if view.field is not fields.of_kind(kind):  # the schemas are others than when it was made
        _made.cache_clear()
        view = _made(kind, roles)
    return view


@lru_cache(maxsize=256)
def _made(kind: str, roles: frozenset[str]) -> _View:
    return _view_of(fields.of_kind(kind), roles)


def _view_of(field: Field, roles: frozenset[str]) -> _View:
    children = {child.name: _view_of(child, roles) for child in field.children}
    parts = {name: view for name, view in children.items() if name != ANY}
    is_seen = None if field.cases else may_see(field.audience, roles)
    is_open = is_seen is True and field.type is not FieldType.OBJECT and all(v.is_open for v in children.values())
    return _View(
        field=field,
        is_seen=is_seen,
        is_open=is_open,
        parts=parts,
        other=children.get(ANY),
        hidden=tuple(name for name, view in parts.items() if view.is_seen is False),
        doubtful=tuple(view for view in parts.values() if view.is_seen is None),
    )


class _Reader:
    """One reader of one file: keeps what they may see of it and notes what is withheld from them."""

    def __init__(self, roles: frozenset[str], data: Mapping[str, Any]) -> None:
        self.roles = roles
        self.data = data
        self.withheld: set[Pointer] = set()

    def keep(self, value: Any, view: _View | None, at: Pointer) -> Any:
        """What remains of a value, or `_NOTHING`. A part may be seen although its whole may not.

        A whole that may be seen stays when all its parts are hidden: else its absence would tell that it had some.
        What no schema knows belongs to nobody.
        """
        if view is None:
            return _NOTHING
        if view.is_open:
            return value
        if isinstance(value, dict):
            self.withheld.update([(*at, name) for name in view.hidden])
            for part in view.doubtful:
                place = (*at, part.field.name)
                if not self._sees(part, place):
                    self.withheld.add(place)
            parts, other, found = view.parts, view.other, {}
            for key, item in value.items():
                kept = self.keep(item, parts.get(key, other), (*at, key))
                if kept is not _NOTHING:
                    found[key] = kept
            return found if found or self._sees(view, at) else _NOTHING
        if isinstance(value, list):
            kept_items = [self.keep(item, view.other, (*at, index)) for index, item in enumerate(value)]
            shown = [item for item in kept_items if item is not _NOTHING]
            return shown if shown or self._sees(view, at) else _NOTHING
        return value if self._sees(view, at) else _NOTHING

    def _sees(self, view: _View, at: Pointer) -> bool:
        if view.is_seen is not None:
            return view.is_seen
        return may_see(audience_of(view.field, self.data, at), self.roles)
