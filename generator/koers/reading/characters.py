"""The first look at a file, before any YAML: its size, its encoding, and characters nobody can see."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity, Span
from koers.reading.limits import MOST_BYTES, MOST_PROBLEMS
from koers.texts import Text, text

_POINTER = b"version https://git-lfs.github.com/spec/"
_STAND_IN = "\ufffd"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_REFUSED = re.compile(
    rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
_IS_BIDI = re.compile(f"[{_BIDI}]")
_BREAKS = frozenset("\r\x85\u2028\u2029")
ODD_SPACES = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000"
"""Spaces that look like a space, or like nothing, and are none to YAML: for the brackets of a regular expression."""
_ODD_EDGE = re.compile(rf"[{ODD_SPACES}] *(?::|#.*|$)|(?:^|[:-]) *[{ODD_SPACES}]", re.MULTILINE)


def decode(content: bytes, path: str) -> str | Diagnostic:
    """Returns the text of a file, or the problem when it is not UTF-8, larger than 256 KiB, or elsewhere (Git LFS).

    A byte order mark at the start is left out."""
    if len(content) > MOST_BYTES:
        return Diagnostic(
            path,
            WHOLE_FILE,
            Severity.ERROR,
            "Y015",
            text("this file is larger than {most} KiB, which is the most that is read", most=MOST_BYTES // 1024),
            text("split it; texts, pictures and reports belong in files of their own"),
        )
    if content.startswith(_POINTER):
        return Diagnostic(
            path,
            WHOLE_FILE,
            Severity.ERROR,
            "F025",
            text("a pointer of Git LFS lies here, and not the file itself"),
            text("run `git lfs pull`; plans are small, so they need no Git LFS: take them out of .gitattributes"),
        )
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            hint = text("save the file as UTF-8; it looks like UTF-16")
        else:
            hint = text("save the file as UTF-8; in most editors that is a choice when saving")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return Diagnostic(
            path,
            Span(line, column, line, column + 1),
            Severity.ERROR,
            "Y011",
            text("this file is not UTF-8: it cannot be read from here on"),
            hint,
        )


def has_refused(source: str) -> bool:
    """Tells whether a text holds a character that is refused. Every such character is one that cannot be printed."""
    return not source.replace("\n", "").isprintable() and _REFUSED.search(source) is not None


def has_odd_edge(source: str) -> bool:
    """Tells whether a line may begin or end with a space that YAML does not take for one, or has it before a value."""
    return not source.isascii() and _ODD_EDGE.search(source) is not None


def odd_space(character: str) -> tuple[Text, Text]:
    """Returns message and hint for a space that YAML does not take for one."""
    code = f"U+{ord(character):04X}"
    return (
        text("a special space here ({code}), where a plain one should be; the two look the same", code=code),
        text("delete it and type a space; it often comes along when text is pasted"),
    )


def replace_refused(source: str, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Returns the text with a stand-in for every refused character, so that all positions stay, and the problems.

    Refused are control characters, characters that turn the direction of text around (what a reviewer sees is
    then not what is there), line breaks other than LF and CR LF, and byte order marks in the middle.
    """
    if not has_refused(source):
        return source, ()
    return _REFUSED.sub(_STAND_IN, source), tuple(islice(_problems(source, path), MOST_PROBLEMS))


def _problems(source: str, path: str) -> Iterator[Diagnostic]:
    line, line_start, counted = 1, 0, 0
    for match in _REFUSED.finditer(source):
        line += source.count("\n", counted, match.start())
        line_start = source.rfind("\n", 0, match.start()) + 1
        counted = match.start()
        column = match.start() - line_start + 1
        character = match[0]
        message, hint = _words(character)
        yield Diagnostic(path, Span(line, column, line, column + 1), Severity.ERROR, "Y010", message, hint)


def refused_in(value: str) -> Iterator[tuple[str, Text, Text]]:
    """Yields rule, message and hint for each refused character that an escape (`"\\u202e"`) brings into a value."""
    for match in _REFUSED.finditer(value):
        yield "Y010", *_words(match[0])


def _words(character: str) -> tuple[Text, Text]:
    """Message and hint for a refused character."""
    code = f"U+{ord(character):04X}"
    if _IS_BIDI.match(character):
        return (
            text("an invisible character here ({code}) turns the direction of the text around", code=code),
            text("take it out: what people read would not be what is there"),
        )
    if character in _BREAKS:
        return (
            text("a line break here ({code}) that not every program sees as one", code=code),
            text("end the line in the usual way, with Enter"),
        )
    return (
        text("a control character here ({code}), which cannot be seen", code=code),
        text("take it out; it often comes along when text is pasted"),
    )
