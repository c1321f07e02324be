"""The peers: where they are, which version, and that they do the work that they are measured by.

A peer is looked for in the folder that KOERS_BENCH_PEERS names (`node_modules/.bin`, `py/bin`, `bin`), beside this
Python, and on PATH. bench/README.md says how to install each by its package's name.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Command, Failed, run

BENCH = Path(__file__).parent
SCHEMAS = BENCH.parent / "schema"
PLACES = ("node_modules/.bin", "py/bin", "bin", "node_modules/@sourcemeta/jsonschema/build/github-releases")
ARGUMENT_BYTES = 1_000_000
"""How long the names of files on one command line may be together."""

SINGLE = {"organization.yml": "organization", "program.yml": "program"}
FOLDERS = {"competencies": "competency", "roles": "role", "teams": "team", "learning": "module"}
OF_LEADER = {
    "goals": "goal",
    "checkins": "checkin",
    "measurements": "measurement",
    "reviews": "review",
    "approvals": "approval",
}
BROKEN = (
    ("an unknown status", "\nstatus: active\n", "\nstatus: maybe\n"),
    ("a field that is not there", "\ncategory:", "\nextra: 1\ncategory:"),
    ("a day that is not there", "\n  start: 2026-01-", "\n  start: 2026-13-"),
)


def by_kind(root: Path, below: str = "plans") -> dict[str, list[str]]:
    """Every YAML file at or below a path, by the kind of its schema, relative to `root`."""
    start = root / below
    found: dict[str, list[str]] = {}
    for path in [start] if start.is_file() else sorted(start.rglob("*.yml")):
        relative = path.relative_to(root).as_posix()
        found.setdefault(kind_of(relative), []).append(relative)
    return found


def kind_of(path: str) -> str:
    """The kind of a file by its place."""
    parts = path.split("/")[1:]
    if len(parts) == 1:
        return SINGLE[parts[0]]
    if parts[0] != "leaders":
        return FOLDERS[parts[0]]
    return "leader" if len(parts) == 3 else OF_LEADER[parts[2]]


Checking = Callable[[str, Mapping[str, Sequence[str]]], list[Command]]
"""How a peer checks files: the program and the files by kind -> commands."""


@dataclass(frozen=True)
class Checker:
    """A peer that validates files against their schema."""

    name: str
    program: str
    install: str
    commands: Checking
    version: tuple[str, ...] = ("--version",)


def _one_call_a_kind(before: Sequence[str], after: Sequence[str] = ()) -> Checking:
    def commands(program: str, files: Mapping[str, Sequence[str]]) -> list[Command]:
        return [
            [program, *(word.format(schema=SCHEMAS / f"{kind}.schema.json") for word in before), *part, *after]
            for kind, paths in files.items()
            for part in _parts(paths)
        ]

    return commands


def _parts(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    begin, length = 0, 0
    for number, path in enumerate(paths):
        length += len(path) + 9
        if length > ARGUMENT_BYTES:
            yield paths[begin:number]
            begin, length = number, len(path) + 9
    yield paths[begin:]


def _ajv(program: str, files: Mapping[str, Sequence[str]]) -> list[Command]:
    paths = [path for kind in files.values() for path in kind]
    return [[program, str(BENCH / "ajv.mjs"), str(SCHEMAS), *part] for part in _parts(paths)]


CHECKERS = (
    Checker(
        "sourcemeta",
        "jsonschema",
        "npm install @sourcemeta/jsonschema",
        _one_call_a_kind(["validate", "{schema}"], ["--format-assertion"]),
        ("help",),  # another program of this name, of Python's jsonschema, knows no such word
    ),
    # The program inside that package, without the Node that starts it, in its fast mode: the least that there is.
    Checker(
        "sourcemeta, bare",
        f"jsonschema-{sys.platform}-{platform.machine().replace('aarch64', 'arm64')}",
        "npm install @sourcemeta/jsonschema",
        _one_call_a_kind(["validate", "{schema}"], ["--format-assertion", "--fast"]),
        ("help",),
    ),
    Checker("ajv", "node", "npm install ajv ajv-formats js-yaml", _ajv, ("-p", "require('ajv/package.json').version")),
    Checker(
        "check-jsonschema",
        "check-jsonschema",
        "pip install check-jsonschema",
        _one_call_a_kind(["--quiet", "--schemafile", "{schema}"]),
    ),
)


@dataclass(frozen=True)
class Builder:
    """A peer that builds a site."""

    name: str
    program: str
    install: str
    version: tuple[str, ...] = ("--version",)


MKDOCS = Builder("mkdocs build", "mkdocs", "pip install mkdocs-material")
TUNED = Builder("mkdocs build, tuned", "mkdocs", "pip install mkdocs-material")
ZENSICAL = Builder("zensical build", "zensical", "pip install zensical")
HUGO = Builder("hugo", "hugo", "apt-get install hugo", ("version",))


@dataclass(frozen=True)
class Found:
    """Where a peer's program is, and which version it says it has; or, when it is absent, how it is installed."""

    peer: Checker | Builder
    program: str | None
    version: str

    @property
    def says(self) -> str:
        """Its version, or how to install it."""
        return self.version if self.program else f"not installed: {self.peer.install}"


def find(peer: Checker | Builder, environment: Mapping[str, str]) -> Found:
    """Looks for a peer."""
    folder = environment.get("KOERS_BENCH_PEERS")
    places = [str(Path(folder).resolve() / below) for below in PLACES] if folder else []
    path = os.pathsep.join([*places, str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    program = shutil.which(peer.program, path=path)
    if program is None:
        return Found(peer, None, "")
    asked = subprocess.run(
        [program, *peer.version], capture_output=True, text=True, env=dict(environment), cwd=folder or BENCH
    )
    if asked.returncode:  # node is there, but its packages are not
        return Found(peer, None, "")
    version = re.search(r"\bv?([0-9]+\.[0-9.]*[0-9])", asked.stdout + asked.stderr)
    return Found(peer, program, version[1] if version else "of unknown version")


def really_checks(found: Found, example: Path, scratch: Path, environment: Mapping[str, str]) -> None:
    """Failed when a peer takes a broken goal for a right one, or a right one for a broken one."""
    assert isinstance(found.peer, Checker)
    assert found.program is not None
    goal = "plans/leaders/fatou-diallo/goals/near-miss-in-the-shift.yml"
    right = (example / goal).read_text(encoding="utf-8")
    target = scratch / goal
    target.parent.mkdir(parents=True, exist_ok=True)
    for wrong, before, after in (("nothing", "", ""), *BROKEN):
        target.write_text(right.replace(before, after, 1) if before else right, encoding="utf-8")
        (command,) = found.peer.commands(found.program, {"goal": [goal]})
        try:
            run(command, scratch, environment, accepted=(0,) if wrong == "nothing" else (1, 2))
        except Failed as failed:
            raise Failed(f"{found.peer.name} misjudges a goal with {wrong} wrong in it: {failed}") from failed
