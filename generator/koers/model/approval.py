"""What an approval is worth: the values that every room shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koers.model.goal import GoalKey
from koers.pickling import by_fields
from koers.texts import Text


class Level(StrEnum):
    """What an approval rests on, strongest first; from `RETURNED` on there is none."""

    SIGNED = "signed"
    FORGE = "forge"
    RECORDED = "recorded"
    UNCHECKED = "unchecked"
    """A review on a forge is on file, and the forge has not been asked again."""
    RETURNED = "returned"
    STALE = "stale"
    FORGED = "forged"
    UNVERIFIABLE = "unverifiable"
    MISSING = "missing"

    @property
    def is_approved(self) -> bool:
        """Whether the goal may be shown as approved."""
        return self in (Level.SIGNED, Level.FORGE, Level.RECORDED, Level.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the last decision on a goal stands. Without a decision `approver`, `on` and `round` are None.

    `reason` says why in a sentence; `commit` is the commit that brought the decision in, where git was asked, `url`
    the review's address on a forge. `fits` says whether the goal still is what was decided on. `changed_on` is the day
    on which a goal that does not fit came to say what it says now; None where that is not committed or git was not
    asked.
    """

    goal: GoalKey
    level: Level
    approver: str | None = None
    on: date | None = None
    round: int | None = None
    reason: Text | None = None
    commit: str | None = None
    url: str | None = None
    fits: bool = True
    changed_on: date | None = None


by_fields(__name__)
