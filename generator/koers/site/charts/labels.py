"""The words and marks of an indicator's chart, placed so that none lies on another, on a phone neither."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from koers.dates import add_months
from koers.progress.values import IndicatorProgress
from koers.site.charts.plane import AXIS, TOP, Scales, Spot, height_at
from koers.site.charts.svg import circle, group, line, percent, rect, words
from koers.story.voice import Voice
from koers.texts import text

_MONTHS = 147
_LABEL_DISTANCE = 14
_FAR_FROM_ANOTHER = 0.12
_MOST_OUTSIDE = 3
_ALMOST_THE_END = 0.1
_ROOM_FOR_THE_END = 0.21
"""How near the last day no month is told, as a part of the width: on a phone the two words would touch."""
_ROOM_FOR_TODAY = 0.15
_EARLY, _LATE = 0.35, 0.8


def threshold_field(progress: IndicatorProgress, scales: Scales, voice: Voice) -> list[str]:
    """The red field on the worse side of the threshold, and in words what it asks."""
    threshold = progress.indicator.threshold
    if threshold is None:
        return []
    y = round(scales.y(threshold))
    if progress.indicator.is_lower_better:
        field, words_of = rect("0", TOP - 8, "100%", max(y - TOP + 8, 0), "f"), text("adjust above")
    else:
        field, words_of = rect("0", y, "100%", AXIS - y, "f"), text("adjust below")
    at = _threshold_label(progress, scales)
    return [field, *([words("100%", at, voice.plain(words_of), "r", 7)] if at is not None else [])]


def _threshold_label(progress: IndicatorProgress, scales: Scales) -> int | None:
    """Where the words at the threshold stand: at its height, clear of the word for the target."""
    threshold = progress.indicator.threshold
    if threshold is None:
        return None
    at, target = round(scales.y(threshold)), scales.y(progress.indicator.target)
    if abs(at - target) < _LABEL_DISTANCE:
        at = round(target + (_LABEL_DISTANCE if at >= target else -_LABEL_DISTANCE))
    return at + 4


def today_mark(today: float | None, word: str) -> list[str]:
    """A line at today, or where the goal ended, with its word above; nothing when that lies outside."""
    if today is None:
        return []
    anchor = "z" if today > 1 - _ALMOST_THE_END else "x"
    return [line(percent(today), 14, percent(today), AXIS, "n"), words(percent(today), 9, word, anchor)]


def target_mark(progress: IndicatorProgress, scales: Scales, voice: Voice) -> list[str]:
    """The target line, and the values on the left: baseline, threshold and target, pushed apart."""
    indicator = progress.indicator
    y = round(scales.y(indicator.target))
    shapes = [line("0", y, "100%", y, "t"), words("100%", y + 4, voice.plain(text("target")), "b", 7)]
    values = {indicator.target: "q", indicator.baseline: "y"}
    if indicator.threshold is not None:
        values.setdefault(indicator.threshold, "y")
    values[indicator.target] = "q"
    placed = pushed_apart([round(scales.y(value)) for value in values], _LABEL_DISTANCE)
    for (value, name), at in zip(values.items(), placed, strict=True):
        shapes.append(words("0", at + 4, voice.amount(indicator, value), name, -7))
    return shapes


def pushed_apart(places: Sequence[float], distance: float) -> list[float]:
    """The same places, moved as little as keeps neighbours `distance` apart; the first one stays where it is.

    >>> pushed_apart([22, 100, 104], 14)
    [22, 100, 114]
    """
    fixed = places[0]
    placed = dict.fromkeys([0], fixed)
    below = sorted((p, i) for i, p in enumerate(places) if i and p >= fixed)
    above = sorted(((p, i) for i, p in enumerate(places) if i and p < fixed), reverse=True)
    edge = fixed
    for place, index in below:
        edge = placed[index] = max(place, edge + distance)
    edge = fixed
    for place, index in above:
        edge = placed[index] = min(place, edge - distance)
    return [placed[index] for index in range(len(places))]


def time_axis(scales: Scales, voice: Voice) -> list[str]:
    """The time axis: months in words, as many as fit on a phone, and the end as a date."""
    shapes = [line("0", AXIS, "100%", AXIS, "a")]
    months = (scales.last.year - scales.first.year) * 12 + scales.last.month - scales.first.month
    step = max(1, -(-months // 6))
    month = add_months(scales.first.replace(day=1), 1)
    marks = []
    while month < scales.last:
        x = scales.x(month)
        if _ALMOST_THE_END / 3 < x < 1 - _ROOM_FOR_THE_END:
            marks.append(f'<rect x="{percent(x)}"/>')
            shapes.append(words(percent(x), _MONTHS, voice.month(month)))
        month = add_months(month, step)
    end = words("100%", _MONTHS, voice.bare(scales.last))
    return [shapes[0], group("x", [*shapes[1:], end]), group("a", marks)]


def expected_now(
    progress: IndicatorProgress, value: Fraction, scales: Scales, today: float, beside: Spot | None, voice: Voice
) -> list[str]:
    """A ring where the expected line crosses today, and its value where it meets least: best beside it on the free
    side, under a rising line, else above. `beside` is the place of the current value's label.
    """
    y = round(scales.y(value))
    told = voice.plain(text("expected {value}", value=voice.amount(progress.indicator, value)))
    is_falling = scales.y(progress.indicator.target) > scales.y(progress.indicator.baseline)
    under, above = min(y + 17, AXIS - 3), y - 8
    margin = [round(scales.y(progress.indicator.target)) + 4, _threshold_label(progress, scales)]

    def cost(place: tuple[int, bool]) -> int:
        at, is_left = place
        met = [] if is_left else [one for one in margin if one is not None and abs(at - one) < _LABEL_DISTANCE]
        is_near = beside is not None and abs(at - beside[1]) <= _LABEL_DISTANCE
        reach = 0.5 if is_left else 0.1
        meets_value = is_near and beside is not None and beside[0] > today - reach
        is_cut = today < _EARLY if is_left else today > _LATE
        return 3 * len(met) + 4 * meets_value + 9 * is_cut + (at == (under if is_falling else above)) + 2 * is_left

    at, is_left = min(((at, is_left) for is_left in (False, True) for at in (under, above)), key=cost)
    ring = group("o", [circle(percent(today), y, 3.5)])
    return [ring, words(percent(today), at, told, "i z" if is_left else "i", -8 if is_left else 8)]


def value_now(
    progress: IndicatorProgress,
    scales: Scales,
    judged: Sequence[Spot],
    corners: Sequence[Spot],
    today: float | None,
) -> Spot:
    """The place of the current value at the end of the line, on the side where it meets fewer other marks."""
    x, y = judged[-1]
    marks: list[tuple[float, int]] = [(scales.y(progress.indicator.target), 3), (height_at(corners, x), 2)]
    if len(judged) > 1:
        marks.append((judged[-2][1] * 0.3 + y * 0.7, 1))
    if today is not None and progress.expected_value is not None and today - x < _ALMOST_THE_END:
        marks.append((scales.y(progress.expected_value), 2))
    if today is not None and abs(today - x) < _ROOM_FOR_TODAY:
        marks.append((TOP / 2, 8))
    above = sum(weight for place, weight in marks if y - 24 < place < y - 6)
    below = sum(weight for place, weight in marks if y + 6 < place < y + 24) + (4 if y + 20 > AXIS else 0)
    at = y - 10 if above <= below else y + 20
    return x, round(at)


def readings_outside(progress: IndicatorProgress, scales: Scales, voice: Voice) -> list[str]:
    """The value of readings that lie beyond the drawing, the farthest first, each at its edge with an arrow."""
    found = [point for point in progress.course if scales.beyond(point.read)]
    found.sort(key=lambda point: (-abs(scales.beyond(point.read)), point.date))
    # The end of the line has its value anyway.
    last = scales.spot((progress.course[-1].date, progress.current)) if progress.current is not None else None
    told: list[float] = []
    shapes = []
    for point in found:
        x, y = scales.spot((point.date, point.read))
        if last is not None and abs(x - last[0]) < _FAR_FROM_ANOTHER and abs(y - last[1]) < 2 * _LABEL_DISTANCE:
            continue
        if len(told) < _MOST_OUTSIDE and all(abs(x - other) > _FAR_FROM_ANOTHER for other in told):
            told.append(x)
            arrow = "\u2191" if scales.beyond(point.read) > 0 else "\u2193"
            written = f"{arrow}{voice.told(progress, point.read, point.end)}"
            shapes.append(words(percent(x), round(y) + 4, written, "i", 6))
    return shapes
