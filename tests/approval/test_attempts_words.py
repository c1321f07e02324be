"""Attempts to approve what one wrote oneself, under an address that is no longer on file.

The first sentence of each docstring says the attempt; `badge` is what koers says of the decision.
"""

from __future__ import annotations

import pytest

from approval.organization import GOAL_PATH, WEAKER, approve, level, person
from assurance.claims import Claim, proves
from git.real_repository import RealRepository

pytestmark = proves(Claim.APPROVALS)

OLD = "Bram Smit <bram@old.example>"


@pytest.fixture
def moved(attacked: RealRepository) -> RealRepository:
    """Bram has a second address on file."""
    attacked.commit(person("bram", "emails: [bram@old.example]"), author="robot")
    return attacked


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("author", ["bram", "robot"])
def test_taken_off_the_file_since(moved: RealRepository, badge: str, author: str) -> None:
    """A manager writes the goal under an address of theirs, takes it off the file, and approves."""
    moved.commit({GOAL_PATH: WEAKER}, author=OLD)
    moved.commit(person("bram"), author=author)
    approve(moved)
    assert level(moved.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_taken_off_the_file_first(moved: RealRepository, badge: str) -> None:
    """A manager takes an address off the file, writes the goal under it, and approves."""
    moved.commit(person("bram"), author="bram")
    moved.commit({GOAL_PATH: WEAKER}, author=OLD)
    approve(moved)
    assert level(moved.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_put_on_the_file_afterwards(attacked: RealRepository, badge: str) -> None:
    """A manager writes the goal under an address that comes on file later, and approves."""
    attacked.commit({GOAL_PATH: WEAKER}, author=OLD)
    attacked.commit(person("bram", "emails: [bram@old.example]"), author="robot")
    approve(attacked)
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("way", [("--no-ff",), ("--ff-only",)])
def test_on_a_branch(moved: RealRepository, badge: str, way: tuple[str, ...]) -> None:
    """A manager writes the goal on a branch, and takes the address off the file there or on main before the merge."""
    moved.branch("work")
    moved.commit({GOAL_PATH: WEAKER}, author=OLD)
    if way == ("--no-ff",):
        moved.switch("main")
    moved.commit(person("bram"), author="bram")
    moved.switch("main")
    moved.merge("work", *way, author="emma")
    approve(moved)
    assert level(moved.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_in_a_pull_request(moved: RealRepository, badge: str) -> None:
    """A pull request holds the decision on words that its maker wrote under an earlier address."""
    moved.commit({GOAL_PATH: WEAKER}, author=OLD)
    moved.commit(person("bram"), author="robot")
    moved.branch("work")
    approve(moved)
    assert level(moved.root, base="main") == badge


# What stays approved ------------------------------------------------------------------------------------------------


def test_an_address_that_went_to_the_leader(moved: RealRepository) -> None:
    """What was written under an address when it was the leader's is the leader's."""
    moved.commit(person("bram"), author="robot")
    moved.commit(person("anna", "manager: bram", "emails: [bram@old.example]"), author="robot")
    moved.commit({GOAL_PATH: WEAKER}, author="Anna de Wit <bram@old.example>")
    approve(moved)
    assert level(moved.root) == "recorded"


def test_an_address_put_on_the_managers_file_after_the_decision(attacked: RealRepository) -> None:
    """Nobody turns an honest decision into a forgery by what they put on file later."""
    attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    approve(attacked)
    attacked.commit(person("bram", "emails: [anna@example.org]"), author="anna")
    assert level(attacked.root) == "recorded"


def test_words_under_an_earlier_address_that_were_agreed_by_another(moved: RealRepository) -> None:
    moved.commit(person("anna", "manager: bram", "co_managers: [emma]"), author="robot")
    moved.commit({GOAL_PATH: WEAKER}, author=OLD)
    approve(moved, "emma")
    moved.commit(person("bram"), author="robot")
    approve(moved, round=2)
    assert level(moved.root) == "recorded"
