"""Before and after: a ring, a dot, and the way between them."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from koers.site.charts.svg import circle, drawing, line, percent


def scale_for(values: list[Fraction], bounds: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """A scale that all rows share: the values with some air around them, in tenths of the instrument's scale."""
    step = (bounds[1] - bounds[0]) / 10
    if not values or not step:
        return bounds
    low = bounds[0] + ((min(values) - bounds[0]) // step - 1) * step
    high = bounds[0] + (-((bounds[0] - max(values)) // step) + 1) * step
    return max(low, bounds[0]), min(high, bounds[1])


def before_after(
    before: Fraction, after: Fraction, target: Fraction | None, scale: tuple[Fraction, Fraction], label: str
) -> Markup:
    """One row. A decline shows by itself: the dot lies left of the ring."""

    def at(value: Fraction) -> str:
        return percent((value - scale[0]) / (scale[1] - scale[0]))

    shapes = [line("0", 12, "100%", 12, "a"), line(at(before), 12, at(after), 12, "l")]
    if target is not None:
        shapes.append(line(at(target), 0, at(target), 24, "t"))
    shapes += [circle(at(before), 12, 4.5, "o"), circle(at(after), 12, 5, "d")]
    return drawing("k-ba", 24, shapes, label)
