"""The same plans give the same bytes on whatever machine: every command runs in two places that share nothing else.

What differs: the seed of Python's hashes, the folder, the times of the files, the time zone, the locale, the mask of
new files, the clock, the width and the language of the terminal, how many processes work, and what is remembered.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from assurance.claims import Claim, proves
from git.real_repository import RealRepository, isolated
from koers.cli import COMMANDS
from site_built.sites import PROJECT

pytestmark = proves(Claim.REPEATABLE)

AS_OF = "2026-04-10"
SECOND = int(datetime.combine(date.fromisoformat(AS_OF), time(), UTC).timestamp())
CLOCK = Path(__file__).parent / "another_clock"
GOAL = "luis-ferreira/street-by-street"
FORMATS = {
    "check": ("text", "json", "github", "gitlab", "sarif", "junit", "markdown"),
    "due": ("text", "json", "markdown"),
    "diff": ("text", "json", "markdown"),
    "verify": ("text", "json"),
    "rules": ("text", "json"),
    "gaps": ("text", "json"),
}
MORE = {
    "build": ((), ("--engine", "zensical", "--site-dir", "site-z"), ("--audience", "hr", "--site-dir", "site-hr")),
    "pages": ((),),
    "init": (("fresh", "--language", "nl"),),
    "explain": (("S101",),),
    "remind": ((),),
    "codeowners": ((),),
    "return": ((GOAL, "--reason", "Één doel is genoeg, Luís"),),
    "approve": ((GOAL,),),
}
ALSO = {"gaps": ("luis-ferreira",), "diff": ("HEAD~1",), "check": ("--full",)}
ALONE = frozenset({"serve", "seal", "unseal"})
"""A server goes on until somebody stops it; it shows what `build` makes (tests/site_built/test_serve.py). Every sealing
is another one, and only a key opens it (tests/pipeline/test_seal.py)."""


@dataclass(frozen=True)
class Machine:
    """Where a run takes place. `written` is the time of every file, in seconds since 1970; `clock` is off by days."""

    folder: str
    umask: int
    written: int
    clock: int
    settings: Mapping[str, str] = field(default_factory=dict)


HERE = Machine(
    "plans",
    umask=0o022,
    written=1_700_000_000,
    clock=-300,
    settings={"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "KOERS_WORKERS": "1", "KOERS_CACHE_DIR": "off"},
)
ELSEWHERE = Machine(
    "somewhere else/entirely é",
    umask=0o077,
    written=1_900_000_000,
    clock=4_000,
    settings={
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANGUAGE": "nl",
        "PYTHONIOENCODING": "cp1252",
        "COLUMNS": "40",
        "TERM": "dumb",
        "KOERS_WORKERS": "2",
    },
)


def test_every_command_is_run_twice() -> None:
    assert {*FORMATS, *MORE} == set(COMMANDS) - ALONE


def test_the_same_plans_give_the_same_bytes_on_another_machine(tmp_path: Path) -> None:
    one, other = (everything(tmp_path / str(number), machine) for number, machine in enumerate((HERE, ELSEWHERE)))
    assert set(one) == set(other)
    assert {name for name in one if one[name] != other[name]} == set()
    for name in ("site/sitemap.xml.gz", "site-z/index.html", "site-hr/index.html", "site-mkdocs/sitemap.xml.gz"):
        assert one[name], name
    assert "Luís Ferreira: improve".encode() in other["koers due --format text"]
    assert "Één doel".encode() in b"".join(content for name, content in other.items() if "/approvals/" in name)


def everything(home: Path, machine: Machine) -> dict[str, bytes]:
    """What every command says on this machine, by its words, and every file that is there afterwards, by its path."""
    root = home / machine.folder
    environment = {
        **isolated(home),
        "KOERS_CACHE_DIR": str(home / "cache"),
        **machine.settings,
        "GIT_AUTHOR_NAME": "Tomasz Wiśniewski",
        "GIT_AUTHOR_EMAIL": "tomasz.wisniewski@example.org",
        "CLOCK_SHIFT_DAYS": str(machine.clock),
        "PYTHONPATH": os.pathsep.join([str(CLOCK), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    for name in ("SOURCE_DATE_EPOCH", "CI", "NO_COLOR"):
        environment.pop(name, None)
    assert today(environment) != today({**environment, "CLOCK_SHIFT_DAYS": "0"}), "the clock is not another one"
    before = os.umask(machine.umask)
    try:
        a_repository(root)
        for path in sorted(root.rglob("*")):
            if ".git" not in path.parts:
                os.utime(path, (machine.written, machine.written))
        said = {" ".join(words): koers(root, words, environment) for words in commands()}
        engine = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site-mkdocs"]
        subprocess.run(engine, cwd=root, env={**environment, "SOURCE_DATE_EPOCH": str(SECOND)}, check=True, timeout=120)
    finally:
        os.umask(before)
    left = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    return said | {name: content for name, content in left.items() if not name.startswith((".git/", ".cache/"))}


def a_repository(root: Path) -> None:
    """The example in a repository with two commits; the second changes a goal."""
    repository = RealRepository.new(root)
    shutil.copytree(PROJECT / "plans", root / "plans", symlinks=True)
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(f"site_url: https://example.org/plans/\n{settings}", encoding="utf-8")
    goal = root / "plans/leaders/luis-ferreira/goals/street-by-street.yml"
    later = goal.read_text(encoding="utf-8")
    goal.write_text(later.replace("status: proposed", "status: draft"), encoding="utf-8")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "The plans")
    goal.write_text(later, encoding="utf-8")
    repository.git("commit", "--quiet", "--all", "--message", "Propose it again")


def commands() -> Iterator[tuple[str, ...]]:
    """Every command in all its formats; those that write files of plans/ come last."""
    for name, forms in FORMATS.items():
        for form in forms:
            yield ("koers", name, *ALSO.get(name, ()), "--format", form)
    for name, runs in MORE.items():
        for words in runs:
            yield ("koers", name, *words)


def koers(root: Path, words: tuple[str, ...], environment: Mapping[str, str]) -> bytes:
    """What koers writes to standard output, and the code it ends with."""
    command = [sys.executable, "-m", *words, "--as-of", AS_OF]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.stdout + f"\n{done.returncode}".encode()


def today(environment: Mapping[str, str]) -> bytes:
    """The day that a process takes for today."""
    program = "import datetime; print(datetime.datetime.now(datetime.UTC).date(), datetime.date.today())"
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout
