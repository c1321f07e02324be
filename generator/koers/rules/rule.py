"""A rule: one function that finds, and beside it what a reader of its findings wants to know.

A rule looks at one goal, at one leader or at the shared files. It never computes a line or column: it names a
place in the data (`koers.diagnostic.Finding`). Values that may be missing are None; a rule that meets odd data
says nothing or something true, it never raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from koers.diagnostic import Finding, Severity
from koers.rules.case import GoalCase, LeaderCase, PlansCase
from koers.rules.examples import Example, examples_of
from koers.texts import Text

Findings = Iterator[Finding]


class Family(StrEnum):
    """The letter a rule's id begins with. Y (YAML) and F (form) come from reading and are not in this book."""

    SPECIFIC = "S"
    MEASURABLE = "M"
    ACHIEVABLE = "A"
    RELEVANT = "R"
    TIME_BOUND = "T"
    CHECK_INS = "C"
    GOVERNANCE = "G"
    PRIVACY = "P"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `source` is a seed's file name or the public work it rests on.

    `is_private`: it needs what only the leader, the manager and HR see (scores, hours); a reader who does not see these
    is never told what it finds, as it would take what is hidden for what is missing.
    `has_closed`: it also looks at goals that are achieved or stopped; other advice would come too late.
    `misses`: the kinds of file of which it says that something is not there. It says nothing of a leader of whom such a
    file is there and cannot be read: that is one problem, not two.
    Exactly one of the three functions is set.
    """

    id: str
    severity: Severity
    title: Text
    reason: Text
    source: str
    is_private: bool = False
    has_closed: bool = False
    misses: tuple[str, ...] = ()
    on_goal: Callable[[GoalCase], Findings] | None = None
    on_leader: Callable[[LeaderCase], Findings] | None = None
    on_plans: Callable[[PlansCase], Findings] | None = None

    @property
    def family(self) -> Family:
        """The letter."""
        return Family(self.id[0])

    @property
    def examples(self) -> tuple[Example, ...]:
        """A failing and a passing example per language (nl, en)."""
        return examples_of(self.id)


def goal_rule(
    id: str,
    severity: Severity,
    *,
    title: Text,
    reason: Text,
    source: str,
    is_private: bool = False,
    has_closed: bool = False,
    misses: tuple[str, ...] = (),
) -> Callable[[Callable[[GoalCase], Findings]], Rule]:
    """Makes a `Rule` of a function that looks at one goal. An error also looks at closed ones: wrong stays wrong."""
    closed = has_closed or severity is Severity.ERROR

    def make(function: Callable[[GoalCase], Findings]) -> Rule:
        return Rule(id, severity, title, reason, source, is_private, closed, misses, on_goal=function)

    return make


def leader_rule(
    id: str,
    severity: Severity,
    *,
    title: Text,
    reason: Text,
    source: str,
    is_private: bool = False,
    misses: tuple[str, ...] = (),
) -> Callable[[Callable[[LeaderCase], Findings]], Rule]:
    """Makes a `Rule` of a function that looks at one leader, with all goals and logs."""

    def make(function: Callable[[LeaderCase], Findings]) -> Rule:
        return Rule(id, severity, title, reason, source, is_private, True, misses, on_leader=function)

    return make


def plans_rule(
    id: str, severity: Severity, *, title: Text, reason: Text, source: str, is_private: bool = False
) -> Callable[[Callable[[PlansCase], Findings]], Rule]:
    """Makes a `Rule` of a function that looks at the shared files."""

    def make(function: Callable[[PlansCase], Findings]) -> Rule:
        return Rule(id, severity, title, reason, source, is_private, True, on_plans=function)

    return make
