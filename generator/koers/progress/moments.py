"""What is due or overdue for whom: check-ins, reviews, re-measurements, decisions, approvals and deadlines.

A date in a weekend, on a holiday or on a day on which the leader is away moves to the leader's next working day.
Something is overdue once the days of grace
after that day are over; `days_overdue` then counts from the day it was due. Due Monday 9 February with 3 days of
grace: on Thursday the 12th it is due and 0 days overdue, on Friday the 13th it is 4 days overdue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from koers.model.approval import Level, Verdict
from koers.model.goal import Goal, GoalKey, Status
from koers.model.organization import Leader, Organization, Plans
from koers.pickling import by_fields
from koers.progress.comparison import WindowState, remeasure_window
from koers.progress.limits import limit
from koers.progress.values import GoalProgress, Rhythm, SlotState, Standing
from koers.progress.working_days import Tolerance, tolerance

_NONE_WAITING: Mapping[GoalKey, date] = MappingProxyType({})


class MomentKind(StrEnum):
    """What is due."""

    CHECK_IN = "check_in"
    REVIEW = "review"
    REMEASURE = "remeasure"
    DECISION = "decision"
    APPROVAL = "approval"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that is due on `on`, a working day (a deadline: the day itself), for the goal `(leader, goal)`.

    `people` (ids) have to act: the leader for a check-in, the approvers for an approval, both for a review or a
    decision. `days_overdue` is 0 until the grace is over.
    """

    leader: str
    goal: str
    what: MomentKind
    on: date
    days_overdue: int
    people: tuple[str, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether the grace is over."""
        return self.days_overdue > 0


def moments(
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    *,
    until: date | None = None,
    waiting: Mapping[GoalKey, date] = _NONE_WAITING,
) -> tuple[Moment, ...]:
    """Everything due up to and including `until` (None: as far as the goals go), overdue first, by date. Of somebody
    who left nothing is asked.

    `waiting` says of each goal that awaits a decision of its manager since when. Whoever wants only the next moment
    of each goal calls `next_moments`.
    """
    allowed = tolerance(plans.organization)
    found: list[Moment] = []
    for leader in plans.here:
        for goal in leader.goals.values():
            moments_of = _Moments(leader, goal, allowed.of(leader), plans.organization, as_of)
            if goal.key in waiting:
                found.append(moments_of.approval(waiting[goal.key]))
            if goal.key in progress:
                found.extend(moments_of.all(progress[goal.key]))
    return in_order(moment for moment in found if until is None or moment.on <= until)


def in_order(found: Iterable[Moment]) -> tuple[Moment, ...]:
    """Moments in the order in which they are listed: overdue first, then by date, leader, goal and kind."""
    return tuple(sorted(found, key=_order))


def awaiting(plans: Plans, verdicts: Mapping[GoalKey, Verdict], as_of: date) -> Mapping[GoalKey, date]:
    """The proposed goals that nobody has decided on as they now stand, and since when: their start, at most `as_of`."""
    return {
        goal.key: min(goal.time_bound.start or as_of, as_of)
        for goal in plans.goals()
        if goal.status is Status.PROPOSED and verdicts[goal.key].level in (Level.MISSING, Level.STALE)
    }


def next_moments(found: tuple[Moment, ...]) -> Mapping[GoalKey, Moment]:
    """The first moment of each goal: overdue before what is to come, then by date."""
    first: dict[GoalKey, Moment] = {}
    for moment in in_order(found):
        first.setdefault((moment.leader, moment.goal), moment)
    return MappingProxyType(first)


def _order(moment: Moment) -> tuple[bool, date, str, str, str]:
    return (not moment.is_overdue, moment.on, moment.leader, moment.goal, moment.what.value)


@dataclass(frozen=True, slots=True)
class _Moments:
    leader: Leader
    goal: Goal
    allowed: Tolerance
    organization: Organization
    as_of: date

    def all(self, progress: GoalProgress) -> Iterator[Moment]:
        """What the files ask of this goal: nothing of a draft or a proposal, only the proof of an achieved one."""
        if self.goal.status is Status.ACTIVE and progress.closed_on is None:
            yield from self._rhythm(MomentKind.CHECK_IN, progress.check_ins, (self.leader.id,))
            yield from self._rhythm(MomentKind.REVIEW, progress.reviews, self._both())
            yield from self._end(progress)
            yield from self._decision(progress)
        if self.goal.status in (Status.ACTIVE, Status.ACHIEVED):
            yield from self._remeasure()

    def approval(self, since: date) -> Moment:
        """A proposal waits for its manager; it may do so for `approval_days`."""
        here = replace(self, allowed=self.allowed.without_away)  # whose decision it is, is not away
        on = here._later(since, int(limit(self.organization, "approval_days")))
        return here._moment(MomentKind.APPROVAL, on, self.leader.approvers(self.as_of), 0)

    def _rhythm(self, what: MomentKind, rhythm: Rhythm, people: tuple[str, ...]) -> Iterator[Moment]:
        grace = self._grace(what)
        deadline = self.goal.time_bound.deadline
        is_overdue = rhythm.overdue_since is not None and deadline is not None and self.as_of <= deadline
        if is_overdue and rhythm.overdue_since is not None:
            yield self._moment(what, rhythm.overdue_since, people, grace)
        for slot in rhythm.slots:
            # What is overdue and what is due by now are held in one talk: one line says it.
            if slot.state is SlotState.PLANNED and not (is_overdue and slot.due <= self.as_of):
                yield self._moment(what, slot.due, people, grace)

    def _end(self, progress: GoalProgress) -> Iterator[Moment]:
        """The deadline; once it is past, the closing decision: achieved, stop, or a new agreement."""
        deadline = self.goal.time_bound.deadline
        if deadline is None:
            return
        if self.as_of <= deadline:
            yield self._moment(MomentKind.DEADLINE, deadline, self._both(), 0)
        elif progress.closed_on is None:
            on = self.allowed.working_day(deadline)
            yield self._moment(MomentKind.DECISION, on, self._both(), self.allowed.review_grace_days)

    def _decision(self, progress: GoalProgress) -> Iterator[Moment]:
        """A goal that went off track asks for a review that decides, within `decision_days`."""
        deadline = self.goal.time_bound.deadline
        since = off_track_undecided(progress)
        if since is not None and deadline is not None and self.as_of <= deadline:
            on = self._later(since, int(limit(self.organization, "decision_days")))
            yield self._moment(MomentKind.DECISION, on, self._both(), 0)

    def _remeasure(self) -> Iterator[Moment]:
        agreed = self.goal.time_bound.remeasure
        window = remeasure_window(self.leader, self.goal, self.as_of, self.organization)
        if agreed is None or window is None or window.state in (WindowState.DONE, WindowState.MISSED):
            return
        on = self.allowed.working_day(agreed)
        yield self._moment(MomentKind.REMEASURE, on, (self.leader.id,), self.allowed.review_grace_days)

    def _both(self) -> tuple[str, ...]:
        return (self.leader.id, *self.leader.approvers(self.as_of))

    def _grace(self, what: MomentKind) -> int:
        return self.allowed.check_in_grace_days if what is MomentKind.CHECK_IN else self.allowed.review_grace_days

    def _later(self, since: date, days: int) -> date:
        return self.allowed.working_day(since + timedelta(days=min(days, (date.max - since).days)))

    def _moment(self, what: MomentKind, on: date, people: tuple[str, ...], grace_days: int) -> Moment:
        is_late = self.as_of > self.allowed.last_day(on, grace_days)
        return Moment(self.leader.id, self.goal.id, what, on, (self.as_of - on).days if is_late else 0, people)


def off_track_undecided(progress: GoalProgress) -> date | None:
    """Since when the goal is off track without a review that decided about it; None when it is not.

    A review on or after that day, whatever it decides, is the decision.
    """
    if progress.standing is not Standing.OFF_TRACK:
        return None
    days = [it.off_track_since for it in progress.indicators if it.off_track_since is not None]
    leading = progress.main
    since = leading.off_track_since if leading is not None else min(days, default=None)
    held = (*progress.reviews.extra, *(day for slot in progress.reviews.slots for day in slot.held_on))
    return None if since is None or any(day >= since for day in held) else since


by_fields(__name__)
