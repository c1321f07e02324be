"""A: time, support, observers, a jump that can be made, and actions that teach."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from koers.dates import Period, Unit
from koers.diagnostic import Finding, Pointer, Severity
from koers.model.goal import Indicator, Measure, Mode, Source
from koers.model.log import Measurement
from koers.rules import sources
from koers.rules.case import GoalCase, LeaderCase
from koers.rules.rule import goal_rule, leader_rule
from koers.rules.wording import short
from koers.texts import Text, text, texts

_SCORES = (Source.SURVEY360, Source.ASSESSMENT, Source.OBSERVATION)
_HUNDRED = (Fraction(0), Fraction(100))
_ACTIONS = ("actions",)


@goal_rule(
    "A101",
    Severity.WARNING,
    title=text("The jump is too large"),
    reason=text(
        "Behavior scores grow a few points a month, and less where the aptitude is low: from 45 to 62 in half a year "
        "is "
        "a good result, aptitude 20 will not reach 80 in six months. A target out of reach only disappoints."
    ),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def jump_too_large(case: GoalCase) -> Iterator[Finding]:
    """A behavior score that should grow faster than `growth_per_month` (or the limit for a low aptitude)."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    if start is None or deadline is None or deadline <= start:
        return
    months = Fraction((deadline - start).days) / Period(1, Unit.MONTH).days
    aptitude = _aptitude(case)
    is_low = aptitude is not None and aptitude < case.limit("low_aptitude")
    most = case.limit("low_aptitude_growth_per_month" if is_low else "growth_per_month")
    for indicator in case.goal.indicators:
        if indicator.measure is not Measure.LEVEL or indicator.source not in _SCORES:
            continue
        lowest, highest = _scale(case, indicator)
        growth = abs(indicator.target - indicator.baseline) * 100 / (highest - lowest) / months
        if growth > most:
            reachable = round(most * months * (highest - lowest) / 100)
            yield case.found(
                ("measurable", "indicators", indicator.id, "target"),
                _jump(indicator, round(growth, 1), most, aptitude if is_low else None),
                texts(
                    "in this period one point is realistic: lower the target or take longer",
                    "in this period {count} points are realistic: lower the target or take longer",
                    reachable,
                ),
            )


def _jump(indicator: Indicator, growth: Fraction, most: Fraction, aptitude: Fraction | None) -> Text:
    if aptitude is not None:
        return text(
            "from {baseline} to {target} is {growth} points a month; with aptitude {aptitude}, {most} is a lot",
            baseline=indicator.baseline,
            target=indicator.target,
            growth=growth,
            aptitude=aptitude,
            most=most,
        )
    return text(
        "from {baseline} to {target} is {growth} points a month; {most} is a lot",
        baseline=indicator.baseline,
        target=indicator.target,
        growth=growth,
        most=most,
    )


def _aptitude(case: GoalCase) -> Fraction | None:
    """The latest aptitude for the goal's competency, 0 to 100."""
    scored = [
        (item, score.aptitude)
        for item in case.leader.measurements
        if (score := item.competencies.get(case.goal.competency or "")) is not None
    ]
    known = [_percent(item, value) for item, value in scored if value is not None]
    return known[-1] if known else None


def _percent(measurement: Measurement, value: Fraction) -> Fraction:
    lowest, highest = _sound(measurement.scale)
    return (value - lowest) * 100 / (highest - lowest)


def _scale(case: GoalCase, indicator: Indicator) -> tuple[Fraction, Fraction]:
    """The scale of the instrument that measures the indicator; 0 to 100 when no file says."""
    for item in case.measurements:
        if item.kind.value == indicator.source.value and indicator.id in item.goals[case.goal.id].readings:
            return _sound(item.scale)
    return _HUNDRED


def _sound(scale: tuple[Fraction, Fraction] | None) -> tuple[Fraction, Fraction]:
    return scale if scale is not None and scale[0] < scale[1] else _HUNDRED


@goal_rule(
    "A102",
    Severity.WARNING,
    title=text("Too few observers"),
    reason=text("Two colleagues who say which behavior they saw are the norm: one has bad luck or a bad seat."),
    source=sources.LEARNING_GOALS,
)
def few_observers(case: GoalCase) -> Iterator[Finding]:
    """Fewer different observers than `observers`; who left observes no more."""
    leader = case.leader
    watching = case.goal.achievable.observers or leader.observers
    here = (person for person in watching if person != leader.id and leader.is_here(person, case.as_of))
    different = tuple(dict.fromkeys(here))
    least = case.limit("observers")
    if len(different) >= least:
        return
    hint = text("ask a colleague who is there when it happens, and add the id to `achievable.observers`")
    if case.goal.achievable.observers:
        at: Pointer = ("achievable", "observers")
        yield case.found_at_key(at, text("{count} of {least} observers", count=len(different), least=least), hint)
    else:
        message = text("{count} of {least} observers: nobody else is asked what they saw", count=len(different),
                       least=least)  # fmt: skip
        yield case.missing(("achievable", "observers"), message, hint)


@leader_rule(
    "A103",
    Severity.WARNING,
    title=text("More hours than there are"),
    reason=text("Hours that are not there are the first promise to be broken; then the goal follows."),
    source=sources.STRUCTURE,
    is_private=True,
)
def hours_over_capacity(case: LeaderCase) -> Iterator[Finding]:
    """The active goals together ask more hours a week than the leader has."""
    capacity = case.leader.capacity_hours_per_week
    asking = [goal for goal in case.active_goals if goal.achievable.hours_per_week is not None]
    total = sum((goal.achievable.hours_per_week or Fraction(0) for goal in asking), Fraction(0))
    if capacity is not None and asking and total > capacity:
        yield Finding(
            asking[-1].path,
            ("achievable", "hours_per_week"),
            text("the active goals ask {total} hours a week together; {name} has {capacity}", total=total,
                 name=case.leader.name, capacity=capacity),
            text("plan fewer hours, start this goal later, or make room in `capacity_hours_per_week`"),
        )  # fmt: skip


@goal_rule(
    "A104",
    Severity.WARNING,
    title=text("The actions take more hours than planned"),
    reason=text("Actions and hours are two views of one week; when they differ by a lot, one of them is a wish."),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def actions_over_hours(case: GoalCase) -> Iterator[Finding]:
    """The actions ask more a week than `hours_per_week`, by more than a tenth."""
    goal = case.goal
    hours, start, deadline = goal.achievable.hours_per_week, goal.time_bound.start, goal.time_bound.deadline
    if hours is None or start is None or deadline is None or deadline <= start:
        return
    weeks = max(Fraction((deadline - start).days, 7), Fraction(1))
    weekly = case.mix.total / weeks
    if weekly * 10 > hours * 11:
        yield case.found(
            ("achievable", "hours_per_week"),
            text("the actions take about {weekly} hours a week, {hours} are planned", weekly=round(weekly, 1),
                 hours=hours),
            text("plan the hours, or do an action less often"),
        )  # fmt: skip


@goal_rule(
    "A105",
    Severity.INFO,
    title=text("No hours"),
    reason=text("Leaders say most often that they had no time. Hours in the plan are hours in the calendar."),
    source=sources.STRUCTURE,
    is_private=True,
)
def no_hours(case: GoalCase) -> Iterator[Finding]:
    """Neither the goal nor an action says how much time it takes."""
    goal = case.goal
    if goal.achievable.hours_per_week is None and all(action.hours is None for action in goal.actions):
        yield case.missing(
            ("achievable", "hours_per_week"),
            text("the goal does not say how much time it takes"),
            text("add `hours_per_week:` under `achievable:`, and block them in the calendar"),
        )


@goal_rule(
    "A106",
    Severity.INFO,
    title=text("No support"),
    reason=text("A coach, a mentor or a manager who makes room helps new behavior through its first bad week."),
    source=sources.TRAINING,
)
def no_support(case: GoalCase) -> Iterator[Finding]:
    """Nobody helps."""
    if case.goal.specific.behavior and not case.goal.achievable.support:
        yield case.missing(
            ("achievable", "support"),
            text("the goal does not say who helps"),
            text("add `support:` under `achievable:` with what your manager, a coach or a colleague does"),
        )


@goal_rule(
    "A107",
    Severity.WARNING,
    title=text("Observing oneself"),
    reason=text(
        "An observer reports what others cannot see from the inside; the leader's own view is in the check-in."
    ),
    source=sources.LEARNING_GOALS,
)
def observes_oneself(case: GoalCase) -> Iterator[Finding]:
    """The leader is among the observers."""
    for index, person in enumerate(case.goal.achievable.observers):
        if person == case.leader.id:
            yield case.found(
                ("achievable", "observers", index),
                text("{name} would observe their own goal", name=case.leader.name),
                text("ask a colleague who is there when it happens"),
            )


@goal_rule(
    "A201",
    Severity.WARNING,
    title=text("Far from 70-20-10"),
    reason=text(
        "Most is learnt in the work itself, part of it from others, the least in a course. The numbers are a rule of "
        "thumb, and research does not agree on them; therefore the tolerance is wide."
    ),
    source=f"{sources.LEARNING_GOALS}; {sources.CAREER_ARCHITECT}",
    is_private=True,
)
def mix_far_off(case: GoalCase) -> Iterator[Finding]:
    """A share of the hours further from its norm than `mix_tolerance`."""
    actions = case.goal.actions
    mix = case.mix
    if (
        not case.has_period
        or len(actions) < 2
        or mix.without_hours
        or all(action.mode is Mode.FORMAL for action in actions)
    ):
        return
    norms = {mode: case.limit(f"mix_{mode.value}") for mode in Mode}
    shares = {mode: mix.percent(mode) for mode in Mode}
    off = {mode: abs(share - norms[mode]) for mode, share in shares.items() if share is not None}
    if off and max(off.values()) > case.limit("mix_tolerance"):
        yield case.found_at_key(
            _ACTIONS,
            text(
                "{on_the_job} % on the job, {from_others} % from others, {formal} % formal: far from {norm}",
                on_the_job=round(shares[Mode.ON_THE_JOB] or 0),
                from_others=round(shares[Mode.FROM_OTHERS] or 0),
                formal=round(shares[Mode.FORMAL] or 0),
                norm="-".join(str(int(norms[mode])) for mode in Mode),
            ),
            text(
                "move hours to what falls short; by hours, a little practice each week weighs more than a day's course"
            ),
        )


@goal_rule(
    "A202",
    Severity.WARNING,
    title=text("Only formal training"),
    reason=text(
        "A course without practice and without others seldom changes behavior: what is not used next week is gone."
    ),
    source=f"{sources.DEVELOPMENT_PLAN}; {sources.LEARNING_GOALS}",
)
def only_formal(case: GoalCase) -> Iterator[Finding]:
    """Every action is formal."""
    actions = case.goal.actions
    if actions and all(action.mode is Mode.FORMAL for action in actions):
        yield case.found_at_key(
            _ACTIONS,
            text('only formal learning: "{actions}"', actions=tuple(short(action.what) for action in actions[:2])),
            text("add what you try out in your own work each week (`mode: on_the_job`)"),
        )


@goal_rule(
    "A203",
    Severity.WARNING,
    title=text("Training without practice"),
    reason=text(
        "What a training gives is lost without a moment in the work where it is used, during it or afterwards."
    ),
    source=f"{sources.LEARNING_GOALS}; {sources.STRUCTURE}",
)
def training_without_practice(case: GoalCase) -> Iterator[Finding]:
    """A formal action after which (or beside which) nothing is practised on the job."""
    actions = case.goal.actions
    practice = [action for action in actions if action.mode is Mode.ON_THE_JOB]
    if all(action.mode is Mode.FORMAL for action in actions):
        return
    for action in actions:
        if action.mode is not Mode.FORMAL:
            continue
        is_practised = any(other.due is None or action.due is None or other.due >= action.due for other in practice)
        if not is_practised:
            yield case.found_at_key(
                ("actions", action.id),
                text('nothing is practised after "{action}"', action=short(action.what)),
                text("add an action with `mode: on_the_job` that uses it, in a rhythm or with a later date"),
            )


@goal_rule(
    "A204",
    Severity.WARNING,
    title=text("No actions"),
    reason=text("A goal without actions is a wish."),
    source=sources.DEVELOPMENT_PLAN,
)
def no_actions(case: GoalCase) -> Iterator[Finding]:
    """Nothing is done to get there."""
    if case.goal.specific.behavior and not case.goal.actions:
        yield case.found_at_key(
            _ACTIONS,
            text("the goal has no actions"),
            text(
                "add `actions:` with what you do, how often, and in which mode; `koers explain A204` shows an example"
            ),
        )


@goal_rule(
    "A205",
    Severity.INFO,
    title=text("An action without a moment"),
    reason=text("What has no rhythm and no date gets neither done nor missed."),
    source=sources.DEVELOPMENT_PLAN,
)
def action_without_moment(case: GoalCase) -> Iterator[Finding]:
    """Neither `every` nor `due`."""
    for action in case.goal.actions:
        if action.every is None and action.due is None:
            yield case.found_at_key(
                ("actions", action.id),
                text('"{action}" has no moment', action=short(action.what)),
                text("add `every: week`, or `due:` with a date"),
            )


@goal_rule(
    "A206",
    Severity.WARNING,
    title=text("An action outside the period"),
    reason=text("An action helps the goal only while the goal runs."),
    source=sources.DEVELOPMENT_PLAN,
)
def action_outside_period(case: GoalCase) -> Iterator[Finding]:
    """Due before the start or after the deadline."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    for action in case.goal.actions:
        if action.due is None or start is None or deadline is None or not case.has_period:
            continue
        if start <= action.due <= deadline:
            continue
        yield case.found(
            ("actions", action.id, "due"),
            text("{date} lies outside the period {start} to {deadline}", date=action.due, start=start,
                 deadline=deadline),
            text("choose a date within it"),
        )  # fmt: skip


RULES = (
    jump_too_large,
    few_observers,
    hours_over_capacity,
    actions_over_hours,
    no_hours,
    no_support,
    observes_oneself,
    mix_far_off,
    only_formal,
    training_without_practice,
    no_actions,
    action_without_moment,
    action_outside_period,
)
