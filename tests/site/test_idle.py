"""Where no goal runs, the sentence at the top says of a proposal what the rest of the page says: whose move it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, people
from cli.in_process import run
from git.real_repository import RealRepository


@pytest.mark.parametrize(
    ("decision", "everyone", "concerned"),
    [
        ((), "one is proposed and waits for a decision", "one is proposed and waits for a decision"),
        (
            ("return", "anna/coaching", "--reason", "When?"),
            "one is proposed and waits for a decision",
            "one was returned to be improved",
        ),
        (("approve", "--keep-status", "anna/coaching"), "one is agreed and can start", "one is agreed and can start"),
    ],
)
def test_a_proposal_is_told_as_whose_move_it_is(
    tmp_path: Path, decision: tuple[str, ...], everyone: str, concerned: str
) -> None:
    repository = RealRepository.new(tmp_path / "ours")
    proposed = GOAL.replace("status: active", "status: proposed")
    assert "status: proposed" in proposed
    repository.write({**people(), GOAL_PATH: proposed, ".gitignore": "/build/\n"})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "proposed", author="anna", when="2026-01-12T12:00:00+01:00")
    day = ("--as-of", "2026-01-14")
    if decision:
        assert run(repository.root, *day, *decision, who="bram").code == 0
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", "decided", author="bram", when="2026-01-14T12:00:00+01:00")
    for audience, expected in (("everyone", everyone), ("hr", concerned)):
        done = run(repository.root, *day, "pages", "--audience", audience)
        assert done.code == 0, done.err + done.out
        for page in ("index.md", "leaders/anna/index.md"):
            assert expected in (repository.root / "build/docs" / page).read_text(encoding="utf-8"), (audience, page)
