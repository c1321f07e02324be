"""Attempts on the records themselves: decisions are kept as they were made, and the last one counts.

The first sentence of each docstring says the attempt; `badge` is what koers says of the goal.
"""

from __future__ import annotations

from datetime import date

import pytest

from approval.agreed_goal import GOAL
from approval.organization import COACHING, GOAL_PATH, WEAKER, approve, decided, judged, level, now
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.approval.decide import decide
from koers.approval.past import Past
from koers.git import Repository

pytestmark = proves(Claim.APPROVALS)

FIRST = "plans/leaders/anna/approvals/coaching.1.yml"
SECOND = "plans/leaders/anna/approvals/coaching.2.yml"
HIGH = "plans/leaders/anna/approvals/coaching.99.yml"
TODAY = date(2026, 2, 1)


def returned(repository: RealRepository, on: str = "2026-01-15") -> None:
    """Bram agrees, and takes it back."""
    approve(repository)
    approve(repository, round=2, decision="returned", on=on)


def text_of(repository: RealRepository, path: str) -> str:
    return (repository.root / path).read_text(encoding="utf-8")


# A return that is to be forgotten -----------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["returned"])
@pytest.mark.parametrize("records", [[SECOND], [FIRST, SECOND]])
def test_the_goal_begins_anew(attacked: RealRepository, badge: str, records: list[str]) -> None:
    """The leader deletes a returned goal together with the return, and adds the goal again."""
    returned(attacked)
    attacked.commit({GOAL_PATH: None} | dict.fromkeys(records), author="anna")
    attacked.commit({GOAL_PATH: GOAL}, author="anna")
    assert level(attacked.root) == badge
    approve(attacked, round=3)
    assert level(attacked.root) == "recorded"


@pytest.mark.parametrize("badge", ["returned"])
def test_the_goal_begins_anew_and_the_approval_is_put_back(attacked: RealRepository, badge: str) -> None:
    """As before, and the manager's own commit with the approval is taken over again, author and all."""
    approve(attacked)
    mine = attacked.git("rev-parse", "HEAD")
    approve(attacked, round=2, decision="returned")
    attacked.commit({GOAL_PATH: None, FIRST: None, SECOND: None}, author="anna")
    attacked.commit({GOAL_PATH: GOAL}, author="anna")
    attacked.git("cherry-pick", mine)
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["returned"])
def test_in_a_branch_that_is_merged(attacked: RealRepository, badge: str) -> None:
    """The goal is deleted in one branch, without the return, and added again in another."""
    returned(attacked)
    for name, files in (("away", {GOAL_PATH: None, SECOND: None}), ("back", {GOAL_PATH: GOAL})):
        attacked.branch(name)
        attacked.commit(files, author="anna")
        attacked.switch("main")
        attacked.merge(name, author="anna")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
@pytest.mark.parametrize("author", ["anna", "bram", "robot"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("decision: returned", "decision: approved"),
        ("date: 2026-01-15", "date: 2099-01-15"),
        ("note: Say when", "note: Fine"),
    ],
)
def test_a_return_is_edited(attacked: RealRepository, badge: str, author: str, before: str, after: str) -> None:
    """A return on main is changed: into an approval, into one of a later day, or in its words."""
    returned(attacked)
    assert before in text_of(attacked, SECOND)
    attacked.commit({SECOND: text_of(attacked, SECOND).replace(before, after)}, author=author)
    assert level(attacked.root, as_of=TODAY) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_return_is_edited_in_a_pull_request(attacked: RealRepository, badge: str) -> None:
    """A pull request changes a return on main into an approval, in the manager's name."""
    returned(attacked)
    attacked.branch("work")
    edited = text_of(attacked, SECOND).replace("decision: returned", "decision: approved")
    attacked.commit({SECOND: edited}, author="bram")
    assert level(attacked.root, base="main") == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_return_is_taken_away_and_comes_back_as_an_approval(attacked: RealRepository, badge: str) -> None:
    """A return is removed, and its file comes back as an approval, in the manager's name."""
    returned(attacked)
    attacked.commit({SECOND: None}, author="anna")
    approve(attacked, round=2)
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_an_approval_is_edited(attacked: RealRepository, badge: str) -> None:
    """An approval is changed so that it fits the goal's new text, in the manager's name."""
    approve(attacked)
    attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    attacked.commit({FIRST: decided(attacked).text}, author="bram")
    assert level(attacked.root) == badge
    approve(attacked, round=2)
    assert level(attacked.root) == "recorded", "a new round says it anew"


@pytest.mark.parametrize("badge", ["returned"])
def test_a_return_dated_in_the_future(attacked: RealRepository, badge: str) -> None:
    """A return carries a day that is still to come, so that the approval before it would count until then."""
    returned(attacked, on="2099-01-01")
    assert level(attacked.root, as_of=TODAY) == badge
    assert level(attacked.root, as_of=date(2026, 1, 4)) == "missing", "that day nothing had come in"


# A planted number ---------------------------------------------------------------------------------------------------


def planted(repository: RealRepository, author: str, by: str = "bram", **more: object) -> None:
    record = decided(repository, by, round=99, **more)  # type: ignore[arg-type]
    repository.commit({HIGH: record.text}, author=author)


@pytest.mark.parametrize("badge", ["recorded"])
@pytest.mark.parametrize("author", ["anna", "carla", "Nobody <nobody@elsewhere.example>"])
@pytest.mark.parametrize("decision", ["approved", "returned"])
def test_after_the_decision(attacked: RealRepository, badge: str, author: str, decision: str) -> None:
    """A record with a far higher number is planted after the manager's honest decision."""
    approve(attacked)
    planted(attacked, author, decision=decision)
    assert level(attacked.root) == badge
    assert judged(attacked.root)[COACHING].round == 1


@pytest.mark.parametrize("badge", ["recorded"])
@pytest.mark.parametrize("by", ["anna", "bram", "carla"])
def test_before_the_decision(attacked: RealRepository, badge: str, by: str) -> None:
    """A record with a far higher number is planted before the manager's honest decision gets the next number."""
    planted(attacked, "anna", by)
    approve(attacked)
    assert level(attacked.root) == badge
    approve(attacked, round=2)
    assert judged(attacked.root)[COACHING].round == 2


@pytest.mark.parametrize("badge", ["recorded"])
def test_while_the_decision_is_on_its_way(attacked: RealRepository, badge: str) -> None:
    """A record with a far higher number reaches main while the manager's decision is on a branch."""
    attacked.branch("work")
    approve(attacked)
    attacked.switch("main")
    planted(attacked, "anna")
    attacked.merge("work", author="emma")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["recorded"])
@pytest.mark.parametrize("content", ["{[", "", "decision: approved\n"])
def test_a_file_that_cannot_be_read(attacked: RealRepository, badge: str, content: str) -> None:
    """A file with a far higher number is planted that cannot be read."""
    approve(attacked)
    attacked.commit({HIGH: content}, author="anna")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["recorded"])
def test_the_highest_number_there_is(attacked: RealRepository, badge: str) -> None:
    """The highest number that a file can carry is planted, so that no next one is left for the manager."""
    approve(attacked)
    attacked.commit({HIGH.replace("99", "9999"): decided(attacked, round=9999).text}, author="anna")
    attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    opened = Repository.open(attacked.root)
    past = Past(opened.chronicle(), opened.read)
    (record,) = decide(
        now(attacked.root), [COACHING], email="bram@example.org", decision="approved", on=TODAY, past=past
    ).records
    assert record.path == SECOND
    attacked.commit({record.path: record.text}, author="bram")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["recorded"])
def test_planted_and_removed(attacked: RealRepository, badge: str) -> None:
    """A return with a far higher number is planted and removed again, so that it would read as one that was erased."""
    approve(attacked)
    planted(attacked, "anna", decision="returned")
    attacked.commit({HIGH: None}, author="anna")
    assert level(attacked.root) == badge


# What stays as it was -----------------------------------------------------------------------------------------------


def test_a_planted_record_alone_is_forged(attacked: RealRepository) -> None:
    planted(attacked, "anna")
    assert level(attacked.root) == "forged"


def test_the_managers_own_jump_counts(attacked: RealRepository) -> None:
    """A manager who writes a record by hand may take any number."""
    approve(attacked)
    approve(attacked, round=7, decision="returned")
    assert level(attacked.root) == "returned"
    approve(attacked, round=8)
    assert level(attacked.root) == "recorded"


def test_put_back_as_it_was_by_the_manager(attacked: RealRepository) -> None:
    approve(attacked)
    content = text_of(attacked, FIRST)
    attacked.commit({FIRST: content + "# a slip\n"}, author="carla")
    assert level(attacked.root) == "forged"
    attacked.commit({FIRST: content}, author="bram")
    assert level(attacked.root) == "recorded"


def test_other_line_ends_are_no_edit(attacked: RealRepository) -> None:
    approve(attacked)
    attacked.git("config", "core.autocrlf", "false")
    (attacked.root / FIRST).write_bytes(text_of(attacked, FIRST).replace("\n", "\r\n").encode())
    attacked.git("add", "-A")
    attacked.git("commit", "-q", "-m", "line ends", author="bram")
    assert level(attacked.root) == "recorded"


def test_written_twice_before_it_came_in(attacked: RealRepository) -> None:
    """On a branch that is merged a record may be put right."""
    attacked.branch("work")
    approve(attacked)
    attacked.commit({FIRST: decided(attacked, note="with thanks").text}, author="bram")
    attacked.switch("main")
    attacked.merge("work", author="anna")
    assert level(attacked.root) == "recorded"
