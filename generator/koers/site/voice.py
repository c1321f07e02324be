"""Sentences, numbers and dates as they stand on a page, in the reader's language and already safe.

A sentence is a `Text` whose catalog entry may mark what is to stand out with `*stars*`. Its own words and whatever
fills its places are made safe one by one, so a name can neither add a mark nor lose one: our own words and numbers
are escaped for HTML, every text of a user passes the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from markupsafe import Markup, escape

from koers.site.encode import encode, encode_line
from koers.story.voice import Voice
from koers.texts import Text, Value


@dataclass(frozen=True, slots=True)
class PageVoice(Voice):
    """The same voice in HTML."""

    def say(self, value: Value) -> Markup:
        """A sentence, number, date or text as markup; `*stars*` of a sentence become `<strong>`."""
        kind = type(value)
        if kind is str:
            return encode(value)
        if isinstance(value, Text):
            return self._sentence(value)
        if isinstance(value, Markup):
            return value
        if isinstance(value, tuple):
            return Markup(", ").join(self.say(item) for item in value)
        return encode(value) if isinstance(value, str) else escape(self.plain(value))

    def plain(self, value: Value) -> str:
        """The same as a bare string, stars gone: for titles, attributes and SVG, encoded where they are printed."""
        if isinstance(value, Markup):
            return value.striptags()
        return Voice.plain(self, value)

    def line(self, value: Value) -> Markup:
        """The same on one line without elements, for attributes and SVG."""
        return encode_line(self.plain(value))

    def _sentence(self, sentence: Text) -> Markup:
        template = self.template(sentence)
        if not sentence.params:
            return _whole(template)
        pieces = _pieces(template)
        params = dict(sentence.params)
        said: list[str] = []
        for safe, field in pieces:
            said.append(safe)
            if field is not None:
                said.append(self.say(params[field]))
        return Markup("".join(said))  # noqa: S704 - each piece and each value is safe


@lru_cache(maxsize=4096)
def _whole(template: str) -> Markup:
    """A sentence without places."""
    (safe, field), *more = _pieces(template) or (("", None),)
    if field is not None or more:
        raise KeyError(field)
    return Markup(safe)  # noqa: S704 - our own words, escaped


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    """A sentence cut at its places: what comes before each as HTML, and the place's name (None at the end).

    `*stars*` are `<strong>`; they may open before a place and close after it.
    """
    pieces = []
    is_strong = False
    for literal, field, _spec, _conversion in Formatter().parse(template):
        safe: list[str] = []
        for index, words in enumerate(literal.split("*")):
            if index:
                safe.append("</strong>" if is_strong else "<strong>")
                is_strong = not is_strong
            safe.append(escape(words))
        pieces.append(("".join(safe), field))
    return tuple(pieces)
