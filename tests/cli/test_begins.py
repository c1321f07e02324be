"""`koers approve` makes a proposed goal active: one word of its file, beside the record, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, new_key, people, signer
from cli.in_process import Ran, run
from git.real_repository import RealRepository

PROPOSED = GOAL.replace("status: active", "status: 'proposed'   # since Monday")
ACTIVE = GOAL.replace("status: active", "status: 'active'   # since Monday")
OTHER_PATH = "plans/leaders/anna/goals/other.yml"
RECORD = "plans/leaders/anna/approvals/coaching.1.yml"


@pytest.fixture
def repository(tmp_path: Path) -> RealRepository:
    """Anna has two proposals; Bram is her manager."""
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people("manager: bram"), author="robot")
    made.commit({GOAL_PATH: PROPOSED, OTHER_PATH: PROPOSED}, author="anna")
    return made


def koers(repository: RealRepository, *arguments: str) -> Ran:
    return run(repository.root, "--as-of", "2026-01-20", *arguments, who="bram")


def text(repository: RealRepository, path: str) -> str:
    return (repository.root / path).read_bytes().decode()


def levels(repository: RealRepository) -> dict[str, str]:
    return {goal["goal"]: goal["level"] for goal in koers(repository, "verify", "--format", "json").data["goals"]}


def test_what_is_approved_becomes_active_and_the_approval_holds(repository: RealRepository) -> None:
    done = koers(repository, "approve", "anna/coaching")
    assert (done.code, done.out) == (0, f"{RECORD}\n{GOAL_PATH}\n")
    assert text(repository, GOAL_PATH) == ACTIVE
    assert text(repository, OTHER_PATH) == PROPOSED
    repository.git("add", "-A")
    repository.commit({}, author="bram")
    assert levels(repository)["anna/coaching"] == "recorded"
    moves = koers(repository, "due", "--format", "json").data["moves"]
    assert [(one["goal"], one["what"], one["whose"]) for one in moves] == [
        ("coaching", "check_in", "leader"),
        ("other", "approval", "manager"),
    ]


def test_the_status_stays_where_that_is_asked(repository: RealRepository) -> None:
    done = koers(repository, "approve", "anna/coaching", "--keep-status")
    assert (done.code, done.out) == (0, f"{RECORD}\n")
    assert text(repository, GOAL_PATH) == PROPOSED


def test_a_return_leaves_the_status(repository: RealRepository) -> None:
    done = koers(repository, "return", "anna/coaching", "--reason", "When?")
    assert (done.code, done.out) == (0, f"{RECORD}\n")
    assert text(repository, GOAL_PATH) == PROPOSED


def test_with_a_signature_too(repository: RealRepository, tmp_path: Path) -> None:
    key, signers = new_key(tmp_path / "keys", "bram"), tmp_path / "keys/signers"
    signers.write_text(signer("bram", key), encoding="ascii")
    repository.git("config", "koers.signersFile", str(signers))
    assert koers(repository, "approve", "anna/coaching", "--sign", str(key)).code == 0
    assert text(repository, GOAL_PATH) == ACTIVE
    repository.git("add", "-A")
    repository.commit({}, author="robot")
    assert levels(repository)["anna/coaching"] == "signed"


def test_a_batch_is_written_whole_or_not_at_all(repository: RealRepository) -> None:
    (repository.root / OTHER_PATH).chmod(0o444)
    done = koers(repository, "approve", "anna/coaching", "anna/other")
    assert (done.code, done.out) == (2, "")
    assert f"{OTHER_PATH} cannot be changed: it is read-only" in done.err
    assert text(repository, GOAL_PATH) == text(repository, OTHER_PATH) == PROPOSED
    assert not (repository.root / RECORD).exists()
    (repository.root / OTHER_PATH).chmod(0o644)
    done = koers(repository, "approve", "anna/coaching", "anna/other")
    assert done.code == 0
    assert done.out.splitlines()[2:] == [GOAL_PATH, OTHER_PATH]
    assert text(repository, GOAL_PATH) == text(repository, OTHER_PATH) == ACTIVE


def test_nobody_is_given_more_active_goals_than_allowed(repository: RealRepository) -> None:
    """The approval is recorded; which goal waits is for the leader to say, and `koers check` stays without errors."""
    third = OTHER_PATH.replace("other", "third")
    repository.commit({third: PROPOSED}, author="anna")
    done = koers(repository, "approve", "anna/coaching", "anna/other", "anna/third")
    assert (done.code, len(done.out.splitlines())) == (0, 5)
    assert "anna/third stays proposed: Anna de Wit has 2 active goals, and 2 at once is the most" in done.err
    assert text(repository, third) == PROPOSED


def test_what_else_changed_in_the_file_meanwhile_stays(repository: RealRepository) -> None:
    """Line ends and a note that is not committed are the leader's, and no part of what is approved."""
    (repository.root / GOAL_PATH).write_bytes(PROPOSED.replace("\n", "\r\n").encode() + b"# more\r\n")
    assert koers(repository, "approve", "anna/coaching").code == 0
    assert text(repository, GOAL_PATH) == ACTIVE.replace("\n", "\r\n") + "# more\r\n"
