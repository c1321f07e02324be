"""Nobody's own answer may be read from, or worked out of, what is published about a group of respondents.

Holds for 360 and pulse rounds and for every reader: groups under the minimum are hidden, and with them the
smallest other group while the hidden people together are still too few (else the total gives them away); means
are rounded to a tenth of the scale (10 of 100), on a five-point scale to 0.5. Manager and self are named openly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

OPEN_GROUPS = frozenset({"manager", "self"})
_GROUP_KINDS = frozenset({"survey360", "pulse"})


def protect(data: dict[str, Any], minimum: int) -> dict[str, Any]:
    """A measurement's data with small groups taken out and means rounded; other kinds come back as they are."""
    if data.get("kind") not in _GROUP_KINDS:
        return data
    counts = {group: count for group, count in data.get("groups", {}).items() if group not in OPEN_GROUPS}
    hidden = hidden_groups(counts, minimum)
    is_published = sum(counts.values()) >= minimum
    step = rounding_step(data.get("scale"))
    protected = dict(data)
    protected["groups"] = {group: count for group, count in data.get("groups", {}).items() if group not in hidden}
    protected["competencies"] = {
        id: score
        for id, item in data.get("competencies", {}).items()
        if (score := _score(item, counts, hidden, is_published, step))
    }
    protected["goals"] = {
        goal: readings
        for goal, entry in data.get("goals", {}).items()
        if (readings := _readings(entry, minimum, is_published, step))
    }
    return {key: value for key, value in protected.items() if value or key in data}


def hidden_groups(counts: Mapping[str, int], minimum: int) -> frozenset[str]:
    """The groups that may not be published, given the number of respondents of each (manager and self left out).

    All under the minimum; and as long as the hidden together are fewer than the minimum, the smallest of the
    others too, since a total less the groups shown would give the hidden away.
    """
    by_size = sorted(counts, key=lambda group: (counts[group], group))
    hidden = [group for group in by_size if counts[group] < minimum]
    shown = by_size[len(hidden) :]
    while hidden and shown and sum(counts[group] for group in hidden) < minimum:
        hidden.append(shown.pop(0))
    return frozenset(hidden)


def rounding_step(scale: Any) -> Fraction:
    """The step means are rounded to: a tenth of the scale's width, 0.5 on a five-point scale, 10 without a scale."""
    if not scale:
        return Fraction(10)
    width = Fraction(str(scale[1])) - Fraction(str(scale[0]))
    return Fraction(1, 2) if width == 4 else width / 10


@lru_cache(maxsize=8192)
def rounded(value: Any, step: Fraction) -> Any:
    """A mean to the nearest step, halves upwards, as a plain number."""
    if step <= 0:
        return value
    exact = (Fraction(str(value)) / step + Fraction(1, 2)).__floor__() * step
    return int(exact) if exact.denominator == 1 else float(exact)


def band(count: int) -> str:
    """Respondents as they are shown and exported, so that one person more does not show: 5-9, 10-19 or 20+.

    Below 5 the count itself: met only for groups named openly, or under a minimum of 4 that the organization chose.
    The model keeps exact counts, since whether two rounds may be compared rests on them.
    """
    if count < 5:
        return str(count)
    return "5-9" if count < 10 else "10-19" if count < 20 else "20+"


def _score(
    item: Mapping[str, Any], counts: Mapping[str, int], hidden: frozenset[str], is_published: bool, step: Fraction
) -> dict[str, Any]:
    by_group = {
        group: rounded(mean, step)
        for group, mean in item.get("by_group", {}).items()
        if group in OPEN_GROUPS or (group in counts and group not in hidden)
    }
    score: dict[str, Any] = {}
    if is_published:
        score |= {key: rounded(item[key], step) for key in ("behavior", "aptitude") if key in item}
        if "facets" in item:
            score["facets"] = {facet: rounded(mean, step) for facet, mean in item["facets"].items()}
    if by_group:
        score["by_group"] = by_group
    return score


def _readings(entry: Mapping[str, Any], minimum: int, is_published: bool, step: Fraction) -> dict[str, Any]:
    """Readings of indicators from a round: means rounded, shares of too few people left out."""
    if not is_published:
        return {}
    kept: dict[str, Any] = {}
    for key, value in entry.items():
        if key in ("note", "confidence"):
            kept[key] = value
        elif isinstance(value, str):
            if int(value.partition("/")[2]) >= minimum:
                kept[key] = value
        else:
            kept[key] = rounded(value, step)
    return kept
