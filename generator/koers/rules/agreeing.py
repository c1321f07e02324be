"""G: on the way to an agreement, and back to it: what waits for whom, as `koers.progress.moves` has it."""

from __future__ import annotations

from collections.abc import Iterator

from koers.diagnostic import Finding, Severity
from koers.model.goal import Status
from koers.progress.moments import Moment, MomentKind, Why
from koers.rules import sources
from koers.rules.case import GoalCase
from koers.rules.people import ask, names
from koers.rules.rule import goal_rule
from koers.rules.wording import name_of
from koers.texts import Text, text

_STATUS = ("status",)


def _decision(case: GoalCase, why: Why) -> Moment | None:
    """That somebody has to decide for this reason; who that is may have to be named first."""
    return case.asked(MomentKind.APPROVAL, why) or case.asked(MomentKind.APPROVER, why)


def _new_round(case: GoalCase) -> Text:
    return ask(case, text("ask for a new round: `koers approve {goal}`", goal=_name(case)))


def _name(case: GoalCase) -> str:
    """The goal as a command names it."""
    return f"{case.leader.id}/{case.goal.id}"


def _approvers(case: GoalCase) -> tuple[str, ...]:
    return names(case, case.leader.approvers(case.as_of))


@goal_rule(
    "G104",
    Severity.WARNING,
    title=text("Active without approval"),
    reason=text("The manager's review of the goal is what makes it an agreement."),
    source=sources.DEVELOPMENT_PLAN,
    misses=("approval",),
)
def approval_missing(case: GoalCase) -> Iterator[Finding]:
    """Active and nobody decided."""
    if _decision(case, Why.UNAPPROVED) is not None:
        yield case.found(
            _STATUS,
            text("the goal is active and nobody approved it"),
            ask(case, text("ask {people}: `koers approve {goal}`", people=_approvers(case), goal=_name(case))),
        )


@goal_rule(
    "G105",
    Severity.WARNING,
    title=text("Changed after approval"),
    reason=text("Adjusting is fine, and agreed again: what was approved is the text as it then was."),
    source=sources.DEVELOPMENT_PLAN,
)
def approval_stale(case: GoalCase) -> Iterator[Finding]:
    """Active, and the approved part changed."""
    verdict = case.verdict
    if case.goal.status is not Status.ACTIVE or _decision(case, Why.CHANGED) is None:
        return
    message = text("the goal changed after it was approved")
    if verdict is not None and verdict.approver is not None and verdict.on is not None:
        name = name_of(case.whole.plans, verdict.approver)
        message = text("the goal changed after {name} approved it on {date}", name=name, date=verdict.on)
    yield case.found(_STATUS, message, _new_round(case))


@goal_rule(
    "G106",
    Severity.WARNING,
    title=text("Returned and still active"),
    reason=text("A return is feedback, not an end: the goal is improved and proposed again."),
    source=sources.DEVELOPMENT_PLAN,
    misses=("approval",),
)
def approval_returned(case: GoalCase) -> Iterator[Finding]:
    """The latest round returned the goal."""
    verdict = case.verdict
    if case.goal.status is not Status.ACTIVE:
        return
    name = name_of(case.whole.plans, verdict.approver) if verdict is not None and verdict.approver else ""
    message = text("{name} returned the goal, and it is active", name=name)
    if case.asked(MomentKind.RESUBMIT) is not None:
        hint = text("read the note in the latest file in approvals/, adjust, and set `status: proposed`")
        yield case.found(_STATUS, message, hint)
    elif _decision(case, Why.RESUBMITTED) is not None:
        yield case.found(_STATUS, message, _new_round(case))


@goal_rule(
    "G116",
    Severity.WARNING,
    title=text("A proposal waits"),
    reason=text("Momentum is lost in waiting: a week is enough to approve a goal or to return it with a question."),
    source=sources.DEVELOPMENT_PLAN,
    misses=("approval",),
)
def proposal_waits(case: GoalCase) -> Iterator[Finding]:
    """Proposed, undecided, and its start or its last version is older than `approval_days`."""
    late, start = case.overdue(MomentKind.APPROVAL) or case.overdue(MomentKind.APPROVER), case.goal.time_bound.start
    if case.goal.status is Status.PROPOSED and start is not None and late is not None:
        yield case.found(
            _STATUS,
            text("proposed, and its start was {date}", date=start)
            if late.why is Why.PROPOSED
            else text("proposed, and nobody has decided on it since {date}", date=late.since),
            ask(case, text("ask {people} for a decision, or choose a later start", people=_approvers(case))),
        )


@goal_rule(
    "G117",
    Severity.WARNING,
    title=text("Approved and not begun"),
    reason=text("What was agreed counts from the day its status is `active`: until then nothing is measured or asked."),
    source=sources.DEVELOPMENT_PLAN,
)
def approved_not_begun(case: GoalCase) -> Iterator[Finding]:
    """Approved as it is, and still proposed."""
    start = case.asked(MomentKind.START, Why.APPROVED)
    if start is not None:
        yield case.found(
            _STATUS,
            text("approved on {date}, and still proposed", date=start.since),
            text("set `status: {status}` (this needs no new approval)", status="active"),
        )


@goal_rule(
    "G118",
    Severity.WARNING,
    title=text("Returned and left lying"),
    reason=text("A return is feedback, not an end: a week is enough to improve the goal and propose it again."),
    source=sources.DEVELOPMENT_PLAN,
    misses=("approval",),
)
def return_waits(case: GoalCase) -> Iterator[Finding]:
    """Returned, not changed since, and older than `approval_days`. G106 speaks of an active goal."""
    late = case.overdue(MomentKind.RESUBMIT)
    if late is not None and case.goal.status is not Status.ACTIVE:
        yield case.found(
            _STATUS,
            text("returned on {date}, and not changed since", date=late.since),
            text("read the note in the latest file in approvals/, improve the goal, and propose it again"),
        )


RULES = (approval_missing, approval_stale, approval_returned, proposal_waits, approved_not_begun, return_waits)
