"""Text of unknown origin made harmless: it may not drive a terminal, a CI log, an XML or a JSON reader.

Plans and file names are written by anybody who may open a pull request. Escape sequences, bidirectional
overrides and a runner's own markers come out as the visible characters they are made of.
"""

from __future__ import annotations

import json
import re
import unicodedata

# What may not reach a log as it is: C0 and C1 controls, unpaired surrogates (undecodable file names), invisible
# format characters and bidirectional controls, line and paragraph separators, and non-characters, which XML forbids.
# The joiners U+200C and U+200D stay: Persian and many emoji are written with them.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff"
)
_UNSAFE_CHARACTER = re.compile(f"[{_UNSAFE}]")
_SPACING = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")

# `##[group]`, `##vso[...]` and the like are acted on anywhere in a line by the runners that know them.
_RUNNER_MARKER = re.compile(r"#(#[A-Za-z]*\[)")


def escaped(character: str) -> str:
    """One character as visible ASCII: `\\x1b`, `\\u202e`, `\\U000e0001`."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """`text` on one line: line breaks and tabs become a space, other unsafe characters are shown as escapes."""
    flat = _SPACING.sub(" ", text)
    safe = _UNSAFE_CHARACTER.sub(lambda match: escaped(match[0]), flat)
    return _RUNNER_MARKER.sub(r"\\x23\1", safe)


def cells(line: str) -> list[str]:
    """How each code point of one line of source is shown in an excerpt, in order; a tab as four spaces."""
    shown = ["    " if c == "\t" else escaped(c) if _UNSAFE_CHARACTER.match(c) else c for c in line]
    for marker in _RUNNER_MARKER.finditer(line):
        shown[marker.start()] = r"\x23"
    return shown


def width(text: str) -> int:
    """Columns a terminal gives to `text`: 2 for wide characters, 0 for combining marks."""
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def json_text(value: object) -> str:
    """`value` as indented JSON: letters stay readable, whatever could act on a terminal is a JSON escape."""
    plain = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE_CHARACTER.sub(_json_escape, plain) + "\n"


def _json_escape(match: re.Match[str]) -> str:
    # A line break in the layout is the only control character json.dumps leaves outside an escape.
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]
