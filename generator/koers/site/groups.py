"""How a large organization is cut into pages: whole teams together, with no more goals than a reader can load."""

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
class Share:
    """A team, or a part of a large one, on the page of its group. `id` is empty for who has no team."""

    id: str
    url: str
    name: Text | str
    people: tuple[Leader, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Teams that share a page. `url` comes behind that of the page which lists the teams: `teams/digital/`."""

    url: str
    name: Text | str
    shares: tuple[Share, ...]

    @property
    def people(self) -> tuple[Leader, ...]:
        """All who are on the page."""
        return tuple(leader for share in self.shares for leader in share.people)

    def way(self, share: Share, *asked: str) -> str:
        """To the page, where it shows what is asked for (`status=at_risk`) of this team."""
        query = [f"team={share.id}", *asked] if len(self.shares) > 1 else asked
        return f"{self.url}{'?' if query else ''}{'&'.join(query)}"


def groups(facts: Facts) -> tuple[Group, ...]:
    """The teams by name, as many on a page as it holds, then who has no team; empty when one page holds everything.

    A team with more goals than a page holds is cut in parts.
    """
    if len(facts.active) <= MOST_GOALS:
        return ()
    shares: list[Share] = []
    named = {id: facts.plans.teams[id].name if id in facts.plans.teams else id for id in facts.plans.by_team}
    for id in sorted(named, key=lambda id: (named[id].casefold(), id)):
        shares += _parts(facts, id, f"teams/{id}/", named[id], facts.plans.by_team[id])
    alone = [leader for leader in facts.plans.here if leader.team is None]
    nobodys = [_group([share]) for share in _parts(facts, "", NOBODYS, text("Without a team"), alone)]
    return (*_filled(facts, shares), *nobodys)


def _filled(facts: Facts, shares: Sequence[Share]) -> Iterator[Group]:
    """Pages with as many shares as fit, in their order."""
    some: list[Share] = []
    goals = 0
    for share in shares:
        own = len(facts.active_of(share.people))
        if some and goals + own > MOST_GOALS:
            yield _group(some)
            some, goals = [], 0
        some.append(share)
        goals += own
    if some:
        yield _group(some)


def _group(shares: Sequence[Share]) -> Group:
    first, last = shares[0], shares[-1]
    name = text("{first} to {last}", first=first.name, last=last.name) if first.name != last.name else first.name
    return Group(first.url, name, tuple(shares))


def _parts(facts: Facts, id: str, url: str, name: Text | str, people: Sequence[Leader]) -> Iterator[Share]:
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
        told = name if len(parts) == 1 else _part(name, number, len(parts))
        yield Share(id, url if number == 1 else f"{url}{number}/", told, tuple(some))


def _part(name: Text | str, number: int, count: int) -> Text:
    return text("{name}, part {number} of {count}", name=name, number=number, count=count)
