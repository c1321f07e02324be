"""The rulebook: every rule, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from koers.rules import (
    achievable,
    agreeing,
    check_ins,
    governance,
    measurable,
    people,
    privacy,
    relevant,
    specific,
    time_bound,
)
from koers.rules.rule import Rule
from koers.rules.settings import odd_limit, unknown_rule


def _ids() -> Collection[str]:
    return BY_ID


RULES: tuple[Rule, ...] = (
    *specific.RULES,
    *measurable.RULES,
    *achievable.RULES,
    *relevant.RULES,
    *time_bound.RULES,
    *check_ins.RULES,
    *sorted(
        (*agreeing.RULES, *governance.RULES, *people.RULES, unknown_rule(_ids), odd_limit), key=lambda rule: rule.id
    ),
    *privacy.RULES,
)
"""All rules, by family S M A R T C G P and then by id."""

BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})
"""The rules by id."""
