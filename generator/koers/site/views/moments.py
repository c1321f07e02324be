"""What is due, in a row: when, what, and how far away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from koers.model.goal import Goal, Status
from koers.progress.moments import Moment, MomentKind
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.moves import NO_MOVE, MoveData, move_data
from koers.story import words
from koers.story.sentences import weeks
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class MomentRow:
    """One moment. `iso` is the date as scripts read it; `who` and `goal` link to their pages.

    `is_now`: its day has passed, and nobody is late; then `away` says more than the day.
    """

    what: Text
    on: str
    iso: str
    away: Text | str | None
    is_late: bool
    who: Link | None = None
    goal: Link | None = None
    kind: str = ""
    data: MoveData = NO_MOVE
    is_now: bool = False


def moment_row(scene: Scene, links: Links, moment: Moment) -> MomentRow:
    """One moment as a row with its person and goal. Within the days of grace it is due, not late."""
    days = (moment.on - scene.as_of).days
    leader = scene.plans.leaders.get(moment.leader)
    goal = leader.goals.get(moment.goal) if leader else None
    away = words.away(days) if days >= 0 or moment.is_overdue else text("due now")
    return MomentRow(
        what=words.moment(moment.what),
        on=scene.voice.day(moment.on),
        iso=moment.on.isoformat(),
        away=away,
        is_late=moment.is_overdue,
        who=links.leader(moment.leader),
        goal=links.goal(goal) if goal else None,
        kind=moment.what.value,
        data=move_data(moment),
        is_now=days < 0 and not moment.is_overdue and moment.is_waiting,
    )


def next_moment(scene: Scene, links: Links, goal: Goal) -> MomentRow | None:
    """The moment of the move that the goal waits for."""
    move = scene.move_of(goal)
    first = next((m for m in scene.moments_of(goal.key) if move and (m.what, m.on) == (move.what, move.on)), None)
    return moment_row(scene, links, first) if first else None


def goal_moments(scene: Scene, links: Links, goal: Goal) -> tuple[tuple[MomentRow, ...], MomentRow | None]:
    """The next moment of each kind but the move's own, soonest first, and the deadline of a goal that still runs."""
    move = scene.move_of(goal)
    told = {MomentKind.DEADLINE, *((move.what,) if move else ())}
    rows: list[MomentRow] = []
    for moment in scene.moments_of(goal.key):
        if moment.what not in told and moment.what.value not in {row.kind for row in rows}:
            row = moment_row(scene, links, moment)
            rows.append(row if row.is_late else replace(row, what=words.next_moment(moment.what)))
    deadline, today = goal.time_bound.deadline, scene.as_of
    has_left = scene.leader_of(goal).left is not None
    if deadline is None or has_left or goal.status in (Status.STOPPED, Status.ACHIEVED):
        return tuple(rows), None
    return tuple(rows), MomentRow(
        what=text("Deadline"),
        on=scene.voice.day(deadline),
        iso=deadline.isoformat(),
        away=weeks(scene, goal),
        is_late=goal.status is Status.ACTIVE and deadline < today,
        kind="deadline",
    )
