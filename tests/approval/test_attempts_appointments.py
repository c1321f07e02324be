"""Attempts to bring one's own approver along: who decides, with which address, account or key, set by those it serves.

The first sentence of each docstring says the attempt; `badge` is what koers says of the decision.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import (
    COACHING,
    GOAL_PATH,
    WEAKER,
    approve,
    decided,
    judged,
    level,
    new_key,
    people,
    person,
    signed,
    signer,
)
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.model.log import Evidence

pytestmark = proves(Claim.APPROVALS)

SIGNERS = "plans/signers"
ACCOUNT = ("forge:", "  github: carla-v")
FRIEND = person("anna", "manager: carla")


def reason(repository: RealRepository) -> str:
    found = judged(repository.root)[COACHING].reason
    return str(found)


def friend_on_a_branch(repository: RealRepository, author: str = "anna") -> None:
    """The leader's branch: a friend becomes the manager, and agrees."""
    repository.branch("work")
    repository.commit(FRIEND, author=author, message="my manager")
    approve(repository, "carla")


# By which way it comes in -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_fast_forward(attacked: RealRepository, badge: str) -> None:
    """The leader names a friend manager in a branch of their own, which reaches main by fast-forward."""
    friend_on_a_branch(attacked)
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge
    assert "fast-forward or rebase" in reason(attacked)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_rebase(attacked: RealRepository, badge: str) -> None:
    """The leader names a friend manager in a branch of their own, which the forge's button rebases onto main."""
    friend_on_a_branch(attacked)
    attacked.switch("main")
    attacked.commit({"README": "meanwhile"}, author="emma")
    attacked.rebase("work")
    assert level(attacked.root) == badge
    assert "fast-forward or rebase" in reason(attacked)


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "carla"])
def test_straight_on_main(attacked: RealRepository, badge: str, author: str) -> None:
    """The leader, or the friend, makes the friend manager straight on main, just before the decision."""
    attacked.commit(FRIEND, author=author)
    approve(attacked, "carla")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_with_more_of_their_own_commits_between(attacked: RealRepository, badge: str) -> None:
    """The leader puts more commits of their own and of the friend's between the appointment and the decision."""
    attacked.commit(FRIEND, author="anna")
    attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    attacked.commit({"README": "mine"}, author="carla")
    attacked.commit(FRIEND | person("carla", "team: desk"), author="carla")
    approve(attacked, "carla")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("merger", ["anna", "carla", "emma"])
def test_foxtrot(attacked: RealRepository, badge: str, merger: str) -> None:
    """Main is merged into the leader's branch, which becomes main, with its own commits on the first-parent line."""
    attacked.branch("work")
    attacked.commit(FRIEND, author="anna")
    attacked.switch("main")
    attacked.commit({"README": "meanwhile"}, author="emma")
    attacked.switch("work")
    attacked.merge("main", author=merger)
    approve(attacked, "carla")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_foxtrot_after_the_decision(attacked: RealRepository, badge: str) -> None:
    """The leader's branch holds appointment and decision, and main is merged into it afterwards."""
    friend_on_a_branch(attacked)
    attacked.switch("main")
    attacked.commit({"README": "meanwhile"}, author="emma")
    attacked.switch("work")
    attacked.merge("main", author="anna")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_merges_of_their_own(attacked: RealRepository, badge: str) -> None:
    """The leader's branch imitates two honest merges, and reaches main by fast-forward."""
    attacked.branch("work")
    attacked.branch("first")
    attacked.commit(FRIEND, author="anna")
    attacked.switch("work")
    attacked.merge("first", author="anna")
    attacked.branch("second")
    approve(attacked, "carla")
    attacked.switch("work")
    attacked.merge("second", author="carla")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "robot"])
def test_unrelated_first_parent(attacked: RealRepository, badge: str, author: str) -> None:
    """The leader begins a history of their own with a friend as manager, and merges main into it as second parent."""
    attacked.git("checkout", "-q", "--orphan", "own")
    attacked.commit(people("manager: carla"), author=author)
    approve(attacked, "carla")
    attacked.git("merge", "-q", "-X", "ours", "--allow-unrelated-histories", "-m", "join", "main", author="anna")
    attacked.switch("main")
    attacked.merge("own", "--ff-only")
    assert attacked.git("rev-list", "--first-parent", "--count", "HEAD") == "3"
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "robot"])
def test_unrelated_first_parent_and_then_the_decision(attacked: RealRepository, badge: str, author: str) -> None:
    """As before, and the friend decides after the two histories were joined."""
    attacked.git("checkout", "-q", "--orphan", "own")
    attacked.commit(people("manager: carla"), author=author)
    attacked.git("merge", "-q", "-X", "ours", "--allow-unrelated-histories", "-m", "join", "main", author="anna")
    approve(attacked, "carla")
    attacked.switch("main")
    attacked.merge("own", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("later", [False, True])
def test_foxtrot_from_an_old_commit(attacked: RealRepository, badge: str, later: bool) -> None:
    """A former manager decides on a branch from before the new one came, and main is merged into that branch."""
    attacked.commit(FRIEND, author="robot")
    attacked.branch("work")
    approve(attacked, "carla")
    attacked.commit({"mine": "mine"}, author="anna")
    attacked.switch("main")
    attacked.commit(person("anna", "manager: bram"), author="robot")
    attacked.switch("work")
    attacked.merge("main", author="anna")
    if later:
        attacked.commit({"README": "meanwhile"}, author="emma")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge
    assert "into which main was merged" in reason(attacked)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_merge_with_what_is_past(attacked: RealRepository, badge: str) -> None:
    """The leader merges an old commit of main, in which the friend was manager, and keeps its text."""
    old = attacked.commit(FRIEND, author="robot")
    attacked.commit(person("anna", "manager: bram"), author="robot")
    attacked.write(FRIEND)
    attacked.git("add", "-A")
    tree = attacked.git("write-tree")
    tip = attacked.git("rev-parse", "HEAD")
    made = attacked.git("commit-tree", tree, "-p", tip, "-p", old, "-m", "as it was", author="anna")
    attacked.git("reset", "-q", "--hard", made)
    approve(attacked, "carla")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_revert(attacked: RealRepository, badge: str) -> None:
    """The leader reverts the commit that took the friend's office away."""
    attacked.commit(FRIEND, author="robot")
    taken = attacked.commit(person("anna", "manager: bram"), author="robot")
    attacked.git("revert", "--no-edit", taken, author="anna")
    approve(attacked, "carla")
    assert level(attacked.root) == badge


# What is set --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize(
    "line",
    [
        "co_managers: [carla]",
        "delegates:\n  carla: {from: 2026-01-01, until: 2026-02-14}",
    ],
)
def test_every_office(attacked: RealRepository, badge: str, line: str) -> None:
    """The leader makes a friend co-manager or delegate in commits that reach main by fast-forward."""
    attacked.branch("work")
    attacked.commit(person("anna", "manager: bram", line), author="anna")
    approve(attacked, "carla")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "dirk"])
def test_a_longer_term(attacked: RealRepository, badge: str, author: str) -> None:
    """The leader, or the delegate, makes the delegate's term longer."""
    attacked.commit(
        person("anna", "manager: bram", "delegates:", "  dirk: {from: 2026-01-01, until: 2026-01-02}"), author="bram"
    )
    attacked.commit(
        person("anna", "manager: bram", "delegates:", "  dirk: {from: 2026-01-01, until: 2026-02-14}"), author=author
    )
    approve(attacked, "dirk", on="2026-01-06")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_manager_sent_away(attacked: RealRepository, badge: str) -> None:
    """The leader writes that the manager has left, so that the manager's friendly manager decides."""
    attacked.commit(person("bram", "manager: carla"), author="robot")
    attacked.commit(person("bram", "manager: carla", "left: 2026-01-02"), author="anna")
    approve(attacked, "carla")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_an_address(attacked: RealRepository, badge: str) -> None:
    """The leader gives the manager a second address, under which the decision is then committed."""
    attacked.branch("work")
    attacked.commit(person("bram", "emails: [bram@mine.example]"), author="anna")
    approve(attacked, author="Bram Smit <bram@mine.example>")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_an_address_that_brings_itself_in(attacked: RealRepository, badge: str) -> None:
    """The new address is put on file by a commit under that very address."""
    attacked.commit(person("bram", "emails: [bram@mine.example]"), author="Bram Smit <bram@mine.example>")
    approve(attacked, author="Bram Smit <bram@mine.example>")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "bram"])
def test_an_account(attacked: RealRepository, badge: str, author: str) -> None:
    """The manager's account on the forge is set by the leader, or by the manager alone, before the reviewed change."""
    attacked.commit(person("bram", "forge:", "  github: anna-2"), author=author)
    attacked.branch("work")
    commit = attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    url = "https://github.com/us/plans/pull/7#pullrequestreview-1"
    approve(attacked, author="robot", evidence=Evidence("github", url=url, reviewer="anna-2", commit=commit))
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("author", ["anna", "bram"])
def test_a_signer(attacked: RealRepository, tmp_path: Path, badge: str, author: str) -> None:
    """A key is listed for the manager by the leader, or in the manager's name, and reaches main by fast-forward."""
    attacked.branch("work")
    key = new_key(tmp_path / "keys", "new")
    attacked.commit({SIGNERS: signer("bram", key)}, author=author)
    record = signed(decided(attacked), key)
    attacked.commit({record.path: record.text}, author="anna")
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_signers_address(attacked: RealRepository, tmp_path: Path, badge: str) -> None:
    """The leader puts the address of a listed signer on the manager's file."""
    key = new_key(tmp_path / "keys", "friend")
    attacked.commit({SIGNERS: signer("carla@example.org", key)}, author="robot")
    attacked.commit({"README": "meanwhile"}, author="emma")
    attacked.commit(person("bram", "emails: [carla@example.org]"), author="anna")
    record = signed(decided(attacked), key)
    attacked.commit({record.path: record.text}, author="anna")
    assert level(attacked.root) == badge


# What stays approved ------------------------------------------------------------------------------------------------


def test_somebody_else_appoints(attacked: RealRepository) -> None:
    attacked.commit(FRIEND, author="bram")
    approve(attacked, "carla")
    assert level(attacked.root) == "recorded"


def test_somebody_else_committed_since(attacked: RealRepository) -> None:
    attacked.commit(FRIEND, author="anna")
    attacked.commit({"README": "built on it"}, author="emma")
    approve(attacked, "carla")
    assert level(attacked.root) == "recorded"


def test_somebody_else_merged_the_appointment(attacked: RealRepository) -> None:
    attacked.branch("work")
    attacked.commit(FRIEND, author="anna")
    attacked.switch("main")
    attacked.merge("work", author="bram")
    approve(attacked, "carla")
    assert level(attacked.root) == "recorded"


def test_somebody_else_merged_the_decision(attacked: RealRepository) -> None:
    """The branch with the decision began after the appointment, and somebody else merged it."""
    attacked.commit(FRIEND, author="anna")
    attacked.branch("work")
    approve(attacked, "carla")
    attacked.switch("main")
    attacked.merge("work", author="emma")
    assert level(attacked.root) == "recorded"


def test_a_new_manager_merged_right_after_the_decision(attacked: RealRepository) -> None:
    """The office's branch with another manager began before the manager decided, and is merged after it."""
    attacked.branch("office")
    attacked.commit(person("anna", "manager: emma"), author="robot")
    attacked.switch("main")
    approve(attacked)
    attacked.merge("office", author="robot")
    assert level(attacked.root) == "recorded"


def test_an_appointment_that_was_touched_again(attacked: RealRepository) -> None:
    """What the leader writes elsewhere in the file makes the appointment no younger."""
    attacked.commit(person("anna", "manager: bram", "team: desk"), author="anna")
    attacked.commit(person("bram", "emails: [bram@home.example]"), author="bram")
    approve(attacked)
    assert level(attacked.root) == "recorded"


def test_the_managers_own_second_address(attacked: RealRepository) -> None:
    """An address that was the manager's before vouches for another."""
    attacked.commit(person("bram", "emails: [bram@home.example]"), author="bram")
    approve(attacked, author="Bram Smit <bram@home.example>")
    assert level(attacked.root) == "recorded"


def test_whoever_began_the_repository(attacked: RealRepository, tmp_path: Path) -> None:
    """Where the leader wrote the very first commit, its manager stood before any branch began."""
    fresh = RealRepository.new(tmp_path / "fresh")
    fresh.commit(people() | {GOAL_PATH: GOAL}, author="anna")
    approve(fresh)
    assert level(fresh.root) == "recorded"


def test_another_history_merged_in(attacked: RealRepository) -> None:
    """A history that somebody merges into main, with the same people on file, takes nothing from decisions on main."""
    approve(attacked)
    attacked.git("checkout", "-q", "--orphan", "other")
    attacked.commit(people("manager: emma"), author="anna")
    attacked.switch("main")
    attacked.git("merge", "-q", "-X", "ours", "--allow-unrelated-histories", "-m", "join", "other", author="anna")
    approve(attacked, round=2)
    assert level(attacked.root) == "recorded"


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_in_a_clone_that_is_cut(attacked: RealRepository, tmp_path: Path, badge: str) -> None:
    """The appointment is judged in a clone that holds it, but not the whole history."""
    attacked.commit(FRIEND, author="anna")
    approve(attacked, "carla")
    cut = tmp_path / "cut"
    attacked.git("clone", "-q", "--depth", "3", f"file://{attacked.root}", str(cut))
    assert level(cut) == badge


def test_in_a_pull_request_the_base_is_main(attacked: RealRepository) -> None:
    attacked.commit(FRIEND, author="anna")
    attacked.branch("work")
    approve(attacked, "carla")
    assert level(attacked.root, base="main") == "recorded"
