"""Whatever a command writes, and whenever the disk refuses: nothing is lost, nothing is half, and the cause is named.

Each command is run once to see where it writes, then again for each of these places with a disk that fails there once
(EIO), or with one that is full from there on, in turns. `KOERS_FAULTS=all` refuses at every single write, both ways.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, people, person
from assurance.claims import Claim, amount, proves
from cli.test_decisions import OTHER_PATH, SURROUNDINGS
from conftest import PROJECT
from faults.machine import Ended, Machine, koers, moments, running
from git.real_repository import PEOPLE, RealRepository
from koers import engine
from koers.cli import COMMANDS

pytestmark = proves(Claim.FAULTS)

IS_EVERY = os.environ.get("KOERS_FAULTS") == "all"
FAULTS = {"failing": (errno.EIO, False), "full": (errno.ENOSPC, True)}
DAY = "2026-01-20"
KEY = "seal_keys: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]"
SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----"
NOTES = {
    "plans/leaders/anna/checkins/2026-01-12.yml": "with: manager\nprivate: Between two\n",
    "plans/leaders/anna/checkins/2026-01-14.yml": "private: Between two as well\n",
    "plans/leaders/anna/checkins/2026-01-16.yml": "private: |-\n  " + SEALED.replace("\n", "\n  ") + "\n",
    "plans/leaders/anna/checkins/2026-01-18.yml": "private: |-\n  " + SEALED.replace("\n", "\n  ") + "\n",
}


@dataclass(frozen=True)
class Use:
    """One way to use a command. `is_site` says that it makes pages, which need the folders of a built site before.

    `only` narrows the places to those where this file of koers writes.
    """

    arguments: tuple[str, ...]
    is_site: bool = False
    is_cold: bool = False
    only: str = ""
    ends_with: int = 0
    prepare: Callable[[pytest.MonkeyPatch], object] = lambda _: None


def _no_exchange(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("koers.publish.exchange.exchanged", lambda one, other: False)


def _no_hard_links(patch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    patch.setattr(os, "link", refused)


def _one_seal(patch: pytest.MonkeyPatch) -> None:
    """Sealing gives the same text each time, and any key opens it: here it is about the files."""
    patch.setattr("koers.age.seal", lambda note, keys: SEALED)
    patch.setattr("koers.age.unseal", lambda sealed, identities: "Words\nbetween two")
    patch.setattr("koers.age.identities", lambda path: ())


def _no_server(patch: pytest.MonkeyPatch) -> None:
    """The preview ends as soon as its pages are written."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    patch.setattr(engine, "serve", stopped)


USES: Mapping[str, tuple[Use, ...]] = {
    "init": (Use(("init", "new/place")),),
    "check": (Use(("check", "--format", "json")), Use(("check", "--since", "HEAD~1"))),
    "build": (
        Use(("build",), is_site=True),
        Use(("build",), is_site=True, prepare=_no_exchange),
        Use(("build",), is_site=True, prepare=_no_hard_links),
        Use(("build", "--site-dir", "other/site"), is_site=True),
        Use(("build",), is_site=True, is_cold=True, only="engine.py"),
    ),
    "pages": (Use(("pages",), is_site=True), Use(("pages", "--audience", "hr"), is_site=True)),
    "serve": (Use(("serve",), is_site=True, prepare=_no_server),),
    "rules": (Use(("rules",)),),
    "explain": (Use(("explain", "S101")),),
    "due": (Use(("due",)),),
    "remind": (Use(("remind",)),),
    "gaps": (Use(("gaps", "anna")),),
    "approve": (
        Use(("approve", "anna/coaching")),
        Use(("approve", "anna/coaching", "anna/second", "anna/third")),
        Use(("approve", "anna/coaching", "anna/second"), prepare=_no_hard_links),
    ),
    "return": (Use(("return", "anna/coaching", "--reason", "Say when")),),
    "verify": (Use(("verify",)),),
    "diff": (Use(("diff", "HEAD")),),
    "seal": (
        Use(("seal",), prepare=_one_seal),
        Use(("seal", "--again", "--identity", "key"), prepare=_one_seal),
    ),
    "unseal": (
        Use(("unseal", "--identity", "key"), prepare=_one_seal),
        Use(("unseal", "--in-place", "--identity", "key"), prepare=_one_seal),
    ),
    "codeowners": (Use(("codeowners",)),),
}
"""How each command is used here: a new command needs a line, also when it writes nothing but what koers remembers."""


def test_every_command_is_used() -> None:
    assert set(USES) == set(COMMANDS), "a command that writes must be shown to lose nothing on a full disk"


@dataclass(frozen=True)
class Bench:
    """A repository and what koers remembers of it, and how both were before any command."""

    root: Path
    cache: Path
    before: Path

    def renew(self, is_cold: bool) -> None:
        """Everything is as it was."""
        for place in (self.root, self.cache):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
        shutil.copytree(self.before / "root", self.root, symlinks=True)
        if is_cold:
            self.cache.mkdir(mode=0o700)
        else:
            shutil.copytree(self.before / "cache", self.cache)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: the repository is put back hundreds of times."""
    in_memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=in_memory if os.access(in_memory, os.W_OK) else None) as name:
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def bench(folder: Path) -> Bench:
    """Anna has goals, some of them proposed to Bram; the site of yesterday is published."""
    bench = Bench(folder / "root", folder / "cache", folder / "before")
    made = RealRepository.new(bench.root)
    anna, bram = ("manager: bram", "team: desk", KEY), person("bram", "forge:", "  github: Bram-S", KEY)
    made.commit(people(*anna) | bram | person("carla", "manager: emma", "team: desk"), author="robot")
    made.commit({**NOTES, "key": f"{pyrage.x25519.Identity.generate()}\n"}, author="anna")
    made.commit({**SURROUNDINGS, "mkdocs.yml": (PROJECT / "mkdocs.yml").read_text()}, author="robot")
    made.commit({"CODEOWNERS": "* @somebody\n"}, author="robot")
    proposed = GOAL.replace("status: active", "status: proposed")
    goals = {GOAL_PATH: proposed, OTHER_PATH: GOAL.replace("    - carla\n", "")}
    for name in ("second", "third"):
        goals[GOAL_PATH.replace("coaching", name)] = proposed.replace("title: Coaching", f"title: The {name} coaching")
    made.commit(goals, author="anna")
    with pytest.MonkeyPatch.context() as patch:
        _environment(patch, bench)
        for command in (("build",), ("pages",), ("check",)):
            assert koers(*_at(bench), *command).code == 0
    made.write({GOAL_PATH: proposed.replace("The team solves more", "The team soon solves more")})
    shutil.copytree(bench.root, bench.before / "root", symlinks=True)
    shutil.copytree(bench.cache, bench.before / "cache")
    return bench


def _environment(patch: pytest.MonkeyPatch, bench: Bench) -> None:
    name, email = PEOPLE["bram"]
    settings = {
        "KOERS_CACHE_DIR": str(bench.cache),
        "KOERS_WORKERS": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "NO_COLOR": "1",
    }
    for setting, value in settings.items():
        patch.setenv(setting, value)


def _at(bench: Bench) -> tuple[str, ...]:
    return ("-C", str(bench.root), "--as-of", DAY)


Files = Mapping[str, tuple[int, bytes]]


def _files(root: Path, *leave_out: str) -> Files:
    """Every file with its permissions and what it says, also those whose names begin with a dot."""
    return {
        name: (path.lstat().st_mode & 0o777, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and not (name := path.relative_to(root).as_posix()).startswith((".git/", *leave_out))
    }


def _folders(root: Path) -> set[str]:
    return {
        name
        for path in root.rglob("*")
        if path.is_dir() and not (name := path.relative_to(root).as_posix()).startswith((".git/", "build"))
    }


USED = [(name, number) for name, uses in USES.items() for number in range(len(uses))]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("command", "use_number"), USED)
def test_nothing_is_lost_and_nothing_half(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, command: str, use_number: int, fault: str
) -> None:
    use = USES[command][use_number]
    number, is_full = FAULTS[fault]
    _environment(monkeypatch, bench)

    def run(machine: Machine) -> Ended:
        with pytest.MonkeyPatch.context() as patch:
            use.prepare(patch)
            with running(machine):
                return koers(*_at(bench), *use.arguments)

    bench.renew(use.is_cold)
    before, folders = _files(bench.root), _folders(bench.root)
    counted = Machine(bench.root.parent)
    whole = run(counted)
    assert whole.code == use.ends_with, whole
    after = _files(bench.root)
    refused = 0
    chosen = moments(counted.places, is_every=IS_EVERY, is_last=is_full)
    for moment in chosen if IS_EVERY else chosen[is_full :: amount(4, 2)]:
        place = counted.places[moment]
        if use.only and not any(line.startswith(use.only) for line in place.lines):
            continue
        bench.renew(use.is_cold)
        done = run(Machine(bench.root.parent, moment, number, is_full))
        now = _files(bench.root)
        told = (command, moment, place, done.code, done.err)
        assert not [name for name in now if "/.koers-" in f"/{name}"], told
        if done.code == use.ends_with:  # what is only remembered may be forgotten
            assert (done.out, _without_build(now)) == (whole.out, _without_build(after)), told
            continue
        refused += 1
        assert done.code == 2, told
        assert done.out == "", told
        assert re.fullmatch(r"(?:(?!koers: )[^\n]*\n)*koers: [^\n]*\n", done.err), told
        assert os.strerror(number) in done.err or ("no room left on the disk" in done.err and is_full), told
        assert _without_build(now) == _without_build(before), told
        assert _folders(bench.root) - {"other"} == folders, told  # the empty folder around a new site may stay
        for name, one in now.items():
            assert one in (before.get(name), after.get(name)) or name in ("build/.lock", "build/.docs-for"), (
                told,
                name,
            )
        again = run(Machine(bench.root.parent))
        assert (again.code, again.out) == (whole.code, whole.out), told
        assert _without_build(_files(bench.root)) == _without_build(after), told
    assert refused or _without_build(after) == _without_build(before), f"{command} wrote, and no refusal was told"


def _without_build(files: Files) -> Files:
    return {name: one for name, one in files.items() if not name.startswith("build/")}
