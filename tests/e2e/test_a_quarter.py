"""A quarter as its people live it: six identities in one real repository, from proposal to what was achieved.

Anna and Dirk lead, Bram manages both until he leaves in March, and Emma, who leads Bram, takes over. Carla counts as an
observer. Anna's goal comes in by a squash, Dirk's by a rebase, and what he improves after a return by a merge. Dirk is
away for three weeks. Anna's 360 goes from 45 to the 62 that was agreed. At every step `koers due` names one mover for
each goal, and the pages name the same one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from approval.organization import person
from assurance.claims import Claim, proves
from cli.in_process import Ran, run
from git.real_repository import RealRepository
from published import leaders_in

pytestmark = proves(Claim.HONEST)

ANNA, DIRK = "anna/coaching", "dirk/open-planning"
FILES = {goal: f"plans/leaders/{goal.replace('/', '/goals/')}.yml" for goal in (ANNA, DIRK)}
PAGE = "leaders/{}/goals/{}/index.md"
GOAL = """\
title: {title}
competency: coaching-leadership
category: team
status: proposed
specific:
  situation: {situation}
  behavior: {behavior}
  effect: The team decides without waiting for me, and tells me the same day
measurable:
  indicators:
    open-talks:
      name: Talks opened with a question
      kind: leading
      measure: total
      unit: talks
      baseline: 0
      target: 12
      threshold: 3
{lagging}achievable:
  hours_per_week: 1
  support: Carla sits in twice and counts
  observers: [carla, {other}]
relevant:
  why: The desk waits two days for an answer that it knows itself
  team_goal: fewer-escalations
  choice: {{impact: high, potential: high, energy: medium}}
  not_now: The reporting format stays as it is
time_bound:
  start: 2026-01-12
  deadline: 2026-04-10
  check_in: 2 weeks
  review: 6 weeks
  remeasure: 2026-04-14
actions:
  questions:
    what: Prepare three open questions for each talk
    mode: on_the_job
    every: 2 weeks
    hours: 0.5
  watched:
    what: Have Carla watch a talk and count my questions
    mode: from_others
    every: month
    hours: 0.5
stop_if: The desk asks for decisions twice as often as in December
"""
LAGGING = """\
    behavior-score:
      name: Coaching behavior seen by the team
      kind: lagging
      measure: level
      unit: points
      baseline: 45
      target: 62
      threshold: 50
      source: survey360
"""
ANNAS = GOAL.format(
    title="Ask before telling in one-on-ones",
    situation="One-on-ones, every second Thursday",
    behavior="I open with a question and wait for ten seconds before I say anything",
    lagging=LAGGING,
    other="dirk",
)
DIRKS = GOAL.format(
    title="Let the desk plan its own week",
    situation="The planning talk on Monday morning",
    behavior="I put the open tasks on the board, ask who takes which, and write it down",
    lagging=LAGGING.replace("behavior-score", "planning-score").replace("Coaching behavior", "Planning behavior"),
    other="anna",
)
SCAN = """\
kind: survey360
version: 2026-1
scale: [0, 100]
groups: {{team: 7, peers: 5, manager: 1, self: 1}}
competencies:
  coaching-leadership:
    behavior: {score}
    aptitude: 70
    by_group: {{team: {score}, peers: {score}, manager: {score}, self: {score}}}
goals:
  {goal}:
    {indicator}: {score}
"""
SHARED: Mapping[str, str | None] = {
    "plans/organization.yml": "name: Waterlijn\nlanguage: en\ntimezone: Europe/Amsterdam\napproval: required\n",
    "plans/competencies/coaching-leadership.yml": "name: Coaching leadership\ndefinition: Asking before telling.\n"
    "behaviors:\n  junior: [Asks an open question before giving advice]\n",
    "plans/teams/desk.yml": "name: Desk\ngoals:\n  fewer-escalations:\n    title: Fewer escalations\n"
    "    deadline: 2026-12-31\n",
    **person("anna", "manager: bram", "team: desk"),
    **person("bram", "manager: emma", "team: desk"),
    **person("carla"),
    **person("dirk", "manager: bram", "team: desk"),
    **person("emma", "approver: carla"),
}


@dataclass
class Quarter:
    """The repository on one day of the quarter; `at` goes to another."""

    repository: RealRepository
    day: date = date(2026, 1, 5)

    def at(self, day: str) -> None:
        self.day = date.fromisoformat(day)

    @property
    def when(self) -> str:
        return f"{self.day.isoformat()}T12:00:00+01:00"

    def koers(self, *arguments: str, who: str | None = None) -> Ran:
        return run(self.repository.root, "--as-of", self.day.isoformat(), *arguments, who=who)

    def commit(self, files: Mapping[str, str | None], author: str, message: str) -> None:
        self.repository.write(files)
        self.repository.git("add", "-A")
        self.repository.git("commit", "-q", "--allow-empty", "-m", message, author=author, when=self.when)

    def decide(self, who: str, *arguments: str) -> None:
        """Somebody decides on main and commits what koers wrote."""
        done = self.koers(*arguments, who=who)
        assert done.code == 0, done.err
        self.commit({}, who, "decision")

    def branch(self, name: str, files: Mapping[str, str | None], author: str) -> None:
        self.repository.git("checkout", "-q", "-b", name)
        self.commit(files, author, f"{name}")
        self.repository.git("checkout", "-q", "main")

    def due(self, person: str | None = None) -> list[dict[str, object]]:
        options = ("--for", person) if person else ()
        found: list[dict[str, object]] = self.koers("due", *options, "--format", "json").data["due"]
        return found

    def move(self, goal: str) -> tuple[str, str, tuple[str, ...]] | None:
        """What is asked for a goal, why, and of whom."""
        for one in self.koers("due", "--format", "json").data["moves"]:
            if f"{one['leader']}/{one['goal']}" == goal:
                return one["what"], one["why"], tuple(one["people"])
        return None

    def errors(self) -> list[str]:
        told = self.koers("check", "--format", "json").data["diagnostics"]
        return [f"{one['path']} {one['rule']} {one['message']}" for one in told if one["severity"] == "error"]

    def told(self, *rules: str) -> set[str]:
        """The rules, of these, that `check` speaks of."""
        found = self.koers("check", "--format", "json", *(w for rule in rules for w in ("--select", rule))).data
        return {one["rule"] for one in found["diagnostics"]}

    def pages(self, audience: str = "everyone") -> Path:
        done = self.koers("pages", "--audience", audience)
        assert done.code == 0, done.err
        return self.repository.root / "build/docs"

    def check_in(self, leader: str, goal: str, talks: int, note: str = "") -> None:
        said = f"done: Opened the talk of {self.day:%d %B} with a question{note}\nnext: Wait ten seconds longer\n"
        log = f"with: manager\nminutes: 25\n{said}goals:\n  {goal}:\n    open-talks: {talks}\n    confidence: 4\n"
        self.commit({f"plans/leaders/{leader}/checkins/{self.day}.yml": log}, leader, "check-in")

    def review(self, leader: str, goal: str, by: str, decision: str, reason: str, **goals: str) -> None:
        said = f"kind: interim\nwith: [{by}]\ngoals:\n  {goal}: {{decision: {decision}, reason: {reason}}}\n"
        self.commit({f"plans/leaders/{leader}/reviews/{self.day}.yml": said}, leader, "review")

    def scan(self, leader: str, goal: str, indicator: str, score: int) -> None:
        said = SCAN.format(goal=goal, indicator=indicator, score=score)
        self.commit({f"plans/leaders/{leader}/measurements/{self.day}-leadership-scan.yml": said}, leader, "scan")

    def edited(self, path: str, before: str, after: str) -> dict[str, str]:
        """A file with one text for another."""
        content = (self.repository.root / path).read_text(encoding="utf-8")
        assert before in content
        return {path: content.replace(before, after, 1)}

    def agree(self, step: str, **expected: tuple[str, str, tuple[str, ...]] | None) -> None:
        """The day has no error, and `due`, the goal's page and the leader's page name the mover that is expected."""
        assert self.errors() == [], step
        for audience in ("everyone", "hr"):
            docs = self.pages(audience)
            for goal in (ANNA, DIRK):
                leader, id = goal.split("/")
                move = self.move(goal)
                assert move == expected[leader], (step, goal)
                told = _marks((docs / PAGE.format(leader, id)).read_text(encoding="utf-8"))
                if audience == "everyone" and told["data-why"] == "unagreed":
                    # What was returned is between those concerned; others read that it is not agreed.
                    assert (move or ("", ""))[1] in ("proposed", "returned", "resubmitted"), step
                else:
                    assert (told["data-move"], told["data-why"]) == (move[:2] if move else (None, None)), step


def _marks(page: str) -> dict[str, str | None]:
    """The data- attributes of the element that is about the goal."""
    (element,) = re.findall(r"<[a-z]+ [^>]*data-goal=[^>]*data-standing=[^>]*>", page)[:1]
    return {
        name: (found[1] if (found := re.search(rf'{name}="([^"]*)"', element)) else None)
        for name in ("data-move", "data-whose", "data-why", "data-since")
    }


def words(page: str) -> str:
    """A page as text."""
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def test_a_quarter(tmp_path: Path) -> None:
    quarter = Quarter(RealRepository.new(tmp_path / "plans-of-us"))
    git = quarter.repository.git
    quarter.commit(SHARED | {".gitignore": "/build/\n/site/\n"}, "robot", "as HR set it up")

    # Both measure, write and propose; the forge squashes Anna's branch and rebases Dirk's.
    quarter.at("2026-01-07")
    quarter.scan("anna", "coaching", "behavior-score", 45)
    quarter.scan("dirk", "open-planning", "planning-score", 45)
    quarter.branch("annas", {FILES[ANNA]: ANNAS}, "anna")
    quarter.branch("dirks", {FILES[DIRK]: DIRKS}, "dirk")
    quarter.at("2026-01-08")
    git("merge", "-q", "--squash", "annas")
    quarter.commit({}, "anna", "Anna's goal (squashed)")
    git("rebase", "-q", "main", "dirks", author="dirk", when=quarter.when)
    git("checkout", "-q", "main")
    git("merge", "-q", "--ff-only", "dirks")
    proposed = ("approval", "proposed", ("bram",))
    quarter.agree("both proposed", anna=proposed, dirk=proposed)
    assert {one["goal"] for one in quarter.due("bram")} == {"coaching", "open-planning"}
    assert quarter.due("anna") == []

    # Bram agrees with one, which begins, and returns the other with a question.
    quarter.at("2026-01-09")
    quarter.decide("bram", "approve", ANNA)
    assert "status: active" in (quarter.repository.root / FILES[ANNA]).read_text(encoding="utf-8")
    quarter.decide("bram", "return", DIRK, "--reason", "Who writes it down?")
    checking = ("check_in", "planned", ("anna",))
    quarter.agree("one of two", anna=checking, dirk=("resubmit", "returned", ("dirk",)))
    assert quarter.due("bram") == []

    # Dirk answers in a branch of his own, which comes in as a merge.
    quarter.at("2026-01-10")
    quarter.branch("better", quarter.edited(FILES[DIRK], "and write it down", "and write it down myself"), "dirk")
    git("merge", "-q", "--no-ff", "-m", "better", "better", author="bram", when=quarter.when)
    quarter.agree("improved", anna=checking, dirk=("approval", "resubmitted", ("bram",)))
    quarter.at("2026-01-12")
    quarter.decide("bram", "approve", DIRK)
    dirks = ("check_in", "planned", ("dirk",))
    quarter.agree("both agreed", anna=checking, dirk=dirks)
    assert quarter.koers("verify").code == 0

    # Dirk is away for three weeks: nothing is asked of him, and nothing is held against him.
    quarter.at("2026-01-26")
    quarter.check_in("anna", "coaching", 2)
    quarter.check_in("dirk", "open-planning", 2)
    away = "away:\n  - {from: 2026-02-02, until: 2026-02-22}\n"
    quarter.commit(
        {"plans/leaders/dirk/leader.yml": f"{SHARED['plans/leaders/dirk/leader.yml']}{away}"}, "dirk", "away"
    )
    for day in ("2026-02-09", "2026-02-16"):
        quarter.at(day)
        if day == "2026-02-09":
            quarter.check_in("anna", "coaching", 2)
        assert [one for one in quarter.due("dirk") if str(one["on"]) < "2026-02-23"] == []
        assert quarter.told("C101", "C107") == set()
    quarter.agree("Dirk is away", anna=checking, dirk=dirks)

    # He is back; both reviews are held.
    quarter.at("2026-02-23")
    quarter.check_in("anna", "coaching", 2)
    quarter.check_in("dirk", "open-planning", 2)
    quarter.review("anna", "coaching", "bram", "continue", "It works")
    quarter.review("dirk", "open-planning", "bram", "continue", "It works")
    quarter.agree("reviews held", anna=checking, dirk=dirks)

    # Bram leaves. What he agreed stays; Emma, who leads him, is asked from the next day on.
    quarter.at("2026-03-09")
    quarter.check_in("anna", "coaching", 3)
    quarter.check_in("dirk", "open-planning", 3)
    left = {"plans/leaders/bram/leader.yml": f"{SHARED['plans/leaders/bram/leader.yml']}left: 2026-03-13\n"}
    quarter.commit(left, "robot", "Bram leaves")
    quarter.at("2026-03-23")
    quarter.check_in("anna", "coaching", 3)
    quarter.check_in("dirk", "open-planning", 3)
    quarter.agree("Bram left", anna=checking, dirk=dirks)
    assert quarter.due("bram") == []
    assert {one["what"] for one in quarter.due("emma")} == {"review"}
    assert quarter.koers("verify").code == 0, "what a former manager agreed to stays agreed"
    assert quarter.told("G119") == {"G119"}, "somebody is to be named in his place"
    assert quarter.told("G102", "G115") == set()

    # The deadline passes; the decision is Emma's.
    quarter.at("2026-04-06")
    quarter.check_in("anna", "coaching", 3)
    quarter.check_in("dirk", "open-planning", 2)
    quarter.at("2026-04-13")
    decision = ("decision", "past_deadline", ("emma",))
    quarter.agree("past the deadline", anna=decision, dirk=decision)
    assert {one["what"] for one in quarter.due("emma")} == {"decision"}, "the closing talk is the review"

    # Anna's 360 went from 45 to the 62 that was agreed, and every room says so.
    quarter.at("2026-04-14")
    quarter.scan("anna", "coaching", "behavior-score", 62)
    (score,) = [one for one in goal_data(quarter, "anna")["indicators"] if one["id"] == "behavior-score"]
    assert (score["current"], score["progress"]) == (62, 1)
    page = words((quarter.pages("hr") / PAGE.format("anna", "coaching")).read_text(encoding="utf-8"))
    assert "45 → 62" in page or "from 45 to 62" in page or "45 to 62" in page
    assert "to go" not in page.partition("Coaching behavior seen by the team")[2][:300]

    # Emma closes the one and stops the other; nothing is anybody's any more, and the story of both stays.
    quarter.at("2026-04-15")
    quarter.review("anna", "coaching", "emma", "achieved", "The desk decides")
    quarter.review("dirk", "open-planning", "emma", "stop", "The desk joins another")
    quarter.agree("decided", anna=("close", "closed", ("anna",)), dirk=("close", "closed", ("dirk",)))
    quarter.commit(quarter.edited(FILES[ANNA], "status: active", "status: achieved"), "anna", "achieved")
    quarter.commit(quarter.edited(FILES[DIRK], "status: active", "status: stopped"), "dirk", "stopped")
    quarter.agree("closed", anna=None, dirk=None)
    assert quarter.due() == []
    assert quarter.told("G104", "G105", "G108", "G109", "G114", "C108") == set()
    # A day before, as of that day, both are what they were then.
    quarter.at("2026-04-13")
    quarter.agree("looking back", anna=decision, dirk=decision)


def goal_data(quarter: Quarter, leader: str) -> dict[str, object]:
    """The goal of a leader in the data of the site for HR."""
    found = [one for one in leaders_in(quarter.pages("hr")) if one["id"] == leader]
    (goal,) = found[0]["goals"]
    assert isinstance(goal, dict)
    return goal
