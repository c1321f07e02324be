"""What is due or overdue for whom, with grace and holidays."""

from __future__ import annotations

from dataclasses import replace

from koers.model.goal import Achievable, Goal
from koers.model.log import CheckIn, Measurement, Review
from koers.model.organization import Absence, Leader, Plans
from koers.progress.measure import measure
from koers.progress.moments import MomentKind, Mover
from koers.progress.moves import moments, moves
from progress.build import DEADLINE, GOAL, check_in, day, goal, indicator, leader, measurement, plans, review

CHECK_IN = MomentKind.CHECK_IN
LEVEL = indicator("level", 0, 10, threshold=4)
Log = list[CheckIn | Measurement | Review]


def one(it: Goal, log: Log | None = None, **settings: object) -> Plans:
    return plans(leader(it, log=log, manager="mo"), Leader("mo", "plans/leaders/mo/leader.yml", "Mo"), **settings)


def due(plans: Plans, as_of: str, until: str | None = None) -> list[tuple[str, str, int, str]]:
    on = day(as_of)
    found = moments(plans, measure(plans, on), on)
    told = [m for m in found if until is None or m.is_asked_by(day(until))]
    return [(m.what.value, m.on.isoformat()[5:], m.days_overdue, " ".join(m.people)) for m in told]


def test_a_new_goal_has_its_next_moments() -> None:
    it = goal(LEVEL, remeasure="2026-04-14")
    assert due(one(it), "01-12", "01-26") == [("check_in", "01-26", 0, "anna")]
    assert due(one(it), "01-12") == [
        ("check_in", "01-26", 0, "anna"),
        ("check_in", "02-09", 0, "anna"),
        ("check_in", "02-23", 0, "anna"),
        ("review", "02-23", 0, "anna mo"),
        ("check_in", "03-09", 0, "anna"),
        ("check_in", "03-23", 0, "anna"),
        ("check_in", "04-06", 0, "anna"),
        ("review", "04-06", 0, "anna mo"),
        ("deadline", "04-10", 0, "anna mo"),
        ("remeasure", "04-14", 0, "anna"),
    ]


def test_overdue_begins_after_the_grace_and_counts_from_the_due_day() -> None:
    it = one(goal(LEVEL, review=None))
    assert due(it, "01-29", "01-30") == [("check_in", "01-26", 0, "anna")]
    assert due(it, "01-30", "01-30") == [("check_in", "01-26", 4, "anna")]
    assert due(it, "02-20", "02-20") == [("check_in", "01-26", 25, "anna")]
    both_due = due(it, "02-10", "02-23")
    assert both_due == [("check_in", "01-26", 15, "anna"), ("check_in", "02-23", 0, "anna")]
    shorter = one(goal(LEVEL, review=None), limits={"check_in_grace_days": 0}, holidays=frozenset({day("01-26")}))
    assert due(shorter, "01-27", "01-27") == [("check_in", "01-27", 0, "anna")]
    assert due(shorter, "01-28", "01-28") == [("check_in", "01-27", 1, "anna")]


def test_held_is_not_due() -> None:
    it = one(goal(LEVEL, review=None), [check_in("01-23", {"a": 1})])
    assert due(it, "01-30", "02-09") == [("check_in", "02-09", 0, "anna")]


def test_off_track_asks_for_a_decision_until_a_review_takes_one() -> None:
    log: Log = [check_in("02-17", {"a": 3}), check_in("03-03", {"a": 3})]
    it = goal(LEVEL, check_in=None, review=None)
    decision = ("decision", "03-17", 0, "anna mo")
    assert due(one(it, log), "03-04", "04-09") == [decision]
    assert due(one(it, log), "03-20", "04-09") == [("decision", "03-17", 3, "anna mo")]
    assert due(one(it, [*log, review("03-02", "adjust")]), "03-04", "04-09") == [decision]
    assert due(one(it, [*log, review("03-03", "adjust")]), "03-04", "04-09") == []


def test_after_the_deadline_only_the_closing_decision_and_the_proof_remain() -> None:
    it = goal(LEVEL, remeasure="2026-04-14")
    assert due(one(it), "04-20") == [("decision", "04-10", 10, "anna mo"), ("remeasure", "04-14", 0, "anna")]
    scans: Log = [
        measurement("01-10", "scan", "survey360", {"a": 4}),
        measurement("04-14", "scan", "survey360", {"a": 6}),
    ]
    assert due(one(it, [*scans, review("04-13", "achieved")]), "04-20") == [("close", "04-13", 0, "anna")]
    achieved = replace(it, status=it.status.ACHIEVED)
    assert due(one(achieved), "04-23") == [("remeasure", "04-14", 9, "anna")]
    assert due(one(achieved), "2026-07-04") == []  # the window closed on 3 July


def test_drafts_and_stopped_goals_ask_for_nothing_by_a_day() -> None:
    assert due(one(goal(LEVEL, status="draft")), "02-20") == []
    assert due(one(goal(LEVEL, status="stopped")), "02-20") == []


def test_order_and_next_moment() -> None:
    first = goal(LEVEL, id="first", review=None, remeasure="2026-03-20")
    second = goal(LEVEL, id="second", check_in="week", review=None)
    both = plans(leader(first, second, log=[check_in("03-09", {"a": 9}, goal="first")]))
    as_of = day("03-12")
    found = tuple(m for m in moments(both, measure(both, as_of), as_of) if m.is_asked_by(DEADLINE))
    assert [moment.is_overdue for moment in found] == sorted((m.is_overdue for m in found), reverse=True)
    following = moves(both, found)
    assert following["anna", "first"].on == day("03-20")
    late = following["anna", "second"]
    assert (late.what, late.on, late.days_overdue, late.since) == (CHECK_IN, day("01-19"), 52, day("01-19"))
    assert GOAL not in {moment.goal for moment in found}


def test_the_next_check_in_is_asked_since_the_last_one() -> None:
    it = one(goal(LEVEL, review=None), [check_in("01-23", {"a": 1})])
    (move,) = moves(it, moments(it, measure(it, day("01-30")), day("01-30"))).values()
    assert (move.what, move.on, move.since, move.whose) == (CHECK_IN, day("02-09"), day("01-23"), Mover.LEADER)


def test_observers_tell_what_they_saw_by_the_first_review() -> None:
    seen = indicator("level", 0, 10, id="seen", source="observation")
    it = one(goal(seen, check_in=None, achievable=Achievable(observers=("cy", "di"))))
    on = day("02-20")
    (move,) = moves(it, moments(it, measure(it, on), on)).values()
    assert (move.what, move.whose, move.people) == (MomentKind.OBSERVE, Mover.OBSERVER, ("cy", "di"))
    assert (move.on, move.since) == (day("02-23"), day("01-12"))
    told = one(it.leaders["anna"].goals[GOAL], [measurement("02-18", "o", "observation", {"seen": 4})])
    assert "observe" not in {what for what, *_ in due(told, "02-20")}


def test_what_is_due_while_the_leader_is_away_is_asked_after_it() -> None:
    it = goal(LEVEL, remeasure="2026-04-14")
    away = (Absence(day("02-21"), day("03-10")), Absence(day("04-03"), day("04-20")))
    person = leader(it, manager="mo", away=away)
    whole = plans(person, Leader("mo", "plans/leaders/mo/leader.yml", "Mo"))
    assert due(whole, "01-12") == [
        ("check_in", "01-26", 0, "anna"),
        ("check_in", "02-09", 0, "anna"),
        ("check_in", "03-11", 0, "anna"),
        ("review", "03-11", 0, "anna mo"),
        ("check_in", "03-23", 0, "anna"),
        # The deadline is a day that was agreed. What would move behind it is not asked: the goal has ended by then.
        ("deadline", "04-10", 0, "anna mo"),
        ("remeasure", "04-21", 0, "anna"),
    ]
    # The decision after the deadline waits until the leader is back.
    past = [(what, on) for what, on, _, _ in due(whole, "04-13")]
    assert past == [("decision", "04-21"), ("remeasure", "04-21")]


def test_the_manager_who_decides_is_not_excused_by_the_leaders_absence() -> None:
    proposed = goal(LEVEL, status="proposed")
    person = leader(proposed, manager="mo", away=(Absence(day("01-12"), day("03-10")),))
    assert due(plans(person, Leader("mo", "plans/leaders/mo/leader.yml", "Mo")), "01-12") == due(
        plans(replace(person, away=()), Leader("mo", "plans/leaders/mo/leader.yml", "Mo")), "01-12"
    )
