"""Goals and logs in few words, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from koers.dates import Period, parse_period
from koers.model.goal import Category, Goal, Indicator, Kind, Measure, Source, Status, TimeBound
from koers.model.log import (
    CheckIn,
    Decision,
    GoalLog,
    GoalReview,
    Measurement,
    MeasurementKind,
    Reading,
    Review,
    ReviewKind,
    Share,
)
from koers.model.organization import Leader, Organization, Plans

START = date(2026, 1, 12)
DEADLINE = date(2026, 4, 10)
GOAL = "goal"


def day(text: str) -> date:
    """A day of 2026 as "02-09", or any day as "2025-02-09"."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def reading(value: str | int | Fraction) -> Reading:
    """`"9/10"` a share, anything else a number."""
    if isinstance(value, str) and "/" in value:
        met, of = value.split("/")
        return Share(int(met), int(of))
    return Fraction(value)


def period(text: str | None) -> Period | None:
    return None if text is None else parse_period(text)


def indicator(
    measure: str = "level",
    baseline: str | int = 0,
    target: str | int | Fraction = 10,
    *,
    id: str = "a",
    per: str | None = None,
    threshold: str | int | None = None,
    source: str = "log",
    kind: str = "leading",
    hold: bool = False,
    milestones: dict[str, int] | None = None,
) -> Indicator:
    return Indicator(
        id=id,
        name=id,
        kind=Kind(kind),
        measure=Measure(measure),
        source=Source(source),
        baseline=Fraction(baseline),
        target=Fraction(target),
        per=period(per),
        threshold=None if threshold is None else Fraction(threshold),
        hold=hold,
        milestones=tuple((day(on), Fraction(value)) for on, value in (milestones or {}).items()),
    )


def goal(
    *indicators: Indicator,
    id: str = GOAL,
    status: str = "active",
    start: date | None = START,
    deadline: date | None = DEADLINE,
    check_in: str | None = "2 weeks",
    review: str | None = "6 weeks",
    remeasure: str | None = None,
    **fields: Any,
) -> Goal:
    bound = TimeBound(start, deadline, period(check_in), period(review), None if remeasure is None else day(remeasure))
    return Goal(
        id=id,
        leader="anna",
        path=f"plans/leaders/anna/goals/{id}.yml",
        title=id,
        category=Category.PERSONAL,
        status=Status(status),
        indicators=indicators,
        time_bound=bound,
        **fields,
    )


def check_in(on: str, readings: dict[str, str | int] | None = None, number: int = 1, goal: str = GOAL) -> CheckIn:
    """A check-in that lists the goal; `readings` by indicator id."""
    path = f"plans/leaders/anna/checkins/{day(on)}{'' if number == 1 else f'-{number}'}.yml"
    log = GoalLog({id: reading(value) for id, value in (readings or {}).items()})
    return CheckIn(date=day(on), number=number, path=path, goals={goal: log})


def measurement(
    on: str, instrument: str, kind: str, readings: dict[str, str | int] | None = None, goal: str = GOAL, **fields: Any
) -> Measurement:
    goals = {goal: GoalLog({id: reading(value) for id, value in readings.items()})} if readings else {}
    path = f"plans/leaders/anna/measurements/{day(on)}-{instrument}.yml"
    return Measurement(
        date=day(on), instrument=instrument, path=path, kind=MeasurementKind(kind), goals=goals, **fields
    )


def review(on: str, decision: str, goal: str = GOAL) -> Review:
    path = f"plans/leaders/anna/reviews/{day(on)}.yml"
    return Review(day(on), 1, path, ReviewKind.INTERIM, {goal: GoalReview(Decision(decision), "because")})


def leader(*goals: Goal, log: list[CheckIn | Measurement | Review] | None = None, **fields: Any) -> Leader:
    entries = log or []
    return replace(
        Leader(id="anna", path="plans/leaders/anna/leader.yml", name="Anna", goals={g.id: g for g in goals}, **fields),
        check_ins=tuple(entry for entry in entries if isinstance(entry, CheckIn)),
        measurements=tuple(entry for entry in entries if isinstance(entry, Measurement)),
        reviews=tuple(entry for entry in entries if isinstance(entry, Review)),
    )


def plans(*leaders: Leader, **fields: Any) -> Plans:
    return Plans(organization=Organization("Example", **fields), leaders={person.id: person for person in leaders})
