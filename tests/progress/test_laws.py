"""Laws that hold for every plan, however odd: nothing raises, better is never worse, order does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from koers.dates import Period, Unit
from koers.model.approval import Level, Verdict
from koers.model.as_of import as_of as cut
from koers.model.goal import Goal, Indicator, Kind, Measure, Source, Status, TimeBound
from koers.model.log import (
    CheckIn,
    Decision,
    GoalLog,
    GoalReview,
    Measurement,
    MeasurementKind,
    Reading,
    Review,
    ReviewKind,
    Score,
    Share,
)
from koers.model.organization import Leader, Role
from koers.progress.comparison import comparisons, proof, remeasure_window
from koers.progress.forecast import trend
from koers.progress.gaps import gaps
from koers.progress.learning_mix import learning_mix
from koers.progress.measure import NO_JUDGEMENT, WORST_FIRST, measure, measure_goal
from koers.progress.moments import Mover
from koers.progress.moves import moments, moves
from koers.progress.rhythm import weeks
from koers.progress.values import Standing
from progress.build import GOAL, goal, indicator, leader, plans

FIRST = date(2026, 1, 1)
near = st.integers(-40, 200).map(lambda days: FIRST + timedelta(days=days))
dates = st.one_of(near, near, near, st.dates())
numbers = st.one_of(
    st.integers(-5, 20).map(Fraction),
    st.fractions(-100, 100, max_denominator=100),
    st.sampled_from([Fraction(10**400), Fraction(1, 10**400)]),
)
shares = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: Share(min(pair), max(pair)))
periods = st.builds(Period, st.integers(1, 6), st.sampled_from(Unit))
readings: st.SearchStrategy[Reading] = st.one_of(numbers, shares)
logs = st.builds(GoalLog, st.dictionaries(st.sampled_from(["a", "b"]), readings))


@st.composite
def indicators(draw: st.DrawFn, id: str) -> Indicator:
    baseline = draw(numbers)
    return Indicator(
        id=id,
        name=id,
        kind=draw(st.sampled_from(Kind)),
        measure=draw(st.sampled_from(Measure)),
        source=draw(st.sampled_from([Source.LOG, Source.LOG, Source.SURVEY360, Source.KPI])),
        baseline=baseline,
        target=draw(st.one_of(st.just(baseline), numbers)),
        per=draw(st.none() | periods),
        threshold=draw(st.none() | numbers),
        hold=draw(st.booleans()),
        milestones=tuple(draw(st.lists(st.tuples(dates, numbers), max_size=3, unique_by=lambda pair: pair[0]))),
    )


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    fields = {name: draw(st.none() | dates) for name in ("start", "deadline", "remeasure")}
    if draw(st.booleans()):
        fields["start"], fields["deadline"] = FIRST, FIRST + timedelta(days=draw(st.integers(1, 200)))
    bound = TimeBound(**fields, check_in=draw(st.none() | periods), review=draw(st.none() | periods))
    both = (draw(indicators("a")), draw(indicators("b")))
    it = goal(*both[: draw(st.integers(0, 2))], status=draw(st.sampled_from(Status)).value, competency="c")
    return replace(it, time_bound=bound)


@st.composite
def leaders(draw: st.DrawFn) -> Leader:
    maybe = st.fixed_dictionaries({}, optional={GOAL: logs, "other": logs})
    numbered = st.integers(1, 3)
    key: Any = {"unique_by": lambda it: (it.date, it.number)}
    each = st.builds(CheckIn, date=dates, number=numbered, path=st.text("ab", max_size=2), goals=maybe)
    check_ins = draw(st.lists(each, max_size=12, **key))
    decisions = st.fixed_dictionaries({}, optional={GOAL: st.builds(GoalReview, st.sampled_from(Decision))})
    held = st.builds(Review, dates, numbered, st.just("r"), st.just(ReviewKind.INTERIM), decisions)
    reviews = draw(st.lists(held, max_size=4, **key))
    scores = st.builds(
        Score,
        behavior=st.none() | numbers,
        aptitude=st.none() | numbers,
        by_group=st.dictionaries(st.sampled_from(["team", "peers", "self"]), numbers),
        facets=st.dictionaries(st.sampled_from(["f", "g"]), numbers),
    )
    measurements = draw(
        st.lists(
            st.builds(
                Measurement,
                date=dates,
                instrument=st.sampled_from(["scan", "pulse"]),
                path=st.just("m"),
                kind=st.sampled_from(MeasurementKind),
                version=st.sampled_from([None, "1"]),
                scale=st.none() | st.tuples(numbers, numbers),
                groups=st.dictionaries(st.sampled_from(["team", "peers"]), st.integers(0, 12)),
                competencies=st.fixed_dictionaries({}, optional={"c": scores}),
                goals=maybe,
            ),
            max_size=5,
            unique_by=lambda it: (it.date, it.instrument),
        )
    )
    it = draw(goals())
    return replace(
        leader(it, role="r", manager="mo"),
        check_ins=tuple(check_ins),
        reviews=tuple(reviews),
        measurements=tuple(measurements),
    )


@settings(max_examples=200, deadline=None)
@given(leaders(), dates, st.sampled_from(Level))
def test_nothing_raises_and_what_comes_out_is_within_bounds(person: Leader, as_of: date, level: Level) -> None:
    whole = replace(plans(person), roles={"r": Role("r", "r", "R", {"c": Fraction(70), "d": Fraction(50)})})
    progress = measure(whole, as_of)
    assert list(progress) == [goal.key for goal in whole.goals()]
    for it in progress.values():
        assert (it.standing is None) is (it.goal.status in (Status.DRAFT, Status.PROPOSED))
        assert it.evaluated_on <= as_of
        assert it.check_ins.held <= it.check_ins.past <= len(it.check_ins.slots)
        assert len(weeks(it, FIRST, as_of)) <= 200
        if it.main is not None:
            assert it.main.standing is it.standing
        for one in it.indicators:
            days = [point.date for point in one.points]
            assert days == sorted(set(days))
            assert all(day <= as_of for day in days)
            assert one.points or one.current is None
            assert (one.too_little is not None) <= (one.current is None and bool(one.points))
            assert (one.expected is None) is (one.expected_value is None) is (not one.expected_line)
            assert one.standing in (*WORST_FIRST, *NO_JUDGEMENT)
            assert (one.off_track_since is not None) is (one.standing is Standing.OFF_TRACK)
            trend(one)
    verdicts = {goal.key: Verdict(goal.key, level, "mo", min(FIRST, as_of), 1) for goal in whole.goals()}
    found = moments(whole, progress, as_of, verdicts=verdicts)
    assert all(moment.days_overdue in (0, (as_of - moment.on).days) for moment in found)
    seen = cut(whole, as_of)
    found = moments(seen, measure(seen, as_of), as_of, verdicts=verdicts)
    whose = moves(seen, found)
    over = (Status.ACHIEVED, Status.STOPPED)
    asked = {(moment.leader, moment.goal) for moment in found}
    assert set(whose) == asked | {goal.key for goal in seen.goals() if goal.status not in over}, "always one"
    for move in whose.values():
        assert move.since is None or move.since <= as_of
        assert move.people or move.whose is Mover.HR
    for comparison in comparisons(person):
        assert comparison.reason is None or not comparison.changes
    proof(person, person.goals[GOAL], as_of, whole.organization)
    remeasure_window(person, person.goals[GOAL], as_of, whole.organization)
    assert {gap.competency for gap in gaps(whole, person)} == {"c", "d"}
    learning_mix(person.goals.values())


@settings(max_examples=80, deadline=None)
@given(leaders(), dates, st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(person: Leader, as_of: date, shuffle: random.Random) -> None:
    def shuffled(files: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(shuffle.sample(files, len(files)))

    other = replace(
        person,
        check_ins=shuffled(person.check_ins),
        reviews=shuffled(person.reviews),
        measurements=shuffled(person.measurements),
    )
    whole, mixed = plans(person), plans(other)
    assert measure(whole, as_of) == measure(mixed, as_of)
    assert moments(whole, measure(whole, as_of), as_of) == moments(mixed, measure(mixed, as_of), as_of)
    assert comparisons(person) == comparisons(other)


@settings(max_examples=80, deadline=None)
@given(leaders(), dates)
def test_files_dated_later_are_not_seen(person: Leader, as_of: date) -> None:
    earlier = replace(
        person,
        goals=cut(plans(person), as_of).leaders[person.id].goals,
        check_ins=tuple(it for it in person.check_ins if it.date <= as_of),
        reviews=tuple(it for it in person.reviews if it.date <= as_of),
        measurements=tuple(it for it in person.measurements if it.date <= as_of),
    )
    assert measure(cut(plans(person), as_of), as_of) == measure(cut(plans(earlier), as_of), as_of)


@settings(max_examples=100, deadline=None)
@given(
    measure_name=st.sampled_from(["level", "total", "frequency"]),
    counts=st.lists(
        st.tuples(st.integers(1, 80), st.integers(0, 9)), min_size=1, max_size=6, unique_by=lambda it: it[0]
    ),
    target=st.sampled_from([6, -6, 0]),
    more=st.integers(1, 5),
    data=st.data(),
)
def test_a_better_reading_never_worsens_progress(
    measure_name: str, counts: list[tuple[int, int]], target: int, more: int, data: st.DataObject
) -> None:
    """In any check-in, for a value that must rise, fall, or be held; the standing does not worsen either."""
    per = "2 weeks" if measure_name == "frequency" else None
    it = goal(indicator(measure_name, 0, target, per=per, threshold=-2 if target == 0 else None))
    counts = [*counts, (81, 1)]  # far enough to tell
    which = data.draw(st.sampled_from([day for day, _ in counts]))
    step = more if target >= 0 else -more

    def progress(extra: int) -> tuple[Fraction, int]:
        check_ins = tuple(
            CheckIn(
                date=date(2026, 1, 12) + timedelta(days=days),
                number=1,
                path=str(days),
                goals={GOAL: GoalLog({"a": Fraction(count + (extra if days == which else 0))})},
            )
            for days, count in counts
        )
        one = measure_goal(replace(leader(it), check_ins=check_ins), it, date(2026, 4, 10)).indicators[0]
        assert one.progress is not None
        rank = [*WORST_FIRST, *NO_JUDGEMENT].index(one.standing)
        return one.progress, rank

    (before, stood), (after, stands) = progress(0), progress(step)
    assert after >= before
    assert stands >= stood


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=6))
def test_a_share_lies_between_its_worst_and_its_best_check_in(pairs: list[tuple[int, int]]) -> None:
    it = goal(indicator("share", 0, 100))
    check_ins = tuple(
        CheckIn(
            date=date(2026, 1, 12) + timedelta(days=7 * index),
            number=1,
            path=str(index),
            goals={GOAL: GoalLog({"a": Share(min(pair), max(pair))})},
        )
        for index, pair in enumerate(pairs)
    )
    one = measure_goal(replace(leader(it), check_ins=check_ins), it, date(2026, 4, 10)).indicators[0]
    values = [Fraction(100 * min(pair), max(pair)) for pair in pairs if max(pair)]
    assert [point.value for point in one.points] == values
    assert (one.current is None) is (not values or one.too_little is not None)
    assert one.current is None or min(values) <= one.current <= max(values)


def test_two_thousand_goals_are_measured_in_one_pass_over_the_log() -> None:
    """Every check-in is looked at once for its goal: no leader's log is read again for each of their goals."""

    class Counted(dict[str, GoalLog]):
        looks = 0

        def __iter__(self) -> Any:
            type(self).looks += 1
            return super().__iter__()

    many = [goal(indicator("level", 0, 10), id=f"g{index}") for index in range(200)]
    check_ins = tuple(
        CheckIn(
            date=date(2026, 1, 12) + timedelta(days=index % 80),
            number=1 + index // 80,
            path=str(index),
            goals=Counted({f"g{index % 200}": GoalLog({"a": Fraction(index % 7)})}),
        )
        for index in range(1000)
    )
    measure(plans(replace(leader(*many), check_ins=check_ins)), date(2026, 4, 10))
    assert Counted.looks == len(check_ins)
