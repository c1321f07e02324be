"""A timeline of goals: a row per goal on one scale, from its start to its deadline, with what happened on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from koers.site.charts.rhythm import Weeks
from koers.site.charts.svg import circle, drawing, group, line, percent, words
from koers.story.voice import Voice
from koers.texts import text

_HEIGHT, _TRACK, _LETTER = 24, 16, 8
_MOST_BYTES = 2048
_WEEKS_BACK, _WEEKS_AHEAD = 104, 78
_DAYS_A_DOT = (1, 7, 14, 28, 91, 365, 3650)
"""How many days one dot may stand for: as few as leave the drawing within its bytes."""


@dataclass(frozen=True, slots=True)
class Track:
    """A goal on the timeline. `closed` is the day it was achieved or stopped; days are in any order."""

    start: date
    deadline: date
    check_ins: tuple[date, ...] = ()
    reviews: tuple[date, ...] = ()
    remeasure: date | None = None
    closed: date | None = None


def weeks_spanned(tracks: Sequence[Track], today: date) -> Weeks:
    """The weeks from the first start to the last deadline or re-measurement, and today among them.

    At most two years back and one and a half ahead: what lies outside is drawn at the edge.
    """
    first = max(min([today, *(track.start for track in tracks)]), today - timedelta(weeks=_WEEKS_BACK))
    ends = [end for track in tracks for end in (track.deadline, track.remeasure) if end is not None]
    last = min(max([today, *ends]), today + timedelta(weeks=_WEEKS_AHEAD))
    monday = first - timedelta(days=first.weekday())
    return Weeks(monday, (last - monday).days // 7 + 2, today)


def timeline_row(weeks: Weeks, track: Track, voice: Voice, title: str, description: str) -> Markup:
    """The track from start to deadline (an end stop), check-ins as dots, reviews an R, the re-measurement a ring.

    The part that lies behind is darker; after a goal was closed the rest of its track is dotted.
    """
    chart = Markup("")
    for days in _DAYS_A_DOT:
        shapes = _shapes(weeks, track, voice, days)
        chart = drawing("k-time", _HEIGHT, shapes, title, description)
        if len(chart.encode()) <= _MOST_BYTES:
            break
    return chart


def _shapes(weeks: Weeks, track: Track, voice: Voice, days: int) -> list[str]:
    def at(on: date) -> str:
        return percent((on - weeks.first).days / 7 / weeks.count)

    end = min(track.closed or track.deadline, track.deadline)
    behind = min(end, weeks.today)
    shapes = [line(at(track.start), _TRACK, at(end), _TRACK, "a")]
    if end < track.deadline:
        shapes.append(line(at(end), _TRACK, at(track.deadline), _TRACK, "g"))
    if behind > track.start:
        shapes.append(line(at(track.start), _TRACK, at(behind), _TRACK, "l"))
    shapes.append(line(at(track.deadline), _TRACK - 7, at(track.deadline), _TRACK + 7, "e"))
    dots = dict.fromkeys(at(on) for on in _merged(track.check_ins, days))
    shapes.append(group("d", [circle(x, _TRACK, 2.5) for x in dots]))
    if track.remeasure is not None:
        shapes.append(circle(at(track.remeasure), _TRACK, 4.5, "o"))
    mark = voice.plain(text("R"))
    letters = dict.fromkeys(at(on) for on in _merged(track.reviews, days))
    shapes.append(group("r", [words(x, _LETTER, mark) for x in letters]))
    shapes.append(line(weeks.today_at, 0, weeks.today_at, _HEIGHT, "n"))
    return shapes


def _merged(days: Iterable[date], span: int) -> list[date]:
    """The first day of every span that has one: `span` 1 keeps them all."""
    return sorted({on.toordinal() // span: on for on in sorted(days, reverse=True)}.values())
