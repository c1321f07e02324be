"""All rules over all plans: what they find, how bad it is, and which of it was asked for.

A leader is judged from the own folder, the shared files and everybody's profile. So the judgments on all plans are
those on the shared files and those on each leader, put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from koers.diagnostic import Diagnostic, Finding, Severity, Span
from koers.model.approval import Verdict
from koers.model.change import Change
from koers.model.goal import Goal, GoalKey, Status
from koers.model.organization import Leader, Organization, Plans
from koers.progress.values import GoalProgress
from koers.rules.book import RULES
from koers.rules.case import LeaderCase, PlansCase, goal_case, leader_case
from koers.rules.rule import Family, Rule

_SOFTENED_IN_DRAFTS = frozenset("SMARTCG")
_CLOSED = (Status.ACHIEVED, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Judgment:
    """One finding with its rule, how bad it is here, and the goal it is about (None: a person or the organization)."""

    rule: Rule
    severity: Severity
    finding: Finding
    goal: GoalKey | None = None

    @property
    def order(self) -> tuple[str, str, str, str]:
        """By file, rule, place and what is said: the same whatever the order of the files."""
        return (self.finding.path, self.rule.id, repr(self.finding.pointer), repr(self.finding))

    def diagnostic(self, span: Span) -> Diagnostic:
        """The problem as it is reported, once its place has been found in the text."""
        finding = self.finding
        return Diagnostic(
            finding.path, span, self.severity, self.rule.id, finding.message, finding.hint, finding.pointer
        )


def judge(
    plans: Plans,
    progress: Mapping[GoalKey, GoalProgress],
    as_of: date,
    verdicts: Mapping[GoalKey, Verdict] | None = None,
    changes: Iterable[Change] = (),
    rules: Iterable[Rule] = RULES,
    leaders: Iterable[str] | None = None,
    incomplete: Iterable[Goal] = (),
    unread: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> tuple[Judgment, ...]:
    """Everything the rules find, in a fixed order, with the severities of the organization.

    `verdicts` per goal come from the approval room, `changes` from history; without them the rules that need them
    are silent. Rules the organization turned off are left out. `leaders` are the ids of those who are judged, None for
    everybody; the others need only be there by profile. `incomplete` are goals that lack something, which are not in
    the plans: of them only what they say of the behavior is judged. `unread` are, by leader, the kinds of file of which
    one is there and cannot be read.
    """
    unfinished = tuple(incomplete)
    whole = PlansCase(plans, as_of, tuple(changes))
    rules = [rule for rule in rules if _severity(rule, plans.organization) is not None]
    judgments = list(judge_shared(whole, rules))
    for leader in plans.leaders.values() if leaders is None else [plans.leaders[id] for id in leaders]:
        judgments += judge_leader(
            whole,
            leader,
            progress,
            verdicts,
            [rule for rule in rules if unread.get(leader.id, frozenset()).isdisjoint(rule.misses)],
            [goal for goal in unfinished if goal.leader == leader.id],
        )
    return tuple(sorted(judgments, key=lambda judgment: judgment.order))


def judge_shared(whole: PlansCase, rules: Iterable[Rule] = RULES) -> tuple[Judgment, ...]:
    """What the rules find in the shared files, in a fixed order."""
    organization = whole.plans.organization
    found = {
        Judgment(rule, severity, finding)
        for rule in rules
        if rule.on_plans is not None and (severity := _severity(rule, organization)) is not None
        for finding in rule.on_plans(whole)
    }
    return tuple(sorted(found, key=lambda judgment: judgment.order))


def judge_leader(
    whole: PlansCase,
    leader: Leader,
    progress: Mapping[GoalKey, GoalProgress],
    verdicts: Mapping[GoalKey, Verdict] | None = None,
    rules: Iterable[Rule] = RULES,
    incomplete: Iterable[Goal] = (),
) -> tuple[Judgment, ...]:
    """What the rules find in the files of one leader, in a fixed order.

    It needs the leader with goals and logs, the shared files, and of everybody else only the profile: whether
    `whole.plans` holds the goals and logs of others, or of this leader, makes no difference. One `whole` serves all
    leaders. `progress` and `verdicts` are looked up for this leader's goals only. `incomplete` as in `judge`. Somebody
    who left is given no advice.
    """
    organization = whole.plans.organization
    rules = [rule for rule in rules if _severity(rule, organization) is not None and _is_asked(rule, leader)]
    case = leader_case(whole, leader, progress, verdicts or {})
    found = {*_on_leader(case, rules), *_on_texts(case, rules, incomplete)}
    settled = (_settled(judgment, organization, leader) for judgment in found)
    return tuple(sorted(settled, key=lambda judgment: judgment.order))


def _is_asked(rule: Rule, leader: Leader) -> bool:
    """Somebody who left is given no advice and kept to no rhythm. What is wrong on every day stays wrong, and so does
    what others are protected by."""
    return leader.left is None or rule.severity is Severity.ERROR or rule.id.startswith(Family.PRIVACY)


def _on_leader(case: LeaderCase, rules: Iterable[Rule]) -> Iterator[Judgment]:
    goal_of_path = {goal.path: goal.key for goal in case.leader.goals.values()}
    goals = [goal_case(case, goal) for goal in case.leader.goals.values()]
    for rule in rules:
        if rule.on_leader is not None:
            for finding in rule.on_leader(case):
                yield Judgment(rule, rule.severity, finding, goal_of_path.get(finding.path))
        if rule.on_goal is not None:
            for goal in goals:
                if rule.has_closed or goal.goal.status not in _CLOSED:
                    for finding in rule.on_goal(goal):
                        yield Judgment(rule, rule.severity, finding, goal.goal.key)


def _on_texts(case: LeaderCase, rules: Iterable[Rule], goals: Iterable[Goal]) -> Iterator[Judgment]:
    """What the rules say of the behavior in goals that lack something elsewhere: its writer hears both at once."""
    for rule in rules:
        if rule.on_goal is not None and rule.family is Family.SPECIFIC:
            for goal in goals:
                for finding in rule.on_goal(goal_case(case, goal)):
                    yield Judgment(rule, rule.severity, finding)


def _severity(rule: Rule, organization: Organization) -> Severity | None:
    """The rule's severity in this organization; None when it is turned off. An unknown word counts as not set."""
    word = organization.rules.get(rule.id)
    if word is None:
        return rule.severity
    if word == "none":
        return None
    return Severity(word) if word in tuple(Severity) else rule.severity


def _settled(judgment: Judgment, organization: Organization, leader: Leader) -> Judgment:
    severity = _severity(judgment.rule, organization) or judgment.severity
    is_draft = judgment.goal is not None and leader.goals[judgment.goal[1]].status is Status.DRAFT
    if is_draft and severity is Severity.ERROR and judgment.rule.id[0] in _SOFTENED_IN_DRAFTS:
        severity = Severity.WARNING
    return replace(judgment, severity=severity)
