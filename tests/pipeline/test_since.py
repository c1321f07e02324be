"""`check --since`: what only two moments show, and which files a report is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import ANNA, GOAL_PATH, WEAKER, people, person
from git.real_repository import PEOPLE, RealRepository
from koers.diagnostic import Pointer
from koers.errors import KoersError
from koers.pipeline.check import check
from koers.pipeline.since import check_since

TWO_MOMENTS = ("G110", "G111")
TARGET: Pointer = ("measurable", "indicators", "open-conversations", "target")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    """Anna's goal is on main; a branch `work` is checked out, and nobody is at the keyboard."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people(), author="robot")
    made.commit({GOAL_PATH: GOAL}, author="anna")
    made.branch("work")
    return made


def found(repository: RealRepository, revision: str = "main") -> list[tuple[str, Pointer, str, int]]:
    """Path, place, rule and line of what the rules of two moments find."""
    checked, files = check_since(repository.root, lambda zone: date(2026, 3, 31), revision)
    reported = [d for d in checked.diagnostics if d.rule in TWO_MOMENTS]
    assert all(d.path in files for d in reported), "what is found is also reported"
    return [(d.path, d.pointer, d.rule, d.span.line) for d in reported]


def test_a_weakening_is_found_at_its_line_committed_or_not(repository: RealRepository) -> None:
    expected = [(GOAL_PATH, TARGET, "G111", 20)]
    repository.write({GOAL_PATH: WEAKER})
    assert found(repository) == expected
    repository.commit({GOAL_PATH: WEAKER})
    assert found(repository) == expected
    assert found(repository, "HEAD") == [], "nothing changed since then"


def test_from_the_files_alone_it_is_not_known(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: WEAKER})
    checked = check(repository.root, lambda zone: date(2026, 3, 31))
    assert [d for d in checked.diagnostics if d.rule in TWO_MOMENTS] == []


def test_what_main_did_meanwhile_is_not_this_branchs(repository: RealRepository) -> None:
    repository.switch("main")
    repository.commit({GOAL_PATH: WEAKER})
    repository.switch("work")
    repository.commit({"README": "mine"})
    assert found(repository) == []


def test_a_promise_that_is_gone_is_found_in_the_leaders_own_file(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: None})
    assert found(repository) == [(ANNA, (), "G111", 1)]


def test_an_indicator_that_is_gone_is_found_where_it_stood(repository: RealRepository) -> None:
    start = GOAL.index("    behavior-score:")
    end = GOAL.index("achievable:")
    repository.commit({GOAL_PATH: GOAL[:start] + GOAL[end:]})
    assert found(repository) == [(GOAL_PATH, ("measurable", "indicators", "behavior-score"), "G111", 12)]


def test_of_who_left_nothing_is_said(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: None, ANNA: None})
    assert found(repository) == []


@pytest.mark.parametrize(("author", "is_found"), [("anna", True), ("bram", False), ("robot", False)])
def test_a_leader_who_changes_who_approves_their_goals(repository: RealRepository, author: str, is_found: bool) -> None:
    repository.commit(person("anna", "manager: carla"), author=author)
    assert found(repository) == ([(ANNA, ("manager",), "G110", 3)] if is_found else [])


@pytest.mark.parametrize(("who", "is_found"), [("anna", True), ("bram", False)])
def test_what_is_not_committed_is_by_who_is_at_work(
    repository: RealRepository, monkeypatch: pytest.MonkeyPatch, who: str, is_found: bool
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", PEOPLE[who][0])
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", PEOPLE[who][1])
    repository.write(person("anna", "manager: carla"))
    assert bool(found(repository)) is is_found


def test_the_organization_may_turn_it_off(repository: RealRepository) -> None:
    repository.commit({"plans/organization.yml": "name: Waterlijn\nrules: {G111: none}\n", GOAL_PATH: WEAKER})
    assert found(repository) == []


def test_no_such_commit_and_no_repository_are_said(repository: RealRepository, tmp_path: Path) -> None:
    with pytest.raises(KoersError):
        check_since(repository.root, lambda zone: date(2026, 3, 31), "nowhere")
    (tmp_path / "plans").mkdir()
    with pytest.raises(KoersError):
        check_since(tmp_path, lambda zone: date(2026, 3, 31), "HEAD")
