"""Calendar arithmetic: periods, their length in days, and dates that are so many periods later."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from koers.pickling import by_fields

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""The days that a plan may name: what is worked out from one of these is in the calendar too."""


class Unit(StrEnum):
    """The units a period is written in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_DAYS = {
    Unit.DAY: Fraction(1),
    Unit.WEEK: Fraction(7),
    Unit.MONTH: Fraction(36525, 1200),
    Unit.QUARTER: Fraction(36525, 400),
    Unit.YEAR: Fraction(36525, 100),
}
_PERIOD = re.compile(r"(?:([1-9][0-9]{0,2}) )?(day|week|month|quarter|year)(s?)")


@dataclass(frozen=True, slots=True)
class Period:
    """So many units: `2 weeks`, `month`."""

    count: int
    unit: Unit

    @property
    def days(self) -> Fraction:
        """Mean length in days: week 7, month 365.25/12, quarter 365.25/4, year 365.25."""
        return _DAYS[self.unit] * self.count

    def after(self, start: date, times: int = 1) -> date:
        """`start` plus so many of these periods by the calendar, clamped to the month's end (31 Jan + month = 28 Feb).

        `times` may be negative. A result outside the calendar is clamped to its first or last day.
        """
        amount = self.count * times
        try:
            if self.unit in _MONTHS:
                return add_months(start, amount * _MONTHS[self.unit])
            return start + timedelta(days=amount * int(_DAYS[self.unit]))
        except OverflowError:
            return date.max if amount > 0 else date.min

    def __str__(self) -> str:
        return self.unit.value if self.count == 1 else f"{self.count} {self.unit.value}s"


def add_months(start: date, months: int) -> date:
    """`start` so many months later, clamped to the last day of that month. OverflowError outside years 1 to 9999."""
    years, month_index = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise OverflowError
    month = month_index + 1
    return date(years, month, min(start.day, monthrange(years, month)[1]))


def parse_period(value: str) -> Period:
    """`week`, `2 weeks` ... as a `Period`. ValueError when it is not one."""
    match = _PERIOD.fullmatch(value)
    if match is None:
        raise ValueError(value)
    return Period(int(match[1] or 1), Unit(match[2]))


by_fields(__name__)
