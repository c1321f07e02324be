"""Two moments of a real repository: only what differs is read, and the words say what changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, WEAKER, now, people, person
from git.real_repository import RealRepository
from koers.approval.chronicle import Chronicle
from koers.approval.past import Past
from koers.git import Repository
from koers.history.between import diff_commits, diff_files, signed_off
from koers.history.compare import unexplained
from koers.language import translator
from koers.model.change import Change
from koers.reading.read import read_all
from koers.workspace import scan

REVIEW = "plans/leaders/anna/reviews/2026-02-20.yml"
say = translator("en").say


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people() | {GOAL_PATH: GOAL, "plans/leaders/carla/goals/x.yml": GOAL}, author="robot")
    return made


def between(repository: RealRepository, before: str, after: str | None = None) -> tuple[Change, ...]:
    """As `koers diff` does."""
    opened = Repository.open(repository.root)
    past = Past(Chronicle((), None), opened.read)
    start = opened.commit(before)
    if after is not None:
        return diff_commits(past, opened.tree(start), opened.tree(opened.commit(after)))
    documents = read_all(scan(repository.root).files).documents
    return diff_files(past, opened.tree(start), opened.changed_since(start), documents)


def words(found: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [("/".join(change.goal), say(change.text)) for change in found]


def review(decision: str, reason: str | None) -> str:
    because = f", reason: {reason}" if reason else ""
    return f"kind: interim\ngoals:\n  coaching: {{decision: {decision}{because}}}\n"


def test_two_commits(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: WEAKER})
    repository.commit({REVIEW: review("adjust", "Half the team left")})
    assert words(between(repository, "HEAD~1", "HEAD")) == []
    found = between(repository, "HEAD~2", "HEAD")
    assert words(found) == [("anna/coaching", "target of open conversations 6 -> 5 (weaker)")]
    assert unexplained(found) == ()
    assert len(unexplained(between(repository, "HEAD~2", "HEAD~1"))) == 1


def test_the_working_tree(repository: RealRepository) -> None:
    repository.write(
        {GOAL_PATH: WEAKER, "plans/leaders/bram/goals/new.yml": GOAL.replace("status: active", "status: draft")}
    )
    repository.write({"plans/leaders/carla/goals/x.yml": None})
    assert words(between(repository, "HEAD")) == [
        ("anna/coaching", "target of open conversations 6 -> 5 (weaker)"),
        ("bram/new", 'new goal "Coaching one-on-ones with open questions"'),
        ("carla/x", 'goal "Coaching one-on-ones with open questions" removed'),
    ]


def test_a_stop_with_its_reason(repository: RealRepository) -> None:
    repository.write({GOAL_PATH: GOAL.replace("status: active", "status: stopped")})
    assert [(say(change.text), change.has_reason) for change in between(repository, "HEAD")] == [
        ("goal stopped", False)
    ]
    repository.write({REVIEW: review("stop", None)})
    assert [change.has_reason for change in between(repository, "HEAD")] == [False]
    repository.write({REVIEW: review("stop", "The team was dissolved")})
    assert [(say(change.text), change.has_reason) for change in between(repository, "HEAD")] == [
        ("goal stopped: The team was dissolved", True)
    ]


def test_an_old_review_is_no_reason_for_a_new_weakening(repository: RealRepository) -> None:
    repository.commit({REVIEW: review("adjust", "Half the team left")})
    repository.commit({GOAL_PATH: WEAKER})
    assert len(unexplained(between(repository, "HEAD~1", "HEAD"))) == 1


def test_layout_is_no_change(repository: RealRepository) -> None:
    repository.write({GOAL_PATH: "# a comment\n" + GOAL.replace("target: 6\n", "target: 6.0\n")})
    assert between(repository, "HEAD") == ()


def test_a_goal_that_cannot_be_read_says_so(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: "title: [\n"})
    assert words(between(repository, "HEAD~1", "HEAD")) == [("anna/coaching", "the goal cannot be read as it is now")]
    assert words(between(repository, "HEAD", "HEAD~1")) == [("anna/coaching", "the goal could not be read as it was")]
    repository.write({GOAL_PATH: "title: {\n"})
    assert words(between(repository, "HEAD~1")) == [("anna/coaching", "the goal cannot be read as it is now")]


def test_who_decides_is_told_with_whose_hand_it_was(repository: RealRepository) -> None:
    start = repository.git("rev-parse", "HEAD")
    repository.commit(person("anna", "manager: carla", "delegates:", "  dirk: {from: 2026-02-01, until: 2026-02-14}"))
    found = between(repository, start, "HEAD")
    assert [(change.goal, change.pointer, say(change.text)) for change in found] == [
        (("anna", ""), ("manager",), "manager bram -> carla"),
        (("anna", ""), ("delegates",), "delegates set: dirk (2026-02-01 - 2026-02-14)"),
    ]
    opened = Repository.open(repository.root)
    past = Past(opened.chronicle(), opened.read)
    since = past.chronicle.commit(start)
    assert [change.by for change in signed_off(found, past, since, None)] == ["anna", "anna"]
    repository.write({GOAL_PATH: WEAKER})
    mine = signed_off(between(repository, "HEAD"), past, past.chronicle.main.commits[-1], "bram")
    assert [change.by for change in mine] == ["bram"]


def test_only_files_that_differ_are_read(repository: RealRepository) -> None:
    many = {f"plans/leaders/bram/goals/goal-{number}.yml": GOAL for number in range(30)}
    repository.commit(dict(many), author="robot")
    repository.commit({GOAL_PATH: WEAKER, "plans/leaders/anna/checkins/2026-02-09.yml": "with: self\n"})
    opened = Repository.open(repository.root)
    asked: list[str] = []

    def read(blobs: Collection[str]) -> Mapping[str, bytes]:
        asked.extend(blobs)
        return opened.read(blobs)

    past = Past(Chronicle((), None), read)
    before, after = opened.tree("HEAD~1"), opened.tree("HEAD")
    assert len(diff_commits(past, before, after)) == 1
    assert sorted(asked) == sorted([before[GOAL_PATH], after[GOAL_PATH]])


def test_the_fixture_reads_without_errors_of_form(repository: RealRepository) -> None:
    assert now(repository.root).unsound == frozenset()
