"""The rules of reading: their bad examples are caught by them, their good ones are not."""

from __future__ import annotations

import re

import pytest

from koers.language import translator
from koers.reading.catalog import RULES, ReadingRule, rule
from koers.reading.read import read_all

GOAL = """\
title: Coaching one-on-ones
category: team
status: draft
"""
INDICATORS = """\
measurable:
  indicators:
    open-conversations: {kind: leading, measure: frequency, per: week, baseline: 1, target: 6}
    meetings-with-check-in: {kind: leading, measure: share, baseline: 20, target: 90}
    behavior-score: {kind: lagging, measure: level, baseline: 45, target: 62, source: survey360}
"""
PLANS = {
    "plans/organization.yml": "name: Riverside\n",
    "plans/competencies/coaching.yml": "name: Coaching\n",
    "plans/teams/north.yml": "name: North\n",
    "plans/leaders/anna/leader.yml": "name: Anna\n",
    "plans/leaders/bram/leader.yml": "name: Bram\n",
    "plans/leaders/anna/goals/coaching.yml": f"{GOAL}competency: coaching\n{INDICATORS}",
}


def found(example: str, of: ReadingRule) -> set[str]:
    """The rules that have something to say when an example stands where it belongs."""
    plans = dict(PLANS)
    if not of.path:
        plans[example] = "name: x\n" if "checkins" not in example else "with: self\n"
        if "north" in example:
            del plans["plans/teams/north.yml"]
    elif of.path.endswith("goals/coaching.yml"):
        rest = INDICATORS if not example.startswith("measurable:") else ""
        competency = "competency: coaching\n" if not example.startswith("competency:") else ""
        plans[of.path] = GOAL + competency + rest + example
    else:
        plans[of.path] = example
    return {problem.rule for problem in read_all([(p, text.encode()) for p, text in plans.items()]).diagnostics}


SHOWN = [each for each in RULES if each.bad]


@pytest.mark.parametrize("of", SHOWN, ids=lambda of: of.id)
def test_an_example_shows_its_rule(of: ReadingRule) -> None:
    assert found(of.bad, of) == {of.id}
    assert found(of.good, of) == set()


def test_only_what_cannot_be_shown_in_a_few_words_has_no_example() -> None:
    without = {each.id for each in RULES if not each.bad}
    assert without == {"Y010", "Y011", "Y015", "Y017", "F014", "F015", "F017", "F022", "F023"}


def test_ids_are_unique_in_order_and_stable() -> None:
    assert [each.id for each in RULES] == [f"Y{n:03}" for n in range(1, 19)] + [f"F{n:03}" for n in range(1, 26)]
    assert all(rule(each.id) is each for each in RULES)
    with pytest.raises(KeyError):
        rule("S101")


def test_every_rule_says_where_it_comes_from() -> None:
    for each in RULES:
        assert re.match(r"YAML 1\.2\.2, " if each.family == "Y" else r"schema|koers, ", each.source), each.id
        for language in ("en", "nl"):
            assert translator(language).say(each.title)
            assert translator(language).say(each.reason).endswith(".")
