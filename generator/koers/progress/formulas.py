"""The formulas with a worked example each, for the site and the documentation: every result is computed here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from koers.dates import Period, Unit
from koers.model.goal import Category, Choice, Goal, Indicator, Kind, Measure, Mode, Source, Status, TimeBound
from koers.model.log import CheckIn, GoalLog, Reading, Share
from koers.model.organization import Leader
from koers.progress.expected import reached_on, value_at
from koers.progress.forecast import forecast, theil_sen
from koers.progress.gaps import weigh
from koers.progress.learning_mix import LearningMix
from koers.progress.measure import measure_goal, progress_ratio
from koers.progress.points import frequency, percentage
from koers.progress.values import GoalProgress, Point
from koers.progress.working_days import Tolerance
from koers.texts import Text, text

_START = date(2026, 1, 12)
_DEADLINE = date(2026, 4, 10)
_FIRST = date(2026, 1, 26)
_SECOND = date(2026, 2, 9)
_HALFWAY = date(2026, 2, 25)
_TWO_WEEKS = Period(2, Unit.WEEK)


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula, with what it means and an example in which the numbers are filled in."""

    id: str
    title: Text
    meaning: Text
    formula: Text
    example: Text


def example_indicator() -> Indicator:
    """Conversations run with open questions, per 2 weeks: from 1 to 6, threshold 4."""
    return Indicator(
        id="open-conversations",
        name="One-on-ones run with open questions",
        kind=Kind.LEADING,
        measure=Measure.FREQUENCY,
        source=Source.LOG,
        baseline=Fraction(1),
        target=Fraction(6),
        unit="conversations",
        per=_TWO_WEEKS,
        threshold=Fraction(4),
    )


def example_progress(as_of: date = _SECOND) -> GoalProgress:
    """The goal of the examples: start 12 January, deadline 10 April, 3 conversations on 26 January, 5 on 9 February."""
    goal = Goal(
        id="coaching-one-on-ones",
        leader="anna",
        path="plans/leaders/anna/goals/coaching-one-on-ones.yml",
        title="Coaching one-on-ones with open questions",
        category=Category.TEAM,
        status=Status.ACTIVE,
        indicators=(example_indicator(),),
        time_bound=TimeBound(start=_START, deadline=_DEADLINE, check_in=_TWO_WEEKS),
    )
    check_ins = tuple(_check_in(on, goal.id, Fraction(count)) for on, count in ((_FIRST, 3), (_SECOND, 5)))
    leader = Leader(id="anna", path="plans/leaders/anna/leader.yml", name="Anna", check_ins=check_ins)
    return measure_goal(replace(leader, goals={goal.id: goal}), goal, as_of)


def example_points() -> tuple[Indicator, tuple[Point, ...]]:
    """The indicator of the examples with its two points."""
    progress = example_progress().indicators[0]
    return progress.indicator, progress.points


def points_of(*values: tuple[date, int]) -> tuple[Point, ...]:
    """Points with these dates and values, as a level gives them."""
    return tuple(Point(on, Fraction(value), Fraction(value), "") for on, value in values)


def formulas() -> tuple[Formula, ...]:
    """All formulas, in the order in which a number comes about.

    >>> dict(formulas()[4].example.params)["current"]
    Fraction(4, 1)
    """
    return (*_of_points(), *_of_standing(), *_of_pace())


def _of_points() -> tuple[Formula, ...]:
    progress = example_progress().indicators[0]
    first, second = progress.points
    share, allowed = Share(9, 10), Tolerance()
    return (
        Formula(
            "level",
            text("Measure: level"),
            text("The reading itself; on a day with two readings the last one."),
            text("point = reading"),
            text("A behavior score of {reading}: the point is {point}.", reading=Fraction(62), point=Fraction(62)),
        ),
        Formula(
            "total",
            text("Measure: total"),
            text("What has been added so far, on top of the baseline."),
            text("point = baseline + Σ readings"),
            text(
                "Baseline {baseline}, then {first} and {second} added: the points are {sum} and {total}.",
                baseline=Fraction(1),
                first=Fraction(2),
                second=Fraction(1),
                sum=Fraction(1 + 2),
                total=Fraction(1 + 2 + 1),
            ),
        ),
        Formula(
            "frequency",
            text("Measure: frequency"),
            text(
                "How often, per period. A check-in covers the days since the previous one that gives the number. Days "
                "on which the leader is away are not covered, but where fewer times are better they are: an absence "
                "makes no number worse."
            ),
            text("point = count / days covered × days of per"),
            text(
                "{count} times in {days} days, per week: {count} / {days} × 7 = {point}.",
                count=Fraction(5),
                days=14,
                point=frequency(Fraction(5), 14, Fraction(7)),
            ),
        ),
        Formula(
            "share",
            text("Measure: share"),
            text("Met of so many, in percent. 0/0 is no point: there was nothing to count."),
            text("point = 100 × met / of"),
            text("{met} of {of}: {point} percent.", met=share.met, of=share.of, point=percentage(share)),
        ),
        Formula(
            "current",
            text("Current value"),
            text(
                "Level and total: the last point. Frequency and share: all check-ins together in the window of twice "
                "the longer of per and check-in period that ends at the last point; where that is too little to tell, "
                "a window as many times longer as it takes. So a check-in split in two changes nothing, and one "
                "without the number neither."
            ),
            text("current = Σ count / Σ days covered × days of per"),
            text(
                "{first} times on {first_date} and {second} times on {second_date}, in {days} days, per {per} days: "
                "({first} + {second}) / {days} × {per} = {current}.",
                first=first.reading,
                first_date=first.date,
                second=second.reading,
                second_date=second.date,
                days=(first.days or 0) + (second.days or 0),
                per=_TWO_WEEKS.days,
                current=progress.current,
            ),
        ),
        Formula(
            "enough",
            text("Enough to tell"),
            text(
                "A share rests on {observations} observations at least, and a share or a frequency from check-ins on "
                "{days} days, a frequency also on one whole period; an organization may set other numbers. With less "
                "there is no current value and no judgement: too little to tell. Days away count here.",
                observations=allowed.observations_minimum,
                days=allowed.covered_days_minimum,
            ),
            text("Σ of ≥ observations_minimum, days ≥ covered_days_minimum, days ≥ days of per"),
            text(
                "Met {met} of {of}: too little to tell, and not yet 100 percent. {count} in {days} days, per {per} "
                "days: enough.",
                met=1,
                of=1,
                count=first.reading,
                days=first.days,
                per=_TWO_WEEKS.days,
            ),
        ),
    )


def _of_standing() -> tuple[Formula, ...]:
    progress = example_progress().indicators[0]
    indicator = progress.indicator
    hold = replace(indicator, baseline=Fraction(90), target=Fraction(90), threshold=Fraction(80), hold=True)
    reached = reached_on(progress.expected_line, Fraction(4), indicator.is_lower_better)
    return (
        Formula(
            "progress",
            text("Progress towards the target"),
            text("Which part of the way from baseline to target has been gone; the same when lower is better."),
            text("progress = (current − baseline) / (target − baseline)"),
            text(
                "From {baseline} to {target}, now {current}: "
                "({current} − {baseline}) / ({target} − {baseline}) = {progress}.",
                baseline=indicator.baseline,
                target=indicator.target,
                current=progress.current,
                progress=progress.progress,
            ),
        ),
        Formula(
            "hold",
            text("Holding a value"),
            text("All of it at or better than the target; otherwise how far it is from the threshold."),
            text("progress = (current − threshold) / (target − threshold)"),
            text(
                "Hold {target} with threshold {threshold}, now {current}: "
                "({current} − {threshold}) / ({target} − {threshold}) = {progress}.",
                target=hold.target,
                threshold=hold.threshold,
                current=Fraction(85),
                progress=progress_ratio(hold, Fraction(85)),
            ),
        ),
        Formula(
            "expected",
            text("Expected by now"),
            text("In straight lines from baseline at the start, through milestones, to target at the deadline."),
            text("expected = baseline + (target − baseline) × days since start / days from start to deadline"),
            text(
                "{baseline} on {start}, {target} on {deadline}: on {on}, "
                "after {since} of {days} days, {value} is expected.",
                baseline=indicator.baseline,
                start=_START,
                target=indicator.target,
                deadline=_DEADLINE,
                on=_HALFWAY,
                since=(_HALFWAY - _START).days,
                days=(_DEADLINE - _START).days,
                value=value_at(progress.expected_line, _HALFWAY),
            ),
        ),
        Formula(
            "standing",
            text("How it stands"),
            text(
                "The first that applies: no data (none, or none in two check-in periods, days away not counted); too "
                "little to tell; achieved (progress 1 or more); off track (the last two points, or as many more as it "
                "takes to tell, worse than the threshold, all after the expected line reached it); on track "
                "(at most 0.10 behind expected); at risk."
            ),
            text("progress ≥ expected − 0.10"),
            text(
                "Progress {progress}, expected {expected}: on track. The threshold {threshold} counts from {reached}, "
                "when the expected line reaches it.",
                progress=progress.progress,
                expected=progress.expected,
                threshold=indicator.threshold,
                reached=reached,
            ),
        ),
    )


def _of_pace() -> tuple[Formula, ...]:
    days = points_of((_START, 1), (date(2026, 1, 22), 4), (date(2026, 2, 1), 5))
    slope = theil_sen(days)
    ahead = forecast(replace(example_indicator(), measure=Measure.LEVEL), days, days[-1].value, _DEADLINE)
    return (
        Formula(
            "forecast",
            text("At this pace"),
            text("The median of the slopes between all pairs of points (Theil-Sen); three dates or more."),
            text("date = last point + (target − current) / slope"),
            text(
                "{first}, {second} and {third}, ten days apart: {slope} a day. From {third} to {target} takes "
                "{days} days: {date}.",
                first=days[0].value,
                second=days[1].value,
                third=days[2].value,
                slope=slope,
                target=example_indicator().target,
                days=None if ahead is None or ahead.date is None else (ahead.date - days[-1].date).days,
                date=None if ahead is None else ahead.date,
            ),
        ),
        Formula(
            "gap",
            text("Competency gap"),
            text("What the role asks less the behavior that was measured, both from 0 to 100."),
            text("gap = required − behavior"),
            text(
                "Required {required}, measured {behavior}: a gap of {gap}.",
                required=Fraction(70),
                behavior=Fraction(45),
                gap=Fraction(70) - Fraction(45),
            ),
        ),
        Formula(
            "choice",
            text("Which gap to choose"),
            text(
                "Impact, potential and energy count 3 for high, 2 for medium, 1 for low. What the goal does not say "
                "follows from the gap (20 or more is high, 10 or more medium), the aptitude (70 and 40), and is medium "
                "for energy."
            ),
            text("weight = impact + potential + energy"),
            text(
                "A gap of {gap}, aptitude {aptitude}, energy high: {weight} of 9.",
                gap=Fraction(25),
                aptitude=Fraction(60),
                weight=weigh(Choice(energy="high"), Fraction(25), Fraction(60)),
            ),
        ),
        Formula(
            "mix",
            text("70-20-10 by hours"),
            text("Planned hours of the actions over the whole period: how often it is done times the hours each time."),
            text("share = 100 × hours / all hours"),
            text(
                "{job} hours on the job, {others} from others, {formal} formal: {percent} percent on the job.",
                job=Fraction(14),
                others=Fraction(4),
                formal=Fraction(2),
                percent=LearningMix(
                    {Mode.ON_THE_JOB: Fraction(14), Mode.FROM_OTHERS: Fraction(4), Mode.FORMAL: Fraction(2)}
                ).percent(Mode.ON_THE_JOB),
            ),
        ),
    )


def _check_in(on: date, goal: str, reading: Reading) -> CheckIn:
    path = f"plans/leaders/anna/checkins/{on.isoformat()}.yml"
    return CheckIn(date=on, number=1, path=path, goals={goal: GoalLog({"open-conversations": reading})})
