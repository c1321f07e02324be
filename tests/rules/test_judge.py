"""Severity and selection: what the organization sets, what drafts may lack, what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.diagnostic import Severity
from koers.report.selection import is_selected
from koers.rules.book import BY_ID, RULES
from koers.rules.rule import Family
from rules.plan_of_anna import Judged, base, run, with_example


def changed(*parts: str) -> Judged:
    return run(with_example(base("en"), "\n".join(parts)))


def said(judged: Judged) -> list[tuple[str, str]]:
    return [(diagnostic.rule, diagnostic.severity.value) for diagnostic in judged.diagnostics]


THRESHOLD = "measurable:\n  indicators:\n    open-conversations:\n      threshold: 8"
VAGUE = "specific:\n  behavior: Communicate better"


def test_a_number_that_cannot_be_is_an_error_and_prose_is_a_warning() -> None:
    assert said(changed(VAGUE, THRESHOLD)) == [("S101", "warning"), ("M102", "error")]


def test_the_organization_sets_severities_and_turns_rules_off() -> None:
    settings = "# plans/organization.yml\nrules:\n  S101: error\n  M102: none"
    assert said(changed(VAGUE, THRESHOLD, settings)) == [("S101", "error")]


def test_errors_in_drafts_are_warnings_also_when_the_organization_raised_them() -> None:
    settings = "# plans/organization.yml\nrules:\n  S101: error"
    assert said(changed("status: draft", VAGUE, THRESHOLD, settings)) == [("S101", "warning"), ("M102", "warning")]


def test_privacy_stays_an_error_whatever_the_goal_is() -> None:
    scan = (
        "# plans/leaders/anna/measurements/2026-01-10-leadership-scan.yml\n"
        "groups: {team: 2}\n"
        "competencies:\n  coaching-leadership: {behavior: 45, by_group: {team: 44}}"
    )
    assert said(changed("status: draft", scan)) == [("P101", "error")]


def test_a_closed_goal_is_judged_on_what_is_wrong_and_not_on_what_is_advised() -> None:
    stopped = "status: stopped"
    review = (
        "# plans/leaders/anna/reviews/2026-03-02.yml\nkind: interim\n"
        "goals:\n  coaching: {decision: stop, reason: Moving}"
    )
    assert said(changed(stopped, VAGUE, THRESHOLD, review)) == [("M102", "error")]


@pytest.mark.parametrize(
    ("rule", "select", "ignore", "is_in"),
    [
        ("S101", [], [], True),
        ("S101", ["S"], [], True),
        ("S101", ["M", "T"], [], False),
        ("S101", ["S"], ["S1"], False),
        ("S101", ["S101"], ["S"], True),
        ("S101", ["S101"], ["S101"], False),
        ("S101", ["ALL"], ["S1"], False),
        ("S101", [], ["ALL"], False),
        ("S101", ["s10"], [], True),
        ("F001", ["S"], [], False),
    ],
)
def test_the_longest_prefix_decides(rule: str, select: list[str], ignore: list[str], is_in: bool) -> None:
    assert is_selected(rule, select, ignore) is is_in


@given(st.sampled_from(sorted(BY_ID)), st.lists(st.sampled_from(["S", "M1", "T101", "G"])))
def test_to_ignore_what_is_selected_selects_nothing(rule: str, prefixes: list[str]) -> None:
    assert not prefixes or not is_selected(rule, prefixes, prefixes)


def test_the_book_is_in_order_and_complete() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) >= 45
    assert len(set(ids)) == len(ids)
    families = [family.value for family in Family]
    assert ids == sorted(ids, key=lambda id: (families.index(id[0]), id))
    assert {rule.family for rule in RULES} == set(Family)
    for rule in RULES:
        assert rule.source
        assert rule.reason.msgid.endswith(".")
        assert not rule.title.msgid.endswith(".")
        assert [example.language for example in rule.examples] == ["en", "nl"]
        assert sum(check is not None for check in (rule.on_goal, rule.on_leader, rule.on_plans)) == (
            0 if rule.id.startswith("G9") else 1
        )


def test_only_what_the_files_alone_decide_is_an_error() -> None:
    errors = [rule.id for rule in RULES if rule.severity is Severity.ERROR]
    assert errors == ["M102", "M105", "M115", "T101", "G101", "G103", "G107", "G121", "P101", "P104"]
