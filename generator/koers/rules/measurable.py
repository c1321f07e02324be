"""M: what shows the behavior and its result, from where, and from when on to adjust."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from koers.diagnostic import Finding, Pointer, Severity
from koers.model.goal import Indicator, Measure, Source, Status, WithheldIndicator
from koers.model.log import Measurement, MeasurementKind, Share
from koers.progress.bounds import ASKED
from koers.reading.guard import Means, bound
from koers.rules import sources
from koers.rules.case import GoalCase
from koers.rules.rule import goal_rule
from koers.rules.wording import names, short, source_word
from koers.texts import text

_BASELINE_DAYS = 14
_FEWEST_READINGS = 3


def _at(indicator: Indicator | WithheldIndicator, *rest: str) -> Pointer:
    return ("measurable", "indicators", indicator.id, *rest)


@goal_rule(
    "M101",
    Severity.WARNING,
    title=text("No leading indicator"),
    reason=text(
        "Results come late and have many causes. A leading indicator counts the behavior itself, week by week."
    ),
    source=sources.LEARNING_GOALS,
)
def no_leading_indicator(case: GoalCase) -> Iterator[Finding]:
    """Nothing counts the behavior."""
    if case.leading:
        return
    lagging = names(case.goal.named_indicators)
    if lagging:
        yield case.found_at_key(
            ("measurable", "indicators"),
            text('only results are measured ("{indicators}"), not the behavior', indicators=lagging),
            text("add an indicator with `kind: leading` that counts how often you show the behavior"),
        )
    elif case.goal.specific.behavior:
        yield case.missing(
            ("measurable", "indicators"),
            text("nothing is measured yet"),
            text("add an indicator with `kind: leading` that counts how often you show the behavior"),
        )


@goal_rule(
    "M102",
    Severity.ERROR,
    title=text("Threshold on the wrong side"),
    reason=text(
        "A threshold is worse than the target: under it (or above it, when lower is better) the plan is adjusted. "
        "Beyond the target it would call every success a failure."
    ),
    source=sources.LEARNING_GOALS,
)
def threshold_beyond_target(case: GoalCase) -> Iterator[Finding]:
    """A threshold that is better than the target."""
    for indicator in case.goal.indicators:
        threshold = indicator.threshold
        if threshold is None or indicator.baseline == indicator.target:
            continue
        is_beyond = threshold < indicator.target if indicator.is_lower_better else threshold > indicator.target
        if is_beyond:
            yield case.found(
                _at(indicator, "threshold"),
                text(
                    "threshold {threshold} lies beyond target {target}: even at the target the goal is off track",
                    threshold=threshold,
                    target=indicator.target,
                ),
                text("set it between baseline {baseline} and target {target}", baseline=indicator.baseline,
                     target=indicator.target),
            )  # fmt: skip


@goal_rule(
    "M103",
    Severity.INFO,
    title=text("Threshold no better than the baseline"),
    reason=text("A threshold at or behind the starting point speaks up only when things got worse than they were."),
    source=sources.LEARNING_GOALS,
)
def threshold_at_baseline(case: GoalCase) -> Iterator[Finding]:
    """A threshold at or behind the baseline."""
    for indicator in case.goal.indicators:
        threshold, baseline = indicator.threshold, indicator.baseline
        if threshold is None or baseline == indicator.target:
            continue
        if threshold >= baseline if indicator.is_lower_better else threshold <= baseline:
            yield case.found(
                _at(indicator, "threshold"),
                text(
                    "threshold {threshold} is no better than baseline {baseline}: standing still never triggers it",
                    threshold=threshold,
                    baseline=baseline,
                ),
                text(
                    "set it between baseline {baseline} and target {target}", baseline=baseline, target=indicator.target
                ),
            )


@goal_rule(
    "M104",
    Severity.INFO,
    title=text("No threshold"),
    reason=text("Who agrees beforehand when to adjust need not argue about it afterwards."),
    source=sources.LEARNING_GOALS,
)
def no_threshold(case: GoalCase) -> Iterator[Finding]:
    """No leading indicator has a threshold; where numbers are withheld nobody can tell."""
    leading = [indicator for indicator in case.leading if isinstance(indicator, Indicator)]
    if leading and len(leading) == len(case.leading) and all(indicator.threshold is None for indicator in leading):
        first = leading[0]
        yield case.found_at_key(
            _at(first),
            text('no threshold says when "{indicator}" asks for another approach', indicator=short(first.name)),
            text("add `threshold:` between baseline {baseline} and target {target}", baseline=first.baseline,
                 target=first.target),
        )  # fmt: skip


@goal_rule(
    "M105",
    Severity.ERROR,
    title=text("A share outside 0 to 100"),
    reason=text("A share is met out of so many, in percent: it cannot be less than 0 or more than 100."),
    source=sources.LEARNING_GOALS,
)
def share_out_of_bounds(case: GoalCase) -> Iterator[Finding]:
    """Baseline, target, threshold or milestone of a share below 0 or over 100."""
    for indicator in case.goal.indicators:
        if indicator.measure is Measure.SHARE:
            for pointer, value in _numbers(indicator):
                if not 0 <= value <= 100:
                    yield case.found(
                        pointer,
                        text("{value} is no percentage of all times: a share goes from 0 to 100", value=value),
                        text("write 90 for nine out of ten, or use `measure: level` or `frequency`"),
                    )


def _numbers(indicator: Indicator) -> Iterator[tuple[Pointer, Fraction]]:
    yield _at(indicator, "baseline"), indicator.baseline
    yield _at(indicator, "target"), indicator.target
    if indicator.threshold is not None:
        yield _at(indicator, "threshold"), indicator.threshold
    for day, value in indicator.milestones:
        yield _at(indicator, "milestones", day.isoformat()), value


@goal_rule(
    "M106",
    Severity.WARNING,
    title=text("One source of evidence"),
    reason=text(
        "What the leader logs, what colleagues see and what the figures say each have a blind spot. Two sources or "
        "more tell chance from change. Texts differ: two sources are the least, three are better."
    ),
    source=sources.LEARNING_GOALS,
)
def few_sources(case: GoalCase) -> Iterator[Finding]:
    """Fewer sources than `evidence_sources`."""
    used = tuple(dict.fromkeys(indicator.source for indicator in case.goal.named_indicators))
    least = case.limit("evidence_sources")
    if used and len(used) < least:
        yield case.found_at_key(
            ("measurable", "indicators"),
            text(
                "all evidence comes from {sources}; {least} sources or more tell chance from change",
                sources=tuple(source_word(source) for source in used),
                least=least,
            ),
            text("add an indicator from another source: a 360, a pulse, an observation or a KPI"),
        )  # fmt: skip


@goal_rule(
    "M107",
    Severity.WARNING,
    title=text("Many leading indicators"),
    reason=text(
        "Two to three behaviors a goal, each counted: more becomes bookkeeping, and the log is the first to go."
    ),
    source=sources.LEARNING_GOALS,
)
def many_leading_indicators(case: GoalCase) -> Iterator[Finding]:
    """More leading indicators than `leading_indicators_maximum`."""
    most = case.limit("leading_indicators_maximum")
    if len(case.leading) > most:
        yield case.found_at_key(
            _at(case.leading[int(most)]),
            text("{count} leading indicators; more than {most} is bookkeeping", count=len(case.leading), most=most),
            text("keep the ones that you would look at before a talk"),
        )


@goal_rule(
    "M108",
    Severity.WARNING,
    title=text("An indicator nobody records"),
    reason=text("An indicator without readings measures nothing; it only looks as if the goal were measurable."),
    source=sources.LEARNING_GOALS,
    misses=("checkin", "measurement"),
)
def nobody_records(case: GoalCase) -> Iterator[Finding]:
    """No reading though there was occasion: two check-ins, or half the period for what is measured otherwise."""
    progress = case.progress
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    if case.goal.status is not Status.ACTIVE or progress is None or start is None or deadline is None:
        return
    check_ins = sum(start <= check_in.date <= deadline for check_in in case.check_ins)
    is_halfway = case.as_of >= start + (deadline - start) / 2
    for result in progress.indicators:
        indicator = result.indicator
        if result.points or any(indicator.id in item.goals[case.goal.id].readings for item in case.measurements):
            continue
        if indicator.source is Source.LOG and check_ins >= 2:
            message = text('"{indicator}" is in none of the {count} check-ins', indicator=short(indicator.name),
                           count=check_ins)  # fmt: skip
            hint = text("record `{id}` at the next check-in, or take the indicator out", id=indicator.id)
        elif indicator.source is not Source.LOG and is_halfway and deadline > start:
            message = text(
                'half the time has passed, and "{indicator}" has no reading from {source}',
                source=source_word(indicator.source),
                indicator=short(indicator.name),
            )
            hint = text("measure it now, or choose a source that you can get")
        else:
            continue
        yield case.found_at_key(_at(indicator), message, hint)


@goal_rule(
    "M109",
    Severity.WARNING,
    title=text("A result counted as behavior"),
    reason=text(
        "A KPI or a pulse shows what followed, not what you did. As a leading indicator it reacts late and to other "
        "causes too; the goal's standing should follow from the behavior."
    ),
    source=sources.LEADING,
)
def result_as_behavior(case: GoalCase) -> Iterator[Finding]:
    """A leading indicator that comes from a KPI or a pulse."""
    for indicator in case.leading:
        if indicator.source in (Source.KPI, Source.PULSE):
            yield case.found(
                _at(indicator, "kind"),
                text(
                    '"{indicator}" comes from {source}: that is a result, not the behavior',
                    indicator=short(indicator.name),
                    source=source_word(indicator.source),
                ),
                text("make it `kind: lagging`, and count the behavior with a leading indicator"),
            )


@goal_rule(
    "M110",
    Severity.INFO,
    title=text("Too few readings"),
    reason=text("A trend needs three readings or more; a period that fits only once or twice gives none."),
    source="Theil, A rank-invariant method of linear and polynomial regression analysis (1950): a slope needs points",
)
def few_readings(case: GoalCase) -> Iterator[Finding]:
    """A frequency whose `per` fits fewer than three times between start and deadline."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    if start is None or deadline is None or deadline <= start:
        return
    days = (deadline - start).days
    for indicator in case.leading:
        if indicator.per is not None and indicator.per.days * _FEWEST_READINGS > days:
            yield case.found(
                _at(indicator, "per"),
                text(
                    "`per: {period}` fits fewer than {count} times in the {days} days of the goal",
                    period=str(indicator.per),
                    count=_FEWEST_READINGS,
                    days=days,
                ),
                text("count per a shorter period, or let the goal take longer"),
            )


@goal_rule(
    "M111",
    Severity.WARNING,
    title=text("Baseline and first measurement differ"),
    reason=text(
        "The agreed baseline is what progress is counted from. When the first measurement says otherwise, one of the "
        "two is wrong."
    ),
    source=sources.LEARNING_GOALS,
    is_private=True,
)
def baseline_differs(case: GoalCase) -> Iterator[Finding]:
    """The first measurement, at the latest two weeks after the start, has another value."""
    start = case.goal.time_bound.start
    if start is None:
        return
    for indicator in case.goal.indicators:
        first = next(
            (
                item
                for item in case.measurements
                if item.kind.value == indicator.source.value and indicator.id in item.goals[case.goal.id].readings
            ),
            None,
        )
        if first is None or first.date > _later(start, _BASELINE_DAYS):
            continue
        measured, agreed = _value(first, case.goal.id, indicator), indicator.baseline
        end = None
        if measured is not None and indicator.source in ASKED and indicator.measure is Measure.LEVEL:
            means = Means.on(first.scale, int(case.limit("minimum_group")))
            measured, agreed, end = means.told(measured), means.told(agreed), means.end(measured)
        if measured is not None and measured != agreed:
            yield case.found(
                _at(indicator, "baseline"),
                text(
                    "baseline {baseline} was agreed, but {instrument} measured {measured} on {date}",
                    baseline=indicator.baseline,
                    instrument=first.instrument,
                    measured=bound(measured, end),
                    date=first.date,
                ),
                text("agree on the measured value, or say in `notes:` why not"),
            )


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def _value(measurement: Measurement, goal: str, indicator: Indicator) -> Fraction | None:
    reading = measurement.goals[goal].readings[indicator.id]
    if isinstance(reading, Share):
        return Fraction(100 * reading.met, reading.of) if reading.of else None
    return reading


@goal_rule(
    "M112",
    Severity.WARNING,
    title=text("A milestone that leads nowhere"),
    reason=text(
        "Milestones lie on the way: between start and deadline, from baseline to target, each closer than the one "
        "before."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def odd_milestone(case: GoalCase) -> Iterator[Finding]:
    """A milestone outside the period, outside baseline and target, or a step back."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    for indicator in case.goal.indicators:
        sign = -1 if indicator.is_lower_better else 1
        reached = indicator.baseline
        for day, value in sorted(indicator.milestones):
            at = _at(indicator, "milestones", day.isoformat())
            if start is not None and deadline is not None and not start < day < deadline:
                yield case.found_at_key(
                    at,
                    text("the milestone of {date} lies outside the period {start} to {deadline}", date=day, start=start,
                         deadline=deadline),
                    text("choose a date between them, or take the milestone out"),
                )  # fmt: skip
            elif sign * (value - reached) < 0 or sign * (indicator.target - value) < 0:
                yield case.found(
                    at,
                    text("milestone {value} does not lie between {before} and target {target}", value=value,
                         before=reached, target=indicator.target),
                    text("a milestone brings the value closer to the target than the one before"),
                )  # fmt: skip
            else:
                reached = value


@goal_rule(
    "M113",
    Severity.INFO,
    title=text("A number without a unit"),
    reason=text("From 10 to 5 is a feat in days and a setback in conversations."),
    source=sources.LEADING,
)
def no_unit(case: GoalCase) -> Iterator[Finding]:
    """A level, total or frequency that does not say what it counts."""
    for indicator in case.goal.indicators:
        if indicator.unit is None and indicator.measure is not Measure.SHARE:
            yield case.found_at_key(
                _at(indicator),
                text('"{indicator}" goes from {baseline} to {target}, but of what?', indicator=short(indicator.name),
                     baseline=indicator.baseline, target=indicator.target),
                text("add `unit:` with the word for one of them: conversations, days, points"),
            )  # fmt: skip


@goal_rule(
    "M114",
    Severity.WARNING,
    title=text("Target off the scale"),
    reason=text("A score can only be reached on the scale of the instrument that measures it."),
    source=sources.DEVELOPMENT_PLAN,
    is_private=True,
)
def target_off_scale(case: GoalCase) -> Iterator[Finding]:
    """A target outside the scale of the instrument that measures the indicator."""
    for indicator in case.goal.indicators:
        if indicator.measure is not Measure.LEVEL or indicator.source in (Source.LOG, Source.KPI):
            continue
        for item in case.measurements:
            if (
                item.kind is not MeasurementKind.KPI
                and item.kind.value == indicator.source.value
                and indicator.id in item.goals[case.goal.id].readings
                and item.scale is not None
                and not item.scale[0] <= indicator.target <= item.scale[1]
            ):
                yield case.found(
                    _at(indicator, "target"),
                    text(
                        "target {target} lies outside the scale of {instrument}, {lowest} to {highest}",
                        target=indicator.target,
                        instrument=item.instrument,
                        lowest=item.scale[0],
                        highest=item.scale[1],
                    ),
                    text("choose a target on that scale"),
                )
                break


@goal_rule(
    "M115",
    Severity.ERROR,
    title=text("Less than never"),
    reason=text("What is counted cannot be negative: a frequency and a total begin at 0."),
    source=sources.LEARNING_GOALS,
)
def negative_count(case: GoalCase) -> Iterator[Finding]:
    """A negative number in a frequency or total."""
    for indicator in case.goal.indicators:
        if indicator.measure in (Measure.FREQUENCY, Measure.TOTAL):
            for pointer, value in _numbers(indicator):
                if value < 0:
                    yield case.found(
                        pointer,
                        text("{value} is less than never: what is counted begins at 0", value=value),
                        text("write 0 or more, or use `measure: level` for a number that may be negative"),
                    )


@goal_rule(
    "M116",
    Severity.WARNING,
    title=text("A target that cannot be seen to be reached"),
    reason=text(
        "A group that agrees on the highest answer would give everybody's answer away. So a mean at an end of the "
        'scale is told as a bound, such as "95 or more", and whether a target beyond it is reached never shows.'
    ),
    source=sources.SMALL_GROUPS,
    is_private=True,
)
def target_beyond_what_is_told(case: GoalCase) -> Iterator[Finding]:
    """A target for the mean of a group, beyond the end from which only a bound is told."""
    for indicator in case.goal.indicators:
        if indicator.measure is not Measure.LEVEL or indicator.source not in ASKED:
            continue
        rounds = (it for it in case.measurements if it.kind.value == indicator.source.value)
        scale = next((it.scale for it in rounds if indicator.id in it.goals[case.goal.id].readings), None)
        means = Means.on(scale, int(case.limit("minimum_group")))
        low, high = means.scale
        edge = means.lowest if indicator.is_lower_better else means.highest
        if low <= indicator.target <= high and means.within(indicator.target) != indicator.target:
            yield case.found(
                _at(indicator, "target"),
                text(
                    "whether the target {target} is reached will not show: from there on only {bound} is told",
                    target=indicator.target,
                    bound=bound(edge, means.end(edge)),
                ),
                text("choose {edge} or a value that is easier to reach", edge=edge),
            )


RULES = (
    no_leading_indicator,
    threshold_beyond_target,
    threshold_at_baseline,
    no_threshold,
    share_out_of_bounds,
    few_sources,
    many_leading_indicators,
    nobody_records,
    result_as_behavior,
    few_readings,
    baseline_differs,
    odd_milestone,
    no_unit,
    target_off_scale,
    negative_count,
    target_beyond_what_is_told,
)
