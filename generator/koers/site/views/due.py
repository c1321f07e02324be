"""What somebody has to do on a day, in a row: one row for the same thing asked of one person for several goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from koers.progress.moments import Moment, MomentKind
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.moments import MomentRow, moment_row


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody has to do on a day, for one or more goals; `whose` names the leader when `who` is the manager."""

    moment: MomentRow
    who: Link | None
    goals: tuple[Link, ...]
    whose: str | None


def due_rows(scene: Scene, links: Links, moments: Iterable[Moment]) -> tuple[Due, ...]:
    """Rows in the order of `koers.progress.moments` (overdue first, then by date), one per person, day and kind."""
    rows: dict[tuple[bool, date, str, str], list[Moment]] = {}
    for moment in sorted(moments, key=lambda m: (not m.is_overdue, m.on, m.leader, m.goal, m.what.value)):
        rows.setdefault((moment.is_overdue, moment.on, moment.leader, moment.what.value), []).append(moment)
    return tuple(_due(scene, links, together) for together in rows.values())


def _due(scene: Scene, links: Links, together: list[Moment]) -> Due:
    row = moment_row(scene, links, together[0])
    leader = scene.plans.leaders[together[0].leader]
    who = row.who
    if together[0].what is MomentKind.APPROVAL and together[0].people:
        who = links.manager(together[0].people[0])
    goals = tuple(links.goal(leader.goals[moment.goal]) for moment in together if moment.goal in leader.goals)
    return Due(row, who, goals, leader.name if who != row.who else None)
