"""Measures contenders against each other, one after the other in turn, and keeps what came out."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from measure import Command, Cost, median, run_all

KOERS = "koers"
PYTHON = sys.executable
BENCH = Path(__file__).parent
PROJECT = BENCH.parent


def nothing() -> None:
    """What needs no preparation."""


@dataclass(frozen=True)
class Contender:
    """Who does the work of a case: its commands, where they run, and what is put right before each round."""

    who: str
    commands: Sequence[Command]
    cwd: Path
    prepare: Callable[[], None] = nothing


@dataclass
class Result:
    """What one contender needed for one case at one size: medians of `rounds`, and facts about what came out."""

    section: str
    case: str
    goals: int
    who: str
    rounds: int
    cost: Cost
    facts: dict[str, int] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


@dataclass
class Lab:
    """Where all is measured: a scratch folder, an environment without the caller's settings, and the results.

    A case stops early when one more round would take it over `limit` seconds; the first round always counts.
    """

    scratch: Path
    rounds: int
    limit: float
    environment: dict[str, str] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("KOERS_", "GIT_"))}
        if peers := os.environ.get("KOERS_BENCH_PEERS"):
            self.environment["KOERS_BENCH_PEERS"] = str(Path(peers).resolve())
        home = self.scratch / "home"
        home.mkdir()
        self.environment |= {
            "KOERS_CACHE_DIR": str(self.cache),
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "bench",
            "GIT_AUTHOR_EMAIL": "bench@example.org",
            "GIT_COMMITTER_NAME": "bench",
            "GIT_COMMITTER_EMAIL": "bench@example.org",
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONDONTWRITEBYTECODE": "",
            # The code beside this harness is measured, whatever is installed.
            "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT / "generator"), os.environ.get("PYTHONPATH", "")])),
        }

    @property
    def cache(self) -> Path:
        """Where koers keeps what it remembers; outside of the organization, and ours alone."""
        return self.scratch / "cache"

    def forget(self) -> None:
        """Empties koers' cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def quietly(self, command: Command, cwd: Path) -> str:
        """Runs a command that is not measured; what it said."""
        done = subprocess.run(command, cwd=cwd, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def organization(self, goals: int, commits: int | None = None) -> Path:
        """A folder with an organization of about this many goals, with a git history if asked for."""
        root = self.scratch / f"{goals}-goals{'' if commits is None else f'-{commits}-commits'}"
        if not root.exists():
            history = [] if commits is None else ["--git", str(commits)]
            command = [PYTHON, str(BENCH / "organization.py"), str(root), "--goals", str(goals), *history]
            self.note(self.quietly(command, self.scratch).splitlines()[0])
        return root

    def compete(self, section: str, case: str, goals: int, contenders: Iterable[Contender]) -> dict[str, Result]:
        """Runs the contenders of a case in turn, round by round; what each needed, which `results` also gets."""
        turns = list(contenders)
        costs: dict[str, list[Cost]] = {contender.who: [] for contender in turns}
        begun = time.monotonic()
        for done in range(1, self.rounds + 1):
            for contender in turns:
                contender.prepare()
                costs[contender.who].append(run_all(contender.commands, contender.cwd, self.environment))
            spent = time.monotonic() - begun
            if spent * (done + 1) / done > self.limit:
                break
        found = {who: Result(section, case, goals, who, len(rounds), median(rounds)) for who, rounds in costs.items()}
        self.results.extend(found.values())
        for who, result in found.items():
            cost = result.cost
            used = f"{cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.largest_mb:.0f} MB"
            self.note(f"{section} {goals or ''} {case}: {who} {used}")
        return found

    def note(self, words: str) -> None:
        """Says on standard error how far we are."""
        print(words.replace("  ", " "), file=sys.stderr, flush=True)


def koers(*arguments: str) -> list[str]:
    """A command of the koers beside this harness."""
    return [PYTHON, "-m", "koers", *arguments]


def exponent(points: Mapping[int, float]) -> float | None:
    """How cost grows with size: the slope of the line through the logarithms; None with fewer than two sizes."""
    if len(points) < 2:
        return None
    xs, ys = [math.log(size) for size in points], [math.log(max(cost, 1e-3)) for cost in points.values()]
    middle, level = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def size_within(points: Mapping[int, float], slope: float, seconds: float) -> int:
    """The size that takes this long, going on from the largest one at this exponent."""
    largest = max(points)
    return round(largest * math.pow(seconds / points[largest], 1 / slope))
