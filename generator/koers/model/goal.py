"""A SMART goal: five letters, five parts. Whatever a draft may lack, or an audience may not see, is None or empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from koers.dates import Period
from koers.pickling import by_fields


class Status(StrEnum):
    """The word in the file; never mixed with the computed `Standing`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    ACHIEVED = "achieved"
    STOPPED = "stopped"


class Category(StrEnum):
    """What the goal is about: the leader's own conduct, the team, or direction and results."""

    PERSONAL = "personal"
    TEAM = "team"
    STRATEGIC = "strategic"


class Kind(StrEnum):
    """A leading indicator counts behavior; a lagging one confirms the result."""

    LEADING = "leading"
    LAGGING = "lagging"


class Measure(StrEnum):
    """How readings become points: see `koers.progress`."""

    LEVEL = "level"
    TOTAL = "total"
    FREQUENCY = "frequency"
    SHARE = "share"


class Source(StrEnum):
    """Where an indicator takes its readings: the check-in log, or measurements of that kind."""

    LOG = "log"
    SURVEY360 = "survey360"
    PULSE = "pulse"
    KPI = "kpi"
    ASSESSMENT = "assessment"
    OBSERVATION = "observation"


class Mode(StrEnum):
    """How an action teaches: 70 on the job, 20 from others, 10 formal."""

    ON_THE_JOB = "on_the_job"
    FROM_OTHERS = "from_others"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that shows the behavior or its result. `per` is given for a frequency only."""

    id: str
    name: str
    kind: Kind
    measure: Measure
    source: Source
    baseline: Fraction
    target: Fraction
    unit: str | None = None
    per: Period | None = None
    threshold: Fraction | None = None
    hold: bool = False
    milestones: tuple[tuple[date, Fraction], ...] = ()

    @property
    def is_lower_better(self) -> bool:
        """Direction follows from baseline and target; on hold, from the side the threshold is on."""
        if self.baseline == self.target and self.threshold is not None:
            return self.threshold > self.target
        return self.target < self.baseline


@dataclass(frozen=True, slots=True)
class WithheldIndicator:
    """An indicator whose numbers are not for this reader: what it is called, what it shows and where it comes from."""

    id: str
    name: str
    kind: Kind
    measure: Measure
    source: Source
    unit: str | None = None
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class Specific:
    """S: in which situation I do what, how well, to what effect."""

    situation: str | None = None
    behavior: str | None = None
    quality: str | None = None
    effect: str | None = None


@dataclass(frozen=True, slots=True)
class Achievable:
    """A: time, support and the colleagues who watch for the behavior (ids)."""

    hours_per_week: Fraction | None = None
    support: str | None = None
    observers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Why this one: impact, potential (aptitude) and energy, each "high", "medium" or "low"."""

    impact: str | None = None
    potential: str | None = None
    energy: str | None = None


@dataclass(frozen=True, slots=True)
class Relevant:
    """R: what it changes, for which team goal (an id in the leader's team), and what is left alone for it."""

    why: str | None = None
    team_goal: str | None = None
    choice: Choice | None = None
    not_now: str | None = None


@dataclass(frozen=True, slots=True)
class TimeBound:
    """T: from when to when, how often a check-in and a review, and when it is measured again."""

    start: date | None = None
    deadline: date | None = None
    check_in: Period | None = None
    review: Period | None = None
    remeasure: date | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something the leader does to learn: in a rhythm (`every`) or once (`due`, then `done`). `hours` is each time."""

    id: str
    what: str
    mode: Mode
    every: Period | None = None
    due: date | None = None
    done: date | None = None
    hours: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of one leader, as written in `path`; `withheld` are indicators whose numbers a reader may not see."""

    id: str
    leader: str
    path: str
    title: str
    category: Category
    status: Status
    competency: str | None = None
    skill: str | None = None
    specific: Specific = Specific()
    indicators: tuple[Indicator, ...] = ()
    achievable: Achievable = Achievable()
    relevant: Relevant = Relevant()
    time_bound: TimeBound = TimeBound()
    actions: tuple[Action, ...] = ()
    stop_if: str | None = None
    notes: str | None = None
    withheld: tuple[WithheldIndicator, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """(leader id, goal id): unique in the organization."""
        return (self.leader, self.id)

    @property
    def named_indicators(self) -> tuple[Indicator | WithheldIndicator, ...]:
        """All indicators, also those whose numbers are withheld: for what rests on their names, kinds and sources."""
        return (*self.indicators, *self.withheld)

    def indicator(self, id: str) -> Indicator | None:
        """The indicator with this id, or None."""
        return next((indicator for indicator in self.indicators if indicator.id == id), None)


GoalKey = tuple[str, str]


by_fields(__name__)
