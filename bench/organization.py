"""Makes an organization of any size from the example in plans/, for measuring.

`python bench/organization.py FOLDER --goals 500 [--seed 1] [--git 20]` writes plans/ and mkdocs.yml there. The example
is repeated as regions of 16 goals and 12 leaders: each has people, teams and addresses of its own, logs mixed from
sentences of the example, other figures, fingerprints that fit, and 13 check-ins a goal. The head of a region answers
to the head of another one, eight to a head. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from commits import make_history
from koers.approval.fingerprint import fingerprint
from koers.reading.yaml_reader import read

PROJECT = Path(__file__).parent.parent
AS_OF = date(2026, 4, 10)
GOALS_A_REGION = 16
CHECK_INS_A_GOAL = 13
SPAN = 8
HEAD, CHAIR = "marit-solheim", "josephine-adeyemi"
SYLLABLES = tuple(
    first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "", "n", "r")
)
LOG = ("done", "going_well", "difficult", "next", "reason")
_SAID = re.compile(rf"(?m)^(\s*)({'|'.join(LOG)}): ([^\s\"'|>&*].*)$")
_COUNTED = re.compile(r"(?m)^(    [a-z0-9-]+: )([0-9]+)$")
_SHARE = re.compile(r"(?m)^(    [a-z0-9-]+: )([0-9]+)/([0-9]+)$")
_SCORE = re.compile(r"(?m)^((?:    behavior|      [a-z_-]+): )([0-9]+)$")
_GOALS = re.compile(r"(?ms)^goals:\n.*\Z")


@dataclass(frozen=True)
class Size:
    """How large an organization came out: leaders, goals and files under plans/, and their bytes."""

    leaders: int
    goals: int
    files: int
    bytes: int


def write(root: Path, goals: int, seed: int = 1) -> Size:
    """Writes plans/ and mkdocs.yml below `root`, with the whole number of regions nearest to this many goals."""
    (root / "plans").mkdir(parents=True)
    made: set[Path] = set()
    kinds: Counter[str] = Counter()
    size = 0
    for path, content in files(max(1, round(goals / GOALS_A_REGION)), seed):
        target = root / "plans" / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        data = content.encode()
        target.write_bytes(data)
        size += len(data)
        kinds[path.rsplit("/", 2)[-2] if "/" in path else ""] += 1
        kinds["leader"] += path.endswith("/leader.yml")
    (root / "mkdocs.yml").write_bytes((PROJECT / "mkdocs.yml").read_bytes())
    return Size(kinds.pop("leader"), kinds["goals"], kinds.total(), size)


def files(regions: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every file as its path below plans/ and its text."""
    example = _Example.read(PROJECT / "plans")
    chance = random.Random(seed)
    yield from example.shared.items()
    names = _Names(chance)
    heads = [HEAD]
    for number in range(regions):
        renamed = example.rename(names) if number else {}
        if number:
            renamed[CHAIR] = heads[(number - 1) // SPAN]
            heads.append(renamed[HEAD])
        yield from _region(example, renamed, chance)


@dataclass(frozen=True)
class _Example:
    """The example's files: those that there is one of, and those of leaders and teams, which a region repeats."""

    shared: Mapping[str, str]
    repeated: Mapping[str, str]
    said: Mapping[str, tuple[str, ...]]

    @staticmethod
    def read(plans: Path) -> _Example:
        found = {p.relative_to(plans).as_posix(): p.read_text(encoding="utf-8") for p in sorted(plans.rglob("*.yml"))}
        repeated = {path: text for path, text in found.items() if path.startswith(("leaders/", "teams/"))}
        said: dict[str, list[str]] = {key: [] for key in LOG}
        for text in repeated.values():
            for line in _SAID.finditer(text):
                said[line[2]].append(line[3])
        shared = {path: text for path, text in found.items() if path not in repeated}
        return _Example(shared, repeated, {key: tuple(lines) for key, lines in said.items()})

    def rename(self, names: _Names) -> dict[str, str]:
        """A new id for every leader and team of the example."""
        place = names.place()
        people = {path.split("/")[1] for path in self.repeated if path.startswith("leaders/")}
        teams = {
            path.removeprefix("teams/").removesuffix(".yml") for path in self.repeated if path.startswith("teams/")
        }
        return {id: names.person(id) for id in sorted(people)} | {id: f"{id}-{place}" for id in sorted(teams)}


class _Names:
    """Names that nobody has yet."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._taken: set[str] = set()

    def person(self, like: str) -> str:
        """An id with the first name of `like` and a family name of its own."""
        return self._new(like.split("-")[0] + "-")

    def place(self) -> str:
        """The name of a place, in small letters."""
        return self._new("")

    def _new(self, before: str) -> str:
        while (name := before + _word(self._chance)) in self._taken:
            pass
        self._taken.add(name)
        return name


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3)))


def _region(example: _Example, renamed: Mapping[str, str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """The leaders and teams of one region; `renamed` is empty for the first, which is the example's own."""
    whole_line = re.compile(rf"(?m)^(\s*(?:- |[\w-]+: )?)({'|'.join(renamed) or '(?!)'})(:?)$")
    checked_in: dict[str, list[str]] = {}
    goals: dict[str, str] = {}
    # Approvals come last: they carry the fingerprint of a goal as this region has it.
    for path, source in sorted(example.repeated.items(), key=lambda file: ("/approvals/" in file[0], file[0])):
        room, old, *rest = path.removesuffix(".yml").split("/")
        id = renamed.get(old, old)
        if room == "leaders" and old == CHAIR and renamed:
            continue
        text = whole_line.sub(lambda line: line[1] + renamed[line[2]] + line[3], source)
        target = path.replace(f"{room}/{old}", f"{room}/{id}", 1)
        kind = rest[0] if rest else room
        if kind == "teams" and renamed:
            text = re.sub(r"(?m)^(name: .*)$", rf"\1 {id.rsplit('-', 1)[1].title()}", text, count=1)
        elif kind == "leader" and renamed:
            text = _profile(text, id, old == HEAD)
        elif kind == "goals":
            text = re.sub(r"(?m)^(  why: .*\w)$", lambda line: f"{line[1]}, in {_word(chance).title()} too", text)
            goals[f"{id}/{rest[1]}"] = text
        elif kind == "checkins":
            text = _jitter(_mix(text, example, chance), chance)
            checked_in.setdefault(id, []).append(text)
        elif kind == "reviews":
            text = _mix(text, example, chance)
        elif kind == "measurements" and "\ncompetencies:" in text:
            text = _SCORE.sub(lambda line: f"{line[1]}{min(99, max(1, int(line[2]) + chance.randint(-2, 2)))}", text)
        elif kind == "approvals" and "\ndecision: approved" in text:
            goal = rest[1].rsplit(".", 1)[0]
            data, _, _ = read(goals[f"{id}/{goal}"], path)
            assert isinstance(data, dict)
            text = re.sub(r"(?m)^fingerprint: .*$", f"fingerprint: {fingerprint(data, id, goal)}", text)
        yield target, text
    taken = {path for path in example.repeated if "/checkins/" in path}
    back = {new: old for old, new in renamed.items() if old != CHAIR}
    yield from _more_check_ins(example, checked_in, back, taken, chance)


def _profile(text: str, id: str, is_head: bool) -> str:
    first, family = id.split("-", 1)
    text = re.sub(r"(?m)^name: (\S+).*$", lambda line: f"name: {line[1]} {family.title()}", text)
    text = re.sub(r"(?m)^email: .*$", f"email: {first}.{family}@example.org", text)
    text = re.sub(r"(?m)^(\s+github: ).*$", rf"\g<1>example-{id}", text)
    return re.sub(r"(?m)^approver: ", "manager: ", text) if is_head else text


def _mix(text: str, example: _Example, chance: random.Random) -> str:
    """Other sentences under the same headings: nothing is a copy, and all of it was written by a person."""

    def other(line: re.Match[str]) -> str:
        words = line[3] if chance.random() < 0.5 else chance.choice(example.said[line[2]])
        if line[2] == "reason" or words[-1] not in ".!?" or chance.random() < 0.3:
            return f"{line[1]}{line[2]}: {words}"
        return f"{line[1]}{line[2]}: {words} {chance.choice(example.said[line[2]])} {_aside(chance)}"

    return _SAID.sub(other, text)


def _aside(chance: random.Random) -> str:
    return f"({_word(chance).title()}, {chance.randint(2, 28)} people)"


def _jitter(text: str, chance: random.Random) -> str:
    """Other figures of the same size in a check-in's goals."""
    goals = _GOALS.search(text)
    if goals is None:
        return text
    counted = _COUNTED.sub(
        lambda line: line[0] if "confidence" in line[1] else f"{line[1]}{max(0, int(line[2]) + chance.randint(-1, 1))}",
        goals[0],
    )
    shared = _SHARE.sub(
        lambda line: f"{line[1]}{min(int(line[3]), max(0, int(line[2]) + chance.randint(-1, 1)))}/{line[3]}", counted
    )
    return text[: goals.start()] + shared


def _more_check_ins(
    example: _Example,
    checked_in: Mapping[str, list[str]],
    back: Mapping[str, str],
    taken: set[str],
    chance: random.Random,
) -> Iterator[tuple[str, str]]:
    """Check-ins on free days, until there are 13 a goal; what they count is what another one of that leader counts."""
    missing = GOALS_A_REGION * CHECK_INS_A_GOAL - sum(map(len, checked_in.values()))
    days = (date(2026, 1, 12) + timedelta(weeks=week, days=day) for day in (3, 1, 4, 0, 2) for week in range(13))
    free = ((who, day) for day in days if day <= AS_OF for who in sorted(checked_in))
    for _ in range(missing):
        who, day = next(free)
        while f"leaders/{back.get(who, who)}/checkins/{day}.yml" in taken:
            who, day = next(free)
        model = chance.choice(checked_in[who])
        counted = _GOALS.search(model)
        said = "".join(
            f"{key}: {' '.join(chance.choices(example.said[key], k=chance.randint(1, 2)))} {_aside(chance)}\n"
            for key in LOG[:4]
        )
        head = "# yaml-language-server: $schema=../../../../schema/checkin.schema.json\nwith: self\nminutes: 15\n"
        yield f"leaders/{who}/checkins/{day}.yml", _jitter(head + said + (counted[0] if counted else ""), chance)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="Where plans/ and mkdocs.yml are written; plans/ must not be there.")
    parser.add_argument("--goals", type=int, default=500, help="How many goals, to the nearest 16 (default: 500).")
    parser.add_argument("--seed", type=int, default=1, help="Another seed gives another organization.")
    parser.add_argument("--git", type=int, metavar="N", help="Also a git history of N + 1 commits.")
    chosen = parser.parse_args()
    size = write(chosen.folder, chosen.goals, chosen.seed)
    print(f"{size.leaders} leaders, {size.goals} goals, {size.files} files, {size.bytes / 1e6:.1f} MB")
    if chosen.git is not None:
        print(f"{make_history(chosen.folder, chosen.git)} commits")


if __name__ == "__main__":
    main()
