"""A goal in one line on the page of something it belongs to: a team, a competency, a role's holder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koers.model.goal import Goal, Status
from koers.progress.values import Standing
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.parts import Bar, GoalData, Pill, bar, goal_data, goal_pill
from koers.story.facts import STANDINGS
from koers.texts import Text, text

_ORDER = (Status.ACTIVE, Status.PROPOSED, Status.DRAFT, Status.ACHIEVED, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, whose it is, how far it is, how it stands. `until` is its deadline in words."""

    data: GoalData
    goal: Link
    leader: Link
    develops: Link
    bar: Bar | None
    until: Text | None
    pill: Pill


def goal_lines(scene: Scene, links: Links, goals: Iterable[Goal], most: int | None = None) -> tuple[GoalLine, ...]:
    """Active goals first, what needs a person first among them; then proposals, drafts and closed ones.

    With `most`, no more than so many of them.
    """
    return tuple(_line(scene, links, goal) for goal in sorted(goals, key=lambda goal: _need(scene, goal))[:most])


def _need(scene: Scene, goal: Goal) -> tuple[int, int, tuple[str, str]]:
    progress = scene.progress_of(goal)
    standing = progress.standing if progress else None
    return (_ORDER.index(goal.status), STANDINGS.index(standing or Standing.NO_DATA), goal.key)


def _line(scene: Scene, links: Links, goal: Goal) -> GoalLine:
    progress, deadline = scene.progress_of(goal), goal.time_bound.deadline
    main = progress.main if progress else None
    is_active = goal.status is Status.ACTIVE
    return GoalLine(
        data=goal_data(goal, progress),
        goal=links.goal(goal),
        leader=links.leader(goal.leader),
        develops=links.develops(goal),
        bar=bar(scene, goal, main) if is_active and main is not None and main.progress is not None else None,
        until=text("until {day}", day=scene.voice.short(deadline)) if is_active and deadline else None,
        pill=goal_pill(goal, progress),
    )
