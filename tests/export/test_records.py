"""The data of a small organization, in full: the keys and shapes that programs rely on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from export.exported import document, exported
from export.noordwind import FILES
from koers.export.plain import plain
from koers.model.approval import Level, Verdict
from koers.model.build import build
from koers.progress.values import Forecast, GoalProgress, Grade, IndicatorProgress, MissingReading, Point, Standing

AS_OF = date(2026, 3, 31)
KEY = ("anna", "coaching")

DOCUMENTS = tuple(document(path, data) for path, data in FILES.items())
GOAL = build(DOCUMENTS).goal(KEY)
PROGRESS = GoalProgress(
    GOAL,
    AS_OF,
    AS_OF,
    Standing.AT_RISK,
    "open-conversations",
    (
        IndicatorProgress(
            GOAL.indicators[0],
            (Point(date(2026, 2, 9), Fraction(14, 3), Fraction(5), "plans/x.yml", 14),),
            (MissingReading(date(2026, 3, 9), False),),
            Fraction(14, 3),
            Fraction(11, 15),
            Fraction(9, 10),
            Fraction(11, 2),
            (),
            Standing.AT_RISK,
            Grade.SELF_REPORTED,
            Forecast(Fraction(1, 14), date(2026, 4, 20)),
        ),
    ),
)
VERDICT = Verdict(KEY, Level.RECORDED, "piet", date(2026, 1, 14), 1)
INSIDE = ("leader", "manager", "hr")


def data(*eyes: str) -> dict[str, Any]:
    return exported(DOCUMENTS, eyes, AS_OF, {KEY: PROGRESS}, {KEY: VERDICT})


def test_a_leaders_file() -> None:
    assert data(*INSIDE)["anna"] == {
        "version": 1,
        "id": "anna",
        "name": "Anna de Boer",
        "role": "team-lead",
        "level": "medior",
        "team": "support",
        "manager": "piet",
        "goals": [
            {
                "id": "coaching",
                "goal": "anna/coaching",
                "title": "Open questions",
                "status": "active",
                "category": "team",
                "competency": "coaching-leadership",
                "standing": "at_risk",
                "decisive": "open-conversations",
                "progress": 0.733333,
                "expected": 0.9,
                "evaluated_on": "2026-03-31",
                "approval": {"level": "recorded", "approver": "piet", "on": "2026-01-14", "round": 1},
                "specific": {
                    "situation": "Biweekly one-on-ones",
                    "behavior": "I ask first",
                    "effect": "The team solves more",
                },
                "achievable": {"hours_per_week": 2.5, "observers": ["piet", "kim"]},
                "relevant": {"why": "Fewer escalations", "choice": {"impact": "high", "energy": "medium"}},
                "time_bound": {"start": "2026-01-12", "deadline": "2026-04-10", "check_in": "2 weeks"},
                "actions": [
                    {
                        "id": "prepare",
                        "what": "Prepare three questions",
                        "mode": "on_the_job",
                        "every": "week",
                        "hours": 0.5,
                    }
                ],
                "indicators": [
                    {
                        "id": "open-conversations",
                        "name": "One-on-ones with open questions",
                        "kind": "leading",
                        "measure": "frequency",
                        "source": "log",
                        "unit": "conversations",
                        "per": "2 weeks",
                        "baseline": 1,
                        "target": 6,
                        "threshold": 4,
                        "milestones": {"2026-02-15": 3},
                        "current": 4.666667,
                        "progress": 0.733333,
                        "expected": 0.9,
                        "expected_value": 5.5,
                        "standing": "at_risk",
                        "grade": "self_reported",
                        "forecast": {"slope_per_day": 0.071429, "date": "2026-04-20"},
                        "points": [{"date": "2026-02-09", "value": 4.666667, "reading": 5, "days": 14}],
                        "gaps": [{"date": "2026-03-09", "has_check_in": False}],
                    }
                ],
            },
            {
                "id": "later",
                "goal": "anna/later",
                "title": "Later",
                "status": "draft",
                "category": "personal",
                "skill": "Dutch",
                "standing": None,
                "decisive": None,
                "progress": None,
                "expected": None,
                "evaluated_on": None,
                "approval": None,
                "indicators": [],
            },
        ],
        "check_ins": [
            {
                "date": "2026-02-09",
                "number": 1,
                "with_whom": "manager",
                "minutes": 25,
                "next": "Wait five seconds",
                "goals": {
                    "coaching": {
                        "readings": {"open-conversations": 5, "kept": "9/10"},
                        "note": "Went well",
                        "confidence": 4,
                    }
                },
            }
        ],
        "measurements": [
            {
                "date": "2026-01-10",
                "instrument": "scan",
                "kind": "survey360",
                "version": "2025-1",
                "scale": [0, 100],
                "groups": {"team": "5-9"},
                "competencies": {"coaching-leadership": {"behavior": 50, "aptitude": 70, "by_group": {"team": 40}}},
            }
        ],
        "reviews": [
            {
                "date": "2026-02-20",
                "number": 1,
                "kind": "interim",
                "goals": {"coaching": {"decision": "adjust"}},
            }
        ],
        "approvals": [
            {
                "goal": "coaching",
                "round": 1,
                "version": 1,
                "decision": "approved",
                "by": "piet",
                "date": "2026-01-14",
                "evidence": {"kind": "github", "url": "https://example.org/pull/1", "commit": "c0ffee"},
            }
        ],
    }


def test_the_index() -> None:
    assert data(*INSIDE)["index"] == {
        "version": 1,
        "as_of": "2026-03-31",
        "organization": {
            "name": "Noordwind",
            "language": "nl",
            "timezone": "Europe/Amsterdam",
            "approval": "advised",
            "limits": {"active_goals": 2, "minimum_group": 4, "close_rounds_weeks": 8, "longest_goal_days": 200},
            "holidays": ["2026-04-27"],
            "rules": {"S104": "warning"},
        },
        "competencies": [
            {"id": "coaching-leadership", "name": "Coaching", "behaviors": {"medior": ["Asks before telling"]}}
        ],
        "roles": [{"id": "team-lead", "name": "Team lead", "requires": {"coaching-leadership": 70}}],
        "teams": [
            {
                "id": "support",
                "name": "Support",
                "goals": [{"id": "calm", "title": "A calm queue", "deadline": "2026-06-30"}],
                "indicators": [
                    {
                        "id": "waiting",
                        "name": "Waiting",
                        "kind": "lagging",
                        "owner": "anna",
                        "unit": "days",
                        "target": 2,
                        "readings": {"2026-01-31": 4},
                    }
                ],
            }
        ],
        "program": {"name": "Growing", "pillars": [{"id": "peers", "title": "Peer coaching", "held": ["2026-01-20"]}]},
        "learning": [{"id": "listening", "title": "Listening", "minutes": 8}],
        "leaders": [
            {
                "id": "anna",
                "name": "Anna de Boer",
                "role": "team-lead",
                "team": "support",
                "manager": "piet",
                "file": "leaders/anna.json",
                "goals": [
                    {
                        "id": "coaching",
                        "title": "Open questions",
                        "status": "active",
                        "standing": "at_risk",
                        "progress": 0.733333,
                        "expected": 0.9,
                    },
                    {
                        "id": "later",
                        "title": "Later",
                        "status": "draft",
                        "standing": None,
                        "progress": None,
                        "expected": None,
                    },
                ],
            },
            {"id": "piet", "name": "Piet Mulder", "file": "leaders/piet.json", "goals": []},
        ],
    }


def test_a_leader_without_goals_and_logs() -> None:
    assert data()["piet"] == {
        "version": 1,
        "id": "piet",
        "name": "Piet Mulder",
        "goals": [],
        "check_ins": [],
        "measurements": [],
        "reviews": [],
        "approvals": [],
    }


def test_an_indicator_without_progress_has_empty_computed_keys() -> None:
    indicator = exported(DOCUMENTS, INSIDE, AS_OF)["anna"]["goals"][0]["indicators"][0]
    assert indicator["target"] == 6
    assert {key: indicator.get(key, "none") for key in COMPUTED} == COMPUTED
    assert "withheld" not in indicator


COMPUTED = {"current": None, "progress": None, "expected": None, "standing": None, "points": []}


def test_an_indicator_whose_numbers_are_withheld_says_so_and_stands_behind_the_others() -> None:
    goal = FILES["leaders/anna/goals/coaching.yml"]
    asked = {"name": "I am asked", "kind": "lagging", "measure": "level", "source": "pulse", "baseline": 2, "target": 4}
    indicators = {"asked": asked, **goal["measurable"]["indicators"]}
    files = {**FILES, "leaders/anna/goals/coaching.yml": {**goal, "measurable": {"indicators": indicators}}}
    documents = [document(path, data) for path, data in files.items()]
    found = exported(documents, (), AS_OF)["anna"]["goals"][0]["indicators"]
    assert [one["id"] for one in found] == ["open-conversations", "asked"]
    told = {key: value for key, value in asked.items() if key not in ("baseline", "target")}
    assert found[1] == {"id": "asked", **told, "withheld": True, **COMPUTED}
    inside = exported(documents, INSIDE, AS_OF)["anna"]["goals"][0]["indicators"]
    assert [one["id"] for one in inside] == ["asked", "open-conversations"]


def test_an_indicator_of_a_draft_says_what_is_written_so_far() -> None:
    draft = {"title": "Soon", "status": "draft", "measurable": {"indicators": {"asked": {"kind": "leading"}}}}
    files = (*DOCUMENTS, document("leaders/anna/goals/soon.yml", draft))
    found = exported(files, (), AS_OF)["anna"]["goals"][2]["indicators"]
    assert found == [{"id": "asked", "name": "asked", "kind": "leading", "source": "log", **COMPUTED}]


def test_what_the_model_does_not_know_is_a_bug_and_no_silent_text() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
