"""Everything the pages were made from, as one JSON-ready value.

Whoever calls it has already let the plans pass the audience: what is in `plans` is written out, but for e-mail
addresses and forge handles, which nobody is ever shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from koers.export.goals import goal_record
from koers.export.logs import approval_record, check_in_record, measurement_record, review_record
from koers.export.plain import Plain, said
from koers.model.approval import Verdict
from koers.model.goal import GoalKey
from koers.model.organization import Leader, Organization, Plans, Program, Team
from koers.progress.values import GoalProgress

_NO_VERDICTS: Mapping[GoalKey, Verdict] = {}


def dataset(
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    verdicts: Mapping[GoalKey, Verdict] = _NO_VERDICTS,
) -> dict[str, Plain]:
    """Version 1: `as_of`, `organization`, `competencies`, `roles`, `teams`, `program`, `learning` and `leaders`.

    Lists are in the order of ids, each item with its `id`; a leader's `goals` hold their indicators with points,
    current value, progress, expected and standing. A file's key without a value is left out; computed keys are
    always there, null where there is none. Numbers are plain, ratios are unclipped, dates are ISO 8601.
    """
    return {
        "version": 1,
        "as_of": as_of.isoformat(),
        "organization": _organization(plans.organization),
        "competencies": [
            said(id=c.id, name=c.name, definition=c.definition, facets=c.facets, behaviors=c.behaviors)
            for c in plans.competencies.values()
        ],
        "roles": [said(id=r.id, name=r.name, summary=r.summary, requires=r.requires) for r in plans.roles.values()],
        "teams": [_team(team) for team in plans.teams.values()],
        "program": _program(plans.program) if plans.program else None,
        "learning": [
            said(
                id=module.id,
                title=module.title,
                competency=module.competency,
                level=module.level,
                mode=module.mode,
                minutes=module.minutes,
            )
            for module in plans.modules.values()
        ],
        "leaders": [_leader(leader, progress, verdicts) for leader in plans.leaders.values()],
    }


def _organization(organization: Organization) -> dict[str, Plain]:
    return said(
        name=organization.name,
        language=organization.language,
        timezone=organization.timezone,
        approval=organization.approval,
    )


def _team(team: Team) -> dict[str, Plain]:
    return said(
        id=team.id,
        name=team.name,
        goals=[said(id=goal.id, title=goal.title, deadline=goal.deadline) for goal in team.goals.values()],
        indicators=[
            said(
                id=indicator.id,
                name=indicator.name,
                kind=indicator.kind,
                owner=indicator.owner,
                unit=indicator.unit,
                target=indicator.target,
                readings=dict(indicator.readings),
                next_step=indicator.next_step,
            )
            for indicator in team.indicators.values()
        ],
    )


def _program(program: Program) -> dict[str, Plain]:
    return said(
        name=program.name,
        pillars=[
            said(
                id=pillar.id,
                title=pillar.title,
                activity=pillar.activity,
                every=pillar.every,
                owner=pillar.owner,
                held=pillar.held,
                attended=pillar.attended,
            )
            for pillar in program.pillars.values()
        ],
    )


def _leader(
    leader: Leader, progress: Mapping[GoalKey, GoalProgress], verdicts: Mapping[GoalKey, Verdict]
) -> dict[str, Plain]:
    who = said(
        id=leader.id,
        name=leader.name,
        role=leader.role,
        level=leader.level,
        team=leader.team,
        manager=leader.manager,
        co_managers=leader.co_managers,
        approver=leader.approver,
        observers=leader.observers,
        capacity_hours_per_week=leader.capacity_hours_per_week,
    )
    return {
        **who,
        "goals": [goal_record(g, progress.get(g.key), verdicts.get(g.key)) for g in leader.goals.values()],
        "check_ins": [check_in_record(check_in) for check_in in leader.check_ins],
        "measurements": [measurement_record(measurement) for measurement in leader.measurements],
        "reviews": [review_record(review) for review in leader.reviews],
        "approvals": [approval_record(a) for _, rounds in sorted(leader.approvals.items()) for a in rounds],
    }


def leader_record(
    leader: Leader, progress: Mapping[GoalKey, GoalProgress], verdicts: Mapping[GoalKey, Verdict]
) -> dict[str, Plain]:
    """STAND-IN until the registry's own."""
    return {"version": 1, **_leader(leader, progress, verdicts)}


def index_record(plans: Plans, progress: Mapping[GoalKey, GoalProgress], as_of: date) -> dict[str, Plain]:
    """STAND-IN until the registry's own."""
    whole = dataset(plans, progress, as_of)
    return {
        **whole,
        "leaders": [
            {"id": leader.id, "name": leader.name, "file": f"leaders/{leader.id}.json"}
            for leader in plans.leaders.values()
        ],
    }
