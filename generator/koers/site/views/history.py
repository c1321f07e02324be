"""Approval and history: every decision on a goal and, where git could tell, every change to what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koers.model.change import Direction
from koers.model.goal import Goal
from koers.site import urls
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line, newest first. `direction` is weaker, stronger or empty; `quote` somebody's own words."""

    on: str
    iso: str
    words: Text | str
    person: Link | None = None
    quote: str | None = None
    direction: str = ""
    note: Text | None = None
    commit: Link | None = None


def goal_history(scene: Scene, links: Links, goal: Goal) -> tuple[HistoryRow, ...]:
    """Decisions from the files and events from git, newest first."""
    dated: list[tuple[tuple[date, int], HistoryRow]] = []
    approvals = scene.leader_of(goal).approvals.get(goal.id, ())
    for record in approvals:
        if record.decision != "approved":
            words = text("*Returned* by")
        elif not scene.is_proven(record):
            words = text("*Approval on file* of")
        else:
            words = text("*Approved* by") if record.round == 1 else text("*Approved again* by")
        dated.append(
            (
                (record.date, record.round),
                HistoryRow(
                    on=scene.voice.short(record.date),
                    iso=record.date.isoformat(),
                    words=words,
                    person=links.leader(record.by),
                    quote=record.note,
                    note=text("round {round}", round=record.round),
                ),
            )
        )
    for number, event in enumerate(scene.input.history.get(goal.key, ())):
        sha = event.commit
        row = HistoryRow(
            on=scene.voice.short(event.on),
            iso=event.on.isoformat(),
            words=event.text,
            person=links.leader(event.by) if event.by else None,
            direction=event.direction.value if event.direction is not Direction.NEUTRAL else "",
            commit=Link(sha[:7], urls.commit(scene.plans.organization.forge, sha)) if sha else None,
        )
        dated.append(((event.on, -1000 + number), row))
    return tuple(row for _, row in sorted(dated, key=lambda item: item[0], reverse=True))
