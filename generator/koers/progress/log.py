"""A leader's log by goal, put in time order once, so that measuring many goals stays linear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from koers.model.log import CheckIn, Decision, Measurement, Review
from koers.model.organization import Leader

_CLOSING = (Decision.STOP, Decision.ACHIEVED)


@dataclass(frozen=True, slots=True)
class LeaderLog:
    """What one leader's files say of each goal (by goal id), oldest first, as of a day."""

    as_of: date
    check_ins: Mapping[str, tuple[CheckIn, ...]]
    measurements: Mapping[str, tuple[Measurement, ...]]
    reviews: Mapping[str, tuple[Review, ...]]

    def closed_on(self, goal: str) -> date | None:
        """The day of the closing review: the first that decided stop or achieved and was not taken back later."""
        closed = None
        for review in self.reviews.get(goal, ()):
            if review.goals[goal].decision not in _CLOSING:
                closed = None
            elif closed is None:
                closed = review.date
        return closed


def leader_log(leader: Leader, as_of: date) -> LeaderLog:
    """The logs of a leader as of that day (`koers.model.as_of`), by goal. The order of the files is no matter.

    Of somebody who left it is as of the last day: what was not done later was not missed.
    """
    check_ins: dict[str, list[CheckIn]] = {}
    for check_in in sorted(leader.check_ins, key=lambda c: (c.date, c.number, c.path)):
        for goal in check_in.goals:
            check_ins.setdefault(goal, []).append(check_in)
    measurements: dict[str, list[Measurement]] = {}
    for measurement in sorted(leader.measurements, key=lambda m: (m.date, m.instrument, m.path)):
        for goal in measurement.goals:
            measurements.setdefault(goal, []).append(measurement)
    reviews: dict[str, list[Review]] = {}
    for review in sorted(leader.reviews, key=lambda r: (r.date, r.number, r.path)):
        for goal in review.goals:
            reviews.setdefault(goal, []).append(review)
    return LeaderLog(
        leader.until(as_of),
        {goal: tuple(entries) for goal, entries in check_ins.items()},
        {goal: tuple(entries) for goal, entries in measurements.items()},
        {goal: tuple(entries) for goal, entries in reviews.items()},
    )
