"""The plans as of a day: what is dated later is not there, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from koers import workspace
from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.goal import Status
from koers.model.log import CheckIn, Measurement, Review
from koers.model.organization import Plans
from koers.reading.read import read_all
from rules.generated_plans import plans as generated

ROOT = Path(__file__).parents[2]
DAYS = st.dates(date(2025, 12, 1), date(2026, 5, 1))
LOGS = (CheckIn, Measurement, Review)


def example() -> Plans:
    return build(read_all(workspace.scan(ROOT).files).documents)


def values(value: Any) -> Iterator[Any]:
    """The value and everything inside it."""
    yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from values(getattr(value, one.name))
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield key
            yield from values(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from values(item)


def test_no_record_of_the_example_is_seen_before_its_day() -> None:
    whole = example()
    for day in (date(2026, 1, 1), date(2026, 2, 20), date(2026, 4, 10)):
        seen = as_of(whole, day)
        records = [record for leader in seen.leaders.values() for record in values(leader) if isinstance(record, LOGS)]
        assert all(record.date <= day for record in records)
        approvals = [one for leader in seen.leaders.values() for some in leader.approvals.values() for one in some]
        assert all(one.date <= day for one in approvals)
        assert all(on <= day for team in seen.teams.values() for i in team.indicators.values() for on, _ in i.readings)
        assert all(a.done is None or a.done <= day for goal in seen.goals() for a in goal.actions)
    assert as_of(whole, date(2026, 2, 20)) != whole


@settings(max_examples=60, deadline=None)
@given(generated(), DAYS, DAYS)
def test_a_day_is_cut_once_and_for_all(plans: Plans, one: date, other: date) -> None:
    assert as_of(as_of(plans, one), one) == as_of(plans, one)
    early, late = sorted((one, other))
    assert [c for p in as_of(as_of(plans, late), early).leaders.values() for c in p.check_ins] == [
        c for p in as_of(plans, early).leaders.values() for c in p.check_ins
    ]


def test_a_goal_is_active_until_the_review_that_closed_it() -> None:
    whole = example()
    closed = [
        (goal.key, review.date)
        for goal in whole.goals()
        if goal.status in (Status.ACHIEVED, Status.STOPPED)
        for review in whole.leaders[goal.leader].reviews
        if goal.id in review.goals and review.goals[goal.id].decision.value in ("achieved", "stop")
    ]
    assert closed
    for key, day in closed:
        assert as_of(whole, day - timedelta(days=1)).goal(key).status is Status.ACTIVE
        assert as_of(whole, day).goal(key).status is whole.goal(key).status
