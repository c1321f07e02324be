"""The five letters of a goal: S, M, A, R, T, each fine, with remarks or with errors. Never one score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from koers.diagnostic import Severity
from koers.model.goal import GoalKey, Status
from koers.model.organization import Plans
from koers.pickling import by_fields
from koers.rules.judge import Judgment
from koers.texts import Text


class Light(StrEnum):
    """How a letter stands: green, amber or red on the site, always with a word beside the colour."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the letters S, M, A, R, T of one goal as it is written, with what the rules remark, the worst first.

    `remarks` are pairs of a rule's id and the message. A remark that is only an info leaves the letter fine.
    """

    letter: str
    light: Light
    remarks: tuple[tuple[str, Text], ...] = ()


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
SMART = "SMART"
"""The letters in their order."""


def letters(plans: Plans, judgments: Iterable[Judgment]) -> Mapping[GoalKey, Mapping[str, Letter]]:
    """The letters S M A R T, in that order, of every goal that is not closed.

    An achieved or stopped goal has none, nor has one of somebody who left: its wording is history, and green letters
    would claim what nobody judged.
    """
    found: dict[tuple[GoalKey, str], list[Judgment]] = {}
    for judgment in judgments:
        if judgment.goal is not None:
            found.setdefault((judgment.goal, judgment.rule.id[0]), []).append(judgment)
    return {
        goal.key: {letter: _letter(letter, found.get((goal.key, letter), [])) for letter in SMART}
        for leader in plans.here
        for goal in leader.goals.values()
        if goal.status not in (Status.ACHIEVED, Status.STOPPED)
    }


def _letter(letter: str, judgments: list[Judgment]) -> Letter:
    ordered = tuple(sorted(judgments, key=lambda judgment: (_WEIGHT[judgment.severity], judgment.order)))
    severities = {judgment.severity for judgment in ordered}
    light = Light.FINE
    if Severity.WARNING in severities:
        light = Light.WARNING
    if Severity.ERROR in severities:
        light = Light.ERROR
    return Letter(letter, light, tuple((judgment.rule.id, judgment.finding.message) for judgment in ordered))


by_fields(__name__)
