"""For whom a site is built, and what that reader is to each leader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    """What the reader is to each leader (by id): some of leader, manager and hr; empty for a stranger.

    A manager is the one named in leader.yml, a co-manager, a delegate within the term, and the approver of the
    one who has no manager. A manager also reads the own folder as its leader.
    """
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        if document.place.kind != "leader" or document.data is None:
            continue
        leader, roles = document.place.id, set()
        if viewer.kind == "hr":
            roles.add("hr")
        elif viewer.person == leader:
            roles.add("leader")
        elif viewer.kind == "manager" and _manages(document.data, viewer.person, as_of):
            roles.add("manager")
        found[leader] = frozenset(roles)
    return found


def _manages(leader: Mapping[str, Any], person: str, as_of: date) -> bool:
    if person == (leader.get("manager") or leader.get("approver")) or person in leader.get("co_managers", ()):
        return True
    term = leader.get("delegates", {}).get(person)
    return term is not None and term["from"] <= as_of.isoformat() <= term["until"]
