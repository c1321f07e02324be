"""What is asked of whom for a goal, and by when: the values, and their order.

A date in a weekend, on a holiday or on a day on which the leader is away moves to the leader's next working day.
Something is overdue once the days of grace
after that day are over; `days_overdue` then counts from the day it was due. Due Monday 9 February with 3 days of
grace: on Thursday the 12th it is due and 0 days overdue, on Friday the 13th it is 4 days overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koers.pickling import by_fields


class MomentKind(StrEnum):
    """What is asked: the steps to an agreement first, then what an agreement asks."""

    WRITE = "write"
    APPROVAL = "approval"
    RESUBMIT = "resubmit"
    APPROVER = "approver"
    START = "start"
    CHECK_IN = "check_in"
    OBSERVE = "observe"
    REVIEW = "review"
    REMEASURE = "remeasure"
    DECISION = "decision"
    CLOSE = "close"
    DEADLINE = "deadline"


class Mover(StrEnum):
    """Whose move it is. `BOTH` stands where a reader may not know which of leader and manager it is."""

    LEADER = "leader"
    MANAGER = "manager"
    OBSERVER = "observer"
    HR = "hr"
    BOTH = "both"


class Why(StrEnum):
    """The state of the goal that asks for it.

    A manager decides on what is `PROPOSED`, `RESUBMITTED` after a return, `CHANGED` since it was agreed, `UNAPPROVED`
    though active, or `UNPROVEN` (somebody else wrote the approval). Of an `UNAGREED` goal a reader may not know more.
    `MANAGER_LEFT`: the goal goes on, and nobody takes over from a manager who left.
    """

    DRAFT = "draft"
    PROPOSED = "proposed"
    RESUBMITTED = "resubmitted"
    CHANGED = "changed"
    UNAPPROVED = "unapproved"
    UNPROVEN = "unproven"
    UNAGREED = "unagreed"
    RETURNED = "returned"
    APPROVED = "approved"
    PLANNED = "planned"
    OFF_TRACK = "off_track"
    PAST_DEADLINE = "past_deadline"
    CLOSED = "closed"
    MANAGER_LEFT = "manager_left"


GOAL_STANDS_STILL = frozenset(
    {
        MomentKind.APPROVAL,
        MomentKind.RESUBMIT,
        MomentKind.APPROVER,
        MomentKind.START,
        MomentKind.DECISION,
        MomentKind.CLOSE,
    }
)
"""What is to be done before a goal goes on, so that it is asked today, however far its day is."""


@dataclass(frozen=True, slots=True)
class Move:
    """Whose move the goal `(leader, goal)` is, what it is, since when and by when.

    It is up to `whose`; `people` (ids) take part: the leader in a check-in, the approvers in an approval, both in a
    review or a decision; nobody where nobody can decide. Of a draft nothing is asked by a day: `on` is None. `since`
    is the day from which it is asked, None while that is still to come or no file tells it. `days_overdue` is 0 until
    the grace is over.
    """

    leader: str
    goal: str
    what: MomentKind
    on: date | None
    days_overdue: int
    people: tuple[str, ...]
    whose: Mover = Mover.LEADER
    why: Why = Why.PLANNED
    since: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the grace is over."""
        return self.days_overdue > 0

    @property
    def is_waiting(self) -> bool:
        """Whether the goal stands still until it is done, so that it is asked today, however far `on` is."""
        return self.what in GOAL_STANDS_STILL


@dataclass(frozen=True, slots=True)
class Moment(Move):
    """A move that is asked by a day: `on` is a working day (a deadline: the day itself)."""

    on: date

    def is_asked_by(self, until: date) -> bool:
        """Whether it is listed up to and including `until`: by its day, or because the goal stands still."""
        return self.on <= until or self.is_waiting


def in_order(found: Iterable[Moment]) -> tuple[Moment, ...]:
    """Moments in the order in which they are listed: overdue first, then by date, leader, goal and kind."""
    return tuple(sorted(found, key=moment_order))


def moment_order(moment: Moment) -> tuple[bool, date, str, str, str]:
    """The key of `in_order`."""
    return (not moment.is_overdue, moment.on, moment.leader, moment.goal, moment.what.value)


by_fields(__name__)
