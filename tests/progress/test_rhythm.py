"""Which check-ins and reviews were planned and how they went, and the heat map."""

from __future__ import annotations

from datetime import date, timedelta

from koers.dates import parse_period
from koers.model.organization import Absence
from koers.progress.absence import AwayDays, away_days
from koers.progress.measure import measure_goal
from koers.progress.rhythm import rhythm, weeks
from koers.progress.values import Rhythm, Slot, SlotState, Standing
from koers.progress.working_days import Tolerance
from progress.build import check_in, day, goal, indicator, leader, review

LEVEL = indicator("level", 0, 10)


def kept(days: list[str], as_of: str, every: str = "2 weeks", until: str = "03-09", **rules: object) -> Rhythm:
    tolerance = Tolerance(**rules)  # type: ignore[arg-type]
    return rhythm(parse_period(every), day("01-12"), day(until), [day(on) for on in days], day(as_of), tolerance, 3)


def states(rhythm: Rhythm) -> list[tuple[str, str]]:
    return [(slot.due.isoformat()[5:], slot.state.value) for slot in rhythm.slots]


def test_the_edge_of_the_grace() -> None:
    assert states(kept(["01-29"], "01-29", until="01-26")) == [("01-26", "held")]
    assert states(kept(["01-30"], "01-30", until="01-26")) == [("01-26", "held_late")]
    assert states(kept([], "01-29", until="01-26")) == [("01-26", "planned")]
    assert states(kept([], "01-30", until="01-26")) == [("01-26", "missed")]


def test_a_day_belongs_to_the_nearest_planned_one_the_earlier_at_a_tie() -> None:
    early = kept(["01-20"], "01-20")
    assert early.slots[0] == Slot(day("01-26"), SlotState.HELD, (day("01-20"),))
    tie = kept(["02-02"], "02-02")
    assert states(tie)[:2] == [("01-26", "held_late"), ("02-09", "planned")]
    next_one = kept(["02-03"], "02-03")
    assert states(next_one)[:2] == [("01-26", "missed"), ("02-09", "held")]
    assert kept(["01-12", "01-16", "01-05"], "01-20").extra == (day("01-05"), day("01-12"), day("01-16"))


def test_holidays_and_weekends_move_to_the_next_working_day() -> None:
    holidays = frozenset({day("01-26"), day("01-27")})
    assert states(kept([], "01-12", holidays=holidays, until="01-26")) == [("01-28", "planned")]
    month = rhythm(parse_period("month"), day("01-31"), day("05-01"), [], day("01-31"), Tolerance(), 3)
    # Clamped to the month's end, and then Saturday 28 February moves to Monday.
    assert [slot.due.isoformat() for slot in month.slots] == ["2026-03-02", "2026-03-31", "2026-04-30"]


def test_held_of_past_next_streak_and_overdue() -> None:
    it = kept(["01-26", "02-16", "02-23"], "03-02")
    assert states(it) == [("01-26", "held"), ("02-09", "held_late"), ("02-23", "held"), ("03-09", "planned")]
    assert (it.held, it.past, it.next, it.overdue_since) == (3, 3, day("03-09"), None)
    late = kept(["01-26"], "03-02")
    assert (late.held, late.past, late.overdue_since) == (1, 3, day("02-09"))
    assert (Rhythm().held, Rhythm().next, Rhythm().overdue_since) == (0, None, None)


def test_check_ins_and_reviews_have_each_their_own_rhythm_and_grace() -> None:
    it = goal(LEVEL, check_in="3 weeks", review="6 weeks", deadline=day("03-09"))
    log = [check_in("02-02"), review("02-25", "continue")]
    on_time = measure_goal(leader(it, log=log), it, day("03-04"), Tolerance(check_in_grace_days=3, review_grace_days=7))
    assert states(on_time.check_ins) == [("02-02", "held"), ("02-23", "missed")]
    assert states(on_time.reviews) == [("02-23", "held")]
    strict = measure_goal(leader(it, log=log), it, day("03-04"), Tolerance(check_in_grace_days=14, review_grace_days=1))
    assert states(strict.check_ins) == [("02-02", "held"), ("02-23", "planned")]
    assert states(strict.reviews) == [("02-23", "held_late")]


def test_without_a_check_in_rhythm_readings_count_and_grow_old_as_with_one_of_two_weeks() -> None:
    times = indicator("frequency", 0, 10, id="times", per="week")
    log = [check_in("01-26", {"times": 20}), check_in("02-09", {"times": 2}), check_in("02-23", {"times": 2})]
    for every, now, silent in (
        (None, 1, "03-24"),
        ("2 weeks", 1, "03-24"),
        ("week", 1, "03-10"),
        ("month", 4, "04-24"),
    ):
        it = goal(times, check_in=every, review="6 weeks", deadline=day("06-30"))
        on_the_last_day = measure_goal(leader(it, log=log), it, day(silent) - timedelta(days=1))
        assert on_the_last_day.indicators[0].current == now, every
        assert on_the_last_day.standing is not Standing.NO_DATA, every
        assert measure_goal(leader(it, log=log), it, day(silent)).standing is Standing.NO_DATA, every


def test_it_ends_with_the_closing_review_or_the_last_talk_of_a_stopped_goal() -> None:
    log = [check_in("01-26"), review("02-12", "stop")]
    it = goal(LEVEL, status="stopped")
    closed = measure_goal(leader(it, log=log), it, day("04-01"))
    assert states(closed.check_ins) == [("01-26", "held"), ("02-09", "missed")]
    assert closed.closed_on == day("02-12")
    unsaid = measure_goal(leader(it, log=log[:1]), it, day("04-01"))
    assert states(unsaid.check_ins) == [("01-26", "held")]


def test_a_date_typed_wrong_by_centuries_costs_a_thousand_slots_at_most() -> None:
    it = rhythm(parse_period("day"), date(1, 1, 1), date.max, [], date.max, Tolerance(), 3)
    assert len(it.slots) <= 1000


def test_heat_map_has_a_cell_per_week() -> None:
    it = goal(LEVEL, deadline=day("03-09"))
    log = [check_in("01-12"), check_in("01-27"), check_in("02-16"), review("02-18", "continue")]
    progress = measure_goal(leader(it, log=log), it, day("03-01"))
    assert [
        (cell.monday.isoformat()[5:], cell.state.value, cell.has_review, cell.is_in_period)
        for cell in weeks(progress, day("01-07"), day("03-16"))
    ] == [
        ("01-05", "none", False, False),
        ("01-12", "held", False, True),
        ("01-19", "none", False, True),
        ("01-26", "held", False, True),
        ("02-02", "none", False, True),
        ("02-09", "none", False, True),
        ("02-16", "held_late", True, True),
        ("02-23", "missed", False, True),
        ("03-02", "none", False, True),
        ("03-09", "planned", False, True),
        ("03-16", "none", False, False),
    ]


def away(*stretches: tuple[str, str]) -> AwayDays:
    return away_days(Absence(day(first), day(last)) for first, last in stretches)


def test_what_is_due_while_away_moves_to_the_first_working_day_after_it() -> None:
    # 30 January is a Friday: the first working day after it is Monday 2 February.
    gone = away(("01-20", "01-30"))
    assert states(kept([], "01-12", away=gone, until="02-09")) == [("02-02", "planned"), ("02-09", "planned")]
    assert states(kept([], "02-05", away=gone, until="01-26")) == []  # the goal has ended by then
    assert states(kept([], "02-05", away=gone, until="02-02")) == [("02-02", "planned")]
    assert states(kept([], "02-06", away=gone, until="02-02")) == [("02-02", "missed")]
    holidays = frozenset({day("02-02")})
    assert states(kept([], "01-12", away=gone, holidays=holidays, until="02-03")) == [("02-03", "planned")]
    for_good = away(("01-20", "9999-12-31"))
    assert states(kept([], "02-05", away=for_good)) == []


def test_two_that_fall_into_one_absence_are_one_talk() -> None:
    gone = away(("01-20", "01-28"), ("01-29", "02-13"))
    assert states(kept([], "01-12", away=gone, until="02-23")) == [("02-16", "planned"), ("02-23", "planned")]
    until_the_next = away(("01-20", "02-06"))
    assert states(kept([], "01-12", away=until_the_next, until="02-09")) == [("02-09", "planned")]


def test_one_that_was_held_while_away_or_just_after_it_counts() -> None:
    gone = away(("01-20", "01-30"))
    assert states(kept(["01-27"], "02-20", away=gone, until="02-09")) == [("01-26", "held"), ("02-09", "missed")]
    # On the day it moved to, one talk does for both: nobody is asked again a week later.
    after = kept(["02-03"], "02-20", away=gone, until="02-09")
    assert after.slots == (Slot(day("02-09"), SlotState.HELD, (day("02-03"),)),)
    # Held at the agreed time before or later than the absence: on time, as it moved.
    assert states(kept(["02-02"], "02-20", away=gone, until="02-09"))[0] == ("02-02", "held")


def test_nobody_is_late_on_a_day_away() -> None:
    gone = away(("01-28", "02-06"))
    assert states(kept([], "02-09", away=gone, until="01-26")) == [("01-26", "planned")]
    assert states(kept([], "02-10", away=gone, until="01-26")) == [("01-26", "missed")]
    assert states(kept(["02-01"], "02-10", away=gone, until="01-26")) == [("01-26", "held")]


def test_days_away_once_and_in_order() -> None:
    days = away(("02-10", "02-12"), ("02-01", "02-03"), ("02-04", "02-05"), ("02-11", "02-20"), ("03-05", "03-01"))
    assert days.stretches == ((day("02-01"), day("02-05")), (day("02-10"), day("02-20")))
    assert days.between(day("02-03"), day("02-11")) == 4
    assert days.last_of(day("02-06")) is None
