"""Sentences, numbers and dates in the reader's language, as bare words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from string import Formatter

from koers.language import Translator
from koers.model.goal import Indicator, Measure
from koers.progress.values import IndicatorProgress
from koers.reading.guard import End, bound, nearest
from koers.texts import Text, Value

NO_BREAK = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Voice:
    """How koers speaks: one language, and the day it is of (a date in its year goes without the year)."""

    translator: Translator
    as_of: date

    def plain(self, value: Value) -> str:
        """A sentence, number, date or text in words; the `*stars*` of a sentence are gone."""
        if type(value) is str:
            return value
        if isinstance(value, Text):
            template = self.template(value)
            if not value.params:
                return _without_places(template)
            params = dict(value.params)
            return "".join(
                plain if field is None else plain + self.plain(params[field]) for plain, field in cut(template)
            )
        if isinstance(value, tuple):
            return ", ".join(self.plain(item) for item in value)
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, Decimal):
            return self.translator.exactly(value).replace("-", MINUS)
        if isinstance(value, date):
            return self.short(value)
        return str(value)

    def template(self, sentence: Text) -> str:
        """The sentence in its language, with its places."""
        if sentence.plural is None:
            return self.translator.gettext(sentence.msgid)
        return self.translator.ngettext(sentence.msgid, sentence.plural, sentence.count)

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

    def score(self, value: Fraction, end: End | None) -> str:
        """A score from 0 to 100, or a difference of two, as it is told: whole points, and at an end `95 or more`."""
        return self.bound(self.number(nearest(value)), end)

    def bound(self, written: str, end: End | None) -> str:
        """A number of which perhaps only a bound is told: `95`, `95 or more`, `5 or less`."""
        return self.plain(bound(written, end))

    def current(self, progress: IndicatorProgress) -> str:
        """Where an indicator stands; empty without a point."""
        return "" if progress.current is None else self.told(progress, progress.current, progress.end)

    def told(self, progress: IndicatorProgress, value: Fraction, end: End | None) -> str:
        """A value that was read for this indicator: as `amount`, a mean of respondents as far as it is told."""
        return self.bound(self.amount(progress.indicator, progress.told(value)), end)

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
def cut(template: str) -> tuple[tuple[str, str | None], ...]:
    """A sentence at its places: the words before each, without stars, and the place's name (None at the end)."""
    return tuple((literal.replace("*", ""), field) for literal, field, _, _ in Formatter().parse(template))


def _without_places(template: str) -> str:
    return "".join(plain for plain, _ in cut(template))
