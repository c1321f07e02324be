"""Which way a change goes: whether more or less is promised than before, where that can be said of a field.

Each of these takes one difference with the goal as it was and as it is, and is named in the table in `meaning`. Which
way a number is better follows from the goal as it was before. A rewording is neutral: only people can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from koers.dates import Period, parse_period
from koers.history.differences import Difference
from koers.model.build import number
from koers.model.change import Direction
from koers.model.goal import Goal, Indicator, Measure

Way = Callable[[Difference, Goal, Goal], Direction]


def moved(was: Fraction | int | None, now: Fraction | int | None) -> Direction:
    """More is stronger, and none is the least."""
    if was == now:
        return Direction.NEUTRAL
    if was is None or now is None:
        return Direction.STRONGER if was is None else Direction.WEAKER
    return Direction.STRONGER if now > was else Direction.WEAKER


def kept(difference: Difference, _: Goal, __: Goal) -> Direction:
    """To promise it is more than not to; what it says is for people to weigh."""
    if difference.was is not None and difference.now is not None:
        return Direction.NEUTRAL
    return Direction.STRONGER if difference.was is None else Direction.WEAKER


def more(difference: Difference, _: Goal, __: Goal) -> Direction:
    """The higher number, or the longer list, promises more."""
    return moved(_amount(difference.was), _amount(difference.now))


def sooner(difference: Difference, was: Goal, now: Goal) -> Direction:
    """The earlier day promises more."""
    if isinstance(difference.was, str) and isinstance(difference.now, str):
        before, after = date.fromisoformat(difference.was), date.fromisoformat(difference.now)
        return moved(-before.toordinal(), -after.toordinal())
    return kept(difference, was, now)


def oftener(difference: Difference, was: Goal, now: Goal) -> Direction:
    """The shorter period promises more."""
    if isinstance(difference.was, str) and isinstance(difference.now, str):
        return moved(-_days(difference.was), -_days(difference.now))
    return kept(difference, was, now)


def aim(difference: Difference, was: Goal, now: Goal) -> Direction:
    """What is aimed at; for a frequency, how often in the same time."""
    pair = _comparable(difference, was, now)
    if pair is None:
        return Direction.NEUTRAL
    before, after = pair
    if before.measure is Measure.FREQUENCY:
        if before.per is None or after.per is None:
            return Direction.NEUTRAL
        return moved(_sign(before) * _rate(before, before.per), _sign(before) * _rate(after, after.per))
    return moved(_sign(before) * before.target, _sign(before) * after.target)


def start(difference: Difference, was: Goal, now: Goal) -> Direction:
    """A total is counted from its baseline: a better one leaves less to do. Elsewhere only the target counts."""
    pair = _comparable(difference, was, now)
    if pair is None or pair[0].measure is not Measure.TOTAL:
        return Direction.NEUTRAL
    return moved(-_sign(pair[0]) * pair[0].baseline, -_sign(pair[0]) * pair[1].baseline)


def bar(difference: Difference, was: Goal, now: Goal) -> Direction:
    """A bar that came is stronger, one that went weaker; else by which side is better."""
    pair = _comparable(difference, was, now)
    if pair is None:
        return Direction.NEUTRAL
    before, after = _amount(difference.was), _amount(difference.now)
    if before is None or after is None:
        return moved(before, after)
    return moved(_sign(pair[0]) * before, _sign(pair[0]) * after)


def _amount(value: object) -> Fraction | None:
    """A number exactly; of a list, how many stand in it."""
    if value is None:
        return None
    return Fraction(len(set(value))) if isinstance(value, list) else number(value)


def _days(period: str) -> Fraction:
    return parse_period(period).days


def _rate(indicator: Indicator, per: Period) -> Fraction:
    return indicator.target / per.days


def _sign(indicator: Indicator) -> int:
    return -1 if indicator.is_lower_better else 1


def _comparable(difference: Difference, was: Goal, now: Goal) -> tuple[Indicator, Indicator] | None:
    """The indicator before and after, if both can be measured, in the same measure and unit."""
    id = str(difference.pointer[2])
    before, after = was.indicator(id), now.indicator(id)
    if before is None or after is None or before.measure is not after.measure or before.unit != after.unit:
        return None
    return before, after
