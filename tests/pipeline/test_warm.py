"""What an earlier run found is never said again when it no longer holds: a warm check says what a cold one says."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assurance.claims import Claim, amount, proves
from koers.pipeline.check import Problems, check_world
from koers.pipeline.warm import Memory
from koers.pipeline.world import SHARED, World

DAY = date(2026, 4, 10)
LONG_AGO = 1_600_000_000


@pytest.fixture
def root(tmp_path: Path, project: Path) -> Path:
    """The plans of three leaders of the example, with everything they share."""
    root = tmp_path / "repository"
    shutil.copytree(project / "plans", root / "plans")
    for folder in sorted((root / "plans/leaders").iterdir())[3:]:
        shutil.rmtree(folder)
    return root


def check(root: Path, monkeypatch: pytest.MonkeyPatch, cache: str, day: date = DAY) -> Problems:
    monkeypatch.setenv("KOERS_CACHE_DIR", cache)
    return check_world(World.open(root, lambda _: day))


def same_size_and_time(path: Path, old: bytes, new: bytes) -> None:
    """Changes a file in its place so that a listing of its folder shows no difference."""
    before = path.stat()
    content = path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    with path.open("r+b") as stream:
        stream.write(content.replace(old, new, 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


class Unlucky:
    """Changes that a look at names, sizes and times may miss, each at a place that chance chooses."""

    def __init__(self, root: Path) -> None:
        self.root, self.day = root, DAY
        self.kinds: tuple[Callable[[random.Random], None], ...] = (
            self.in_place, self.swap, self.take_away, self.misname, self.move_folder, self.half_a_leader, self.twin,
            self.inner_repository, self.link, self.break_settings, self.limits, self.other_day, self.refer, self.age,
        )  # fmt: skip

    def _file(self, chance: random.Random, pattern: str = "**/*.yml") -> Path:
        return chance.choice(sorted(path for path in self.root.glob(f"plans/{pattern}") if path.is_file()))

    def _leader(self, chance: random.Random) -> Path:
        return chance.choice(sorted(path for path in self.root.glob("plans/leaders/*") if path.is_dir()))

    def in_place(self, chance: random.Random) -> None:
        path = self._file(chance)
        same_size_and_time(path, b"e", b"x") if b"e" in path.read_bytes() else None

    def swap(self, chance: random.Random) -> None:
        one, other, between = self._file(chance), self._file(chance), self.root / "between"
        if one != other:
            one.rename(between)
            other.rename(one)
            between.rename(other)

    def take_away(self, chance: random.Random) -> None:
        if len(sorted(self.root.glob("plans/leaders/*/*/*.yml"))) > 5:
            self._file(chance, "leaders/*/*/*.yml").unlink()

    def misname(self, chance: random.Random) -> None:
        path = self._file(chance)
        path.rename(path.with_name(chance.choice([path.name.upper(), f"{path.stem}.yaml", f"a-{path.name}"])))

    def move_folder(self, chance: random.Random) -> None:
        folder = self._leader(chance)
        if not (moved := folder.with_name(chance.choice(["moved", "Moved", folder.name.upper()]))).exists():
            folder.rename(moved)

    def half_a_leader(self, chance: random.Random) -> None:
        """A folder grows, file by file, and is then gone: who is in it is there for others from the first plan on."""
        folder = self.root / "plans/leaders/newcomer"
        if not folder.exists():
            folder.mkdir()
            (folder / "notes.txt").write_text("to do")
        elif not (folder / "goals").exists():
            (folder / "goals").mkdir()
            shutil.copy(self._file(chance, "leaders/*/goals/*.yml"), folder / "goals/first.yml")
        else:
            shutil.rmtree(folder)

    def twin(self, chance: random.Random) -> None:
        folder = self._leader(chance)
        twin = folder.with_name(folder.name.capitalize())
        if twin.exists():
            (twin / f"{chance.choice('abc')}.yml").write_text("a: 1\n")
        else:
            twin.mkdir()

    def inner_repository(self, chance: random.Random) -> None:
        inner = self._leader(chance) / ".git"
        inner.rmdir() if inner.exists() else inner.mkdir()

    def link(self, chance: random.Random) -> None:
        link = self._leader(chance) / chance.choice(["goals", "."]) / "link.yml"
        if link.is_symlink():
            link.unlink()
        elif link.parent.exists():
            link.symlink_to(self.root / "plans/organization.yml")

    def break_settings(self, chance: random.Random) -> None:
        path, kept = self.root / "plans/organization.yml", self.root / "kept"
        if kept.exists():
            kept.replace(path)
        elif path.exists():
            shutil.copy(path, kept)
            chance.choice([path.unlink, lambda: path.write_text("name: [\n"), lambda: path.write_text("name: A\n")])()

    def limits(self, chance: random.Random) -> None:
        path = self.root / "plans/organization.yml"
        if path.exists():
            path.write_text(
                f"name: A\nlanguage: {chance.choice(['nl', 'en'])}\nlimits: {{active_goals: {chance.choice([1, 2])}}}\n"
                f"rules: {{S101: {chance.choice(['none', 'error'])}}}\n"
                f"holidays: [2026-04-{chance.choice(['09', '10'])}]\n"
            )

    def other_day(self, chance: random.Random) -> None:
        self.day = date(2026, chance.choice([3, 4, 5]), chance.choice([1, 10]))

    def refer(self, chance: random.Random) -> None:
        """Somebody names the newcomer, who may be there or not."""
        path = self._leader(chance) / "leader.yml"
        if path.exists():
            path.write_text("name: Somebody\nmanager: newcomer\n")

    def age(self, chance: random.Random) -> None:
        for path in self.root.rglob("*"):
            if not path.is_symlink():
                os.utime(path, (LONG_AGO, LONG_AGO))


@proves(Claim.PARTS)
@pytest.mark.parametrize("seed", range(amount(2, 20)))
def test_a_warm_check_says_what_a_cold_one_says(
    root: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koers.pipeline.world._DOUBTFUL_NS", 0)  # or all that just changed would be read again
    chance, edits = random.Random(seed), Unlucky(root)
    done: list[str] = []
    for _ in range(15):
        kind = chance.choice(edits.kinds)
        kind(chance)
        done.append(kind.__name__)
        warm = check(root, monkeypatch, str(tmp_path / "cache"), edits.day)
        assert warm == check(root, monkeypatch, "off", edits.day), done


@pytest.mark.parametrize(
    ("path", "key"),
    [("leaders/aylin-demir/goals", b"\ntitle:"), ("leaders/aylin-demir", b"\nname:"), ("competencies", b"\nname:")],
)
def test_a_change_that_size_and_time_do_not_tell_is_seen(
    root: Path, tmp_path: Path, path: str, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koers.pipeline.world._DOUBTFUL_NS", 0)
    changed = sorted((root / "plans" / path).glob("*.yml"))[0]
    os.utime(changed, (LONG_AGO, LONG_AGO))
    before = check(root, monkeypatch, str(tmp_path / "cache"))
    same_size_and_time(changed, key, key.upper())
    assert check(root, monkeypatch, str(tmp_path / "cache")) != before


def test_a_shared_file_that_changes_while_koers_runs_leaves_nothing_stale(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = str(tmp_path / "cache")
    check(root, monkeypatch, cache)
    world = World.open(root, lambda _: DAY)
    memory: Memory[Problems] = Memory(world, "check")
    assert memory.known([SHARED, *world.folders])
    (root / "plans/organization.yml").write_text("name: A\nrules: {S101: error}\n")
    for _ in world.read(SHARED):
        pass
    one = world.folders[0]
    memory.keep({one: ()}, {one: b""})
    later = World.open(root, lambda _: DAY)
    assert set(Memory[Problems](later, "check").known(later.folders)) <= {one}


@pytest.mark.parametrize("saved", [(), (b"", 1, 2), (None, None, None), {"check": 1}, "text", 7])
def test_a_memory_of_another_shape_is_no_memory(
    root: Path, tmp_path: Path, saved: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = str(tmp_path / "cache")
    before = check(root, monkeypatch, cache)
    world = World.open(root, lambda _: DAY)
    memory: Memory[Problems] = Memory(world, "check")
    for value in (saved, (memory._circumstances, saved, saved), (memory._circumstances, world.state(SHARED), saved)):
        for name in ("check", "shared", "settings"):
            memory._store.save_value(name, value)
        assert check(root, monkeypatch, cache) == before
