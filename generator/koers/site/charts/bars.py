"""Bars: now against expected, shown against required, hours by way of learning, goals by standing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from markupsafe import Markup

from koers.progress.values import Standing
from koers.site.charts.svg import circle, drawing, percent, rect

_MARK = ' transform="translate(-1)"'
_HALO = ' transform="translate(-2.5)"'
_TRACK = '<rect class="k"/>'
"""In `.k-bar` the style sheet knows how high and thick the shapes are: only what differs from bar to bar is said."""


def _fill(width: str, name: str) -> str:
    return f'<rect class="{name}" width="{width}"/>'


def _expected_mark(at: str) -> str:
    """The black line, on a halo of paper so that it shows inside a fill."""
    return f'<rect class="m" x="{at}"/>'


def _bar(shapes: Iterable[str], label: str, name: str = "") -> Markup:
    return drawing(f"k-bar {name}".rstrip(), 0, shapes, label)


def progress_bar(progress: Fraction | None, expected: Fraction, standing: Standing, label: str) -> Markup:
    """Now as a bar, expected as a line, the shortfall between them tinted. Ratios; over 1 the bar is simply full."""
    shapes = [_TRACK]
    now = max(progress or Fraction(0), Fraction(0))
    if progress is not None:
        if now < expected:
            shapes.append(_fill(percent(expected), "u"))
        if now > 0:
            shapes.append(_fill(percent(now), "p"))
    shapes.append(_expected_mark(percent(expected)))
    return _bar(shapes, label, f"s-{standing.value}")


def gap_bar(
    behavior: Fraction | None,
    required: Fraction,
    aptitude: Fraction | None,
    scale: tuple[Fraction, Fraction],
    label: str,
) -> Markup:
    """Behavior shown as a bar, the shortfall tinted, what the role asks as a line, aptitude as a ring."""

    def at(value: Fraction) -> str:
        return percent((value - scale[0]) / (scale[1] - scale[0]))

    shapes = [_TRACK]
    if behavior is not None:
        if behavior < required:
            shapes.append(_fill(at(required), "u"))
        shapes.append(_fill(at(behavior), "p"))
    shapes.append(_expected_mark(at(required)))
    if aptitude is not None:
        shapes.append(circle(at(aptitude), 7, 4, "o"))
    return _bar(shapes, label, "k-gapbar")


def mean_bar(value: Fraction, highest: Fraction, label: str) -> Markup:
    """One plain bar in a column of bars that share a scale from 0 to `highest`."""
    return _bar([_fill(percent(value / highest if highest else 0), "w")], label)


def way_bar(way: Fraction, label: str) -> Markup:
    """Which part of a way has been gone, in its track. A ratio: nothing under 0, full over 1."""
    shapes = [_TRACK]
    if way > 0:
        shapes.append(_fill(percent(way), "w"))
    return _bar(shapes, label)


def mix_bar(shares: Sequence[Fraction], norms: Sequence[Fraction], label: str) -> Markup:
    """Hours by way of learning as one bar in three tints, and the norm as lines; shares and norms are ratios."""
    shapes = []
    left = Fraction(0)
    for name, share in zip("abc", shares, strict=True):
        if share > 0:
            shapes.append(rect(percent(left), 4, percent(share), 12, name))
        left += share
    for norm in norms:
        shapes += [rect(percent(norm), 0, "5", 20, "h", _HALO), rect(percent(norm), 0, "2", 20, "m", _MARK)]
    return drawing("k-mix", 20, shapes, label)


def standing_bar(counts: Sequence[tuple[Standing, int]], label: str) -> Markup:
    """How many goals stand where, in the order given, with a sliver of paper between them."""
    total = sum(count for _, count in counts)
    shapes = []
    left = 0
    for standing, count in counts:
        if count:
            shapes.append(
                rect(percent(Fraction(left, total)), 0, percent(Fraction(count, total)), 12, f"s-{standing.value}")
            )
            if left:
                shapes.append(rect(percent(Fraction(left, total)), 0, "2", 12, "h", ' transform="translate(-1)"'))
        left += count
    return drawing("k-standings", 12, shapes, label)
