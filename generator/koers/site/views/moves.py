"""Whose move a goal is: a line on its page, and marks for tests and scripts."""

from __future__ import annotations

from dataclasses import dataclass

from koers.model.goal import Goal
from koers.progress.moments import Move, Mover
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.story import words
from koers.story.moves import asked, movers, whose
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class MoveData:
    """The `data-` attributes of a move, as docs/moves.md lists them: one of its words, an ISO date, or empty."""

    what: str = ""
    whose: str = ""
    why: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Whose move it is, what, since and by when. `who` is empty where no person is named; `whose` then says who it is.

    `day` and `iso` are the day by which it is asked, empty for none; `away` is how far that is.
    """

    data: MoveData
    who: tuple[Link, ...]
    whose: Text
    what: Text
    since: Text | None
    day: str
    iso: str
    away: Text | str | None
    is_late: bool


NO_MOVE = MoveData()
"""Of what is nobody's move."""


def move_data(move: Move | None) -> MoveData:
    """What scripts read; empty for a goal that is over."""
    if move is None:
        return NO_MOVE
    since = move.since.isoformat() if move.since else ""
    return MoveData(move.what.value, move.whose.value, move.why.value, since)


def goal_move(scene: Scene, links: Links, goal: Goal) -> MoveLine | None:
    """The line of one goal; None when it is over."""
    move = scene.move_of(goal)
    if move is None:
        return None
    days = (move.on - scene.as_of).days if move.on else 0
    away: Text | str | None = None
    if move.on is not None:
        away = words.away(days) if days >= 0 or move.is_overdue else text("due now")
    return MoveLine(
        data=move_data(move),
        who=who(links, move),
        whose=whose(move),
        what=asked(move),
        since=text("since {day}", day=scene.voice.short(move.since)) if move.since and move.is_waiting else None,
        day=scene.voice.day(move.on) if move.on else "",
        iso=move.on.isoformat() if move.on else "",
        away=away,
        is_late=move.is_overdue,
    )


def who(links: Links, move: Move) -> tuple[Link, ...]:
    """The people whose move it is, a manager with the way to the manager's page."""
    page = links.manager if move.whose is Mover.MANAGER else links.leader
    return tuple(page(person) for person in movers(move))
