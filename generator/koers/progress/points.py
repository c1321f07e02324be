"""Readings become points: one a day, in the indicator's unit.

| measure | a reading | a point |
|---|---|---|
| level | the value | the value; the day's last |
| total | what was added | baseline + running sum |
| frequency | times since the last check-in | count / days covered x days of `per` |
| share | met of so many | 100 x met / of, in percent; `0/0` is no point |

A check-in covers the days after the previous one that gives the indicator a value (at first: after the start), its own
day included. One that leaves the indicator out leaves a gap: it is never zero, and it takes no day away from the next
one. Days on which the leader is away are not covered by a frequency; where fewer times are better they stay covered, so
that an absence makes no number worse.

The current value of a share or a frequency takes check-ins together. Where these are too few observations or days,
there is none: 1 of 1 is not yet 100 percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil

from koers.dates import Period
from koers.model.goal import Goal, Indicator, Measure, Source
from koers.model.log import Reading, Share
from koers.pickling import by_fields
from koers.progress.log import LeaderLog
from koers.progress.values import CoursePoint, IgnoredBecause, IgnoredReading, MissingReading, Point, TooLittle
from koers.progress.working_days import Tolerance


@dataclass(frozen=True, slots=True)
class Series:
    """What the files say of one indicator: points and holes oldest first, and the readings that do not count."""

    points: tuple[Point, ...] = ()
    missing: tuple[MissingReading, ...] = ()
    ignored: tuple[IgnoredReading, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one file says of the indicator; `reading` is None when it lists the goal and leaves the indicator out."""

    date: date
    path: str
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Current:
    """The current value. None without points, and where `too_little` says that they are not enough.

    `window_days` is over how many days the points were taken together; None for a level and a total.
    """

    value: Fraction | None = None
    too_little: TooLittle | None = None
    window_days: int | None = None


def frequency(count: Fraction, days: int, per_days: Fraction) -> Fraction:
    """So many times in so many days, as times per `per`, which lasts `per_days`.

    5 times in 14 days, per week: 5 / 14 x 7 = 2.5.

    >>> frequency(Fraction(5), 14, Fraction(7))
    Fraction(5, 2)
    """
    return Fraction(count.numerator * per_days.numerator, count.denominator * per_days.denominator * days)


def percentage(share: Share) -> Fraction | None:
    """Met of so many, in percent; None for `0/0`.

    >>> percentage(Share(9, 10))
    Fraction(90, 1)
    >>> percentage(Share(0, 0)) is None
    True
    """
    return Fraction(100 * share.met, share.of) if share.of else None


def series(goal: Goal, indicator: Indicator, log: LeaderLog, end: date, allowed: Tolerance) -> Series:
    """The points, missing readings and ignored readings of one indicator.

    `end` is the last day a check-in counts (the earliest of as_of, deadline and closing review); readings from
    other sources count up to the log's `as_of`. A goal without a start has no period, hence no points; nor has
    a frequency without `per`.
    """
    start = goal.time_bound.start
    if start is None:
        return Series()
    is_log = indicator.source is Source.LOG
    last_day = end if is_log else log.as_of
    entries: list[_Entry] = []
    ignored: list[IgnoredReading] = []
    for on, path, reading, is_check_in, is_source in _readings(goal, indicator, log):
        if reading is not None:
            because = _ignored_because(indicator, reading, on, start, last_day, is_source)
            if because is not None:
                ignored.append(IgnoredReading(on, reading, path, is_check_in, because))
                if because is not IgnoredBecause.OTHER_FORM:
                    continue
                reading = None
        if is_source and start <= on <= last_day and (is_log or reading is not None):
            entries.append(_Entry(on, path, reading))
    points, missing = _points(indicator, entries, start, allowed)
    return Series(points, missing if is_log else (), tuple(ignored))


def current(indicator: Indicator, points: tuple[Point, ...], check_in: Period, allowed: Tolerance) -> Current:
    """The last point, or for frequency and share all check-ins in the window together.

    The window ends at the last point and is 2 x the longer of `per` and `check_in` long; where that is too little to
    tell, as many times longer as it takes. Start 12 Jan, 3 times on 26 Jan, 5 times on 9 Feb, per 2 weeks: (3 + 5) / 28
    x 14 = 4.0. 3/4 and 9/10 in one window: 12 of 14. Too little are fewer observations of a share than
    `observations_minimum`, and fewer days than `covered_days_minimum` or, for a frequency, than one `per`.

    A check-in split in two on days of the window, with the same counts, changes nothing.

    >>> from koers.progress.formulas import example_points
    >>> indicator, points = example_points()
    >>> current(indicator, points, indicator.per, Tolerance()).value
    Fraction(4, 1)
    """
    if not points:
        return Current()
    last = points[-1]
    if indicator.measure in (Measure.LEVEL, Measure.TOTAL):
        return Current(last.value)
    if indicator.measure is Measure.FREQUENCY and indicator.per is None:
        return Current()
    length = ceil(2 * max(check_in.days, indicator.per.days if indicator.per else Fraction(0)))
    window, inside = 0, 0
    lacking: TooLittle | None = None
    while inside < len(points):
        # The next window that holds one point more.
        window = length * ((last.date - points[-1 - inside].date).days // length + 1)
        inside = sum((last.date - point.date).days < window for point in points)
        lacking = too_little(indicator, points[-inside:], allowed)
        if lacking is None:
            taken = points[-inside:]
            return Current(_together(indicator, taken, _days_needed(indicator, taken, allowed)), None, window)
    return Current(None, lacking, window)


@dataclass(frozen=True)
class Course:
    """How the current value came about, worked out when it is drawn or told: a check needs the last value alone."""

    indicator: Indicator
    points: tuple[Point, ...]
    check_in: Period
    allowed: Tolerance

    @cached_property
    def stages(self) -> tuple[CoursePoint, ...]:
        """What each reading said, and what was judged with it as the last."""
        found = []
        for last in range(1, len(self.points) + 1):
            points = self.points[:last]
            week = _week(self.indicator, points, self.allowed)
            read = points[-1].value if len(week) == 1 else _in_week(self.indicator, week, self.allowed)
            judged = current(self.indicator, points, self.check_in, self.allowed).value
            found.append(CoursePoint(points[-1].date, read, judged, len(week) > 1, points[-1].end))
        return tuple(found)


def _week(indicator: Indicator, points: Sequence[Point], allowed: Tolerance) -> Sequence[Point]:
    """The last point, with as many before it as it takes to cover a week; alone where days do not count."""
    if indicator.measure in (Measure.LEVEL, Measure.TOTAL) or points[-1].days is None:
        return points[-1:]
    first, days = len(points) - 1, points[-1].all_days
    while first and days < allowed.covered_days_minimum:
        first -= 1
        days += points[first].all_days
    return points[first:]


def _in_week(indicator: Indicator, week: Sequence[Point], allowed: Tolerance) -> Fraction:
    """The readings of a week as one: 2 times in 6 days and once on the day before are 3 times in 7 days."""
    found = _together(indicator, week, min(sum(point.all_days for point in week), allowed.covered_days_minimum))
    return week[-1].value if found is None else found


def too_little(indicator: Indicator, points: Sequence[Point], allowed: Tolerance) -> TooLittle | None:
    """What points that follow each other, the last one included, lack to tell anything; None when they are enough.

    Days away count here: an absence takes no judgement away. Of a level and a total any point is enough.
    """
    if indicator.measure is Measure.SHARE:
        observed = _share_of([point.reading for point in points]).of
        if observed < allowed.observations_minimum:
            return TooLittle(observed, allowed.observations_minimum, False)
        if indicator.source is not Source.LOG:
            return None
    elif indicator.measure is not Measure.FREQUENCY:
        return None
    days, needed = sum(point.all_days for point in points), _days_needed(indicator, points, allowed)
    return TooLittle(days, needed, True) if days < needed else None


def _days_needed(indicator: Indicator, points: Sequence[Point], allowed: Tolerance) -> int:
    """How many days these points must cover: the minimum, and of a frequency one `per` by the calendar."""
    needed = allowed.covered_days_minimum
    if indicator.measure is Measure.FREQUENCY and indicator.per is not None:
        days = sum(point.all_days for point in points)
        first = date.fromordinal(max(points[-1].date.toordinal() - days, 1))
        needed = max(needed, (indicator.per.after(first) - first).days)
    return needed


def _together(indicator: Indicator, points: Sequence[Point], least_days: int) -> Fraction | None:
    """Points taken together, a frequency over so many days at least."""
    if indicator.measure is Measure.SHARE:
        return percentage(_share_of([point.reading for point in points]))
    if indicator.per is None:
        return None
    count = sum((_number(point.reading) for point in points), Fraction(0))
    # Days away are left out as long as enough days remain: one day back at work is not to speak for a month.
    days = max(sum(point.days or 0 for point in points), least_days, 1)
    return frequency(count, days, indicator.per.days)


def _readings(goal: Goal, indicator: Indicator, log: LeaderLog) -> list[tuple[date, str, Reading | None, bool, bool]]:
    """(date, path, reading, whether from a check-in, whether from the indicator's own source), oldest first."""
    found: list[tuple[date, str, Reading | None, bool, bool]] = []
    is_log = indicator.source is Source.LOG
    for check_in in log.check_ins.get(goal.id, ()):
        reading = check_in.goals[goal.id].readings.get(indicator.id)
        if is_log or reading is not None:
            found.append((check_in.date, check_in.path, reading, True, is_log))
    for measurement in log.measurements.get(goal.id, ()):
        reading = measurement.goals[goal.id].readings.get(indicator.id)
        if reading is not None:
            is_source = measurement.kind.value == indicator.source.value
            found.append((measurement.date, measurement.path, reading, False, is_source))
    return found


def _ignored_because(
    indicator: Indicator, reading: Reading, on: date, start: date, last_day: date, is_source: bool
) -> IgnoredBecause | None:
    if not is_source:
        return IgnoredBecause.OTHER_SOURCE
    if on < start:
        return IgnoredBecause.BEFORE_START
    if on > last_day:
        return IgnoredBecause.AFTER_END
    if isinstance(reading, Share) is not (indicator.measure is Measure.SHARE):
        return IgnoredBecause.OTHER_FORM
    return None


def _points(
    indicator: Indicator, entries: list[_Entry], start: date, allowed: Tolerance
) -> tuple[tuple[Point, ...], tuple[MissingReading, ...]]:
    """One point a day from entries in time order: sums added, a level takes the day's last."""
    days: dict[date, list[_Entry]] = {}
    for entry in entries:
        days.setdefault(entry.date, []).append(entry)
    points: list[Point] = []
    missing: list[MissingReading] = []
    previous, running = start, indicator.baseline
    per_days = indicator.per.days if indicator.per else None
    is_frequency = indicator.measure is Measure.FREQUENCY
    has_days = indicator.source is Source.LOG or is_frequency
    leaves_out_away = is_frequency and not indicator.is_lower_better
    for on, of_day in days.items():
        given = [(entry.path, entry.reading) for entry in of_day if entry.reading is not None]
        path = given[-1][0] if given else of_day[-1].path
        merged = _merged(indicator, [reading for _, reading in given])
        days_away = allowed.away.between(previous, on) if leaves_out_away else 0
        covered = (on - previous).days - days_away
        value: Fraction | None = None
        if isinstance(merged, Share):
            value = percentage(merged)
        elif merged is not None and indicator.measure is Measure.TOTAL:
            running += merged
            value = running
        elif merged is not None and indicator.measure is Measure.FREQUENCY:
            # Whoever counted something on days away was there: a day is not to speak for weeks.
            least = min((on - previous).days, allowed.covered_days_minimum)
            value = frequency(merged, max(covered, least, 1), per_days) if per_days else None
        else:
            value = merged
        if merged is None or value is None:
            missing.append(MissingReading(on, True, path))
        else:
            points.append(Point(on, value, merged, path, covered if has_days else None, days_away))
            previous = on
    return tuple(points), tuple(missing)


def _merged(indicator: Indicator, readings: list[Reading]) -> Reading | None:
    if not readings:
        return None
    if len(readings) == 1 or indicator.measure is Measure.LEVEL:
        return readings[-1]
    if indicator.measure is Measure.SHARE:
        return _share_of(readings)
    return sum((_number(reading) for reading in readings), Fraction(0))


def _share_of(readings: list[Reading]) -> Share:
    shares = [reading for reading in readings if isinstance(reading, Share)]
    return Share(sum(share.met for share in shares), sum(share.of for share in shares))


def _number(reading: Reading) -> Fraction:
    """The number of a reading that has been seen to be one."""
    assert not isinstance(reading, Share)
    return reading


by_fields(__name__)
