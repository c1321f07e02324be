"""Before and after: two rounds with the same instrument side by side, or the reason why they cannot be compared.

Two rounds are comparable when kind, instrument, version and scale are the same. What respondents said is compared
only when there were as many of them, or at least five more or fewer (`minimum_group`, if that is more): with a
difference of one to four, the two means together would tell what those few had answered. The manager and the
leader's own score are named openly and always comparable. A group under `minimum_group` has no row at all.
Facets and competencies rest on all respondents together, and so on the sum of the groups.

Team of 7 went from 44 to 58, peers from 5 to 6 people: team +14; peers and the whole (12 and 13 people) are not
comparable.
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
from koers.progress.grades import STRONGEST_FIRST, grade_of
from koers.progress.limits import LIMITS, limit
from koers.progress.values import Grade
from koers.texts import Text, text

OPEN_GROUPS = frozenset({"manager", "self"})
"""Groups of one who are named openly; the small-group rules are not about them."""

_NEVER_TELLS_APART = 5
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

    Values are on the instrument's scale. When the two may not be compared, `reason` says why and both are None.
    `respondents` are (before, after), when known.
    """

    what: ChangeIn
    of: str
    id: str
    before: Fraction | None
    after: Fraction | None
    respondents: tuple[int, int] | None = None
    reason: Text | None = None

    @property
    def difference(self) -> Fraction | None:
        """After less before; None when they may not be compared."""
        return None if self.before is None or self.after is None else self.after - self.before


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


def why_not_comparable(before: Measurement, after: Measurement) -> Text | None:
    """Why two rounds cannot be compared; None when they can."""
    if before.kind is not after.kind:
        return text("Not comparable: {before} first, {after} later.", before=_kind(before), after=_kind(after))
    if before.instrument != after.instrument:
        return text(
            "Not comparable: the instrument was {before}, now {after}.",
            before=before.instrument,
            after=after.instrument,
        )
    if before.version != after.version:
        return text(
            "Not comparable: the version was {before}, now {after}.",
            before=before.version or text("unknown"),
            after=after.version or text("unknown"),
        )
    if before.scale != after.scale:
        return text("Not comparable: the scale was {before}, now {after}.", before=_scale(before), after=_scale(after))
    return None


def compare(
    before: Measurement, after: Measurement, minimum_group: int = int(LIMITS["minimum_group"].default)
) -> Comparison:
    """Two rounds side by side, row by row in the order of the earlier file."""
    grade = max(grade_of(before), grade_of(after), key=STRONGEST_FIRST.index)
    reason = why_not_comparable(before, after)
    if reason is not None:
        return Comparison(before, after, grade, reason=reason)
    sizes = _sizes(before, after)
    hidden = any(
        group not in OPEN_GROUPS and not _is_large(before, after, group, minimum_group)
        for measurement in (before, after)
        for score in measurement.competencies.values()
        for group in score.by_group
    )
    rows = (*_competencies(before, after, sizes, minimum_group), *_indicators(before, after, sizes, minimum_group))
    return Comparison(before, after, grade, rows, has_hidden_groups=hidden)


def comparisons(leader: Leader, organization: Organization) -> tuple[Comparison, ...]:
    """Per instrument the latest round against the earliest comparable one, in the order of the latest rounds.

    When none is comparable, against the one just before it, with the reason. An instrument used once has none.
    """
    minimum = int(limit(organization, "minimum_group"))
    by_instrument: dict[str, list[Measurement]] = {}
    for measurement in _seen(leader):
        by_instrument.setdefault(measurement.instrument, []).append(measurement)
    found = []
    for rounds in by_instrument.values():
        *earlier, latest = rounds
        if earlier:
            first = next((it for it in earlier if why_not_comparable(it, latest) is None), earlier[-1])
            found.append(compare(first, latest, minimum))
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
    done = min(found, key=lambda it: (_robustness(it), it.date), default=None)
    if done is not None:
        return RemeasureWindow(opens, closes, agreed, WindowState.DONE, done, grade_of(done))
    if as_of < opens:
        return RemeasureWindow(opens, closes, agreed, WindowState.NOT_YET)
    return RemeasureWindow(opens, closes, agreed, WindowState.OPEN if as_of <= closes else WindowState.MISSED)


def proof(leader: Leader, goal: Goal, as_of: date, organization: Organization) -> Comparison | None:
    """Before and after of one goal: only its own competency and indicators; None while there is no later round.

    After is the re-measurement; before the earliest comparable round. When nothing earlier is comparable, before
    is the last round before the window, with the reason.
    """
    window = remeasure_window(leader, goal, as_of, organization)
    if window is None or window.done is None:
        return None
    after = window.done
    earlier = [it for it in _seen(leader) if it.date < window.opens and _is_about(it, goal)]
    if not earlier:
        return None
    before = next((it for it in earlier if why_not_comparable(it, after) is None), earlier[-1])
    comparison = compare(before, after, int(limit(organization, "minimum_group")))
    own = tuple(
        row for row in comparison.changes if row.of == (goal.id if row.what is ChangeIn.INDICATOR else goal.competency)
    )
    return replace(comparison, changes=own)


def _competencies(
    before: Measurement, after: Measurement, sizes: tuple[int, int] | None, minimum: int
) -> Iterator[ScoreChange]:
    reason = _too_close(sizes, minimum)
    for competency, earlier in before.competencies.items():
        later = after.competencies.get(competency)
        if later is None:
            continue
        if earlier.behavior is not None and later.behavior is not None:
            yield _row(ChangeIn.COMPETENCY, competency, competency, earlier.behavior, later.behavior, sizes, reason)
        for group in _shared(earlier.by_group, later.by_group):
            of_group = _group_sizes(before, after, group)
            if group not in OPEN_GROUPS and not _is_large(before, after, group, minimum):
                continue
            group_reason = None if group in OPEN_GROUPS else _too_close(of_group, minimum)
            pair = (earlier.by_group[group], later.by_group[group])
            yield _row(ChangeIn.GROUP, competency, group, *pair, of_group, group_reason)
        for facet in _shared(earlier.facets, later.facets):
            pair = (earlier.facets[facet], later.facets[facet])
            yield _row(ChangeIn.FACET, competency, facet, *pair, sizes, reason)


def _indicators(
    before: Measurement, after: Measurement, sizes: tuple[int, int] | None, minimum: int
) -> Iterator[ScoreChange]:
    reason = _too_close(sizes, minimum)
    for goal in _shared(before.goals, after.goals):
        earlier, later = before.goals[goal].readings, after.goals[goal].readings
        for indicator in _shared(earlier, later):
            pair = (earlier[indicator], later[indicator])
            if isinstance(pair[0], Fraction) and isinstance(pair[1], Fraction):
                yield _row(ChangeIn.INDICATOR, goal, indicator, pair[0], pair[1], sizes, reason)


def _row(
    what: ChangeIn,
    of: str,
    id: str,
    before: Fraction,
    after: Fraction,
    sizes: tuple[int, int] | None,
    reason: Text | None,
) -> ScoreChange:
    if reason is not None:
        return ScoreChange(what, of, id, None, None, sizes, reason)
    return ScoreChange(what, of, id, before, after, sizes)


def _too_close(sizes: tuple[int, int] | None, minimum_group: int) -> Text | None:
    """The reason when the numbers of respondents differ by so few that their answers would show."""
    if sizes is None:
        return None
    difference = abs(sizes[1] - sizes[0])
    if 0 < difference < max(minimum_group, _NEVER_TELLS_APART):
        # The numbers themselves stay out of the sentence: it is shown to those who may not see exact counts.
        return text("Not comparable: so few respondents came or went that their answers would show.")
    return None


def _sizes(before: Measurement, after: Measurement) -> tuple[int, int] | None:
    """How many respondents there were in all, those named openly left out; None when neither round has groups."""
    if not before.groups and not after.groups:
        return None
    return (_respondents(before), _respondents(after))


def _respondents(measurement: Measurement) -> int:
    return sum(count for group, count in measurement.groups.items() if group not in OPEN_GROUPS)


def _group_sizes(before: Measurement, after: Measurement, group: str) -> tuple[int, int] | None:
    if group not in before.groups or group not in after.groups:
        return None
    return (before.groups[group], after.groups[group])


def _is_large(before: Measurement, after: Measurement, group: str, minimum: int) -> bool:
    """Whether the group was large enough in both rounds; a group nobody counted is not."""
    sizes = _group_sizes(before, after, group)
    return sizes is not None and min(sizes) >= minimum


def _shared(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(key for key in before if key in after)


def _seen(leader: Leader) -> list[Measurement]:
    return sorted(leader.measurements, key=lambda it: (it.date, it.instrument, it.path))


def _robustness(measurement: Measurement) -> int:
    """0 for a whole round with an instrument, then in the order of the less robust kinds."""
    return _LESS_ROBUST.index(measurement.kind) + 1 if measurement.kind in _LESS_ROBUST else 0


def _is_about(measurement: Measurement, goal: Goal) -> bool:
    score = measurement.competencies.get(goal.competency) if goal.competency else None
    return goal.id in measurement.goals or (score is not None and score.behavior is not None)


def _weeks(organization: Organization, name: str) -> Period:
    return Period(int(limit(organization, name)), Unit.WEEK)


def _kind(measurement: Measurement) -> Text:
    return {
        MeasurementKind.SURVEY360: text("a 360"),
        MeasurementKind.PULSE: text("a pulse"),
        MeasurementKind.ASSESSMENT: text("an assessment"),
        MeasurementKind.KPI: text("a KPI"),
        MeasurementKind.OBSERVATION: text("an observation"),
        MeasurementKind.SELF: text("a self-rating"),
    }[measurement.kind]


def _scale(measurement: Measurement) -> Text:
    if measurement.scale is None:
        return text("unknown")
    return text("{lowest} to {highest}", lowest=measurement.scale[0], highest=measurement.scale[1])
