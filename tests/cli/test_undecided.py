"""`koers approve --from FORGE` without a goal: which goals wait for a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli.in_process import run
from git.real_repository import RealRepository
from koers.errors import KoersError
from koers.pipeline.undecided import undecided
from koers.pipeline.world import World

DAY = "2026-04-10"
GOAL = "plans/leaders/robin-vale/goals/open-one-on-ones.yml"
OTHER = "plans/leaders/sam-ortiz/goals/one-on-ones.yml"


@pytest.fixture
def repository(tmp_path: Path) -> RealRepository:
    """A repository as `koers init` leaves it: one goal, with its approval on record."""
    assert run(tmp_path, "--as-of", DAY, "init", str(tmp_path / "here")).code == 0
    made = RealRepository.new(tmp_path / "here")
    made.git("add", "-A")
    made.commit({})
    return made


def waiting(repository: RealRepository, since: str | None = None) -> tuple[str, ...]:
    return undecided(World.open(repository.root, lambda _: date.fromisoformat(DAY)), since)


def goal(repository: RealRepository, status: str = "active", target: int = 8) -> str:
    text = (repository.root / GOAL).read_text(encoding="utf-8")
    return text.replace("status: active", f"status: {status}").replace("target: 6\n", f"target: {target}\n")


def test_what_is_decided_does_not_wait(repository: RealRepository) -> None:
    assert waiting(repository) == ()
    repository.commit({GOAL: goal(repository, target=6) + "notes: more\n"})
    assert waiting(repository) == (), "notes are not agreed"


@pytest.mark.parametrize(
    ("status", "waits"), [("proposed", 1), ("active", 1), ("draft", 0), ("stopped", 0), ("achieved", 0)]
)
def test_only_what_is_proposed_or_active_waits(repository: RealRepository, status: str, waits: int) -> None:
    repository.commit({GOAL: goal(repository, status)})
    assert len(waiting(repository)) == waits


def test_since_a_commit_only_what_changed_after_it(repository: RealRepository) -> None:
    first = repository.commit({OTHER: goal(repository, "proposed")})
    second = repository.commit({GOAL: goal(repository)})
    assert waiting(repository) == ("robin-vale/open-one-on-ones", "sam-ortiz/one-on-ones")
    assert waiting(repository, first) == ("robin-vale/open-one-on-ones",)
    assert waiting(repository, second) == ()
    with pytest.raises(KoersError):
        waiting(repository, "0" * 40)


@pytest.mark.parametrize(
    "arguments", [(), ("--since", "HEAD"), ("--from", "github", "--since", "HEAD", "robin-vale/open-one-on-ones")]
)
def test_what_makes_no_sense_is_refused(repository: RealRepository, arguments: tuple[str, ...]) -> None:
    done = run(repository.root, "approve", *arguments)
    assert (done.code, done.out) == (2, "")


def test_nothing_that_waits_is_no_failure_and_asks_nobody(repository: RealRepository) -> None:
    done = run(repository.root, "approve", "--from", "github")
    assert (done.code, done.out, done.err) == (0, "", "No goal waits for a decision.\n")
