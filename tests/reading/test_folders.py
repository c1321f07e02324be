"""The shared files and each leader's folder are read by themselves: together they say what reading all says."""

from __future__ import annotations

import pickle
import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from koers.diagnostic import Diagnostic
from koers.reading.places import collisions, folders_of
from koers.reading.read import Contents, folder_of, merged, read_all, read_folder, read_shared

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
FRAGMENTS = (b"", b"\n", b": ", b"'", b"[", b"\t", b"\xff", b"- ", b"5", b"no", b"  ", b"{}", b"x")
Files = dict[str, bytes]


def everything(project: Path) -> Files:
    """The files of the example and of all cases, under one root."""
    files = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted((project / "plans").rglob("*"))
        if path.is_file()
    }
    for case in CASES:
        for part in case.read_bytes().split(b"=== ")[1:]:
            path, _, content = part.partition(b"\n")
            files[path.decode()] = content
    return files


def damaged(files: Files, chance: random.Random) -> Files:
    """Some of the files, of which some have other letters and some other names."""
    chosen = {name: files[name] for name in chance.sample(sorted(files), 80)}
    for name in chance.sample(sorted(chosen), 10):
        letters = bytearray(chosen[name])
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 9)] = chance.choice(FRAGMENTS)
        chosen[name] = bytes(letters)
    for name in chance.sample(sorted(chosen), 8):
        folder, _, last = name.rpartition("/")
        other = chance.choice(
            [
                f"{name[:-4]}.yaml",
                f"{folder}/{last.title()}",
                f"{folder}/sub/{last}",
                name.replace("leaders/", "leaders/Dr"),
            ]
        )
        chosen[other] = chosen.pop(name)
    return chosen


def read_apart(files: Files, chance: random.Random) -> dict[str, Contents]:
    """What is read of each folder, given its own files and the shared ones only; "" stands for the shared files."""
    folders: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    items = list(files.items())
    chance.shuffle(items)
    for path, content in items:
        folders[folder_of(path)].append((path, content))
    shared = pickle.loads(pickle.dumps(read_shared(folders.pop("", []), list(files))))  # as another process gets it
    return {"": shared.contents, **{name: read_folder(shared, own) for name, own in folders.items()}}


def test_shared_files_and_folders_together_say_what_reading_all_says(project: Path) -> None:
    files = everything(project)
    chance = random.Random(5)
    for _ in range(40):
        chosen = damaged(files, chance)
        parts = read_apart(chosen, chance)
        whole = read_all(chosen.items())
        shuffled = list(parts.values())
        chance.shuffle(shuffled)
        assert merged(shuffled) == whole
        for folder, contents in parts.items():
            assert contents.documents == tuple(one for one in whole.documents if folder_of(one.path) == folder)
            assert contents.diagnostics == tuple(one for one in whole.diagnostics if folder_of(one.path) == folder)


def test_what_another_leader_writes_changes_nothing_here(project: Path) -> None:
    files = everything(project)
    chance = random.Random(6)
    before = read_apart(files, chance)
    theirs = [path for path in files if folder_of(path) == "luis-ferreira"]
    assert len(theirs) > 10
    changed = files | {path: chance.choice([b"", b"title: [", b"goals: {x: {y: 1}}"]) for path in theirs}
    after = read_apart(changed, chance)
    assert {name for name in before if before[name] != after[name]} == {"luis-ferreira"}


def test_every_leader_yml_is_shared_and_nothing_else_of_a_leader() -> None:
    shared = [
        "organization.yml",
        "teams/north.yml",
        "leaders/anna/leader.yml",
        "leaders/anna/leader.yaml",
        "leaders/x.yml",
    ]
    own = [
        "leaders/anna/goals/x.yml",
        "leaders/anna/goals/leader.yml",
        "leaders/anna/leader.txt",
        "leaders/anna/x/leader.yml",
    ]
    assert {folder_of(f"plans/{path}") for path in shared} == {""}
    assert {folder_of(f"plans/{path}") for path in own} == {"anna"}
    assert folder_of("plans/leaders/Cor/leader.yml") == "Cor", "nobody can refer to Cor, and the name is told once"


def collisions_one_by_one(paths: list[str]) -> Iterator[tuple[str, str, str]]:
    """The same, the slow way: every part of every path is folded."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for path in sorted(paths, key=lambda path: (path != path.lower(), path)):
        parts = path.split("/")
        for length in range(1, len(parts) + 1):
            part = "/".join(parts[:length])
            folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", part).casefold())
            other = first.setdefault(folded, part)
            if other != part:
                if part not in told:
                    told.add(part)
                    yield path, part, other
                break


def told(problem: Diagnostic) -> tuple[str, ...]:
    return (problem.path, *(str(value) for _, value in problem.message.params))


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(alphabet="aAeE\u00e9\u0301\u00c9s\u00dfkK\u212a\ufb01fi", max_size=3), min_size=1, max_size=4
        ).map("/".join),
        unique=True,
    )
)
def test_names_collide_as_when_each_is_compared(paths: list[str]) -> None:
    assert [told(problem) for problem in collisions(paths)] == list(collisions_one_by_one(paths))


def test_the_folders_of_many_paths_are_those_of_each(project: Path) -> None:
    paths = sorted(
        [path.relative_to(project).as_posix() for path in (project / "plans").rglob("*.yml")]
        + ["plans/leaders/A B/goals/x.yml", "plans/leaders/A B/leader.yml", "plans/leaders/stray.txt", "plans/x"]
        + ["plans/leaders/anna/goals/x.yml", "plans/leaders/anna-b/leader.yml", "plans/leaders/anna/leader.yml"]
    )
    for some in (paths, paths[::-1], paths[::3] + paths[::2]):
        assert list(folders_of(some)) == [folder_of(path) for path in some]
