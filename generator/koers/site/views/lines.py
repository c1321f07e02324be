"""A goal in one line on the page of something it belongs to: a team, a competency, a role's holder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from koers.model.goal import Goal, Status
from koers.progress.values import GoalProgress, Standing
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.parts import Bar, GoalData, Pill, bar, goal_data, goal_pill
from koers.story.facts import STANDINGS
from koers.story.sentences import closing
from koers.texts import Text, text

MOST_LINES = 50
"""How many goals a page of many people lists, what needs a person first. A line weighs some 1.2 kB."""

_ORDER = (Status.ACTIVE, Status.PROPOSED, Status.DRAFT, Status.ACHIEVED, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, whose it is, how far it is, how it stands. `until` says when it starts, is due, or was closed."""

    data: GoalData
    goal: Link
    leader: Link
    develops: Link
    bar: Bar | None
    until: Text | None
    pill: Pill


def goal_lines(scene: Scene, links: Links, goals: Iterable[Goal], most: int | None = None) -> tuple[GoalLine, ...]:
    """Active goals first, what needs a person first among them; then proposals, drafts and closed ones, those that
    were closed last first.

    With `most`, no more than so many of them.
    """
    return tuple(_line(scene, links, goal) for goal in sorted(goals, key=lambda goal: _need(scene, goal))[:most])


def _need(scene: Scene, goal: Goal) -> tuple[int, int, int, tuple[str, str]]:
    progress, closed = scene.progress_of(goal), _closed(scene, goal)
    standing = progress.standing if progress and goal.status is Status.ACTIVE else None
    last_first = -closed.toordinal() if closed else 0
    return (_ORDER.index(goal.status), STANDINGS.index(standing or Standing.NO_DATA), last_first, goal.key)


def _closed(scene: Scene, goal: Goal) -> date | None:
    """The day on which a review achieved or stopped the goal."""
    found = closing(scene, goal) if goal.status in (Status.ACHIEVED, Status.STOPPED) else None
    return found[0] if found else None


def _when(scene: Scene, goal: Goal, progress: GoalProgress | None) -> Text | None:
    """When a goal starts, is to be there, or was closed."""
    bound, closed = goal.time_bound, _closed(scene, goal)
    if closed is not None:
        return text("closed {day}", day=scene.voice.short(closed))
    if goal.status is not Status.ACTIVE:
        return None
    if bound.start is not None and progress is not None and not progress.has_begun:
        return text("starts {day}", day=scene.voice.short(bound.start))
    return text("until {day}", day=scene.voice.short(bound.deadline)) if bound.deadline else None


def _line(scene: Scene, links: Links, goal: Goal) -> GoalLine:
    progress = scene.progress_of(goal)
    main = progress.main if progress else None
    is_active = goal.status is Status.ACTIVE
    return GoalLine(
        data=goal_data(goal, progress),
        goal=links.goal(goal),
        leader=links.leader(goal.leader),
        develops=links.develops(goal),
        bar=bar(scene, goal, main) if is_active and main is not None and main.progress is not None else None,
        until=_when(scene, goal, progress),
        pill=goal_pill(goal, progress),
    )
