"""Sentences that are still to be put in the reader's language.

The core makes a `Text` (an English sentence with named places and what goes in them); only the edge, which
knows the language of the organization, turns it into words with `koers.language`. The English sentence is the
key of the catalogs in `language/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from koers.pickling import by_fields

Value = object
"""What may fill a place: a str, int, Fraction, Decimal, date, another `Text`, or a tuple of these (joined with commas).
A Fraction is told with one decimal at most, a Decimal with all that it has."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence: `msgid` in English with `{name}` places; `plural` and `count` when it depends on a number."""

    msgid: str
    params: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    count: int = 0


def text(msgid: str, /, **params: Value) -> Text:
    """A sentence. `msgid` must be a literal: the test for missing translations collects the calls."""
    return Text(msgid, tuple(params.items())) if params else _bare(msgid)


_bare = cache(Text)
"""Sentences without places are a few hundred, and wanted a hundred times a page: each is made once."""


def texts(singular: str, plural: str, count: int, /, **params: Value) -> Text:
    """A sentence that depends on a number; `{count}` is filled in by itself."""
    return Text(singular, (("count", count), *params.items()), plural, count)


by_fields(__name__)
