"""Laws that make a number one to trust: what says nothing changes nothing, and nobody pays for having been away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from koers.model.goal import Goal
from koers.model.log import CheckIn, GoalLog, Reading, Share
from koers.model.organization import Absence, Leader
from koers.progress.measure import measure, measure_goal
from koers.progress.moves import moments
from koers.progress.values import GoalProgress, IndicatorProgress, SlotState, Standing
from progress.build import DEADLINE, GOAL, START, goal, indicator, leader, plans, review

RANK = {
    Standing.OFF_TRACK: 0,
    Standing.AT_RISK: 1,
    Standing.NO_DATA: 2,
    Standing.TOO_LITTLE: 2,
    Standing.ON_TRACK: 3,
    Standing.ACHIEVED: 4,
}
"""What is better; that nobody can tell lies between what goes badly and what goes well."""

days = st.integers(0, 88).map(lambda number: START + timedelta(days=number))
measures = st.sampled_from(["frequency", "frequency", "share", "total", "level"])
absences = st.lists(
    st.builds(lambda first, length: Absence(first, first + timedelta(days=length)), days, st.integers(0, 40)),
    max_size=3,
)


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """A goal with one indicator from the log: to rise, to fall or to hold, with or without a threshold."""
    measure_name = draw(measures)
    baseline, target = draw(st.sampled_from([(1, 6), (6, 1), (0, 10), (50, 90), (4, 4)]))
    threshold = draw(st.sampled_from([None, 3, 5])) if baseline != target else draw(st.sampled_from([3, 5]))
    per = draw(st.sampled_from(["day", "week", "2 weeks", "month"])) if measure_name == "frequency" else None
    it = indicator(measure_name, baseline, target, per=per, threshold=threshold, hold=baseline == target)
    return goal(it, check_in=draw(st.sampled_from(["week", "2 weeks", "month"])))


def readings_of(it: Goal) -> st.SearchStrategy[Reading]:
    if it.indicators[0].measure.value == "share":
        return st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: Share(min(pair), max(pair)))
    return st.integers(0, 9).map(Fraction)


def check_in(on: date, reading: Reading | None, number: int = 1, note: str | None = None) -> CheckIn:
    log = GoalLog({} if reading is None else {"a": reading}, note)
    return CheckIn(date=on, number=number, path=f"{on}-{number}", goals={GOAL: log})


@st.composite
def leaders(draw: st.DrawFn) -> Leader:
    it = draw(goals())
    when = draw(st.lists(days, min_size=1, max_size=8, unique=True))
    log = [check_in(on, draw(readings_of(it))) for on in sorted(when)]
    held = draw(st.lists(days, max_size=2, unique=True))
    return leader(it, log=[*log, *(review(on.isoformat(), "continue") for on in held)])


def seen(person: Leader, as_of: date) -> tuple[GoalProgress, IndicatorProgress]:
    until = replace(
        person,
        check_ins=tuple(one for one in person.check_ins if one.date <= as_of),
        reviews=tuple(one for one in person.reviews if one.date <= as_of),
    )
    found = measure_goal(until, person.goals[GOAL], as_of)
    return found, found.indicators[0]


@settings(max_examples=300, deadline=None)
@given(leaders(), st.data())
def test_a_check_in_split_in_two_with_the_same_counts_changes_no_current_value(
    person: Leader, data: st.DataObject
) -> None:
    """On whatever days of one window the two are held: a window looks at the days on which something was written."""
    which = data.draw(st.sampled_from(person.check_ins))
    reading = which.goals[GOAL].readings["a"]
    earlier = [one.date for one in person.check_ins if one.date < which.date]
    first_possible = max(earlier, default=START - timedelta(days=1)) + timedelta(days=1)
    on = data.draw(st.dates(first_possible, which.date))
    if isinstance(reading, Share):
        of = data.draw(st.integers(0, reading.of))
        met = data.draw(st.integers(max(of - (reading.of - reading.met), 0), min(of, reading.met)))
        parts: tuple[Reading, Reading] = (Share(met, of), Share(reading.met - met, reading.of - of))
        assume(parts[1] != Share(0, 0) or reading == Share(0, 0))  # a `0/0` at the end is no point: the end is earlier
    else:
        some = Fraction(data.draw(st.integers(0, int(reading))))
        parts = (some, reading - some)
    measure_name = person.goals[GOAL].indicators[0].measure.value
    if measure_name == "level":
        parts = (reading, reading)
    last = max(one.date for one in person.check_ins)
    before = seen(person, DEADLINE)[1]
    if before.window_days is not None:
        window = 2 * _longest(person.goals[GOAL])
        assume((last - on).days // window == (last - which.date).days // window)
    number = 1 if on < which.date else 2
    halves = (check_in(on, parts[0], 1), check_in(which.date, parts[1], number))
    split = replace(person, check_ins=tuple(one for one in person.check_ins if one is not which) + halves)
    after = seen(split, DEADLINE)[1]
    assert (after.current, after.progress, after.too_little) == (before.current, before.progress, before.too_little)


def _longest(it: Goal) -> Fraction:
    per = it.indicators[0].per
    check_in_days = it.time_bound.check_in.days if it.time_bound.check_in else Fraction(14)
    return Fraction(-(-2 * max(check_in_days, per.days if per else Fraction(0)) // 1)) / 2


@settings(max_examples=300, deadline=None)
@given(leaders(), days, st.integers(1, 3), st.booleans(), days)
def test_a_check_in_without_the_number_makes_nothing_better(
    person: Leader, on: date, number: int, has_note: bool, as_of: date
) -> None:
    """It is a talk that was held; what the numbers say stays as it is, on every day."""
    note = "No time for it" if has_note else None
    more = replace(person, check_ins=(*person.check_ins, check_in(on, None, number + 1, note)))
    (before, one), (after, other) = seen(person, as_of), seen(more, as_of)
    assert (other.points, other.current, other.progress) == (one.points, one.current, one.progress)
    assert (other.standing, other.forecast, other.too_little) == (one.standing, one.forecast, one.too_little)
    assert after.standing == before.standing


@settings(max_examples=500, deadline=None)
@given(leaders(), absences, absences, days)
def test_a_declared_absence_makes_nothing_worse(
    person: Leader, known: list[Absence], more: list[Absence], as_of: date
) -> None:
    """No number, no standing, nothing missed, nothing overdue: whatever is said of absences before."""
    person = replace(person, away=tuple(known))
    away = replace(person, away=(*known, *more))
    (before, one), (after, other) = seen(person, as_of), seen(away, as_of)
    assert (one.current is None) is (other.current is None)
    if one.progress is not None:
        assert other.progress is not None
        assert other.progress >= one.progress
    assert RANK[other.standing] >= RANK[one.standing]
    assert RANK[after.standing or Standing.NO_DATA] >= RANK[before.standing or Standing.NO_DATA]
    for now, then in ((after.check_ins, before.check_ins), (after.reviews, before.reviews)):
        missed = [sum(slot.state is SlotState.MISSED for slot in rhythm.slots) for rhythm in (now, then)]
        late = [sum(slot.state is SlotState.HELD_LATE for slot in rhythm.slots) for rhythm in (now, then)]
        assert missed[0] <= missed[1]
        assert late[0] <= late[1]
        assert now.held == then.held
        assert then.overdue_since is not None or now.overdue_since is None
        dues = [slot.due for slot in now.slots]
        assert dues == sorted(set(dues))
    assert set(_overdue(away, as_of)) <= set(_overdue(person, as_of))


def _overdue(person: Leader, as_of: date) -> list[str]:
    whole = plans(person)
    return [moment.what.value for moment in moments(whole, measure(whole, as_of), as_of) if moment.is_overdue]
