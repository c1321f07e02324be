"""Nobody's answer can be read from, or worked out of, what is published about a group."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.audience.small_groups import OPEN_GROUPS, band, hidden_groups, protect, rounded, rounding_step


def survey(groups: dict[str, int], **more: Any) -> dict[str, Any]:
    return {
        "kind": "survey360",
        "scale": [0, 100],
        "groups": groups,
        "competencies": {
            "coaching": {
                "behavior": 47,
                "aptitude": 74,
                "facets": {"listening": 43},
                "by_group": dict.fromkeys(groups, 44),
            }
        },
        **more,
    }


def test_means_are_rounded_and_groups_named_openly_stay() -> None:
    assert protect(survey({"team": 7, "manager": 1, "self": 1}), 5) == {
        "kind": "survey360",
        "scale": [0, 100],
        "groups": {"team": 7, "manager": 1, "self": 1},
        "competencies": {
            "coaching": {
                "behavior": 50,
                "aptitude": 70,
                "facets": {"listening": 40},
                "by_group": {"team": 40, "manager": 40, "self": 40},
            }
        },
    }


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"team": 7, "peers": 5}, set()),
        ({"team": 7, "peers": 4}, {"peers", "team"}),  # 4 alone could be worked out of the total
        ({"team": 9, "peers": 3, "stakeholders": 2}, {"peers", "stakeholders"}),  # 5 together hide each other
        ({"team": 9, "peers": 6, "stakeholders": 2}, {"stakeholders", "peers"}),
        ({}, set()),
    ],
)
def test_small_groups_and_what_would_give_them_away_are_hidden(counts: dict[str, int], hidden: set[str]) -> None:
    assert hidden_groups(counts, 5) == hidden


@given(st.dictionaries(st.sampled_from(["team", "peers", "stakeholders", "clients", "board"]), st.integers(0, 30)))
def test_the_hidden_are_never_few(counts: dict[str, int]) -> None:
    hidden = hidden_groups(counts, 5)
    assert all(counts[group] >= 5 for group in counts if group not in hidden)
    together = sum(counts[group] for group in hidden)
    assert not hidden or together >= 5 or hidden == frozenset(counts)


def test_too_few_respondents_in_all_leave_no_score() -> None:
    protected = protect(survey({"team": 3, "manager": 1}, goals={"g": {"score": 47, "note": "n"}}), 5)
    assert protected["competencies"] == {"coaching": {"by_group": {"manager": 40}}}
    assert protected["goals"] == {}
    assert protected["groups"] == {"manager": 1}


def test_readings_from_a_round_are_rounded_and_shares_of_few_left_out() -> None:
    data = survey({"team": 7}, goals={"g": {"score": 47, "seen": "3/4", "asked": "6/7", "note": "n"}})
    assert protect(data, 5)["goals"] == {"g": {"score": 50, "asked": "6/7", "note": "n"}}


def test_other_kinds_are_left_alone() -> None:
    kpi = {"kind": "kpi", "goals": {"g": {"days": 4.2}}}
    assert protect(kpi, 5) is kpi


@pytest.mark.parametrize(
    ("scale", "value", "shown"),
    [
        ([0, 100], 45, 50),
        ([0, 100], 44.9, 40),
        ([1, 5], 3.24, 3),
        ([1, 5], 3.25, 3.5),
        (None, 55, 60),
        ([0, 10], 7.4, 7),
    ],
)
def test_rounding(scale: Any, value: float, shown: float) -> None:
    assert rounded(value, rounding_step(scale)) == shown


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1"), (4, "4"), (5, "5-9"), (9, "5-9"), (10, "10-19"), (19, "10-19"), (20, "20+")]
)
def test_counts_are_shown_in_bands(count: int, shown: str) -> None:
    assert band(count) == shown


def test_the_open_groups_are_the_two_who_are_named() -> None:
    assert {"manager", "self"} == OPEN_GROUPS
