"""What rounds close to each other tell together: of those who took part in only some of them.

Whoever took part in several is taken to have answered the same. So a round that follows closely on another that asked
the same, with a few people more or fewer in a group, is not shown: the two would tell what those few had answered.
Rounds further apart stand beside each other whatever their sizes, since everybody has answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, product
from typing import Any

from koers.audience.small_groups import (
    Protection,
    as_written,
    counts_of,
    level_readings,
    means_of,
    protect,
    share_readings,
    shown_groups,
)
from koers.progress.bounds import few, few_came_or_went, share_end
from koers.reading.guard import OPEN_GROUPS, Guard, Means

Indicator = tuple[str, str]
"""An indicator by the ids of its goal and its own."""


@dataclass(frozen=True, slots=True)
class Round:
    """One file of respondents; `instrument` is what it was asked with."""

    on: date
    instrument: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is shown of a round, or of several with the same people; means at an end of the scale are at its bound.

    `groups` and `facets` are means by competency; `totals` are the means of all that may belong to a competency.
    """

    counts: Mapping[str, int]
    means: Means
    groups: Mapping[str, Mapping[str, Fraction]]
    facets: Mapping[str, Mapping[str, Fraction]]
    totals: Mapping[str, frozenset[Fraction]]
    readings: Mapping[Indicator, Fraction]
    shares: Mapping[Indicator, tuple[int, int]]

    def only_indicators(self) -> _Known:
        """Without the competencies: another instrument asks other questions about them."""
        return replace(self, groups={}, facets={}, totals={})

    def and_(self, other: _Known) -> _Known:
        """What both tell; where they tell the same, what `other` says."""
        groups, facets = (
            {id: {**one.get(id, {}), **two.get(id, {})} for id in {**one, **two}}
            for one, two in ((self.groups, other.groups), (self.facets, other.facets))
        )
        totals = {**self.totals, **{id: found for id, found in other.totals.items() if found}}
        readings, shares = {**self.readings, **other.readings}, {**self.shares, **other.shares}
        return _Known(other.counts, other.means, groups, facets, totals, readings, shares)


def guarded(rounds: Iterable[Round], protection: Protection) -> tuple[tuple[dict[str, Any], Guard], ...]:
    """All rounds of a leader, oldest first: what is shown of each, and what protects it.

    Of close rounds that may not stand beside each other the later one is hidden, since the earlier one has been seen
    already. A later round never changes what is shown of an earlier one. Rounds ask the same when they have the same
    instrument, and of an indicator that both have a reading of.
    """
    found: list[tuple[dict[str, Any], Guard]] = []
    shown: list[tuple[Round, _Known]] = []
    asked: list[Round] = []
    for one in rounds:
        told, guard = protect(one.data, protection)
        if guard.untold is None:
            known = _known(one.data, told, protection)
            beside = _beside(one, known, shown, protection) or _turned_over(one, shown, asked, protection)
            if beside is None:
                shown.append((one, known))
            else:
                told, guard = protect(one.data, protection, beside)
        asked.append(one)
        found.append((told, guard))
    return tuple(found)


def _is_close(one: Round, earlier: Round, protection: Protection) -> bool:
    return one.on - earlier.on < timedelta(weeks=protection.close_weeks)


def _turned_over(
    one: Round, shown: Iterable[tuple[Round, _Known]], asked: Iterable[Round], protection: Protection
) -> date | None:
    """The day of a close round that is shown, since which people came or went twice, hidden rounds counted too."""
    close = (it for it, _ in shown if it.instrument == one.instrument and _is_close(one, it, protection))
    since = next((it.on for it in close), None)
    if since is None:
        return None
    between = [counts_of(it.data) for it in asked if it.instrument == one.instrument and it.on >= since]
    return since if _changes([*between, counts_of(one.data)]) > 1 else None


def _beside(one: Round, known: _Known, shown: Iterable[tuple[Round, _Known]], protection: Protection) -> date | None:
    """The day of a close round that this one may not stand beside; None when it may be shown."""
    close = [it for it in shown if _is_close(one, it[0], protection)]
    same = [(it.on, before) for it, before in close if it.instrument == one.instrument]
    narrow = known.only_indicators()
    related = [(it.on, before.only_indicators()) for it, before in close if _have_an_indicator_in_common(before, known)]
    for rounds, now in ((same, known), (related, narrow)):
        for on, before in rounds:
            if tell_apart(before, now, protection.minimum):
                return on
        if rounds and _tell_together([before for _, before in rounds], now, protection.minimum):
            return rounds[-1][0]
    return None


def _have_an_indicator_in_common(one: _Known, other: _Known) -> bool:
    return not one.readings.keys().isdisjoint(other.readings) or not one.shares.keys().isdisjoint(other.shares)


def _known(data: Mapping[str, Any], told: Mapping[str, Any], protection: Protection) -> _Known:
    scores, readings = told.get("competencies", {}), level_readings(told)
    return _Known(
        counts=counts_of(data),
        means=means_of(data, protection),
        groups={
            id: {group: as_written(mean) for group, mean in it.get("by_group", {}).items() if group not in OPEN_GROUPS}
            for id, it in scores.items()
        },
        facets={id: {one: as_written(mean) for one, mean in it.get("facets", {}).items()} for id, it in scores.items()},
        totals={
            id: frozenset([as_written(it["behavior"])] if "behavior" in it else readings.values())
            for id, it in scores.items()
        },
        readings=readings,
        shares=share_readings(told),
    )


def _tell_together(earlier: Sequence[_Known], now: _Known, minimum: int) -> bool:
    """Whether more than two rounds, or rounds of the same people that are told in parts, tell what two do not.

    People may come or go once among close rounds: those who came and those who went a second time could be anybody.
    """
    everything = [*earlier, now]
    if _come_or_go_twice(everything):
        return True
    runs = [list(run) for _, run in groupby(everything, key=lambda it: it.counts)]
    for joined in ([_joined(run) for run in runs], [_joined(run[::-1]) for run in runs]):
        if len(runs[-1]) > 1 and _is_undone(joined[-1]):
            return True
        if len(runs) == 2 and tell_apart(joined[0], joined[1], minimum):
            return True
    return False


def _joined(run: Sequence[_Known]) -> _Known:
    first, *others = run
    for other in others:
        first = first.and_(other)
    return first


def _come_or_go_twice(rounds: Sequence[_Known]) -> bool:
    """Whether the people change more than once in these rounds, or those who answered for a share do."""
    shares = {id for one in rounds for id in one.shares}
    answered = [[one.shares[id][1] for one in rounds if id in one.shares] for id in shares]
    return _changes([one.counts for one in rounds]) > 1 or any(_changes(counts) > 1 for counts in answered)


def _changes(values: Iterable[object]) -> int:
    return sum(1 for _ in groupby(values)) - 1


def _is_undone(known: _Known) -> bool:
    """Whether the same people's means from several rounds together undo what each of them hides."""
    everybody = sum(known.counts.values())
    for id, totals in known.totals.items():
        for total in totals:
            facets = dict.fromkeys(known.facets[id], everybody)
            for means, counts in ((known.groups[id], known.counts), (known.facets[id], facets)):
                if shown_groups(means, counts, total, known.means) != means.keys():
                    return True
    return False


def tell_apart(before: _Known, after: _Known, minimum: int) -> bool:
    """Whether two close rounds together tell what somebody answered who took part in only one of them.

    So it is when a group, or all together, has a few people more or fewer. With more than a few, they are a group of
    their own: then no mean in either round, nor the mean of those who came or went, may lie at an end of the scale, and
    no group may be hidden in one round that is shown in the other.
    """
    if few_came_or_went(before.counts, after.counts, minimum):
        return True
    shares = [(before.shares[id], after.shares[id]) for id in before.shares.keys() & after.shares.keys()]
    if any(_shares_tell(one, other, minimum) for one, other in shares):
        return True
    if before.counts == after.counts:
        return False
    if before.means != after.means:
        return True
    readings = [(before.readings[id], after.readings[id]) for id in before.readings.keys() & after.readings.keys()]
    return any(_everybody_tells(*pair, before, after) for pair in readings) or any(
        _competency_tells(id, before, after) for id in before.groups.keys() & after.groups.keys()
    )


def _shares_tell(before: tuple[int, int], after: tuple[int, int], minimum: int) -> bool:
    """Of a share of respondents each answer is yes or no, and who left it out is in no group."""
    (met, of), (met_then, of_then) = before, after
    if of == of_then:
        return False
    if few(of_then - of, minimum) or share_end(*before) or share_end(*after):
        return True
    more = met_then - met if of_then > of else met - met_then
    return not 0 < more < abs(of_then - of)


def _everybody_tells(mean: Fraction, mean_then: Fraction, before: _Known, after: _Known) -> bool:
    """Whether two means of all, or a bound of one of them, tell that those who came or left all answered the same."""
    if before.means.end(mean) or after.means.end(mean_then):
        return True
    then, now = sum(before.counts.values()), sum(after.counts.values())
    low, high = _difference(then, mean, now, mean_then, before.means)
    return _all_agreed({*before.counts, *after.counts}, low, high, before, after)


def _competency_tells(id: str, before: _Known, after: _Known) -> bool:
    groups, groups_then = before.groups[id], after.groups[id]
    if any(group in before.counts and group in after.counts for group in groups.keys() ^ groups_then.keys()):
        return True
    if before.facets[id].keys() != after.facets[id].keys():
        return True
    if any(_everybody_tells(mean, after.facets[id][facet], before, after) for facet, mean in before.facets[id].items()):
        return True
    means = (*groups.values(), *groups_then.values(), *before.totals[id], *after.totals[id])
    if any(before.means.end(value) for value in means):
        return True
    pairs = product(before.totals[id] or [None], after.totals[id] or [None])
    return any(_groups_tell(groups, groups_then, pair, before, after) for pair in pairs)


def _groups_tell(
    groups: Mapping[str, Fraction],
    groups_then: Mapping[str, Fraction],
    totals: tuple[Fraction | None, Fraction | None],
    before: _Known,
    after: _Known,
) -> bool:
    """Asked of each group with a mean in both rounds, and of all other groups together."""
    told = {
        group: _difference(before.counts[group], groups[group], after.counts[group], groups_then[group], before.means)
        for group in groups.keys() & groups_then.keys()
    }
    sums: list[tuple[tuple[str, ...], int, int]] = [((group,), *value) for group, value in told.items()]
    total, total_then = totals
    if total is not None and total_then is not None:
        then, now = sum(before.counts.values()), sum(after.counts.values())
        low, high = _difference(then, total, now, total_then, before.means)
        rest = tuple(group for group in {*before.counts, *after.counts} if group not in told)
        sums.append(((*told, *rest), low, high))
        sums.append((rest, low - sum(up for _, up in told.values()), high - sum(down for down, _ in told.values())))
    return any(_all_agreed(*one, before, after) for one in sums)


def _difference(then: int, before: Fraction, now: int, after: Fraction, means: Means) -> tuple[int, int]:
    """By how many steps the sum of answers rose at least, and at most."""
    (low, high), (lower, higher) = means.steps(now, after), means.steps(then, before)
    return low - higher, high - lower


def _all_agreed(groups: Iterable[str], least: int, most: int, before: _Known, after: _Known) -> bool:
    """Whether those who came all gave the last answer and those who left the first, or the other way round."""
    changes = [after.counts.get(group, 0) - before.counts.get(group, 0) for group in groups]
    top = before.means.scale[1]
    came, left = (before.means.steps(sum(max(sign * it, 0) for it in changes), top)[0] for sign in (1, -1))
    return bool(came or left) and (least < 1 - left or most > came - 1)
