"""The slips of people who write YAML for the first time, known by the lines around the place where the parser stopped.

The parser says where it could not go on; the slip is often on the line before, and a beginner needs to hear which
character to type where. What is found here is said instead of the parser's complaint, which stays for the rest.
"""

from __future__ import annotations

import re

from koers.diagnostic import Span
from koers.reading.characters import ODD_SPACES, odd_space
from koers.texts import Text, text

Slip = tuple[Span, Text, Text]
"""Where it is, what it is, and what to do."""

_CONFLICT = re.compile(r"(<{7}|>{7})(?: |$)")
_ODD_PLACE = re.compile(rf"^[ ]*(?:- )?([{ODD_SPACES}])|^[ ]*(?:- )?[A-Za-z][\w-]*[ ]*:?([{ODD_SPACES}])")
_NO_SPACE = re.compile(r"[ ]*(?:- )?([A-Za-z][\w-]*):(?=[^\s/])")
_NO_COLON = re.compile(r"([ ]*)(?:- )?([a-z][a-z0-9_-]*)(?: +(\S.*))?$")
_KEY = re.compile(r"([ ]*)(?:- )?[\w-]+:(?: |$)")
_AFTER_QUOTES = re.compile(r"""[ ]*(?:- )?(?:[\w-]+:[ ]+)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ ]*(?=[^\s#:,}\]])""")
_TWO_COLONS = re.compile(r"([ ]*(?:- )?([\w-]+):[ ]+)([^\s\"'\[{|>&*!#][^#]*?:(?: [^#]*?)?)[ ]*(?: #.*)?$")
_LONGEST_SHOWN = 60
"""A longer text is shown by its beginning."""


def slip_at(source: str, problem: str, line: int) -> Slip | None:
    """Returns the slip behind libyaml's `problem`, which it noticed on `line` (from 1); None when it is not known."""
    lines = source.split("\n")
    found = _conflict(lines) or _odd_space(lines, line)
    if found is None and "could not find expected ':'" in problem:
        found = _no_space(lines, line) or _no_colon(lines, line)
    elif found is None and "mapping values" in problem:
        found = _no_space(lines, line) or _no_colon_above(lines, line) or _colon_in_text(lines, line)
    elif found is None and ("expected key" in problem or "<document start>" in problem):
        found = _after_quotes(lines, line) or _no_space(lines, line)
    return found


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _above(lines: list[str], number: int) -> int:
    """The number of the line above that says something; 0 when there is none."""
    number -= 1
    while number > 0 and (not _line(lines, number).strip() or _line(lines, number).lstrip().startswith("#")):
        number -= 1
    return number


def _conflict(lines: list[str]) -> Slip | None:
    """What git leaves in a file when two people changed the same lines."""
    for number, words in enumerate(lines, 1):
        if _CONFLICT.match(words):
            return (
                Span(number, 1, number, 8),
                text("git left its marks of a conflict here: two versions of the same lines stand in this file"),
                text("keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"),
            )
    return None


def _odd_space(lines: list[str], line: int) -> Slip | None:
    for number in (line, _above(lines, line)):
        match = _ODD_PLACE.match(_line(lines, number))
        if match is not None:
            at = match.start(match.lastindex or 0)
            return (Span(number, at + 1, number, at + 2), *odd_space(match[match.lastindex or 0]))
    return None


def missing_space(words: str) -> str | None:
    """Returns the key of a text that was meant as a key and its value (`title:Run`), or None."""
    match = _NO_SPACE.match(words)
    return match[1] if match is not None else None


def _no_space(lines: list[str], line: int) -> Slip | None:
    """`title:Run`."""
    above = _above(lines, line)
    for number in (line, above, _above(lines, above)):
        words = _line(lines, number)
        match = _NO_SPACE.match(words)
        if match is not None:
            at = match.end()
            return (
                Span(number, at, number, at + 1),
                text("there is no space after the `:` of `{key}`", key=match[1]),
                text("put a space after `{key}:`", key=match[1]),
            )
    return None


def _after_quotes(lines: list[str], line: int) -> Slip | None:
    """`"What?" is my question`: the text ends where its quotes end."""
    words = _line(lines, line)
    match = _AFTER_QUOTES.match(words)
    if match is None:
        return None
    whole = words[match.start(1) :].strip()
    written = "'" + whole.replace("'", "''") + "'" if '"' in whole or "\\" in whole else f'"{whole}"'
    at = match.end() + 1
    hint = text("put all of it in quotes: {written}", written=written)
    if len(written) > _LONGEST_SHOWN:
        hint = text("put all of it in single quotes ('), and write an apostrophe in it twice ('')")
    return (
        Span(line, at, line, at + 1),
        text("the text ends at the closing quote, and something stands behind it"),
        hint,
    )


def _no_colon(lines: list[str], line: int) -> Slip | None:
    """`category team`."""
    match = _NO_COLON.match(_line(lines, line))
    if match is None:
        return None
    at = len(match[1]) + 1
    value = f" {match[3]}" if match[3] else ""
    return (
        Span(line, at, line, at + len(match[2])),
        text("there is no `:` after `{key}`", key=match[2]),
        text("write `{written}`", written=_short(f"{match[2]}:{value}")),
    )


def _no_colon_above(lines: list[str], line: int) -> Slip | None:
    """`name Anna`, after which the parser takes the next line for the rest of the text and comes upon its colon."""
    number = _above(lines, line)
    above, here = _NO_COLON.match(_line(lines, number)), _KEY.match(_line(lines, line))
    if here is None or above is None or (len(above[1]) < len(here[1]) and above[3] is not None):
        return None
    return _no_colon(lines, number)


def _colon_in_text(lines: list[str], line: int) -> Slip | None:
    """`effect: my question: why?`."""
    match = _TWO_COLONS.match(_line(lines, line))
    if match is None:
        return None
    at = match.start(3) + match[3].index(":") + 1
    written = '"' + match[3].replace("\\", "\\\\").replace('"', '\\"') + '"'
    hint = text("put the text in quotes: {written}", written=written)
    if len(written) > _LONGEST_SHOWN:
        hint = text('put the text in quotes: "…"; a quote inside it is written \\"')
    return (
        Span(line, at, line, at + 1),
        text("a `:` with a space behind it, in the middle of a text without quotes"),
        hint,
    )


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 1] + "…"
