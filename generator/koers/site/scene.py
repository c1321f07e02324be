"""What every page draws on: the facts, the input, what was drawn before, and links that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from koers.language import translator
from koers.model.goal import Goal, GoalKey
from koers.model.organization import Team
from koers.site import urls
from koers.site.groups import Group, groups
from koers.site.input import SiteInput
from koers.site.page import Link
from koers.site.remembered import Remembered
from koers.site.voice import PageVoice
from koers.story.facts import Facts

if TYPE_CHECKING:
    from koers.site.views.parts import Bar, IndicatorRow


_INDICATORS_KNOWN = 4096
"""How many indicators are remembered as drawn: those of a leader's own pages and of a page of some hundred rows."""


IndicatorKey = tuple[GoalKey, str]
"""A goal's key and the id of one of its indicators."""


class Scene(Facts):
    """One build of the site. `kinds` are the first parts of the URLs there are; links to others stay words."""

    voice: PageVoice

    def __init__(self, view: SiteInput, kinds: frozenset[str]) -> None:
        super().__init__(
            view.plans,
            view.progress,
            PageVoice(translator(view.language), view.as_of),
            insiders=view.insiders,
            moments=view.moments,
            record_levels=view.record_levels,
        )
        self.input = view
        self.kinds = kinds
        self.bars: Remembered[IndicatorKey, Bar | None] = Remembered(_INDICATORS_KNOWN)
        self.rows: Remembered[IndicatorKey, IndicatorRow] = Remembered(_INDICATORS_KNOWN)
        self.sparks: Remembered[IndicatorKey, Markup | None] = Remembered(_INDICATORS_KNOWN)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """By which pages a large organization is shown; empty for one that fits on a page."""
        return groups(self)

    def at(self, page: str) -> Links:
        """Links as they read from the page at this URL."""
        return Links(self, page)


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
        page = self._kind(urls.manager(id)) if self.scene.led_by(id) else None
        return Link(self.scene.name_of(id), page or self.leader(id).href)

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
