"""What a rule looks at: a goal, a leader or the plans, with everything that is known of it as of a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from koers.diagnostic import Finding, Pointer
from koers.model.approval import Verdict
from koers.model.change import Change
from koers.model.goal import Goal, GoalKey, Indicator, Kind, Status, WithheldIndicator
from koers.model.log import CheckIn, Measurement, Review
from koers.model.organization import Leader, Plans
from koers.progress.gaps import CompetencyGap, gaps
from koers.progress.learning_mix import LearningMix, learning_mix
from koers.progress.limits import limit
from koers.progress.moments import Moment, MomentKind, Why
from koers.progress.moves import moments_of
from koers.progress.values import GoalProgress
from koers.rules.public_texts import PublicTexts, public_texts
from koers.texts import Text


@dataclass(frozen=True)
class PlansCase:
    """What all leaders share as of a date, with what history knows of changes.

    Of `plans` a rule may ask the shared files (organization, library, teams, program) and everybody's profile, which
    is what leader.yml says. It does not ask another leader's goals and logs: they may not have been read.
    """

    plans: Plans
    as_of: date
    changes: tuple[Change, ...] = ()

    def limit(self, name: str) -> Fraction:
        """The organization's value of a limit. KeyError for an unknown name."""
        return limit(self.plans.organization, name)

    @cached_property
    def names_by_alias(self) -> Mapping[str, str]:
        """The names of all people by id and by name, without regard to case; in an id `_` may stand for `-`."""
        return {
            alias.casefold(): person.name
            for person in self.plans.leaders.values()
            for alias in (person.id, person.name, person.id.replace("-", "_"))
        }

    @cached_property
    def people_by_address(self) -> Mapping[str, tuple[Leader, ...]]:
        """Who has an e-mail address, by that address without regard to case."""
        found: dict[str, list[Leader]] = {}
        for person in self.plans.leaders.values():
            for address in dict.fromkeys(address.casefold() for address in person.emails):
                found.setdefault(address, []).append(person)
        return {address: tuple(people) for address, people in found.items()}

    @cached_property
    def changes_by_path(self) -> Mapping[str, tuple[Change, ...]]:
        """The changes at each file, in their own order."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.path, []).append(change)
        return {path: tuple(changes) for path, changes in found.items()}


@dataclass(frozen=True)
class LeaderCase:
    """One leader, with the progress of the goals and the verdicts on them as far as they are known.

    The logs are as of the day, in time order. What several rules
    ask of the same leader is worked out once and kept with the case.
    """

    whole: PlansCase
    leader: Leader
    progress: Mapping[GoalKey, GoalProgress]
    verdicts: Mapping[GoalKey, Verdict]

    @property
    def active_goals(self) -> tuple[Goal, ...]:
        """The goals with status active, the one started first in front."""
        goals = [goal for goal in self.leader.goals.values() if goal.status is Status.ACTIVE]
        return tuple(sorted(goals, key=lambda goal: (goal.time_bound.start or date.max, goal.id)))

    @cached_property
    def gaps(self) -> tuple[CompetencyGap, ...]:
        """The gaps between what the role asks and what was measured, the largest first."""
        return gaps(self.whole.plans, self.leader)

    @cached_property
    def public_texts(self) -> PublicTexts:
        """The free texts that everybody may read."""
        return public_texts(self.leader)


def leader_case(
    whole: PlansCase,
    leader: Leader,
    progress: Mapping[GoalKey, GoalProgress],
    verdicts: Mapping[GoalKey, Verdict],
) -> LeaderCase:
    """The leader as seen on the day of `whole`; `progress` and `verdicts` may hold those of others too."""
    return LeaderCase(whole, leader, progress, verdicts)


@dataclass(frozen=True)
class GoalCase:
    """One goal of one leader, with its logs. What several rules ask of it is worked out once."""

    owner: LeaderCase
    goal: Goal
    progress: GoalProgress | None
    check_ins: tuple[CheckIn, ...]
    measurements: tuple[Measurement, ...]
    reviews: tuple[Review, ...]

    @property
    def whole(self) -> PlansCase:
        """The plans the goal is part of."""
        return self.owner.whole

    @property
    def leader(self) -> Leader:
        """Whose goal it is."""
        return self.owner.leader

    @property
    def as_of(self) -> date:
        """The day it is judged on."""
        return self.owner.whole.as_of

    @property
    def has_period(self) -> bool:
        """Whether start and deadline are given, in this order; T101 speaks of those that are not."""
        start, deadline = self.goal.time_bound.start, self.goal.time_bound.deadline
        return start is not None and deadline is not None and start < deadline

    @property
    def leading(self) -> tuple[Indicator | WithheldIndicator, ...]:
        """The indicators that count behavior, also those whose numbers are withheld from a reader."""
        return tuple(indicator for indicator in self.goal.named_indicators if indicator.kind is Kind.LEADING)

    @cached_property
    def mix(self) -> LearningMix:
        """How the hours of the goal's actions are divided over the modes of learning."""
        return learning_mix([self.goal])

    @property
    def verdict(self) -> Verdict | None:
        """The state of the goal's approval, when it is known."""
        return self.owner.verdicts.get(self.goal.key)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Everything that is asked for this goal, in order."""
        return moments_of(
            self.whole.plans.organization, self.leader, self.goal, self.progress, self.verdict, self.as_of
        )

    def asked(self, what: MomentKind, *why: Why) -> Moment | None:
        """The first thing of this kind that is asked, for one of these reasons (none given: whatever the reason)."""
        return next((one for one in self.moments if one.what is what and (not why or one.why in why)), None)

    def overdue(self, what: MomentKind, *why: Why) -> Moment | None:
        """As `asked`, of what is overdue."""
        found = self.asked(what, *why)
        return found if found is not None and found.is_overdue else None

    def limit(self, name: str) -> Fraction:
        """The organization's value of a limit. KeyError for an unknown name."""
        return self.owner.whole.limit(name)

    def found(
        self, pointer: Pointer, message: Text, hint: Text | None = None, phrase: tuple[int, int] | None = None
    ) -> Finding:
        """Something is wrong with the value at `pointer` of the goal's file."""
        return Finding(self.goal.path, pointer, message, hint, "value", phrase)

    def found_at_key(self, pointer: Pointer, message: Text, hint: Text | None = None) -> Finding:
        """Something is wrong with what stands under the key at `pointer` of the goal's file."""
        return Finding(self.goal.path, pointer, message, hint, "key")

    def missing(self, pointer: Pointer, message: Text, hint: Text | None = None) -> Finding:
        """Nothing stands at `pointer`: reported at the nearest parent that exists."""
        return Finding(self.goal.path, pointer, message, hint, "parent")


def goal_case(owner: LeaderCase, goal: Goal) -> GoalCase:
    """The goal with the check-ins, measurements and reviews of its leader that mention it."""
    return GoalCase(
        owner,
        goal,
        owner.progress.get(goal.key),
        tuple(item for item in owner.leader.check_ins if goal.id in item.goals),
        tuple(item for item in owner.leader.measurements if goal.id in item.goals),
        tuple(item for item in owner.leader.reviews if goal.id in item.goals),
    )
