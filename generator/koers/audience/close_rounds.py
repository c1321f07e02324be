"""What two rounds close to each other tell together: of those who took part in only one of them.

Whoever took part in both is taken to have answered the same. So a round that follows closely on another with the same
instrument, with a few people more or fewer in a group, is not shown: the two would tell what those few had answered.
Rounds further apart stand beside each other whatever their sizes, since everybody has answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from koers.audience.small_groups import Protection, as_written, counts_of, means_of, protect
from koers.progress.bounds import few_came_or_went
from koers.reading.guard import Guard, Means


def guarded(
    rounds: Iterable[tuple[date, dict[str, Any]]], protection: Protection
) -> tuple[tuple[dict[str, Any], Guard], ...]:
    """All rounds of a leader with one instrument, oldest first: what is shown of each, and what protects it.

    Of two close rounds that may not stand beside each other the later one is hidden, since the earlier one has been
    seen already. A later round never changes what is shown of an earlier one.
    """
    found: list[tuple[dict[str, Any], Guard]] = []
    shown: list[tuple[date, dict[str, Any]]] = []
    for on, data in rounds:
        close = [(day, one) for day, one in shown if on - day < timedelta(weeks=protection.close_weeks)]
        beside = next((day for day, one in close if tell_apart(one, data, protection)), None)
        found.append(protect(data, protection, beside))
        if found[-1][1].untold is None:
            shown.append((on, data))
    return tuple(found)


def tell_apart(before: Mapping[str, Any], after: Mapping[str, Any], protection: Protection) -> bool:
    """Whether two close rounds together tell what somebody answered who took part in only one of them.

    So it is when a group, or all together, has a few people more or fewer. With more than a few, they are a group of
    their own: then no mean in either round, nor the mean of those who came or went, may lie at an end of the scale, and
    no group may be hidden in one round that is shown in the other.
    """
    counts = counts_of(before), counts_of(after)
    if few_came_or_went(*counts, protection.minimum):
        return True
    if counts[0] == counts[1]:
        return False
    means = means_of(before, protection)
    if means != means_of(after, protection):
        return True
    both = [id for id in before.get("competencies", {}) if id in after.get("competencies", {})]
    first, second = (protect(dict(one), protection)[0] for one in (before, after))
    for id in both:
        shown = [one["competencies"][id].get("by_group", {}) for one in (first, second)]
        if any(group in counts[0] and group in counts[1] for group in shown[0].keys() ^ shown[1].keys()):
            return True
    pairs = [(before["competencies"][id], after["competencies"][id]) for id in both]
    if any(means.end(value) for pair in pairs for item in pair for value in _all_means(item, counts)):
        return True
    return any(_differ_at_an_end(*pair, *counts, means) for pair in pairs)


def _all_means(item: Mapping[str, Any], counts: tuple[Mapping[str, int], ...]) -> Iterable[Fraction]:
    groups = (mean for group, mean in item.get("by_group", {}).items() if any(group in one for one in counts))
    for value in (*groups, *item.get("facets", {}).values(), *(item[key] for key in ("behavior",) if key in item)):
        yield as_written(value)


def _differ_at_an_end(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    earlier: Mapping[str, int],
    later: Mapping[str, int],
    means: Means,
) -> bool:
    """Whether those who came all gave the last answer and those who left the first, or the other way round.

    Asked of each group with a mean in both rounds, and of all other groups together, if the others answered as before.
    """
    told = {
        group: _difference(earlier[group], before["by_group"][group], later[group], after["by_group"][group], means)
        for group in before.get("by_group", {})
        if group in after.get("by_group", {}) and group in earlier and group in later
    }
    sums: list[tuple[tuple[str, ...], int, int]] = [((group,), *value) for group, value in told.items()]
    if "behavior" in before and "behavior" in after:
        then, now = sum(earlier.values()), sum(later.values())
        low, high = _difference(then, before["behavior"], now, after["behavior"], means)
        rest = tuple(group for group in {*earlier, *later} if group not in told)
        sums.append(((*told, *rest), low, high))
        sums.append((rest, low - sum(up for _, up in told.values()), high - sum(down for down, _ in told.values())))
    return any(_all_agreed(*one, earlier, later, means) for one in sums)


def _difference(then: int, before: Any, now: int, after: Any, means: Means) -> tuple[int, int]:
    """By how many steps the sum of answers rose at least, and at most."""
    (low, high), (lower, higher) = means.steps(now, as_written(after)), means.steps(then, as_written(before))
    return low - higher, high - lower


def _all_agreed(
    groups: Iterable[str], least: int, most: int, earlier: Mapping[str, int], later: Mapping[str, int], means: Means
) -> bool:
    changes = [later.get(group, 0) - earlier.get(group, 0) for group in groups]
    came, left = (means.steps(sum(max(sign * it, 0) for it in changes), means.scale[1])[0] for sign in (1, -1))
    return bool(came or left) and (least < 1 - left or most > came - 1)
