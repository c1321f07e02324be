"""What became of a round of respondents on its way to a reader: how its means are told, and why some are not.

A mean of a group is told in whole points of a hundred (in tenths on a scale of 5, 7 or 10 points). At an end of the
scale it is told as "95 or more" or "5 or less": a group that agrees on the highest answer would give everybody's answer
away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from koers.pickling import by_fields
from koers.texts import Value, text

OPEN_GROUPS = frozenset({"manager", "self"})
"""Groups of one who are named openly: nothing of them is protected."""

Scale = tuple[Fraction, Fraction]
"""The lowest and the highest score."""

PERCENT: Scale = (Fraction(0), Fraction(100))
"""The scale of an instrument that names none."""

_ANSWERS = 4
"""Steps from the lowest to the highest answer: a scale of a hundred is taken to be asked in five answers or more."""


_FINEST = 30
"""A scale is told in at least so many steps, if it can be in whole, tenth or hundredth parts."""


class End(StrEnum):
    """A value of which only a bound is told."""

    OR_LESS = "or_less"
    OR_MORE = "or_more"

    @property
    def other(self) -> End:
        """The opposite bound."""
        return End.OR_LESS if self is End.OR_MORE else End.OR_MORE


BOUND: Mapping[End, str] = MappingProxyType({End.OR_MORE: ">=", End.OR_LESS: "<="})
"""What stands before a bound in data."""


def bound(number: Value, end: End | None) -> Value:
    """A number of which perhaps only a bound is told: `95`, `95 or more`, `5 or less`."""
    if end is None:
        return number
    return text("{number} or more", number=number) if end is End.OR_MORE else text("{number} or less", number=number)


@dataclass(frozen=True, slots=True)
class Means:
    """How the means of groups are told on one scale: to the nearest `step`, and none beyond `lowest` and `highest`.

    `answer` is the distance between two answers of one person, in the scale's unit.
    """

    scale: Scale
    step: Fraction
    lowest: Fraction
    highest: Fraction
    answer: Fraction

    @classmethod
    def on(cls, scale: Scale | None, minimum: int) -> Means:
        """The means on a scale (None: 0 to 100) of groups of at least `minimum` people.

        An end is a twentieth of the scale, and at least so wide that in the smallest group everybody may have given
        the last answer, or one person the last but one: from 0 to 100 with a minimum of 5 it begins at 95, on a
        five-point scale at 4.8.
        """
        low, high = scale if scale is not None and scale[0] < scale[1] else PERCENT
        width = high - low
        step = Fraction(1)
        while step * _FINEST > width:
            step /= 10
        answer = max(width / _ANSWERS, Fraction(1))
        end = max(width / 20, answer / minimum)
        return cls((low, high), step, -(-(low + end) // step) * step, (high - end) // step * step, answer)

    def end(self, value: Fraction) -> End | None:
        """Which end of the scale a mean lies at, if it lies at one."""
        if value >= self.highest:
            return End.OR_MORE
        return End.OR_LESS if value <= self.lowest else None

    def within(self, value: Fraction) -> Fraction:
        """A mean as far as it is told: not beyond the ends."""
        return min(max(value, self.lowest), self.highest)

    def told(self, value: Fraction) -> Fraction:
        """A mean as it is told: not beyond the ends, and to the nearest step."""
        return self.rounded(self.within(value))

    def steps(self, people: int, mean: Fraction) -> tuple[int, int]:
        """What so many people answered in sum, in steps of an answer above the lowest: rounded down, and up.

        >>> Means.on(None, 5).steps(6, Fraction(75))
        (18, 18)
        """
        exact = people * (mean - self.scale[0]) / self.answer
        return exact.__floor__(), exact.__ceil__()

    def rounded(self, value: Fraction) -> Fraction:
        """A mean, or a difference of two, to the nearest step; halves away from zero.

        >>> Means.on(None, 5).rounded(Fraction("61.5"))
        Fraction(62, 1)
        """
        return nearest(value, self.step)


def nearest(value: Fraction, step: Fraction = Fraction(1)) -> Fraction:
    """The nearest multiple of `step`; halves away from zero, so that a fall is told as large as a rise.

    >>> nearest(Fraction("-25.5"))
    Fraction(-26, 1)
    """
    size = (abs(value) / step + Fraction(1, 2)).__floor__() * step
    return size if value >= 0 else -size


class Untold(StrEnum):
    """Why nothing is told of what a round's respondents said."""

    NOT_COUNTED = "not_counted"
    TOO_FEW = "too_few"
    TOO_CLOSE = "too_close"


@dataclass(frozen=True, slots=True)
class Guard:
    """What protects the people who answered a round, as a reader gets it.

    `respondents` are all but the manager and the leader, those of hidden groups included. With `untold` no mean of
    theirs is there; `beside` is then the day of the earlier round that it lies too close to.
    """

    means: Means
    respondents: int
    has_hidden_groups: bool = False
    untold: Untold | None = None
    beside: date | None = None


by_fields(__name__)
