"""The indexes say what a look through the whole organization would say."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from koers.model.organization import Plans
from rules.generated_plans import plans as generated

DAYS = st.dates(date(2025, 12, 1), date(2026, 5, 1))


@settings(max_examples=80, deadline=None)
@given(generated(), DAYS)
def test_every_index_is_what_a_scan_finds(plans: Plans, day: date) -> None:
    people = plans.leaders.values()
    ids = {*plans.leaders, *plans.teams, *plans.roles, *plans.competencies, "nobody"}
    for id in ids:
        assert plans.by_team.get(id, ()) == tuple(leader for leader in people if leader.team == id)
        assert plans.by_role.get(id, ()) == tuple(leader for leader in people if leader.role == id)
        assert plans.by_named_manager.get(id, ()) == tuple(leader for leader in people if id in leader.named_managers)
        assert plans.by_competency.get(id, ()) == tuple(goal for goal in plans.goals() if goal.competency == id)
        decides = tuple(leader for leader in people if id in leader.approvers_from(day))
        assert plans.by_approver(day).get(id, ()) == decides


@settings(max_examples=80, deadline=None)
@given(generated(), DAYS)
def test_nobody_decides_on_their_own_goals_and_today_is_part_of_from_today(plans: Plans, day: date) -> None:
    for leader in plans.leaders.values():
        assert leader.id not in leader.approvers_from(day)
        assert set(leader.approvers(day)) <= set(leader.approvers_from(day))
