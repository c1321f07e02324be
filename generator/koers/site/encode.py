"""The one encoder between what people wrote and the pages.

A page is raw HTML inside a Markdown file, with its title in front matter. Between that file and the reader stand
YAML, Markdown with its extensions, the theme's templates (which print a title unescaped) and the browser. All of
them give meaning to ASCII punctuation only, so every punctuation mark leaves here as a numeric character
reference: the browser shows the very same text and nothing before it can act on it.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

from markupsafe import Markup

_PUNCTUATION = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}

_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "&#65533;")
"""Control characters have no place on a page; Python-Markdown uses two of them (STX, ETX) for its own marks."""

_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("(?<= )[ \t]|\t|^ | $")

_TABLE = _CONTROLS | _PUNCTUATION | {0x09: "\t"}


_HARMLESS = re.compile(r"[^\W_]+(?: [^\W_]+)*")
"""Letters and digits with single spaces between them: what most texts of a page are, and what encoding leaves alone."""

_KNOWN = 8192
"""How many texts are remembered encoded: names, labels and a leader's check-ins stand on several pages each."""


def _line(text: str) -> str:
    """One line: punctuation and controls as references, and what would collapse: a tab, a space after a space."""
    return _SPACES.sub(lambda found: f"&#{ord(found[0])};", text.translate(_TABLE))


@lru_cache(maxsize=_KNOWN)
def encode(text: str) -> Markup:
    """`text` for the inside of an element: the same characters on the page, line breaks as `<br>`."""
    if _HARMLESS.fullmatch(text):
        return Markup(text)  # noqa: S704 - no mark in it
    return Markup("<br>".join(_line(line) for line in _LINE_BREAK.split(text)))  # noqa: S704 - this makes it safe


@lru_cache(maxsize=_KNOWN)
def encode_line(text: str) -> Markup:
    """`text` for an attribute, an SVG or a title, where no element can stand: line breaks become spaces."""
    if _HARMLESS.fullmatch(text):
        return Markup(text)  # noqa: S704 - no mark in it
    return Markup(" ".join(_line(line) for line in _LINE_BREAK.split(text)))  # noqa: S704 - this makes it safe


def plain_line(text: str) -> str:
    """The characters that a reader sees of `encode_line(text)`, without references."""
    return _UNSEEN.sub("\ufffd", " ".join(_LINE_BREAK.split(text)))


_UNSEEN = re.compile("[" + "".join(re.escape(chr(code)) for code in _CONTROLS if code != ord("\t")) + "]")


def encode_title(text: str) -> Markup:
    """`text` for the title in front matter, between double quotes; the theme and the search print it as it stands.

    Marks that separate words and act nowhere there stay as they are: the search finds "making" in "Decision-making".
    """
    return Markup(with_plain_marks(encode_line(text)))  # noqa: S704 - only harmless marks


def with_plain_marks(html: str) -> str:
    """The same HTML with the marks that act nowhere in HTML as they are: for what Markdown and templates never read.

    >>> with_plain_marks("Why &#40;not&#41; 5 &#60; 6&#63;")
    'Why (not) 5 &#60; 6?'
    """
    return _KEPT.sub(lambda found: _MARKS[found[0]], html)


_MARKS = {f"&#{ord(mark)};": mark for mark in "-.,:()?!/+%"}
_KEPT = re.compile("&#(?:" + "|".join(str(ord(mark)) for mark in _MARKS.values()) + ");")
