"""The days on which somebody is away, put together from what leader.yml says: in order, each day once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from koers.model.organization import Absence
from koers.pickling import by_fields


@dataclass(frozen=True, slots=True)
class AwayDays:
    """Stretches of days, first and last day included, oldest first; no two of them touch."""

    stretches: tuple[tuple[date, date], ...] = ()

    def last_of(self, on: date) -> date | None:
        """The last day of the stretch in which this day lies; None on a day that is not in any."""
        return next((last for first, last in self.stretches if first <= on <= last), None)

    def between(self, after: date, until: date) -> int:
        """How many days away lie after `after`, up to and including `until`.

        >>> away = away_days([Absence(date(2026, 1, 20), date(2026, 1, 30))])
        >>> away.between(date(2026, 1, 12), date(2026, 1, 26))
        7
        """
        return sum(
            max((min(last, until) - max(first - _DAY, after)).days, 0)
            for first, last in self.stretches
            if first > date.min
        )


NEVER_AWAY = AwayDays()
"""Somebody who is there every day."""

_DAY = timedelta(days=1)


def away_days(absences: Iterable[Absence]) -> AwayDays:
    """The days of these absences. One that ends before it begins has none."""
    stretches: list[tuple[date, date]] = []
    for one in sorted(absences, key=lambda it: (it.start, it.until)):
        if one.until < one.start:
            continue
        if stretches and (one.start - stretches[-1][1]).days <= 1:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], one.until))
        else:
            stretches.append((one.start, one.until))
    return AwayDays(tuple(stretches))


by_fields(__name__)
