"""A leader is judged from the own folder, the shared files and everybody's profile: nothing else makes a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from koers.model.approval import Level, Verdict
from koers.model.build import build
from koers.model.change import Change, ChangeKind, Direction
from koers.model.organization import Leader, Plans
from koers.progress.measure import measure
from koers.reading.read import read_all
from koers.rules.case import PlansCase
from koers.rules.judge import Judgment, judge, judge_leader, judge_shared
from koers.texts import text
from rules.generated_plans import near_misses, plans
from rules.plan_of_anna import base

SOUND = build(read_all((path, content.encode()) for path, content in base("en").items()).documents)
FOLDERS = ("plans", "tests/cases/dutch-organization/plans")
DAY = date(2026, 4, 10)


def profile(leader: Leader) -> Leader:
    """What leader.yml says, and nothing from the other files of the folder."""
    return replace(leader, goals={}, check_ins=(), measurements=(), reviews=(), approvals={})


def changes(plans_: Plans) -> tuple[Change, ...]:
    """Everybody chose another manager, and asks less of every goal."""
    places = [(leader.id, "", leader.path, "manager") for leader in plans_.leaders.values()]
    places += [(goal.leader, goal.id, goal.path, "title") for goal in plans_.goals()]
    return tuple(
        Change(
            goal=(leader, goal),
            path=path,
            pointer=(key,),
            kind=ChangeKind.CHANGED,
            before=None,
            after=None,
            direction=Direction.WEAKER,
            text=text("changed"),
            has_reason=False,
            by=leader,
        )
        for leader, goal, path, key in places
    )


def test_profile_takes_out_all_that_other_files_hold() -> None:
    (anna,) = (leader for leader in SOUND.leaders.values() if leader.goals)
    alone = profile(anna)
    assert {name for name in Leader.__slots__ if getattr(alone, name) != getattr(anna, name)} == {
        "goals", "check_ins", "measurements", "reviews"
    }  # fmt: skip
    assert (alone.name, alone.manager, alone.observers) == (anna.name, anna.manager, anna.observers)


def in_parts_as_in_the_whole(plans_: Plans) -> tuple[Judgment, ...]:
    """Judges the plans as a whole and in parts, and returns what is found when both say the same."""
    progress = measure(plans_, DAY)
    verdicts = {goal.key: Verdict(goal.key, Level.STALE, "ben", date(2026, 1, 1), 1) for goal in plans_.goals()}
    whole = judge(plans_, progress, DAY, verdicts, changes(plans_))
    profiles = {id: profile(leader) for id, leader in plans_.leaders.items()}
    shared = PlansCase(replace(plans_, leaders=profiles), DAY, changes(plans_))
    parts = [judge_shared(shared)]
    for id, leader in plans_.leaders.items():
        own = measure(replace(plans_, leaders={id: leader}), DAY)
        alone = judge_leader(shared, leader, own, {goal: verdicts[goal] for goal in own})
        mine = tuple(judgment for judgment in whole if judgment.finding.path.startswith(f"plans/leaders/{id}/"))
        assert alone == mine
        parts.append(alone)
    assert sorted((judgment for part in parts for judgment in part), key=lambda it: it.order) == [*whole]
    return whole


@pytest.mark.parametrize("folder", FOLDERS)
def test_real_plans_judged_by_leader_are_judged_as_in_the_whole(project: Path, folder: str) -> None:
    root = (project / folder).parent
    files = ((path.relative_to(root).as_posix(), path.read_bytes()) for path in sorted((root / "plans").rglob("*.yml")))
    found = in_parts_as_in_the_whole(build(read_all(files).documents))
    assert {"G110", "G111"} <= {judgment.rule.id for judgment in found}


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(near_misses(SOUND) | plans())
def test_generated_plans_judged_by_leader_are_judged_as_in_the_whole(plans_: Plans) -> None:
    in_parts_as_in_the_whole(plans_)


def test_a_person_as_a_group_is_found_in_the_files_of_others() -> None:
    files = dict(base("en"))
    files["plans/leaders/anna/measurements/2026-02-10-pulse.yml"] = (
        "kind: pulse\ngroups: {ben: 6}\ncompetencies:\n  coaching-leadership: {behavior: 50}\n"
    )
    found = in_parts_as_in_the_whole(build(read_all((path, text.encode()) for path, text in files.items()).documents))
    assert "P104" in {judgment.rule.id for judgment in found}
