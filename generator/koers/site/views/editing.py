"""Buttons that open the forge's editor on the right file, filled in where the forge can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath

from koers.dates import Period, Unit
from koers.model.goal import Goal, Measure, Source, Status
from koers.model.organization import Leader
from koers.site import urls
from koers.site.scene import Links, Scene
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
    if new := urls.new_file(forge, folder, "new-goal.yml", goal_form(scene, folder)):
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


def check_in_form(what_for: Text, folder: str, goals: Iterable[Goal], say: Callable[[Text], str]) -> str:
    """A check-in to fill in: what it is for, the three questions, and a line for every indicator of the log.

    Its first line lets an editor know the schema. What comes from the plans stands on one line, behind a `#`.
    """
    goals = tuple(goals)
    up = "../" * (folder.count("/") + 1)
    what_to_do = text("Take away the # before what you fill in.")
    for_several = text("Take out a goal that you did not talk about.")
    lines = [
        f"# yaml-language-server: $schema={up}schema/checkin.schema.json",
        f"# {say(what_for)} {say(what_to_do)}",
        "with: manager",
        "minutes: 20",
        *("# done: ", "# going_well: ", "# difficult: ", "# next: "),
        *([f"# {say(for_several)}"] if len(goals) > 1 else []),
        "goals:",
    ]
    for goal in goals:
        lines.append(f"  {goal.id}:")
        for indicator in goal.indicators:
            if indicator.source is Source.LOG:
                form = "0/0" if indicator.measure is Measure.SHARE else "0"
                lines.append(f"    # {indicator.id}: {form}  # {_one_line(indicator.name)}")
    return "\n".join(lines) + "\n"


def goal_form(scene: Scene, folder: str) -> str:
    """A goal to fill in: the five letters with what each asks for, as comments in the organization's language."""
    plain = scene.voice.plain
    up = "../" * (folder.count("/") + 1)
    today = scene.as_of
    # A goal begins with a week; and so the page of somebody without an active goal is the same for a week.
    start = today + timedelta(days=min(7 - today.weekday(), (date.max - today).days))
    deadline = Period(3, Unit.MONTH).after(start)
    name_it = plain(text("Give the file the name of the goal: small letters, digits and hyphens."))
    title = plain(text("what you do, in a few words"))
    known = _one_line(", ".join(scene.plans.competencies))
    situation = plain(text("when and where"))
    behavior = plain(text("what a colleague sees you do, and how often"))
    effect = plain(text("what the team or the customer gains"))
    counted = plain(text("what is counted"))
    baseline, target = plain(text("where you are now")), plain(text("where you want to be"))
    return f"""\
# yaml-language-server: $schema={up}schema/goal.schema.json
# {name_it}
title:   # {title}
competency:   # {known}
category: team   # personal | team | strategic
status: proposed
specific:
  situation:   # {situation}
  behavior:   # {behavior}
  effect:   # {effect}
measurable:
  indicators:
    times-done:
      name:   # {counted}
      kind: leading   # leading | lagging
      measure: frequency   # level | total | frequency | share
      per: 2 weeks
      baseline: 0   # {baseline}
      target: 1   # {target}
time_bound:
  start: {start.isoformat()}
  deadline: {deadline.isoformat()}
  check_in: 2 weeks
  review: 6 weeks
"""


def _one_line(name: str) -> str:
    """A text without its line breaks and other control characters: it cannot leave the comment it stands in."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
