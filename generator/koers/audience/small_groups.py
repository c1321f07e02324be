"""Nobody's own answer may be read from, or worked out of, what is published about a group of respondents.

Holds for 360 and pulse rounds and for every reader. Manager and self are named openly, everybody else answers as one
of a group. Means that are shown stay exact, so that what is worked out from them is true. What protects a person is
which means are shown at all:

* Groups under the minimum are hidden, and with them the smallest other group while the hidden people together are
  still too few: a total less the groups shown would give them away.
* A mean at an end of the scale is a bound ("95 or more"), as a unanimous group gives everybody away; further groups
  are hidden while a total less the rest would undo that, or would show that the hidden were unanimous.

What two rounds close to each other tell together is in `close_rounds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from koers.model.log import BESIDE_READINGS
from koers.progress.limits import LIMITS
from koers.reading.guard import OPEN_GROUPS, End, Guard, Means, Untold

GROUP_KINDS = frozenset({"survey360", "pulse"})


@dataclass(frozen=True, slots=True)
class Protection:
    """How many respondents a group must have, and within how many weeks two rounds are close to each other."""

    minimum: int = int(LIMITS["minimum_group"].default)
    close_weeks: int = int(LIMITS["close_rounds_weeks"].default)


def protect(data: dict[str, Any], protection: Protection, beside: date | None = None) -> tuple[dict[str, Any], Guard]:
    """One round without what would give an answer away; `beside` is the day of a close round that forbids all of it.

    The entries of competencies and goals stay, empty where nothing may be told: that they were asked is no secret.
    """
    counts = counts_of(data)
    hidden, respondents = hidden_groups(counts, protection.minimum), sum(counts.values())
    means = means_of(data, protection)
    untold = _untold(data, respondents, protection.minimum, beside)
    readings = frozenset(level_readings(data).values())
    groups = {
        group: count
        for group, count in data.get("groups", {}).items()
        if group in OPEN_GROUPS or (untold is None and group not in hidden)
    }
    kept = {
        **data,
        **({"groups": groups} if "groups" in data else {}),
        **_each(data, "competencies", lambda item: _score(item, counts, hidden, means, readings, untold is None)),
        **_each(data, "goals", lambda entry: _readings(entry, means, protection.minimum, untold is None)),
    }
    left_out = any(
        group not in OPEN_GROUPS and group not in kept["competencies"][id].get("by_group", {})
        for id, item in data.get("competencies", {}).items()
        for group in item.get("by_group", {})
    )
    return kept, Guard(
        means, respondents, left_out and untold is None, untold, beside if untold is Untold.TOO_CLOSE else None
    )


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


def shown_groups(
    exact: Mapping[str, Fraction], counts: Mapping[str, int], total: Fraction | None, means: Means
) -> frozenset[str]:
    """Those of the groups with these means that may be shown beside the mean of all together (None: not known).

    All of `counts` took part; of those without a mean here nothing is shown. Who knows the total and the groups with
    an exact mean knows what the others have in sum. That sum must leave room for somebody in them to have answered
    otherwise; as long as it does not, the smallest group with an exact mean is hidden too, then the smallest at all.
    """
    known = dict(exact)
    while known and total is not None and _is_forced(known, counts, total, means):
        inside = [group for group in known if means.end(known[group]) is None]
        del known[min(inside or known, key=lambda group: (counts[group], group))]
    return frozenset(known)


def band(count: int) -> str:
    """Respondents as they are shown and exported, so that one person more does not show: 5-9, 10-19 or 20+.

    Below 5 the count itself: met only for groups named openly, or under a minimum of 4 that the organization chose.
    """
    if count < 5:
        return str(count)
    return "5-9" if count < 10 else "10-19" if count < 20 else "20+"


def means_of(data: Mapping[str, Any], protection: Protection) -> Means:
    """How the means of this round are told."""
    scale = data.get("scale")
    return Means.on((as_written(scale[0]), as_written(scale[1])) if scale else None, protection.minimum)


def counts_of(data: Mapping[str, Any]) -> dict[str, int]:
    """How many people answered in each group, the manager and the leader left out."""
    return {group: int(count) for group, count in data.get("groups", {}).items() if group not in OPEN_GROUPS}


def _each(data: Mapping[str, Any], key: str, change: Callable[[Mapping[str, Any]], Any]) -> dict[str, Any]:
    return {key: {id: change(item) for id, item in data[key].items()}} if key in data else {}


def _untold(data: Mapping[str, Any], respondents: int, minimum: int, beside: date | None) -> Untold | None:
    if not respondents:
        return Untold.NOT_COUNTED if asks_to_be_counted(data) else None
    if respondents < minimum:
        return Untold.TOO_FEW
    return Untold.TOO_CLOSE if beside is not None else None


def asks_to_be_counted(data: Mapping[str, Any]) -> bool:
    """Whether the file says what others than the manager and the leader answered."""
    scores = any(
        key != "by_group" or not OPEN_GROUPS.issuperset(item[key])
        for item in data.get("competencies", {}).values()
        for key in item
    )
    return scores or any(key not in BESIDE_READINGS for entry in data.get("goals", {}).values() for key in entry)


def level_readings(data: Mapping[str, Any]) -> dict[tuple[str, str], Fraction]:
    """What a round reads as a mean of all, by the ids of goal and indicator."""
    return {id: as_written(value) for id, value in _read(data) if not isinstance(value, str)}


def share_readings(data: Mapping[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    """What a round reads as a share: how many of how many, by the ids of goal and indicator."""
    shares = ((id, value.split("/")) for id, value in _read(data) if isinstance(value, str))
    return {id: (int(met), int(of)) for id, (met, of) in shares}


def _read(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Any]]:
    for goal, entry in data.get("goals", {}).items():
        yield from (((goal, id), value) for id, value in entry.items() if id not in BESIDE_READINGS)


def _score(
    item: Mapping[str, Any],
    counts: Mapping[str, int],
    hidden: frozenset[str],
    means: Means,
    readings: frozenset[Fraction],
    is_told: bool,
) -> dict[str, Any]:
    """The scores of one competency. Its facets weigh the same in it: they hide each other as groups do.

    A score that is not written down may be what an indicator reads: each of these is then taken for the total.
    """
    by_group, facets = item.get("by_group", {}), item.get("facets", {})
    totals = {as_written(item["behavior"])} if "behavior" in item else readings
    shown = {group: as_written(mean) for group, mean in by_group.items() if group in counts and group not in hidden}
    told = {id: as_written(mean) for id, mean in facets.items()}
    everybody = dict.fromkeys(facets, sum(counts.values()))
    for total in totals:
        shown = {id: shown[id] for id in shown_groups(shown, counts, total, means)}
        told = {id: told[id] for id in shown_groups(told, everybody, total, means)}
    score: dict[str, Any] = {}
    if is_told:
        score |= {key: _within(item[key], means) for key in ("behavior", "aptitude") if key in item}
        if kept := {facet: _within(mean, means) for facet, mean in facets.items() if facet in told}:
            score["facets"] = kept
    groups = {
        group: mean if group in OPEN_GROUPS else _within(mean, means)
        for group, mean in by_group.items()
        if group in OPEN_GROUPS or (is_told and group in shown)
    }
    return {**score, "by_group": groups} if groups else score


def _readings(entry: Mapping[str, Any], means: Means, minimum: int, is_told: bool) -> dict[str, Any]:
    """Readings of indicators from a round; shares of too few people are left out."""
    kept: dict[str, Any] = {}
    for key, value in entry.items():
        if key in BESIDE_READINGS:
            kept[key] = value
        elif is_told and isinstance(value, str):
            met, of = (int(part) for part in value.split("/"))
            if of >= minimum:
                kept[key] = f"{share_within(met, of)}/{of}"
        elif is_told:
            kept[key] = _within(value, means)
    return kept


def _is_forced(known: Mapping[str, Fraction], counts: Mapping[str, int], total: Fraction, means: Means) -> bool:
    """Whether the total less the exact means shown leaves the others no choice but all the last answer, or the first.

    The total itself may be told as a bound only. Counted in steps from answer to answer, as an outsider would.
    """
    exact = {group for group in known if means.end(known[group]) is None}
    rest = [group for group in counts if group not in exact]
    if not rest:
        return False
    taken = [means.steps(counts[group], known[group]) for group in exact]
    whole, end = means.steps(sum(counts.values()), total), means.end(total)
    # Where answers lie between the steps, each sum is taken on the side that leaves less room.
    least = _bounds(sum(counts.values()), end, means)[0] if end is not None else whole[1]
    most = _bounds(sum(counts.values()), end, means)[1] if end is not None else whole[0]
    bounds = [_bounds(counts[group], means.end(known[group]) if group in known else None, means) for group in rest]
    lowest, highest = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    return least - sum(down for down, _ in taken) > highest - 1 or most - sum(up for _, up in taken) < lowest + 1


def _bounds(people: int, end: End | None, means: Means) -> tuple[int, int]:
    """The sums, in steps, that so many people may have answered when no more of their mean is told than an end."""
    least = means.steps(people, means.highest)[1] if end is End.OR_MORE else 0
    return least, means.steps(people, means.lowest if end is End.OR_LESS else means.scale[1])[0]


def _within(value: Any, means: Means) -> Any:
    """A mean as it is told, as a plain number."""
    exact = as_written(value)
    if means.end(exact) is None:
        return value
    told = means.within(exact)
    return int(told) if told.denominator == 1 else float(told)


def share_within(met: int, of: int) -> int:
    """How many of a share are told: never all of them or nobody."""
    return min(max(met, 1), of - 1)


def as_written(value: Any) -> Fraction:
    """The exact number that somebody wrote."""
    return Fraction(str(value))
