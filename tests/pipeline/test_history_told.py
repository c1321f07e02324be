"""What is kept of a leader's approvals is asked again when history says something else of them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from git.real_repository import RealRepository
from koers.pipeline.ledger import Ledger
from koers.pipeline.world import World

DAY = date(2026, 4, 10)


def state(root: Path, leader: str) -> str:
    return Ledger(World.open(root, lambda _: DAY)).state(leader)


def test_a_merge_that_brings_main_under_a_decision_is_asked_of_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The merge touches none of the leader's files; what stood on main before it may be another thing now."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    made = RealRepository.new(tmp_path / "plans-of-us")
    profiles = {f"plans/leaders/{id}/leader.yml": f"name: {id}\n" for id in ("anna", "bram")}
    made.commit({"plans/organization.yml": "name: Us\n", **profiles}, author="robot")
    made.git("checkout", "-q", "-b", "others")
    made.commit({"README": "what this is\n"}, author="emma")
    made.git("checkout", "-q", "main")
    made.commit({"plans/leaders/anna/approvals/coaching.1.yml": "version: 1\n"}, author="bram")
    before = state(made.root, "anna"), state(made.root, "bram")
    made.git("merge", "-q", "--no-ff", "-m", "main comes in", "others")
    after = state(made.root, "anna"), state(made.root, "bram")
    assert after[0] != before[0]
    assert after[1] == before[1]
