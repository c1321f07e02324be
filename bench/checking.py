"""The cases of `koers check`, beside programs that validate the same files against the same schemas."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lab import KOERS, PROJECT, PYTHON, Contender, Lab, koers
from peers import Checker, Found, by_kind, really_checks

SECTION = "check"
WHOLE = "everything, empty cache"
AS_OF = ("--as-of", "2026-04-10")
EXAMPLE_GOAL = "plans/leaders/fatou-diallo/goals/near-miss-in-the-shift.yml"


def example(lab: Lab) -> Path:
    """A folder with the example's plans."""
    root = lab.scratch / "example"
    if not root.exists():
        shutil.copytree(PROJECT / "plans", root / "plans")
        shutil.copy(PROJECT / "mkdocs.yml", root)
    return root


def start(lab: Lab) -> None:
    """What it takes to begin at all."""
    here = example(lab)
    lab.compete(
        "start",
        "begin",
        0,
        [
            Contender("python -c pass", [[PYTHON, "-c", "pass"]], here),
            Contender("python, click imported", [[PYTHON, "-c", "import click"]], here),
            Contender("koers --version", [koers("--version")], here),
            Contender("koers --help", [koers("--help")], here),
        ],
    )


def one_file(lab: Lab, found: Sequence[Found]) -> None:
    """One goal of the example; each peer first shows that it tells a broken goal from a right one."""
    root = example(lab)
    for peer in found:
        if peer.program:
            really_checks(peer, root, lab.scratch / "broken", lab.environment)
    check = Contender(KOERS, [koers(*AS_OF, "check", "--quiet", EXAMPLE_GOAL)], root, lab.forget)
    lab.compete("example", "one file", 16, [check, *_peers(found, root, by_kind(root, EXAMPLE_GOAL))])
    check = Contender(KOERS, [koers(*AS_OF, "check", "--quiet")], root, lab.forget)
    lab.compete("example", "all files", 16, [check, *_peers(found, root, by_kind(root))])


def check(lab: Lab, goals: int, found: Sequence[Found]) -> None:
    """The whole organization, cold and warm, and parts of it."""
    root = lab.organization(goals)
    files = by_kind(root)
    goals = len(files["goal"])
    whole = koers(*AS_OF, "check", "--quiet")
    cold = lab.compete(
        SECTION,
        WHOLE,
        goals,
        [Contender(KOERS, [whole], root, lab.forget), *_peers(found, root, files)],
    )
    for result in cold.values():
        result.facts["files"] = sum(map(len, files.values()))
    lab.compete(SECTION, "nothing changed", goals, [Contender(KOERS, [whole], root)])
    touch = editor(root, files["checkin"])
    lab.compete(SECTION, "one check-in changed", goals, [Contender(KOERS, [whole], root, touch)])
    leader = "plans/leaders/" + files["goal"][len(files["goal"]) // 2].split("/")[2]
    part = Contender(KOERS, [koers(*AS_OF, "check", "--quiet", leader)], root, lab.forget)
    lab.compete(SECTION, "one leader, empty cache", goals, [part, *_peers(found, root, by_kind(root, leader))])


def history(lab: Lab, goals: int, commits: int) -> None:
    """What git's history costs."""
    root = lab.organization(goals, commits)
    size = len(by_kind(root)["goal"])
    half = f"HEAD~{commits // 2}"
    for case, arguments in (
        ("check", ("check", "--quiet")),
        ("check --since HEAD~10", ("check", "--quiet", "--since", "HEAD~10")),
        ("diff HEAD~10", ("diff", "HEAD~10")),
        (f"diff {half} HEAD", ("diff", half, "HEAD")),
        ("verify", ("verify", "--quiet")),
    ):
        lab.compete("history", case, size, [Contender(KOERS, [koers(*AS_OF, *arguments)], root, lab.forget)])


def editor(root: Path, check_ins: Sequence[str]) -> Callable[[], None]:
    """Something that changes a word in a check-in each time it is called."""
    path = root / check_ins[len(check_ins) // 2]
    original = path.read_text(encoding="utf-8")
    times = itertools.count(1)

    def edit() -> None:
        words = f"\nnext: Ask again, for the {next(times)}th time"
        path.write_text(original.replace("\nnext: ", words + ". ", 1), encoding="utf-8")

    return edit


def _peers(found: Sequence[Found], root: Path, files: Mapping[str, Sequence[str]]) -> list[Contender]:
    return [
        Contender(one.peer.name, one.peer.commands(one.program, files), root)
        for one in found
        if one.program and isinstance(one.peer, Checker)
    ]
