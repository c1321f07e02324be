"""What changed in what was agreed, and what happened to a goal in the course of time, as data and in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koers.diagnostic import Pointer
from koers.model.goal import GoalKey
from koers.pickling import by_fields
from koers.texts import Text

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""A value as JSON has it: dates and periods as text."""


class Direction(StrEnum):
    """Whether more or less is promised than before; neutral when that cannot be said of it."""

    STRONGER = "stronger"
    WEAKER = "weaker"
    NEUTRAL = "neutral"


class ChangeKind(StrEnum):
    """What happened to the value at the pointer."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at one place of a file between two moments.

    `goal` is (leader, goal), `path` the goal's file; of a change in leader.yml the goal's id is empty. `before` and
    `after` are plain values, None where there was nothing. `is_agreed` says that the goal was active before: then a
    weakening needs a reason, and `has_reason` tells whether a review of that time gives one (True where none is
    needed). `by` is who made it (a person's id), None when unknown.
    """

    goal: GoalKey
    path: str
    pointer: Pointer
    kind: ChangeKind
    before: Plain
    after: Plain
    direction: Direction
    text: Text
    is_agreed: bool = False
    has_reason: bool = True
    by: str | None = None


class EventKind(StrEnum):
    """What kind of step in a goal's course an event is."""

    CREATED = "created"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    CHANGED = "changed"
    REMOVED = "removed"
    UNPROVEN = "unproven"
    """An approval is on file, and nothing shows that it is the approver's."""
    CUT = "cut"
    """What was before is not in this clone."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step in a goal's course. `by` is a person's id, None when unknown; `commit` the main line's.

    `direction` is what all `changes` together come to: weaker when any is. A decision has its `round` and, where it
    was judged, its `level`.
    """

    goal: GoalKey
    on: date
    kind: EventKind
    text: Text
    by: str | None = None
    commit: str | None = None
    direction: Direction = Direction.NEUTRAL
    changes: tuple[Change, ...] = ()
    round: int | None = None
    level: str | None = None


by_fields(__name__)
