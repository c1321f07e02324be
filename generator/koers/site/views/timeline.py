"""The timeline of goals, of a leader or of a team: when each of them runs, and what happened on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from koers.model.goal import Goal, Status
from koers.progress.values import GoalProgress, Rhythm
from koers.site.charts.rhythm import heat_head
from koers.site.charts.timeline import Track, timeline_row, weeks_spanned
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.story.sentences import closing
from koers.texts import Text, text, texts


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One goal, drawn, and the same as cells of a table. `leader` is None where the page is about one person."""

    goal: Link
    leader: Link | None
    svg: Markup
    period: Text
    check_ins: Text | None
    reviews: str
    remeasure: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows by start, under the months. `has_...` say which columns of the table hold something."""

    head: Markup
    rows: tuple[TimelineRow, ...]
    has_check_ins: bool
    has_reviews: bool
    has_remeasure: bool


def timeline(scene: Scene, links: Links, goals: Iterable[Goal], with_leader: bool = False) -> Timeline | None:
    """All of these goals that have a period, earliest first, whatever their status; None when there is none."""
    tracks = [(goal, track) for goal in goals if (track := _track(scene, goal)) is not None]
    if not tracks:
        return None
    tracks.sort(key=lambda item: (item[1].start, item[1].deadline, item[0].key))
    weeks = weeks_spanned([track for _, track in tracks], scene.as_of)
    rows = []
    for goal, track in tracks:
        said = _said(scene, goal, track)
        title = scene.voice.plain(text("{goal}: {period}", goal=goal.title, period=said.period))
        facts = (said.check_ins, said.reviews_words, said.remeasure_words, said.closed)
        description = scene.voice.plain(tuple(fact for fact in facts if fact is not None))
        rows.append(
            TimelineRow(
                goal=links.goal(goal),
                leader=links.leader(goal.leader) if with_leader else None,
                svg=timeline_row(weeks, track, scene.voice, title, description or scene.voice.plain(said.period)),
                period=said.period,
                check_ins=said.check_ins,
                reviews=scene.voice.plain(said.reviews),
                remeasure=scene.voice.short(track.remeasure) if track.remeasure else "",
            )
        )
    return Timeline(
        head=heat_head(weeks, scene.voice),
        rows=tuple(rows),
        has_check_ins=any(row.check_ins for row in rows),
        has_reviews=any(row.reviews for row in rows),
        has_remeasure=any(row.remeasure for row in rows),
    )


def _track(scene: Scene, goal: Goal) -> Track | None:
    start, deadline = goal.time_bound.start, goal.time_bound.deadline
    if start is None or deadline is None or deadline < start:
        return None
    leader, progress = scene.leader_of(goal), scene.progress_of(goal)
    ended = closing(scene, goal) if goal.status in (Status.ACHIEVED, Status.STOPPED) else None
    return Track(
        start=start,
        deadline=deadline,
        check_ins=_days(progress.check_ins) if progress else (),
        reviews=tuple(one.date for one in leader.reviews if goal.id in one.goals),
        remeasure=goal.time_bound.remeasure,
        closed=ended[0] if ended else None,
    )


def _days(rhythm: Rhythm) -> tuple[date, ...]:
    """The days on which a check-in was held: progress knows them, so that a page of many people reads no log."""
    return (*rhythm.extra, *(day for slot in rhythm.slots for day in slot.held_on))


@dataclass(frozen=True, slots=True)
class _Said:
    period: Text
    check_ins: Text | None
    reviews: tuple[str, ...]
    reviews_words: Text | None
    remeasure_words: Text | None
    closed: Text | None


def _said(scene: Scene, goal: Goal, track: Track) -> _Said:
    """What the drawing shows, in words."""
    voice = scene.voice
    reviews = tuple(voice.short(on) for on in sorted(set(track.reviews)))
    return _Said(
        period=text("{start} to {deadline}", start=voice.short(track.start), deadline=voice.short(track.deadline)),
        check_ins=_held(scene.progress_of(goal), len(set(track.check_ins))),
        reviews=reviews,
        reviews_words=text("reviews {days}", days=reviews) if reviews else None,
        remeasure_words=text("re-measurement {day}", day=voice.short(track.remeasure)) if track.remeasure else None,
        closed=text("closed {day}", day=voice.short(track.closed)) if track.closed else None,
    )


def _held(progress: GoalProgress | None, held: int) -> Text | None:
    """How many check-ins were held, of how many that were due where a rhythm was agreed."""
    if progress is not None and progress.check_ins.past:
        return text("{held} of {past} check-ins held", held=progress.check_ins.held, past=progress.check_ins.past)
    return texts("{count} check-in held", "{count} check-ins held", held) if held else None
