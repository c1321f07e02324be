"""The few shapes the charts are made of. Text passes the encoder; everything else is numbers and one-letter classes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from markupsafe import Markup

from koers.site.encode import encode_line

Number = Fraction | float | int


def short(value: Number, decimals: int = 1) -> str:
    """A number as short as it can be written: `12.5`, `7`, `0`.

    >>> short(12.50), short(7.04), short(-0.01)
    ('12.5', '7', '0')
    """
    if type(value) is int:
        return str(value)
    written = f"{float(value):.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{float(value):.0f}"
    return "0" if written in {"-0", ""} else written


def percent(ratio: Number) -> str:
    """A place from left (0) to right (1), clipped to the drawing, in percent with one decimal."""
    return short(min(max(float(ratio), 0.0), 1.0) * 100) + "%"


def line(x1: str, y1: Number, x2: str, y2: Number, name: str = "") -> str:
    """A straight line; a path cannot take percentages."""
    return f'<line{_class(name)} x1="{x1}" y1="{short(y1)}" x2="{x2}" y2="{short(y2)}"/>'


def rect(x: str, y: Number, width: str, height: Number, name: str = "", more: str = "") -> str:
    """A rectangle; `more` is further attributes, ready made."""
    return f'<rect{_class(name)} x="{x}" y="{short(y)}" width="{width}" height="{short(height)}"{more}/>'


def circle(x: str, y: Number, radius: Number, name: str = "") -> str:
    """A dot or, by its class, a ring."""
    return f'<circle{_class(name)} cx="{x}" cy="{short(y)}" r="{short(radius)}"/>'


def path(drawn: str, name: str) -> str:
    """A path by its data, in a `stretched` drawing; nothing when there is none."""
    return f'<path class="{name}" d="{drawn}"/>' if drawn else ""


def stretched(width: int, height: int, shapes: Iterable[str]) -> str:
    """A drawing inside a chart, `width` units wide and pulled to the chart's width; its strokes are not to scale."""
    inside = "".join(shapes)
    size = f'viewBox="0 0 {width} {height}" preserveAspectRatio="none" width="100%" height="{height}"'
    return f'<svg {size} overflow="visible">{inside}</svg>' if inside else ""


def words(x: str, y: Number, text: str, name: str = "", dx: int = 0) -> str:
    """A label, encoded. `dx` moves it so many pixels to the right."""
    shift = f' dx="{dx}"' if dx else ""
    return f'<text{_class(name)} x="{x}" y="{short(y)}"{shift}>{encode_line(text)}</text>'


def group(name: str, shapes: Iterable[str]) -> str:
    """Shapes that share a class; nothing when there are none."""
    inside = "".join(shapes)
    return f'<g class="{name}">{inside}</g>' if inside else ""


def drawing(
    name: str, height: int, shapes: Iterable[str], label: str, description: str = "", width: str = "100%"
) -> Markup:
    """The whole chart. With a description the two are `title` and `desc`, else the label is an `aria-label`.

    A height of 0 leaves the size to the style sheet.
    """
    inside = "".join(shapes)
    size = f' width="{width}" height="{height}"' if height else ""
    head = f'<svg class="{name}" role="img"{size}'
    if description:
        told = f"<title>{encode_line(label)}</title><desc>{encode_line(description)}</desc>"
        return Markup(f"{head}>{told}{inside}</svg>")  # noqa: S704 - every text in it is encoded
    return Markup(f'{head} aria-label="{encode_line(label)}">{inside}</svg>')  # noqa: S704 - as above


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
