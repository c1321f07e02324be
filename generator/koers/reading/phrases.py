"""Where a stretch of a text's value stands in the YAML that wrote it: plain, quoted, folded or literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from koers.diagnostic import Span

_SHORT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_WIDE = {"x": 2, "u": 4, "U": 8}
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n")

_Piece = tuple[str, int, int]
"""A code point of the value, and where in the text it is written: from, and up to."""


def phrase_span(source: str, span: Span, value: str, start: int, end: int) -> Span:
    """Returns the span in `source` of `value[start:end]`, when `value` is the scalar that stands at `span`.

    The value is put together again from the text; if that does not give the value, the whole span is returned
    rather than a wrong place.
    """
    offsets = _line_starts(source)
    first = offsets[span.line - 1] + span.column - 1
    last = offsets[span.end_line - 1] + span.end_column - 1
    pieces = list(_pieces(source, first, last, value))
    if "".join(piece[0] for piece in pieces[: len(value)]) != value or not 0 <= start < end <= len(value):
        return span
    from_, up_to = pieces[start][1], pieces[end - 1][2]
    return Span(*_position(offsets, from_), *_position(offsets, up_to))


def _line_starts(source: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", source))]


def _position(offsets: list[int], offset: int) -> tuple[int, int]:
    low, high = 0, len(offsets)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offsets[middle] <= offset else (low, middle)
    return low + 1, offset - offsets[low] + 1


def _pieces(source: str, first: int, last: int, value: str) -> Iterator[_Piece]:
    match source[first : first + 1]:
        case '"':
            return _flow(source, first + 1, last - 1, '"')
        case "'":
            return _flow(source, first + 1, last - 1, "'")
        case "|" | ">":
            return _block(source, first, last, value)
        case _:
            return _flow(source, first, last, "")


def _flow(source: str, first: int, last: int, quote: str) -> Iterator[_Piece]:
    """Plain and quoted text: line breaks fold to a space, empty lines to line breaks."""
    at = first
    while at < last:
        character = source[at]
        fold = re.compile(r"[ \t]*\r?\n[ \t\r\n]*").match(source, at, last) if character in " \t\r\n" else None
        if fold is not None:
            yield from _folded(source, fold.start(), fold.end())
            at = fold.end()
        elif quote == "'" and character == "'":
            yield "'", at, at + 2
            at += 2
        elif quote == '"' and character == "\\":
            length = 2 + _WIDE.get(source[at + 1], 0)
            if source[at + 1] in "\r\n":
                fold = re.compile(r"\\\r?\n[ \t]*").match(source, at, last)
                assert fold is not None
                at = fold.end()
                continue
            written = source[at + 2 : at + length]
            try:
                yield (chr(int(written, 16)) if written else _SHORT.get(source[at + 1], "")), at, at + length
            except (ValueError, OverflowError):
                return
            at += length
        else:
            yield character, at, at + 1
            at += 1


def _folded(source: str, first: int, last: int) -> Iterator[_Piece]:
    """The white space around one or more line breaks."""
    breaks = [match.start() for match in re.finditer("\n", source[first:last])]
    if len(breaks) == 1:
        yield " ", first, last
        return
    for offset in breaks[1:]:
        yield "\n", first + offset, first + offset + 1


def _block(source: str, first: int, last: int, value: str) -> Iterator[_Piece]:
    """Literal and folded blocks, line by line."""
    header = _HEADER.match(source, first)
    words = value.strip("\n")
    if header is None or not words.strip():
        return
    lines = list(_lines(source, header.end(), last))
    own = len(words) - len(words.lstrip(" "))
    indentation = next(len(line) - len(line.lstrip(" ")) for _, line in lines if line.strip(" ")) - own
    is_folded = source[first] == ">"
    before: str | None = None
    """The last line that was not empty; None before the first."""
    waiting: list[int] = []
    """Where the line breaks since then are."""
    for at, line in lines:
        content = line[indentation:]
        if content:
            yield from _breaks(waiting, before, content, is_folded)
            start = at + indentation
            yield from ((character, start + index, start + index + 1) for index, character in enumerate(content))
            before, waiting = content, []
        waiting.append(at + len(line))
    for _ in range(len(value) - len(value.rstrip("\n"))):
        yield "\n", last, last


def _lines(source: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """(offset, line without its break) of a stretch of text."""
    at = first
    for line in source[first:last].split("\n"):
        yield at, line.removesuffix("\r")
        at += len(line) + 1


def _breaks(waiting: list[int], before: str | None, after: str, is_folded: bool) -> Iterator[_Piece]:
    """The line breaks between two lines of a block, as the value has them."""
    is_indented = after[0] in " \t" or (before is not None and before[0] in " \t")
    if not is_folded or is_indented or before is None:
        kept = waiting
    elif len(waiting) == 1:
        yield " ", waiting[0], waiting[0] + 1
        return
    else:
        kept = waiting[1:]
    yield from (("\n", at, at + 1) for at in kept)
