"""Who of the people that a leader's file names has left: a file says that of its own person only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from koers.model.organization import Departure, Leader

Find = Callable[[str], Leader | None]
"""Gives the leader.yml of a person; None of somebody of whom nothing is known."""


def with_departures(
    leaders: Mapping[str, Leader], people: Mapping[str, Leader], there: Collection[str] | None = None
) -> Mapping[str, Leader]:
    """Returns these leaders, each with those in `gone` of whom `people` (everybody's profile) tells that they left.

    `there` are the ids of all who have a folder: whoever is named to lead and has none counts as gone. None: not known.
    """
    return MappingProxyType({id: departed(leader, people.get, there) for id, leader in leaders.items()})


def departed(leader: Leader, find: Find, there: Collection[str] | None = None) -> Leader:
    """Returns one leader with those in `gone` who left; see `with_departures`."""
    found: dict[str, Departure] = {}
    leading = {*leader.named_managers, *(one.person for one in leader.delegates)}
    todo = [*leading, *leader.observers]
    todo += [person for goal in leader.goals.values() for person in goal.achievable.observers]
    while todo:
        id = todo.pop()
        if id in found:
            continue
        person = find(id)
        if person is None:
            if there is not None and id in leading and id not in there:
                found[id] = Departure(date.min)
        elif person.left is not None:
            above = person.manager or person.approver
            found[id] = Departure(person.left, above)
            if above is not None:
                leading.add(above)
                todo.append(above)
    return replace(leader, gone=MappingProxyType(found)) if found or leader.gone else leader
