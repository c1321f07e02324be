"""How a large organization is cut into pages: by team, so that no page holds more goals than a reader can load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koers.model.organization import Leader
from koers.story.facts import Facts
from koers.texts import Text, text

MOST_GOALS = 150
"""Active goals on one page: a row weighs some 2 kB, so a page stays under 400 kB, a tenth of that as it is sent."""

NOBODYS = "no-team/"


@dataclass(frozen=True, slots=True)
class Group:
    """People who share a page. `url` comes behind that of the page which lists the groups: `teams/digital/`."""

    url: str
    name: Text | str
    people: tuple[Leader, ...]


def groups(facts: Facts) -> tuple[Group, ...]:
    """The teams by name, then who has no team; empty as long as one page holds all active goals.

    A team with more goals than a page holds is cut in parts.
    """
    if len(facts.active) <= MOST_GOALS:
        return ()
    found: list[Group] = []
    named = {id: facts.plans.teams[id].name if id in facts.plans.teams else id for id in facts.plans.by_team}
    for id in sorted(named, key=lambda id: (named[id].casefold(), id)):
        found += _parts(facts, f"teams/{id}/", named[id], facts.plans.by_team[id])
    alone = [leader for leader in facts.plans.here if leader.team is None]
    return (*found, *_parts(facts, NOBODYS, text("Without a team"), alone))


def _parts(facts: Facts, url: str, name: Text | str, people: Sequence[Leader]) -> Iterator[Group]:
    parts: list[list[Leader]] = [[]] if people else []
    goals = 0
    for leader in people:
        own = len(facts.active_by_leader.get(leader.id, ()))
        if parts[-1] and goals + own > MOST_GOALS:
            parts.append([])
            goals = 0
        parts[-1].append(leader)
        goals += own
    for number, some in enumerate(parts, start=1):
        if number == 1:
            whole = name if len(parts) == 1 else _part(name, number, len(parts))
            yield Group(url, whole, tuple(some))
        else:
            yield Group(f"{url}{number}/", _part(name, number, len(parts)), tuple(some))


def _part(name: Text | str, number: int, count: int) -> Text:
    return text("{name}, part {number} of {count}", name=name, number=number, count=count)
