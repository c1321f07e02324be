"""Before and after: two rounds with the same instrument side by side, or the reason why they cannot be compared.

Two rounds are comparable when kind, instrument, version and scale are the same. A row is there for each score that both
rounds have; what would give away a person's answer has been taken out before a reader gets the rounds
(`koers.audience.small_groups`), and a round of which nothing may be told is never compared. Differences are of the
exact means: from 44.6 to 62.4 is a rise of 17.8, told as 18.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from koers.dates import Period, Unit
from koers.model.goal import Goal
from koers.model.log import Measurement, MeasurementKind
from koers.model.organization import Leader, Organization
from koers.progress.comparable import why_not_comparable, why_untold
from koers.progress.grades import STRONGEST_FIRST, end_of, grade_of
from koers.progress.limits import limit
from koers.progress.values import Grade
from koers.reading.guard import OPEN_GROUPS, End
from koers.texts import Text

_FALLBACKS = (MeasurementKind.OBSERVATION, MeasurementKind.SELF)
_LESS_ROBUST = (MeasurementKind.PULSE, MeasurementKind.KPI, *_FALLBACKS)
_EARLY = timedelta(days=14)


class ChangeIn(StrEnum):
    """What a row is about."""

    COMPETENCY = "competency"
    GROUP = "group"
    FACET = "facet"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One row: `of` is the competency's id (an indicator: the goal's), `id` that of the group, facet or indicator.

    Values are on the instrument's scale, and no further than the ends where `ends` (of before and after) say that they
    are bounds. `respondents` are (before, after), when known.
    """

    what: ChangeIn
    of: str
    id: str
    before: Fraction
    after: Fraction
    respondents: tuple[int, int] | None = None
    ends: tuple[End | None, End | None] = (None, None)

    @property
    def difference(self) -> Fraction | None:
        """After less before, so much or more where one of them is a bound; None when that leaves the sign open."""
        if self.ends[0] is not None and self.ends[0] is self.ends[1]:
            return None
        return self.after - self.before

    @property
    def is_at_least(self) -> bool:
        """Whether the difference is a bound: so much or more, in its own direction."""
        return self.ends != (None, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds. With a `reason` they are not comparable and there are no rows.

    `has_hidden_groups`: some groups were too small to be shown.
    """

    before: Measurement
    after: Measurement
    grade: Grade
    changes: tuple[ScoreChange, ...] = ()
    reason: Text | None = None
    has_hidden_groups: bool = False

    def of(self, what: ChangeIn, of: str, id: str | None = None) -> ScoreChange | None:
        """The row of this competency, group, facet or indicator, if there is one."""
        wanted = id if id is not None else of
        return next((row for row in self.changes if (row.what, row.of, row.id) == (what, of, wanted)), None)


class WindowState(StrEnum):
    """Where the re-measurement stands."""

    NOT_YET = "not_yet"
    OPEN = "open"
    DONE = "done"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class RemeasureWindow:
    """When a goal is measured again: from `opens` to `closes`, both included; `agreed` is the date in the goal.

    `done` is the most robust measurement in the window that counts, with `grade` what it rests on.
    """

    opens: date
    closes: date
    agreed: date | None
    state: WindowState
    done: Measurement | None = None
    grade: Grade | None = None


def compare(before: Measurement, after: Measurement) -> Comparison:
    """Two rounds side by side, row by row in the order of the earlier file."""
    grade = max(grade_of(before), grade_of(after), key=STRONGEST_FIRST.index)
    reason = why_not_comparable(before, after) or why_untold(after) or why_untold(before)
    if reason is not None:
        return Comparison(before, after, grade, reason=reason)
    hidden = any(it.guard is not None and it.guard.has_hidden_groups for it in (before, after))
    rows = (*_competencies(before, after), *_indicators(before, after))
    return Comparison(before, after, grade, rows, has_hidden_groups=hidden)


def comparisons(leader: Leader) -> tuple[Comparison, ...]:
    """Per instrument the latest round against the earliest comparable one, in the order of the latest rounds.

    When none is comparable, against the one just before it, with the reason. An instrument used once has none, and a
    round of which nothing may be told is left out.
    """
    by_instrument: dict[str, list[Measurement]] = {}
    for measurement in _seen(leader):
        if not measurement.is_told:
            continue
        by_instrument.setdefault(measurement.instrument, []).append(measurement)
    found = []
    for rounds in by_instrument.values():
        *earlier, latest = rounds
        if earlier:
            first = next((it for it in earlier if why_not_comparable(it, latest) is None), earlier[-1])
            found.append(compare(first, latest))
    return tuple(sorted(found, key=lambda it: (it.after.date, it.after.instrument)))


def remeasure_window(leader: Leader, goal: Goal, as_of: date, organization: Organization) -> RemeasureWindow | None:
    """The window of a goal: from start + 8 weeks to deadline + 12 weeks. None without start or deadline.

    Start 12 January, deadline 10 April: from 9 March to 3 July. It is done by the first measurement in it of the
    goal's competency or indicators that repeats an earlier one (same kind, instrument, version and scale). Without
    one, by a pulse or KPI that does, else by an observation, else by a self-rating, which need no earlier one.
    As these come along the way too, they count from two weeks before the agreed date (without one, the deadline).
    """
    start, deadline = goal.time_bound.start, goal.time_bound.deadline
    if start is None or deadline is None:
        return None
    opens = _weeks(organization, "remeasure_weeks_minimum").after(start)
    closes = _weeks(organization, "remeasure_weeks_maximum").after(deadline)
    agreed = goal.time_bound.remeasure
    about = [measurement for measurement in _seen(leader) if _is_about(measurement, goal)]
    earlier = [measurement for measurement in about if measurement.date < opens]
    found = [
        measurement
        for measurement in about
        if opens <= measurement.date <= closes
        and (measurement.kind not in _LESS_ROBUST or (agreed or deadline) - measurement.date <= _EARLY)
        and (measurement.kind in _FALLBACKS or any(why_not_comparable(it, measurement) is None for it in earlier))
    ]
    done = min(found, key=lambda it: (not it.is_told, _robustness(it), it.date), default=None)
    if done is not None:
        return RemeasureWindow(opens, closes, agreed, WindowState.DONE, done, grade_of(done))
    if as_of < opens:
        return RemeasureWindow(opens, closes, agreed, WindowState.NOT_YET)
    return RemeasureWindow(opens, closes, agreed, WindowState.OPEN if as_of <= closes else WindowState.MISSED)


def proof(leader: Leader, goal: Goal, as_of: date, organization: Organization) -> Comparison | None:
    """Before and after of one goal: only its own competency and indicators; None while there is no later round.

    After is the re-measurement, or the last round in its window that repeats it: the change goes to where the goal
    stands now. Before is the earliest comparable round. When nothing earlier is comparable, before is the last round
    before the window, with the reason.
    """
    window = remeasure_window(leader, goal, as_of, organization)
    if window is None or window.done is None:
        return None
    repeats = [
        it
        for it in _seen(leader)
        if window.done.date < it.date <= window.closes
        and it.is_told
        and _is_about(it, goal)
        and why_not_comparable(window.done, it) is None
    ]
    after = max(repeats, key=lambda it: it.date, default=window.done)
    earlier = [it for it in _seen(leader) if it.date < window.opens and _is_about(it, goal)]
    if not earlier:
        return None
    earlier.sort(key=lambda it: not it.is_told)
    before = next((it for it in earlier if why_not_comparable(it, after) is None), earlier[-1])
    comparison = compare(before, after)
    own = tuple(
        row for row in comparison.changes if row.of == (goal.id if row.what is ChangeIn.INDICATOR else goal.competency)
    )
    return replace(comparison, changes=own)


def _competencies(before: Measurement, after: Measurement) -> Iterator[ScoreChange]:
    everybody = _everybody(before, after)
    for competency, earlier in before.competencies.items():
        later = after.competencies.get(competency)
        if later is None:
            continue
        if earlier.behavior is not None and later.behavior is not None:
            scores = (earlier.behavior, later.behavior)
            yield _row(before, after, ChangeIn.COMPETENCY, competency, competency, scores, everybody)
        for group in _shared(earlier.by_group, later.by_group):
            pair = (earlier.by_group[group], later.by_group[group])
            sizes = None
            if group in before.groups and group in after.groups:
                sizes = (before.groups[group], after.groups[group])
            if group in OPEN_GROUPS:
                yield ScoreChange(ChangeIn.GROUP, competency, group, *pair, sizes)
            else:
                yield _row(before, after, ChangeIn.GROUP, competency, group, pair, sizes)
        for facet in _shared(earlier.facets, later.facets):
            pair = (earlier.facets[facet], later.facets[facet])
            yield _row(before, after, ChangeIn.FACET, competency, facet, pair, everybody)


def _indicators(before: Measurement, after: Measurement) -> Iterator[ScoreChange]:
    everybody = _everybody(before, after)
    for goal in _shared(before.goals, after.goals):
        earlier, later = before.goals[goal].readings, after.goals[goal].readings
        for indicator in _shared(earlier, later):
            first, second = earlier[indicator], later[indicator]
            if isinstance(first, Fraction) and isinstance(second, Fraction):
                yield _row(before, after, ChangeIn.INDICATOR, goal, indicator, (first, second), everybody)


def _row(
    before: Measurement,
    after: Measurement,
    what: ChangeIn,
    of: str,
    id: str,
    pair: tuple[Fraction, Fraction],
    sizes: tuple[int, int] | None,
) -> ScoreChange:
    return ScoreChange(what, of, id, *pair, sizes, (end_of(before, pair[0]), end_of(after, pair[1])))


def _everybody(before: Measurement, after: Measurement) -> tuple[int, int] | None:
    """How many respondents there were in all, those named openly left out; None when neither round has groups."""
    if not before.groups and not after.groups:
        return None
    return (_respondents(before), _respondents(after))


def _respondents(measurement: Measurement) -> int:
    if measurement.guard is not None:
        return measurement.guard.respondents
    return sum(count for group, count in measurement.groups.items() if group not in OPEN_GROUPS)


def _shared(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(key for key in before if key in after)


def _seen(leader: Leader) -> list[Measurement]:
    return sorted(leader.measurements, key=lambda it: (it.date, it.instrument, it.path))


def _robustness(measurement: Measurement) -> int:
    """0 for a whole round with an instrument, then in the order of the less robust kinds."""
    return _LESS_ROBUST.index(measurement.kind) + 1 if measurement.kind in _LESS_ROBUST else 0


def _is_about(measurement: Measurement, goal: Goal) -> bool:
    score = measurement.competencies.get(goal.competency) if goal.competency else None
    has_score = score is not None and (score.behavior is not None or not measurement.is_told)
    return goal.id in measurement.goals or has_score


def _weeks(organization: Organization, name: str) -> Period:
    return Period(int(limit(organization, name)), Unit.WEEK)
