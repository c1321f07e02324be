"""A role: what does it ask, and who has it? The gaps without a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from koers.model.organization import Leader, Role
from koers.site import urls
from koers.site.charts.bars import gap_bar
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.editing import Button
from koers.site.views.mean_gap import mean_gap
from koers.story import words
from koers.story.facts import STANDINGS, standing_counts
from koers.story.library import role_lede
from koers.texts import Text, text, texts

_SCALE = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class Required:
    """One competency of the role: the score it asks as a line, the mean behavior as a bar where that may be told."""

    competency: Link
    svg: Markup
    shown: Text
    gap: Text | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with the role."""

    person: Link
    level: Text | None
    team: Link | None
    goals: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RoleView:
    """Everything on the page."""

    crumbs: tuple[Link, ...]
    name: str
    summary: str | None
    lede: Text
    buttons: tuple[Button, ...]
    required: tuple[Required, ...]
    has_means: bool
    holders: tuple[Holder, ...]
    file: str


def pages(scene: Scene) -> Iterator[Page]:
    """A page for every role."""
    for role in scene.plans.roles.values():
        url = urls.role(role.id)
        yield Page(url, role.name, "pages/role.html", partial(role_view, scene, scene.at(url), role))


def role_view(scene: Scene, links: Links, role: Role) -> RoleView:
    """The values of one role's page."""
    holders = scene.plans.by_role.get(role.id, ())
    asked = sorted(role.requires, key=lambda id: (-role.requires[id], links.competency(id).label.casefold(), id))
    required = tuple(_required(scene, links, role, id, holders) for id in asked)
    edit = urls.edit_file(scene.plans.organization.forge, role.path)
    return RoleView(
        crumbs=(Link(scene.voice.plain(text("Competencies")), links.to(urls.COMPETENCIES)), Link(role.name)),
        name=role.name,
        summary=role.summary,
        lede=role_lede(role, holders),
        buttons=(Button(text("Edit role"), edit),) if edit else (),
        required=required,
        has_means=any(row.gap is not None for row in required),
        holders=tuple(_holder(scene, links, leader) for leader in holders),
        file=role.path,
    )


def _required(scene: Scene, links: Links, role: Role, id: str, holders: tuple[Leader, ...]) -> Required:
    score, voice = role.requires[id], scene.voice
    competency = links.competency(id)
    mean = mean_gap(scene, id, holders)
    shown = text("*{score}* asked", score=voice.number(score, 0))
    gap = None
    if mean is not None:
        gap = text("mean of {count}: {behavior}", count=mean.people, behavior=voice.number(mean.behavior, 0))
    working = sum(1 for p in scene.active_by_competency.get(id, ()) if scene.leader_of(p.goal).role == role.id)
    label = f"{competency.label}: {voice.plain(shown)}" + (f", {voice.plain(gap)}" if gap else "")
    return Required(
        competency=competency,
        svg=gap_bar(mean.behavior if mean else None, score, None, _SCALE, label),
        shown=shown,
        gap=gap,
        note=texts("{count} active goal", "{count} active goals", working) if working else None,
    )


def _holder(scene: Scene, links: Links, leader: Leader) -> Holder:
    counts = standing_counts(scene.active_by_leader.get(leader.id, ()))
    said = tuple(words.standing_count(standing, counts[standing]) for standing in STANDINGS if counts[standing])
    return Holder(
        person=links.leader(leader.id),
        level=words.level(leader.level) if leader.level else None,
        team=links.team(leader.team),
        goals=said or (text("no active goal"),),
    )
