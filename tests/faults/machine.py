"""A machine that refuses: a disk that is full from some moment on, or that fails once, wherever koers writes.

Every way to write is counted while a command runs, at each place in koers' code. Names are opened, made, moved and
linked through the audit events of Python, which see any library too; what goes into a file goes through `os.write` and
`os.fsync`. Only what lies under the folder of the test counts.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from koers import cli

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_NAMES = {"os.rename": 1, "os.link": 1, "os.mkdir": 0, "os.symlink": 1}
"""Audit events, and which of their values is the name that they make."""
_LINES = 4
"""So many of the calls that lead to a write make it another place."""


@dataclass(frozen=True)
class Place:
    """Where something is written: what is asked of the system, and by which lines of koers."""

    what: str
    lines: tuple[str, ...]


@dataclass
class Machine:
    """Counts what is written under `folder`; the `at`-th of it (from 0) is refused with `number`.

    With `is_full`, whatever needs room is refused from then on, as on a full disk; a move over a file needs none.
    """

    folder: Path
    at: int | None = None
    number: int = errno.EIO
    is_full: bool = False
    places: list[Place] = field(default_factory=list)

    def asked(self, what: str, needs_room: bool = True) -> None:
        """Something is about to be written."""
        self.places.append(Place(what, _lines()))
        now = len(self.places) - 1
        if self.at is not None and (now == self.at or (self.is_full and now > self.at and needs_room)):
            raise OSError(self.number, os.strerror(self.number))

    def event(self, name: str, values: tuple[Any, ...]) -> None:
        """An audit event of Python."""
        if name == "open":
            path, _, flags = values
            if isinstance(flags, int) and flags & _WRITING and self._is_here(path):
                self.asked("open", needs_room=not os.path.lexists(path))
        elif name in _NAMES and self._is_here(values[_NAMES[name]]):
            made = values[_NAMES[name]]
            is_within = name == "os.rename" and Path(values[0]).parent == Path(made).parent  # its old name makes room
            self.asked(name, needs_room=not is_within and not os.path.lexists(made))

    def file(self, handle: int, what: str) -> None:
        """Something goes into an open file, which may be a pipe to somebody."""
        if stat.S_ISREG(os.fstat(handle).st_mode):
            self.asked(what)

    def _is_here(self, path: object) -> bool:
        return isinstance(path, str | bytes | Path) and self.folder in Path(os.fsdecode(path)).absolute().parents


_running: list[Machine] = []


def _listen(name: str, values: tuple[Any, ...]) -> None:
    if _running and (name == "open" or name in _NAMES):
        _running[-1].event(name, values)


sys.addaudithook(_listen)


def _lines() -> tuple[str, ...]:
    """The last lines of koers that led there, outermost first."""
    found = []
    for frame in traceback.extract_stack()[:-2]:
        if "/koers/" in frame.filename and "/tests/" not in frame.filename:
            found.append(f"{frame.filename.rpartition('/koers/')[2]}:{frame.lineno}")
    return tuple(found[-_LINES:])


@contextmanager
def running(machine: Machine) -> Iterator[None]:
    """The machine counts and refuses as long as the block lasts."""
    write, fsync, bytecode = os.write, os.fsync, sys.dont_write_bytecode

    def counted_write(handle: int, data: Any) -> int:
        machine.file(handle, "write")
        return write(handle, data)

    def counted_fsync(handle: int) -> None:  # a real one takes its time, and says nothing here
        machine.asked("fsync", needs_room=False)

    os.write, os.fsync, sys.dont_write_bytecode = counted_write, counted_fsync, True
    _running.append(machine)
    try:
        yield
    finally:
        _running.pop()
        os.write, os.fsync, sys.dont_write_bytecode = write, fsync, bytecode


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def koers(*arguments: str) -> Ended:
    """Runs a command as `koers` does, up to its exit code, in this process."""
    before, handler = sys.argv, signal.getsignal(signal.SIGTERM)
    out, err = io.StringIO(), io.StringIO()
    try:
        sys.argv = ["koers", *arguments]
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as end:
        return Ended(int(end.code or 0), out.getvalue(), err.getvalue())
    finally:
        sys.argv = before
        signal.signal(signal.SIGTERM, handler)
    raise AssertionError("koers ends by an exit code")


def moments(places: Sequence[Place], *, is_every: bool, is_last: bool) -> list[int]:
    """The moments to refuse at: every one, or of each place in the code the first or the last."""
    if is_every:
        return list(range(len(places)))
    chosen: dict[Place, int] = {}
    for number, place in enumerate(places):
        if is_last or place not in chosen:
            chosen[place] = number
    return sorted(chosen.values())
