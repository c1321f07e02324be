"""A bound to what is told of one file: of many problems alike the first are told, and the others counted.

A file that breaks one rule in ten thousand places was made by a program, or is no plan at all. Whoever reads the report
learns nothing from the ten thousandth place, and a report without a bound is a way to stop everybody's check.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from koers.diagnostic import Diagnostic, Severity
from koers.reading.limits import MOST_ALIKE, MOST_PROBLEMS
from koers.texts import Text, text

_WORST = tuple(Severity)
_REFERENCE = "F016"
"""Whether a build stops depends on each of these by itself, and the references of a file are bounded already."""


def bounded(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Returns these problems in the order of a report, of one rule in one file at most fifty and a line that counts.

    That line stands where the first of the others does, is of the same rule, and as bad as the worst of them: what a
    report fails by, and what is selected, is the same with it.
    """
    found = sorted(problems, key=lambda problem: problem.order)
    if len(found) <= MOST_ALIKE:
        return tuple(found)
    alike: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for problem in found:
        alike[problem.path, problem.rule].append(problem)
    if not any(len(some) > MOST_ALIKE for some in alike.values()):
        return tuple(found)
    told = (one for (_, rule), some in alike.items() for one in (some if rule == _REFERENCE else _told(some)))
    return tuple(sorted(told, key=lambda problem: problem.order))


def _told(alike: list[Diagnostic]) -> list[Diagnostic]:
    """The first of these, and a line for the others."""
    left = alike[MOST_ALIKE:]
    if len(left) <= 1:
        return alike
    worst = min((one.severity for one in left), key=_WORST.index)
    last = replace(left[0], severity=worst, message=_count(len(left), len(alike)), hint=None, pointer=())
    return [*alike[:MOST_ALIKE], last]


def _count(left: int, all: int) -> Text:
    """How many are not told. Where so many were found that the search ended, there may be more."""
    if all >= MOST_PROBLEMS:
        return text("and {count} or more like this from here on in this file", count=left)
    return text("and {count} more like this from here on in this file", count=left)
