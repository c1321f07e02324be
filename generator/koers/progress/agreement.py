"""On the way to an agreement: what a goal asks for as long as its status and its approval do not say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koers.model.approval import Level, Verdict
from koers.model.goal import Goal, Status
from koers.model.log import Decision
from koers.model.organization import Leader, Organization
from koers.progress.moments import MomentKind, Mover, Why


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked, of whom and why. `since` is the day it began, None when it is still to come or not known.

    `counts_from` is the day from which it may take its time; where `can_be_late` is False that day is a guess, and
    nobody is reproached for it.
    """

    what: MomentKind
    whose: Mover
    why: Why
    since: date | None
    counts_from: date
    can_be_late: bool = True


def agreement(
    organization: Organization, leader: Leader, goal: Goal, verdict: Verdict | None, as_of: date
) -> Ask | None:
    """What the approval of a goal asks for; None when it is agreed and active, over, or a draft nobody returned.

    `verdict` may be what the files alone say: a decision that fits the goal counts there until git, a forge or a key
    says otherwise. None for an unknown one; then nothing is asked. Where the organization wants no approval, a proposal
    is its leader's to start.
    """
    if verdict is None or goal.status not in (Status.DRAFT, Status.PROPOSED, Status.ACTIVE):
        return None
    start = goal.time_bound.start or as_of
    begun = start if start <= as_of else None
    if organization.approval == "none":
        proposed = goal.status is Status.PROPOSED
        return Ask(MomentKind.START, Mover.LEADER, Why.PROPOSED, begun, start) if proposed else None
    level, decided = verdict.level, verdict.on or start
    if level is Level.RETURNED and (verdict.fits or goal.status is Status.DRAFT):
        return Ask(MomentKind.RESUBMIT, Mover.LEADER, Why.RETURNED, verdict.on, decided)
    if goal.status is Status.DRAFT:
        return None
    is_proposed = goal.status is Status.PROPOSED
    if level is Level.MISSING:
        why = Why.PROPOSED if is_proposed else Why.UNAPPROVED
        return Ask(MomentKind.APPROVAL, Mover.MANAGER, why, begun, start)
    if level in (Level.RETURNED, Level.STALE):
        why = Why.RESUBMITTED if level is Level.RETURNED else Why.CHANGED
        changed = verdict.changed_on or _adjusted(leader, goal, decided)
        return Ask(MomentKind.APPROVAL, Mover.MANAGER, why, changed, changed or decided, changed is not None)
    if level is Level.FORGED or verdict.approver is None:
        # The manager may not even know of it: an honest squash merge looks the same.
        told = verdict.on or begun
        return Ask(MomentKind.APPROVAL, Mover.MANAGER, Why.UNPROVEN, told, decided, can_be_late=False)
    if is_proposed:
        return Ask(MomentKind.START, Mover.LEADER, Why.APPROVED, verdict.on, max(decided, start))
    return None


def _adjusted(leader: Leader, goal: Goal, decided: date) -> date | None:
    """The last review since that day that adjusted the goal: where git is not asked, the change is of that day."""
    found = (
        review.date
        for review in leader.reviews
        if review.date >= decided and goal.id in review.goals and review.goals[goal.id].decision is Decision.ADJUST
    )
    return max(found, default=None)
