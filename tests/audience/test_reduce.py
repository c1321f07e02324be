"""Every reader sees just what the table of the domain promises, as read from the schemas."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from koers.audience import Viewer, parse_viewer, reduce
from koers.reading.document import Document, Place

AS_OF = date(2026, 3, 31)
ANNA = "plans/leaders/anna"


def document(path: str, kind: str, data: dict[str, Any], id: str = "", leader: str = "anna") -> Document:
    return Document(Place(path, kind, id, leader if kind != "leader" else "", AS_OF), "", data)


def organization(*more: Document) -> list[Document]:
    return [
        document("plans/organization.yml", "organization", {"name": "org-name"}, leader=""),
        document(
            f"{ANNA}/leader.yml",
            "leader",
            {
                "name": "anna-name",
                "email": "anna-email",
                "emails": ["anna-other-email"],
                "manager": "bea",
                "co_managers": ["cas"],
                "delegates": {"dirk": {"from": "2026-03-01", "until": "2026-03-31"}},
                "capacity_hours_per_week": 777,
                "forge": {"github": "anna-handle"},
            },
            id="anna",
        ),
        document(
            f"{ANNA}/goals/open-questions.yml",
            "goal",
            {
                "title": "goal-title",
                "specific": {"behavior": "goal-behavior"},
                "achievable": {"hours_per_week": 778},
                "relevant": {"why": "goal-why", "choice": {"impact": "high"}},
                "actions": {"a": {"what": "action-what", "hours": 779}},
            },
            id="open-questions",
        ),
        document(
            f"{ANNA}/checkins/2026-03-09.yml",
            "checkin",
            {
                "done": "checkin-done",
                "goals": {"open-questions": {"talks": 5, "note": "checkin-note", "confidence": 778899}},
                "private": "checkin-private",
            },
        ),
        document(
            f"{ANNA}/measurements/2026-03-10-scan.yml",
            "measurement",
            {
                "kind": "survey360",
                "scale": [0, 100],
                "groups": {"team": 7, "manager": 1},
                "competencies": {"coaching": {"behavior": 44, "by_group": {"team": 44, "manager": 51}}},
                "observed": "observer-words",
                "notes": "scan-notes",
            },
            id="scan",
        ),
        document(
            f"{ANNA}/measurements/2026-03-10-desk.yml",
            "measurement",
            {"kind": "kpi", "goals": {"open-questions": {"days": 4242}}, "notes": "kpi-notes"},
            id="desk",
        ),
        document(
            f"{ANNA}/reviews/2026-03-20.yml",
            "review",
            {"kind": "interim", "goals": {"open-questions": {"decision": "adjust", "reason": "review-reason"}}},
        ),
        document(
            f"{ANNA}/approvals/open-questions.1.yml",
            "approval",
            {"version": 1, "decision": "returned", "by": "bea", "date": "2026-01-10", "note": "return-note"},
            id="open-questions",
        ),
        document(
            f"{ANNA}/approvals/open-questions.2.yml",
            "approval",
            {"version": 1, "decision": "approved", "by": "bea", "date": "2026-01-12", "note": "approval-note"},
            id="open-questions",
        ),
        *more,
    ]


EVERYONE = {
    "org-name", "anna-name", "goal-title", "goal-behavior", "goal-why", "action-what", "checkin-done", "checkin-note",
    "4242", "adjust", "2026-01-12",
}  # fmt: skip
FORMAL = EVERYONE | {"777", "778", "779", "778899", "survey360", "scan-notes", "kpi-notes", "review-reason",
                     "return-note", "approval-note", '"impact"'}  # fmt: skip
BETWEEN_TWO = FORMAL | {"checkin-private", "observer-words"}
NOBODY = {"anna-email", "anna-other-email", "anna-handle"}


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        ("everyone", EVERYONE),
        ("hr", FORMAL),
        ("manager:bea", BETWEEN_TWO),
        ("manager:cas", BETWEEN_TWO),
        ("manager:dirk", BETWEEN_TWO),
        ("manager:anna", BETWEEN_TWO),
        ("leader:anna", BETWEEN_TWO),
        ("leader:bea", EVERYONE),
        ("manager:erik", EVERYONE),
    ],
)
def test_each_reader_sees_what_the_table_says_and_nothing_else(viewer: str, sees: set[str]) -> None:
    seen = json.dumps([d.data for d in reduce(organization(), parse_viewer(viewer), AS_OF)])
    words = BETWEEN_TWO | NOBODY
    assert {word for word in words if word in seen} == sees


def test_a_delegate_reads_only_within_the_term() -> None:
    after = date(2026, 4, 1)
    seen = json.dumps([d.data for d in reduce(organization(), Viewer("manager", "dirk"), after)])
    assert "checkin-private" not in seen


def test_files_of_which_nothing_remains_are_gone_with_their_names() -> None:
    paths = [d.path for d in reduce(organization(), Viewer("everyone"), AS_OF)]
    assert f"{ANNA}/measurements/2026-03-10-scan.yml" not in paths
    assert f"{ANNA}/approvals/open-questions.1.yml" not in paths
    assert f"{ANNA}/measurements/2026-03-10-desk.yml" in paths


def test_a_key_that_no_schema_knows_is_for_nobody() -> None:
    odd = document("plans/teams/x.yml", "team", {"name": "x", "surprise": "hidden"}, id="x", leader="")
    (reduced,) = reduce([odd], Viewer("hr"), AS_OF)
    assert reduced.data == {"name": "x"}


@pytest.mark.parametrize("value", ["", "Everyone", "hr:anna", "manager", "leader:", "boss:anna"])
def test_an_audience_that_is_none(value: str) -> None:
    with pytest.raises(ValueError, match=value or "^$"):
        parse_viewer(value)
