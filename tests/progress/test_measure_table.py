"""Numbers worked out by hand: the four measures, both directions, hold, gaps, and dates on the edges.

The goal runs from Monday 12 January to Friday 10 April 2026, 88 days, with a check-in every two weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest

from koers.model.goal import Goal, Indicator
from koers.model.log import CheckIn, Measurement, Review
from koers.model.organization import Absence
from koers.progress.measure import measure, measure_goal
from koers.progress.values import (
    GoalProgress,
    Grade,
    IgnoredBecause,
    IndicatorProgress,
    MissingReading,
    Standing,
    TooLittle,
)
from koers.progress.working_days import Tolerance
from progress.build import DEADLINE, START, check_in, day, goal, indicator, leader, measurement, plans, review

F = Fraction
Log = list[CheckIn | Measurement | Review]


@dataclass(frozen=True)
class Row:
    shows: str
    indicator: Indicator
    log: Log
    as_of: str
    current: F | None
    progress: F | None
    expected: F
    standing: str


LEVEL = indicator("level", 0, 10, threshold=4)
FREQUENCY = indicator("frequency", 1, 6, per="2 weeks", threshold=4)
FEWER_DAYS = indicator("level", 10, 5)
TOTAL = indicator("total", 0, 3)
SHARE = indicator("share", 50, 90)
HOLD = indicator("share", 90, 90, threshold=80, hold=True)
HOLD_LOW = indicator("level", 2, 2, threshold=4, hold=True)
SCAN = indicator("level", 45, 65, source="survey360")
PER_WEEK = indicator("frequency", 0, 2, per="week")


def a(*readings: tuple[str, str | int | None]) -> Log:
    """Check-ins with a reading of indicator `a`; None leaves it out; a second on a day gets number 2."""
    log: Log = []
    for index, (on, value) in enumerate(readings):
        number = 1 + sum(earlier == on for earlier, _ in readings[:index])
        log.append(check_in(on, {} if value is None else {"a": value}, number))
    return log


# fmt: off
ROWS = [
    Row("frequency pools 3 + 5 in 28 days, per 14 days", FREQUENCY, a(("01-26", 3), ("02-09", 5)),
        "02-09", F(4), F("0.6"), F(28, 88), "on_track"),
    Row("a frequency per month: 3 in 31 days", indicator("frequency", 0, 10, per="month"), a(("02-12", 3)),
        "02-12", F(3, 31) * F(36525, 1200), F(3, 31) * F(36525, 12000), F(31, 88), "on_track"),
    Row("a frequency needs a whole period", indicator("frequency", 0, 10, per="month"), a(("02-11", 3)),
        "02-11", None, None, F(30, 88), "too_little"),
    Row("and a week at least", indicator("frequency", 0, 1, per="day"), a(("01-18", 9)),
        "01-18", None, None, F(6, 88), "too_little"),
    Row("the first day is no day to tell by", PER_WEEK, a(("01-12", 1)), "01-12", None, None, F(0), "too_little"),
    Row("one on the first day takes no day from the next", PER_WEEK, a(("01-12", 1), ("01-26", 3)),
        "01-26", F(2), F(1), F(14, 88), "achieved"),
    Row("a check-in that leaves it out ends no days: the next one covers them", PER_WEEK,
        a(("01-26", 4), ("02-02", None), ("02-09", 2)), "02-09", F("1.5"), F("0.75"), F(28, 88), "on_track"),
    Row("a note the day before makes 1 in 28 days no 1 in a day", PER_WEEK, a(("02-08", None), ("02-09", 1)),
        "02-09", F("0.25"), F("0.125"), F(28, 88), "at_risk"),
    Row("1 of 1 is not yet 100 percent", SHARE, a(("02-09", "1/1")), "02-09", None, None, F(28, 88), "too_little"),
    Row("2 of 2 in a month neither", SHARE, a(("01-26", "1/1"), ("02-09", "1/1")),
        "02-09", None, None, F(28, 88), "too_little"),
    Row("a window that is too little reaches further back", SHARE, a(("01-26", "4/5"), ("03-09", "1/1")),
        "03-09", F(500, 6), (F(500, 6) - 50) / 40, F(56, 88), "on_track"),
    Row("a few days are too little for a share", SHARE, a(("01-16", "5/5")),
        "01-16", None, None, F(4, 88), "too_little"),
    Row("a share that is not from check-ins needs no days", indicator("share", 50, 90, source="pulse"),
        [measurement("01-14", "pulse", "pulse", {"a": "5/8"})], "01-14", F("62.5"), F("0.3125"), F(2, 88), "on_track"),
    Row("what lies a whole window before the last point is out", PER_WEEK, a(("01-26", 8), ("02-09", 3), ("02-23", 1)),
        "02-23", F(1), F("0.5"), F(42, 88), "on_track"),
    Row("two on one day are added and cover the days once", FREQUENCY, a(("01-26", 2), ("01-26", 1)),
        "01-26", F(3), F("0.4"), F(14, 88), "on_track"),
    Row("none counted is a zero, not a gap", FREQUENCY, a(("01-26", 0)),
        "01-26", F(0), F("-0.2"), F(14, 88), "at_risk"),
    Row("level", indicator("level", 45, 62), a(("01-26", 50)), "01-26", F(50), F(5, 17), F(14, 88), "on_track"),
    Row("a level takes the day's last", LEVEL, a(("01-26", 9), ("01-26", 2)),
        "01-26", F(2), F("0.2"), F(14, 88), "on_track"),
    Row("lower is better: 10 days to 5, now 7", FEWER_DAYS, a(("01-26", 9), ("02-09", 7)),
        "03-09", F(7), F("0.6"), F(56, 88), "on_track"),
    Row("lower is better: below the target is achieved", FEWER_DAYS, a(("01-26", 4)),
        "01-26", F(4), F("1.2"), F(14, 88), "achieved"),
    Row("lower is better: worse than the baseline", FEWER_DAYS, a(("01-26", 12)),
        "01-26", F(12), F("-0.4"), F(14, 88), "at_risk"),
    Row("total adds up", TOTAL, a(("01-26", 1), ("02-09", None), ("02-23", 1)),
        "02-23", F(2), F(2, 3), F(42, 88), "on_track"),
    Row("total starts from the baseline", indicator("total", 2, 6), a(("01-26", 1), ("01-26", 1)),
        "01-26", F(4), F("0.5"), F(14, 88), "on_track"),
    Row("share pools 3/4 and 9/10 to 12 of 14", SHARE, a(("01-26", "3/4"), ("02-09", "9/10")),
        "02-09", F(1200, 14), (F(1200, 14) - 50) / 40, F(28, 88), "on_track"),
    Row("0/0 is no point", SHARE, a(("01-26", "3/4"), ("02-09", "0/0")),
        "02-09", F(75), F("0.625"), F(28, 88), "on_track"),
    Row("0/0 and 9/10 on one day is 9/10", SHARE, a(("02-09", "0/0"), ("02-09", "9/10")),
        "02-09", F(90), F(1), F(28, 88), "achieved"),
    Row("a falling share is better when the target is lower", indicator("share", 40, 10), a(("02-09", "5/20")),
        "02-09", F(25), F("0.5"), F(28, 88), "on_track"),
    Row("hold at the target", HOLD, a(("02-09", "9/10")), "02-09", F(90), F(1), F(1), "achieved"),
    Row("hold halfway to the threshold", HOLD, a(("02-09", "17/20")), "02-09", F(85), F("0.5"), F(1), "at_risk"),
    Row("hold just under the target", HOLD, a(("02-09", "89/100")), "02-09", F(89), F("0.9"), F(1), "on_track"),
    Row("hold, lower is better", HOLD_LOW, a(("02-09", 3)), "02-09", F(3), F("0.5"), F(1), "at_risk"),
    Row("hold, lower is better, better than the target", HOLD_LOW, a(("02-09", 1)),
        "02-09", F(1), F(1), F(1), "achieved"),
    Row("hold, twice worse than the threshold", HOLD_LOW, a(("01-26", 5), ("02-09", 6)),
        "02-09", F(6), F(-1), F(1), "off_track"),
    Row("exactly 0.10 behind is on track", LEVEL, a(("02-25", 4)), "02-25", F(4), F("0.4"), F("0.5"), "on_track"),
    Row("more than 0.10 behind is at risk", LEVEL, a(("02-25", "3.99")),
        "02-25", F("3.99"), F("0.399"), F("0.5"), "at_risk"),
    # The line reaches threshold 4 after 35.2 days, so on 17 February.
    Row("two worse than the threshold since the line reached it", LEVEL, a(("02-17", 3), ("03-03", "3.9")),
        "03-03", F("3.9"), F("0.39"), F(50, 88), "off_track"),
    Row("one of the two before the line reached it", LEVEL, a(("02-16", 3), ("03-03", "3.9")),
        "03-03", F("3.9"), F("0.39"), F(50, 88), "at_risk"),
    Row("at the threshold is not worse", LEVEL, a(("02-17", 3), ("03-03", 4)),
        "03-03", F(4), F("0.4"), F(50, 88), "at_risk"),
    Row("an old point below the threshold is forgiven", LEVEL, a(("02-17", 3), ("03-03", 3), ("03-17", 7)),
        "03-17", F(7), F("0.7"), F(64, 88), "on_track"),
    Row("nothing yet", LEVEL, [], "02-09", None, None, F(28, 88), "no_data"),
    Row("before the start", LEVEL, [], "2025-12-01", None, None, F(0), "no_data"),
    Row("a point two periods before e still speaks", LEVEL, a(("02-09", 9)),
        "03-09", F(9), F("0.9"), F(56, 88), "on_track"),
    Row("a day older it is too old", LEVEL, a(("02-09", 9)), "03-10", F(9), F("0.9"), F(57, 88), "no_data"),
    Row("files after as_of are not seen", LEVEL, a(("01-26", 1), ("02-09", 9)),
        "02-08", F(1), F("0.1"), F(27, 88), "at_risk"),
    Row("start and deadline belong to the period", TOTAL, a(("01-11", 1), ("01-12", 1), ("04-10", 1), ("04-11", 1)),
        "05-01", F(2), F(2, 3), F(1), "at_risk"),
    Row("after the deadline expected stays at the target", LEVEL, a(("04-10", 10)),
        "12-31", F(10), F(1), F(1), "achieved"),
    Row("a closing review ends it", LEVEL, [*a(("03-09", 5), ("03-10", 9)), review("03-09", "stop")],
        "05-01", F(5), F("0.5"), F(56, 88), "at_risk"),
    Row("a review that goes on does not", LEVEL, [*a(("03-09", 5), ("03-10", 9)), review("03-09", "adjust")],
        "03-10", F(9), F("0.9"), F(57, 88), "on_track"),
    Row("a milestone bends the line", indicator("level", 0, 10, milestones={"02-25": 2}), a(("02-03", 1)),
        "02-03", F(1), F("0.1"), F("0.1"), "on_track"),
    Row("another source counts after the deadline, and does not grow old", SCAN,
        [measurement("04-20", "scan", "survey360", {"a": 60})], "12-31", F(60), F("0.75"), F(1), "at_risk"),
    Row("a measurement of another kind does not count", SCAN,
        [measurement("04-01", "pulse", "pulse", {"a": 60})], "04-01", None, None, F(79, 88), "no_data"),
]
# fmt: on


@pytest.mark.parametrize("row", ROWS, ids=[row.shows for row in ROWS])
def test_by_hand(row: Row) -> None:
    it = goal(row.indicator)
    progress = measure_goal(leader(it, log=row.log), it, day(row.as_of))
    only = progress.indicators[0]
    assert (only.current, only.progress, only.expected, only.standing.value) == (
        row.current,
        row.progress,
        row.expected,
        row.standing,
    )
    assert progress.standing is only.standing


def measured(it: Goal, log: Log, as_of: str) -> GoalProgress:
    return measure_goal(leader(it, log=log), it, day(as_of))


def test_points_carry_their_days_and_files() -> None:
    progress = measured(goal(FREQUENCY), a(("01-26", 3), ("02-09", 5), ("02-09", 1)), "02-10").indicators[0]
    assert [(p.date, p.value, p.reading, p.days, p.path) for p in progress.points] == [
        (day("01-26"), F(3), F(3), 14, "plans/leaders/anna/checkins/2026-01-26.yml"),
        (day("02-09"), F(6), F(6), 14, "plans/leaders/anna/checkins/2026-02-09-2.yml"),
    ]
    assert progress.grade is Grade.SELF_REPORTED


def test_gaps_are_check_ins_that_leave_it_out_and_check_ins_that_were_missed() -> None:
    progress = measured(goal(TOTAL), a(("01-26", 1), ("02-09", None), ("03-09", 1)), "03-10").indicators[0]
    assert [point.value for point in progress.points] == [F(1), F(2)]
    assert progress.missing == (
        MissingReading(day("02-09"), True, "plans/leaders/anna/checkins/2026-02-09.yml"),
        MissingReading(day("02-23"), False),
    )


def test_what_is_ignored_says_why() -> None:
    share = indicator("share", 50, 90, id="s")
    scan = indicator("level", 45, 65, id="scan", source="survey360")
    log: Log = [
        check_in("01-11", {"s": "1/2"}),
        check_in("02-09", {"s": 7, "scan": 50}),
        check_in("04-11", {"s": "1/2"}),
        measurement("01-05", "scan", "survey360", {"scan": 45}),
        measurement("04-20", "scan", "survey360", {"scan": 60}),
    ]
    progress = measured(goal(share, scan), log, "05-01")
    assert [(i.date, i.because, i.is_check_in) for i in progress.indicator("s").ignored] == [
        (day("01-11"), IgnoredBecause.BEFORE_START, True),
        (day("02-09"), IgnoredBecause.OTHER_FORM, True),
        (day("04-11"), IgnoredBecause.AFTER_END, True),
    ]
    assert [(i.date, i.because, i.is_check_in) for i in progress.indicator("scan").ignored] == [
        (day("02-09"), IgnoredBecause.OTHER_SOURCE, True),
        (day("01-05"), IgnoredBecause.BEFORE_START, False),
    ]
    assert progress.indicator("scan").current == 60
    assert progress.evaluated_on == DEADLINE


def test_off_track_since_the_second_point_of_the_run() -> None:
    progress = measured(goal(LEVEL), a(("02-17", 3), ("03-03", 3), ("03-17", 2)), "03-20").indicators[0]
    assert progress.off_track_since == day("03-03")


def test_off_track_takes_enough_to_tell() -> None:
    share = indicator("share", 50, 90, threshold=80)
    log = a(("03-02", "20/20"), ("03-30", "0/1"), ("04-06", "0/1"))
    assert measured(goal(share), log, "04-06").standing is not Standing.OFF_TRACK
    more = measured(goal(share), [*log, *a(("04-09", "0/1"))], "04-09").indicators[0]
    assert (more.standing, more.off_track_since) == (Standing.OFF_TRACK, day("04-09"))


def test_what_is_too_little_says_how_much_it_takes() -> None:
    share = measured(goal(SHARE), a(("02-09", "1/1")), "02-09").indicators[0]
    assert share.too_little == TooLittle(1, 3, are_days=False)
    often = measured(goal(FREQUENCY), a(("01-19", 9)), "01-19").indicators[0]
    assert (often.too_little, often.forecast) == (TooLittle(7, 14, are_days=True), None)
    asks = Tolerance(observations_minimum=1, covered_days_minimum=1)
    assert measure_goal(leader(log=a(("02-09", "1/1"))), goal(SHARE), day("02-09"), asks).indicators[0].current == 100


def test_a_goal_of_which_one_indicator_can_be_judged_takes_that_one() -> None:
    both = goal(replace(SHARE, id="s"), replace(LEVEL, id="l"))
    log: Log = [check_in("02-09", {"s": "1/1", "l": 9})]
    assert (measured(both, log, "02-09").standing, measured(both, log, "02-09").decisive) == (Standing.ON_TRACK, "l")
    alone = goal(replace(SHARE, id="s"), replace(LEVEL, id="l"))
    assert measured(alone, [check_in("02-09", {"s": "1/1"})], "02-09").standing is Standing.TOO_LITTLE


def test_goal_takes_the_worst_leading_indicator_that_has_data() -> None:
    fine = indicator("level", 0, 10, id="fine")
    silent = indicator("level", 0, 10, id="silent")
    poor = indicator("level", 0, 10, id="poor")
    poorer = indicator("level", 0, 10, id="poorer")
    result = indicator("level", 0, 10, id="result", kind="lagging")
    log: Log = [check_in("03-10", {"fine": 9, "poor": 2, "poorer": 1, "result": 0})]
    progress = measured(goal(result, fine, silent, poor, poorer), log, "03-10")
    assert (progress.standing, progress.decisive) == (Standing.AT_RISK, "poorer")
    assert progress.main is progress.indicator("poorer")
    tie = measured(
        goal(poor, indicator("level", 0, 10, id="same")), [check_in("03-10", {"poor": 2, "same": 2})], "03-10"
    )
    assert tie.decisive == "poor"
    only_result = measured(goal(result), log, "03-10")
    assert (only_result.standing, only_result.decisive) == (Standing.AT_RISK, "result")
    unseen = measured(goal(result, silent), log, "03-10")
    assert (unseen.standing, unseen.decisive) == (Standing.NO_DATA, "silent")


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_draft_and_proposed_have_no_standing(status: str) -> None:
    progress = measured(goal(LEVEL, status=status), a(("01-26", 1)), "02-09")
    assert (progress.standing, progress.decisive, progress.check_ins.slots) == (None, None, ())
    assert progress.indicators[0].progress == F("0.1")


def test_a_goal_without_dates_expects_nothing() -> None:
    progress = measured(goal(LEVEL, status="draft", start=None, deadline=None), a(("01-26", 1)), "02-09")
    only = progress.indicators[0]
    assert (only.points, only.expected, only.expected_value, only.expected_line) == ((), None, None, ())
    without_deadline = measured(goal(LEVEL, deadline=None), a(("01-26", 1)), "02-09").indicators[0]
    assert (without_deadline.progress, without_deadline.expected) == (F("0.1"), None)
    assert without_deadline.standing is Standing.NO_DATA


def test_a_stop_that_was_taken_back_does_not_close() -> None:
    log: Log = [*a(("03-09", 5)), review("02-09", "stop"), review("02-23", "continue")]
    assert measured(goal(LEVEL), log, "03-09").evaluated_on == day("03-09")
    log = [*a(("03-09", 5)), review("02-09", "stop"), review("02-23", "achieved")]
    assert measured(goal(LEVEL), log, "03-09").evaluated_on == day("02-09")


def test_expected_line_has_its_corners() -> None:
    it = goal(indicator("level", 0, 10, milestones={"02-25": 2, "01-12": 9, "04-10": 1, "12-01": 3}))
    assert measured(it, [], "02-09").indicators[0].expected_line == (
        (START, F(0)),
        (day("02-25"), F(2)),
        (DEADLINE, F(10)),
    )
    backwards = goal(indicator("level", 0, 10), deadline=date(2025, 1, 1))
    assert measured(backwards, [], "02-09").indicators[0].expected == 1


def gone(it: Goal, log: Log, as_of: str, *stretches: tuple[str, str]) -> IndicatorProgress:
    away = tuple(Absence(day(first), day(last)) for first, last in stretches)
    return measure_goal(leader(it, log=log, away=away), it, day(as_of)).indicators[0]


def test_days_away_are_covered_by_no_frequency() -> None:
    log = a(("01-26", 3), ("02-09", 5))
    # 21 of the 28 days: 8 / 21 x 14.
    away = gone(goal(FREQUENCY), log, "02-09", ("01-28", "02-03"))
    assert (away.current, [point.days for point in away.points]) == (F(112, 21), [14, 7])
    assert [point.value for point in away.points] == [F(3), F(10)]
    # Of two weeks of which a week remains, only so many days are left out that they are enough to tell.
    most = gone(goal(FREQUENCY), log, "02-09", ("01-13", "02-08"))
    assert (most.current, most.too_little) == (F(8), None)
    # A check-in on days away speaks for its days: one day is not to speak for a fortnight.
    assert [point.value for point in most.points] == [F(6), F(10)]
    # Where fewer times are better, the days stay: an absence makes nothing worse.
    fewer = replace(FREQUENCY, baseline=F(6), target=F(1), threshold=None)
    assert gone(goal(fewer), log, "02-09", ("01-28", "02-03")).current == F(4)
    assert gone(goal(SHARE), a(("02-09", "9/10")), "02-09", ("01-28", "02-03")).current == F(90)


def test_readings_grow_no_older_on_days_away_unless_that_would_be_held_against_somebody() -> None:
    weeks_away = ("02-10", "03-08")
    assert gone(goal(LEVEL), a(("02-09", 9)), "03-20", weeks_away).standing is Standing.ON_TRACK
    assert gone(goal(LEVEL), a(("02-09", 9)), "04-07", weeks_away).standing is Standing.NO_DATA
    assert gone(goal(LEVEL), a(("02-09", 1)), "03-20", weeks_away).standing is Standing.NO_DATA


def test_an_organization_sets_how_much_is_enough() -> None:
    person = leader(goal(SHARE), log=a(("02-09", "1/1")))
    limits = {"observations_minimum": Fraction(1), "covered_days_minimum": Fraction(29)}
    found = [
        measure(plans(person, limits=set_), day("02-09"))["anna", "goal"].indicators[0]
        for set_ in ({}, {"observations_minimum": limits["observations_minimum"]}, limits)
    ]
    assert [one.standing for one in found] == [Standing.TOO_LITTLE, Standing.ACHIEVED, Standing.TOO_LITTLE]
    assert found[2].too_little == TooLittle(28, 29, are_days=True)
