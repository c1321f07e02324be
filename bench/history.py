"""How koers' git commands do on a big repository: 500 leaders, 2,000 goals, 7,002 commits.

`python bench/history.py [FOLDER]` makes the repository with `git fast-import`, runs the commands there, and prints what
each cost: seconds of the processor (koers and git together; the clock would measure the neighbours), the most memory,
how often git was asked, and how many versions of files were read.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

from koers.approval.fingerprint import fingerprint
from koers.approval.records import new_record
from koers.git import command
from koers.language import translator
from koers.pipeline.check import Checked, check
from koers.pipeline.decide import diff, on_record, verify_all
from koers.pipeline.since import check_since
from koers.reading.yaml_reader import read

LEADERS, GOALS = 500, 4
AS_OF = date(2026, 3, 31)
FIRST = 1_767_603_600
"""The first commit's moment: 5 January 2026, 10:00 in Amsterdam."""

GOAL = """\
title: Open questions in talk {number} of {leader}
competency: coaching
category: team
status: {status}
specific:
  situation: The one-on-one every two weeks with each person in the team
  behavior: I open with one open question and wait for the answer
measurable:
  indicators:
    opened:
      name: Talks opened with an open question
      kind: leading
      measure: frequency
      unit: conversations
      per: 2 weeks
      baseline: 1
      target: {target}
      threshold: 2
      source: log
achievable:
  hours_per_week: 0.5
relevant:
  why: Half of the questions wait for me
time_bound:
  start: 2026-01-12
  deadline: 2026-06-30
  check_in: 2 weeks
  review: 6 weeks
actions:
  prepare:
    what: Write down one question before each talk
    mode: on_the_job
    every: week
    hours: 0.5
"""


def repository(folder: Path) -> Path:
    """The repository, with its newest commit checked out."""
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    stream = "".join(_stream()).encode()
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream, check=True)
    _git(folder, "reset", "-q", "--hard", "main")
    return folder


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _person(number: int) -> str:
    return f"leader-{number:03d}"


def _stream() -> Iterator[str]:
    """Per leader: goals proposed, approved by the manager, taken up; half of the goals changed once more later."""
    moment = iter(range(FIRST, FIRST + 10**9, 600))
    people = {
        f"plans/leaders/{_person(n)}/leader.yml": f"name: Leader {n}\nemail: {_person(n)}@example.org\n"
        + (f"manager: {_person(n // 10)}\n" if n else "approver: leader-001\n")
        for n in range(LEADERS)
    }
    shared = {
        "plans/organization.yml": "name: Five Hundred\nrules:\n  G101: none\n",
        "plans/competencies/coaching.yml": "name: Coaching\ndefinition: Asking before telling.\n",
    }
    yield _commit(next(moment), "office", people | shared)
    for leader in range(LEADERS):
        for number in range(GOALS):
            path = f"plans/leaders/{_person(leader)}/goals/talk-{number}.yml"
            proposed = GOAL.format(leader=leader, number=number, status="proposed", target=6)
            yield _commit(next(moment), _person(leader), {path: proposed})
            yield _commit(next(moment), _approver(leader), _record(leader, number, proposed))
            active = GOAL.format(leader=leader, number=number, status="active", target=6)
            yield _commit(next(moment), _person(leader), {path: active})
            if number % 2:
                yield _commit(next(moment), _person(leader), {path: active.replace("target: 6", "target: 5")})
    yield _commit(next(moment), "office", {"README.md": "the end\n"})


def _approver(leader: int) -> str:
    return _person(leader // 10) if leader else "leader-001"


def _record(leader: int, number: int, text: str) -> dict[str, str]:
    data, _, _ = read(text, "plans/goal.yml")
    assert isinstance(data, dict)
    approved = new_record(
        _person(leader),
        f"talk-{number}",
        1,
        decision="approved",
        by=_approver(leader),
        on=date(2026, 1, 12),
        fingerprint=fingerprint(data, _person(leader), f"talk-{number}"),
    )
    return {approved.path: approved.text}


def _commit(moment: int, author: str, files: dict[str, str]) -> str:
    who = f"{author} <{author}@example.org> {moment} +0100"
    parts = [f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\nwork\n"]
    for path, content in files.items():
        parts.append(f"M 100644 inline {path}\ndata {len(content.encode())}\n{content}\n")
    return "".join(parts) + "\n"


@dataclass(frozen=True)
class Cost:
    """What something cost: processor seconds of this process and its children, questions to git, versions read."""

    seconds: float
    asked: int
    versions: int


def measure(work: Callable[[], object]) -> Cost:
    """Runs it once."""
    asked: list[Sequence[str]] = []
    versions = 0
    run = command.run

    def counting(root: Path, arguments: Sequence[str], *, given: bytes = b"", keep: Sequence[str] = ()) -> bytes:
        nonlocal versions
        asked.append(arguments)
        if list(arguments[:2]) == ["cat-file", "--batch"]:
            versions += given.count(b"\n")
        return run(root, arguments, given=given, keep=keep)

    with mock.patch("koers.git.repository.run", counting):
        before = _processor()
        work()
        seconds = _processor() - before
    return Cost(seconds, len(asked), versions)


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    """Prints one row per command."""
    parser = argparse.ArgumentParser(description="What koers' git commands cost on 2,000 goals.")
    parser.add_argument("folder", type=Path, nargs="?", help="where the repository is made (default: a temporary one)")
    given = parser.parse_args().folder
    folder = given or Path(tempfile.mkdtemp(prefix="koers-bench-"))
    try:
        report(repository(folder / "plans-of-500"))
    finally:
        if given is None:
            shutil.rmtree(folder)


def report(root: Path) -> None:
    """Runs every command on this repository."""
    commits = _git(root, "rev-list", "--count", "HEAD")
    begun = time.perf_counter()
    checked = check(root, _today)
    errors = [d for d in checked.diagnostics if d.severity == "error"]
    if errors:
        sys.exit(translator("en").say(errors[0].message))
    old = f"HEAD~{int(commits) // 2}"
    rows: tuple[tuple[str, Callable[[], object]], ...] = (
        ("check, without git", lambda: check(root, _today)),
        ("diff HEAD~10, beyond the check before it", lambda: diff(checked, "HEAD~10", None)),
        (f"diff {old} HEAD: half of all that ever changed", lambda: diff(checked, old, "HEAD")),
        ("check --since HEAD~10, all of it", lambda: check_since(root, _today, "HEAD~10")),
        ("verify, beyond the check before it", lambda: verify_all(checked)),
        ("the site's verdicts and histories", lambda: _history(checked)),
    )
    print(f"{LEADERS} leaders, {LEADERS * GOALS} goals, {checked.files} files, {commits} commits\n")
    print(f"{'':<55}{'cpu s':>8}{'git asked':>11}{'versions read':>15}")
    for name, work in rows:
        cost = measure(work)
        print(f"{name:<55}{cost.seconds:>8.2f}{cost.asked:>11}{cost.versions:>15}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nmost memory {peak} MB; all rows together took {time.perf_counter() - begun:.0f} s by the clock")


def _today(timezone: str) -> date:  # noqa: ARG001 - the same day everywhere
    return AS_OF


def _history(checked: Checked) -> object:
    return on_record(checked, lambda documents: documents)


if __name__ == "__main__":
    main()
