"""When something may be held against somebody: weekends, the organization's holidays, and days of grace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from koers.model.organization import Organization
from koers.progress.limits import LIMITS, limit

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The organization's holidays and its days of grace (calendar days, counted from the working day it was due)."""

    holidays: frozenset[date] = frozenset()
    check_in_grace_days: int = int(LIMITS["check_in_grace_days"].default)
    review_grace_days: int = int(LIMITS["review_grace_days"].default)

    def is_working_day(self, on: date) -> bool:
        """Whether it is neither a Saturday or Sunday nor a holiday."""
        return on.weekday() < _SATURDAY and on not in self.holidays

    def working_day(self, on: date) -> date:
        """The day itself, or the first working day after it (the calendar's last day when there is none).

        >>> Tolerance(frozenset({date(2026, 4, 27)})).working_day(date(2026, 4, 25))  # a Saturday before King's Day
        datetime.date(2026, 4, 28)
        """
        while not self.is_working_day(on) and on < date.max:
            on += timedelta(days=1)
        return on


def tolerance(organization: Organization) -> Tolerance:
    """What this organization allows."""
    return Tolerance(
        organization.holidays,
        int(limit(organization, "check_in_grace_days")),
        int(limit(organization, "review_grace_days")),
    )
