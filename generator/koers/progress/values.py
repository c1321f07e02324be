"""The results of measuring, as frozen values. Ratios are 1 for the whole way from baseline to target, unclipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from koers.model.goal import Goal, Indicator
from koers.model.log import Reading
from koers.pickling import by_fields
from koers.reading.guard import End, Means

if TYPE_CHECKING:
    from koers.progress.points import Course


class Standing(StrEnum):
    """How a goal or indicator stands, computed; in the order in which they are listed, what needs a person first.

    `NO_DATA` and `TOO_LITTLE` (there are readings, but too few to tell) are no judgement.
    """

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    NO_DATA = "no_data"
    TOO_LITTLE = "too_little"
    ON_TRACK = "on_track"
    ACHIEVED = "achieved"


class Grade(StrEnum):
    """What a number rests on, strongest first."""

    MEASURED = "measured"
    OBSERVED = "observed"
    SELF_REPORTED = "self_reported"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an indicator's line, in its unit (percent for a share).

    `reading` is what was written that day (sums of a day already added), `days` the days it covers
    (readings from the log, and every frequency), `path` the file it came from (the day's last). `days_away` are the
    days before it that are left out of `days` because the leader was away. With an `end` the value is only a bound: the
    mean lies at an end of its scale.
    """

    date: date
    value: Fraction
    reading: Reading
    path: str
    days: int | None = None
    days_away: int = 0
    end: End | None = None

    @property
    def all_days(self) -> int:
        """The days since the reading before it, those away included."""
        return (self.days or 0) + self.days_away


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """What one reading said and what it made of the indicator, on its day, in the indicator's unit.

    `read` is the point's value; a check-in that covers only a few days counts with its week (`in_week` is then true).
    `judged` is the current value as it was with this reading as the last: what the standing was taken from. None while
    the readings were too few to tell. With an `end` both are only a bound.
    """

    date: date
    read: Fraction
    judged: Fraction | None
    in_week: bool = False
    end: End | None = None


@dataclass(frozen=True, slots=True)
class MissingReading:
    """A hole in the points: a check-in that left the indicator out, or one that was due and was missed.

    In the first case `has_check_in` is true and `path` is its file; a check-in that says `0/0` counts as such a one.
    """

    date: date
    has_check_in: bool
    path: str | None = None


class IgnoredBecause(StrEnum):
    """Why a reading is no point: outside the goal's period, from another source, or in another form (`9/10`)."""

    BEFORE_START = "before_start"
    AFTER_END = "after_end"
    OTHER_SOURCE = "other_source"
    OTHER_FORM = "other_form"


@dataclass(frozen=True, slots=True)
class IgnoredReading:
    """A reading that is in the files and not in the points, so that a rule can say so."""

    date: date
    reading: Reading
    path: str
    is_check_in: bool
    because: IgnoredBecause


@dataclass(frozen=True, slots=True)
class Forecast:
    """At this pace (Theil-Sen slope, units a day) the target is reached on `date`.

    None when it never is, more than a year after the deadline, or when it has been reached already.
    """

    slope_per_day: Fraction
    date: date | None


@dataclass(frozen=True, slots=True)
class TooLittle:
    """What a share or a frequency rests on when it is too little to tell: `found` of the `needed` observations, or days
    covered."""

    found: int
    needed: int
    are_days: bool


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator as of a date. `progress` and `expected` are ratios, `current` and `expected_value` in its unit.

    `current` and `progress` are None without a point, and where `too_little` says that the points are not enough.
    `window_days` is over how many days the current value is taken together (a share or a frequency).
    `expected` and `expected_value` are None (and `expected_line` empty) for a goal without start or deadline;
    `progress` is also None when baseline equals target and no threshold says what is worse.
    `off_track_since` is the day of the second point in a row that was worse than the threshold; None unless
    the standing is off_track. `means` says how the values are told when they are means of respondents (else None), and
    `end` that the current one is only a bound; `progress` is then counted from the bound. `way_here` says how the
    current value came about.
    """

    indicator: Indicator
    points: tuple[Point, ...]
    missing: tuple[MissingReading, ...]
    current: Fraction | None
    progress: Fraction | None
    expected: Fraction | None
    expected_value: Fraction | None
    expected_line: tuple[tuple[date, Fraction], ...]
    standing: Standing
    grade: Grade
    forecast: Forecast | None = None
    ignored: tuple[IgnoredReading, ...] = ()
    off_track_since: date | None = None
    too_little: TooLittle | None = None
    window_days: int | None = None
    means: Means | None = None
    end: End | None = None
    way_here: Course | None = None

    def told(self, value: Fraction) -> Fraction:
        """A value, or a difference of two, as it is told: means of respondents to the nearest step of their scale."""
        return self.means.rounded(value) if self.means is not None else value

    @property
    def course(self) -> tuple[CoursePoint, ...]:
        """One for each of the points, oldest first; the last one's `judged` is `current`."""
        return () if self.way_here is None else self.way_here.stages

    @property
    def is_open(self) -> bool:
        """Whether nobody can tell if the target is reached: the current value is a bound, and the target beyond it."""
        return self.progress is not None and self.progress < 1 and self.end is toward(self.indicator)


def toward(indicator: Indicator) -> End:
    """At which end of its scale an indicator is at its best."""
    return End.OR_LESS if indicator.is_lower_better else End.OR_MORE


class SlotState(StrEnum):
    """How a planned check-in or review went. `planned` also while the days of grace still run."""

    HELD = "held"
    HELD_LATE = "held_late"
    MISSED = "missed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned check-in or review. `due` is a working day; `held_on` are the days it was held, oldest first."""

    due: date
    state: SlotState
    held_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The planned moments of one kind for one goal, oldest first; `extra` are days held that no slot asked for."""

    slots: tuple[Slot, ...] = ()
    extra: tuple[date, ...] = ()

    @property
    def held(self) -> int:
        """How many were held, late ones included: the 7 of "7 of 8 held"."""
        return sum(slot.state in (SlotState.HELD, SlotState.HELD_LATE) for slot in self.slots)

    @property
    def past(self) -> int:
        """How many should have been held by now, or were held early: the 8 of "7 of 8 held"."""
        return sum(slot.state is not SlotState.PLANNED for slot in self.slots)

    @property
    def next(self) -> date | None:
        """The first day on which one is still planned (it may lie a few days back, within the grace)."""
        return next((slot.due for slot in self.slots if slot.state is SlotState.PLANNED), None)

    @property
    def overdue_since(self) -> date | None:
        """The first day of the run of missed ones that goes on until now; None when the last one was held."""
        since = None
        for slot in reversed(self.slots):
            if slot.state is SlotState.MISSED:
                since = slot.due
            elif slot.state is not SlotState.PLANNED:
                break
        return since


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """One goal as of a date. `evaluated_on` is the earliest of `as_of`, the deadline and the closing review.

    `standing` and `decisive` (the id of the indicator that gives the standing) are None for draft and proposed
    goals; `decisive` also for a goal without indicators. The rhythms are empty then too.
    """

    goal: Goal
    as_of: date
    evaluated_on: date
    standing: Standing | None
    decisive: str | None
    indicators: tuple[IndicatorProgress, ...]
    check_ins: Rhythm = Rhythm()
    reviews: Rhythm = Rhythm()
    closed_on: date | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the start has come; a goal without one has begun."""
        start = self.goal.time_bound.start
        return start is None or start <= self.as_of

    @property
    def had_data(self) -> bool:
        """Whether there are readings, be they too old to tell."""
        return any(one.points for one in self.indicators)

    @property
    def is_over(self) -> bool:
        """Whether the deadline has gone by."""
        deadline = self.goal.time_bound.deadline
        return deadline is not None and deadline < self.as_of

    def indicator(self, id: str) -> IndicatorProgress:
        """The progress of this indicator. KeyError when there is none."""
        for progress in self.indicators:
            if progress.indicator.id == id:
                return progress
        raise KeyError(id)

    @property
    def main(self) -> IndicatorProgress | None:
        """The indicator that gives the standing, if any."""
        return self.indicator(self.decisive) if self.decisive else None


by_fields(__name__)
