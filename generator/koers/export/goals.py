"""One goal with everything that is known of it: what was agreed, how it stands, who approved it."""

from __future__ import annotations

from koers.export.plain import Plain, computed, plain, said
from koers.model.approval import Verdict
from koers.model.goal import Goal, Indicator, WithheldIndicator
from koers.progress.values import Forecast, GoalProgress, IndicatorProgress


def goal_record(goal: Goal, progress: GoalProgress | None, verdict: Verdict | None) -> dict[str, Plain]:
    """The goal as an object.

    What the file says comes first, keys without a value left out. `standing`, `decisive`, `progress` and
    `expected` (unclipped ratios of the decisive indicator) and `approval` are always there, null where there is none.
    """
    main = progress.main if progress else None
    return {
        "id": goal.id,
        "goal": f"{goal.leader}/{goal.id}",
        "title": goal.title,
        "status": goal.status.value,
        "category": goal.category.value,
        **said(competency=goal.competency, skill=goal.skill),
        "standing": plain(progress.standing) if progress else None,
        "decisive": progress.decisive if progress else None,
        "progress": computed(main.progress) if main else None,
        "expected": computed(main.expected) if main else None,
        "evaluated_on": plain(progress.evaluated_on) if progress else None,
        "approval": _approval(verdict),
        **_parts(goal),
        "indicators": [
            *(_indicator(indicator, _of(progress, indicator)) for indicator in goal.indicators),
            *(_withheld(indicator) for indicator in goal.withheld),
        ],
    }


def _of(progress: GoalProgress | None, indicator: Indicator) -> IndicatorProgress | None:
    if progress is None:
        return None
    return next((found for found in progress.indicators if found.indicator.id == indicator.id), None)


def _approval(verdict: Verdict | None) -> Plain:
    if verdict is None:
        return None
    return {
        "level": str(plain(verdict.level)),
        "approver": verdict.approver,
        "on": plain(verdict.on),
        "round": verdict.round,
    }


def _parts(goal: Goal) -> dict[str, Plain]:
    specific, achievable, relevant, time = goal.specific, goal.achievable, goal.relevant, goal.time_bound
    choice = relevant.choice
    return said(
        specific=said(
            situation=specific.situation,
            behavior=specific.behavior,
            quality=specific.quality,
            effect=specific.effect,
        ),
        achievable=said(
            hours_per_week=achievable.hours_per_week,
            support=achievable.support,
            observers=achievable.observers,
        ),
        relevant=said(
            why=relevant.why,
            team_goal=relevant.team_goal,
            choice=said(impact=choice.impact, potential=choice.potential, energy=choice.energy) if choice else None,
            not_now=relevant.not_now,
        ),
        time_bound=said(
            start=time.start,
            deadline=time.deadline,
            check_in=time.check_in,
            review=time.review,
            remeasure=time.remeasure,
        ),
        actions=[
            said(
                id=action.id,
                what=action.what,
                mode=action.mode,
                every=action.every,
                due=action.due,
                done=action.done,
                hours=action.hours,
            )
            for action in goal.actions
        ],
        stop_if=goal.stop_if,
        notes=goal.notes,
    )


def _indicator(indicator: Indicator, progress: IndicatorProgress | None) -> dict[str, Plain]:
    agreed = said(
        id=indicator.id,
        name=indicator.name,
        kind=indicator.kind,
        measure=indicator.measure,
        source=indicator.source,
        unit=indicator.unit,
        per=indicator.per,
        baseline=indicator.baseline,
        target=indicator.target,
        threshold=indicator.threshold,
        hold=indicator.hold or None,
        milestones=dict(indicator.milestones),
    )
    if progress is None:
        return {**agreed, "current": None, "progress": None, "expected": None, "standing": None, "points": []}
    return {
        **agreed,
        "current": computed(progress.current),
        "progress": computed(progress.progress),
        "expected": computed(progress.expected),
        "expected_value": computed(progress.expected_value),
        "standing": progress.standing.value,
        "grade": progress.grade.value,
        "forecast": _forecast(progress.forecast),
        "points": [
            {
                "date": point.date.isoformat(),
                "value": computed(point.value),
                "reading": plain(point.reading),
                **said(days=point.days),
            }
            for point in progress.points
        ],
        "gaps": [{"date": gap.date.isoformat(), "has_check_in": gap.has_check_in} for gap in progress.missing],
    }


def _withheld(indicator: WithheldIndicator) -> dict[str, Plain]:
    """An indicator whose numbers this audience may not see; `withheld` tells it from one without readings."""
    return {
        **said(
            id=indicator.id,
            name=indicator.name,
            kind=indicator.kind,
            measure=indicator.measure,
            source=indicator.source,
            unit=indicator.unit,
            per=indicator.per,
        ),
        "withheld": True,
        "current": None,
        "progress": None,
        "expected": None,
        "standing": None,
        "points": [],
    }


def _forecast(forecast: Forecast | None) -> Plain:
    if forecast is None:
        return None
    return {"slope_per_day": computed(forecast.slope_per_day), "date": plain(forecast.date)}
