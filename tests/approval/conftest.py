"""What the attempts on approvals begin with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, people
from git.real_repository import RealRepository


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    """A repository without a commit, whose git knows nothing of this machine's settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return RealRepository.new(tmp_path / "plans-of-us")


@pytest.fixture
def repository(empty: RealRepository) -> RealRepository:
    """People on file by the office's hand, then Anna's goal."""
    empty.commit(people(), author="robot", message="people")
    empty.commit({GOAL_PATH: GOAL}, author="anna", message="goal")
    return empty


@pytest.fixture
def attacked(repository: RealRepository) -> RealRepository:
    """The same, and something by somebody else on top of both."""
    repository.commit({"README": "what this is"}, author="emma", message="readme")
    return repository
