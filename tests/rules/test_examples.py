"""Every rule has examples that fail and pass, run from file to column; the goldens are read by a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from koers.diagnostic import Severity
from koers.model.approval import Level, Verdict
from koers.model.change import Change, ChangeKind, Direction
from koers.rules.book import RULES
from koers.rules.rule import Rule
from koers.texts import Text, text
from rules.plan_of_anna import GOAL, Facts, Judged, base, run, with_example

GOLDEN = Path(__file__).parent / "golden"
_KEY = ("anna", "coaching")
_TARGET = ("measurable", "indicators", "open-conversations", "target")
_MANAGER = "plans/leaders/anna/leader.yml"


def _change(path: str, pointer: tuple[str, ...], by: str, has_reason: bool, said: Text) -> Change:
    direction = Direction.WEAKER if path == GOAL else Direction.NEUTRAL
    return Change(_KEY, path, pointer, ChangeKind.CHANGED, None, None, direction, said, True, has_reason, by)


FACTS: dict[tuple[str, str], Facts] = {
    ("G104", "bad"): Facts({_KEY: Verdict(_KEY, Level.MISSING)}),
    ("G104", "good"): Facts({_KEY: Verdict(_KEY, Level.RECORDED, "marc", date(2026, 1, 14), 1)}),
    ("G105", "bad"): Facts({_KEY: Verdict(_KEY, Level.STALE, "marc", date(2026, 1, 14), 1, fits=False)}),
    ("G105", "good"): Facts({_KEY: Verdict(_KEY, Level.RECORDED, "marc", date(2026, 1, 14), 1)}),
    ("G106", "bad"): Facts({_KEY: Verdict(_KEY, Level.RETURNED, "marc", date(2026, 1, 14), 1)}),
    ("G106", "good"): Facts({_KEY: Verdict(_KEY, Level.RETURNED, "marc", date(2026, 1, 14), 1, fits=False)}),
    ("G110", "bad"): Facts(changes=(_change(_MANAGER, ("manager",), "anna", False, text("manager changed")),)),
    ("G110", "good"): Facts(changes=(_change(_MANAGER, ("manager",), "marc", False, text("manager changed")),)),
    ("G111", "bad"): Facts(changes=(_change(GOAL, _TARGET, "anna", False, text("target 6 to 4")),)),
    ("G111", "good"): Facts(changes=(_change(GOAL, _TARGET, "anna", True, text("target 6 to 4")),)),
    ("G116", "bad"): Facts({_KEY: Verdict(_KEY, Level.MISSING)}),
    ("G116", "good"): Facts({_KEY: Verdict(_KEY, Level.MISSING)}),
    ("G117", "bad"): Facts({_KEY: Verdict(_KEY, Level.RECORDED, "marc", date(2026, 1, 14), 1)}),
    ("G117", "good"): Facts({_KEY: Verdict(_KEY, Level.RECORDED, "marc", date(2026, 1, 14), 1)}),
    ("G118", "bad"): Facts({_KEY: Verdict(_KEY, Level.RETURNED, "marc", date(2026, 1, 14), 1)}),
    ("G118", "good"): Facts({_KEY: Verdict(_KEY, Level.RETURNED, "marc", date(2026, 1, 14), 1, fits=False)}),
}
"""What other rooms know in the examples of rules that need it."""


def _judged(rule: Rule, language: str, which: str) -> Judged:
    example = next(example for example in rule.examples if example.language == language)
    snippet = example.bad if which == "bad" else example.good
    return run(with_example(base(language), snippet), language, facts=FACTS.get((rule.id, which)))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_plan_itself_has_nothing_to_remark_on(language: str) -> None:
    assert run(base(language), language).lines() == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_failing_example_fails_and_the_passing_one_passes(rule: Rule, language: str) -> None:
    bad, good = _judged(rule, language, "bad"), _judged(rule, language, "good")
    assert rule.id in bad.rules()
    assert not [diagnostic for diagnostic in bad.diagnostics if diagnostic.rule[0] in "YF"]
    assert rule.id not in good.rules()
    assert [line for line in good.diagnostics if line.severity is not Severity.INFO] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_place_and_sentence_is_as_it_was_read(rule: Rule, golden: Callable[[Path, str], None]) -> None:
    parts = []
    for language in ("en", "nl"):
        for which in ("bad", "good"):
            lines = _judged(rule, language, which).lines()
            parts.append("\n".join([f"== {language} {which}", *lines]))
    golden(GOLDEN / f"{rule.id}.txt", "\n\n".join(parts) + "\n")
