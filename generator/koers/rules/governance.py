"""G: who decides, on how many goals, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from koers.diagnostic import Finding, Severity
from koers.model.goal import Status
from koers.model.log import Decision
from koers.progress.comparison import WindowState, remeasure_window
from koers.progress.moments import MomentKind
from koers.rules import sources
from koers.rules.case import GoalCase, LeaderCase
from koers.rules.people import has_no_folder, names
from koers.rules.rule import Rule, goal_rule, leader_rule
from koers.rules.wording import name_of, short
from koers.texts import text

_STATUS = ("status",)


@leader_rule(
    "G101",
    Severity.ERROR,
    title=text("Too many active goals"),
    reason=text(
        "One competency developed well beats five on the surface. Sources differ: two at once, or two to three; the "
        "limit is two and may be set to three."
    ),
    source=f"{sources.LEARNING_GOALS}; {sources.DEVELOPMENT_PLAN}",
)
def too_many_goals(case: LeaderCase) -> Iterator[Finding]:
    """More active goals than `active_goals`; reported at those started last."""
    most = int(case.whole.limit("active_goals"))
    active = case.active_goals
    for goal in active[most:]:
        yield Finding(
            goal.path,
            _STATUS,
            text("{name} has {count} active goals; {most} at once is the most", name=case.leader.name,
                 count=len(active), most=most),
            text("keep the ones with the most effect, and set this one back to `proposed`"),
        )  # fmt: skip


@leader_rule(
    "G103",
    Severity.ERROR,
    title=text("Managers in a circle"),
    reason=text("Who is, by way of others, their own manager, approves their own goals in the end."),
    source=sources.FOUR_EYES,
)
def managers_in_a_circle(case: LeaderCase) -> Iterator[Finding]:
    """Following `manager` from here leads back here."""
    leaders = case.whole.plans.leaders
    chain = [case.leader.id]
    at = case.leader.manager
    while at is not None and at in leaders and at not in chain:
        chain.append(at)
        at = leaders[at].manager
    if at == case.leader.id:
        circle = " → ".join(name_of(case.whole.plans, person) for person in (*chain, at))
        message = text("{name} cannot be their own manager", name=case.leader.name)
        if len(chain) > 1:
            message = text("the managers form a circle: {circle}", circle=circle)
        hint = text("one of them has another manager, or none and an `approver:`")
        yield Finding(case.leader.path, ("manager",), message, hint)


@leader_rule(
    "G107",
    Severity.ERROR,
    title=text("Approved by the leader"),
    reason=text("Nobody approves their own goal: an agreement takes two."),
    source=sources.FOUR_EYES,
)
def own_approval(case: LeaderCase) -> Iterator[Finding]:
    """`by` in an approval is the leader."""
    for approvals in case.leader.approvals.values():
        for approval in approvals:
            if approval.by == case.leader.id:
                yield Finding(
                    approval.path,
                    ("by",),
                    text("{name} decided on their own goal", name=case.leader.name),
                    text("remove this file; an approver records the decision: {people}",
                         people=names(case, case.leader.approvers(approval.date))),
                )  # fmt: skip


@goal_rule(
    "G108",
    Severity.WARNING,
    title=text("Achieved without re-measurement"),
    reason=text(
        "The proof of development is the same instrument, used again. Without a 360 an observation by the manager, a "
        "short round or a self-rating with a talk will do; it counts for less."
    ),
    source=sources.DEVELOPMENT_PLAN,
    has_closed=True,
    misses=("measurement", "review"),
)
def achieved_without_proof(case: GoalCase) -> Iterator[Finding]:
    """Achieved, and the re-measurement was not done although its day has come. A skill has its own proof."""
    if case.goal.status is not Status.ACHIEVED or case.goal.competency is None:
        return
    window = remeasure_window(case.leader, case.goal, case.as_of, case.whole.plans.organization)
    if window is None or window.state is WindowState.DONE:
        return
    if window.state is WindowState.MISSED or case.as_of > (window.agreed or window.closes):
        yield case.found(
            _STATUS,
            text('"{title}" is achieved, and no re-measurement shows it', title=short(case.goal.title)),
            text("measure again with the same instrument, and write it down in measurements/"),
        )


@goal_rule(
    "G109",
    Severity.WARNING,
    title=text("Stopped without a reason"),
    reason=text("Stopping is fine and worth a sentence: the next goal begins with what was learnt from this one."),
    source=sources.LEARNING_GOALS,
    has_closed=True,
    misses=("review",),
)
def stopped_without_reason(case: GoalCase) -> Iterator[Finding]:
    """Stopped, and no review says why."""
    if case.goal.status is not Status.STOPPED:
        return
    stops = [item for item in case.reviews if item.goals[case.goal.id].decision is Decision.STOP]
    if not stops:
        yield case.found(
            _STATUS,
            text('"{title}" is stopped, and no review says why', title=short(case.goal.title)),
            text("write the decision `stop` with its reason in a review, a file in reviews/"),
        )
    elif all(not item.goals[case.goal.id].reason for item in stops):
        yield Finding(
            stops[-1].path,
            ("goals", case.goal.id, "reason"),
            text("the review stops {goal} without a reason", goal=case.goal.id),
            text("add `reason:` with what you learnt"),
            "parent",
        )


@leader_rule(
    "G110",
    Severity.WARNING,
    title=text("A leader changed their own manager"),
    reason=text(
        "Who chooses their approver approves themself. The change is for the old manager, the new one or HR to make."
    ),
    source=sources.FOUR_EYES,
)
def own_manager_changed(case: LeaderCase) -> Iterator[Finding]:
    """Between two moments `manager`, `approver`, `co_managers` or `delegates` changed by the leader's own hand."""
    leader = case.leader
    for change in case.whole.changes_by_path.get(leader.path, ()):
        is_about = bool(change.pointer) and change.pointer[0] in ("manager", "approver", "co_managers", "delegates")
        if is_about and change.by == leader.id:
            yield Finding(
                change.path,
                change.pointer,
                text("{name} changed who approves their goals: {change}", name=leader.name, change=change.text),
                text("let the manager until now, or HR, make this change"),
            )


@leader_rule(
    "G111",
    Severity.WARNING,
    title=text("A weaker goal without a reason"),
    reason=text("Lowering a target can be wise; then a review says why, so that it is a decision and not a drift."),
    source=sources.LEARNING_GOALS,
)
def weakened_without_reason(case: LeaderCase) -> Iterator[Finding]:
    """Between two moments a commitment became weaker and no review gives a reason. Of a goal that is gone the change
    stands at its leader's own file."""
    paths = (case.leader.path, *(goal.path for goal in case.leader.goals.values()))
    for change in (change for path in paths for change in case.whole.changes_by_path.get(path, ())):
        if change.direction == "weaker" and not change.has_reason:
            yield Finding(
                change.path,
                change.pointer,
                text("weaker, without a reason: {change}", change=change.text),
                text("add a review with the decision `adjust` and its reason"),
            )


@goal_rule(
    "G114",
    Severity.WARNING,
    title=text("Decided otherwise than the status says"),
    reason=text("A review that stops or completes a goal is done when the goal's status says so too."),
    source=sources.LEARNING_GOALS,
    misses=("review", "approval"),
)
def status_lags_behind(case: GoalCase) -> Iterator[Finding]:
    """The latest review decided stop or achieved, and the goal is still active."""
    latest = case.reviews[-1] if case.reviews else None
    if latest is None or case.asked(MomentKind.CLOSE) is None:
        return
    decision = latest.goals[case.goal.id].decision
    status = {Decision.STOP: Status.STOPPED, Decision.ACHIEVED: Status.ACHIEVED}.get(decision)
    if status is not None:
        yield case.found(
            _STATUS,
            text("the review of {date} decided `{decision}`, and the goal is still active", date=latest.date,
                 decision=decision.value),
            text("set `status: {status}` (this needs no new approval)", status=status.value),
        )  # fmt: skip


@leader_rule(
    "G115",
    Severity.WARNING,
    title=text("Decided by somebody who may not"),
    reason=text(
        "Approving is for the manager, a co-manager, or who stands in for them on that day. Managers change, so an "
        "old decision may be right; `koers verify` judges it by what held then."
    ),
    source=sources.FOUR_EYES,
)
def not_an_approver(case: LeaderCase) -> Iterator[Finding]:
    """The latest decision on an active goal is by somebody who is no approver of this leader on that day."""
    for goal in case.active_goals:
        approvals = case.leader.approvals.get(goal.id, ())
        latest = max(approvals, key=lambda approval: approval.round, default=None)
        if latest is None or latest.by == case.leader.id or has_no_folder(case.leader, latest.by):
            continue
        allowed = case.leader.approvers(latest.date)
        if latest.by not in allowed:
            name = name_of(case.whole.plans, latest.by)
            message = text("{name} is no approver of {leader}", name=name, leader=case.leader.name)
            if not case.leader.is_here(latest.by, latest.date):
                day = case.leader.gone[latest.by].last_day
                message = text("{name} left on {day}, before this decision", name=name, day=day)
            yield Finding(
                latest.path,
                ("by",),
                message,
                text("the decision is for: {people}", people=names(case, allowed) or ("?",)),
            )  # fmt: skip


BROKEN_IGNORE = Rule(
    "G901",
    Severity.WARNING,
    text("An ignore comment that does not work"),
    text("An exception is for one rule and has its reason beside it: the next reader need not ask."),
    sources.EXCEPTIONS,
)
UNUSED_IGNORE = Rule(
    "G902",
    Severity.WARNING,
    text("An ignore comment that hides nothing"),
    text("A comment that outlived its ground hides the next problem unseen."),
    sources.EXCEPTIONS,
)

RULES = (
    too_many_goals,
    managers_in_a_circle,
    own_approval,
    achieved_without_proof,
    stopped_without_reason,
    own_manager_changed,
    weakened_without_reason,
    status_lags_behind,
    not_an_approver,
    BROKEN_IGNORE,
    UNUSED_IGNORE,
)
