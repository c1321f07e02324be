"""Two wordings of one sentence, word by word: which words went and which came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

MOST_WORDS = 600
"""Longer texts are not compared word by word: nobody reads that, and it would take long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, with single spaces, that are in both wordings or in this one only."""

    words: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Wordings:
    """Both wordings in full; what is not changed is the same in both, in the same order."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def word_by_word(was: str, now: str) -> Wordings:
    """Compares two texts; white space means nothing. A lone word that stayed between two changes counts as changed."""
    before, after = was.split(), now.split()
    if max(len(before), len(after)) > MOST_WORDS:
        return Wordings(_pieces(before, [False] * len(before)), _pieces(after, [False] * len(after)))
    kept = list(_kept(before, after))
    stays, remains = [False] * len(before), [False] * len(after)
    for a, b, size in kept:
        stays[a : a + size] = remains[b : b + size] = [True] * size
    return Wordings(_pieces(before, stays), _pieces(after, remains))


def _kept(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int]]:
    """The runs of words that stayed: where in the old, where in the new, how many."""
    for a, b, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        is_inside = 0 < a < len(before) - size and 0 < b < len(after) - size
        if size > (1 if is_inside else 0):
            yield a, b, size


def _pieces(words: list[str], is_kept: list[bool]) -> tuple[Piece, ...]:
    runs = groupby(zip(words, is_kept, strict=True), key=lambda pair: pair[1])
    return tuple(Piece(" ".join(word for word, _ in run), not kept) for kept, run in runs)
