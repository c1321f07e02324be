"""What was said with the measurements of a goal: what an observer saw, and notes beside the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from koers.model.goal import Goal
from koers.model.log import Measurement
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.story import words
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One measurement with words: when, what kind, who wrote it down, and the words with their labels."""

    on: str
    iso: str
    kind: Text
    by: Link | None
    words: tuple[tuple[Text, str], ...]
    confidence: int | None


def goal_seen(scene: Scene, links: Links, goal: Goal) -> tuple[SeenRow, ...]:
    """The measurements of this goal or of its competency that say more than numbers, newest first."""
    return tuple(
        SeenRow(
            on=scene.voice.short(one.date),
            iso=one.date.isoformat(),
            kind=words.measurement_kind(one.kind),
            by=links.leader(one.by) if one.by else None,
            words=tuple(_words(one, goal)),
            confidence=_confidence(one, goal),
        )
        for one in reversed(scene.leader_of(goal).measurements)
        if goal.id in one.goals or goal.competency in one.competencies
        if any(_words(one, goal)) or _confidence(one, goal) is not None or one.by
    )


def _words(measurement: Measurement, goal: Goal) -> Iterator[tuple[Text, str]]:
    log = measurement.goals.get(goal.id)
    for label, said in (
        (text("Seen"), measurement.observed),
        (text("Note"), log.note if log else None),
        (text("About the round"), measurement.notes),
    ):
        if said:
            yield label, said


def _confidence(measurement: Measurement, goal: Goal) -> int | None:
    log = measurement.goals.get(goal.id)
    return log.confidence if log else None
