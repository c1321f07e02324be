"""One change in commitments, as data and in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from koers.diagnostic import Pointer
from koers.model.goal import GoalKey
from koers.texts import Text

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""A value as JSON has it: dates and periods as text."""


class Direction(StrEnum):
    """Whether more or less is promised than before; neutral when that cannot be said of it."""

    STRONGER = "stronger"
    WEAKER = "weaker"
    NEUTRAL = "neutral"


class Kind(StrEnum):
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
    kind: Kind
    before: Plain
    after: Plain
    direction: Direction
    text: Text
    is_agreed: bool = False
    has_reason: bool = True
    by: str | None = None


Noted = tuple[Pointer, Plain, Plain, Direction, Text]
"""One difference before it is known whose it is: where, before, after, which way, and in words."""
