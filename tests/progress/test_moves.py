"""Whose move a goal is, state by state: what status and approval ask for together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from koers.model.approval import Level, Verdict
from koers.model.as_of import as_of
from koers.model.organization import Leader, Organization, Plans
from koers.progress.measure import measure
from koers.progress.moments import Move
from koers.progress.moves import moments, moves
from progress.build import GOAL, day, goal, indicator, leader, plans, review

LEVEL = indicator("level", 0, 10, threshold=4)
KEY = ("anna", GOAL)
AGREED = Verdict(KEY, Level.RECORDED, "mo", day("01-14"), 1)
RETURNED = Verdict(KEY, Level.RETURNED, "mo", day("01-14"), 1)
IMPROVED = replace(RETURNED, fits=False)
STALE = Verdict(KEY, Level.STALE, "mo", day("01-14"), 1, fits=False)


def whole(status: str, approval: str = "advised", **fields: object) -> Plans:
    person = leader(goal(LEVEL, status=status), **{"manager": "mo", **fields})
    manager = Leader("mo", "plans/leaders/mo/leader.yml", "Mo")
    return replace(plans(person, manager), organization=Organization("Example", approval=approval))


def move(it: Plans, verdict: Verdict, as_of: date) -> Move:
    found = moves(it, moments(it, measure(it, as_of), as_of, verdicts={KEY: verdict}))
    return found[KEY]


@pytest.mark.parametrize(
    ("status", "verdict", "expected"),
    [
        ("draft", Verdict(KEY, Level.MISSING), "leader write draft None"),
        ("draft", RETURNED, "leader resubmit returned 2026-01-14"),
        ("draft", IMPROVED, "leader resubmit returned 2026-01-14"),
        ("proposed", Verdict(KEY, Level.MISSING), "manager approval proposed 2026-01-12"),
        ("proposed", RETURNED, "leader resubmit returned 2026-01-14"),
        ("proposed", IMPROVED, "manager approval resubmitted None"),
        ("proposed", replace(IMPROVED, changed_on=day("01-16")), "manager approval resubmitted 2026-01-16"),
        ("proposed", AGREED, "leader start approved 2026-01-14"),
        ("proposed", replace(AGREED, level=Level.UNVERIFIABLE), "leader start approved 2026-01-14"),
        ("proposed", STALE, "manager approval changed None"),
        ("proposed", replace(AGREED, level=Level.FORGED), "manager approval unproven 2026-01-14"),
        ("proposed", Verdict(KEY, Level.UNVERIFIABLE, round=1), "manager approval unproven 2026-01-12"),
        ("active", Verdict(KEY, Level.MISSING), "manager approval unapproved 2026-01-12"),
        ("active", RETURNED, "leader resubmit returned 2026-01-14"),
        ("active", IMPROVED, "manager approval resubmitted None"),
        ("active", replace(STALE, changed_on=day("01-20")), "manager approval changed 2026-01-20"),
        ("active", replace(AGREED, level=Level.FORGED), "manager approval unproven 2026-01-14"),
        ("active", AGREED, "leader check_in planned 2026-01-12"),
    ],
)
def test_status_and_approval_say_together_whose_move_it_is(status: str, verdict: Verdict, expected: str) -> None:
    found = move(whole(status), verdict, day("01-21"))
    assert f"{found.whose} {found.what} {found.why} {found.since}" == expected
    assert found.people == (("mo",) if found.whose == "manager" else ("anna",))


@pytest.mark.parametrize("verdict", [Verdict(KEY, Level.MISSING), IMPROVED, STALE])
def test_where_nobody_can_decide_it_is_for_hr_to_name_somebody(verdict: Verdict) -> None:
    found = move(whole("proposed", manager=None), verdict, day("01-21"))
    assert (found.whose, found.what, found.people) == ("hr", "approver", ())
    assert found.since == (day("01-12") if verdict.level is Level.MISSING else None)


def test_where_no_approval_is_wanted_a_proposal_is_its_leaders_to_start() -> None:
    for verdict in (Verdict(KEY, Level.MISSING), RETURNED, STALE):
        found = move(whole("proposed", "none"), verdict, day("01-21"))
        assert (found.whose, found.what, found.since) == ("leader", "start", day("01-12"))
        assert move(whole("active", "none"), verdict, day("01-21")).what == "check_in"


def test_a_step_may_take_a_week_and_is_late_after_it_where_its_day_is_known() -> None:
    known = replace(STALE, changed_on=day("01-20"))
    assert (move(whole("active"), known, day("01-27")).on, move(whole("active"), known, day("01-27")).days_overdue) == (
        day("01-27"),
        0,
    )
    assert move(whole("active"), known, day("01-28")).days_overdue == 1
    unknown = move(whole("active"), STALE, day("03-27"))
    assert (unknown.since, unknown.days_overdue) == (None, 0), "nobody knows when it was changed"
    adjusted = replace(whole("active").leaders["anna"], reviews=(review("02-20", "adjust"),))
    it = replace(whole("active"), leaders={**whole("active").leaders, "anna": adjusted})
    assert (move(it, STALE, day("03-27")).since, move(it, STALE, day("03-27")).days_overdue) == (day("02-20"), 28)
    assert move(whole("proposed"), RETURNED, day("01-22")).days_overdue == 1
    later = move(whole("proposed"), AGREED, day("01-15"))
    assert (later.on, later.since) == (day("01-21"), day("01-14"))


def test_a_proposal_that_begins_later_waits_without_a_day_that_any_file_tells() -> None:
    found = move(whole("proposed"), Verdict(KEY, Level.MISSING), day("01-05"))
    assert (found.what, found.since, found.on) == ("approval", None, day("01-19"))


def test_what_a_review_closed_asks_for_the_status_and_for_nothing_else() -> None:
    it = whole("active")
    anna = replace(it.leaders["anna"], reviews=(review("02-20", "achieved"),))
    it = replace(it, leaders={**it.leaders, "anna": anna})
    for verdict in (AGREED, STALE, Verdict(KEY, Level.MISSING)):
        found = moments(it, measure(it, day("03-02")), day("03-02"), verdicts={KEY: verdict})
        assert [(moment.what, moment.since, moment.days_overdue) for moment in found] == [("close", day("02-20"), 10)]


# People come and go -------------------------------------------------------------------------------------------------


def after(it: Plans, today: date, **left: date) -> Plans:
    """The plans on that day, with the last days of some people."""
    people = {id: replace(person, left=left.get(id)) for id, person in it.leaders.items()}
    return as_of(replace(it, leaders=people), today, frozenset(people))


def test_an_agreed_goal_of_a_manager_who_left_is_for_hr_once_a_week_is_over_and_its_leader_goes_on_meanwhile() -> None:
    it, gone = whole("active"), day("01-20")
    on = {one: after(it, day(one), mo=gone) for one in ("01-20", "01-21", "01-26", "01-29")}
    assert [move(plans, AGREED, day(one)).what for one, plans in on.items()] == ["check_in"] * 3 + ["approver"]
    told = {
        one: moments(plans, measure(plans, day(one)), day(one), verdicts={KEY: AGREED}) for one, plans in on.items()
    }
    asked = {one: [it for it in found if it.what == "approver"] for one, found in told.items()}
    assert [len(asked[one]) for one in on] == [0, 1, 1, 1]
    assert {(it.whose, it.why, it.since, it.people) for one in on for it in asked[one]} == {
        ("hr", "manager_left", day("01-21"), ())
    }


def test_whoever_left_is_no_observer_any_more_and_is_asked_in_no_other_way() -> None:
    seen = indicator("level", 0, 10, threshold=4, source="observation")
    person = leader(goal(seen, status="active"), manager="mo", observers=("ola", "pia"))
    others = (Leader(id, f"plans/leaders/{id}/leader.yml", id.title()) for id in ("mo", "ola", "pia"))
    it = plans(person, *others)
    for today in (day("01-26"), day("02-10"), day("04-20")):
        before = after(it, today)
        now = after(it, today, ola=day("01-25"))
        asked = moments(now, measure(now, today), today, verdicts={KEY: AGREED})
        observers = {one.people for one in asked if one.what == "observe"}
        assert observers == {("pia",)}
        assert {
            one.people for one in moments(before, measure(before, today), today, verdicts={KEY: AGREED})
            if one.what == "observe"
        } == {("ola", "pia")}  # fmt: skip
        gone = after(it, today, ola=day("01-25"), pia=day("01-25"), anna=day("01-25"))
        assert moments(gone, measure(gone, today), today, verdicts={KEY: AGREED}) == ()
        assert moves(gone, ()) == {}
