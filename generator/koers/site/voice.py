"""Sentences, numbers and dates as they stand on a page, in the reader's language and already safe.

A sentence is a `Text` whose catalog entry may mark what is to stand out with `*stars*`. Its own words and whatever
fills its places are made safe one by one, so a name can neither add a mark nor lose one: our own words and numbers
are escaped for HTML, every text of a user passes the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from string import Formatter

from markupsafe import Markup, escape

from koers.language import Translator
from koers.model.goal import Indicator, Measure
from koers.site.encode import encode, encode_line
from koers.texts import Text, Value

NO_BREAK = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Voice:
    """How the site speaks: one language, and the day it is made for (a date in its year goes without the year)."""

    translator: Translator
    as_of: date

    def say(self, value: Value) -> Markup:
        """A sentence, number, date or text as markup; `*stars*` of a sentence become `<strong>`."""
        kind = type(value)
        if kind is str:
            return encode(value)
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            return self._sentence(value)
        if isinstance(value, tuple):
            return Markup(", ").join(self.say(item) for item in value)
        return encode(value) if isinstance(value, str) else escape(self.plain(value))

    def plain(self, value: Value) -> str:
        """The same as a bare string, stars gone: for titles, attributes and SVG, encoded where they are printed."""
        if type(value) is str:
            return value
        if isinstance(value, Text):
            template = self._template(value)
            if not value.params:
                return _without_places(template)
            params = dict(value.params)
            return "".join(
                plain if field is None else plain + self.plain(params[field]) for plain, _, field in _pieces(template)
            )
        if isinstance(value, tuple):
            return ", ".join(self.plain(item) for item in value)
        if isinstance(value, Markup):
            return value.striptags()
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, date):
            return self.short(value)
        return str(value)

    def line(self, value: Value) -> Markup:
        """The same on one line without elements, for attributes and SVG."""
        return encode_line(self.plain(value))

    def _template(self, sentence: Text) -> str:
        """The sentence in its language, with its places."""
        if sentence.plural is None:
            return self.translator.gettext(sentence.msgid)
        return self.translator.ngettext(sentence.msgid, sentence.plural, sentence.count)

    def _sentence(self, sentence: Text) -> Markup:
        pieces = _pieces(self._template(sentence))
        params = dict(sentence.params)
        said: list[str] = []
        for _, safe, field in pieces:
            said.append(safe)
            if field is not None:
                said.append(self.say(params[field]))
        return Markup("".join(said))  # noqa: S704 - each piece and each value is safe

    def number(self, value: Fraction | int, decimals: int = 1) -> str:
        """`2.5`, in Dutch `2,5`, with a true minus."""
        return self.translator.number(value, decimals).replace("-", MINUS)

    def signed(self, value: Fraction | int) -> str:
        """`+13`, `−2`, `0`: a change always says its direction."""
        written = self.number(value)
        return f"+{written}" if value > 0 else written

    def percent(self, ratio: Fraction) -> str:
        """A ratio in whole percents: `65 %`."""
        return f"{self.translator.hundredfold(ratio).replace('-', MINUS)}{NO_BREAK}%"

    def amount(self, indicator: Indicator, value: Fraction) -> str:
        """A value of this indicator: a share in percent, anything else as a number (its unit stands elsewhere)."""
        if indicator.measure is Measure.SHARE:
            return f"{self.number(value, 0)}{NO_BREAK}%"
        return self.number(value)

    def day(self, on: date) -> str:
        """`Thu 14 May`."""
        return self.translator.date(on, "EEE d MMM" + self._year(on))

    def weekday(self, on: date) -> str:
        """`Thursday 14 May`."""
        return self.translator.date(on, "EEEE d MMMM" + self._year(on))

    def opening(self, on: date) -> str:
        """`Thursday 14 May 2026`, as a line begins: with a capital in every language."""
        written = self.translator.date(on, "EEEE d MMMM y")
        return written[:1].upper() + written[1:]

    def short(self, on: date) -> str:
        """`14 May`."""
        return self.translator.date(on, "d MMM" + self._year(on))

    def bare(self, on: date) -> str:
        """`14 May`, whatever the year: for a place where the year stands elsewhere."""
        return self.translator.date(on, "d MMM")

    def full(self, on: date) -> str:
        """`14 May 2026`, with its year whatever the year."""
        return self.translator.date(on, "d MMM y")

    def month(self, on: date) -> str:
        """`May`."""
        return self.translator.date(on, "LLL").rstrip(".")

    def _year(self, on: date) -> str:
        return "" if on.year == self.as_of.year else " y"


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[tuple[str, str, str | None], ...]:
    """A sentence cut at its places: what comes before each, bare and as HTML, and the place's name (None at the end).

    `*stars*` are `<strong>` in the HTML and gone from the bare words; they may open before a place and close after it.
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
        pieces.append((literal.replace("*", ""), "".join(safe), field))
    return tuple(pieces)


def _without_places(template: str) -> str:
    return "".join(plain for plain, _, _ in _pieces(template))
