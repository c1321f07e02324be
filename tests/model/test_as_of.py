"""The plans as of a day: what is dated later is not there, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers import workspace
from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.goal import Action, Mode, Status
from koers.model.log import Approval, CheckIn, Evidence, Measurement, Review
from koers.model.organization import Absence, Organization, Plans
from koers.reading.read import read_all
from progress.build import day as the
from progress.build import goal, indicator, leader, review
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


CLOSE, GO_ON = ("achieved", "stop"), ("continue", "adjust")


def status_on(day_: str, status: str, *reviews: tuple[str, str]) -> str:
    it = goal(indicator(), status=status)
    person = leader(it, log=[review(on, decision) for on, decision in reviews])
    return as_of(Plans(Organization("Example"), leaders={"anna": person}), the(day_)).goal(it.key).status.value


@pytest.mark.parametrize("status", ["achieved", "stopped"])
@pytest.mark.parametrize("decision", CLOSE)
def test_whatever_closed_it_later_it_was_active_before(status: str, decision: str) -> None:
    """Also where the word in the file is not the review's: which of them is right, a rule asks."""
    assert status_on("03-08", status, ("03-09", decision)) == "active"
    assert status_on("03-09", status, ("03-09", decision)) == status
    assert status_on("03-08", status, ("02-09", "adjust"), ("03-09", decision)) == "active"


@pytest.mark.parametrize("decision", GO_ON)
def test_a_goal_that_was_taken_up_again_was_closed_until_then(decision: str) -> None:
    course = (("02-09", "stop"), ("03-09", decision))
    assert [status_on(on, "active", *course) for on in ("02-08", "02-09", "03-08", "03-09")] == [
        "active",
        "stopped",
        "stopped",
        "active",
    ]
    closed_again = (*course, ("04-09", "achieved"))
    days = ("02-08", "02-09", "03-09", "04-08", "04-09")
    assert [status_on(on, "achieved", *closed_again) for on in days] == [
        "active",
        "stopped",
        "active",
        "active",
        "achieved",
    ]


def test_where_no_review_says_when_the_word_in_the_file_is_all_that_is_known() -> None:
    assert status_on("01-12", "stopped") == "stopped"
    assert status_on("01-12", "stopped", ("02-09", "adjust")) == "stopped"
    assert status_on("03-09", "active", ("02-09", "stop")) == "active"
    for status in ("draft", "proposed"):
        assert status_on("01-12", status, ("02-09", "stop")) == status


def test_decisions_of_a_manager_and_what_was_done_are_not_there_before_their_day() -> None:
    record = Approval("goal", 1, "a", "approved", "mo", the("02-09"), "", Evidence("commit"))
    action = Action("ask", "Ask", Mode.ON_THE_JOB, due=the("02-20"), done=the("02-19"))
    it = goal(indicator(), actions=(action,))
    person = leader(it, log=[], approvals={"goal": (record,)}, away=(Absence(the("03-01"), the("03-09")),))
    whole = Plans(Organization("Example"), leaders={"anna": person})
    before, after = as_of(whole, the("02-08")).leaders["anna"], as_of(whole, the("02-19")).leaders["anna"]
    assert (before.approvals, before.goals["goal"].actions[0].done) == ({}, None)
    assert (after.approvals["goal"], after.goals["goal"].actions[0].done) == ((record,), the("02-19"))
    # What is known to come is known before it comes.
    assert before.away == person.away
