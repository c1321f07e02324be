"""The log: check-ins with what was agreed, the ones that were missed, and reviews with their decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from koers.model.goal import Goal, Indicator, Measure
from koers.model.log import CheckIn, GoalLog
from koers.model.organization import Leader
from koers.model.sealed import is_sealed
from koers.progress.values import GoalProgress, SlotState
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.indicator import reading
from koers.story import words
from koers.story.voice import NO_BREAK
from koers.texts import Text, text, texts

SHOWN = 4
"""How many rows of a log stand open on the page; the rest is behind one click."""

WHOLE = 6
"""How many check-ins stand whole on a leader's page: the last month or two. A goal's own page holds all of them, so
that an older one is only a line here, which leads there; one that stands on no goal's page stays whole."""

_LONGEST_UNIT, _LONGEST_SYMBOL = 16, 2


@dataclass(frozen=True, slots=True)
class LogRow:
    """One check-in, or a period without one (`is_missed`).

    With `is_short`, only the day, the circumstances and links to the goals, whose pages tell the rest.
    """

    on: str
    is_missed: bool = False
    is_short: bool = False
    next: str | None = None
    readings: str = ""
    circumstances: tuple[Text, ...] = ()
    confidence: int | None = None
    answers: tuple[tuple[Text, str], ...] = ()
    goals: tuple[Link, ...] = ()
    private: Text | str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether opening the row would show nothing more."""
        return not (self.answers or self.circumstances or self.private)


@dataclass(frozen=True, slots=True)
class Log:
    """The newest rows, and those behind "earlier"."""

    newest: tuple[LogRow, ...]
    earlier: tuple[LogRow, ...]

    @property
    def count_earlier(self) -> int:
        """How many are behind the click."""
        return len(self.earlier)


def goal_log(scene: Scene, goal: Goal, progress: GoalProgress | None) -> Log:
    """The check-ins that list this goal and the ones that were missed, newest first."""
    leader = scene.leader_of(goal)
    rows = [
        ((check_in.date, check_in.number), log_row(scene, leader, check_in, [goal], None))
        for check_in in leader.check_ins
        if goal.id in check_in.goals
    ]
    rows += [((due, 0), LogRow(scene.voice.day(due), is_missed=True)) for due in missed(progress)]
    return _cut(rows)


def missed(progress: GoalProgress | None) -> tuple[date, ...]:
    """The days on which a check-in was due and not held."""
    if progress is None:
        return ()
    return tuple(slot.due for slot in progress.check_ins.slots if slot.state is SlotState.MISSED)


def leader_log(scene: Scene, links: Links, leader: Leader) -> Log:
    """All check-ins of a leader, newest first; the older ones in short, where a goal's page has them whole."""
    rows = []
    ordered = sorted(leader.check_ins, key=lambda check_in: (check_in.date, check_in.number), reverse=True)
    for place, check_in in enumerate(ordered):
        goals = [leader.goals[id] for id in check_in.goals if id in leader.goals]
        elsewhere = [links.goal(goal) for goal in goals]
        if place < WHOLE or not goals or not all(link.href for link in elsewhere):
            row = log_row(scene, leader, check_in, goals, links)
        else:
            row = LogRow(
                on=scene.voice.day(check_in.date),
                is_short=True,
                circumstances=_circumstances(scene, leader, check_in),
                goals=tuple(Link(link.label, f"{link.href}#check-ins") for link in elsewhere),
            )
        rows.append(((check_in.date, check_in.number), row))
    return _cut(rows)


def _cut(rows: Iterable[tuple[tuple[date, int], LogRow]]) -> Log:
    ordered = tuple(row for _, row in sorted(rows, key=lambda item: item[0], reverse=True))
    return Log(ordered[:SHOWN], ordered[SHOWN:])


def log_row(scene: Scene, leader: Leader, check_in: CheckIn, goals: list[Goal], links: Links | None) -> LogRow:
    """One check-in, with the readings of these goals; with `links` it names the goals too."""
    voice = scene.voice
    questions = (
        (text("Done"), check_in.done),
        (text("Goes well"), check_in.going_well),
        (text("Is hard"), check_in.difficult),
    )
    notes = tuple((text("Note"), log.note) for goal in goals if (log := check_in.goals[goal.id]).note)
    confidences = [c for goal in goals if (c := check_in.goals[goal.id].confidence) is not None]
    return LogRow(
        on=voice.day(check_in.date),
        next=check_in.next,
        readings=" · ".join(said for goal in goals for said in _readings(scene, goal, check_in.goals[goal.id])),
        circumstances=_circumstances(scene, leader, check_in),
        confidence=confidences[0] if len(confidences) == 1 else None,
        answers=(*((label, answer) for label, answer in questions if answer), *((label, n) for label, n in notes if n)),
        goals=tuple(links.goal(goal) for goal in goals) if links else (),
        private=_private(check_in.private),
    )


def _private(note: str | None) -> Text | str | None:
    """The note as it is told: of a sealed one, that it is sealed."""
    return text("Sealed. Its leader and manager read it with `koers unseal`.") if note and is_sealed(note) else note


def _circumstances(scene: Scene, leader: Leader, check_in: CheckIn) -> tuple[Text, ...]:
    found: list[Text] = []
    if check_in.with_whom == "manager" and leader.manager:
        found.append(text("with {person}", person=scene.name_of(leader.manager)))
    elif check_in.with_whom:
        found.append(words.with_whom(check_in.with_whom))
    if check_in.minutes is not None:
        found.append(text("{minutes} minutes", minutes=check_in.minutes))
    return tuple(found)


def _readings(scene: Scene, goal: Goal, log: GoalLog) -> list[str]:
    return [
        _with_unit(scene, indicator, reading(scene.voice, log.readings[indicator.id]))
        for indicator in goal.indicators
        if indicator.id in log.readings
    ]


def _with_unit(scene: Scene, indicator: Indicator, written: str) -> str:
    if indicator.unit and len(indicator.unit) <= _LONGEST_UNIT and indicator.measure is not Measure.SHARE:
        if len(indicator.unit) <= _LONGEST_SYMBOL:
            return f"{written}{NO_BREAK}{indicator.unit}"
        # A unit is free text, most often a plural: after a colon it reads right beside a 1 as well.
        return scene.voice.plain(text("{unit}: {number}", unit=indicator.unit, number=written)).replace(" ", NO_BREAK)
    if indicator.measure is Measure.FREQUENCY:
        return scene.voice.plain(texts("{number} time", "{number} times", 1 if written == "1" else 2, number=written))
    return written


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One decision of a review."""

    on: str
    iso: str
    decision: Text
    name: str
    reason: str | None
    kind: Text
    people: tuple[Link, ...]
    notes: str | None


def goal_reviews(scene: Scene, links: Links, goal: Goal) -> tuple[ReviewRow, ...]:
    """The decisions about this goal, newest first."""
    rows = []
    for review in reversed(scene.leader_of(goal).reviews):
        decided = review.goals.get(goal.id)
        if decided is None:
            continue
        rows.append(
            ReviewRow(
                on=scene.voice.short(review.date),
                iso=review.date.isoformat(),
                decision=words.decision(decided.decision),
                name=decided.decision.value,
                reason=decided.reason,
                kind=words.review_kind(review.kind),
                people=tuple(links.leader(person) for person in review.with_whom),
                notes=review.notes,
            )
        )
    return tuple(rows)
