"""What somebody has to do on a day, in a row: one row for the same thing asked of one person for several goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from koers.progress.moments import Moment, MomentKind, Mover, in_order
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.moments import MomentRow, moment_row
from koers.site.views.moves import who as acting_people
from koers.story.moves import whose


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody has to do on a day, for one or more goals; `whose` names the leader when `who` is another."""

    moment: MomentRow
    who: Link | None
    goals: tuple[Link, ...]
    whose: str | None


def due_rows(scene: Scene, links: Links, moments: Iterable[Moment]) -> tuple[Due, ...]:
    """Rows in order (overdue first, then by date), one per person, day, kind and reason."""
    rows: dict[tuple[bool, date, str, str, str, date | None], list[Moment]] = {}
    for moment in in_order(moments):
        same = (moment.is_overdue, moment.on, moment.leader, moment.what.value, moment.why.value, moment.since)
        rows.setdefault(same, []).append(moment)
    return tuple(_due(scene, links, together) for together in rows.values())


def _due(scene: Scene, links: Links, together: list[Moment]) -> Due:
    row = moment_row(scene, links, together[0])
    leader = scene.plans.leaders[together[0].leader]
    who = row.who
    if together[0].whose in (Mover.MANAGER, Mover.OBSERVER, Mover.HR) and together[0].what is not MomentKind.DECISION:
        acting = acting_people(links, together[0])
        who = acting[0] if acting else Link(scene.voice.plain(whose(together[0])))
    goals = tuple(links.goal(leader.goals[moment.goal]) for moment in together if moment.goal in leader.goals)
    return Due(row, who, goals, leader.name if who != row.who else None)
