"""Writes what was measured as docs/performance.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from building import COLD
from checking import WHOLE
from lab import KOERS, Result, exponent, size_within
from profiled import Function

JOB_SECONDS = 600
FIRST = {"check": WHOLE, "build": COLD}
INTRODUCTION = """\
# How fast

Made by `make bench`: koers and its peers in one run on one machine, in turn, the median of the rounds. Seconds are CPU
seconds (user and system, of all processes that a command starts), unless it says "by the clock". **A ratio is the
peer's seconds into koers': below 1 koers takes less.** A ratio travels from one machine to another, a second does not.

The organizations are made from the example in plans/: 16 goals to 12 leaders, 13 check-ins of 600 bytes a goal,
measurements, reviews, approvals with right fingerprints. [bench/README.md](../bench/README.md) says what the peers do
and how to run it.
"""
PEERS_OF_CHECK = """\
The peers validate the same files against the same schemas, dates included; koers also says line and column, follows
references, applies the rulebook and measures progress. Each peer has first told a broken goal from a right one.
"""
PEERS_OF_BUILD = """\
koers checks, measures, renders and publishes. `mkdocs build` and Zensical start from the pages that `koers pages` has
finished; "tuned" is Material without search, link validation and the features of the theme. Hugo makes a page of each
goal, leader, team and manager from data put ready for it: it neither checks nor measures.
"""


def page(
    about: Mapping[str, str],
    results: Sequence[Result],
    profiles: Mapping[str, Sequence[Function]],
) -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_about(about)]
    of = {section: [result for result in results if result.section == section] for section in _sections(results)}
    if "check" in of or "example" in of:
        parts += ["## Check", "", PEERS_OF_CHECK, *_beside([*of.get("example", []), *of.get("check", [])])]
        parts += _growth(of.get("check", []), WHOLE)
    if "start" in of:
        parts += ["## To begin at all", "", *_alone(of["start"])]
    if "build" in of:
        parts += ["## Build", "", PEERS_OF_BUILD, *_beside(of["build"]), *_growth(of["build"], COLD)]
        parts += ["### What is written", "", *_files(of["build"])]
    if "history" in of:
        parts += ["## A long history", "", *_alone(of["history"])]
    if "check" in of or "build" in of:
        parts += ["## How far one machine goes", "", *_limit(of)]
    for title, functions in profiles.items():
        parts += [f"## What is left: `{title}`", "", *_profile(functions)]
    return "\n".join(parts).rstrip() + "\n"


def _sections(results: Iterable[Result]) -> set[str]:
    return {result.section for result in results}


def _about(about: Mapping[str, str]) -> list[str]:
    return ["| measured with | |", "|---|---|", *(f"| {name} | {value} |" for name, value in about.items()), ""]


def _beside(results: Sequence[Result]) -> list[str]:
    """One row a case and size: koers, how that is to its own first run, then each peer's seconds with the ratio.

    A peer that a case was not run with remembers nothing: it would do its first run again, so the ratio is to that.
    """
    peers = list(dict.fromkeys(result.who for result in results if result.who != KOERS))
    names = ["goals", "what", "koers, s", "of its first", "by the clock", "MB, largest / together"]
    lines = [f"| {' | '.join([*names, *(f'{peer}, s (ratio)' for peer in peers)])} |"]
    lines.append("|--:|---|" + "--:|" * (len(names) - 2 + len(peers)))
    cases: dict[tuple[str, int, str], dict[str, Result]] = {}
    for result in results:
        cases.setdefault((result.section, result.goals, result.case), {})[result.who] = result
    for (section, goals, case), by in cases.items():
        first = cases.get((section, goals, FIRST.get(section, case)), by)
        own = by[KOERS].cost
        part = "" if first is by else f"{own.cpu / first[KOERS].cost.cpu:.2f}"
        cells = [
            _against(own.cpu, by[peer].cost.cpu)
            if peer in by
            else (f"(**{own.cpu / first[peer].cost.cpu:.2f}**)" if peer in first else "")
            for peer in peers
        ]
        memory = f"{own.largest_mb:.0f} / {own.together_mb:.0f}"
        row = [f"{goals:,}", case, f"{own.cpu:.2f}", part, f"{own.wall:.2f}", memory, *cells]
        lines.append(f"| {' | '.join(row)} |")
    return [*lines, ""]


def _against(own: float, peer: float) -> str:
    return f"{peer:.2f} (**{own / max(peer, 0.001):.2f}**)"


def _alone(results: Sequence[Result]) -> list[str]:
    lines = ["| goals | what | CPU s | by the clock | MB |", "|--:|---|--:|--:|--:|"]
    for result in results:
        what = result.case if result.who == KOERS else result.who
        cost = result.cost
        goals = f"{result.goals:,}" if result.goals else ""
        lines.append(f"| {goals} | `{what}` | {cost.cpu:.3f} | {cost.wall:.3f} | {cost.largest_mb:.0f} |")
    return [*lines, ""]


def _files(results: Sequence[Result]) -> list[str]:
    lines = ["| goals | site | pages | files | MB | kB a page |", "|--:|---|--:|--:|--:|--:|"]
    for result in results:
        if pages := result.facts.get("pages"):
            files, size = result.facts["files"], result.facts["bytes"]
            of = f"{pages:,} | {files:,} | {size / 1e6:.1f} | {size / 1e3 / pages:.1f}"
            lines.append(f"| {result.goals:,} | {result.who} | {of} |")
    lines += [
        "",
        "| goals | koers after | files written | of them different | removed | kB written |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    for result in results:
        if "written" in result.facts:
            numbers = [result.facts[name] for name in ("written", "differ", "removed")]
            cells = " | ".join(f"{number:,}" for number in numbers)
            lines.append(f"| {result.goals:,} | {result.case} | {cells} | {result.facts['bytes'] / 1e3:,.0f} |")
    return [*lines, ""]


def points(results: Iterable[Result], case: str, cost: Callable[[Result], float], who: str = KOERS) -> dict[int, float]:
    """What a case cost by number of goals."""
    return {result.goals: cost(result) for result in results if result.case == case and result.who == who}


def _growth(results: Sequence[Result], case: str) -> list[str]:
    """How the seconds and the memory of a case grow, of each contender."""
    said = []
    for who in dict.fromkeys(result.who for result in results if result.case == case):
        time = exponent(points(results, case, lambda result: result.cost.cpu, who))
        memory = exponent(points(results, case, lambda result: result.cost.together_mb, who))
        if time is not None and memory is not None:
            said.append(f"| {who} | {time:.2f} | {memory:.2f} |")
    if not said:
        return []
    return [
        f"How {case} grows with n goals, as n to the power of:",
        "",
        "| | CPU | memory |",
        "|---|--:|--:|",
        *said,
        "",
    ]


def _limit(of: Mapping[str, Sequence[Result]]) -> list[str]:
    """The size at which a job of ten minutes is no longer enough."""
    lines = []
    for name, section, case in (
        ("`koers check`", "check", WHOLE),
        ("`koers build`, with its check", "build", COLD),
    ):
        wall = points(of.get(section, ()), case, lambda result: result.cost.wall)
        slope = exponent(points(of.get(section, ()), case, lambda result: result.cost.cpu))
        if slope is None or slope <= 0:
            continue
        size = size_within(wall, slope, JOB_SECONDS)
        lines.append(
            f"* {name}: {wall[max(wall)]:.0f} s by the clock at {max(wall):,} goals, growing as n to the power of "
            f"{slope:.2f}: on this machine a job of 10 minutes ends at about **{_rounded(size):,} goals**."
        )
    if not lines:
        return ["Measured at one size only: nothing can be said about others.", ""]
    return [
        *lines,
        "",
        "The seconds are those of a first run, without a cache; installing comes on top. Past that size the check runs",
        "as one job a group of leaders, with the templates for [GitHub](../ci/github/matrix.yml),",
        "[GitLab](../ci/gitlab/parallel.gitlab-ci.yml) and [Forgejo](../ci/forgejo/matrix.yml).",
        "",
    ]


def _rounded(size: int) -> int:
    """Two digits: no more is known."""
    digits = max(0, len(str(size)) - 2)
    return round(size, -digits)


def _profile(functions: Sequence[Function]) -> list[str]:
    lines = ["| function | own time | calls | with what it calls, s |", "|---|--:|--:|--:|"]
    for function in functions:
        name = function.name.replace("|", "\\|")
        lines.append(f"| `{name}` | {function.share:.1%} | {function.calls:,} | {function.cumulative:.2f} |")
    return [*lines, ""]
