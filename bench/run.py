"""Measures koers beside its peers in one run: `python bench/run.py [--quick] [--write docs/performance.md]`.

bench/README.md says how to install the peers; one that is absent is listed with how to install it. Without options it
takes about a quarter of an hour on two cores. Sizes are numbers of goals; 250 make a site of 600 pages.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import building
import checking
import tables
from lab import PROJECT, Lab
from measure import Failed
from peers import CHECKERS, HUGO, MKDOCS, TUNED, ZENSICAL, Found, find
from profiled import Function, profile

SECTIONS = ("start", "example", "check", "build", "history", "profile")
BUILDERS = (MKDOCS, TUNED, ZENSICAL, HUGO)


def main() -> None:
    """Runs the sections that were asked for, and writes the page and the numbers."""
    chosen = _arguments()
    if chosen.size:
        chosen.check = chosen.build = sorted(chosen.size)
    with tempfile.TemporaryDirectory(prefix="koers-bench-", dir=chosen.scratch) as temporary:
        lab = Lab(Path(temporary), chosen.rounds, chosen.limit)
        peers = tuple(find(peer, lab.environment) for peer in (*CHECKERS, *BUILDERS))
        about = _about(peers, chosen.rounds)
        for name, value in about.items():
            lab.note(f"{name}: {value}")
        try:
            profiles = _measure(lab, chosen, peers)
        except Failed as failed:
            _keep(chosen.json, about, lab)
            reports = sorted(lab.scratch.rglob("koers-bug-*.txt"))
            sys.exit("\n".join([str(failed), *(report.read_text(encoding="utf-8") for report in reports)]))
    text = tables.page(about, lab.results, profiles)
    print(text)
    if chosen.write:
        chosen.write.write_text(text, encoding="utf-8")
    _keep(chosen.json, about, lab)


def _keep(path: Path | None, about: Mapping[str, str], lab: Lab) -> None:
    """Writes the numbers, of a run that failed those until then; the page is only written of a whole run."""
    if path:
        data = {"version": 1, "about": about, "results": [result.as_data() for result in lab.results]}
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="Only these sections.")
    parser.add_argument("--check", type=int, nargs="*", metavar="GOALS", help="Sizes to check (100 500 2000).")
    parser.add_argument("--build", type=int, nargs="*", metavar="GOALS", help="Sizes to build (100 250 500).")
    parser.add_argument("--size", type=int, nargs="+", metavar="GOALS", help="Sizes for both.")
    parser.add_argument("--quick", action="store_true", help="Small sizes, one round: two minutes.")
    parser.add_argument("--rounds", type=int, help="How often each contender runs (3; 1 when quick).")
    parser.add_argument(
        "--limit", type=float, default=60, help="Seconds after which a case gets no further round (60)."
    )
    parser.add_argument("--commits", type=int, default=2000, help="How long the long history is (2000).")
    parser.add_argument("--scratch", type=Path, help="Where the temporary folder is made.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="Write the page here too.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Write the numbers here.")
    chosen = parser.parse_args()
    if chosen.check is None:
        chosen.check = [50, 100] if chosen.quick else [100, 500, 2000]
    if chosen.build is None:
        chosen.build = [32] if chosen.quick else [100, 250, 500]
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 3)
    return chosen


def _measure(lab: Lab, chosen: argparse.Namespace, peers: Sequence[Found]) -> Mapping[str, Sequence[Function]]:
    checkers, builders = peers[: len(CHECKERS)], peers[len(CHECKERS) :]
    lab.quietly([sys.executable, "-m", "koers", "--version"], PROJECT)  # makes the compiled files
    if "start" in chosen.only:
        rounds, lab.rounds = lab.rounds, max(lab.rounds, 7)
        checking.start(lab)
        lab.rounds = rounds
    if "example" in chosen.only:
        rounds, lab.rounds = lab.rounds, max(lab.rounds, 3)
        checking.one_file(lab, checkers)
        lab.rounds = rounds
    if "check" in chosen.only:
        for goals in chosen.check:
            checking.check(lab, goals, checkers)
    if "build" in chosen.only:
        for goals in chosen.build:
            building.build(lab, goals, builders)
    if "history" in chosen.only and not chosen.quick:
        checking.history(lab, min(500, max(chosen.check, default=500)), chosen.commits)
    if "profile" not in chosen.only:
        return {}
    root = lab.organization(min(chosen.check, default=100))
    profiles = {}
    for command in ("check", "build"):
        lab.forget()
        arguments = (*checking.AS_OF, command, "--quiet")
        profiles[f"koers {command}"] = profile(lab, root, arguments)
    return profiles


def _about(peers: Sequence[Found], rounds: int) -> dict[str, str]:
    """What was measured, where, and with which peers; an absent one with how to install it."""
    commit = _git("describe", "--always", "--dirty", "--abbrev=10")
    about = {
        "commit": commit or "not in git",
        "machine": f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {_gigabytes()} GB, {platform.system()}",
        "Python": platform.python_version(),
        "rounds": f"at most {rounds}",
    }
    return about | {one.peer.name: one.says for one in peers}


def _git(*arguments: str) -> str:
    if shutil.which("git") is None:
        return ""
    done = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True)
    return done.stdout.strip()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _gigabytes() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


if __name__ == "__main__":
    main()
