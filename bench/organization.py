"""An organization of any size for measuring: deterministic, free of errors, with the shape of the example."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

START = date(2026, 1, 5)
AS_OF = date(2026, 4, 10)
WEEKS = 13
WORDS = (
    "I open the weekly talk with a question and wait until the other has named the next step",
    "We settle in the room who decides and by when and write both on the board",
    "Two out of three talks began with what the other wanted to talk about",
    "The second half of the meeting ran out of time and the last point moved to next week",
    "Ask one colleague to watch for interruptions and tell me afterwards what they saw",
)


def write(root: Path, goals: int, seed: int = 1) -> int:
    """Writes plans/ with this many active goals, two to a leader, below `root`. Returns the number of files."""
    chance = random.Random(seed)
    leaders = [f"leader-{number:04d}" for number in range(max(3, (goals + 1) // 2))]
    files: dict[str, Mapping[str, Any]] = {
        "organization.yml": {"name": "Measured", "language": "en", "timezone": "Europe/Amsterdam"}
    }
    competencies = [f"competency-{number:02d}" for number in range(12)]
    for id in competencies:
        behaviors = {level: [sentence(chance) for _ in range(3)] for level in ("junior", "medior", "senior")}
        files[f"competencies/{id}.yml"] = {"name": id.title(), "definition": sentence(chance), "behaviors": behaviors}
    files["roles/lead.yml"] = {"name": "Lead", "requires": dict.fromkeys(competencies, 70)}
    teams = [f"team-{number:02d}" for number in range(max(1, len(leaders) // 8))]
    for id in teams:
        files[f"teams/{id}.yml"] = {"name": id.title()}
    for number, who in enumerate(leaders):
        manager = {"manager": leaders[(number - 1) // 8]} if number else {"approver": leaders[1]}
        others = [other for other in (leaders[number - 1], leaders[number - 2]) if other != who]
        files[f"leaders/{who}/leader.yml"] = {
            "name": f"Leader {number}",
            "email": f"{who}@example.org",
            "role": "lead",
            "level": "medior",
            "team": teams[number % len(teams)],
            **manager,
            "observers": others,
            "capacity_hours_per_week": 4,
        }
        files.update(_measured(who, competencies, chance))
    for number in range(goals):
        who, id = leaders[number % len(leaders)], f"goal-{number // len(leaders)}"
        files[f"leaders/{who}/goals/{id}.yml"] = _goal(competencies[number % 12], chance)
    for number, who in enumerate(leaders):
        own = [f"goal-{index}" for index in range((goals - number + len(leaders) - 1) // len(leaders))]
        for week in range(WEEKS if own else 0):
            day = START + timedelta(days=7 * week + 4)
            files[f"leaders/{who}/checkins/{day}.yml"] = _check_in(own, chance)
    for path, content in files.items():
        target = root / "plans" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.safe_dump(dict(content), sort_keys=False, width=120), encoding="utf-8")
    return len(files)


def sentence(chance: random.Random) -> str:
    """One of the sentences; which one is the seed's doing."""
    return chance.choice(WORDS)


def _goal(competency: str, chance: random.Random) -> Mapping[str, Any]:
    log = {"kind": "leading", "source": "log", "unit": "talks"}
    return {
        "title": sentence(chance)[:60],
        "competency": competency,
        "category": chance.choice(("personal", "team", "strategic")),
        "status": "active",
        "specific": {part: sentence(chance) for part in ("situation", "behavior", "effect")},
        "measurable": {
            "indicators": {
                "talks": {"name": "Talks", **log, "measure": "frequency", "per": "week", "baseline": 1, "target": 6},
                "opened": {"name": "Opened well", **log, "measure": "share", "baseline": 20, "target": 90},
                "score": {
                    "name": "Score",
                    "kind": "lagging",
                    "measure": "level",
                    "unit": "points",
                    "baseline": 45,
                    "target": 62,
                    "threshold": 46,
                    "source": "survey360",
                },
            }
        },
        "achievable": {"hours_per_week": 1.5, "support": sentence(chance)},
        "relevant": {"why": sentence(chance), "choice": {"impact": "high", "potential": "high", "energy": "medium"}},
        "time_bound": {
            "start": str(START),
            "deadline": "2026-06-26",
            "check_in": "week",
            "review": "6 weeks",
            "remeasure": "2026-03-31",
        },
        "actions": {
            "practise": {"what": sentence(chance), "mode": "on_the_job", "every": "week", "hours": 1},
            "watch": {"what": sentence(chance), "mode": "from_others", "every": "month", "hours": 1},
        },
    }


def _check_in(goals: list[str], chance: random.Random) -> Mapping[str, Any]:
    readings = {"talks": chance.randint(1, 7), "opened": f"{chance.randint(1, 5)}/5", "note": sentence(chance)}
    return {
        "with": chance.choice(("self", "manager")),
        "minutes": 20,
        **{answer: sentence(chance) for answer in ("done", "going_well", "difficult", "next")},
        "goals": {goal: dict(readings) for goal in goals},
    }


def _measured(who: str, competencies: list[str], chance: random.Random) -> dict[str, Mapping[str, Any]]:
    scores = {id: {"behavior": chance.randint(38, 60), "aptitude": chance.randint(55, 80)} for id in competencies}
    content = {"kind": "survey360", "scale": [0, 100], "groups": {"team": 7}, "competencies": scores}
    return {f"leaders/{who}/measurements/{START - timedelta(days=1)}-scan.yml": content}
