"""The results of measuring, as frozen values. Ratios are 1 for the whole way from baseline to target, unclipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from koers.model.goal import Goal, Indicator
from koers.model.log import Reading


class Standing(StrEnum):
    """How a goal or indicator stands, computed; in the order in which they are listed, what needs a person first."""

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    NO_DATA = "no_data"
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
    (readings from the log only), `path` the file it came from (the day's last).
    """

    date: date
    value: Fraction
    reading: Reading
    path: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without data: a check-in that left the indicator out (`check_in` true), or one that was due and missed."""

    date: date
    has_check_in: bool
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """At this pace (Theil-Sen slope, units a day) the target is reached on `date`; None when it never is."""

    slope_per_day: Fraction
    date: date | None


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator as of a date. `progress` and `expected` are ratios, `current` and `expected_value` in its unit."""

    indicator: Indicator
    points: tuple[Point, ...]
    gaps: tuple[Gap, ...]
    current: Fraction | None
    progress: Fraction | None
    expected: Fraction
    expected_value: Fraction
    expected_line: tuple[tuple[date, Fraction], ...]
    standing: Standing
    grade: Grade
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """One goal as of a date. `standing` and `decisive` (id of the indicator that gives it) are None for draft, proposed."""

    goal: Goal
    as_of: date
    evaluated_on: date
    standing: Standing | None
    decisive: str | None
    indicators: tuple[IndicatorProgress, ...]

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
