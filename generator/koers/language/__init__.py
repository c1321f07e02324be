"""Sentences in the reader's language: gettext catalogs (one `.po` file a room), dates and numbers through Babel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from koers.language.catalog import sentences
from koers.texts import Text, Value

LANGUAGES = ("en", "nl")
_WIDE = Context(prec=10, Emax=999_999, Emin=-999_999)
DAY = "d MMM y"
"""The usual way to write a date, as a CLDR pattern: 14 May 2026."""
LOCALES = MappingProxyType({"en": "en_GB", "nl": "nl_NL"})
"""English is written the European way (14 May 2026), as the organizations of this tool do."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Puts sentences in one language; English, the language they are written in, needs no catalog."""

    language: str
    catalog: Mapping[str, tuple[str, ...]]

    def gettext(self, message: str) -> str:
        """Returns the sentence in this language, or as it is when the catalog lacks it."""
        return self.catalog.get(message, (message,))[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Returns the sentence for this number. English and Dutch both have a singular for 1 only."""
        forms = self.catalog.get(singular, (singular, plural))
        return forms[0 if n == 1 else -1]

    def say(self, sentence: Text) -> str:
        """Returns the whole sentence, with every place filled in."""
        template = (
            self.gettext(sentence.msgid)
            if sentence.plural is None
            else self.ngettext(sentence.msgid, sentence.plural, sentence.count)
        )
        return template.format_map({name: self.value(value) for name, value in sentence.params})

    def value(self, value: Value) -> str:
        """Writes what fills a place: sentences translated, numbers and dates written out, tuples joined with commas."""
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, tuple):
            return ", ".join(self.value(item) for item in value)
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, Decimal):
            return self.exactly(value)
        if isinstance(value, date):
            return self.date(value)
        return str(value)

    def number(self, value: Fraction | int, decimals: int = 1) -> str:
        """Writes a number: `2.5`, in Dutch `2,5`; at most so many decimals, and none that say nothing."""
        return _number(self.language, value.numerator, value.denominator, decimals)

    def exactly(self, value: Decimal) -> str:
        """Writes a number with every decimal that it has: `0.75`, in Dutch `0,75`."""
        return self.number(Fraction(value), max(0, -int(value.as_tuple().exponent)))

    def hundredfold(self, ratio: Fraction) -> str:
        """Writes a ratio in whole percents, without their sign: `65` for 0.654."""
        return _number(self.language, 100 * ratio.numerator, ratio.denominator, 0)

    def date(self, value: date, format: str = DAY) -> str:
        """Writes a date in the organization's language, `14 May 2026`; `format` is a CLDR pattern."""
        return _date(self.language, value, format)


# Babel reads the locale and the pattern anew for each value, and a site repeats few numbers and days very often.
@lru_cache(maxsize=16384)
def _number(language: str, numerator: int, denominator: int, decimals: int) -> str:
    from babel.numbers import format_decimal  # a run that writes no number does without

    tenths = round(Fraction(numerator, denominator) * 10**decimals)
    if abs(tenths) >= 10**20:  # nobody means it, and it must still be written
        return f"{Decimal(tenths).scaleb(-decimals, _WIDE):.2E}"
    return format_decimal(Decimal(tenths).scaleb(-decimals), format="#,##0." + "#" * decimals, locale=LOCALES[language])


_MONTHS = MappingProxyType(
    {
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    }
)
"""The months in `DAY`, as Babel has them: every report names a day, and need not wait until Babel is loaded."""


@lru_cache(maxsize=16384)
def _date(language: str, value: date, format: str) -> str:
    if format == DAY:
        return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
    from babel.dates import format_date  # a run that writes no other date does without

    return format_date(value, format, locale=LOCALES[language])


@cache
def translator(language: str) -> Translator:
    """Returns the translator for `en` or `nl`; any other language falls back to English."""
    if language not in LANGUAGES:
        language = "en"
    catalog: dict[str, tuple[str, ...]] = {}
    for file in sorted((Path(__file__).parent / language).glob("*.po")):
        catalog.update(sentences(file.read_text(encoding="utf-8")))
    return Translator(language, MappingProxyType(catalog))
