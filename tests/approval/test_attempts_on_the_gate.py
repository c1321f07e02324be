"""Attempts of a pull request to pass its own gate, `koers verify --base`, by the settings that it is judged by.

The first sentence of each docstring says the attempt; `badge` is what comes of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, WEAKER, approve, people
from assurance.claims import Claim, proves
from cli.in_process import Ran, run
from git.real_repository import RealRepository

pytestmark = proves(Claim.APPROVALS)

SETTINGS = "plans/organization.yml"
REQUIRED = "name: Waterlijn\napproval: required\nforge: {kind: github, repository: us/plans}\n"
REFUSED = "1 active goal is not approved, and organization.yml requires it\n"


@pytest.fixture
def repository(tmp_path: Path) -> RealRepository:
    """Approval is required, and Anna's goal on the main line has none; a pull request about something else begins."""
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people() | {SETTINGS: REQUIRED}, author="robot", message="people")
    made.commit({GOAL_PATH: GOAL}, author="anna", message="goal")
    made.branch("work")
    return made


def gate(repository: RealRepository, *options: str) -> Ran:
    """`koers verify`, in a pull request into main unless told otherwise."""
    return run(repository.root, "--as-of", "2026-01-30", "verify", *(options or ("--base", "main")))


def says(done: Ran) -> str:
    """Whether a pull request passes."""
    return {0: "the gate opens", 1: "the gate stays shut"}[done.code]


BROKEN = {
    "a line that is no YAML": "name: [\n",
    "a setting there is none of": "name: Waterlijn\napproval: sometimes\n",
    "an empty file": "",
    "padding past the limit": REQUIRED + "# padding\n" * 30_000,
}


def test_the_gate_holds_without_any_trick(repository: RealRepository) -> None:
    assert (gate(repository).code, gate(repository).err) == (1, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
@pytest.mark.parametrize("rule", ["none", "advised"])
def test_a_pull_request_that_switches_approval_off(repository: RealRepository, rule: str, badge: str) -> None:
    """A pull request sets `approval: none`, and so asks no approval of itself."""
    repository.commit({SETTINGS: REQUIRED.replace("required", rule)}, author="anna")
    done = gate(repository)
    assert (says(done), done.err) == (badge, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
@pytest.mark.parametrize("how", list(BROKEN))
def test_a_pull_request_that_breaks_the_settings(repository: RealRepository, how: str, badge: str) -> None:
    """A pull request breaks organization.yml, so that the defaults seem to hold."""
    repository.commit({SETTINGS: BROKEN[how]}, author="anna")
    done = gate(repository)
    assert (says(done), done.err) == (badge, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
def test_a_pull_request_that_removes_the_settings(repository: RealRepository, badge: str) -> None:
    """A pull request removes organization.yml."""
    repository.commit({SETTINGS: None}, author="anna")
    done = gate(repository)
    assert (says(done), done.err) == (badge, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
def test_a_pull_request_that_makes_the_settings_a_link(repository: RealRepository, badge: str) -> None:
    """A pull request replaces organization.yml by a link to settings that ask for nothing."""
    repository.commit({SETTINGS: None, "lax.yml": "name: Waterlijn\napproval: none\n"}, author="anna")
    (repository.root / SETTINGS).symlink_to("../lax.yml")
    repository.git("add", "-A")
    repository.commit({}, author="anna")
    done = gate(repository)
    assert (says(done), done.err) == (badge, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
def test_a_pull_request_from_before_approval_was_required(repository: RealRepository, badge: str) -> None:
    """A branch that began before approval was required is judged by what was said then."""
    repository.switch("main")
    repository.commit({SETTINGS: REQUIRED.replace("required", "none")}, author="robot")
    repository.branch("old")
    repository.commit({"README.md": "more\n"}, author="anna")
    repository.switch("main")
    repository.commit({SETTINGS: REQUIRED}, author="robot")
    repository.switch("old")
    done = gate(repository)
    assert (says(done), done.err) == (badge, REFUSED)


@pytest.mark.parametrize("badge", ["the gate stays shut"])
@pytest.mark.parametrize("content", [*BROKEN.values(), None])
def test_settings_that_were_broken_before(repository: RealRepository, content: str | None, badge: str) -> None:
    """A first change breaks or removes organization.yml on the main line, a second one passes by it."""
    repository.switch("main")
    repository.commit({SETTINGS: content}, author="anna")
    after_merge = gate(repository, "--format", "text")
    assert (says(after_merge), after_merge.err) == (
        badge,
        "organization.yml cannot be read, so nobody can tell whether approval is required; repair it first\n",
    )
    repository.branch("next")
    repository.commit({SETTINGS: REQUIRED.replace("required", "none")}, author="anna")
    done = gate(repository)
    assert says(done) == badge
    assert done.err == (
        "organization.yml of main cannot be read, so nobody can tell whether approval is required there; "
        "repair it there first\n"
    )
    assert done.out.startswith("missing")


def test_a_branch_that_lags_behind_loses_no_decision(repository: RealRepository) -> None:
    """What was decided on the main line meanwhile is not there yet, which is not the same as taken away."""
    repository.commit({"README.md": "more\n"}, author="anna")
    repository.switch("main")
    approve(repository)
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    approve(repository, round=2)
    repository.switch("work")
    found = gate(repository, "--base", "main", "--format", "json")
    assert [goal["level"] for goal in found.data["goals"]] == ["missing"]


def test_the_first_pull_request_of_all_has_no_settings_to_be_judged_by(tmp_path: Path) -> None:
    """Before there were ever any, the defaults hold."""
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit({"README.md": "plans\n"}, author="robot")
    made.branch("work")
    made.commit(people() | {SETTINGS: REQUIRED, GOAL_PATH: GOAL}, author="anna")
    assert gate(made).code == 0
