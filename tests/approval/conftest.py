"""What the attempts on approvals begin with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, people
from git.real_repository import RealRepository


@pytest.fixture
def attacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    """People on file by the office's hand, Anna's goal, and something by somebody else on top of both."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people(), author="robot", message="people")
    made.commit({GOAL_PATH: GOAL}, author="anna", message="goal")
    made.commit({"README": "what this is"}, author="emma", message="readme")
    return made
