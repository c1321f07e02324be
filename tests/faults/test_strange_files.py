"""A pipe, a device or a socket where a file is expected: nobody waits for it, and one sentence says where it is.

The same for what else surrounds a command: its standard streams, and a day at the end of the calendar.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from faults.machine import Ended, koers
from faults.test_refused_writing import DAY, USES, Bench, _environment, bench, folder
from koers.cli import COMMANDS

pytestmark = proves(Claim.BOUNDED)

__all__ = ["bench", "folder"]


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may not be long
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS: dict[str, Callable[[Path], None]] = {"pipe": _pipe, "socket": _socket, "device": _device}
ANYTHING = tuple(COMMANDS)
SITE = ("build", "pages")
PLACES: dict[str, tuple[str, ...]] = {
    "plans": ANYTHING,
    "plans/organization.yml": ANYTHING,
    "plans/leaders/anna/leader.yml": ANYTHING,
    "plans/leaders/anna/goals/coaching.yml": ANYTHING,
    "plans/leaders/anna/approvals": ("approve", "return"),
    "mkdocs.yml": ("build",),
    "base.yml": ("build",),
    "site_templates": SITE,
    "site_templates/pages/goal.html": SITE,
    "site_templates/theme/main.html": SITE,
    "CODEOWNERS": ("codeowners",),
    "build": SITE,
    "build/.lock": SITE,
    "build/.gitignore": SITE,
    "build/.docs-for": SITE,
    "build/docs": SITE,
    "build/docs/index.md": SITE,
    ".koers-engine.yml": ("build",),
    "site": ("build",),
    "site/index.html": ("build",),
    "schema": ANYTHING,
    "signers": ("verify", "approve", "build"),
    "revoked": ("verify", "approve"),
    "key": ("approve", "return"),
    "../cache": ("check", "build"),
}
"""Where something strange may stand, and the commands that come along there."""
TOLD = {"plans": 2, "mkdocs.yml": 2, "site_templates": 2, "site": 2, "signers": 2, "revoked": 2, "key": 2, "build": 2}
"""Where no command can go on."""


@pytest.fixture
def _no_waiting() -> Iterator[None]:
    """Whoever waits for a pipe is woken up, and has a bug."""

    def wake(*_: object) -> None:
        raise AssertionError("koers waits for somebody")

    before = signal.signal(signal.SIGALRM, wake)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _run(bench: Bench, command: str, place: str) -> Ended:
    arguments = USES[command][0].arguments
    if place == "key":
        arguments = (*arguments, "--sign", str(bench.root / "key"))
    return koers("-C", str(bench.root), "--as-of", DAY, *arguments)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("_no_waiting")
def test_nobody_waits_and_one_sentence_says_where(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, place: str, kind: str
) -> None:
    _environment(monkeypatch, bench)
    monkeypatch.setattr("koers.engine.serve", _interrupted)
    bench.renew(is_cold=False)
    config = bench.root / ".git/config"
    where = (bench.root / place).resolve() if place.startswith("..") else bench.root / place
    if place == "base.yml":
        (bench.root / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    if place in ("signers", "revoked"):
        (bench.root / "signers").write_text("")
        names = f"signersFile = {bench.root}/signers\n\trevokedFile = {bench.root}/revoked"
        config.write_text(f"{config.read_text()}[koers]\n\t{names}\n")
    where.parent.mkdir(parents=True, exist_ok=True)
    if where.is_dir():
        shutil.rmtree(where)
    where.unlink(missing_ok=True)
    KINDS[kind](where)
    for command in PLACES[place]:
        done = _run(bench, command, place)
        told = (place, kind, command, done)
        assert done.code in (0, 1, 2), told
        if done.code == 2:
            assert re.fullmatch(r"(?:(?!koers: |Error: )[^\n]*\n)*(?:koers|Error): [^\n]*\n", done.err), told
        if place in TOLD and command not in ("init", "rules", "explain", "gaps"):
            assert done.code == TOLD[place], told


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


# The streams and the calendar ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["rules", "check --as-of 2026-04-10", "--help", "gaps nobody"])
@pytest.mark.parametrize(
    ("streams", "codes"),
    [
        (">&-", (2,)),
        ("<&- >&-", (2,)),
        (">/dev/full", (2,)),
        ("2>/dev/full", (0, 1, 2)),
        (">/dev/full 2>/dev/full", (2,)),
        (">&- 2>&-", (2,)),
    ],
)
def test_an_output_that_takes_nothing_is_told_where_there_is_somebody_to_tell(
    project: Path, command: str, streams: str, codes: tuple[int, ...]
) -> None:
    words = f"{sys.executable} -m koers {command} {streams}"
    done = subprocess.run(["sh", "-c", words], cwd=project, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in codes, done
    assert "Traceback" not in done.stderr
    if "2>" not in streams:
        assert len(done.stderr.splitlines()) in (1, 4), done.stderr  # a usage error has its usage too


@pytest.mark.parametrize("day", ["0001-01-01", "1900-12-31", "2999-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_day_outside_the_calendar_of_koers_is_refused(bench: Bench, command: str, day: str) -> None:
    done = koers("-C", str(bench.root), *USES[command][0].arguments, "--as-of", day)
    assert done.code == 2
    assert f"{day} is not between 1901-01-01 and 2998-12-31" in done.err


@pytest.mark.parametrize("day", ["1901-01-01", "2998-12-31"])
@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("approve", "return", "build")])
def test_the_first_and_the_last_day_are_days_as_any_other(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, command: str, day: str
) -> None:
    _environment(monkeypatch, bench)
    monkeypatch.setattr("koers.engine.serve", _interrupted)
    bench.renew(is_cold=False)
    done = koers("-C", str(bench.root), *USES[command][0].arguments, "--as-of", day)
    assert done.code in (0, 1), done


@pytest.mark.parametrize("zone", ["", ":", "Nowhere/At_all", "/dev/zero", "../../etc/passwd", "UTC+99", "a\x01b"])
def test_an_odd_time_zone_of_the_machine_changes_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    _environment(monkeypatch, bench)
    bench.renew(is_cold=False)
    usual = koers("-C", str(bench.root), "due")
    monkeypatch.setenv("TZ", zone)
    assert koers("-C", str(bench.root), "due") == usual


@pytest.mark.parametrize("epoch", ["-1000000000000", "99999999999", "253402300799", "x"])
def test_a_build_of_another_age_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    _environment(monkeypatch, bench)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    bench.renew(is_cold=False)
    assert koers("-C", str(bench.root), "due").code == 2


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("key", ["start", "deadline", "remeasure"])
def test_a_goal_at_the_end_of_the_calendar_breaks_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, key: str, day: str
) -> None:
    _environment(monkeypatch, bench)
    bench.renew(is_cold=False)
    for goal in bench.root.glob("plans/leaders/*/goals/*.yml"):
        goal.write_text(re.sub(f"(?m)^  {key}: .*$", f"  {key}: {day}", goal.read_text()))
    for command in ("check", "pages", "due", "remind"):
        assert koers("-C", str(bench.root), "--as-of", DAY, command).code in (0, 1), command
