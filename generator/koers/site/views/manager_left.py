"""The page of a manager who left: who takes over from them, and what was agreed with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koers.model.organization import Leader
from koers.site import urls
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.editing import Button
from koers.story import words
from koers.story.leaving import manager_left_lede
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Takeover:
    """One of the people who still name the one who left: who decides now (nobody: empty), and where to name another."""

    person: Link
    now: tuple[Link, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A decision of the one who left, as it stands on file."""

    on: str
    iso: str
    what: Text
    person: Link
    goal: Link


@dataclass(frozen=True, slots=True)
class ManagerLeftView:
    """Everything on the page."""

    crumbs: tuple[Link, ...]
    name: str
    own: Link
    lede: Text
    people: tuple[Takeover, ...]
    agreed: tuple[Agreed, ...]


def left_view(scene: Scene, links: Links, person: Leader) -> ManagerLeftView:
    """The values of the page."""
    people = scene.led_by(person.id)
    return ManagerLeftView(
        crumbs=(Link(scene.voice.plain(text("Progress")), links.to(urls.PROGRESS)), Link(person.name)),
        name=person.name,
        own=links.leader(person.id),
        lede=manager_left_lede(scene, person, people),
        people=tuple(_takeover(scene, links, leader) for leader in people),
        agreed=_agreed(scene, links, person, people),
    )


def _takeover(scene: Scene, links: Links, leader: Leader) -> Takeover:
    edit = urls.edit_file(scene.plans.organization.forge, leader.path)
    return Takeover(
        person=links.leader(leader.id),
        now=tuple(links.manager(id) for id in leader.approvers(scene.as_of)),
        buttons=(Button(text("Name another manager"), edit),) if edit else (),
    )


def _agreed(scene: Scene, links: Links, person: Leader, people: tuple[Leader, ...]) -> tuple[Agreed, ...]:
    """The decisions of the one who left on goals that are still there, newest first."""
    found: list[tuple[tuple[date, str, str, int], Agreed]] = []
    for leader in people:
        for goal, records in leader.approvals.items():
            for record in records:
                if record.by == person.id and goal in leader.goals:
                    row = Agreed(
                        on=scene.voice.full(record.date),
                        iso=record.date.isoformat(),
                        what=words.recorded(record.decision, is_proven=scene.is_proven(record)),
                        person=links.leader(leader.id),
                        goal=links.goal(leader.goals[goal]),
                    )
                    found.append(((record.date, leader.id, goal, record.round), row))
    return tuple(row for _, row in sorted(found, key=lambda item: item[0], reverse=True))
