"""A round of respondents in the data: its means as they are told."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from koers.export.plain import Plain, bounded
from koers.model import log
from koers.progress.bounds import share_end
from koers.reading.guard import OPEN_GROUPS, Guard


def means_told(data: Mapping[str, Any], guard: Guard | None) -> Mapping[str, Any]:
    """What a measurement's file says, for the data; without a guard just as it is.

    Means are to the nearest step of their scale, `">=95"` where only a bound is told; a share of the respondents is a
    percentage, so that nobody can count them.
    """
    if guard is None:
        return data
    told = dict(data)
    if "competencies" in data:
        told["competencies"] = {id: _scores(item, guard) for id, item in data["competencies"].items()}
    if "goals" in data:
        told["goals"] = {id: _readings(entry, guard) for id, entry in data["goals"].items()}
    return told


def _scores(item: Mapping[str, Any], guard: Guard) -> dict[str, Any]:
    return {
        key: {id: mean if id in OPEN_GROUPS else _mean(mean, guard) for id, mean in value.items()}
        if isinstance(value, Mapping)
        else _mean(value, guard)
        for key, value in item.items()
    }


def _readings(entry: Mapping[str, Any], guard: Guard) -> dict[str, Any]:
    return {key: value if key in log.BESIDE_READINGS else _reading(value, guard) for key, value in entry.items()}


def _reading(value: Any, guard: Guard) -> Plain:
    if not isinstance(value, str):
        return _mean(value, guard)
    met, of = (int(part) for part in value.split("/"))
    return bounded(guard.means.rounded(Fraction(100 * met, of)), share_end(met, of))


def _mean(value: Any, guard: Guard) -> Plain:
    exact = Fraction(str(value))
    return bounded(guard.means.rounded(exact), guard.means.end(exact))
