"""Where the time of a command goes: the functions that take most of it, by Python's own profiler, on one core."""

from __future__ import annotations

import os
import pstats
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lab import PROJECT, Lab

WAITING = re.compile(r"poll|waitpid|select\.|acquire")
"""Built-in functions that wait for somebody else."""
Key = tuple[str, int, str]
Timing = tuple[int, int, float, float, object]


@dataclass(frozen=True, slots=True)
class Function:
    """A function with its share of the time spent in it alone, its calls, and its seconds with what it calls."""

    name: str
    share: float
    calls: int
    cumulative: float


def profile(lab: Lab, root: Path, arguments: Sequence[str], top: int = 12) -> tuple[Function, ...]:
    """Runs `koers` under the profiler; on one core, so that it does not give its work to processes we do not see."""
    kept = lab.scratch / "profile"
    command = [sys.executable, "-m", "cProfile", "-o", str(kept), "-m", "koers", *arguments]
    done = subprocess.run(command, cwd=root, env=lab.environment, capture_output=True, text=True, preexec_fn=_one_core)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    # pstats keeps its numbers in an attribute without a type.
    timings = cast("dict[Key, Timing]", vars(pstats.Stats(str(kept)))["stats"])
    timings = {key: timing for key, timing in timings.items() if not WAITING.search(key[2])}
    whole = sum(own for _, _, own, _, _ in timings.values())
    most = sorted(timings.items(), key=lambda timing: -timing[1][2])[:top]
    return tuple(Function(_name(key), own / whole, calls, total) for key, (_, calls, own, total, _) in most)


def _one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _name(key: Key) -> str:
    file, line, name = key
    if file == "~":
        return name.strip("<>")
    for above in (PROJECT / "generator", *map(Path, sys.path)):
        if str(above) not in ("", ".") and Path(file).is_relative_to(above):
            return f"{Path(file).relative_to(above).as_posix()}:{line} {name}"
    return f"{Path(file).name}:{line} {name}"
