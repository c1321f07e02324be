"""The data set of a small organization, in full, and what it never holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from koers.dates import parse_period
from koers.export import dataset
from koers.export.plain import plain
from koers.model.approval import Level, Verdict
from koers.model.goal import (
    Achievable,
    Action,
    Category,
    Choice,
    Goal,
    Indicator,
    Kind,
    Measure,
    Mode,
    Relevant,
    Source,
    Specific,
    Status,
    TimeBound,
)
from koers.model.log import (
    Approval,
    CheckIn,
    Decision,
    Evidence,
    GoalLog,
    GoalReview,
    Measurement,
    MeasurementKind,
    Review,
    ReviewKind,
    Score,
    Share,
)
from koers.model.organization import (
    Competency,
    Leader,
    Module,
    Organization,
    Pillar,
    Plans,
    Program,
    Role,
    Seniority,
    Team,
    TeamGoal,
    TeamIndicator,
)
from koers.progress.values import Forecast, GoalProgress, Grade, IndicatorProgress, MissingReading, Point, Standing

AS_OF = date(2026, 3, 31)

OPEN = Indicator(
    "open-conversations",
    "One-on-ones with open questions",
    Kind.LEADING,
    Measure.FREQUENCY,
    Source.LOG,
    Fraction(1),
    Fraction(6),
    "conversations",
    parse_period("2 weeks"),
    Fraction(4),
    milestones=((date(2026, 2, 15), Fraction(3)),),
)
GOAL = Goal(
    "coaching",
    "anna",
    "plans/leaders/anna/goals/coaching.yml",
    "Open questions",
    Category.TEAM,
    Status.ACTIVE,
    "coaching-leadership",
    None,
    Specific("Biweekly one-on-ones", "I ask first", None, "The team solves more"),
    (OPEN,),
    Achievable(Fraction(5, 2), None, ("piet", "kim")),
    Relevant("Fewer escalations", None, Choice("high", None, "medium"), None),
    TimeBound(date(2026, 1, 12), date(2026, 4, 10), parse_period("2 weeks"), None, None),
    (Action("prepare", "Prepare three questions", Mode.ON_THE_JOB, parse_period("week"), hours=Fraction(1, 2)),),
)
DRAFT = Goal(
    "later", "anna", "plans/leaders/anna/goals/later.yml", "Later", Category.PERSONAL, Status.DRAFT, skill="Dutch"
)
PROGRESS = GoalProgress(
    GOAL,
    AS_OF,
    AS_OF,
    Standing.AT_RISK,
    "open-conversations",
    (
        IndicatorProgress(
            OPEN,
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
ANNA = Leader(
    "anna",
    "plans/leaders/anna/leader.yml",
    "Anna de Boer",
    ("anna@example.org",),
    role="team-lead",
    level=Seniority.MEDIOR,
    team="support",
    manager="piet",
    forge={"github": "anna-codes"},
    goals={"coaching": GOAL, "later": DRAFT},
    check_ins=(
        CheckIn(
            date(2026, 2, 9),
            1,
            "plans/leaders/anna/checkins/2026-02-09.yml",
            "manager",
            25,
            next="Wait five seconds",
            goals={"coaching": GoalLog({"open-conversations": Fraction(5), "kept": Share(9, 10)}, "Went well", 4)},
        ),
    ),
    measurements=(
        Measurement(
            date(2026, 1, 10),
            "scan",
            "plans/leaders/anna/measurements/2026-01-10-scan.yml",
            MeasurementKind.SURVEY360,
            "2025-1",
            (Fraction(0), Fraction(100)),
            {"team": 7},
            {"coaching-leadership": Score(Fraction(45), Fraction(70), {"team": Fraction(44)}, {})},
        ),
    ),
    reviews=(
        Review(
            date(2026, 2, 20),
            1,
            "plans/leaders/anna/reviews/2026-02-20.yml",
            ReviewKind.INTERIM,
            {"coaching": GoalReview(Decision.ADJUST)},
        ),
    ),
    approvals={
        "coaching": (
            Approval(
                "coaching",
                1,
                "plans/leaders/anna/approvals/coaching.1.yml",
                "approved",
                "piet",
                date(2026, 1, 14),
                "koers1:sha256:ab",
                Evidence("github", "https://example.org/pull/1", "piet-codes", "c0ffee"),
            ),
        )
    },
)
PLANS = Plans(
    Organization("Noordwind", "nl"),
    {
        "coaching-leadership": Competency(
            "coaching-leadership",
            "plans/competencies/coaching-leadership.yml",
            "Coaching",
            behaviors={Seniority.MEDIOR: ("Asks before telling",)},
        )
    },
    {"team-lead": Role("team-lead", "plans/roles/team-lead.yml", "Team lead", {"coaching-leadership": Fraction(70)})},
    {
        "support": Team(
            "support",
            "plans/teams/support.yml",
            "Support",
            {"calm": TeamGoal("calm", "A calm queue", date(2026, 6, 30))},
            {
                "waiting": TeamIndicator(
                    "waiting", "Waiting", "lagging", "anna", "days", Fraction(2), ((date(2026, 1, 31), Fraction(4)),)
                )
            },
        )
    },
    Program("plans/program.yml", "Growing", {"peers": Pillar("peers", "Peer coaching", held=(date(2026, 1, 20),))}),
    {"listening": Module("listening", "plans/learning/listening.yml", "Listening", minutes=8)},
    {"anna": ANNA, "piet": Leader("piet", "plans/leaders/piet/leader.yml", "Piet Mulder")},
)


def test_the_whole_data_set() -> None:
    verdicts = {("anna", "coaching"): Verdict(("anna", "coaching"), Level.RECORDED, "piet", date(2026, 1, 14), 1)}
    found = dataset(PLANS, {("anna", "coaching"): PROGRESS}, AS_OF, verdicts)
    assert json.loads(json.dumps(found, allow_nan=False)) == {
        "version": 1,
        "as_of": "2026-03-31",
        "organization": {
            "name": "Noordwind",
            "language": "nl",
            "timezone": "Europe/Amsterdam",
            "approval": "advised",
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
                        "competencies": {
                            "coaching-leadership": {"behavior": 45, "aptitude": 70, "by_group": {"team": 44}}
                        },
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
                        "decision": "approved",
                        "by": "piet",
                        "date": "2026-01-14",
                        "fingerprint": "koers1:sha256:ab",
                        "evidence": {"kind": "github", "url": "https://example.org/pull/1", "commit": "c0ffee"},
                    }
                ],
            },
            {
                "id": "piet",
                "name": "Piet Mulder",
                "goals": [],
                "check_ins": [],
                "measurements": [],
                "reviews": [],
                "approvals": [],
            },
        ],
    }


def words(value: object) -> Iterator[str]:
    """Every string in a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from words(item)
    elif isinstance(value, list):
        for item in value:
            yield from words(item)


def test_addresses_and_handles_are_never_in_it() -> None:
    everything = " ".join(words(dataset(PLANS, {}, AS_OF)))
    assert "Anna de Boer" in everything
    assert not [secret for secret in ("anna@example.org", "anna-codes", "piet-codes") if secret in everything]


def test_an_indicator_without_progress_has_empty_computed_keys() -> None:
    leader = dataset(PLANS, {}, AS_OF)["leaders"][0]
    indicator = leader["goals"][0]["indicators"][0]
    assert {key: indicator[key] for key in ("current", "progress", "expected", "standing", "points")} == {
        "current": None,
        "progress": None,
        "expected": None,
        "standing": None,
        "points": [],
    }


def test_what_the_model_does_not_know_is_a_bug_and_no_silent_text() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())
