"""A file made to be bad ends in a report that a person can read, and its cost grows with its size and no faster."""

from __future__ import annotations

import cProfile
import pstats
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from koers.diagnostic import Diagnostic, Severity, Span
from koers.pipeline.check import check
from koers.reading.bounded import bounded
from koers.reading.limits import MOST_ALIKE, MOST_BYTES
from koers.texts import text

pytestmark = proves(Claim.BOUNDED)

MOST_LINES = 600
MOST_WORDS = 200 * 1024
GOAL = "plans/leaders/bram-de-wit/goals/roosterverzoek-binnen-drie-dagen.yml"


def lines(line: str) -> Callable[[int], str]:
    return lambda count: "".join(line.replace("{i}", str(number)) for number in range(count))


BAD: dict[str, Callable[[int], str]] = {
    "unknown keys": lines("k{i}: 1\n"),
    "the same key": lines("title: 1\n"),
    "empty ignores": lines("# koers: ignore\n"),
    "ignores behind values": lines("k{i}: 1 # koers: ignore S101\n"),
    "ignores of every rule": lines("# koers: ignore S101 S104 S105 M101 A101 - b\n"),
    "one ignore of everything": lambda count: f"# koers: ignore {lines('S{i} ')(count)}- because\ntitle: x\n",
    "aliases": lambda count: f"a: &a [x]\nb: [{'*a, ' * count}]\n",
    "anchors": lines("k{i}: &a{i} 1\n"),
    "tags": lines("k{i}: !!str 1\n"),
    "merge keys": lambda count: "a: &a {b: 1}\n" + lines("k{i}: {<<: *a}\n")(count),
    "answers": lines("k{i}: yes\n"),
    "answers as keys": lines("yes{i}: no\nno: 1\n"),
    "comments": lines("# x\n"),
    "texts cut short": lines("k{i}: some words # and more\n"),
    "brackets": lambda count: "a: " + "[" * count,
    "nested keys": lambda count: "a: " + "{a: " * count,
    "dashes": lambda count: "a:\n" + "- " * count + "x",
    "a long text": lambda count: "title: " + "very good " * count,
    "a long number": lambda count: "a: " + "9" * count,
    "control characters": lambda count: "title: x\n" + "\a" * count,
    "escaped characters": lines('k{i}: "\\u202e\\u202e"\n'),
    "zeros": lambda count: "\0" * count,
    "tabs": lambda count: "\tx: 1\n" * count,
    "indicators": lambda count: "measurable:\n  indicators:\n" + lines("    a{i}: {}\n")(count),
    "odd days": lambda count: (
        "measurable:\n  indicators:\n    a:\n      milestones:\n" + lines("        2026-01-01x{i}: 1\n")(count)
    ),
    "observers": lambda count: "achievable:\n  observers:\n" + lines("    - nobody{i}\n")(count),
    "one observer": lambda count: "achievable:\n  observers:\n" + lines("    - nobody\n")(count),
}


@pytest.fixture
def root(tmp_path: Path, project: Path) -> Path:
    shutil.copytree(project / "tests/cases/dutch-organization/plans", tmp_path / "plans")
    return tmp_path


def problems(root: Path) -> tuple[Diagnostic, ...]:
    return check(root, lambda _: date(2026, 4, 10)).diagnostics


def calls(root: Path) -> int:
    """How many functions a check calls: it says the same of the code on a slow machine and on a quick one."""
    profile = cProfile.Profile()
    profile.runcall(problems, root)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", BAD)
def test_twenty_thousand_mistakes_in_one_file_end_in_a_report_that_can_be_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("KOERS_CACHE_DIR", "off")
    monkeypatch.setenv("KOERS_WORKERS", "1")
    (root / GOAL).write_bytes(BAD[name](20_000).encode()[:MOST_BYTES])
    found = problems(root)
    assert any(problem.path == GOAL for problem in found)
    assert len(found) <= MOST_LINES
    assert max(Counter((one.path, one.rule) for one in found).values()) <= max(MOST_ALIKE + 1, 200)
    assert sum(len(repr(one.message)) + len(repr(one.hint)) for one in found) < MOST_WORDS


@pytest.mark.parametrize("name", BAD)
def test_twice_the_mistakes_cost_no_more_than_twice(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("KOERS_CACHE_DIR", "off")
    monkeypatch.setenv("KOERS_WORKERS", "1")
    problems(root)  # what is loaded once is loaded
    (root / GOAL).write_text("title: x\n")
    least = calls(root)
    counted = []
    for count in (1_000, 4_000):
        (root / GOAL).write_bytes(BAD[name](count).encode()[:MOST_BYTES])
        counted.append(max(0, calls(root) - least))
    assert counted[1] <= 4.4 * counted[0] + 20_000, counted


def alike(count: int, severity: Severity = Severity.WARNING) -> list[Diagnostic]:
    return [
        Diagnostic("a.yml", Span(line, 1, line, 2), severity, "S101", text("what is told"))
        for line in range(1, count + 1)
    ]


def test_the_others_are_counted_in_a_line_that_is_as_bad_as_the_worst_of_them() -> None:
    others = [Diagnostic("b.yml", Span(1, 1, 1, 2), Severity.INFO, "S101", text("elsewhere"))]
    told = bounded([*alike(60), *alike(61, Severity.ERROR)[60:], *others])
    assert len(told) == MOST_ALIKE + 2
    assert told[:MOST_ALIKE] == tuple(alike(MOST_ALIKE))
    last = told[MOST_ALIKE]
    assert (last.severity, last.rule, last.span.line) == (Severity.ERROR, "S101", MOST_ALIKE + 1)
    assert dict(last.message.params) == {"count": 11}
    assert told[-1] == others[0]


@pytest.mark.parametrize("count", [0, 1, MOST_ALIKE, MOST_ALIKE + 1])
def test_what_is_not_too_much_is_told(count: int) -> None:
    assert bounded(reversed(alike(count))) == tuple(alike(count))


def test_where_the_search_ended_there_may_be_more() -> None:
    assert "or more" in bounded(alike(200))[-1].message.msgid
