"""The chart of an indicator: readings against target, expected line and threshold, from start to deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from koers.dates import add_months
from koers.progress.absence import NEVER_AWAY, AwayDays
from koers.progress.values import IndicatorProgress
from koers.site.charts.scale import in_parts, unit_of
from koers.site.charts.svg import circle, drawing, group, line, percent, rect, words
from koers.story.voice import Voice
from koers.texts import text

HEIGHT = 150
_TOP, _BOTTOM, _AXIS, _MONTHS = 22, 122, 130, 147
_MOST_BYTES = 2048
_DETAIL = ((12, True), (16, False), (12, False), (8, False), (4, False))
"""How much detail to try: at most so many corners of the line, with a dot each or not."""
_LABEL_DISTANCE = 14
_BESIDE_THE_WAY = Fraction(3, 5)
"""How far beyond baseline and target a reading is still drawn where it lies, as a part of the way between them."""
_AIR = 12
"""Which part of the way in the drawing is left free under the lowest value."""
_FAR_FROM_ANOTHER = 0.12
_MOST_OUTSIDE = 3
_ALMOST_THE_END = 0.1
_ROOM_FOR_A_WORD = 0.09
_MOST_ABSENCES = 6

Spot = tuple[float, float]
"""A place in the drawing: x from 0 (start) to 1 (deadline), y in pixels from the top."""


@dataclass(frozen=True, slots=True)
class _Scales:
    """From dates and values to places; `low` and `high` are the values at the edges, in parts of 1 / `unit`."""

    first: date
    last: date
    low: int
    high: int
    unit: int

    def x(self, on: date) -> float:
        return min(max((on - self.first).days / max((self.last - self.first).days, 1), 0.0), 1.0)

    def shows(self, first: date, last: date) -> bool:
        """Whether any of these days lies in the drawing."""
        return first <= self.last and last >= self.first

    def y(self, value: Fraction) -> float:
        return _BOTTOM - self._share(value) * (_BOTTOM - _TOP)

    def spot(self, point: tuple[date, Fraction]) -> Spot:
        return self.x(point[0]), _BOTTOM - min(max(self._share(point[1]), 0.0), 1.0) * (_BOTTOM - _TOP)

    def beyond(self, value: Fraction) -> int:
        """How far a value lies outside, in parts; negative below the lower edge, 0 inside."""
        part = in_parts(value, self.unit)
        return min(part - self.low, 0) or max(part - self.high, 0)

    def _share(self, value: Fraction) -> float:
        return (in_parts(value, self.unit) - self.low) / (self.high - self.low) if self.high > self.low else 0.5


def _scales(progress: IndicatorProgress) -> _Scales:
    indicator = progress.indicator
    dates = [on for on, _ in progress.expected_line] + [point.date for point in progress.points]
    agreed = [indicator.baseline, indicator.target]
    if progress.expected_value is not None:
        agreed.append(progress.expected_value)
    agreed += [value for _, value in progress.expected_line]
    if indicator.threshold is not None:
        agreed.append(indicator.threshold)
    read = [point.value for point in progress.points]
    unit = unit_of([*agreed, *read]) * _AIR * _BESIDE_THE_WAY.denominator
    values, readings = [in_parts(value, unit) for value in agreed], [in_parts(value, unit) for value in read]
    # The way from baseline to target is what the chart is about: a reading far beside it must not squash it.
    most = (max(values) - min(values)) * _BESIDE_THE_WAY.numerator // _BESIDE_THE_WAY.denominator
    low, high = min([*values, *readings]), max([*values, *readings])
    if most:
        low, high = max(low, min(values) - most), min(high, max(values) + most)
    air = (high - low) // _AIR or unit
    return _Scales(min(dates), max(dates), low - air, high, unit)


def readings_chart(
    progress: IndicatorProgress,
    as_of: date,
    voice: Voice,
    title: str,
    description: str,
    away: AwayDays = NEVER_AWAY,
) -> Markup:
    """The chart; it needs an `expected_line`. Without readings it shows the way that lies ahead.

    `away` are the leader's days away as far as this reader may see them: a grey field that says so, and a gap in the
    line of readings. Many readings are drawn with fewer dots and corners, so that a chart stays within its 2 KB.
    """
    scales = _scales(progress)
    today = scales.x(as_of) if scales.first <= as_of <= scales.last else None
    spots = [scales.spot((point.date, point.value)) for point in progress.points]
    shown = [stretch for stretch in away.stretches if scales.shows(*stretch)][-_MOST_ABSENCES:]
    gone = [(scales.x(first), scales.x(last)) for first, last in shown]
    fields = _away(gone, voice)
    most = _MOST_BYTES + len("".join(fields).encode())
    under = [*fields, *_under(progress, scales, today, voice)]
    over = _over(progress, scales, today, voice)
    gaps = [scales.x(gap.date) for gap in progress.missing]
    chart = Markup("")
    for most_points, has_dots in _DETAIL:
        if has_dots and len(spots) > most_points:
            continue
        points = thin(spots, most_points)
        shapes = [*under, *_readings(points, gaps, gone, has_dots)]
        shapes += _outside(progress, scales, frozenset(points), voice)
        shapes += over
        if points and progress.too_little is None:
            shapes.append(_last_value(progress, scales, points, today, voice))
        chart = drawing("k-line", HEIGHT, shapes, title, description)
        if len(chart.encode()) <= most:
            break
    return chart


def _under(progress: IndicatorProgress, scales: _Scales, today: float | None, voice: Voice) -> list[str]:
    """What lies under the readings: threshold, today, target, the expected line and the axis."""
    shapes = [*_threshold(progress, scales, voice), *_today(today, voice), *_target(progress, scales, voice)]
    if not progress.indicator.hold:
        shapes.append(group("e", _segments([scales.spot(corner) for corner in progress.expected_line])))
    return shapes + _axis(scales, voice)


def _away(gone: Sequence[tuple[float, float]], voice: Voice) -> list[str]:
    """A field over the days away, and where there is room the word in it."""
    shapes = []
    for first, last in gone:
        shapes.append(rect(_at(first), _TOP - 8, percent(last - first), _AXIS - _TOP + 8, "w"))
        if last - first > _ROOM_FOR_A_WORD:
            shapes.append(words(_at((first + last) / 2), _AXIS - 5, voice.plain(text("away")), "x"))
    return shapes


def _over(progress: IndicatorProgress, scales: _Scales, today: float | None, voice: Voice) -> list[str]:
    """What lies over the readings: what is expected today."""
    value = progress.expected_value
    if today is None or value is None or progress.indicator.hold or not progress.points:
        return []
    return _expected_now(progress, value, scales, today, voice)


def _at(x: float) -> str:
    return percent(x)


def _segments(spots: Sequence[Spot]) -> list[str]:
    return [line(_at(a[0]), round(a[1]), _at(b[0]), round(b[1])) for a, b in pairwise(spots)]


def _threshold(progress: IndicatorProgress, scales: _Scales, voice: Voice) -> list[str]:
    """The red field on the worse side of the threshold, and in words what it asks."""
    threshold = progress.indicator.threshold
    if threshold is None:
        return []
    y = round(scales.y(threshold))
    if progress.indicator.is_lower_better:
        field, at, words_of = rect("0", _TOP - 8, "100%", max(y - _TOP + 8, 0), "f"), y, text("adjust above")
    else:
        field, at, words_of = rect("0", y, "100%", _AXIS - y, "f"), y, text("adjust below")
    target = scales.y(progress.indicator.target)
    if abs(at - target) < _LABEL_DISTANCE:
        at = round(target + (_LABEL_DISTANCE if at >= target else -_LABEL_DISTANCE))
    return [field, words("100%", at + 4, voice.plain(words_of), "r", 7)]


def _today(today: float | None, voice: Voice) -> list[str]:
    if today is None:
        return []
    anchor = "z" if today > 1 - _ALMOST_THE_END else "x"
    return [line(_at(today), 14, _at(today), _AXIS, "n"), words(_at(today), 9, voice.plain(text("today")), anchor)]


def _target(progress: IndicatorProgress, scales: _Scales, voice: Voice) -> list[str]:
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


def _axis(scales: _Scales, voice: Voice) -> list[str]:
    """The time axis: months in words, as many as fit on a phone, and the end as a date."""
    shapes = [line("0", _AXIS, "100%", _AXIS, "a")]
    months = (scales.last.year - scales.first.year) * 12 + scales.last.month - scales.first.month
    step = max(1, -(-months // 6))
    month = add_months(scales.first.replace(day=1), 1)
    marks = []
    while month < scales.last:
        x = scales.x(month)
        if x < 1 - _ALMOST_THE_END * 1.3 and x > _ALMOST_THE_END / 3:
            marks.append(f'<rect x="{_at(x)}"/>')
            shapes.append(words(_at(x), _MONTHS, voice.month(month)))
        month = add_months(month, step)
    end = words("100%", _MONTHS, voice.bare(scales.last))
    return [shapes[0], group("x", [*shapes[1:], end]), group("a", marks)]


def _readings(
    points: Sequence[Spot], gaps: Sequence[float], gone: Sequence[tuple[float, float]], has_dots: bool
) -> list[str]:
    solid: list[str] = []
    dotted: list[str] = []
    for a, b in pairwise(points):
        has_gap = any(a[0] < gap < b[0] for gap in gaps)
        has_gap = has_gap or any(a[0] < last and first < b[0] for first, last in gone)
        (dotted if has_gap else solid).append(line(_at(a[0]), round(a[1]), _at(b[0]), round(b[1])))
    dots = [circle(_at(x), round(y), 3) for x, y in points[:-1]] if has_dots else []
    rings = [circle(_at(gap), _AXIS, 3.5) for gap in dict.fromkeys(gaps)][-6:]
    last = [circle(_at(points[-1][0]), round(points[-1][1]), 4.5)] if points else []
    return [group("l", solid), group("l g", dotted), group("d", [*dots, *last]), group("o", rings)]


def _expected_now(
    progress: IndicatorProgress, value: Fraction, scales: _Scales, today: float, voice: Voice
) -> list[str]:
    """A ring where the expected line crosses today, its value on the free side: under a rising line, else above."""
    y = round(scales.y(value))
    told = voice.plain(text("expected {value}", value=voice.amount(progress.indicator, value)))
    is_falling = scales.y(progress.indicator.target) > scales.y(progress.indicator.baseline)
    at = y - 8 if is_falling else min(y + 17, _AXIS - 3)
    return [group("o", [circle(_at(today), y, 3.5)]), words(_at(today), at, told, "i", 8)]


def _last_value(
    progress: IndicatorProgress, scales: _Scales, points: Sequence[Spot], today: float | None, voice: Voice
) -> str:
    """The last reading's value beside it, on the side where it meets fewer other marks."""
    x, y = points[-1]
    marks: list[tuple[float, int]] = [(scales.y(progress.indicator.target), 3)]
    marks.append((_height_at([scales.spot(corner) for corner in progress.expected_line], x), 2))
    if len(points) > 1:
        marks.append((points[-2][1] * 0.3 + y * 0.7, 1))
    if today is not None and progress.expected_value is not None and today - x < _ALMOST_THE_END:
        marks.append((scales.y(progress.expected_value), 2))
    if today is not None and abs(today - x) < _ALMOST_THE_END / 2:
        marks.append((_TOP / 2, 4))
    above = sum(weight for place, weight in marks if y - 24 < place < y - 6)
    below = sum(weight for place, weight in marks if y + 6 < place < y + 24) + (4 if y + 20 > _AXIS else 0)
    at = y - 10 if above <= below else y + 20
    last = progress.points[-1]
    return words(_at(x), round(at), voice.told(progress, last.value, last.end), "v")


def _outside(progress: IndicatorProgress, scales: _Scales, drawn: frozenset[Spot], voice: Voice) -> list[str]:
    """The value of what lies beyond the drawing, at its edge with an arrow; the last one has its value anyway."""
    found = [point for point in progress.points[:-1] if scales.beyond(point.value)]
    found.sort(key=lambda point: (-abs(scales.beyond(point.value)), point.date))
    told: list[float] = []
    shapes = []
    for point in found:
        x, y = scales.spot((point.date, point.value))
        if (x, y) in drawn and len(told) < _MOST_OUTSIDE and all(abs(x - other) > _FAR_FROM_ANOTHER for other in told):
            told.append(x)
            arrow = "\u2191" if scales.beyond(point.value) > 0 else "\u2193"
            written = f"{arrow}{voice.told(progress, point.value, point.end)}"
            shapes.append(words(_at(x), round(y) + 4, written, "i", 6))
    return shapes


def _height_at(corners: Sequence[Spot], x: float) -> float:
    """The height of a broken line above x."""
    for (x1, y1), (x2, y2) in pairwise(corners):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * ((x - x1) / (x2 - x1) if x2 > x1 else 0)
    return corners[-1][1] if corners else 0.0


def thin(points: Sequence[Spot], most: int) -> list[Spot]:
    """At most so many points: those nearest to the line between their neighbours go, never the first or last."""
    kept = list(points)
    while len(kept) > max(most, 2):
        del kept[min(range(1, len(kept) - 1), key=lambda i: (abs(_beside(*kept[i - 1 : i + 2])), i))]
    return kept


def _beside(before: Spot, spot: Spot, after: Spot) -> float:
    """How far a point lies above or below the line between its neighbours, in pixels: a short peak counts as high."""
    width = after[0] - before[0]
    share = (spot[0] - before[0]) / width if width > 0 else 0.5
    return spot[1] - (before[1] + (after[1] - before[1]) * share)
