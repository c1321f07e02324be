"""What one reader may know of the plans on one day, and the indexes in which pages and sentences look it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from koers.model.approval import Level
from koers.model.goal import Goal, GoalKey, Status
from koers.model.log import Approval
from koers.model.organization import Leader, Plans
from koers.progress.gaps import CompetencyGap, gaps
from koers.progress.moments import Moment, MomentKind, Move
from koers.progress.moves import move_of
from koers.progress.values import GoalProgress, Standing
from koers.story.voice import Voice

STANDINGS = tuple(Standing)
"""The order in which standings are listed everywhere: what needs a person first."""

NEED = (Standing.OFF_TRACK, Standing.AT_RISK)
"""The standings of a goal that needs a conversation."""


def standing_counts(active: Iterable[GoalProgress]) -> dict[Standing, int]:
    """How many goals stand where, in the order of `STANDINGS`, zeros included."""
    counts = dict.fromkeys(STANDINGS, 0)
    for progress in active:
        counts[progress.standing or Standing.NO_DATA] += 1
    return counts


class Facts:
    """The plans as this audience may see them, how they stand, and what is asked of whom.

    `voice` writes numbers and days in the reader's language; `moments` are those of `koers.progress.moves`, in order;
    `record_levels` says what each decision on file was worth when it was taken, by the path of its record.
    `insiders` are the leaders (ids) of whom this audience sees what not everyone sees.
    """

    def __init__(
        self,
        plans: Plans,
        progress: Mapping[GoalKey, GoalProgress],
        voice: Voice,
        *,
        insiders: frozenset[str] = frozenset(),
        moments: tuple[Moment, ...] = (),
        record_levels: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.plans = plans
        self.progress = progress
        self.insiders = insiders
        self.moments = moments
        self.record_levels = record_levels
        self.voice = voice
        self.as_of: date = voice.as_of
        self._moves: dict[GoalKey, Move | None] = {}
        self._gaps: dict[str, tuple[CompetencyGap, ...]] = {}

    def is_proven(self, record: Approval) -> bool:
        """Whether a decision was shown to be its maker's; only then it is called an approval."""
        level = self.record_levels.get(record.path)
        return level is not None and Level(level).is_approved

    def sees_measurements_of(self, leader: Leader) -> bool:
        """Whether this audience sees more than the figures of a leader: else nothing is said to be missing."""
        return leader.id in self.insiders

    def leader_of(self, goal: Goal) -> Leader:
        """Whose goal it is."""
        return self.plans.leaders[goal.leader]

    def name_of(self, person: str) -> str:
        """A person's name; the id of somebody without a folder."""
        leader = self.plans.leaders.get(person)
        return leader.name if leader else person

    def competency_of(self, goal: Goal) -> str:
        """The name of what the goal develops: its competency, or the skill in its own words."""
        found = self.plans.competencies.get(goal.competency or "")
        return found.name if found else goal.skill or goal.competency or ""

    def progress_of(self, goal: Goal) -> GoalProgress | None:
        """How the goal stands."""
        return self.progress.get(goal.key)

    @cached_property
    def active(self) -> tuple[GoalProgress, ...]:
        """The active goals, by leader and goal id; those of somebody who left are no living plans."""
        return tuple(
            progress
            for leader in self.plans.here
            for goal in leader.goals.values()
            if goal.status is Status.ACTIVE and (progress := self.progress.get(goal.key)) is not None
        )

    @cached_property
    def moments_by_goal(self) -> Mapping[GoalKey, tuple[Moment, ...]]:
        """What is due per goal: overdue first, then by date, as `koers.progress.moments` orders them."""
        return _grouped(((moment.leader, moment.goal), moment) for moment in self.moments)

    @property
    def people_by_approver(self) -> Mapping[str, tuple[Leader, ...]]:
        """For whom somebody decides, by id: now, or as a delegate whose term is not over."""
        return self.plans.by_approver(self.as_of)

    def led_by(self, id: str) -> tuple[Leader, ...]:
        """Of whom the page of a manager tells: for whom that person decides, or of one who left, who names them still.

        Empty for whoever has no such page.
        """
        person = self.plans.leaders.get(id)
        if person is not None and person.left is not None:
            return self.plans.by_named_manager.get(id, ())
        return self.people_by_approver.get(id, ())

    def gaps_of(self, leader: Leader) -> tuple[CompetencyGap, ...]:
        """The gaps of a leader as far as this audience may see the measurements."""
        if leader.id not in self._gaps:
            self._gaps[leader.id] = gaps(self.plans, leader)
        return self._gaps[leader.id]

    @cached_property
    def measured_gaps(self) -> Mapping[str, tuple[tuple[str, CompetencyGap], ...]]:
        """Per competency everybody's gap that could be measured, with whose it is (the leader's id)."""
        return _grouped(
            (one.competency, (leader.id, one))
            for leader in self.plans.here
            if leader.measurements
            for one in self.gaps_of(leader)
            if one.gap is not None
        )

    @cached_property
    def active_by_leader(self) -> Mapping[str, tuple[GoalProgress, ...]]:
        """The active goals of each leader who has one."""
        return _grouped((progress.goal.leader, progress) for progress in self.active)

    @cached_property
    def active_by_competency(self) -> Mapping[str, tuple[GoalProgress, ...]]:
        """The active goals that work on each competency."""
        return _grouped((progress.goal.competency, progress) for progress in self.active if progress.goal.competency)

    @cached_property
    def moments_by_leader(self) -> Mapping[str, tuple[Moment, ...]]:
        """What is due for the goals of each leader, in the order of `moments`."""
        return _grouped((moment.leader, moment) for moment in self.moments)

    @cached_property
    def moments_by_reader(self) -> Mapping[str, tuple[Moment, ...]]:
        """What belongs in somebody's calendar: of the own goals, and where the person decides along.

        Who is asked what they saw is no reader of another's goals for that, and is asked by the leader.
        """
        return _grouped(
            (person, moment)
            for moment in self.moments
            for person in dict.fromkeys(
                (moment.leader,) if moment.what is MomentKind.OBSERVE else (moment.leader, *moment.people)
            )
        )

    def active_of(self, people: Iterable[Leader]) -> tuple[GoalProgress, ...]:
        """The active goals of these people, by leader and goal id."""
        return tuple(progress for one in people for progress in self.active_by_leader.get(one.id, ()))

    def moments_of(self, key: GoalKey) -> tuple[Moment, ...]:
        """What is due for this goal: overdue first, then by date."""
        return self.moments_by_goal.get(key, ())

    def next_check_in(self, goal: Goal) -> date | None:
        """The day on which the next check-in of this goal is due; it may have passed."""
        return next((one.on for one in self.moments_of(goal.key) if one.what is MomentKind.CHECK_IN), None)

    def move_of(self, goal: Goal) -> Move | None:
        """Whose move the goal is; None when it is over."""
        if goal.key not in self._moves:
            self._moves[goal.key] = move_of(self.leader_of(goal), goal, self.moments_of(goal.key))
        return self._moves[goal.key]


Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> Mapping[Key, tuple[Item, ...]]:
    """The items of each key in the order they came."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        found[key].append(item)
    return {key: tuple(items) for key, items in found.items()}
