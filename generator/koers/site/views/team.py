"""Teams: which goals does a team have, who works on them, and do its key indicators move?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from koers.model.goal import Goal, Status
from koers.model.organization import Leader, Team
from koers.progress.way import way_gone
from koers.site import urls
from koers.site.charts.bars import standing_bar
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.editing import Button
from koers.site.views.key_indicators import KeyRow, key_rows
from koers.site.views.lines import GoalLine, goal_lines
from koers.site.views.timeline import Timeline, timeline
from koers.story import words
from koers.story.facts import STANDINGS, standing_counts
from koers.story.people import team_lede, teams_lede
from koers.texts import Text, text, texts


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in the list of teams."""

    team: Link
    people: Text
    goals: Text
    bar: Markup | None
    standing: tuple[Text, ...]
    indicators: Text


@dataclass(frozen=True, slots=True)
class TeamsView:
    """The list of teams."""

    lede: Text
    rows: tuple[TeamRow, ...]


@dataclass(frozen=True, slots=True)
class TeamGoalBlock:
    """A goal of the team with the leaders' goals that serve it."""

    anchor: str
    title: str
    until: Text | None
    is_late: bool
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team."""

    person: Link
    role: Link | None
    level: Text | None
    goals: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TeamView:
    """Everything on a team's page."""

    crumbs: tuple[Link, ...]
    name: str
    lede: Text
    buttons: tuple[Button, ...]
    goals: tuple[TeamGoalBlock, ...]
    indicators: tuple[KeyRow, ...]
    others: tuple[GoalLine, ...]
    timeline: Timeline | None
    members: tuple[Member, ...]
    file: str


def pages(scene: Scene) -> Iterator[Page]:
    """The list, and a page for every team."""
    title = scene.voice.plain(text("Teams"))
    yield Page(urls.TEAMS, title, "pages/teams.html", partial(teams_view, scene, scene.at(urls.TEAMS)))
    for team in scene.plans.teams.values():
        url = urls.team(team.id)
        yield Page(url, team.name, "pages/team.html", partial(team_view, scene, scene.at(url), team))


def teams_view(scene: Scene, links: Links) -> TeamsView:
    """The values of the list."""
    teams = tuple(scene.plans.teams.values())
    return TeamsView(teams_lede(teams), tuple(_team_row(scene, links, team) for team in teams))


def _team_row(scene: Scene, links: Links, team: Team) -> TeamRow:
    active = [progress for one in _members(scene, team) for progress in scene.active_by_leader.get(one.id, ())]
    counts = standing_counts(active)
    shown = [(standing, counts[standing]) for standing in STANDINGS if counts[standing]]
    said: tuple[Text, ...] = tuple(words.standing_count(standing, count) for standing, count in shown)
    told = said or (text("no active goal"),)
    return TeamRow(
        team=Link(team.name, links.to(urls.team(team.id))),
        people=texts("{count} person", "{count} people", len(_members(scene, team))),
        goals=texts("{count} team goal", "{count} team goals", len(team.goals)),
        bar=standing_bar(shown, scene.voice.plain(told)) if shown else None,
        standing=told,
        indicators=_movement_count(team),
    )


def _movement_count(team: Team) -> Text:
    ways = [way for one in team.indicators.values() if (way := way_gone(one)) is not None]
    closer = sum(1 for way in ways if way > 0)
    if not ways:
        return texts("{count} key indicator", "{count} key indicators", len(team.indicators))
    return text("{closer} of {all} closer to target", closer=closer, all=len(ways))


def team_view(scene: Scene, links: Links, team: Team) -> TeamView:
    """The values of one team's page."""
    members = _members(scene, team)
    goals = [goal for leader in members for goal in leader.goals.values()]
    others = [
        goal
        for goal in goals
        if goal.relevant.team_goal not in team.goals and goal.status in (Status.ACTIVE, Status.PROPOSED)
    ]
    edit = urls.edit_file(scene.plans.organization.forge, team.path)
    return TeamView(
        crumbs=(Link(scene.voice.plain(text("Teams")), links.to(urls.TEAMS)), Link(team.name)),
        name=team.name,
        lede=team_lede(scene, team),
        buttons=(Button(text("Edit team"), edit),) if edit else (),
        goals=tuple(_goal_block(scene, links, team, id, goals) for id in team.goals),
        indicators=key_rows(scene, links, team),
        others=goal_lines(scene, links, others),
        timeline=timeline(scene, links, goals, with_leader=True),
        members=tuple(_member(scene, links, leader) for leader in members),
        file=team.path,
    )


def _members(scene: Scene, team: Team) -> tuple[Leader, ...]:
    return scene.plans.by_team.get(team.id, ())


def _goal_block(scene: Scene, links: Links, team: Team, id: str, goals: list[Goal]) -> TeamGoalBlock:
    goal, today = team.goals[id], scene.as_of
    until = None
    if goal.deadline is not None:
        until = text("by {day}", day=scene.voice.short(goal.deadline))
    return TeamGoalBlock(
        anchor=f"goal-{id}",
        title=goal.title,
        until=until,
        is_late=goal.deadline is not None and goal.deadline < today,
        lines=goal_lines(scene, links, [one for one in goals if one.relevant.team_goal == id]),
    )


def _member(scene: Scene, links: Links, leader: Leader) -> Member:
    counts = standing_counts(scene.active_by_leader.get(leader.id, ()))
    said = tuple(words.standing_count(standing, counts[standing]) for standing in STANDINGS if counts[standing])
    return Member(
        person=links.leader(leader.id),
        role=links.role(leader.role),
        level=words.level(leader.level) if leader.level else None,
        goals=said or (text("no active goal"),),
    )
