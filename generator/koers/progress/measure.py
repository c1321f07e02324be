"""From the files to what they say: every goal's points, current and expected value, and standing, as of a date.

progress = (current - baseline) / (target - baseline); on hold 1 at or better than the target, else
(current - threshold) / (target - threshold). Expected is the same ratio of the expected line, taken on
e = the earliest of as_of, deadline and closing review. Standing, the first that applies: no_data, too_little, achieved,
too_little (a share or a frequency that rests on too few observations or days), off_track, on_track (progress >=
expected - 0.10), at_risk. A mean of respondents at the good end of its scale, told as a bound, is on track at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from koers.model.goal import Goal, GoalKey, Indicator, Kind, Source, Status
from koers.model.organization import Leader, Plans
from koers.progress.bounds import bounded
from koers.progress.expected import ExpectedLine, expected_line, is_steady, is_worse, reached_on, value_at
from koers.progress.forecast import forecast
from koers.progress.log import LeaderLog, leader_log
from koers.progress.points import Course, current, series, too_little
from koers.progress.rhythm import DEFAULT_CHECK_IN, check_in_rhythm, review_rhythm
from koers.progress.values import (
    GoalProgress,
    Grade,
    IndicatorProgress,
    MissingReading,
    Point,
    SlotState,
    Standing,
    toward,
)
from koers.progress.working_days import Tolerance, tolerance

MARGIN = Fraction(1, 10)
"""How far progress may stay behind expected and still be on track."""

WORST_FIRST = (Standing.OFF_TRACK, Standing.AT_RISK, Standing.ON_TRACK, Standing.ACHIEVED)
"""The order in which a goal takes the standing of its worst indicator."""

NO_JUDGEMENT = (Standing.TOO_LITTLE, Standing.NO_DATA)
"""What says that an indicator cannot be judged; readings that are too few come before none."""

_GRADES: Mapping[Source, Grade] = MappingProxyType(
    {Source.LOG: Grade.SELF_REPORTED, Source.OBSERVATION: Grade.OBSERVED}
)


def measure(plans: Plans, as_of: date) -> Mapping[GoalKey, GoalProgress]:
    """Every goal's progress, drafts included, in the order of `plans.goals()`. Files dated later are not seen."""
    allowed = tolerance(plans.organization)
    progress: dict[GoalKey, GoalProgress] = {}
    for leader in plans.leaders.values():
        log, allowed_here = leader_log(leader, as_of), allowed.of(leader)
        for goal in leader.goals.values():
            progress[goal.key] = _measure(goal, log, allowed_here)
    return MappingProxyType(progress)


def measure_goal(leader: Leader, goal: Goal, as_of: date, tolerance: Tolerance = Tolerance()) -> GoalProgress:  # noqa: B008 - frozen
    """One goal of that leader. `tolerance` says what may be held for or against somebody."""
    return _measure(goal, leader_log(leader, as_of), tolerance.of(leader))


def progress_ratio(indicator: Indicator, current: Fraction) -> Fraction | None:
    """How far along the way, 1 for all of it, unclipped.

    From 1 to 6, now 4: (4 - 1) / (6 - 1) = 0.6. From 10 days to 5 (lower is better), now 7: (7 - 10) / (5 - 10)
    = 0.6. Holding 90 % with threshold 80, now 85: (85 - 80) / (90 - 80) = 0.5. None when baseline equals target
    and there is no threshold; 0 when that threshold is the target itself and the value is worse.

    >>> from koers.progress.formulas import example_indicator
    >>> progress_ratio(example_indicator(), Fraction(4))
    Fraction(3, 5)
    """
    if not is_steady(indicator):
        return (current - indicator.baseline) / (indicator.target - indicator.baseline)
    if indicator.threshold is None:
        return None
    if not is_worse(current, indicator.target, indicator.is_lower_better):
        return Fraction(1)
    if indicator.threshold == indicator.target:
        return Fraction(0)
    return (current - indicator.threshold) / (indicator.target - indicator.threshold)


def _measure(goal: Goal, log: LeaderLog, allowed: Tolerance) -> GoalProgress:
    closed_on = log.closed_on(goal.id)
    end = min(day for day in (log.as_of, goal.time_bound.deadline, closed_on) if day is not None)
    check_ins = check_in_rhythm(goal, log, allowed)
    missed = [slot.due for slot in check_ins.slots if slot.state is SlotState.MISSED and slot.due <= end]
    indicators = tuple(_indicator(goal, indicator, log, end, missed, allowed) for indicator in goal.indicators)
    decisive = None if goal.status in (Status.DRAFT, Status.PROPOSED) else _decisive(indicators)
    standing: Standing | None = decisive.standing if decisive else Standing.NO_DATA
    if goal.status in (Status.DRAFT, Status.PROPOSED):
        standing = None
    return GoalProgress(
        goal=goal,
        as_of=log.as_of,
        evaluated_on=end,
        standing=standing,
        decisive=decisive.indicator.id if decisive else None,
        indicators=indicators,
        check_ins=check_ins,
        reviews=review_rhythm(goal, log, allowed),
        closed_on=closed_on,
    )


def _indicator(
    goal: Goal, indicator: Indicator, log: LeaderLog, end: date, missed: list[date], allowed: Tolerance
) -> IndicatorProgress:
    found = series(goal, indicator, log, end, allowed)
    points, means = bounded(found.points, goal, indicator.source, log)
    bound = points[-1].end if points else None
    line = expected_line(indicator, goal.time_bound)
    check_in = goal.time_bound.check_in or DEFAULT_CHECK_IN
    now = current(indicator, found.points, check_in, allowed)
    progress = None if now.value is None else progress_ratio(indicator, now.value)
    expected_value = value_at(line, end)
    expected = None
    if expected_value is not None:
        expected = Fraction(1) if is_steady(indicator) else progress_ratio(indicator, expected_value)
    since = _off_track_since(indicator, found.points, line, allowed)
    standing = _standing(
        goal, indicator, found.points, end, now.too_little is not None, progress, expected, since, allowed
    )
    if bound is toward(indicator) and standing in (Standing.OFF_TRACK, Standing.AT_RISK):
        standing = Standing.ON_TRACK  # at its best end, a mean is told as a bound: nobody is held to more than that
    missing = found.missing
    if indicator.source is Source.LOG and missed:
        missing = tuple(
            sorted(
                (*missing, *(MissingReading(day, False) for day in missed)),
                key=lambda hole: (hole.date, hole.has_check_in),
            )
        )
    return IndicatorProgress(
        indicator=indicator,
        points=points,
        missing=missing,
        current=now.value,
        progress=progress,
        expected=expected,
        expected_value=expected_value,
        expected_line=line,
        standing=standing,
        grade=_GRADES.get(indicator.source, Grade.MEASURED),
        forecast=forecast(indicator, found.points, now.value, goal.time_bound.deadline),
        ignored=found.ignored,
        off_track_since=since if standing is Standing.OFF_TRACK else None,
        too_little=now.too_little,
        window_days=now.window_days,
        means=means,
        end=bound,
        way_here=Course(indicator, points, check_in, allowed),
    )


def _standing(
    goal: Goal,
    indicator: Indicator,
    points: tuple[Point, ...],
    end: date,
    is_too_little: bool,
    progress: Fraction | None,
    expected: Fraction | None,
    off_track_since: date | None,
    allowed: Tolerance,
) -> Standing:
    """The first that applies. Without a progress or an expected value nothing can be judged: no_data.

    Readings grow old in two check-in periods. Days away make them no older, unless that would only say that it goes
    badly: an absence makes no standing worse.
    """
    if not points or expected is None:
        return Standing.NO_DATA
    check_in = goal.time_bound.check_in or DEFAULT_CHECK_IN
    oldest = check_in.after(end, -2)
    is_recent = indicator.source is not Source.LOG or points[-1].date >= oldest
    if not is_recent and allowed.away.between(points[-1].date, end) < (oldest - points[-1].date).days:
        return Standing.NO_DATA
    if is_too_little:
        return Standing.TOO_LITTLE
    if progress is None:
        return Standing.NO_DATA
    if progress >= 1:
        return Standing.ACHIEVED
    if off_track_since is None and progress >= expected - MARGIN:
        return Standing.ON_TRACK
    if not is_recent:
        return Standing.NO_DATA
    return Standing.AT_RISK if off_track_since is None else Standing.OFF_TRACK


def _off_track_since(
    indicator: Indicator, points: tuple[Point, ...], line: ExpectedLine, allowed: Tolerance
) -> date | None:
    """The day since which the last points are worse than the threshold while the line had reached it.

    That is the second of them, or the first later one with which they are enough to tell.
    """
    if indicator.threshold is None:
        return None
    reached = reached_on(line, indicator.threshold, indicator.is_lower_better)
    if reached is None:
        return None
    run: list[Point] = []
    for point in reversed(points):
        if point.date < reached or not is_worse(point.value, indicator.threshold, indicator.is_lower_better):
            break
        run.insert(0, point)
    enough = (at for at in range(2, len(run) + 1) if too_little(indicator, run[:at], allowed) is None)
    return next((run[at - 1].date for at in enough), None)


def _decisive(indicators: tuple[IndicatorProgress, ...]) -> IndicatorProgress | None:
    """The indicator that gives the goal its standing: the worst leading one that can be judged (all, if none is).

    Ties: the one with least progress, then the first in the file. When none can be, the same among all of them.
    None for a goal without indicators.
    """
    leading = [progress for progress in indicators if progress.indicator.kind is Kind.LEADING]
    candidates = leading or list(indicators)
    judged = [progress for progress in candidates if progress.standing not in NO_JUDGEMENT]
    return min(judged or candidates, key=_worst_first, default=None)


def _worst_first(progress: IndicatorProgress) -> tuple[int, bool, Fraction]:
    return (
        (*WORST_FIRST, *NO_JUDGEMENT).index(progress.standing),
        progress.progress is None,
        progress.progress or Fraction(0),
    )
