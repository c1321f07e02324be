"""One goal through every state, in a real repository: `due`, the pages, the calendar and the rules say the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, people
from assurance.claims import Claim, proves
from cli.in_process import run
from git.real_repository import RealRepository

pytestmark = proves(Claim.HONEST)

CHECK_IN = "with: manager\nnext: Ask once more\ngoals:\n  coaching:\n    open-conversations: {count}\n"
REVIEW = "kind: interim\nwith: [bram]\ngoals:\n  coaching:\n    decision: {decision}\n    reason: We talked it over\n"
MARKS = ("data-move", "data-whose", "data-why", "data-since")


def on_page(path: Path) -> list[tuple[str, ...]]:
    """What the elements of the goal say of its move."""
    elements = re.findall(r'<[^>]* data-goal="anna/coaching"[^>]*>', path.read_text(encoding="utf-8"))
    marks = [dict(re.findall(r'(data-\w+)="([^"]*)"', element)) for element in elements]
    return [tuple(found.get(mark, "") for mark in MARKS) for found in marks]


@dataclass
class Walk:
    """The repository; every step is committed on its day."""

    repository: RealRepository

    def koers(self, on: str, *arguments: str, who: str | None = None) -> Any:
        return run(self.repository.root, "--as-of", on, *arguments, who=who)

    def goal(self, on: str, *changes: tuple[str, str], author: str = "anna") -> None:
        text = (self.repository.root / GOAL_PATH).read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        self.commit(on, {GOAL_PATH: text}, author)

    def commit(self, on: str, files: dict[str, str | None], author: str = "anna") -> None:
        self.repository.commit(files, author=author, when=f"{on}T12:00:00+01:00")

    def decide(self, on: str, *arguments: str) -> None:
        done = self.koers(on, *arguments, who="bram")
        assert done.code == 0, done.err
        self.repository.git("add", "-A")
        self.commit(on, {}, "bram")

    def log(self, on: str, count: int) -> None:
        self.commit(on, {f"plans/leaders/anna/checkins/{on}.yml": CHECK_IN.format(count=count)})

    def review(self, on: str, decision: str) -> None:
        self.commit(on, {f"plans/leaders/anna/reviews/{on}.yml": REVIEW.format(decision=decision)})

    def everywhere(self, on: str) -> tuple[str, str, str, str] | None:
        """Whose move it is, when all say the same: `(what, whose, why, since)`; None when the goal is over."""
        due = self.koers(on, "due", "--format", "json").data
        told = [tuple(str(one[key] or "") for key in ("what", "whose", "why", "since")) for one in due["moves"]]
        assert len(told) <= 1, "at most one move a goal"
        move = told[0] if told else None
        dated = [tuple(str(one[key] or "") for key in ("what", "whose", "why", "since")) for one in due["due"]]
        done = self.koers(on, "pages", "--audience", "hr")
        assert done.code == 0, done.err
        docs = self.repository.root / "build/docs"
        for page in ("leaders/anna/goals/coaching", "leaders/anna"):
            assert on_page(docs / page / "index.md") == [move or ("", "", "", "")], page
        if move is None:
            return None
        calendar = (docs / "calendar/index.md").read_text(encoding="utf-8")
        marks = 'data-move="{}" data-whose="{}" data-why="{}" data-since="{}"'.format(*move)
        if move[0] in ("approval", "approver", "resubmit", "start", "decision", "close"):
            assert move in dated, "what a goal waits for is due whatever its day"
            assert marks in calendar
        if move[0] == "approval":
            assert marks in (docs / "managers/bram/index.md").read_text(encoding="utf-8")
        if move[0] in ("resubmit", "start"):
            assert marks in (docs / "managers/bram/index.md").read_text(encoding="utf-8")
        return move  # type: ignore[return-value]

    def rules(self, on: str) -> set[str]:
        """What `koers check` finds on the way to an agreement and about decisions."""
        found = json.loads(self.koers(on, "check", "--format", "json").out)["diagnostics"]
        asked = {"G102", "G104", "G105", "G106", "G114", "G116", "G117", "G118", "C103", "C108"}
        return {one["rule"] for one in found} & asked


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people("manager: bram"), author="robot", when="2026-01-01T12:00:00+01:00")
    return Walk(made)


def test_a_goal_is_somebodys_move_in_every_state_and_all_say_the_same(walk: Walk) -> None:
    walk.commit("2026-01-05", {GOAL_PATH: GOAL.replace("status: active", "status: draft")})
    assert walk.everywhere("2026-01-05") == ("write", "leader", "draft", "")
    assert walk.rules("2026-01-05") == set()

    walk.goal("2026-01-12", ("status: draft", "status: proposed"))
    assert walk.everywhere("2026-01-13") == ("approval", "manager", "proposed", "2026-01-12")
    assert walk.rules("2026-01-13") == set()
    assert walk.rules("2026-01-20") == {"G116"}

    walk.decide("2026-01-14", "return", "anna/coaching", "--reason", "Which meeting?")
    assert walk.everywhere("2026-01-15") == ("resubmit", "leader", "returned", "2026-01-14")
    assert walk.rules("2026-01-15") == set()
    assert walk.rules("2026-01-22") == {"G118"}

    walk.goal("2026-01-16", ("target: 6", "target: 7"))
    assert walk.everywhere("2026-01-17") == ("approval", "manager", "resubmitted", "2026-01-16")

    walk.decide("2026-01-19", "approve", "anna/coaching", "--keep-status")
    assert walk.everywhere("2026-01-20") == ("start", "leader", "approved", "2026-01-19")
    assert walk.rules("2026-01-20") == {"G117"}

    walk.goal("2026-01-20", ("status: proposed", "status: active"))
    assert walk.everywhere("2026-01-21") == ("check_in", "leader", "planned", "2026-01-12")
    assert walk.rules("2026-01-21") == set()

    walk.goal("2026-01-22", ("target: 7", "target: 8"))
    assert walk.everywhere("2026-01-23") == ("approval", "manager", "changed", "2026-01-22")
    assert walk.rules("2026-01-23") == {"G105"}

    walk.decide("2026-01-26", "approve", "anna/coaching")
    for day in ("2026-01-26", "2026-02-09", "2026-02-23", "2026-03-09"):
        walk.log(day, 6)
    assert walk.everywhere("2026-03-10") == ("review", "leader", "planned", "2026-02-23")
    walk.review("2026-03-11", "continue")
    assert walk.everywhere("2026-03-12") == ("check_in", "leader", "planned", "2026-03-09")

    walk.log("2026-03-23", 1)
    walk.log("2026-04-06", 1)
    assert walk.everywhere("2026-04-07") == ("decision", "manager", "off_track", "2026-04-06")
    assert walk.rules("2026-04-07") == {"C103"}

    walk.review("2026-04-08", "continue")
    move = walk.everywhere("2026-04-09")
    assert move is not None
    assert move[1] == "leader"
    assert walk.rules("2026-04-09") == set()

    assert walk.everywhere("2026-04-20") == ("decision", "manager", "past_deadline", "2026-04-10")
    assert walk.rules("2026-04-20") == {"C108"}

    walk.review("2026-04-21", "achieved")
    assert walk.everywhere("2026-04-22") == ("close", "leader", "closed", "2026-04-21")
    assert walk.rules("2026-04-22") == {"G114"}

    walk.goal("2026-04-22", ("status: active", "status: achieved"))
    assert walk.everywhere("2026-04-23") == ("remeasure", "leader", "planned", "2026-03-09")
    assert walk.everywhere("2026-07-06") is None, "its window has closed"


def test_active_without_an_approval_and_nobody_who_can_decide(walk: Walk) -> None:
    walk.commit("2026-01-12", {GOAL_PATH: GOAL})
    assert walk.everywhere("2026-01-13") == ("approval", "manager", "unapproved", "2026-01-12")
    assert walk.rules("2026-01-13") == {"G104"}
    walk.commit("2026-01-14", people("team: desk") | {"plans/teams/desk.yml": "name: Desk\n"}, "robot")
    assert walk.everywhere("2026-01-15") == ("approver", "hr", "unapproved", "2026-01-12")
    assert walk.rules("2026-01-15") == {"G102", "G104"}


def test_approved_and_merged_it_counts(walk: Walk) -> None:
    """In a pull request, by its own command, with no word changed by hand afterwards."""
    walk.commit("2026-01-12", {GOAL_PATH: GOAL.replace("status: active", "status: proposed")})
    walk.decide("2026-01-13", "approve", "anna/coaching")
    assert walk.everywhere("2026-01-14") == ("check_in", "leader", "planned", "2026-01-12")
    assert walk.rules("2026-01-14") == set()
