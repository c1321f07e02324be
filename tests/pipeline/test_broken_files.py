"""A file that cannot be read is one problem, in that file; what else the plans say is judged as before."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import PROJECT
from koers.diagnostic import Diagnostic
from koers.pipeline.world import World

DAY = date(2026, 4, 10)
FILES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "plans").rglob("*.yml"))
SHARED = [path for path in FILES if "/leaders/" not in path or path.endswith("/leader.yml")]
LOGS = [path for path in FILES if path not in SHARED]
FATOU = "plans/leaders/fatou-diallo"
GOAL = f"{FATOU}/goals/near-miss-in-the-shift.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "plans", tmp_path / "plans")
    return tmp_path


def found(root: Path, is_present: bool = False) -> tuple[Diagnostic, ...]:
    return World.open(root, lambda _: DAY, is_present).whole.diagnostics


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_file_makes_nothing_else_wrong(root: Path, seed: int) -> None:
    before = {(one.path, one.rule, repr(one.message)) for one in found(root)}
    chosen = random.Random(seed)
    for name in (*chosen.sample(SHARED, 4), *chosen.sample(LOGS, 8)):
        path = root / name
        content = path.read_bytes()
        path.write_bytes(b"with whom\n" + content)
        after = {(one.path, one.rule, repr(one.message)) for one in found(root)}
        path.write_bytes(content)
        assert {at for at, _, _ in after - before} == {name}, name


@pytest.mark.parametrize("slip", ["aproval: advised", "approval advised"])
def test_a_slip_in_the_settings_is_told_in_their_language(root: Path, slip: str) -> None:
    path = root / "plans/organization.yml"
    content = path.read_text().replace("language: en", "language: nl")
    path.write_text(content.replace("approval: advised", slip))
    assert World.open(root, lambda _: DAY).language.language == "nl"


def test_a_goal_that_lacks_a_key_is_judged_by_what_it_says(root: Path) -> None:
    path = root / GOAL
    content = path.read_text()
    behavior = next(line for line in content.split("\n") if line.startswith("  behavior: "))
    path.write_text(content.replace("      baseline: 0\n", "").replace(behavior, "  behavior: I am more open"))
    told = {one.rule for one in found(root) if one.path == GOAL}
    assert told == {"F002", "S101"}


def test_a_log_of_a_day_to_come_is_told_on_the_present_day_only(root: Path) -> None:
    check_in = root / FATOU / "checkins/2026-04-09.yml"
    check_in.rename(check_in.with_name("2026-05-01.yml"))
    assert [one.rule for one in found(root, is_present=True) if one.path.endswith("05-01.yml")] == ["F023"]
    assert not [one for one in found(root) if one.path.endswith("05-01.yml")]


@pytest.mark.parametrize("name", ["goals/near-miss-in-the-shift.yml.txt", "near-miss-in-the-shift.yml"])
def test_a_goal_that_is_not_read_is_one_error(root: Path, name: str) -> None:
    before = {(one.path, one.rule) for one in found(root)}
    (root / GOAL).rename(root / FATOU / name)
    new = {(one.path, one.rule) for one in found(root)} - before
    assert new == {(f"{FATOU}/{name}", "F012" if name.endswith("txt") else "F024")}
