"""What may be held for or against somebody: working days, days of grace, days away, and how much is enough to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from koers.model.organization import Leader, Organization
from koers.progress.absence import NEVER_AWAY, AwayDays, away_days
from koers.progress.limits import LIMITS, limit

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The organization's holidays, its days of grace (calendar days, counted from the working day it was due), how much
    a share or a frequency must rest on, and the days on which the leader is away."""

    holidays: frozenset[date] = frozenset()
    check_in_grace_days: int = int(LIMITS["check_in_grace_days"].default)
    review_grace_days: int = int(LIMITS["review_grace_days"].default)
    observations_minimum: int = int(LIMITS["observations_minimum"].default)
    covered_days_minimum: int = int(LIMITS["covered_days_minimum"].default)
    away: AwayDays = NEVER_AWAY

    @property
    def without_away(self) -> Tolerance:
        """The same for somebody who is there every day."""
        return replace(self, away=NEVER_AWAY) if self.away.stretches else self

    def working_day(self, on: date) -> date:
        """The day itself, or the first day after it on which the leader works (the calendar's last day when there is
        none): no Saturday or Sunday, no holiday, no day away.

        >>> Tolerance(frozenset({date(2026, 4, 27)})).working_day(date(2026, 4, 25))  # a Saturday before King's Day
        datetime.date(2026, 4, 28)
        """
        while on < date.max:
            last = self.away.last_of(on)
            if last is not None:
                on = last
            elif on.weekday() < _SATURDAY and on not in self.holidays:
                break
            on += timedelta(days=min(1, (date.max - on).days))
        return on

    def last_day(self, due: date, grace_days: int) -> date:
        """The last day on which what was due then is not late: so many days after it, or once the leader is back.

        >>> away = AwayDays(((date(2026, 2, 10), date(2026, 2, 18)),))
        >>> Tolerance(away=away).last_day(date(2026, 2, 9), 3)
        datetime.date(2026, 2, 19)
        """
        last = due + timedelta(days=min(grace_days, (date.max - due).days))
        return last if self.away.last_of(last) is None else self.working_day(last)

    def of(self, leader: Leader) -> Tolerance:
        """The same for this leader, who is away on some days."""
        return replace(self, away=away_days(leader.away)) if leader.away else self.without_away


def tolerance(organization: Organization) -> Tolerance:
    """What this organization allows; `Tolerance.of` adds when a leader is away."""
    return Tolerance(
        organization.holidays,
        int(limit(organization, "check_in_grace_days")),
        int(limit(organization, "review_grace_days")),
        int(limit(organization, "observations_minimum")),
        int(limit(organization, "covered_days_minimum")),
    )
