"""A calendar feed as RFC 5545 wants it: all-day events, lines of at most 75 octets that end in CRLF, text escaped.

Written here and not by a library: a feed is a dozen properties, and a library would be a dependency of everybody
who builds a site. A test reads the feeds back with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_LIMIT = 75
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_UID = re.compile(r"[^A-Za-z0-9._@-]")


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Something on one day, the whole day long. `uid` is the same in every build."""

    uid: str
    on: date
    summary: str
    description: str = ""
    category: str = ""


def calendar(name: str, events: Iterable[FeedEvent], timezone: str, language: str) -> str:
    """The whole feed. Events come out by date and uid."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//koers//feed//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{escaped(timezone)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
    ]
    ordered = sorted(events, key=lambda event: (event.on, event.uid))
    for event in ordered:
        lines += _event(event)
    if not ordered:
        lines += _PLACEHOLDER
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


_PLACEHOLDER = (
    # A calendar must hold at least one component; with nothing to say, this one says least.
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def _event(event: FeedEvent) -> list[str]:
    """Without an end: a day without one lasts that day.

    The stamp, which RFC 5545 demands, is the event's own day: with that of the build, every feed changed every day.
    """
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_NOT_IN_UID.sub('-', event.uid)}",
        f"DTSTAMP:{_basic(event.on)}T000000Z",
        f"DTSTART;VALUE=DATE:{_basic(event.on)}",
        f"SUMMARY:{escaped(event.summary)}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.category:
        lines.append(f"CATEGORIES:{escaped(event.category)}")
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _basic(on: date) -> str:
    return on.isoformat().replace("-", "")


def escaped(text: str) -> str:
    r"""Text as a value: backslash, semicolon, comma and line breaks escaped, other controls taken out.

    >>> escaped("Ask; wait, then\nlisten")
    'Ask\\; wait\\, then\\nlisten'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub("", _LINE_BREAK.sub("\\\\n", text))


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets in UTF-8, each further one after CRLF and a space; no character is cut."""
    if line.isascii():
        rest = range(_LIMIT, len(line), _LIMIT - 1)
        return "\r\n ".join([line[:_LIMIT], *(line[at : at + _LIMIT - 1] for at in rest)])
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > _LIMIT:
            pieces.append(piece)
            piece, size = "", 1  # the space that says "this line goes on"
        piece += character
        size += width
    return "\r\n ".join([*pieces, piece])
