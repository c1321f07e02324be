"""The organization: its settings, library, teams and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from koers.dates import Period
from koers.model.goal import Goal, GoalKey, Mode
from koers.model.log import Approval, CheckIn, Measurement, Review
from koers.pickling import by_fields

T = TypeVar("T")

PUBLIC_FORGES: Mapping[str, str] = MappingProxyType(
    {"github": "github.com", "gitlab": "gitlab.com", "forgejo": "codeberg.org"}
)
"""The host of each kind of forge that is meant when the settings name none."""


class Seniority(StrEnum):
    """How senior a leader is; behavioral indicators are written per level."""

    JUNIOR = "junior"
    MEDIOR = "medior"
    SENIOR = "senior"


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the repository is kept. `kind` is github, gitlab or forgejo, `repository` owner and name.

    `host` is an own forge's name, with its port and path if it has any; without it the public forge of its kind is
    meant. `plain_http` says that this host is reached without encryption. `recorders` are the addresses (lower case)
    whose commits may add records of reviews; empty when anybody's may but the leader's.
    """

    kind: str
    repository: str
    branch: str = "main"
    host: str | None = None
    plain_http: bool = False
    recorders: frozenset[str] = frozenset()

    @property
    def site(self) -> str:
        """The forge's web address, without a slash at its end: `https://github.com`."""
        if self.host is None:
            return f"https://{PUBLIC_FORGES[self.kind]}"
        return f"{'http' if self.plain_http else 'https'}://{self.host}"

    @property
    def web(self) -> str:
        """The repository's web address, without a slash at its end."""
        return f"{self.site}/{self.repository}"


@dataclass(frozen=True, slots=True)
class Sealing:
    """Whether private notes must be sealed, and the public keys to which they are besides those of two people."""

    is_required: bool = False
    recovery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organization:
    """organization.yml. `limits` holds only what the file sets; the rulebook owns the defaults.

    `is_findable` says whether search engines may list the site.
    """

    name: str
    language: str = "en"
    timezone: str = "Europe/Amsterdam"
    approval: str = "advised"
    limits: Mapping[str, Fraction] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    forge: Forge | None = None
    is_findable: bool = False
    sealing: Sealing = Sealing()
    rules: Mapping[str, str] = field(default_factory=dict)
    path: str = "plans/organization.yml"


@dataclass(frozen=True, slots=True)
class Competency:
    """What a role asks for, with facets and observable sentences per level."""

    id: str
    path: str
    name: str
    definition: str | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    behaviors: Mapping[Seniority, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """A role profile: the behavior score (0-100) it asks per competency."""

    id: str
    path: str
    name: str
    requires: Mapping[str, Fraction] = field(default_factory=dict)
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class TeamGoal:
    """A goal of a team, to which leaders' goals refer."""

    id: str
    title: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class TeamIndicator:
    """A key indicator of a team, with owner, target, next step and dated readings (oldest first)."""

    id: str
    name: str
    kind: str
    owner: str | None = None
    unit: str | None = None
    target: Fraction | None = None
    readings: tuple[tuple[date, Fraction], ...] = ()
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A team, its goals and its 3 to 5 key indicators."""

    id: str
    path: str
    name: str
    goals: Mapping[str, TeamGoal] = field(default_factory=dict)
    indicators: Mapping[str, TeamIndicator] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pillar:
    """One part of the structural program, with its rhythm and what was held, by whom attended."""

    id: str
    title: str
    activity: str | None = None
    every: Period | None = None
    owner: str | None = None
    held: tuple[date, ...] = ()
    attended: Mapping[date, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """program.yml: peer coaching, coaching, learning tracks."""

    path: str
    name: str
    pillars: Mapping[str, Pillar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question: `choice` with options and an answer, or `open` with a rubric (criterion -> level -> words)."""

    id: str
    question: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    answer: str | None = None
    feedback: str | None = None
    rubric: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Module:
    """A learning module, from a micro-module of 5 to 10 minutes to a course."""

    id: str
    path: str
    title: str
    competency: str | None = None
    level: Seniority | None = None
    mode: Mode | None = None
    minutes: int | None = None
    text: str | None = None
    link: str | None = None
    file: str | None = None
    transcript: str | None = None
    quiz: Mapping[str, Question] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody who decides in the manager's place between two dates, both included."""

    person: str
    start: date
    until: date


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who left: `last_day`, and who led this person (id). Of somebody who has no folder any more, no more is
    known than that: the last day is `date.min`."""

    last_day: date
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from `start` to `until`, both days included. Why is nobody's business."""

    start: date
    until: date


@dataclass(frozen=True, slots=True)
class Leader:
    """A person with a folder in leaders/: a leader, and perhaps a manager or an observer too.

    Logs are in time order (oldest first); `approvals` per goal by round. `left` is the last day of somebody who has
    left: while that day is not over, nobody has (`model.as_of`). `gone` are those among the people who lead this one,
    or led them in turn, who left (`model.departures`), by id.
    """

    id: str
    path: str
    name: str
    emails: tuple[str, ...] = ()
    role: str | None = None
    level: Seniority | None = None
    team: str | None = None
    manager: str | None = None
    co_managers: tuple[str, ...] = ()
    delegates: tuple[Delegation, ...] = ()
    approver: str | None = None
    observers: tuple[str, ...] = ()
    left: date | None = None
    away: tuple[Absence, ...] = ()
    capacity_hours_per_week: Fraction | None = None
    seal_keys: tuple[str, ...] = ()
    forge: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    check_ins: tuple[CheckIn, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    reviews: tuple[Review, ...] = ()
    approvals: Mapping[str, tuple[Approval, ...]] = field(default_factory=dict)
    gone: Mapping[str, Departure] = field(default_factory=dict)

    def has_address(self, email: str) -> bool:
        """Whether this is one of the person's addresses, without regard to case."""
        wanted = email.casefold()
        return any(address.casefold() == wanted for address in self.emails)

    @property
    def named_managers(self) -> tuple[str, ...]:
        """Whom the file names as leading this person (ids): the manager, or the approver of the one at the top, and
        the co-managers. Some of them may have left."""
        people = (self.manager or self.approver, *self.co_managers)
        return tuple(dict.fromkeys(person for person in people if person and person != self.id))

    def until(self, day: date) -> date:
        """That day, or the last day of somebody who left before it: later nothing is asked and nothing measured."""
        return day if self.left is None else min(day, self.left)

    def is_here(self, person: str, on: date) -> bool:
        """Whether that person had not left on that day; of others than those in `gone` nothing is known, and they
        count as here."""
        return person not in self.gone or on <= self.gone[person].last_day

    def managers(self, on: date) -> tuple[str, ...]:
        """Who leads this person on that day (ids): the managers on file who are still here.

        When all of them have left, whoever led the first of them takes over, and so on upwards. Empty when nobody is
        left to do so: then somebody has to be named.
        """
        here = tuple(person for person in self.named_managers if self.is_here(person, on))
        if here or not self.named_managers:
            return here
        above: str | None = self.named_managers[0]
        seen: set[str] = set()
        while above is not None and above not in seen and not self.is_here(above, on):
            seen.add(above)
            above = self.gone[above].above
        return () if above is None or above in seen or above == self.id else (above,)

    def approvers(self, on: date) -> tuple[str, ...]:
        """Who may decide on these goals on that day (ids): the managers and the delegates within their term.

        Nobody decides on their own goals.
        """
        delegates = (one.person for one in self.delegates if one.start <= on <= one.until and one.person != self.id)
        return tuple(dict.fromkeys((*self.managers(on), *(one for one in delegates if self.is_here(one, on)))))

    def approvers_from(self, on: date) -> tuple[str, ...]:
        """Who may decide on these goals on that day or on a later one (ids)."""
        delegates = (one.person for one in self.delegates if on <= one.until and one.person != self.id)
        return tuple(dict.fromkeys((*self.approvers(on), *(one for one in delegates if self.is_here(one, on)))))


@dataclass(frozen=True)
class Plans:
    """Everything in plans/ that could be read, by id, each mapping in the order of ids.

    The indexes are made when they are first asked for, and once: whoever wants the people of a team or a manager looks
    them up here, and never goes through the whole organization.
    """

    organization: Organization
    competencies: Mapping[str, Competency] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    program: Program | None = None
    modules: Mapping[str, Module] = field(default_factory=dict)
    leaders: Mapping[str, Leader] = field(default_factory=dict)

    def goals(self) -> Iterator[Goal]:
        """Yields all goals, by leader and goal id."""
        for leader in self.leaders.values():
            yield from leader.goals.values()

    def goal(self, key: GoalKey) -> Goal:
        """Returns the goal of `(leader id, goal id)`. KeyError when there is none."""
        return self.leaders[key[0]].goals[key[1]]

    @cached_property
    def here(self) -> tuple[Leader, ...]:
        """Everybody who has not left."""
        return tuple(leader for leader in self.leaders.values() if leader.left is None)

    @cached_property
    def by_team(self) -> Mapping[str, tuple[Leader, ...]]:
        """The members of each team who have not left, by the team's id."""
        return _index(self.here, lambda leader: (leader.team,))

    @cached_property
    def by_role(self) -> Mapping[str, tuple[Leader, ...]]:
        """The people who hold each role and have not left, by the role's id."""
        return _index(self.here, lambda leader: (leader.role,))

    @cached_property
    def by_named_manager(self) -> Mapping[str, tuple[Leader, ...]]:
        """The people here whose file names somebody as manager, co-manager or approver, by that person's id, be that
        person still here or not."""
        return _index(self.here, lambda leader: leader.named_managers)

    @cached_property
    def by_competency(self) -> Mapping[str, tuple[Goal, ...]]:
        """The goals of those who have not left that develop each competency, by the competency's id."""
        goals = (goal for leader in self.here for goal in leader.goals.values())
        return _index(goals, lambda goal: (goal.competency,))

    def by_approver(self, on: date) -> Mapping[str, tuple[Leader, ...]]:
        """The people here for whom somebody decides on that day, or will as a delegate later, by that person's id."""
        known: dict[date, Mapping[str, tuple[Leader, ...]]] = self.__dict__.setdefault("_by_approver", {})
        if on not in known:
            known[on] = _index(self.here, lambda leader: leader.approvers_from(on))
        return known[on]


def _index(items: Iterable[T], keys: Callable[[T], Iterable[str | None]]) -> Mapping[str, tuple[T, ...]]:
    """Items by each of their keys, in their own order; what has no key is left out."""
    found: dict[str, list[T]] = {}
    for item in items:
        for key in keys(item):
            if key is not None:
                found.setdefault(key, []).append(item)
    return MappingProxyType({key: tuple(some) for key, some in found.items()})


by_fields(__name__)
