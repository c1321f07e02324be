"""The progress page: which goals need me? One row per active goal, what needs a person first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from koers.model.goal import Goal
from koers.progress.values import GoalProgress, Standing
from koers.site import urls
from koers.site.groups import Group, Share
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.lines import MOST_LINES, GoalLine, goal_lines
from koers.site.views.moments import MomentRow, next_moment
from koers.site.views.parts import Bar, GoalData, Letters, Pill, bar, goal_data, goal_pill, letters, trend
from koers.story import words
from koers.story.facts import STANDINGS, standing_counts
from koers.story.idle import idle_lede
from koers.story.overview import progress_lede
from koers.texts import Text, text, texts

DUE = ("overdue", "week", "month", "later")
"""The filters of the filter on the next moment: overdue, within 7 days, within 31 days, later."""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal in a row. `starts` stands in for the bar of a goal that has not begun or has no reading."""

    data: GoalData
    leader: Link
    team: Link | None
    goal: Link
    develops: Link
    letters: Letters | None
    bar: Bar | None
    instead: Text | None
    pill: Pill
    spark: Markup | None
    moment: MomentRow | None
    team_id: str
    manager_ids: str
    competency_id: str
    due: str
    order: int


@dataclass(frozen=True, slots=True)
class Chip:
    """One standing to choose, with how many goals have it. `name` is empty for all."""

    name: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A select with its options, (value, words) in alphabetical order."""

    name: str
    label: Text
    options: tuple[tuple[str, Text | str], ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Everything on the page. `crumbs` lead back to the list of teams, where the organization has a page a team.

    `idle` are the goals that are listed where none is active: closed, proposed and drafts; `more` are not listed.
    """

    crumbs: tuple[Link, ...]
    title: Text
    lede: Text
    chips: tuple[Chip, ...]
    filters: tuple[Filter, ...]
    count: Text
    rows: tuple[GoalRow, ...]
    idle: tuple[GoalLine, ...]
    more: int
    has_letters: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A team with the way to its goals. `counts` are those of each standing, in order, with the way to just these."""

    page: Link
    goals: int
    counts: tuple[Link, ...]
    overdue: Link
    standings: str


@dataclass(frozen=True, slots=True)
class ProgressByTeamView:
    """The list of teams of an organization with more active goals than one page holds."""

    lede: Text
    standings: tuple[Pill, ...]
    rows: tuple[GroupRow, ...]


def pages(scene: Scene) -> Iterator[Page]:
    """One page; of a large organization a list of its teams, and pages with some teams each."""
    title = text("Progress")
    links = scene.at(urls.PROGRESS)
    if not scene.groups:
        view = partial(progress_view, scene, links, scene.active)
        yield Page(urls.PROGRESS, scene.voice.plain(title), "pages/progress.html", view)
        return
    by_team = partial(progress_by_team_view, scene, links)
    yield Page(urls.PROGRESS, scene.voice.plain(title), "pages/progress_by_team.html", by_team)
    for group in scene.groups:
        if active := scene.active_of(group.people):
            url, name = f"{urls.PROGRESS}{group.url}", text("Progress: {team}", team=group.name)
            view = partial(progress_view, scene, scene.at(url), active, name)
            people = tuple(leader.id for leader in group.people)
            yield Page(url, scene.voice.plain(name), "pages/progress.html", view, people)


def progress_view(
    scene: Scene, links: Links, active: tuple[GoalProgress, ...], name: Text | None = None
) -> ProgressView:
    """The values of the page with these goals; `name` when they are not all of them."""
    rows = goal_rows(scene, links, active)
    idle = () if active else tuple(scene.plans.goals())
    counts = standing_counts(active)
    chips = (
        Chip("", text("All"), len(rows)),
        *(Chip(standing.value, words.standing(standing), counts[standing]) for standing in _listed(active)),
    )
    whole = Link(scene.voice.plain(text("Progress")), links.to(urls.PROGRESS))
    return ProgressView(
        crumbs=(whole, Link(scene.voice.plain(name))) if name else (),
        title=name or text("Progress"),
        lede=(None if active else idle_lede(scene, idle)) or progress_lede(scene, active),
        chips=chips,
        filters=_filters(scene, active),
        count=texts(
            "{count} goal, what needs attention first", "{count} goals, those that need attention first", len(rows)
        ),
        rows=rows,
        idle=goal_lines(scene, links, idle, MOST_LINES),
        more=max(len(idle) - MOST_LINES, 0),
        has_letters=any(row.letters for row in rows),
    )


def progress_by_team_view(scene: Scene, links: Links) -> ProgressByTeamView:
    """The values of the list of teams."""
    return ProgressByTeamView(
        lede=progress_lede(scene, scene.active),
        standings=tuple(Pill(standing.value, words.standing(standing)) for standing in _listed(scene.active)),
        rows=tuple(
            _group_row(scene, links, group, share, active)
            for group in scene.groups
            for share in group.shares
            if (active := scene.active_of(share.people))
        ),
    )


def _listed(active: Iterable[GoalProgress]) -> tuple[Standing, ...]:
    """The standings that have a place of their own: all, but "too little to tell" only where there is one."""
    has_too_little = any(progress.standing is Standing.TOO_LITTLE for progress in active)
    return tuple(standing for standing in STANDINGS if has_too_little or standing is not Standing.TOO_LITTLE)


def _group_row(scene: Scene, links: Links, group: Group, share: Share, active: tuple[GoalProgress, ...]) -> GroupRow:
    counts = standing_counts(active)

    def just(count: int, query: str) -> Link:
        return Link(str(count), links.to(f"{urls.PROGRESS}{group.way(share, query)}")) if count else Link("–")

    late = sum(1 for progress in active if any(moment.is_overdue for moment in scene.moments_of(progress.goal.key)))
    return GroupRow(
        page=Link(scene.voice.plain(share.name), links.to(f"{urls.PROGRESS}{group.way(share)}")),
        goals=len(active),
        counts=tuple(just(counts[standing], f"status={standing.value}") for standing in _listed(scene.active)),
        overdue=just(late, f"due={DUE[0]}"),
        standings=" ".join(standing.value for standing in STANDINGS if counts[standing]),
    )


def goal_rows(scene: Scene, links: Links, goals: Iterable[GoalProgress]) -> tuple[GoalRow, ...]:
    """A row per goal: by standing, then by how far it lags, then by leader and goal."""
    ordered = sorted(goals, key=_need)
    return tuple(_row(scene, links, progress, number) for number, progress in enumerate(ordered))


def _need(progress: GoalProgress) -> tuple[int, Fraction, tuple[str, str]]:
    main = progress.main
    ahead = Fraction(0)
    if main is not None and main.progress is not None and main.expected is not None:
        ahead = main.progress - main.expected
    return (STANDINGS.index(progress.standing or Standing.NO_DATA), ahead, progress.goal.key)


def _row(scene: Scene, links: Links, progress: GoalProgress, number: int) -> GoalRow:
    goal = progress.goal
    leader, main = scene.leader_of(goal), progress.main
    has_reading = main is not None and main.progress is not None
    moment = next_moment(scene, links, goal)
    return GoalRow(
        data=goal_data(goal, progress),
        leader=links.leader(leader.id),
        team=links.team(leader.team),
        goal=links.goal(goal),
        develops=links.develops(goal),
        letters=letters(scene, links, goal),
        bar=bar(scene, goal, main) if main is not None and has_reading else None,
        instead=None if has_reading else _instead(scene, goal, progress),
        pill=goal_pill(goal, progress),
        spark=trend(scene, goal, main) if main is not None else None,
        moment=moment,
        team_id=leader.team or "",
        manager_ids=" ".join(leader.approvers(scene.as_of)),
        competency_id=goal.competency or "",
        due=_due(scene, goal, moment),
        order=number,
    )


def _instead(scene: Scene, goal: Goal, progress: GoalProgress) -> Text:
    """Never "0 %": a goal without readings says when it starts, that there are none, or that they are too few."""
    start = goal.time_bound.start
    if start is not None and start > scene.as_of:
        return text("starts {day}", day=scene.voice.short(start))
    return text("too little to tell") if progress.standing is Standing.TOO_LITTLE else text("no readings yet")


def _due(scene: Scene, goal: Goal, moment: MomentRow | None) -> str:
    if moment is None:
        return ""
    if moment.is_late:
        return DUE[0]
    days = (scene.moments_of(goal.key)[0].on - scene.as_of).days
    return DUE[1] if days <= 7 else DUE[2] if days <= 31 else DUE[3]


def _filters(scene: Scene, goals: Iterable[GoalProgress]) -> tuple[Filter, ...]:
    teams: dict[str, str] = {}
    managers: dict[str, str] = {}
    competencies: dict[str, str] = {}
    for progress in goals:
        leader = scene.leader_of(progress.goal)
        if leader.team:
            team = scene.plans.teams.get(leader.team)
            teams[leader.team] = team.name if team else leader.team
        managers.update({id: scene.name_of(id) for id in leader.approvers(scene.as_of)})
        if progress.goal.competency:
            competencies[progress.goal.competency] = scene.competency_of(progress.goal)
    due = (
        ("overdue", text("overdue")),
        ("week", text("within a week")),
        ("month", text("within a month")),
        ("later", text("later")),
    )
    found = (
        Filter("team", text("Team"), _sorted(teams)),
        Filter("manager", text("Manager"), _sorted(managers)),
        Filter("competency", text("Competency"), _sorted(competencies)),
        Filter("due", text("Due"), due),
    )
    return tuple(one for one in found if len(one.options) > 1)


def _sorted(names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))
