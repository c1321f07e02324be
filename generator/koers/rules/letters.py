"""The five letters of a goal: S, M, A, R, T, each fine, with remarks or with errors. Never one score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from koers.diagnostic import Severity
from koers.model.goal import GoalKey, Status
from koers.model.organization import Plans
from koers.rules.judge import Judgment


class Light(StrEnum):
    """How a letter stands: green, amber or red on the site, always with a word beside the colour."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class JudgedLetter:
    """One letter of one goal, with what the rules found: the worst first. Remarks (info) leave it fine."""

    letter: str
    light: Light
    judgments: tuple[Judgment, ...]


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_LETTERS = "SMART"


def letters(plans: Plans, judgments: Iterable[Judgment]) -> Mapping[GoalKey, tuple[JudgedLetter, ...]]:
    """The letters S M A R T, in that order, of every goal that is not closed.

    An achieved or stopped goal has none: its wording is history, and green letters would claim what nobody judged.
    """
    found: dict[tuple[GoalKey, str], list[Judgment]] = {}
    for judgment in judgments:
        if judgment.goal is not None:
            found.setdefault((judgment.goal, judgment.rule.id[0]), []).append(judgment)
    return {
        goal.key: tuple(_letter(letter, found.get((goal.key, letter), [])) for letter in _LETTERS)
        for goal in plans.goals()
        if goal.status not in (Status.ACHIEVED, Status.STOPPED)
    }


def _letter(letter: str, judgments: list[Judgment]) -> JudgedLetter:
    ordered = tuple(sorted(judgments, key=lambda judgment: (_WEIGHT[judgment.severity], judgment.order)))
    severities = {judgment.severity for judgment in ordered}
    light = Light.FINE
    if Severity.WARNING in severities:
        light = Light.WARNING
    if Severity.ERROR in severities:
        light = Light.ERROR
    return JudgedLetter(letter, light, ordered)
