"""A goal's course, from a real repository: one git log, every version read once, no more said than is known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from approval.agreed_goal import GOAL
from approval.organization import COACHING, GOAL_PATH, WEAKER, approve, now, people
from git.real_repository import RealRepository
from koers.approval.past import Past
from koers.approval.verify import verify, verify_records
from koers.git import Repository
from koers.git import repository as git_repository
from koers.history.timeline import Event, timeline
from koers.language import translator
from koers.reading.document import Document
from koers.ssh import Checker

say = translator("en").say
DRAFT = GOAL.replace("status: active", "status: draft")
PROPOSED = GOAL.replace("status: active", "status: proposed")
WORN = WEAKER.replace("deadline: 2026-04-10", "deadline: 2026-05-10").replace("hours_per_week: 2", "hours_per_week: 1")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people(), author="robot")
    return made


def course(root: Path, **more: object) -> tuple[Event, ...]:
    """Anna's goal, with its decisions judged."""
    opened = Repository.open(root)
    past = Past(opened.chronicle(), opened.read)
    here = now(root)
    verdicts = verify_records(here, past, signatures=Checker())
    return timeline(past, here, verdicts, **more)[COACHING]  # type: ignore[arg-type]


def rows(events: Iterable[Event]) -> list[tuple[str, str, str | None, str, str]]:
    return [(str(event.on), event.kind.value, event.by, event.direction.value, say(event.text)) for event in events]


def test_from_draft_to_a_weaker_goal(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: DRAFT})
    repository.commit({GOAL_PATH: PROPOSED.replace("target: 6\n", "target: 5\n")})
    approve(repository, decision="returned", on="2026-01-04")
    repository.commit({GOAL_PATH: PROPOSED})
    approve(repository, round=2, on="2026-01-06")
    repository.commit({GOAL_PATH: "# only a comment\n" + GOAL.replace("notes: Talk", "notes: Speak")})
    worn = repository.commit({GOAL_PATH: WORN})
    events = course(repository.root)
    assert rows(events) == [
        ("2026-01-02", "created", "anna", "neutral", "written as a draft"),
        ("2026-01-03", "proposed", "anna", "weaker", "goal proposed, target of open conversations 6 -> 5 (weaker)"),
        ("2026-01-04", "returned", "bram", "neutral", "given back"),
        ("2026-01-05", "changed", "anna", "stronger", "target of open conversations 5 -> 6 (stronger)"),
        ("2026-01-06", "approved", "bram", "neutral", "approved"),
        ("2026-01-07", "changed", "anna", "neutral", "goal active"),
        (
            "2026-01-08",
            "changed",
            "anna",
            "weaker",
            "target of open conversations 6 -> 5 (weaker), hours a week 2 -> 1 (weaker), "
            "deadline 10 Apr 2026 -> 10 May 2026, 30 days later (weaker)",
        ),
    ]
    assert events[-1].commit == worn
    assert (events[4].round, events[4].level) == (2, "recorded"), "what it was worth then, although it is stale now"


def test_what_was_done_on_a_branch_came_in_with_its_merge(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.branch("work")
    repository.commit({GOAL_PATH: GOAL.replace("target: 6\n", "target: 3\n")})
    repository.commit({GOAL_PATH: WEAKER})
    repository.switch("main")
    merged = repository.merge("work", author="bram")
    last = course(repository.root)[-1]
    assert (say(last.text), last.by, last.commit) == (
        "target of open conversations 6 -> 5 (weaker)",
        "anna",
        merged,
    )


def test_an_approval_that_is_not_the_managers_is_not_shown_as_one(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    approve(repository, author="anna", on="2026-01-03")
    assert rows(course(repository.root))[-1] == ("2026-01-03", "unproven", "bram", "neutral", "approval on file")


def test_a_goal_that_went_and_came_back(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: None})
    repository.commit({GOAL_PATH: PROPOSED}, author="carla")
    assert rows(course(repository.root)) == [
        ("2026-01-02", "created", "anna", "neutral", "written"),
        ("2026-01-03", "removed", "anna", "weaker", "goal removed"),
        ("2026-01-04", "proposed", "carla", "neutral", "written and proposed"),
    ]


def test_many_changes_at_once_are_counted(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    other = GOAL
    for word in (
        "Biweekly",
        "I open with",
        "At least three",
        "The team solves",
        "A coach sits",
        "The team waits",
        "Two reviews",
    ):
        other = other.replace(word, "Now and then")
    repository.commit({GOAL_PATH: other})
    last = course(repository.root)[-1]
    assert say(last.text) == (
        "situation reworded, behavior reworded, quality criterion reworded, effect reworded, "
        "support reworded, 2 more changes"
    )
    assert len(last.changes) == 7


def test_a_version_that_cannot_be_read_is_passed_over(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: "title: [\n"})
    repository.commit({GOAL_PATH: WEAKER})
    assert rows(course(repository.root)) == [
        ("2026-01-02", "created", "anna", "neutral", "written"),
        ("2026-01-04", "changed", "anna", "weaker", "target of open conversations 6 -> 5 (weaker)"),
    ]


def test_an_author_nobody_knows_has_no_name(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL}, author="Bram Smit\x1b[2J <stranger@example.org>")
    assert rows(course(repository.root)) == [("2026-01-02", "created", None, "neutral", "written")]


def test_what_a_reader_may_not_see_is_not_told(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: WORN})

    def without_hours(documents: Iterable[Document]) -> list[Document]:
        shown = []
        for document in documents:
            data = dict(document.data or {})
            data.pop("achievable", None)
            shown.append(replace(document, data=data))
        return shown

    assert rows(course(repository.root, see=without_hours))[-1][-1] == (
        "target of open conversations 6 -> 5 (weaker), deadline 10 Apr 2026 -> 10 May 2026, 30 days later (weaker)"
    )


def test_as_of_an_earlier_day(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: WEAKER})
    assert len(course(repository.root, as_of=date(2026, 1, 2))) == 1


def test_a_shallow_clone_says_so_instead_of_showing_a_flat_history(repository: RealRepository, tmp_path: Path) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({"README": "hello"})
    repository.commit({GOAL_PATH: WEAKER})
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.root}", str(shallow))
    assert rows(course(shallow)) == [
        ("2026-01-03", "cut", None, "neutral", "what was before is not in this clone; fetch the whole history"),
        ("2026-01-04", "changed", "anna", "weaker", "target of open conversations 6 -> 5 (weaker)"),
    ]


def test_however_many_goals_git_is_asked_as_often(repository: RealRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = git_repository.run

    def run(root: Path, arguments: Sequence[str], **more: Any) -> bytes:
        asked.append(arguments[0])
        return real(root, arguments, **more)

    monkeypatch.setattr(git_repository, "run", run)

    def commands() -> list[str]:
        asked.clear()
        opened = Repository.open(repository.root)
        past = Past(opened.chronicle(), opened.read)
        here = now(repository.root)
        verify(here, past, signatures=Checker())
        timeline(past, here)
        return list(asked)

    repository.commit({GOAL_PATH: GOAL})
    approve(repository)
    one = commands()
    assert one.count("log") == 1
    for number in range(8):
        path = f"plans/leaders/anna/goals/goal-{number}.yml"
        repository.commit({path: GOAL})
        repository.commit({path: WEAKER})
        approve(repository, goal=("anna", f"goal-{number}"))
    assert commands() == one
