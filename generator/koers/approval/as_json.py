"""Verdicts as data for other programs: the shape of `koers verify --format json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from koers.model.approval import Verdict
from koers.model.goal import GoalKey
from koers.texts import Text


def verdicts_as_json(verdicts: Mapping[GoalKey, Verdict], as_of: date, say: Callable[[Text], str]) -> dict[str, object]:
    """`{"version": 1, "as_of", "goals": [{"goal", "level", "approver", "on", "round", "reason"}]}`, in given order."""
    return {
        "version": 1,
        "as_of": as_of.isoformat(),
        "goals": [
            {
                "goal": "/".join(found.goal),
                "level": found.level.value,
                "approver": found.approver,
                "on": found.on.isoformat() if found.on else None,
                "round": found.round,
                "reason": say(found.reason) if found.reason else None,
            }
            for found in verdicts.values()
        ],
    }
