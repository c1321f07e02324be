"""For whom a site is built, and what that reader is to each leader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koers.model.build import build
from koers.model.departures import with_departures
from koers.model.organization import Leader
from koers.reading.document import Document


@dataclass(frozen=True, slots=True)
class Viewer:
    """`kind` is everyone, hr, manager or leader; `person` the id of the last two."""

    kind: str
    person: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.person}" if self.person else self.kind


EVERYONE = Viewer("everyone")


def parse_viewer(value: str) -> Viewer:
    """`everyone`, `hr`, `manager:ID` or `leader:ID`. ValueError for anything else."""
    kind, colon, person = value.partition(":")
    if (kind in ("everyone", "hr") and not colon) or (kind in ("manager", "leader") and person):
        return Viewer(kind, person)
    raise ValueError(value)


def relations(documents: Iterable[Document], viewer: Viewer, as_of: date) -> Mapping[str, frozenset[str]]:
    """What the reader is to each leader (by id), read from the leader.yml among these documents: see `relation`."""
    people = build(document for document in documents if document.place.kind == "leader").leaders
    return {id: relation(leader, viewer, as_of) for id, leader in with_departures(people, people).items()}


def relation(leader: Leader, viewer: Viewer, as_of: date) -> frozenset[str]:
    """What the reader is to this leader: leader, manager or hr; empty for a stranger.

    A manager is who may decide on the leader's goals that day (`Leader.approvers`): the one named in leader.yml, a
    co-manager, a delegate within the term, and the approver of the one who has no manager; whoever takes over from a
    manager who left, and not the one who left. A manager also reads the own folder as its leader.
    """
    if viewer.kind == "hr":
        return frozenset({"hr"})
    if viewer.person == leader.id:
        return frozenset({"leader"})
    if viewer.kind == "manager" and viewer.person in leader.approvers(as_of):
        return frozenset({"manager"})
    return frozenset()
