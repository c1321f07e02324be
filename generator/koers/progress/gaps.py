"""The gaps of a leader's role profile: what the role asks, what was measured, which goal works on it, which wait.

gap = required - behavior, both from 0 to 100 (required 70, behavior 45: gap 25); 0 or less meets the role.
Behavior, aptitude and facets are the latest of the strongest grade there is: an instrument before an observation,
an observation before a self-rating, however recent. Which gap to choose weighs impact, potential and energy, 3 for
high, 2 for medium, 1 for low, added up: 3 to 9. A goal's own `choice` says them; where it is silent, impact
follows from the gap (20 or more high, 10 or more medium), potential from the aptitude (70 or more high, 40 or more
medium), and energy, which only the leader knows, counts as medium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from koers.model.goal import Choice, Goal, Status
from koers.model.log import Measurement, Score
from koers.model.organization import Leader, Plans
from koers.progress.grades import STRONGEST_FIRST, end_of, grade_of, out_of_100
from koers.progress.limits import limit
from koers.progress.values import Grade
from koers.reading.guard import End
from koers.texts import Text, text, texts

_WEIGHTS = (("high", 3), ("medium", 2), ("low", 1))
_HIGH_GAP = 20
_MEDIUM_GAP = 10
_STAGES = (Status.ACTIVE, Status.PROPOSED, Status.DRAFT)


class GapState(StrEnum):
    """What happens with a gap."""

    WORKED_ON = "worked_on"
    PROPOSED = "proposed"
    WAITING = "waiting"
    MET = "met"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class CompetencyGap:
    """One competency of the role profile. Scores are 0 to 100; `gap` is None when no behavior was measured.

    `goal` is the id of the goal that works on it: an active one, else a proposed one, else a draft; `reason` says
    why it waits. `weight` (3 to 9) weighs impact, potential and energy. `measured_on` and `grade` are those of
    the behavior score. All are exact, and told in whole points (`koers.reading.guard.nearest`); where `end` or
    `aptitude_end` say so, the score is a bound, and then the gap is one too (`gap_end`).
    """

    competency: str
    required: Fraction
    behavior: Fraction | None
    aptitude: Fraction | None
    gap: Fraction | None
    goal: str | None
    state: GapState
    weight: int
    reason: Text | None = None
    facets: Mapping[str, Fraction] = field(default_factory=dict)
    measured_on: date | None = None
    grade: Grade | None = None
    end: End | None = None
    aptitude_end: End | None = None

    @property
    def gap_end(self) -> End | None:
        """Whether the gap is this large or larger, or this large at most; None when it is told exactly."""
        return self.end.other if self.end is not None else None


def gaps(plans: Plans, leader: Leader) -> tuple[CompetencyGap, ...]:
    """The gaps of this leader, largest first, then by weight and competency; the unmeasured ones last.

    Empty without a role, or with one that is not in the library.
    """
    role = plans.roles.get(leader.role) if leader.role else None
    if role is None:
        return ()
    active = sum(goal.status is Status.ACTIVE for goal in leader.goals.values())
    room = int(limit(plans.organization, "active_goals")) - active
    seen = list(leader.measurements)
    found = [_gap(leader, competency, required, seen, active, room) for competency, required in role.requires.items()]
    return tuple(sorted(found, key=lambda it: (it.gap is None, -(it.gap or Fraction(0)), -it.weight, it.competency)))


def _gap(
    leader: Leader, competency: str, required: Fraction, seen: list[Measurement], active: int, room: int
) -> CompetencyGap:
    behavior = _latest(seen, competency, lambda score: score.behavior)
    aptitude = _latest(seen, competency, lambda score: score.aptitude)
    score = out_of_100(*behavior) if behavior else None
    potential = out_of_100(*aptitude) if aptitude else None
    gap = None if score is None else required - score
    goal = _goal(leader.goals.values(), competency)
    state = _state(goal, gap)
    return CompetencyGap(
        competency=competency,
        required=required,
        behavior=score,
        aptitude=potential,
        gap=gap,
        goal=goal.id if goal else None,
        state=state,
        weight=weigh(goal.relevant.choice if goal else None, gap, potential),
        reason=_reason(state, gap, goal, active, room),
        facets=_facets(seen, competency),
        measured_on=behavior[0].date if behavior else None,
        grade=grade_of(behavior[0]) if behavior else None,
        end=end_of(*behavior) if behavior else None,
        aptitude_end=end_of(*aptitude) if aptitude else None,
    )


def _state(goal: Goal | None, gap: Fraction | None) -> GapState:
    if goal is not None and goal.status is Status.ACTIVE:
        return GapState.WORKED_ON
    if goal is not None and goal.status is Status.PROPOSED:
        return GapState.PROPOSED
    if gap is None:
        return GapState.NOT_MEASURED
    return GapState.WAITING if gap > 0 else GapState.MET


def _reason(state: GapState, gap: Fraction | None, goal: Goal | None, active: int, room: int) -> Text | None:
    if state is GapState.PROPOSED:
        return text("Waits for the manager's decision.")
    if state is not GapState.WAITING:
        return None
    if room <= 0:
        return texts(
            "Waits: one goal is active, as many as there may be at once.",
            "Waits: {count} goals are active, as many as there may be at once.",
            active,
        )
    if goal is not None:
        return text("There is a draft: propose it.")
    if gap is not None and gap < _MEDIUM_GAP:
        return text("A small gap: it can wait.")
    return text("No goal works on this yet, and there is room for one.")


def _goal(goals: Iterable[Goal], competency: str) -> Goal | None:
    """The goal that works on this competency: active before proposed before draft, then by start and id."""
    mine = [goal for goal in goals if goal.competency == competency and goal.status in _STAGES]
    return min(
        mine, key=lambda goal: (_STAGES.index(goal.status), goal.time_bound.start or date.max, goal.id), default=None
    )


def weigh(choice: Choice | None, gap: Fraction | None, aptitude: Fraction | None) -> int:
    """Impact + potential + energy, 3 to 9: see above.

    A gap of 25 with aptitude 70 and no choice made: 3 + 3 + 2 = 8.

    >>> weigh(None, Fraction(25), Fraction(70))
    8
    >>> weigh(Choice(impact="low", energy="high"), Fraction(25), None)
    6
    """
    weights = dict(_WEIGHTS)
    chosen = choice or Choice()
    impact = weights.get(chosen.impact or "", _step(gap, _HIGH_GAP, _MEDIUM_GAP))
    potential = weights.get(chosen.potential or "", _step(aptitude, 70, 40))
    return impact + potential + weights.get(chosen.energy or "", 2)


def _step(value: Fraction | None, high: int, medium: int) -> int:
    """3, 2 or 1; what is unknown counts as medium."""
    if value is None:
        return 2
    return 3 if value >= high else 2 if value >= medium else 1


def _latest(
    seen: Iterable[Measurement], competency: str, of: Callable[[Score], Fraction | None]
) -> tuple[Measurement, Fraction] | None:
    """The measurement and the score: of the strongest grade, and of these the latest."""
    found: list[tuple[Measurement, Fraction]] = []
    for measurement in seen:
        score = measurement.competencies.get(competency)
        value = of(score) if score is not None else None
        if value is not None:
            found.append((measurement, value))
    return max(found, key=lambda pair: _strength(pair[0]), default=None)


def _facets(seen: Iterable[Measurement], competency: str) -> Mapping[str, Fraction]:
    """The facets of the latest round that has any, from 0 to 100, weakest first."""
    rounds = [it for it in seen if competency in it.competencies and it.competencies[competency].facets]
    latest = max(rounds, key=_strength, default=None)
    if latest is None:
        return {}
    facets = latest.competencies[competency].facets
    return {facet: out_of_100(latest, score) for facet, score in sorted(facets.items(), key=lambda it: (it[1], it[0]))}


def _strength(measurement: Measurement) -> tuple[int, date, str]:
    return (-STRONGEST_FIRST.index(grade_of(measurement)), measurement.date, measurement.instrument)
