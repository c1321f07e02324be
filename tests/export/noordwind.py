"""A small organization with a value in most places: what its files say, by path below plans/."""

from __future__ import annotations

from typing import Any

FILES: dict[str, dict[str, Any]] = {
    "organization.yml": {
        "name": "Noordwind",
        "language": "nl",
        "limits": {"minimum_group": 4, "longest_goal_days": 200},
        "holidays": ["2026-04-27"],
        "rules": {"S104": "warning"},
    },
    "competencies/coaching-leadership.yml": {
        "name": "Coaching",
        "behaviors": {"medior": ["Asks before telling"]},
    },
    "roles/team-lead.yml": {"name": "Team lead", "requires": {"coaching-leadership": 70}},
    "teams/support.yml": {
        "name": "Support",
        "goals": {"calm": {"title": "A calm queue", "deadline": "2026-06-30"}},
        "indicators": {
            "waiting": {
                "name": "Waiting",
                "kind": "lagging",
                "owner": "anna",
                "unit": "days",
                "target": 2.0,
                "readings": {"2026-04-30": 3, "2026-01-31": 4},
            }
        },
    },
    "program.yml": {
        "name": "Growing",
        "pillars": {"peers": {"title": "Peer coaching", "held": ["2026-04-20", "2026-01-20"]}},
    },
    "learning/listening.yml": {"title": "Listening", "minutes": 8},
    "leaders/anna/leader.yml": {
        "name": "Anna de Boer",
        "email": "anna@example.org",
        "role": "team-lead",
        "level": "medior",
        "team": "support",
        "manager": "piet",
        "forge": {"github": "anna-codes"},
    },
    "leaders/piet/leader.yml": {"name": "Piet Mulder"},
    "leaders/anna/goals/coaching.yml": {
        "title": "Open questions",
        "competency": "coaching-leadership",
        "category": "team",
        "status": "active",
        "specific": {
            "situation": "Biweekly one-on-ones",
            "behavior": "I ask first",
            "effect": "The team solves more",
        },
        "measurable": {
            "indicators": {
                "open-conversations": {
                    "name": "One-on-ones with open questions",
                    "kind": "leading",
                    "measure": "frequency",
                    "unit": "conversations",
                    "per": "2 weeks",
                    "baseline": 1,
                    "target": 6,
                    "threshold": 4,
                    "hold": False,
                    "milestones": {"2026-02-15": 3},
                }
            }
        },
        "achievable": {"hours_per_week": 2.5, "observers": ["piet", "kim"]},
        "relevant": {"why": "Fewer escalations", "choice": {"impact": "high", "energy": "medium"}},
        "time_bound": {"start": "2026-01-12", "deadline": "2026-04-10", "check_in": "2 weeks"},
        "actions": {
            "prepare": {"what": "Prepare three questions", "mode": "on_the_job", "every": "week", "hours": 0.5}
        },
    },
    "leaders/anna/goals/later.yml": {
        "title": "Later",
        "category": "personal",
        "status": "draft",
        "skill": "Dutch",
        "notes": "",
    },
    "leaders/anna/checkins/2026-02-09.yml": {
        "with": "manager",
        "minutes": 25,
        "next": "Wait five seconds",
        "goals": {"coaching": {"open-conversations": 5, "kept": "9/10", "note": "Went well", "confidence": 4}},
    },
    "leaders/anna/checkins/2026-04-01.yml": {"done": "Later than the day"},
    "leaders/anna/measurements/2026-01-10-scan.yml": {
        "kind": "survey360",
        "version": "2025-1",
        "scale": [0, 100],
        "groups": {"team": 7},
        "competencies": {"coaching-leadership": {"behavior": 50, "aptitude": 70, "by_group": {"team": 40}}},
    },
    "leaders/anna/reviews/2026-02-20.yml": {"kind": "interim", "goals": {"coaching": {"decision": "adjust"}}},
    "leaders/anna/approvals/coaching.1.yml": {
        "version": 1,
        "decision": "approved",
        "by": "piet",
        "date": "2026-01-14",
        "fingerprint": "koers1:sha256:ab",
        "evidence": {
            "kind": "github",
            "url": "https://example.org/pull/1",
            "reviewer": "piet-codes",
            "commit": "c0ffee",
        },
    },
}
