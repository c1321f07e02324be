"""The expected line: straight from baseline at the start, through milestones, to target at the deadline."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

from koers.model.goal import Indicator, TimeBound

ExpectedLine = tuple[tuple[date, Fraction], ...]


def expected_line(indicator: Indicator, time_bound: TimeBound) -> ExpectedLine:
    """The corners of the line, oldest first; empty without start or deadline.

    A milestone on or outside start and deadline does not bend it. Baseline equal to target gives a flat line.
    A deadline on or before the start leaves its one corner: the target, on the deadline.
    """
    start, deadline = time_bound.start, time_bound.deadline
    if start is None or deadline is None:
        return ()
    if deadline <= start:
        return ((deadline, indicator.target),)
    if is_steady(indicator):
        return ((start, indicator.target), (deadline, indicator.target))
    between = dict(sorted((on, value) for on, value in indicator.milestones if start < on < deadline))
    return ((start, indicator.baseline), *between.items(), (deadline, indicator.target))


def value_at(line: ExpectedLine, on: date) -> Fraction | None:
    """The line's value on a day, flat before its first and after its last corner; None for an empty line.

    From 1 on 12 Jan to 6 on 10 Apr (88 days), on 9 Feb (28 days): 1 + 5 x 28 / 88 = 2.59.

    >>> line = ((date(2026, 1, 12), Fraction(1)), (date(2026, 4, 10), Fraction(6)))
    >>> round(float(value_at(line, date(2026, 2, 9))), 2)
    2.59
    """
    if not line:
        return None
    if on <= line[0][0]:
        return line[0][1]
    for (left, low), (right, high) in pairwise(line):
        if on <= right:
            return low + (high - low) * Fraction((on - left).days, (right - left).days)
    return line[-1][1]


def reached_on(line: ExpectedLine, value: Fraction, is_lower_better: bool) -> date | None:
    """The first whole day on which the line is at or better than `value`; None when it never is.

    From 1 on 12 Jan to 6 on 10 Apr, threshold 4: 88 x 3 / 5 = 52.8 days, so 53 days on: 6 March.

    >>> reached_on(((date(2026, 1, 12), Fraction(1)), (date(2026, 4, 10), Fraction(6))), Fraction(4), False)
    datetime.date(2026, 3, 6)
    """
    if not line:
        return None
    if not is_worse(line[0][1], value, is_lower_better):
        return line[0][0]
    for (left, low), (right, high) in pairwise(line):
        if not is_worse(high, value, is_lower_better):
            return left + timedelta(days=ceil((value - low) / (high - low) * (right - left).days))
    return None


def is_worse(value: Fraction, than: Fraction, is_lower_better: bool) -> bool:
    """Whether `value` is strictly worse than `than`."""
    return value > than if is_lower_better else value < than


def is_steady(indicator: Indicator) -> bool:
    """Whether there is no way to go: a value to hold, baseline equal to target."""
    return indicator.baseline == indicator.target
