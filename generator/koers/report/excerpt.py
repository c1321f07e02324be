"""The line at fault with carets under it, as wide as a terminal shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koers.diagnostic import Span
from koers.report.neutral import cells, width

# The line breaks of YAML 1.1, which libyaml counts; the reader refuses the exotic ones, but with this position.
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

_BEFORE, _AFTER = 60, 100
"""Code points shown before and after the first column at fault, on a line that is longer than that."""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, without their breaks, numbered as positions number them (the first is line 1)."""
    return tuple(_LINE_BREAK.split(text))


def excerpt(lines: Sequence[str], span: Span) -> tuple[str, ...]:
    """Two lines: the source and its carets, `14 | ...` over `   | ^^^`. Empty when `span` lies outside `lines`.

    A span over several lines is marked to the end of its first line. Tabs and unsafe characters are shown as
    what they are replaced by, and the carets cover all of it.
    """
    if not 1 <= span.line <= len(lines):
        return ()
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first, last = max(0, start - _BEFORE), min(len(line), start + _AFTER)
    end = max(min(end, last), start)
    shown = cells(line[first:last])
    head = "… " if first else ""
    tail = " …" if last < len(line) else ""
    before = head + "".join(shown[: start - first])
    marked = "".join(shown[start - first : end - first])
    after = "".join(shown[end - first :])
    number = f"{span.line:>5}"
    source = f"{number} | {before}{marked}{after}{tail}"
    carets = f"{' ' * len(number)} | {' ' * width(before)}{'^' * max(1, width(marked))}"
    return (source.rstrip(), carets)
