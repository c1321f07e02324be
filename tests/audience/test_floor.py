"""How many respondents a group must have: the organization may ask for more, and nobody can ask for fewer than four."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koers.audience import Viewer, reduce
from koers.audience.small_groups import Protection, protect
from koers.reading.document import Document, Place
from koers.reading.guard import Untold

DAY = date(2026, 3, 31)
FOLDER = "plans/leaders/anna"


def survey(groups: dict[str, int], readings: dict[str, Any] | None = None) -> dict[str, Any]:
    score = {"behavior": 50, "by_group": dict.fromkeys(groups, 50)}
    return {
        "kind": "survey360",
        "scale": [0, 100],
        "groups": groups,
        "competencies": {"coaching": score},
        **({"goals": {"open-questions": readings}} if readings else {}),
    }


def shown(limits: object, groups: dict[str, int]) -> set[str]:
    """The groups of a round that HR sees, in an organization with these limits."""
    settings = {"name": "Example"} if limits is None else {"name": "Example", "limits": limits}
    documents = [
        Document(Place("plans/organization.yml", "organization"), "", settings),
        Document(Place(f"{FOLDER}/leader.yml", "leader", "anna"), "", {"name": "Anna"}),
        Document(
            Place(f"{FOLDER}/measurements/2026-03-01-scan.yml", "measurement", "scan", "anna", DAY), "", survey(groups)
        ),
    ]
    seen = reduce(documents, Viewer("hr"), DAY)
    return {
        group
        for document in seen
        if document.place.kind == "measurement" and document.data is not None
        for group in document.data["competencies"].get("coaching", {}).get("by_group", {})
    }


GROUPS = {"board": 3, "team": 4, "peers": 5, "clients": 6, "everybody": 60}


@pytest.mark.parametrize(
    ("limits", "hidden"),
    [
        (None, {"board", "team"}),
        ({"active_goals": 3}, {"board", "team"}),
        ({"minimum_group": 2}, {"board", "team"}),  # the floor is 4; with 3 hidden alone the 4 must join them
        ({"minimum_group": 4}, {"board", "team"}),
        ({"minimum_group": 6}, {"board", "team", "peers"}),
        ({"minimum_group": 61}, set(GROUPS)),
    ],
)
def test_a_minimum_may_be_raised_and_never_lowered(limits: object, hidden: set[str]) -> None:
    assert shown(limits, GROUPS) == set(GROUPS) - hidden


@pytest.mark.parametrize(("minimum", "least"), [(1, 4), (4, 4), (5, 5), (6, 6)])
def test_a_group_alone_is_shown_from_the_minimum_on(minimum: int, least: int) -> None:
    assert shown({"minimum_group": minimum}, {"team": least}) == {"team"}
    assert shown({"minimum_group": minimum}, {"team": least - 1}) == set()


def test_a_total_and_a_share_of_exactly_the_minimum_are_published_and_of_one_fewer_are_not() -> None:
    readings = {"few": "3/4", "enough": "3/5", "score": 50}
    enough, _ = protect(survey({"team": 3, "peers": 2}, readings), Protection())
    assert enough["competencies"] == {"coaching": {"behavior": 50}}, "hidden together they are as many as they must be"
    assert enough["goals"] == {"open-questions": {"enough": "3/5", "score": 50}}
    fewer, guard = protect(survey({"team": 2, "peers": 2}, readings), Protection())
    assert (fewer["competencies"], fewer["goals"]) == ({"coaching": {}}, {"open-questions": {}})
    assert guard.untold is Untold.TOO_FEW
