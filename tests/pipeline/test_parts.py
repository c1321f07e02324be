"""What the parts of an organization say together the whole says, however it is divided and whatever is broken."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assurance.claims import Claim, amount, proves
from koers.pipeline.check import check_world, problems
from koers.pipeline.world import SHARED, World

DAY = date(2026, 4, 10)
Spoil = Callable[[Path, random.Random], None]


def _file(root: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(path for path in root.glob("plans/**/*") if path.is_file()))


def cut(root: Path, chance: random.Random) -> None:
    path = _file(root, chance)
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content) + 1)])


def lose_a_line(root: Path, chance: random.Random) -> None:
    path = _file(root, chance)
    lines = path.read_bytes().splitlines(keepends=True) or [b""]
    del lines[chance.randrange(len(lines))]
    path.write_bytes(b"".join(lines))


def no_text(root: Path, chance: random.Random) -> None:
    _file(root, chance).write_bytes(chance.choice([b"", b"\xff\xfe", b"a: &x 1\n", b"- 1\n"]))


def misname(root: Path, chance: random.Random) -> None:
    path = _file(root, chance)
    path.rename(path.with_name(chance.choice([path.name.upper(), f"{path.stem}.yaml", "notes.txt", "con.yml"])))


def misname_folder(root: Path, chance: random.Random) -> None:
    folder = chance.choice(sorted(root.glob("plans/leaders/*")))
    folder.rename(folder.with_name(chance.choice(["Upper-Case", "bad name", "con", f"{folder.name}-2"])))


def empty_folder(root: Path, chance: random.Random) -> None:
    (root / "plans/leaders" / chance.choice(["nobody", "No Body"]) / "goals").mkdir(parents=True, exist_ok=True)


def nobody(root: Path, chance: random.Random) -> None:
    chance.choice(sorted(root.glob("plans/leaders/*/leader.yml")) or [_file(root, chance)]).unlink()


def hide(root: Path, chance: random.Random) -> None:
    path = _file(root, chance)
    path.write_bytes(b"# koers: ignore S101 - a reason\n" + path.read_bytes())


SPOILS: tuple[Spoil, ...] = (cut, lose_a_line, no_text, misname, misname_folder, empty_folder, nobody, hide)


@proves(Claim.PARTS)
@pytest.mark.parametrize("seed", range(amount(5, 100)))
def test_any_parts_say_together_what_the_whole_says(
    project: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOERS_CACHE_DIR", "off")
    chance, root = random.Random(seed), tmp_path
    shutil.copytree(project / "plans", root / "plans")
    for folder in sorted((root / "plans/leaders").iterdir())[5:]:
        shutil.rmtree(folder)
    done = [chance.choice(SPOILS) for _ in range(chance.randrange(2, 7))]
    for spoil in done:
        spoil(root, chance)
    world = World.open(root, lambda _: DAY)
    rest = [SHARED, *world.folders]
    odd = world.odd(rest)
    whole = sorted((*world.whole.diagnostics, *odd), key=lambda problem: problem.order)
    assert list(check_world(world)) == whole, done
    chance.shuffle(rest)
    together = []
    while rest:
        size = chance.randrange(1, len(rest) + 1)
        together += problems(World.open(root, lambda _: DAY), rest[:size])
        rest = rest[size:]
    assert sorted(together, key=lambda problem: problem.order) == whole, done
