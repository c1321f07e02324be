"""What every page draws on: the input, the voice, and links that know where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup

from koers.language import translator
from koers.model.goal import Goal, GoalKey, Status
from koers.model.log import Approval
from koers.model.organization import Leader, Plans, Team
from koers.progress.gaps import CompetencyGap, gaps
from koers.progress.moments import Moment
from koers.progress.values import GoalProgress, Standing
from koers.site import urls
from koers.site.input import SiteInput
from koers.site.page import Link
from koers.site.remembered import Remembered
from koers.site.voice import Voice

if TYPE_CHECKING:
    from koers.site.views.parts import Bar, IndicatorRow

STANDINGS = (Standing.OFF_TRACK, Standing.AT_RISK, Standing.NO_DATA, Standing.ON_TRACK, Standing.ACHIEVED)
"""The order in which standings are listed everywhere: what needs a person first."""

_INDICATORS_KNOWN = 4096
"""How many indicators are remembered as drawn: those of a leader's own pages and of a page of some hundred rows."""


IndicatorKey = tuple[GoalKey, str]
"""A goal's key and the id of one of its indicators."""


class Scene:
    """One build of the site. `kinds` are the first parts of the URLs there are; links to others stay words."""

    def __init__(self, view: SiteInput, kinds: frozenset[str]) -> None:
        self.input = view
        self.kinds = kinds
        self.voice = Voice(translator(view.language), view.as_of)
        self._gaps: Remembered[str, tuple[CompetencyGap, ...]] = Remembered(_INDICATORS_KNOWN)
        self.bars: Remembered[IndicatorKey, Bar | None] = Remembered(_INDICATORS_KNOWN)
        self.rows: Remembered[IndicatorKey, IndicatorRow] = Remembered(_INDICATORS_KNOWN)
        self.sparks: Remembered[IndicatorKey, Markup | None] = Remembered(_INDICATORS_KNOWN)

    @property
    def plans(self) -> Plans:
        """The plans this audience may see."""
        return self.input.plans

    def is_proven(self, record: Approval) -> bool:
        """Whether a decision was shown to be its maker's; only then it is called an approval."""
        return self.input.record_levels.get(record.path) in ("signed", "forge", "recorded")

    def sees_measurements_of(self, leader: Leader) -> bool:
        """Whether this audience sees more than the figures of a leader: else nothing is said to be missing."""
        return leader.id in self.input.insiders

    def at(self, page: str) -> Links:
        """Links as they read from the page at this URL."""
        return Links(self, page)

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
        return self.input.progress.get(goal.key)

    @cached_property
    def active(self) -> tuple[GoalProgress, ...]:
        """The active goals, by leader and goal id."""
        return tuple(
            progress
            for goal in self.plans.goals()
            if goal.status is Status.ACTIVE and (progress := self.input.progress.get(goal.key)) is not None
        )

    @cached_property
    def moments_by_goal(self) -> Mapping[GoalKey, tuple[Moment, ...]]:
        """What is due per goal: overdue first, then by date, as `koers.progress.moments` orders them."""
        return _grouped(((moment.leader, moment.goal), moment) for moment in self.input.moments)

    @property
    def people_by_approver(self) -> Mapping[str, tuple[Leader, ...]]:
        """For whom somebody decides, by id: now, or as a delegate whose term is not over."""
        return self.plans.by_approver(self.input.as_of)

    def gaps_of(self, leader: Leader) -> tuple[CompetencyGap, ...]:
        """The gaps of a leader as far as this audience may see the measurements."""
        return self._gaps.get(leader.id, lambda: gaps(self.plans, leader, self.input.as_of))

    @cached_property
    def measured_gaps(self) -> Mapping[str, tuple[tuple[str, CompetencyGap], ...]]:
        """Per competency everybody's gap that could be measured, with whose it is (the leader's id)."""
        return _grouped(
            (one.competency, (leader.id, one))
            for leader in self.plans.leaders.values()
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
        """What is due for the goals of each leader, in the order of `input.moments`."""
        return _grouped((moment.leader, moment) for moment in self.input.moments)

    @cached_property
    def moments_by_reader(self) -> Mapping[str, tuple[Moment, ...]]:
        """What belongs in somebody's calendar: of the own goals, and where the person takes part."""
        return _grouped(
            (person, moment)
            for moment in self.input.moments
            for person in dict.fromkeys((moment.leader, *moment.people))
        )

    def moments_of(self, key: GoalKey) -> tuple[Moment, ...]:
        """What is due for this goal: overdue first, then by date."""
        return self.moments_by_goal.get(key, ())


Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")


def _grouped(pairs: Iterable[tuple[Key, Item]]) -> Mapping[Key, tuple[Item, ...]]:
    """The items of each key in the order they came."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        found[key].append(item)
    return {key: tuple(items) for key, items in found.items()}


@dataclass(frozen=True, slots=True)
class Links:
    """Links from one page to the others, relative."""

    scene: Scene
    page: str

    def to(self, url: str) -> str:
        """To any page or file of the site, by its URL from the root."""
        return urls.relative(self.page, url)

    def _kind(self, url: str) -> str | None:
        return self.to(url) if url.split("/", 1)[0] in self.scene.kinds else None

    def leader(self, id: str) -> Link:
        """A person's page, by name."""
        known = id in self.scene.plans.leaders
        return Link(self.scene.name_of(id), self.to(urls.leader(id)) if known else None)

    def goal(self, goal: Goal) -> Link:
        """A goal's page, by title."""
        return Link(goal.title, self.to(urls.goal(goal.key)))

    def manager(self, id: str) -> Link:
        """A manager's page, by name; their leader page as long as there is no other."""
        return Link(self.scene.name_of(id), self._kind(urls.manager(id)) or self.leader(id).href)

    def team(self, id: str | None) -> Link | None:
        """A team's page, by name."""
        if id is None:
            return None
        team = self.scene.plans.teams.get(id)
        return Link(team.name, self._kind(urls.team(id))) if team else Link(id)

    def team_goal(self, team: Team, id: str) -> Link:
        """One goal on its team's page, by title."""
        return Link(team.goals[id].title, self._kind(urls.team_goal(team.id, id)))

    def role(self, id: str | None) -> Link | None:
        """A role profile, by name."""
        if id is None:
            return None
        role = self.scene.plans.roles.get(id)
        return Link(role.name, self._kind(urls.role(id))) if role else Link(id)

    def competency(self, id: str) -> Link:
        """A competency, by name."""
        found = self.scene.plans.competencies.get(id)
        return Link(found.name, self._kind(urls.competency(id))) if found else Link(id)

    def develops(self, goal: Goal) -> Link:
        """What the goal develops: its competency's page, or the skill in words."""
        return self.competency(goal.competency) if goal.competency else Link(goal.skill or "")

    def rule(self, id: str) -> Link:
        """A rule of the rulebook."""
        return Link(id, self._kind(urls.rule(id)))

    def calendar(self) -> str | None:
        """The calendar."""
        return self._kind(urls.CALENDAR)

    def feed(self, leader: str) -> str | None:
        """A leader's calendar feed."""
        return self._kind(urls.calendar_feed(leader))
