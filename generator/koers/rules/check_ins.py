"""C: the rhythm of check-ins and reviews, and the decisions that are due."""

from __future__ import annotations

from collections.abc import Iterator

from koers.diagnostic import Finding, Severity
from koers.model.goal import Status
from koers.model.log import CheckIn
from koers.progress.moments import MomentKind, Why
from koers.progress.values import GoalProgress, IgnoredBecause
from koers.rules import sources
from koers.rules.case import GoalCase, LeaderCase
from koers.rules.rule import goal_rule, leader_rule
from koers.rules.vague.lexicon import words
from koers.rules.wording import short
from koers.texts import text

_OUTSIDE = (IgnoredBecause.BEFORE_START, IgnoredBecause.AFTER_END)


def _running(case: GoalCase) -> GoalProgress | None:
    """The progress of an active goal whose deadline is still to come and that no review has closed."""
    deadline = case.goal.time_bound.deadline
    progress = case.progress
    is_open = case.goal.status is Status.ACTIVE and deadline is not None and case.as_of <= deadline
    return progress if is_open and progress is not None and progress.closed_on is None else None


@goal_rule(
    "C101",
    Severity.WARNING,
    title=text("Check-in overdue"),
    reason=text(
        "A check-in is a quarter of an hour; without it the plan goes back into the drawer. A few days late is fine."
    ),
    source=sources.DEVELOPMENT_PLAN,
    misses=("checkin",),
)
def check_in_overdue(case: GoalCase) -> Iterator[Finding]:
    """A planned check-in was missed and none was held since, the days of grace over."""
    late = case.overdue(MomentKind.CHECK_IN)
    if late is not None:
        yield case.found(
            ("time_bound", "check_in"),
            text("the check-in planned for {date} was not held", date=late.on),
            text("hold one this week, and write it down in checkins/"),
        )


@goal_rule(
    "C102",
    Severity.WARNING,
    title=text("Readings outside the goal's period"),
    reason=text(
        "Progress counts from start to deadline; readings before and after are kept in the file, but not counted."
    ),
    source=sources.DEVELOPMENT_PLAN,
    has_closed=True,
)
def outside_period(case: GoalCase) -> Iterator[Finding]:
    """A check-in with readings before the start, or after the deadline or closing review."""
    if case.progress is None or not case.has_period:
        return
    ignored = {
        (item.path, item.date, item.because)
        for result in case.progress.indicators
        for item in result.ignored
        if item.is_check_in and item.because in _OUTSIDE
    }
    for path, day, because in sorted(ignored):
        if because is IgnoredBecause.BEFORE_START:
            message = text(
                "{date} is before the start of {goal}: these readings are not counted", date=day, goal=case.goal.id
            )
        else:
            message = text("{date} is after the end of {goal}: these readings are not counted", date=day,
                           goal=case.goal.id)  # fmt: skip
        hint = text("correct the date, or agree on another period for the goal")
        yield Finding(path, ("goals", case.goal.id), message, hint, "key")


@goal_rule(
    "C103",
    Severity.WARNING,
    title=text("Off track and nothing decided"),
    reason=text(
        "The threshold was agreed to decide at, not to look at: continue, adjust or stop. Continuing is a decision too."
    ),
    source=sources.LEARNING_GOALS,
    misses=("checkin", "review"),
)
def off_track(case: GoalCase) -> Iterator[Finding]:
    """Two readings in a row worse than the threshold, and no review since."""
    decision = case.asked(MomentKind.DECISION, Why.OFF_TRACK)
    result = case.progress.main if case.progress else None
    if decision is not None and result is not None:
        yield case.found(
            ("measurable", "indicators", result.indicator.id, "threshold"),
            text(
                '"{indicator}" is worse than threshold {threshold} since {date}, and no review decided about it',
                indicator=short(result.indicator.name),
                threshold=result.indicator.threshold,
                date=decision.since,
            ),
            text("hold a review that decides to continue, adjust or stop, and write it down in reviews/"),
        )  # fmt: skip


@leader_rule(
    "C104",
    Severity.WARNING,
    title=text("The same next step again"),
    reason=text("A step that comes back three times is too large, or no longer wanted."),
    source=sources.LEARNING_GOALS,
)
def same_next(case: LeaderCase) -> Iterator[Finding]:
    """The last check-ins end with the same `next`, `same_next_times` in a row."""
    times = int(case.whole.limit("same_next_times"))
    last = [item for item in case.leader.check_ins if item.next][-times:]
    if len(last) < times:
        return
    item = last[-1]
    step = _spoken(item)
    if step and all(_spoken(earlier) == step for earlier in last[:-1]):
        yield Finding(
            item.path,
            ("next",),
            text('"{step}" was the next step {count} times in a row', step=short(item.next or ""), count=times),
            text("make it smaller, plan it with a day, or drop it"),
        )


def _spoken(check_in: CheckIn) -> list[str]:
    """The next step as its words alone."""
    return [word.text for word in words(check_in.next or "")]


@leader_rule(
    "C105",
    Severity.INFO,
    title=text("A check-in of another length"),
    reason=text(
        "15 to 30 minutes hold the three questions; shorter is a greeting, longer becomes something one puts off."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def odd_length(case: LeaderCase) -> Iterator[Finding]:
    """The latest check-in took less or more minutes than usual."""
    least, most = case.whole.limit("check_in_minutes_minimum"), case.whole.limit("check_in_minutes_maximum")
    latest = case.leader.check_ins[-1] if case.leader.check_ins else None
    if latest is not None and latest.minutes is not None and not least <= latest.minutes <= most:
        yield Finding(
            latest.path,
            ("minutes",),
            text(
                "the check-in took {minutes} minutes; {least} to {most} is usual",
                minutes=latest.minutes,
                least=least,
                most=most,
            ),
            text("keep to the three questions: what was done, what goes well or is difficult, what is next"),
        )


@goal_rule(
    "C106",
    Severity.WARNING,
    title=text("Action overdue"),
    reason=text("An action that is late is either done and not ticked off, or it needs another day."),
    source=sources.DEVELOPMENT_PLAN,
)
def action_overdue(case: GoalCase) -> Iterator[Finding]:
    """`due` has passed and there is no `done`."""
    if _running(case) is None:
        return
    for action in case.goal.actions:
        if action.due is not None and action.done is None and action.due < case.as_of:
            yield case.found(
                ("actions", action.id, "due"),
                text('"{action}" was due on {date}', action=short(action.what), date=action.due),
                text("add `done:` with the date (this needs no new approval), or agree on another day"),
            )


@goal_rule(
    "C107",
    Severity.WARNING,
    title=text("Review overdue"),
    reason=text("Four to six weeks without looking back, and a wrong approach becomes a habit."),
    source=sources.LEARNING_GOALS,
    misses=("review",),
)
def review_overdue(case: GoalCase) -> Iterator[Finding]:
    """A planned review was missed and none was held since, the days of grace over."""
    late = case.overdue(MomentKind.REVIEW)
    if late is not None:
        yield case.found(
            ("time_bound", "review"),
            text("the review planned for {date} was not held", date=late.on),
            text("plan it with your manager, and write it down in reviews/"),
        )


@goal_rule(
    "C108",
    Severity.WARNING,
    title=text("Past the deadline and still active"),
    reason=text(
        "A goal ends with a decision: achieved, stopped, or a new agreement. Left open, it takes a place among the "
        "active goals."
    ),
    source=sources.LEARNING_GOALS,
    misses=("review",),
)
def past_deadline(case: GoalCase) -> Iterator[Finding]:
    """Active after the deadline and the days of grace, without a closing review."""
    decision = case.overdue(MomentKind.DECISION, Why.PAST_DEADLINE)
    if decision is not None and case.has_period:
        yield case.found(
            ("time_bound", "deadline"),
            text("the deadline was {date} and the goal is still active", date=decision.since),
            text("decide in a review (a file in reviews/) and set `status: achieved` or `stopped`, or agree on a "
                 "new deadline"),
        )  # fmt: skip


@leader_rule(
    "C109",
    Severity.INFO,
    title=text("No next step"),
    reason=text("Each check-in ends with one micro-action for the coming period; it is what the next one begins with."),
    source=sources.LEARNING_GOALS,
    misses=("checkin",),
)
def no_next(case: LeaderCase) -> Iterator[Finding]:
    """The latest check-in names no next step, while a goal is active."""
    latest = case.leader.check_ins[-1] if case.leader.check_ins else None
    if latest is not None and not latest.next and case.active_goals:
        yield Finding(
            latest.path,
            ("next",),
            text("the latest check-in ends without a next step"),
            text("add `next:` with one small thing for the coming week"),
            "parent",
        )


@goal_rule(
    "C110",
    Severity.INFO,
    title=text("Readings for a goal that has not begun"),
    reason=text("Drafts and proposals have no standing; their readings are kept and count once the goal is active."),
    source=sources.DEVELOPMENT_PLAN,
)
def not_begun(case: GoalCase) -> Iterator[Finding]:
    """The latest check-in has readings for a draft or a proposal."""
    if case.goal.status in (Status.DRAFT, Status.PROPOSED) and case.check_ins:
        latest = case.check_ins[-1]
        if latest.goals[case.goal.id].readings:
            message = text("{goal} is `{status}`: these readings have no standing yet", goal=case.goal.id,
                           status=case.goal.status.value)  # fmt: skip
            hint = text("set `status: active` once your manager has approved it")
            yield Finding(latest.path, ("goals", case.goal.id), message, hint, "key")


@leader_rule(
    "C111",
    Severity.WARNING,
    title=text("A check-in copied"),
    reason=text("What was counted in one week is counted again in the next; a copy says that nothing was looked at."),
    source=sources.LEARNING_GOALS,
)
def copied(case: LeaderCase) -> Iterator[Finding]:
    """A check-in with the same readings and the same sentences as an earlier one."""
    seen: dict[object, CheckIn] = {}
    for item in case.leader.check_ins:
        if not item.done or not any(log.readings for log in item.goals.values()):
            continue
        said = (item.done, item.going_well, item.difficult, item.next, repr(sorted(item.goals.items())))
        earlier = seen.setdefault(said, item)
        if earlier is not item:
            yield Finding(
                item.path,
                ("done",),
                text("this says word for word, with the same numbers, what the check-in of {date} said",
                     date=earlier.date),
                text("write what was done and counted since then, or remove this file"),
            )  # fmt: skip


RULES = (
    check_in_overdue,
    outside_period,
    off_track,
    same_next,
    odd_length,
    action_overdue,
    review_overdue,
    past_deadline,
    no_next,
    not_begun,
    copied,
)
