"""Numbers and dates as people write them, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.dates import format_date

from koers.language import DAY, LANGUAGES, LOCALES, translator
from koers.texts import text, texts


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (Fraction(5, 2), "2.5", "2,5"),
        (Fraction(4), "4", "4"),
        (Fraction(1, 3), "0.3", "0,3"),
        (Fraction(-1, 3), "-0.3", "-0,3"),
        (Fraction(12345), "12,345", "12.345"),
        (Fraction(10**30), "1.00E+30", "1.00E+30"),
        (Fraction(1, 10**400), "0", "0"),
        (Fraction(10**400, 3), "3.33E+399", "3.33E+399"),
    ],
)
def test_numbers(value: Fraction, english: str, dutch: str) -> None:
    for language, expected in (("en", english), ("nl", dutch)):
        assert translator(language).number(value) == expected


def test_dates() -> None:
    assert translator("en").date(date(2026, 5, 14)) == "14 May 2026"
    assert translator("nl").date(date(2026, 5, 14)) == "14 mei 2026"
    assert translator("nl").date(date(2026, 5, 14), "EEEE d MMMM") == "donderdag 14 mei"


def test_a_value_that_looks_like_a_place_stays_text() -> None:
    sentence = text("there is no {path}", path="{0.__class__} {path} %(x)s")
    assert translator("en").say(sentence) == "there is no {0.__class__} {path} %(x)s"


def test_sentences_inside_sentences_and_lists() -> None:
    inner = texts("{count} file", "{count} files", 2)
    assert translator("en").say(text("No problems in {files} (as of {date})", files=inner, date=date(2026, 4, 1))) == (
        "No problems in 2 files (as of 1 Apr 2026)"
    )
    assert translator("en").value(("a", Fraction(1, 2))) == "a, 0.5"


@pytest.mark.parametrize("written", ["0.75", "4.05", "-1.125", "6", "0.0000001", "1E+30"])
def test_a_number_with_all_its_decimals_is_told_with_all_of_them(written: str) -> None:
    number = Decimal(written)
    assert Decimal(translator("en").value(number)) == number
    assert translator("nl").value(number) == translator("en").value(number).replace(".", ",") or number > 10**20


def test_an_unknown_language_falls_back_to_english() -> None:
    assert translator("xx").language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_written_as_babel_writes_it(language: str) -> None:
    for day in (date(year, month, 2 * month) for year in (1000, 1999, 2026, 9999) for month in range(1, 13)):
        assert translator(language).date(day) == format_date(day, DAY, locale=LOCALES[language])
