"""The symbols of a page, in one inline sprite: no request, they print, and they follow dark mode by `currentColor`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

_OPEN = '<symbol id="k-i-{name}" viewBox="0 0 16 16">{shapes}</symbol>'
_SOLID = 'class="k-solid"'
_CUT = 'class="k-cut"'
"""A shape without one of these is a line in the color of the text, as its `svg.k-i` has it (koers.css)."""

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "achieved": f'<circle cx="8" cy="8" r="7.2" {_SOLID}/><path {_CUT} d="M4.7 8.3l2.3 2.3 4.4-4.9"/>',
        "on_track": '<circle cx="8" cy="8" r="6.4"/><path d="M5.7 10.3l4.4-4.4M6.7 5.7h3.6v3.6"/>',
        "at_risk": f'<path d="M8 1 15.6 14.6H.4z" {_SOLID}/><path {_CUT} d="M8 6v3.6M8 12.2v.1"/>',
        "off_track": f'<rect x="1" y="1" width="14" height="14" rx="2" {_SOLID}/>'
        f'<path {_CUT} d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/>',
        "no_data": '<circle cx="8" cy="8" r="6.4" stroke-dasharray="2.2 2.82"/>',
        "too_little": '<circle cx="8" cy="8" r="6.4" stroke-dasharray="2.2 2.82"/>'
        f'<circle cx="8" cy="8" r="2" {_SOLID}/>',
        "seal": f'<path {_SOLID} d="M8 .6l1.9 1.4 2.3-.1.7 2.3 1.9 1.3-.8 2.2.8 2.2-1.9 1.3-.7 2.3-2.3-.1L8 '
        '15.4l-1.9-1.4-2.3.1-.7-2.3-1.9-1.3.8-2.2-.8-2.2 1.9-1.3.7-2.3 2.3.1z"/>'
        f'<path {_CUT} d="M5 8.2l2 2 3.9-4.3"/>',
        "returned": '<path d="M6 3L2 7l4 4M2.4 7H10a4 4 0 0 1 4 4v1.6"/>',
    }
)

_USED = re.compile(r'href="#k-i-([a-z_]+)"')


def sprite(body: str) -> Markup:
    """The symbols that `body` refers to, in the order of `SYMBOLS`; nothing when there are none."""
    used = set(_USED.findall(body))
    inside = "".join(_OPEN.format(name=name, shapes=shapes) for name, shapes in SYMBOLS.items() if name in used)
    if not inside:
        return Markup("")
    head = '<svg class="k-sprite" width="0" height="0" aria-hidden="true">'
    return Markup(f"{head}{inside}</svg>")  # noqa: S704 - our own symbols
