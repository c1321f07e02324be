"""Gives an organization a git history: one commit with most of it, then one file a commit, as its people wrote them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

OFFICE = "office"
FIRST = date(2026, 1, 4)
_DATED = re.compile(r"plans/leaders/([^/]+)/(?:checkins|reviews|measurements)/(\d{4}-\d\d-\d\d)[^/]*\.yml")
_BY = re.compile(r"(?m)^by: (\S+)$")
_DATE = re.compile(r"(?m)^date: (\S+)$")


def make_history(root: Path, commits: int) -> int:
    """Makes `root` a git repository whose work tree is clean. Returns the number of commits.

    The last `commits` check-ins, reviews, measurements and approvals by date come one to a commit, written by the
    leader, an approval by who gave it, with the goal going from proposed to active in the same commit.
    """
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted((root / "plans").rglob("*.yml"))}
    files["mkdocs.yml"] = (root / "mkdocs.yml").read_bytes()
    later = sorted(_events(files))[-commits:] if commits else []
    first = {path: text for path, text in files.items() if path not in {path for _, path, _ in later}}
    for _, path, _ in later:
        if goal := _goal_of(path, files):
            first[goal] = first[goal].replace(b"\nstatus: active\n", b"\nstatus: proposed\n")
    _git(root, "init", "--quiet", "--initial-branch=main")
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE) as importing:
        assert importing.stdin is not None
        importing.stdin.writelines(_commit(FIRST, 0, OFFICE, first))
        for number, (day, path, author) in enumerate(later, 1):
            changed = {path: files[path]}
            if goal := _goal_of(path, files):
                changed[goal] = files[goal]
            importing.stdin.writelines(_commit(max(day, FIRST), number, author, changed))
    if importing.returncode:
        raise SystemExit("git fast-import failed")
    _git(root, "reset", "--quiet")
    return 1 + len(later)


def _events(files: Mapping[str, bytes]) -> Iterator[tuple[date, str, str]]:
    """What happened on a day: the day, the path, and who wrote it."""
    for path, content in files.items():
        if dated := _DATED.fullmatch(path):
            yield date.fromisoformat(dated[2]), path, dated[1]
        elif "/approvals/" in path:
            text = content.decode()
            by, on = _BY.search(text), _DATE.search(text)
            assert by is not None
            assert on is not None
            yield date.fromisoformat(on[1]), path, by[1]


def _goal_of(path: str, files: Mapping[str, bytes]) -> str | None:
    """The goal whose first approval this file is."""
    if not path.endswith(".1.yml") or "/approvals/" not in path:
        return None
    goal = path.replace("/approvals/", "/goals/").removesuffix(".1.yml") + ".yml"
    return goal if goal in files else None


def _commit(day: date, number: int, author: str, files: Mapping[str, bytes]) -> Iterator[bytes]:
    at = int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp()) + number % 30000
    who = f"{author} <{author.replace('-', '.', 1)}@example.org> {at} +0100"
    message = f"{author}: {next(iter(files)).rsplit('/', 1)[-1]}\n".encode()
    yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode() + message
    for path, content in files.items():
        yield f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)
