"""A plans folder with a word of its own in every text, id and file name, and who may meet each of these words.

Who may see what is written here by hand from the table of the domain, not read from the schema: a wrong `x-audience`
must show. Words are letters and digits only, so that no encoder of any output changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

EVERYONE = "everyone"
ADVISED = "leader, manager, hr"
BETWEEN = "leader, manager"
NOBODY = "none"

MANAGER_OF = {"anna": "boss", "bert": "chef"}
"""Two leaders with everything on file, each with a manager of their own."""

VIEWERS = ("everyone", "hr", "manager:boss", "manager:chef", "leader:anna", "leader:bert", "leader:cara")


@dataclass(frozen=True)
class Canary:
    """A word, what it stands in, whose it is ("" for the organization), who may meet it and on which page they must."""

    word: str
    place: str
    owner: str
    seen_by: str
    page: str | None = None

    def may_be_seen_by(self, viewer: str) -> bool:
        """By the table: as seen from whose folder it is in."""
        if self.seen_by == EVERYONE:
            return True
        if self.seen_by == NOBODY:
            return False
        if viewer == "hr":
            return self.seen_by == ADVISED
        return viewer in (f"leader:{self.owner}", f"manager:{MANAGER_OF[self.owner]}")


@dataclass
class Flock:
    """All canaries, and the files they sit in."""

    canaries: list[Canary] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def word(self, place: str, seen_by: str = EVERYONE, owner: str = "", page: str | None = None) -> str:
        """A new word for this place."""
        word = f"kanarie{len(self.canaries):03d}vogel"
        self.canaries.append(Canary(word, place, owner, seen_by, page))
        return word

    def text(self, place: str, seen_by: str = EVERYONE, owner: str = "", page: str | None = None) -> str:
        """A sentence with a new word in it."""
        return f"Before {self.word(place, seen_by, owner, page)} after"

    def file(self, path: str, content: Mapping[str, Any]) -> None:
        """A file with a word in a comment at its top, behind a value, and at its end."""
        comments = [self.word(f"{path} comment", NOBODY) for _ in range(3)]
        first, _, rest = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=500).partition("\n")
        self.files[path] = f"# {comments[0]}\n{first} # {comments[1]}\n{rest}# {comments[2]}\n"


def flock() -> Flock:
    """The whole folder."""
    it = Flock()
    competency, facet = it.word("id of competency"), it.word("id of facet")
    role, team = it.word("id of role"), it.word("id of team")
    _organization(it, competency, facet, role, team)
    for person in MANAGER_OF:
        goal, ids = _leader(it, person, competency, role, team)
        _measurements(it, person, goal, ids, competency, facet)
    for person, manager in (("boss", None), ("chef", "boss"), ("cara", "boss"), ("dirk", "chef")):
        leader = {"name": it.text(f"{person} name", page=f"leaders/{person}/"), "email": f"{person}@example.org"}
        reports_to = {"manager": manager} if manager else {"approver": "chef"}
        it.file(f"leaders/{person}/leader.yml", {**leader, "role": role, "level": "senior", "team": team, **reports_to})
    it.files["README.md"] = it.word("README in plans", NOBODY)
    it.files[".hidden.yml"] = it.word("hidden file in plans", NOBODY)
    return it


def _organization(it: Flock, competency: str, facet: str, role: str, team: str) -> None:
    forge = {"kind": "github", "repository": "acme/plans", "branch": "main"}
    it.file("organization.yml", {"name": it.text("organization name", page=""), "language": "en", "forge": forge})
    page = f"competencies/{competency}/"
    it.file(
        f"competencies/{competency}.yml",
        {
            "name": it.text("competency name", page=page),
            "definition": it.text("competency definition", page=page),
            "facets": {facet: it.text("facet", page=page)},
            "behaviors": {level: [it.text(f"{level} behavior", page=page)] for level in ("junior", "medior", "senior")},
        },
    )
    page = f"roles/{role}/"
    it.file(
        f"roles/{role}.yml",
        {
            "name": it.text("role name", page=page),
            "summary": it.text("role summary", page=page),
            "requires": {competency: 70},
        },
    )
    page = f"teams/{team}/"
    it.file(
        f"teams/{team}.yml",
        {
            "name": it.text("team name", page=page),
            "goals": {"calm": {"title": it.text("team goal", page=page), "deadline": "2026-06-30"}},
            "indicators": {
                it.word("id of key indicator"): {
                    "name": it.text("key indicator name", page=page),
                    "kind": "leading",
                    "owner": "anna",
                    "unit": it.word("key indicator unit", page=page),
                    "target": 8,
                    "readings": {"2026-01-31": 4},
                    "next_step": it.text("key indicator next step", page=page),
                }
            },
        },
    )
    it.file(
        "program.yml",
        {
            "name": it.text("program name"),
            "pillars": {
                it.word("id of pillar"): {
                    "title": it.text("pillar title"),
                    "activity": it.text("pillar activity"),
                    "every": "month",
                    "owner": "cara",
                    "held": ["2026-01-20"],
                }
            },
        },
    )
    it.file(
        f"learning/{it.word('id of module')}.yml",
        {
            "title": it.text("module title"),
            "competency": competency,
            "level": "medior",
            "mode": "formal",
            "minutes": 8,
            "text": it.text("module text"),
            "link": f"https://example.org/{it.word('module link')}",
            "transcript": it.text("module transcript"),
            "quiz": {
                it.word("lesson id of question"): {
                    "question": it.text("lesson quiz question"),
                    "kind": "choice",
                    "options": {"a": it.text("lesson quiz option"), "b": it.text("lesson quiz other option")},
                    "answer": "a",
                    "feedback": it.text("lesson quiz feedback"),
                },
                it.word("lesson id of open question"): {
                    "question": it.text("lesson open question"),
                    "kind": "open",
                    "rubric": {
                        it.word("lesson id of criterion"): {
                            "1": it.text("lesson rubric low"),
                            "2": it.text("lesson rubric middle"),
                            "3": it.text("lesson rubric high"),
                        }
                    },
                },
            },
        },
    )


def _leader(it: Flock, who: str, competency: str, role: str, team: str) -> tuple[str, Mapping[str, str]]:
    """Everything but measurements. Returns the active goal's id and its indicators' ids by source."""
    folder, plan = f"leaders/{who}", f"leaders/{who}/"
    goal = it.word(f"{who} id of goal", page=plan)
    page = f"{plan}goals/{goal}/"

    def words(place: str, seen_by: str = EVERYONE, at: str | None = page) -> str:
        return it.text(f"{who} {place}", seen_by, who, at)

    it.file(
        f"{folder}/leader.yml",
        {
            "name": words("name", at=plan),
            "email": f"{it.word(f'{who} email', NOBODY, who)}@example.org",
            "emails": [f"{it.word(f'{who} other email', NOBODY, who)}@example.org"],
            "role": role,
            "level": "medior",
            "team": team,
            "manager": MANAGER_OF[who],
            "observers": ["cara", "dirk"],
            "capacity_hours_per_week": 3,
            "forge": {
                forge: it.word(f"{who} {forge} handle", NOBODY, who) for forge in ("github", "gitlab", "forgejo")
            },
        },
    )
    indicators = {
        source: {
            "name": words(f"indicator {source}"),
            "kind": "leading" if source == "log" else "lagging",
            "measure": "level",
            "unit": it.word(f"{who} unit of {source}", page=page),
            "baseline": 10,
            "target": 90,
            "source": source,
        }
        for source in ("log", "kpi", "survey360")
    }
    ids = {source: it.word(f"{who} id of indicator {source}") for source in indicators}
    it.file(
        f"{folder}/goals/{goal}.yml",
        {
            "title": words("goal title"),
            "competency": competency,
            "category": "team",
            "status": "active",
            "specific": {name: words(name) for name in ("situation", "behavior", "quality", "effect")},
            "measurable": {"indicators": {ids[source]: indicator for source, indicator in indicators.items()}},
            "achievable": {"hours_per_week": 2, "support": words("support"), "observers": ["cara", "dirk"]},
            "relevant": {
                "why": words("why"),
                "team_goal": "calm",
                "choice": {"impact": "high", "potential": "high", "energy": "medium"},
                "not_now": words("not now"),
            },
            "time_bound": {"start": "2026-01-12", "deadline": "2026-05-29", "check_in": "2 weeks", "review": "6 weeks"},
            "actions": {
                it.word(f"{who} id of action"): {
                    "what": words("action"),
                    "mode": "on_the_job",
                    "every": "week",
                    "hours": 1,
                }
            },
            "stop_if": words("stop if"),
            "notes": words("notes of the goal"),
        },
    )
    draft = it.word(f"{who} id of draft", page=plan)
    at = f"{plan}goals/{draft}/"
    it.file(
        f"{folder}/goals/{draft}.yml",
        {
            "title": words("title of the draft", at=at),
            "skill": words("skill of the draft", at=at),
            "category": "personal",
            "status": "draft",
            "specific": {"behavior": words("behavior of the draft", at=at)},
        },
    )
    for day, value in (("2026-02-09", 30), ("2026-03-30", 45)):
        it.file(
            f"{folder}/checkins/{day}.yml",
            {
                "with": "manager",
                "minutes": 25,
                **{answer: words(f"check-in {day} {answer}") for answer in ("done", "going_well", "difficult", "next")},
                "goals": {goal: {ids["log"]: value, "note": words(f"check-in {day} note"), "confidence": 4}},
                "private": words(f"check-in {day} private", BETWEEN),
            },
        )
    it.file(
        f"{folder}/reviews/2026-02-23.yml",
        {
            "kind": "interim",
            "with": [MANAGER_OF[who]],
            "goals": {goal: {"decision": "adjust", "reason": words("reason of the review", ADVISED)}},
            "notes": words("notes of the review", ADVISED, at=None),
        },
    )
    if who == "anna":
        decisions = {"approved": words("note of the approval", ADVISED, at=None)}
    else:
        decisions = {"returned": words("note of the return", ADVISED)}
    for round, (decision, note) in enumerate(decisions.items(), start=1):
        it.file(
            f"{folder}/approvals/{goal}.{round}.yml",
            {
                "version": 1,
                "decision": decision,
                "by": MANAGER_OF[who],
                "date": "2026-01-14",
                "fingerprint": "koers1:sha256:" + "0" * 64,
                "evidence": {
                    "kind": "github",
                    "url": "https://github.com/acme/plans/pull/12",
                    "reviewer": it.word(f"{who} reviewer's handle", NOBODY, who),
                    "commit": "0" * 40,
                },
                "note": note,
            },
        )
    return goal, ids


def _measurements(it: Flock, who: str, goal: str, ids: Mapping[str, str], competency: str, facet: str) -> None:
    """One of each kind but pulse and assessment, which have no text of their own; a KPI's points are for everyone."""
    group = it.word(f"{who} id of respondent group", ADVISED, who)
    for kind, day in (("survey360", "2026-01-12"), ("kpi", "2026-03-31"), ("observation", "2026-03-20")):
        # What a KPI is called belongs to its points, which everyone sees; what is said about them does not.
        instrument = it.word(f"{who} instrument {kind}", EVERYONE if kind == "kpi" else ADVISED, who)
        content: dict[str, Any] = {"kind": kind, "notes": it.text(f"{who} notes of {kind}", ADVISED, who)}
        if kind == "survey360":
            content["version"] = it.word(f"{who} version of {kind}", ADVISED, who)
            content["scale"] = [0, 100]
            content["groups"] = {group: 9}
            scores = {"behavior": 47, "aptitude": 66, "by_group": {group: 47}, "facets": {facet: 41}}
            content["competencies"] = {competency: scores}
            content["goals"] = {goal: {ids["survey360"]: 47, "note": it.text(f"{who} note in {kind}", ADVISED, who)}}
        elif kind == "kpi":
            content["goals"] = {goal: {ids["kpi"]: 55, "note": it.text(f"{who} note in {kind}", ADVISED, who)}}
        else:
            content["by"] = "cara"
            content["competencies"] = {competency: {"behavior": 58}}
            content["observed"] = it.text(f"{who} observer's words", BETWEEN, who)
        it.file(f"leaders/{who}/measurements/{day}-{instrument}.yml", content)
