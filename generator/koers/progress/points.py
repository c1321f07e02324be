"""Readings become points: one a day, in the indicator's unit.

| measure | a reading | a point |
|---|---|---|
| level | the value | the value; the day's last |
| total | what was added | baseline + running sum |
| frequency | times since the last check-in | count / days covered x days of `per` |
| share | met of so many | 100 x met / of, in percent; `0/0` is no point |

A check-in covers the days after the previous one that lists the goal (at first: after the start), its own day
included, at least 1. One that leaves the indicator out leaves a gap, and a gap is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from koers.dates import Period
from koers.model.goal import Goal, Indicator, Measure, Source
from koers.model.log import Reading, Share
from koers.progress.log import LeaderLog
from koers.progress.values import IgnoredBecause, IgnoredReading, MissingReading, Point


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


def days_covered(on: date, previous: date) -> int:
    """How many days a check-in on `on` covers: those after `previous`, its own day included, at least 1.

    >>> days_covered(date(2026, 1, 26), date(2026, 1, 12))
    14
    >>> days_covered(date(2026, 1, 12), date(2026, 1, 12))
    1
    """
    return max((on - previous).days, 1)


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


def series(goal: Goal, indicator: Indicator, log: LeaderLog, end: date) -> Series:
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
    points, missing = _points(indicator, entries, start)
    return Series(points, missing if is_log else (), tuple(ignored))


def pooled(indicator: Indicator, points: tuple[Point, ...], check_in: Period) -> Fraction | None:
    """The current value: the last point, or for frequency and share all check-ins in the window together.

    The window ends at the last point and is 2 x the longer of `per` and `check_in` long. Start 12 Jan, 3 times
    on 26 Jan, 5 times on 9 Feb, per 2 weeks: (3 + 5) / 28 x 14 = 4.0. 3/4 and 9/10 in one window: 12 of 14.

    >>> from koers.progress.formulas import example_points
    >>> indicator, points = example_points()
    >>> pooled(indicator, points, indicator.per)
    Fraction(4, 1)
    """
    if not points:
        return None
    last = points[-1]
    if indicator.measure in (Measure.LEVEL, Measure.TOTAL):
        return last.value
    window = ceil(2 * max(check_in.days, indicator.per.days if indicator.per else Fraction(0)))
    inside = [point for point in points if (last.date - point.date).days < window]
    if indicator.measure is Measure.SHARE:
        return percentage(_share_of([point.reading for point in inside]))
    if indicator.per is None:
        return None
    count = sum((_number(point.reading) for point in inside), Fraction(0))
    return frequency(count, sum(point.days or 1 for point in inside), indicator.per.days)


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
    indicator: Indicator, entries: list[_Entry], start: date
) -> tuple[tuple[Point, ...], tuple[MissingReading, ...]]:
    """One point a day from entries in time order: sums added, a level takes the day's last."""
    days: dict[date, list[_Entry]] = {}
    for entry in entries:
        days.setdefault(entry.date, []).append(entry)
    points: list[Point] = []
    missing: list[MissingReading] = []
    previous, running = start, indicator.baseline
    per_days = indicator.per.days if indicator.per else None
    has_days = indicator.source is Source.LOG or indicator.measure is Measure.FREQUENCY
    for on, of_day in days.items():
        covered = days_covered(on, previous)
        previous = on
        given = [(entry.path, entry.reading) for entry in of_day if entry.reading is not None]
        path = given[-1][0] if given else of_day[-1].path
        merged = _merged(indicator, [reading for _, reading in given])
        value: Fraction | None = None
        if isinstance(merged, Share):
            value = percentage(merged)
        elif merged is not None and indicator.measure is Measure.TOTAL:
            running += merged
            value = running
        elif merged is not None and indicator.measure is Measure.FREQUENCY:
            value = frequency(merged, covered, per_days) if per_days else None
        else:
            value = merged
        if merged is None or value is None:
            missing.append(MissingReading(on, True, path))
        else:
            points.append(Point(on, value, merged, path, covered if has_days else None))
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
