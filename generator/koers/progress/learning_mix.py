"""70-20-10 by hours: how much of a goal's time is learnt on the job, from others, and formally."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from koers.model.goal import Action, Goal, Mode


@dataclass(frozen=True, slots=True)
class LearningMix:
    """Planned hours by mode over a goal's whole period; `without_hours` are the ids of actions that name none."""

    hours: Mapping[Mode, Fraction] = field(default_factory=dict)
    without_hours: tuple[str, ...] = ()

    @property
    def total(self) -> Fraction:
        """All hours together."""
        return sum(self.hours.values(), Fraction(0))

    def percent(self, mode: Mode) -> Fraction | None:
        """The mode's share of the hours, 0 to 100; None when there are no hours.

        14 hours on the job, 4 from others, 2 formal: 14 / 20 = 70 percent on the job.

        >>> hours = {Mode.ON_THE_JOB: Fraction(14), Mode.FROM_OTHERS: Fraction(4), Mode.FORMAL: Fraction(2)}
        >>> LearningMix(hours).percent(Mode.ON_THE_JOB)
        Fraction(70, 1)
        """
        return self.hours.get(mode, Fraction(0)) * 100 / self.total if self.total else None


def learning_mix(goals: Iterable[Goal]) -> LearningMix:
    """The hours of these goals' actions together."""
    hours = dict.fromkeys(Mode, Fraction(0))
    without: list[str] = []
    for goal in goals:
        for action in goal.actions:
            if action.hours is None:
                without.append(action.id)
            else:
                hours[action.mode] += action.hours * times(action, goal.time_bound.start, goal.time_bound.deadline)
    return LearningMix(hours, tuple(without))


def times(action: Action, start: date | None, deadline: date | None) -> int:
    """How often an action is done: once, or in its rhythm over the goal's period, at least once.

    Every week from 12 January to 10 April: 88 / 7 days, rounded down, so 12 times. Without a period: once.

    >>> from koers.dates import parse_period
    >>> weekly = Action("open", "Prepare three open questions", Mode.ON_THE_JOB, every=parse_period("week"))
    >>> times(weekly, date(2026, 1, 12), date(2026, 4, 10))
    12
    """
    if action.every is None or start is None or deadline is None:
        return 1
    return max(int((deadline - start).days / action.every.days), 1)
