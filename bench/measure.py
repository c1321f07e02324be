"""Runs commands and says what they cost; says which files of a folder were written in between."""

from __future__ import annotations

import contextlib
import hashlib
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Command = Sequence[str]
SAMPLE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """What commands cost: seconds of CPU (user and system, of all their processes), seconds by the clock, and memory.

    `largest_mb` is the peak of the largest process, `together_mb` of all processes at one moment (shared pages count
    once), sampled ten times a second.
    """

    cpu: float
    wall: float
    largest_mb: float
    together_mb: float


class Failed(Exception):
    """A command ended with another exit code than it should."""


def run(command: Command, cwd: Path, environment: Mapping[str, str], accepted: Sequence[int] = (0,)) -> Cost:
    """Runs one command to its end. Failed when its exit code is not accepted."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        with _sampled(process.pid) as peak:
            _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepted:
            said.seek(0)
            tail = said.read()[-2000:].decode(errors="replace")
            raise Failed(f"{' '.join(command[:6])} ... ended with {process.returncode} in {cwd}:\n{tail}")
    largest = used.ru_maxrss / 1024
    return Cost(used.ru_utime + used.ru_stime, wall, largest, max(largest, *peak))


def run_all(commands: Sequence[Command], cwd: Path, environment: Mapping[str, str]) -> Cost:
    """Runs one command after the other; what they cost together."""
    costs = [run(command, cwd, environment) for command in commands]
    return Cost(
        sum(cost.cpu for cost in costs),
        sum(cost.wall for cost in costs),
        max(cost.largest_mb for cost in costs),
        max(cost.together_mb for cost in costs),
    )


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each number by itself."""
    return Cost(*(statistics.median(getattr(cost, field) for cost in costs) for field in Cost.__slots__))


@contextlib.contextmanager
def _sampled(pid: int) -> Iterator[list[float]]:
    """A list that holds, at the end, the most megabytes that this process and its children had at one moment."""
    peak = [0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLE_SECONDS):
            peak[0] = max(peak[0], sum(map(_megabytes, _tree(pid))))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _megabytes(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


class FileState(NamedTuple):
    """What tells that a file was written, and that it differs."""

    inode: int
    modified_ns: int
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to a folder: files written anew, how many of them differ, files gone, and bytes written."""

    written: int
    differ: int
    removed: int
    bytes: int


def snapshot(folder: Path) -> Mapping[str, FileState]:
    """Every file below a folder, by its path."""
    found = {}
    for directory, _, names in os.walk(folder):
        for name in names:
            path = Path(directory, name)
            state = path.stat()
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            found[str(path.relative_to(folder))] = FileState(state.st_ino, state.st_mtime_ns, state.st_size, digest)
    return found


def compare(before: Mapping[str, FileState], after: Mapping[str, FileState]) -> Written:
    """What was written between two snapshots: a new inode or time of change counts, also with equal content."""
    new = {path: state for path, state in after.items() if before.get(path, (0, 0))[:2] != state[:2]}
    differ = sum(path not in before or before[path].digest != state.digest for path, state in new.items())
    return Written(len(new), differ, len(before.keys() - after.keys()), sum(state.size for state in new.values()))
