"""Buttons that open the forge's editor on the right file, filled in where the forge can."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from koers.model.goal import Goal, Status
from koers.model.organization import Leader
from koers.site import urls
from koers.site.scene import Links, Scene
from koers.site.views.forms import check_in_form, goal_form
from koers.texts import Text, text

DAY = "{day}"
"""Stands for the day of whoever reads the page: a page is read long after it was made."""


@dataclass(frozen=True, slots=True)
class Button:
    """One primary a page, the others outlined.

    `href_on` is where the button leads on the day of the reader, whose date stands in it as `DAY`: the small script
    puts that day in, and without the script `href` is followed.
    """

    label: Text
    href: str
    is_primary: bool = False
    href_on: str = ""


def goal_buttons(scene: Scene, goal: Goal) -> tuple[Button, ...]:
    """New check-in (an active goal only) and a proposal to change the goal; none when its leader left."""
    if scene.leader_of(goal).left is not None:
        return ()
    forge = scene.plans.organization.forge
    buttons = []
    if goal.status is Status.ACTIVE:
        buttons += _check_in(scene, scene.leader_of(goal), [goal])
    if edit := urls.edit_file(forge, goal.path):
        buttons.append(Button(text("Propose a change"), edit))
    return tuple(buttons)


def leader_buttons(scene: Scene, links: Links, leader: Leader) -> tuple[Button, ...]:
    """New check-in for all active goals, a goal to propose, the leader's file, and the calendar feed; none for somebody
    who left."""
    if leader.left is not None:
        return ()
    buttons = []
    active = [goal for goal in leader.goals.values() if goal.status is Status.ACTIVE]
    if active:
        buttons += _check_in(scene, leader, active)
    folder = str(PurePosixPath(leader.path).parent / "goals")
    forge = scene.plans.organization.forge
    if new := urls.new_file(
        forge, folder, "new-goal.yml", goal_form(scene.plans, leader, folder, scene.as_of, scene.voice.plain)
    ):
        buttons.append(Button(text("Propose a goal"), new))
    if edit := urls.edit_file(forge, leader.path):
        buttons.append(Button(text("Edit profile"), edit))
    if feed := links.feed(leader.id):
        buttons.append(Button(text("Calendar feed"), feed))
    return tuple(buttons)


def _check_in(scene: Scene, leader: Leader, goals: list[Goal]) -> list[Button]:
    """A button on a new file named by the day; without the script, on the folder where it belongs."""
    forge = scene.plans.organization.forge
    own = PurePosixPath(leader.path).parent
    folder = str(own / "checkins")
    # Git keeps no empty folder: before the first check-in there is only the leader's own.
    there = urls.folder(forge, folder if leader.check_ins else str(own))
    what_for = text("Check-in of {day}.", day=DAY)
    form = check_in_form(what_for, folder, goals, scene.voice.plain)
    new = urls.new_file(forge, folder, f"{DAY}.yml", form)
    return [Button(text("New check-in"), there, is_primary=True, href_on=new)] if there and new else []
