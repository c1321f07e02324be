"""A goal's course as a reader may see it: what changed in what is hidden is no event, not even a day or a commit."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import COACHING, GOAL_PATH, approve, now, people
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.approval.past import Past
from koers.audience import narrowing, parse_viewer, seen_events
from koers.git import Repository
from koers.history.timeline import timeline
from koers.language import translator
from koers.reading.read import read_all
from koers.workspace import scan

pytestmark = proves(Claim.NOT_SEEN)

say = translator("en").say
LATER = date(2026, 6, 1)

HIDDEN = (
    GOAL.replace("hours_per_week: 2", "hours_per_week: 5")
    .replace("impact: high", "impact: low")
    .replace("baseline: 45.5", "baseline: 40")
    .replace("target: 62", "target: 58")
    .replace("threshold: 50", "threshold: 44")
)
"""The same goal, with another value in each field that is not for everyone."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    made = RealRepository.new(tmp_path / "plans-of-us")
    made.commit(people(), author="robot")
    return made


def told(repository: RealRepository, viewer: str) -> list[str]:
    """The sentences of the events that this reader gets."""
    opened = Repository.open(repository.root)
    documents = read_all(scan(repository.root).files).documents
    see = narrowing(documents, parse_viewer(viewer), LATER)
    events = timeline(Past(opened.chronicle(), opened.read), now(repository.root), see=see, as_of=LATER)[COACHING]
    return [say(event.text) for event in seen_events(events)]


@pytest.mark.parametrize("viewer", ["everyone", "leader:carla", "manager:carla"])
def test_a_change_in_what_is_hidden_is_no_event_for_a_stranger(repository: RealRepository, viewer: str) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: HIDDEN})
    repository.commit({GOAL_PATH: HIDDEN.replace("title: Coaching one-on-ones", "title: Coaching talks")})
    approve(repository, decision="returned", on="2026-01-20")
    assert told(repository, viewer) == ["written", "title reworded"]


@pytest.mark.parametrize("viewer", ["hr", "leader:anna", "manager:bram"])
def test_those_concerned_are_told(repository: RealRepository, viewer: str) -> None:
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: HIDDEN})
    first, second = told(repository, viewer)
    assert first == "written"
    assert "hours a week 2 -> 5" in second
    assert "45.5 -> 40" in second


def test_numbers_that_become_hidden_are_not_told_as_taken_out(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL.replace("source: survey360", "source: kpi")})
    repository.commit({GOAL_PATH: GOAL})
    repository.commit({GOAL_PATH: HIDDEN})
    written, source = told(repository, "everyone")
    assert written == "written"
    assert source.startswith("source of behavior score")
    assert not any(character.isdigit() for character in source.replace("360", ""))
