"""The chart of an indicator: what is judged against target, expected line and threshold, from start to deadline.

The line is the current value as it was with each reading; its end is the number beside the chart. Every reading is a
dot, also where the line takes several together. Line and dots lie in a drawing of their own that is a thousand units
wide and stretched to the chart's width: there a reading costs ten bytes, and strokes keep their width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from koers.progress.absence import NEVER_AWAY, AwayDays
from koers.progress.values import IndicatorProgress
from koers.site.charts.labels import (
    expected_now,
    readings_outside,
    target_mark,
    threshold_field,
    time_axis,
    today_mark,
    value_now,
)
from koers.site.charts.plane import AXIS, HEIGHT, TOP, Spot, scales_of, way
from koers.site.charts.svg import circle, drawing, group, line, path, percent, rect, stretched, words
from koers.story.voice import Voice
from koers.texts import Text, text

_WIDE = 1000
"""The width, in its own units, of the drawing that is stretched."""
_ROOM_FOR_A_WORD = 0.09
_MOST_ABSENCES = 6
_MOST_RINGS = 6


@dataclass(frozen=True, slots=True)
class Ending:
    """The day on which a goal was closed, and the word for how: its chart ends there."""

    on: date
    how: Text


def readings_chart(
    progress: IndicatorProgress,
    as_of: date,
    voice: Voice,
    title: str,
    description: str,
    away: AwayDays = NEVER_AWAY,
    ending: Ending | None = None,
) -> Markup:
    """The chart; it needs an `expected_line`. Without readings it shows the way that lies ahead.

    `away` are the leader's days away as far as this reader may see them: a grey field that says so, and a gap in the
    line. With an `ending` the chart ends on that day, and what was expected is told there.
    """
    scales = scales_of(progress, ending.on if ending else None)
    now = ending.on if ending else as_of
    today = scales.x(now) if scales.first <= now <= scales.last else None
    corners = way(progress, scales)
    shown = [stretch for stretch in away.stretches if scales.shows(*stretch)][-_MOST_ABSENCES:]
    gone = [(scales.x(first), scales.x(last)) for first, last in shown]
    gaps = [scales.x(gap.date) for gap in progress.missing]
    judged = [scales.spot((point.date, point.judged)) for point in progress.course if point.judged is not None]
    shapes = [*_away(gone, voice), *threshold_field(progress, scales, voice)]
    shapes += today_mark(today, voice.plain(ending.how if ending else text("today")))
    shapes += target_mark(progress, scales, voice)
    if not progress.indicator.hold:
        shapes.append(group("e", _segments(corners)))
    shapes += time_axis(scales, voice)
    shapes.append(_course(judged, [scales.spot((point.date, point.read)) for point in progress.course], gaps, gone))
    shapes.append(group("o", [circle(percent(gap), AXIS, 3.5) for gap in dict.fromkeys(gaps)][-_MOST_RINGS:]))
    shapes += readings_outside(progress, scales, voice)
    is_told = bool(judged) and progress.current is not None
    label = value_now(progress, scales, judged, corners, today) if is_told else None
    if today is not None and progress.expected_value is not None and not progress.indicator.hold and progress.points:
        shapes += expected_now(progress, progress.expected_value, scales, today, label, voice)
    if label is not None:
        x, y = judged[-1]
        shapes.append(group("d", [circle(percent(x), round(y), 4.5)]))
        shapes.append(words(percent(label[0]), label[1], voice.current(progress), "v"))
    return drawing("k-line", HEIGHT, shapes, title, description)


def _away(gone: Sequence[tuple[float, float]], voice: Voice) -> list[str]:
    """A field over the days away, and where there is room the word in it."""
    shapes = []
    for first, last in gone:
        shapes.append(rect(percent(first), TOP - 8, percent(last - first), AXIS - TOP + 8, "w"))
        if last - first > _ROOM_FOR_A_WORD:
            shapes.append(words(percent((first + last) / 2), AXIS - 5, voice.plain(text("away")), "x"))
    return shapes


def _segments(spots: Sequence[Spot]) -> list[str]:
    return [line(percent(a[0]), round(a[1]), percent(b[0]), round(b[1])) for a, b in pairwise(spots)]


def _course(
    judged: Sequence[Spot], read: Sequence[Spot], gaps: Sequence[float], gone: Sequence[tuple[float, float]]
) -> str:
    """The line of what was judged, dotted where a reading is missing or somebody was away, and a dot a reading."""
    solid, dotted = "", ""
    for a, b in pairwise(judged):
        has_gap = any(a[0] < gap < b[0] for gap in gaps)
        has_gap = has_gap or any(a[0] < last and first < b[0] for first, last in gone)
        if has_gap:
            dotted += f"M{_place(a)}L{_place(b)}"
        elif solid.endswith(_place(a)):
            solid += f"L{_place(b)}"
        else:
            solid += f"M{_place(a)}L{_place(b)}"
    dots = "".join(f"M{_place(spot)}h0" for spot in read)
    shapes = [path(dots, "p"), path(dotted, "l g"), path(solid, "l")]
    return stretched(_WIDE, HEIGHT, [shape for shape in shapes if shape])


def _place(spot: Spot) -> str:
    return f"{round(spot[0] * _WIDE)} {round(spot[1])}"
