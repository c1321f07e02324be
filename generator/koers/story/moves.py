"""Whose move it is, in words: what is to be done, in the imperative, and by whom."""

from __future__ import annotations

from koers.progress.moments import MomentKind, Move, Mover, Why
from koers.texts import Text, text

_ASKED = {
    MomentKind.WRITE: text("finish the draft, and propose it"),
    MomentKind.RESUBMIT: text("improve what was returned, and propose it again"),
    MomentKind.START: text("start what was agreed: set its status to active"),
    MomentKind.CHECK_IN: text("hold the check-in"),
    MomentKind.OBSERVE: text("tell what was seen"),
    MomentKind.REVIEW: text("hold the review"),
    MomentKind.REMEASURE: text("measure again"),
    MomentKind.CLOSE: text("set the status to what the review decided"),
    MomentKind.DEADLINE: text("meet the deadline"),
}
_TO_DECIDE = {
    Why.PROPOSED: text("decide on the proposal"),
    Why.RESUBMITTED: text("decide on what was improved after the return"),
    Why.CHANGED: text("decide on what changed since it was agreed"),
    Why.UNAPPROVED: text("decide on what is active and was never agreed"),
    Why.UNPROVEN: text("decide again: the approval on file is not the manager's"),
    Why.UNAGREED: text("agree on it"),
    Why.OFF_TRACK: text("decide: continue, adjust or stop"),
    Why.PAST_DEADLINE: text("decide: achieved, stopped, or another deadline"),
}


def asked(move: Move) -> Text:
    """What is to be done, in the imperative and in small letters: `decide on the proposal`."""
    if move.what is MomentKind.START and move.why is Why.PROPOSED:
        return text("start it: set its status to active")
    if move.what in (MomentKind.APPROVAL, MomentKind.DECISION):
        return _TO_DECIDE[move.why]
    if move.what is MomentKind.APPROVER:
        return text("name who decides, under manager: in {path}", path=f"plans/leaders/{move.leader}/leader.yml")
    return _ASKED[move.what]


def whose(move: Move) -> Text:
    """Whose move it is where no person is named: `HR`, `Manager`."""
    return {
        Mover.LEADER: text("Leader"),
        Mover.MANAGER: text("Manager"),
        Mover.OBSERVER: text("Observers"),
        Mover.HR: text("HR"),
        Mover.BOTH: text("Leader and manager"),
    }[move.whose]


def movers(move: Move) -> tuple[str, ...]:
    """The people (ids) whose move it is: of those who take part in a review or a decision, who sees to it."""
    if move.whose is Mover.LEADER:
        return (move.leader,)
    if move.whose is Mover.MANAGER:
        return tuple(person for person in move.people if person != move.leader)
    return move.people
