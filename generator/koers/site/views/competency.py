"""Competencies: what does it look like at my level, and who works on it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from koers.model.organization import Competency, Seniority
from koers.site import urls
from koers.site.charts.bars import gap_bar, mean_bar
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.editing import Button
from koers.site.views.lines import MOST_LINES, GoalLine, goal_lines
from koers.site.views.mean_gap import MeanGap, mean_gap
from koers.story import words
from koers.story.library import competencies_lede, competency_lede
from koers.texts import Text, text, texts

_SCALE = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """A competency in the list: how many active goals and roles, and the mean gap where it may be told."""

    competency: Link
    definition: str | None
    goals: int
    roles: int
    svg: Markup | None
    gap: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role in the list of roles."""

    role: Link
    summary: str | None
    asks: Text
    people: Text


@dataclass(frozen=True, slots=True)
class CompetenciesView:
    """The list of competencies, and the roles that ask for them."""

    lede: Text
    rows: tuple[CompetencyRow, ...]
    roles: tuple[RoleRow, ...]
    has_gap_column: bool
    gap_note: Text | None


@dataclass(frozen=True, slots=True)
class LevelBlock:
    """What somebody does who shows this competency at this level."""

    level: Text
    behaviors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A role that asks for it: `70 asked`, as a line on a bar from 0 to 100, and how many people have the role."""

    role: Link
    score: Text
    svg: Markup
    people: Text


@dataclass(frozen=True, slots=True)
class WorkingTeam:
    """A team, or those without one: how many of its active goals develop the competency, and the page with them."""

    team: Link
    goals: Text


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """Everything on a competency's page."""

    crumbs: tuple[Link, ...]
    name: str
    definition: str | None
    lede: Text
    buttons: tuple[Button, ...]
    facets: tuple[tuple[str, str], ...]
    levels: tuple[LevelBlock, ...]
    lines: tuple[GoalLine, ...]
    more: int
    teams: tuple[WorkingTeam, ...]
    asked: tuple[Asked, ...]
    mean: MeanGap | None
    file: str


def pages(scene: Scene) -> Iterator[Page]:
    """The list, and a page for every competency."""
    title = scene.voice.plain(text("Competencies"))
    view = partial(competencies_view, scene, scene.at(urls.COMPETENCIES))
    yield Page(urls.COMPETENCIES, title, "pages/competencies.html", view)
    for competency in scene.plans.competencies.values():
        url = urls.competency(competency.id)
        view_of = partial(competency_view, scene, scene.at(url), competency)
        yield Page(url, competency.name, "pages/competency.html", view_of)


def competencies_view(scene: Scene, links: Links) -> CompetenciesView:
    """The values of the list: what most goals work on first, then by name."""
    plans = scene.plans
    counts = {id: _active(scene, id) for id in plans.competencies}
    means = {id: mean for id in plans.competencies if (mean := mean_gap(scene, id)) is not None}
    highest = max((mean.size for mean in means.values()), default=Fraction(1))
    rows = []
    for id, competency in sorted(
        plans.competencies.items(), key=lambda item: (-counts[item[0]], item[1].name.casefold(), item[0])
    ):
        mean, link = means.get(id), links.competency(id)
        told = scene.voice.number(mean.size, 0) if mean else ""
        svg = mean_bar(mean.size, max(highest, Fraction(1)), f"{link.label}: {told}") if mean else None
        asked = sum(1 for role in plans.roles.values() if id in role.requires)
        rows.append(CompetencyRow(link, competency.definition, counts[id], asked, svg, told))
    return CompetenciesView(
        lede=competencies_lede(counts),
        rows=tuple(rows),
        roles=tuple(_role_row(scene, links, id) for id in plans.roles),
        has_gap_column=bool(means),
        gap_note=_gap_note(means) if means else None,
    )


def _gap_note(means: dict[str, MeanGap]) -> Text:
    minimum = next(iter(means.values())).minimum
    return text(
        "Mean gap to the role, of everybody whose role asks for it and who was measured; "
        "only where these are {minimum} people or more.",
        minimum=minimum,
    )


def _active(scene: Scene, id: str) -> int:
    return len(scene.active_by_competency.get(id, ()))


def _role_row(scene: Scene, links: Links, id: str) -> RoleRow:
    role = scene.plans.roles[id]
    people = len(scene.plans.by_role.get(id, ()))
    return RoleRow(
        role=links.role(id) or Link(role.name),
        summary=role.summary,
        asks=texts("{count} competency asked", "{count} competencies asked", len(role.requires)),
        people=texts("{count} person", "{count} people", people),
    )


def competency_view(scene: Scene, links: Links, competency: Competency) -> CompetencyView:
    """The values of one competency's page."""
    goals = scene.plans.by_competency.get(competency.id, ())
    more = max(0, len(goals) - MOST_LINES)
    edit = urls.edit_file(scene.plans.organization.forge, competency.path)
    return CompetencyView(
        crumbs=(Link(scene.voice.plain(text("Competencies")), links.to(urls.COMPETENCIES)), Link(competency.name)),
        name=competency.name,
        definition=competency.definition,
        lede=competency_lede(scene, competency),
        buttons=(Button(text("Edit competency"), edit),) if edit else (),
        facets=tuple((id.replace("-", " ").capitalize(), words_of) for id, words_of in competency.facets.items()),
        levels=tuple(
            LevelBlock(words.level(level), competency.behaviors[level])
            for level in Seniority
            if competency.behaviors.get(level)
        ),
        lines=goal_lines(scene, links, goals, MOST_LINES),
        more=more,
        teams=_teams(scene, links, competency.id) if more else (),
        asked=_asked(scene, links, competency.id),
        mean=mean_gap(scene, competency.id),
        file=competency.path,
    )


def _teams(scene: Scene, links: Links, id: str) -> tuple[WorkingTeam, ...]:
    """The teams of a large organization in their order; none where one page of progress holds all goals."""
    active = Counter(progress.goal.leader for progress in scene.active_by_competency.get(id, ()))
    counted = (
        (group, share, sum(active[person.id] for person in share.people))
        for group in scene.groups
        for share in group.shares
    )
    return tuple(
        WorkingTeam(
            Link(scene.voice.plain(share.name), links.to(f"{urls.PROGRESS}{group.way(share, f'competency={id}')}")),
            texts("{count} active goal", "{count} active goals", count),
        )
        for group, share, count in counted
        if count
    )


def _asked(scene: Scene, links: Links, id: str) -> tuple[Asked, ...]:
    """The roles that ask for it, most first."""
    asking = [role for role in scene.plans.roles.values() if id in role.requires]
    rows, voice = [], scene.voice
    for role in sorted(asking, key=lambda role: (-role.requires[id], role.name.casefold(), role.id)):
        score = text("*{score}* asked", score=voice.number(role.requires[id], 0))
        people = len(scene.plans.by_role.get(role.id, ()))
        rows.append(
            Asked(
                role=links.role(role.id) or Link(role.name),
                score=score,
                svg=gap_bar(None, role.requires[id], None, _SCALE, f"{role.name}: {voice.plain(score)}"),
                people=texts("{count} person", "{count} people", people),
            )
        )
    return tuple(rows)
