"""Vague or not, sentence by sentence.

The order of the questions: does the sentence begin with a hedge? does it name an act that can be seen or heard?
then only a comparative without a measure makes it vague. If it names none: does a container word, an act that
nobody can see, a state, an abstraction or a word of praise take its place? A short sentence in which nothing at all
can be seen - no act, thing, number, moment or name - names no behavior either. Every other sentence in which the
lists find nothing is left alone: a linter that guesses is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from koers.rules.vague.lexicon import Hit, words
from koers.rules.vague.sentence import EMPTY_KINDS, HEAD_WORDS, Sentence, read

_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\da-z_])|\n+")
_NEAR_WORDS = 2
_SHORT_SENTENCE_WORDS = 5
_BARE_SENTENCE_WORDS = 8
_NOTHING_TO_SEE = "no act, thing, number, moment or name"


class VagueKind(StrEnum):
    """In what way a sentence is vague."""

    CONTAINER = "container"
    COMPARATIVE = "comparative"
    STATE = "state"
    INTENTION = "intention"
    INVISIBLE = "invisible"
    EMPTY_FREQUENCY = "empty_frequency"
    NO_ACT = "no_act"


@dataclass(frozen=True, slots=True)
class Vague:
    """Why a text is vague: the words that give it away, from `start` up to `end` in code points, and a note on them."""

    kind: VagueKind
    start: int
    end: int
    note: str
    has_act: bool = False

    def quoted(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


@lru_cache(maxsize=256)
def first_vague(text: str) -> Vague | None:
    """What makes a text vague, or None. One sentence with an act that can be seen carries those beside it."""
    results = [(result, has_act) for result, has_act in _judged(text)]
    if any(result is None and has_act for result, has_act in results):
        return None
    return next((result for result, _ in results if result is not None), None)


def vague_sentence(text: str) -> Vague | None:
    """What makes this one sentence vague, or None."""
    return next((result for result, _ in _judged(text) if result is not None), None)


def _judged(text: str) -> Iterator[tuple[Vague | None, bool]]:
    bounds = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    for start, end in pairwise(bounds):
        found = words(text, start, end)
        if found:
            yield _judge(read(text, found))


def _judge(it: Sentence) -> tuple[Vague | None, bool]:
    """What makes the sentence vague (or None), and whether it names an act that can be seen."""
    hedges = [hit for hit in it.of("intention") if hit.first < HEAD_WORDS]
    if hedges:
        return _vague(VagueKind.INTENTION, it, hedges[0], hedges), it.has_act
    free = [hit for hit in it.comparatives if not it.has_number]
    if it.has_act:
        free = [hit for hit in free if not it.is_asked(hit)]
        return (_vague(VagueKind.COMPARATIVE, it, free[0], it.hits) if free else None), True
    if (it.is_counted and it.of("thing")) or (it.has_own_verb and it.of("frequency")):
        return None, False
    empty = [hit for hit in it.hits if it.is_empty(hit)]
    if empty and not it.is_aside(empty):
        worst = min(empty, key=lambda hit: (EMPTY_KINDS[hit.kind], hit.first, -hit.last))
        kind = VagueKind.EMPTY_FREQUENCY if it.is_counted else _KIND_OF.get(worst.kind) or VagueKind(worst.kind)
        return _vague(kind, it, worst, [*empty, *it.comparatives]), False
    if free:
        return _vague(VagueKind.COMPARATIVE, it, free[0], it.comparatives), False
    if len(it.words) <= _BARE_SENTENCE_WORDS and it.is_bare:
        return _vague(VagueKind.NO_ACT, it, Hit("no_act", 0, len(it.words), "", _NOTHING_TO_SEE), ()), False
    return None, False


_KIND_OF = {"verdict": VagueKind.CONTAINER}


def _vague(kind: VagueKind, it: Sentence, hit: Hit, beside: Sequence[Hit]) -> Vague:
    """The finding; what is quoted takes in the vague words right beside it, or all of a short sentence."""
    first, last = hit.first, hit.last
    for other in sorted(beside, key=lambda other: other.first):
        is_near = first - _NEAR_WORDS < other.last and other.first < last + _NEAR_WORDS
        if is_near and other.kind in ("comparative", hit.kind, *EMPTY_KINDS):
            first, last = min(first, other.first), max(last, other.last)
    if len(it.words) <= _SHORT_SENTENCE_WORDS:
        first, last = 0, len(it.words)
    return Vague(kind, it.words[first].start, it.words[last - 1].end, hit.note, it.has_act)
