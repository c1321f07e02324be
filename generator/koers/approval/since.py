"""Since when a goal says what it says now, as the main line tells it."""

from __future__ import annotations

from datetime import date

from koers.approval.past import Past
from koers.approval.verdict import Present
from koers.model.goal import GoalKey


def came_to_say(now: Present, past: Past, key: GoalKey) -> int | None:
    """The position of the main line since which the goal has its present fingerprint without a break.

    None when what it says now is not committed there.
    """
    line = past.chronicle.main
    return past.since(now.plans.goal(key).path, now.fingerprints[key], line, line.last)


def changed_on(now: Present, past: Past, key: GoalKey, as_of: date | None = None) -> date | None:
    """The day on which the goal came to say what it says now; None when that is not known, or was after `as_of`."""
    position, line = came_to_say(now, past, key), past.chronicle.main
    if position is None or (position == 0 and not line.has_whole_past):
        return None
    on = line.commits[position].committed.date()
    return on if as_of is None or on <= as_of else None
