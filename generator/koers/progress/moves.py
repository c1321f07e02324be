"""Whose move it is: for each goal everything that is asked for it, and which of it comes first.

This is the one place that knows. The command `due`, the pages, the calendar and the rules ask here, so that they say
the same. It needs the leader with goals and logs as of the day, how the goals stand, and what the approvals are worth;
who may decide it takes from `Leader.approvers`, and what a day of grace is from `Tolerance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from koers.model.approval import Verdict
from koers.model.goal import Goal, GoalKey, Source, Status
from koers.model.organization import Leader, Organization, Plans
from koers.pickling import by_fields
from koers.progress.agreement import Ask, agreement
from koers.progress.comparison import WindowState, remeasure_window
from koers.progress.limits import limit
from koers.progress.moments import Moment, MomentKind, Move, Mover, Why, in_order, moment_order
from koers.progress.values import GoalProgress, Rhythm, SlotState, Standing
from koers.progress.working_days import Tolerance, tolerance

_NO_VERDICTS: Mapping[GoalKey, Verdict] = MappingProxyType({})


def moments(
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    *,
    verdicts: Mapping[GoalKey, Verdict] = _NO_VERDICTS,
) -> tuple[Moment, ...]:
    """Everything asked, as far as the goals go, overdue first, by date.

    Without `verdicts` nothing is asked about agreements. Of somebody who left nothing is asked.
    """
    allowed = tolerance(plans.organization)
    return in_order(
        moment
        for leader in plans.here
        for goal in leader.goals.values()
        for moment in _Asked(leader, goal, allowed.of(leader), plans.organization, as_of).all(
            progress.get(goal.key), verdicts.get(goal.key)
        )
    )


def moments_of(
    organization: Organization,
    leader: Leader,
    goal: Goal,
    progress: GoalProgress | None,
    verdict: Verdict | None,
    as_of: date,
) -> tuple[Moment, ...]:
    """Everything asked for one goal, in order; nothing where its leader left."""
    if leader.left is not None:
        return ()
    asked = _Asked(leader, goal, tolerance(organization).of(leader), organization, as_of)
    return in_order(asked.all(progress, verdict))


def move_of(leader: Leader, goal: Goal, asked: Iterable[Moment]) -> Move | None:
    """Whose move the goal of this leader is, chosen from what is asked for it; None when it is over and nothing is left
    to do, or the leader left.

    What a review decided comes first, then what the goal waits for, then the decision that is due, then what is
    overdue or comes next. Its leader's is a draft that was never returned, and an active goal that asks for nothing.
    """
    found = min(asked, key=_precedence, default=None)
    if found is None:
        if goal.status not in _WITHOUT_A_DAY or leader.left is not None:
            return None
        what, why = _WITHOUT_A_DAY[goal.status]
        return Move(goal.leader, goal.id, what, None, 0, (goal.leader,), Mover.LEADER, why)
    return found


def moves(plans: Plans, asked: Iterable[Moment]) -> Mapping[GoalKey, Move]:
    """Whose move each goal of these plans is, in the order of the plans; `asked` as `moments` gives it, with all days.

    Goals that are over, and ask for nothing any more, are left out.
    """
    by_goal: dict[GoalKey, list[Moment]] = {}
    for moment in asked:
        by_goal.setdefault((moment.leader, moment.goal), []).append(moment)
    found = {
        goal.key: move_of(leader, goal, by_goal.get(goal.key, ()))
        for leader in plans.here
        for goal in leader.goals.values()
    }
    return MappingProxyType({key: move for key, move in found.items() if move is not None})


_WITHOUT_A_DAY: Mapping[Status, tuple[MomentKind, Why]] = MappingProxyType(
    {Status.DRAFT: (MomentKind.WRITE, Why.DRAFT), Status.ACTIVE: (MomentKind.DEADLINE, Why.PLANNED)}
)
_FIRST = (
    {MomentKind.CLOSE},
    {MomentKind.RESUBMIT, MomentKind.APPROVAL, MomentKind.APPROVER, MomentKind.START},
    {MomentKind.DECISION},
)
_LAST = {MomentKind.DEADLINE}


def _precedence(moment: Moment) -> tuple[int, tuple[bool, date, str, str, str]]:
    rank = next((at for at, kinds in enumerate(_FIRST) if moment.what in kinds), len(_FIRST))
    if moment.why is Why.MANAGER_LEFT:  # the goal goes on meanwhile
        rank = len(_FIRST)
    return (rank + 1 if moment.what in _LAST else rank, moment_order(moment))


@dataclass(frozen=True, slots=True)
class _Asked:
    leader: Leader
    goal: Goal
    allowed: Tolerance
    organization: Organization
    as_of: date

    def all(self, progress: GoalProgress | None, verdict: Verdict | None) -> Iterator[Moment]:
        """What the files ask of this goal. Of a draft nothing but what a return asks, of an achieved one the proof."""
        closed_on = progress.closed_on if progress else None
        is_open = closed_on is None
        if is_open and (ask := agreement(self.organization, self.leader, self.goal, verdict, self.as_of)) is not None:
            yield self._agreement(ask)
        elif is_open and self.goal.status is Status.ACTIVE:
            yield from self._nobody_leads()
        if progress is None:
            return
        if self.goal.status is Status.ACTIVE and is_open:
            if not self._is_past_deadline:  # the closing decision is the talk that is left to hold
                yield from self._rhythm(MomentKind.CHECK_IN, progress.check_ins, (self.leader.id,))
                yield from self._rhythm(MomentKind.REVIEW, progress.reviews, self._both())
            yield from self._observation(progress)
            yield from self._end()
            yield from self._decision(progress)
        if closed_on is not None and self.goal.status not in (Status.ACHIEVED, Status.STOPPED):
            yield self._moment(MomentKind.CLOSE, closed_on, (self.leader.id,), self.allowed.review_grace_days,
                               why=Why.CLOSED, since=closed_on)  # fmt: skip
        if self.goal.status in (Status.ACTIVE, Status.ACHIEVED):
            yield from self._remeasure()

    @property
    def _is_past_deadline(self) -> bool:
        deadline = self.goal.time_bound.deadline
        return deadline is not None and self.as_of > deadline

    def _agreement(self, ask: Ask) -> Moment:
        """A goal may wait `approval_days` for its next step; who may decide, decides, be the leader away or not."""
        approvers = self.leader.approvers(self.as_of)
        here, what, whose, people = replace(self, allowed=self.allowed.without_away), ask.what, ask.whose, approvers
        if whose is Mover.LEADER:
            here, people = self, (self.leader.id,)
        elif not approvers:
            what, whose = MomentKind.APPROVER, Mover.HR
        on = here._later(ask.counts_from, int(limit(self.organization, "approval_days")))
        moment = here._moment(what, on, people, whose=whose, why=ask.why, since=ask.since)
        return moment if ask.can_be_late else replace(moment, days_overdue=0)

    def _nobody_leads(self) -> Iterator[Moment]:
        """The manager left and nobody takes over: HR names another, before something waits for a decision."""
        leader = self.leader
        if self.organization.approval == "none" or not leader.named_managers or leader.approvers(self.as_of):
            return
        last_day = leader.gone[leader.named_managers[0]].last_day
        since = last_day + timedelta(days=1) if last_day != date.min else None
        here = replace(self, allowed=self.allowed.without_away)
        on = here._later(since or self.as_of, int(limit(self.organization, "approval_days")))
        yield here._moment(MomentKind.APPROVER, on, (), whose=Mover.HR, why=Why.MANAGER_LEFT, since=since)

    def _rhythm(self, what: MomentKind, rhythm: Rhythm, people: tuple[str, ...]) -> Iterator[Moment]:
        grace = self.allowed.check_in_grace_days if what is MomentKind.CHECK_IN else self.allowed.review_grace_days
        is_overdue = rhythm.overdue_since is not None and self.goal.time_bound.deadline is not None
        if is_overdue and rhythm.overdue_since is not None:
            yield self._moment(what, rhythm.overdue_since, people, grace, since=rhythm.overdue_since)
        since = self._last_held(rhythm)
        for slot in rhythm.slots:
            # What is overdue and what is due by now are held in one talk: one line says it.
            if slot.state is SlotState.PLANNED and not (is_overdue and slot.due <= self.as_of):
                yield self._moment(what, slot.due, people, grace, since=None if is_overdue else since)
                since = None  # only the next one is anybody's move

    def _last_held(self, rhythm: Rhythm) -> date | None:
        """Since when the next one is asked: the last one that was held, or the start."""
        held = (*rhythm.extra, *(day for slot in rhythm.slots for day in slot.held_on))
        started = (self.goal.time_bound.start,) if self.goal.time_bound.start else ()
        return max((day for day in (*held, *started) if day <= self.as_of), default=None)

    def _observation(self, progress: GoalProgress) -> Iterator[Moment]:
        """What colleagues see is told for the first time by the first review."""
        named = self.goal.achievable.observers or self.leader.observers
        observers = tuple(person for person in named if self.leader.is_here(person, self.as_of))
        unseen = [one for one in progress.indicators if one.indicator.source is Source.OBSERVATION and not one.points]
        if observers and unseen and progress.reviews.slots:
            on, grace = progress.reviews.slots[0].due, self.allowed.review_grace_days
            since = self._past(self.goal.time_bound.start)
            yield self._moment(MomentKind.OBSERVE, on, observers, grace, whose=Mover.OBSERVER, since=since)

    def _end(self) -> Iterator[Moment]:
        """The deadline; once it is past, the closing decision: achieved, stop, or a new agreement."""
        deadline = self.goal.time_bound.deadline
        if deadline is None:
            return
        if not self._is_past_deadline:
            yield self._moment(MomentKind.DEADLINE, deadline, self._both())
        else:
            on = self.allowed.working_day(deadline)
            yield self._decide(on, self.allowed.review_grace_days, Why.PAST_DEADLINE, deadline)

    def _decision(self, progress: GoalProgress) -> Iterator[Moment]:
        """A goal that went off track asks for a review that decides, within `decision_days`."""
        since = _off_track_undecided(progress)
        if since is not None and self.goal.time_bound.deadline is not None and not self._is_past_deadline:
            on = self._later(since, int(limit(self.organization, "decision_days")))
            yield self._decide(on, 0, Why.OFF_TRACK, since)

    def _decide(self, on: date, grace_days: int, why: Why, since: date) -> Moment:
        """The manager sees to it that it is decided; the one at the top, who has none, does so alone."""
        whose = Mover.MANAGER if self.leader.approvers(self.as_of) else Mover.LEADER
        return self._moment(MomentKind.DECISION, on, self._both(), grace_days, whose=whose, why=why, since=since)

    def _remeasure(self) -> Iterator[Moment]:
        agreed = self.goal.time_bound.remeasure
        window = remeasure_window(self.leader, self.goal, self.as_of, self.organization)
        if agreed is None or window is None or window.state in (WindowState.DONE, WindowState.MISSED):
            return
        on = self.allowed.working_day(agreed)
        yield self._moment(
            MomentKind.REMEASURE, on, (self.leader.id,), self.allowed.review_grace_days, since=self._past(window.opens)
        )

    def _both(self) -> tuple[str, ...]:
        return (self.leader.id, *self.leader.approvers(self.as_of))

    def _past(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.as_of else None

    def _later(self, since: date, days: int) -> date:
        return self.allowed.working_day(since + timedelta(days=min(days, (date.max - since).days)))

    def _moment(
        self,
        what: MomentKind,
        on: date,
        people: tuple[str, ...],
        grace_days: int = 0,
        *,
        whose: Mover = Mover.LEADER,
        why: Why = Why.PLANNED,
        since: date | None = None,
    ) -> Moment:
        is_late = self.as_of > self.allowed.last_day(on, grace_days)
        overdue = (self.as_of - on).days if is_late else 0
        return Moment(self.leader.id, self.goal.id, what, on, overdue, people, whose, why, since)


def _off_track_undecided(progress: GoalProgress) -> date | None:
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
