"""The plane of an indicator's chart: from dates and values to places, and back to what lies at its edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from koers.progress.expected import value_at
from koers.progress.values import IndicatorProgress
from koers.site.charts.scale import in_parts, unit_of

HEIGHT = 150
TOP, BOTTOM, AXIS = 22, 122, 130
"""Where the highest and the lowest value and the time axis lie, in pixels from the top."""
_BESIDE_THE_WAY = Fraction(3, 5)
"""How far beyond baseline and target a reading is still drawn where it lies, as a part of the way between them."""
_AIR = 12
"""Which part of the way in the drawing is left free under the lowest value."""

Spot = tuple[float, float]
"""A place in the drawing: x from 0 (start) to 1 (deadline), y in pixels from the top."""


@dataclass(frozen=True, slots=True)
class Scales:
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
        return BOTTOM - self._share(value) * (BOTTOM - TOP)

    def spot(self, point: tuple[date, Fraction]) -> Spot:
        return self.x(point[0]), BOTTOM - min(max(self._share(point[1]), 0.0), 1.0) * (BOTTOM - TOP)

    def beyond(self, value: Fraction) -> int:
        """How far a value lies outside, in parts; negative below the lower edge, 0 inside."""
        part = in_parts(value, self.unit)
        return min(part - self.low, 0) or max(part - self.high, 0)

    def _share(self, value: Fraction) -> float:
        return (in_parts(value, self.unit) - self.low) / (self.high - self.low) if self.high > self.low else 0.5


def scales_of(progress: IndicatorProgress, ended: date | None) -> Scales:
    """The plane that shows all readings and what was agreed, up to the deadline or the day on which it `ended`.

    `progress` needs an `expected_line`. A reading far beside the way from baseline to target lies at the edge.
    """
    indicator = progress.indicator
    dates = [on for on, _ in progress.expected_line] + [point.date for point in progress.points]
    last = max(dates)
    if ended is not None:
        last = min(last, max([ended, *(point.date for point in progress.points)]))
    agreed = [indicator.baseline, indicator.target]
    if progress.expected_value is not None:
        agreed.append(progress.expected_value)
    agreed += [value for _, value in progress.expected_line]
    if indicator.threshold is not None:
        agreed.append(indicator.threshold)
    read = [point.read for point in progress.course]
    read += [point.judged for point in progress.course if point.judged is not None]
    unit = unit_of([*agreed, *read]) * _AIR * _BESIDE_THE_WAY.denominator
    values, readings = [in_parts(value, unit) for value in agreed], [in_parts(value, unit) for value in read]
    # The way from baseline to target is what the chart is about: a reading far beside it must not squash it.
    most = (max(values) - min(values)) * _BESIDE_THE_WAY.numerator // _BESIDE_THE_WAY.denominator
    low, high = min([*values, *readings]), max([*values, *readings])
    if most:
        low, high = max(low, min(values) - most), min(high, max(values) + most)
    air = (high - low) // _AIR or unit
    return Scales(min(dates), last, low - air, high, unit)


def way(progress: IndicatorProgress, scales: Scales) -> list[Spot]:
    """The corners of the expected line, as far as the drawing goes."""
    line = progress.expected_line
    corners = [(on, value) for on, value in line if on <= scales.last]
    end = value_at(line, scales.last)
    if end is not None and corners and corners[-1][0] < scales.last:
        corners.append((scales.last, end))
    return [scales.spot(corner) for corner in corners]


def height_at(corners: Sequence[Spot], x: float) -> float:
    """The height of a broken line above x."""
    for (x1, y1), (x2, y2) in pairwise(corners):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * ((x - x1) / (x2 - x1) if x2 > x1 else 0)
    return corners[-1][1] if corners else 0.0
