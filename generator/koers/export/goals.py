"""One goal with everything that is known of it: what was agreed, how it stands, who approved it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from koers.export.plain import Plain, bounded, computed, plain, said
from koers.export.written import written
from koers.model.approval import Verdict
from koers.model.goal import Goal
from koers.progress.values import Forecast, GoalProgress, IndicatorProgress
from koers.reading.document import Document
from koers.reading.guard import End


def goal_record(
    goal: Goal, document: Document, progress: GoalProgress | None, verdict: Verdict | None
) -> dict[str, Plain]:
    """The goal as an object; `document` is its file, and `goal` is made of it as of the day.

    What the file says comes first, keys without a value left out; its indicators are no group of their own. `standing`,
    `decisive`, `progress` and `expected` (unclipped ratios of the decisive indicator), `evaluated_on` and `approval`
    are always there, null where there is none.
    """
    agreed = written("goal", _as_of(goal, document.data or {}))
    measurable = agreed.pop("measurable", None) or {}
    assert isinstance(measurable, dict)
    indicators = measurable.pop("indicators", [])
    assert isinstance(indicators, list)
    hidden = {at[2] for at in document.withheld if at[:2] == ("measurable", "indicators") and at[3:] == ("baseline",)}
    found = {one.indicator.id: one for one in progress.indicators} if progress else {}
    records = [_indicator(one, found, hidden) for one in indicators if isinstance(one, dict)]
    return {
        "id": goal.id,
        "goal": f"{goal.leader}/{goal.id}",
        **agreed,
        **({"measurable": measurable} if measurable else {}),
        **standing_of(progress),
        "approval": _approval(verdict),
        "indicators": [*sorted(records, key=lambda record: "withheld" in record)],
    }


def standing_of(progress: GoalProgress | None) -> dict[str, Plain]:
    """How a goal stands, and the ratios of the indicator that decides it."""
    main = progress.main if progress else None
    return {
        "standing": plain(progress.standing) if progress else None,
        "decisive": progress.decisive if progress else None,
        "progress": computed(main.progress) if main else None,
        "expected": computed(main.expected) if main else None,
        "evaluated_on": plain(progress.evaluated_on) if progress else None,
    }


def _as_of(goal: Goal, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file as it stood that day: an action that was done later is not done, a goal that was closed later active."""
    cut: dict[str, Any] = {**data, "status": goal.status.value, "category": goal.category.value}
    later = {action.id for action in goal.actions if action.done is None}
    if any("done" in item for id, item in data.get("actions", {}).items() if id in later):
        cut["actions"] = {
            id: {key: value for key, value in item.items() if key != "done" or id not in later}
            for id, item in data["actions"].items()
        }
    return cut


def _approval(verdict: Verdict | None) -> Plain:
    if verdict is None:
        return None
    return {
        "level": str(plain(verdict.level)),
        "approver": verdict.approver,
        "on": plain(verdict.on),
        "round": verdict.round,
    }


def _indicator(
    agreed: dict[str, Plain], found: Mapping[str, IndicatorProgress], hidden: set[str | int]
) -> dict[str, Plain]:
    """What was agreed and what became of it.

    `withheld` tells an indicator whose numbers this audience may not see from one without readings.
    """
    id = agreed["id"]
    assert isinstance(id, str)
    agreed = {"id": id, "name": id, **agreed}
    progress = found.get(id)
    if id in hidden or progress is None:
        told: dict[str, Plain] = {"withheld": True} if id in hidden else {}
        return {**agreed, **told, "current": None, "progress": None, "expected": None, "standing": None, "points": []}
    return {
        **agreed,
        "current": _told(progress, progress.current, progress.end),
        "progress": computed(progress.progress),
        "expected": computed(progress.expected),
        "expected_value": computed(progress.expected_value),
        "standing": progress.standing.value,
        "grade": progress.grade.value,
        "forecast": _forecast(progress.forecast),
        "points": [
            {
                "date": point.date.isoformat(),
                "value": _told(progress, point.value, point.end),
                "reading": plain(point.reading) if progress.means is None else _told(progress, point.value, point.end),
                **said(days=point.days),
            }
            for point in progress.points
        ],
        "gaps": [{"date": gap.date.isoformat(), "has_check_in": gap.has_check_in} for gap in progress.missing],
    }


def _told(progress: IndicatorProgress, value: Fraction | None, end: End | None) -> Plain:
    """A value that was read; a mean of respondents to the step of its scale."""
    return None if value is None else bounded(progress.told(value), end)


def _forecast(forecast: Forecast | None) -> Plain:
    if forecast is None:
        return None
    return {"slope_per_day": computed(forecast.slope_per_day), "date": plain(forecast.date)}
