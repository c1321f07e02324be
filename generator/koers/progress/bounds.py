"""Readings that are means of respondents: how they are told, and which of them are only bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from koers.model.goal import Goal, Source
from koers.model.log import Reading, Share
from koers.progress.log import LeaderLog
from koers.progress.values import Point
from koers.reading.guard import End, Guard, Means

ASKED = frozenset({Source.SURVEY360, Source.PULSE})
"""The sources whose readings are means of what a group of respondents answered."""


_FEW = 5


def few(change: int, minimum: int) -> bool:
    """Whether so many people more or fewer are a few: 1 to 4, or fewer than the minimum."""
    return 0 < abs(change) < max(minimum, _FEW)


def few_came_or_went(before: Mapping[str, int], after: Mapping[str, int], minimum: int) -> bool:
    """Whether a group, or all together, has a few people more or fewer than before: 1 to 4, or fewer than the minimum.

    >>> few_came_or_went({"team": 7}, {"team": 8}, 5), few_came_or_went({"team": 7}, {"team": 12}, 5)
    (True, False)
    """
    changes = [after.get(group, 0) - before.get(group, 0) for group in {*before, *after}]
    return any(few(change, minimum) for change in (*changes, sum(changes)))


def bounded(
    points: Iterable[Point], goal: Goal, source: Source, log: LeaderLog
) -> tuple[tuple[Point, ...], Means | None]:
    """The points with the ends of their scale, and how the latest of them is told; None for anything but a group.

    As long as no reader gets the plans nothing is protected, and every point is as it was written.
    """
    if source not in ASKED:
        return tuple(points), None
    guards = {it.path: it.guard for it in log.measurements.get(goal.id, ())}
    found, means = [], None
    for point in points:
        guard = guards.get(point.path)
        if guard is not None:
            means = guard.means
            point = replace(point, end=_end(guard, point.reading))
        found.append(point)
    return tuple(found), means


def _end(guard: Guard, reading: Reading) -> End | None:
    return share_end(reading.met, reading.of) if isinstance(reading, Share) else guard.means.end(reading)


def share_end(met: int, of: int) -> End | None:
    """Which end a share of respondents lies at: all or all but one said so, or one or nobody did."""
    if met >= of - 1:
        return End.OR_MORE
    return End.OR_LESS if met <= 1 else None
