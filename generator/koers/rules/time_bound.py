"""T: a period that fits, with reviews and a re-measurement in it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from koers.dates import Period, Unit
from koers.diagnostic import Finding, Severity
from koers.rules import sources
from koers.rules.case import GoalCase
from koers.rules.rule import goal_rule
from koers.texts import text

_WEEK = Fraction(7)


@goal_rule(
    "T101",
    Severity.ERROR,
    title=text("Deadline before the start"),
    reason=text("A period that ends before it begins holds no check-in and no progress."),
    source=sources.SMART,
)
def deadline_before_start(case: GoalCase) -> Iterator[Finding]:
    """The deadline is the start or earlier."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    if start is not None and deadline is not None and deadline <= start:
        yield case.found(
            ("time_bound", "deadline"),
            text("deadline {deadline} is not after start {start}", deadline=deadline, start=start),
            text("three to six months after the start is typical; a sprint takes 6 to 12 weeks"),
        )


@goal_rule(
    "T102",
    Severity.WARNING,
    title=text("Longer than half a year"),
    reason=text(
        "Three to six months is typical: long enough for a habit, short enough to feel the deadline. Larger goals go "
        "in parts."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def too_long(case: GoalCase) -> Iterator[Finding]:
    """Longer than `typical_months_maximum`."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    most = int(case.limit("typical_months_maximum"))
    if start is None or deadline is None:
        return
    latest = Period(most, Unit.MONTH).after(start)
    if deadline > latest:
        yield case.found(
            ("time_bound", "deadline"),
            text("{start} to {deadline} is longer than {most} months", start=start, deadline=deadline, most=most),
            text("end at {latest} at the latest, and make the rest the next goal", latest=latest),
        )


@goal_rule(
    "T103",
    Severity.INFO,
    title=text("Shorter than a sprint"),
    reason=text(
        "New behavior takes weeks to show and to be seen; sprints of 6 to 12 weeks are the shortest that work."
    ),
    source=sources.LEARNING_GOALS,
)
def too_short(case: GoalCase) -> Iterator[Finding]:
    """Shorter than `sprint_weeks_minimum`."""
    start, deadline = case.goal.time_bound.start, case.goal.time_bound.deadline
    least = case.limit("sprint_weeks_minimum")
    if start is not None and deadline is not None and 0 < (deadline - start).days < least * 7:
        yield case.found(
            ("time_bound", "deadline"),
            text(
                "{start} to {deadline} is shorter than a sprint of {least} weeks",
                start=start,
                deadline=deadline,
                least=least,
            ),
            text("take longer, or make it an action of another goal"),
        )


@goal_rule(
    "T104",
    Severity.WARNING,
    title=text("No review within six weeks"),
    reason=text(
        "Who looks back only at the end learns too late. Sources differ: every two weeks, monthly, every four to six "
        "weeks; six weeks is the longest of them."
    ),
    source=f"{sources.LEARNING_GOALS}; {sources.LEADING}",
)
def no_review(case: GoalCase) -> Iterator[Finding]:
    """No review rhythm, or one longer than `review_weeks_maximum`."""
    review = case.goal.time_bound.review
    most = case.limit("review_weeks_maximum")
    if review is None:
        if case.goal.time_bound.start is not None:
            yield case.missing(
                ("time_bound", "review"),
                text("no review is planned"),
                text("add `review: 6 weeks` under `time_bound:` or shorter"),
            )
    elif review.days > most * _WEEK:
        yield case.found(
            ("time_bound", "review"),
            text("`review: {period}` is too late to adjust; {most} weeks is the most", period=str(review), most=most),
            text("write `review: 6 weeks` or shorter"),
        )


@goal_rule(
    "T105",
    Severity.WARNING,
    title=text("No re-measurement in its window"),
    reason=text(
        "Only the same instrument, used again, shows that behavior changed. Earlier than eight weeks after the start "
        "there is little to see, later than twelve weeks after the deadline the trail is cold."
    ),
    source=f"{sources.LEARNING_GOALS}; {sources.DEVELOPMENT_PLAN}",
)
def no_remeasurement(case: GoalCase) -> Iterator[Finding]:
    """`remeasure` is missing or outside start + 8 weeks to deadline + 12 weeks. Not for a skill or certificate."""
    bound = case.goal.time_bound
    if bound.start is None or bound.deadline is None or bound.deadline <= bound.start or not case.goal.competency:
        return
    opens = Period(int(case.limit("remeasure_weeks_minimum")), Unit.WEEK).after(bound.start)
    closes = Period(int(case.limit("remeasure_weeks_maximum")), Unit.WEEK).after(bound.deadline)
    hint = text("choose a day from {opens} to {closes}", opens=opens, closes=closes)
    if bound.remeasure is None:
        yield case.missing(
            ("time_bound", "remeasure"),
            text("no re-measurement is planned"),
            text(
                "add `remeasure:` under `time_bound:` with a day from {opens} to {closes}", opens=opens, closes=closes
            ),
        )
    elif bound.remeasure < opens:
        message = text("{date} is too early to see a change", date=bound.remeasure)
        yield case.found(("time_bound", "remeasure"), message, hint)
    elif bound.remeasure > closes:
        message = text("{date} is too late to say what the goal did", date=bound.remeasure)
        yield case.found(("time_bound", "remeasure"), message, hint)


@goal_rule(
    "T106",
    Severity.WARNING,
    title=text("No check-in rhythm"),
    reason=text(
        "Check-ins keep a plan alive. Weekly, every two weeks and monthly are usual; which one depends on the goal "
        "and on the two people."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def no_check_in_rhythm(case: GoalCase) -> Iterator[Finding]:
    """No check-in rhythm, or one longer than `check_in_weeks_maximum` (a month counts as four weeks)."""
    check_in = case.goal.time_bound.check_in
    most = case.limit("check_in_weeks_maximum")
    if check_in is None:
        if case.goal.time_bound.start is not None:
            yield case.missing(
                ("time_bound", "check_in"),
                text("no check-in is planned"),
                text("add `check_in: 2 weeks` under `time_bound:`"),
            )
    elif (4 * _WEEK * check_in.count if check_in.unit is Unit.MONTH else check_in.days) > most * _WEEK:
        yield case.found(
            ("time_bound", "check_in"),
            text("`check_in: {period}` is too rare to learn from; {most} weeks is the most", period=str(check_in),
                 most=most),
            text("write `check_in: 2 weeks`"),
        )  # fmt: skip


@goal_rule(
    "T107",
    Severity.INFO,
    title=text("No stop rule"),
    reason=text(
        "Agreeing beforehand when to stop costs a sentence; agreeing on it in the middle costs a relationship."
    ),
    source=sources.LEARNING_GOALS,
)
def no_stop_rule(case: GoalCase) -> Iterator[Finding]:
    """`stop_if` is missing."""
    if case.goal.specific.behavior and not case.goal.stop_if:
        yield case.missing(
            ("stop_if",),
            text("the goal does not say when it would be stopped"),
            text("add `stop_if:`, for example two reviews in a row under the threshold"),
        )


RULES = (
    deadline_before_start,
    too_long,
    too_short,
    no_review,
    no_remeasurement,
    no_check_in_rhythm,
    no_stop_rule,
)
