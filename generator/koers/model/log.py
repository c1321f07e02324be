"""What happens after a goal is agreed: check-ins, measurements, reviews and the manager's decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from koers.pickling import by_fields
from koers.reading.guard import Guard


@dataclass(frozen=True, slots=True)
class Share:
    """`9/10`: met so often, of so many. 0 <= met <= of."""

    met: int
    of: int


Reading = Fraction | Share


@dataclass(frozen=True, slots=True)
class GoalLog:
    """What one check-in or measurement says of one goal: readings by indicator id."""

    readings: Mapping[str, Reading]
    note: str | None = None
    confidence: int | None = None


BESIDE_READINGS = frozenset({"note", "confidence"})
"""The keys of a goal's entry in a check-in or measurement that are no indicators."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A talk of 15 to 30 minutes. `number` is 1, or 2 and up for a second one on the same day."""

    date: date
    number: int
    path: str
    with_whom: str | None = None
    minutes: int | None = None
    done: str | None = None
    going_well: str | None = None
    difficult: str | None = None
    next: str | None = None
    goals: Mapping[str, GoalLog] = field(default_factory=dict)
    private: str | None = None


class MeasurementKind(StrEnum):
    """With what was measured. `self` is a self-rating with a talk."""

    SURVEY360 = "survey360"
    PULSE = "pulse"
    ASSESSMENT = "assessment"
    KPI = "kpi"
    OBSERVATION = "observation"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Score:
    """Scores of one competency on the measurement's scale; `by_group` per respondent group, means only."""

    behavior: Fraction | None = None
    aptitude: Fraction | None = None
    by_group: Mapping[str, Fraction] = field(default_factory=dict)
    facets: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One round with one instrument. `scale` is (lowest, highest); `groups` counts respondents per group.

    `guard` is there once a reader gets it: how its means are told, and why some are not.
    """

    date: date
    instrument: str
    path: str
    kind: MeasurementKind
    version: str | None = None
    scale: tuple[Fraction, Fraction] | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    competencies: Mapping[str, Score] = field(default_factory=dict)
    goals: Mapping[str, GoalLog] = field(default_factory=dict)
    by: str | None = None
    observed: str | None = None
    notes: str | None = None
    guard: Guard | None = None

    @property
    def is_told(self) -> bool:
        """Whether what its respondents said is there: always, as long as no reader gets it."""
        return self.guard is None or self.guard.untold is None


class ReviewKind(StrEnum):
    """Interim every 4 to 6 weeks, mid-quarter, and at the quarter's end."""

    INTERIM = "interim"
    MID_QUARTER = "mid_quarter"
    QUARTER = "quarter"


class Decision(StrEnum):
    """What a review decides about a goal."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    STOP = "stop"
    ACHIEVED = "achieved"


@dataclass(frozen=True, slots=True)
class GoalReview:
    """The decision about one goal, with its reason."""

    decision: Decision
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A look back with the manager: a decision per goal."""

    date: date
    number: int
    path: str
    kind: ReviewKind
    goals: Mapping[str, GoalReview]
    with_whom: tuple[str, ...] = ()
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an approval rests on: `kind` commit, ssh, github, gitlab or forgejo."""

    kind: str
    url: str | None = None
    reviewer: str | None = None
    commit: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision of an approver on one goal as it then was; `round` counts from 1."""

    goal: str
    round: int
    path: str
    decision: str
    by: str
    date: date
    fingerprint: str
    evidence: Evidence
    note: str | None = None


by_fields(__name__)
