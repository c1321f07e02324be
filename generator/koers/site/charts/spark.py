"""A sparkline: how the readings went, in the width of a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from koers.progress.values import IndicatorProgress, Standing
from koers.site.charts.scale import in_parts, unit_of
from koers.site.charts.svg import circle, drawing, short

WIDTH = 92
HEIGHT = 22
_MOST_POINTS = 24


def sparkline(progress: IndicatorProgress, label: str) -> Markup | None:
    """What was judged as a grey line, gaps and target dotted, a dot of the standing at the end. None without points."""
    return spark(
        [(point.date, point.judged) for point in progress.course if point.judged is not None],
        progress.indicator.target,
        progress.standing,
        label,
        frozenset(gap.date for gap in progress.missing),
    )


def spark(
    points: Sequence[tuple[date, Fraction]],
    target: Fraction | None,
    standing: Standing,
    label: str,
    gaps: frozenset[date] = frozenset(),
) -> Markup | None:
    """The same from bare points (oldest first)."""
    points = points[-_MOST_POINTS:]
    if not points:
        return None
    values = [value for _, value in points] + ([target] if target is not None else [])
    unit = unit_of(values)
    parts = [in_parts(value, unit) for value in values]
    low, high = min(parts), max(parts)
    first, last = points[0][0], points[-1][0]

    def x(on: date) -> str:
        share = (on - first).days / (last - first).days if last > first else 1
        return short(4 + share * (WIDTH - 8))

    def y(part: int) -> str:
        share = (part - low) / (high - low) if high > low else 0.5
        return short(HEIGHT - 4 - share * (HEIGHT - 8))

    spots = [f"{x(on)} {y(part)}" for (on, _), part in zip(points, parts, strict=False)]
    solid, dotted = "", ""
    for (before, after), (one, other) in zip(pairwise(on for on, _ in points), pairwise(spots), strict=True):
        piece = f"M{one}L{other}"
        if any(before < gap < after for gap in gaps):
            dotted += piece
        elif solid.endswith(one):
            solid += f"L{other}"
        else:
            solid += piece
    shapes = []
    if target is not None:
        shapes.append(f'<path class="t" d="M0 {y(parts[-1])}H{WIDTH}"/>')
    if solid:
        shapes.append(f'<path class="l" d="{solid}"/>')
    if dotted:
        shapes.append(f'<path class="l g" d="{dotted}"/>')
    shapes.append(circle(x(last), float(y(parts[len(points) - 1])), 3, "p"))
    return drawing(f"k-spark s-{standing.value}", HEIGHT, shapes, label, width=str(WIDTH))
