"""What goes to another process or into the cache comes back the same."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.model.organization import Leader, Plans
from koers.pipeline.world import World
from rules.generated_plans import plans as generated


@given(generated())
def test_plans_come_back_as_they_were(plans: Plans) -> None:
    assert pickle.loads(pickle.dumps(plans, 5)) == plans


@given(st.fractions())
def test_numbers_stay_exact(number: Fraction) -> None:
    assert pickle.loads(pickle.dumps(number, 5)) == number


def test_all_that_a_part_knows_comes_back_as_it_was(project: Path) -> None:
    part = World.open(project, lambda _: date(2026, 4, 10)).whole
    for value in (part.plans, part.progress, part.verdicts, part.diagnostics, part.documents, part.world.shared):
        assert pickle.loads(pickle.dumps(value, 5)) == value


def test_what_comes_back_is_frozen_too() -> None:
    back = pickle.loads(pickle.dumps(Leader("anna", "plans/leaders/anna/leader.yml", "Anna"), 5))
    with pytest.raises(FrozenInstanceError):
        back.name = "Other"
