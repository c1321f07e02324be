"""The rhythm of a goal: which check-ins and reviews were planned, and how each of them went.

Planned is `start` plus 1, 2, 3 ... periods by the calendar, up to the deadline or the closing review; a date in a
weekend or on a holiday moves to the next working day. A day on which one was held belongs to the nearest planned
one (the earlier at a tie; the start counts as one too, so a talk on the first day keeps nothing). It was held on
time up to the days of grace after it was due, late after that, missed when there is none and the grace is over.

One that falls into days on which the leader is away, and was not held, moves to the first working day after them. It
falls away when the next one is due by then, when the goal has ended by then, or when one was held since it was due:
then one talk does for both. So an absence takes reproaches away, and never a talk that was held.

Start 12 Jan, every 2 weeks, held on 27 Jan and 16 Feb, as of 1 March, 3 days of grace: due 26 Jan held (1 day
after), due 9 Feb held late (7 days after), due 23 Feb missed, due 9 March planned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from koers.dates import Period, Unit
from koers.model.goal import Goal, Status
from koers.progress.log import LeaderLog
from koers.progress.values import GoalProgress, Rhythm, Slot, SlotState
from koers.progress.working_days import Tolerance

DEFAULT_CHECK_IN = Period(2, Unit.WEEK)
"""The rhythm in which a goal that names none is looked at: it has no planned check-ins, but data do grow old."""

_MOST_SLOTS = 1000
"""A date typed wrong by a few centuries must not cost a million planned moments."""


def check_in_rhythm(goal: Goal, log: LeaderLog, tolerance: Tolerance) -> Rhythm:
    """The planned check-ins of a goal. Empty for draft and proposed goals; without a period only `extra`."""
    held = [check_in.date for check_in in log.check_ins.get(goal.id, ())]
    return _of_goal(goal, goal.time_bound.check_in, held, log, tolerance, tolerance.check_in_grace_days)


def review_rhythm(goal: Goal, log: LeaderLog, tolerance: Tolerance) -> Rhythm:
    """The planned reviews of a goal, likewise."""
    held = [review.date for review in log.reviews.get(goal.id, ())]
    return _of_goal(goal, goal.time_bound.review, held, log, tolerance, tolerance.review_grace_days)


def rhythm(
    period: Period,
    start: date,
    end: date,
    held: Iterable[date],
    as_of: date,
    tolerance: Tolerance,
    grace_days: int,
) -> Rhythm:
    """Every planned moment from one period after `start` up to `end`, matched with the days on which one was held.

    >>> kept = rhythm(Period(2, Unit.WEEK), date(2026, 1, 12), date(2026, 3, 9),
    ...               [date(2026, 1, 27), date(2026, 2, 16)], date(2026, 3, 1), Tolerance(), 3)
    >>> [(slot.due.isoformat(), slot.state.value) for slot in kept.slots]
    [('2026-01-26', 'held'), ('2026-02-09', 'held_late'), ('2026-02-23', 'missed'), ('2026-03-09', 'planned')]
    >>> kept.held, kept.past
    (2, 3)
    """
    there = tolerance.without_away
    planned = _planned(period, start, end, there)
    days_held = sorted(set(held))
    held_on: dict[int, list[date]] = {}
    extra: list[date] = []
    anchors = [start, *planned]
    for day in days_held:
        nearest = _nearest(anchors, day)
        if nearest == 0 or day < start:
            extra.append(day)
        else:
            held_on.setdefault(nearest - 1, []).append(day)
    slots = []
    for index, due in enumerate(planned):
        days = held_on.get(index, [])
        moved = due if tolerance is there else tolerance.working_day(due)
        last = tolerance.last_day(moved, grace_days)
        if moved != due and not days:
            is_next_due = index + 1 < len(planned) and planned[index + 1] <= moved
            if is_next_due or moved > end or any(due <= day <= last for day in days_held):
                continue
        if moved != due and (not days or days[0] >= moved):
            due = moved
        if days:
            state = SlotState.HELD if days[0] <= last else SlotState.HELD_LATE
        else:
            state = SlotState.MISSED if last < as_of else SlotState.PLANNED
        slots.append(Slot(due, state, tuple(days)))
    return Rhythm(tuple(slots), tuple(extra))


class CellState(StrEnum):
    """What a week of the heat map shows; in a week with several moments the first of this list that applies."""

    MISSED = "missed"
    HELD_LATE = "held_late"
    HELD = "held"
    PLANNED = "planned"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One week of one goal in the heat map; `monday` names the week. `has_review`: one was held in it."""

    monday: date
    state: CellState
    has_review: bool
    is_in_period: bool


def weeks(progress: GoalProgress, first: date, last: date) -> tuple[WeekCell, ...]:
    """The weeks from the one of `first` to the one of `last`, at most 200: the row of one goal in the heat map.

    A check-in stands in the week in which it was held, a missed or planned one in the week in which it is due.
    """
    states: dict[date, set[CellState]] = {}
    for slot in progress.check_ins.slots:
        if slot.held_on:
            states.setdefault(monday_of(slot.held_on[0]), set()).add(CellState(slot.state.value))
        else:
            states.setdefault(monday_of(slot.due), set()).add(CellState(slot.state.value))
    for day in (*progress.check_ins.extra, *(day for slot in progress.check_ins.slots for day in slot.held_on[1:])):
        states.setdefault(monday_of(day), set()).add(CellState.HELD)
    reviews = {monday_of(day) for slot in progress.reviews.slots for day in slot.held_on}
    reviews |= {monday_of(day) for day in progress.reviews.extra}
    time_bound = progress.goal.time_bound
    opens = monday_of(time_bound.start) if time_bound.start else date.max
    closes = time_bound.deadline or date.max
    cells: list[WeekCell] = []
    monday = monday_of(first)
    while monday <= last and len(cells) < 200 and monday <= date.max - timedelta(days=7):
        of_week = states.get(monday, set())
        state = next((state for state in CellState if state in of_week), CellState.NONE)
        cells.append(WeekCell(monday, state, monday in reviews, opens <= monday <= closes))
        monday += timedelta(days=7)
    return tuple(cells)


def monday_of(day: date) -> date:
    """The Monday of the day's week.

    >>> monday_of(date(2026, 2, 15))
    datetime.date(2026, 2, 9)
    """
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))


def _of_goal(
    goal: Goal, period: Period | None, held: list[date], log: LeaderLog, tolerance: Tolerance, grace_days: int
) -> Rhythm:
    start, deadline = goal.time_bound.start, goal.time_bound.deadline
    if goal.status in (Status.DRAFT, Status.PROPOSED):
        return Rhythm()
    if period is None or start is None or deadline is None:
        return Rhythm((), tuple(sorted(set(held))))
    end = min(deadline, log.closed_on(goal.id) or deadline)
    if goal.status is not Status.ACTIVE and log.closed_on(goal.id) is None:
        # It ended, and no review says when: nobody is reproached for what came after the last talk.
        end = min(end, max(held, default=start))
    return rhythm(period, start, end, held, log.as_of, tolerance, grace_days)


def _planned(period: Period, start: date, end: date, tolerance: Tolerance) -> list[date]:
    """The working days on which one is due, oldest first. One whose own date lies after `end` is not planned."""
    planned: list[date] = []
    for times in range(1, _MOST_SLOTS + 1):
        on = period.after(start, times)
        if on > end or on == date.max:
            break
        due = tolerance.working_day(on)
        if not planned or due > planned[-1]:
            planned.append(due)
    return planned


def _nearest(days: list[date], day: date) -> int:
    """The index of the day nearest to `day` in a sorted list; the earlier one at a tie."""
    after = bisect_left(days, day)
    if after == 0:
        return 0
    if after == len(days):
        return after - 1
    return after if (days[after] - day) < (day - days[after - 1]) else after - 1
