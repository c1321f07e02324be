"""Vague or not, sentence by sentence.

The order of the questions: does the sentence begin with a hedge? does it name an act that can be seen or heard?
then only a comparative without a measure makes it vague. If it names none: does a container word, an act that
nobody can see or a state take its place? A sentence in which none of the lists finds anything is left alone: a
linter that guesses is switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from koers.rules.vague.lexicon import LANGUAGES, LONGEST_WORD, Hit, Word, hits, words

_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\da-z_])|\n+")
_HEAD_WORDS = 3
_NEAR_WORDS = 2
_SHORT_SENTENCE_WORDS = 5
_LONG_SENTENCE_WORDS = 8


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


_STATE_VERBS = _set("zijn worden blijven raken hebben be being become becoming remain stay have feel possess")
_DUTCH_INFINITIVES = _set("zijn worden blijven hebben")
_DAYS = _set(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday "
    "sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"
)
_ASKING = _set("wat welk welke waarom hoe of waar wie what which why how whether where who")
_DUTCH_COMPARATIVE = re.compile(
    r"(?:\w*[aeiouy]+[^\Waeiouy]+ig"
    r"|\w{2,}(?:lijk|zaam|zam|bard|baard|end|erd|[^g]ev|iev|ent|ënt|iet|isch|ueel|uel|eel|el|vol?l|st|still|sterk))ere?"
)
_TRAIT = re.compile(r"\w+-?(?:gericht|gerichte|gedreven|driven|oriented|focused|minded)")
_NOT_COMPARATIVE = _set(
    "reiziger vrijwilliger kalender afzender gever verder later eerder venster poster cluster master manager minister "
    "register roadster spreadsheet center enter presenter spender lender tender gender calendar sender vender never "
    "ever however whenever wherever monster sister foster faster roster lever clever fever river deliver driver over "
    "silver believer receiver"
)


class VagueKind(StrEnum):
    """In what way a sentence is vague."""

    CONTAINER = "container"
    COMPARATIVE = "comparative"
    STATE = "state"
    INTENTION = "intention"
    INVISIBLE = "invisible"
    EMPTY_FREQUENCY = "empty_frequency"


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
        sentence = words(text, start, end)
        if sentence:
            yield _judge(sentence)


def _judge(sentence: Sequence[Word]) -> tuple[Vague | None, bool]:
    """What makes the sentence vague (or None), and whether it names an act that can be seen."""
    found = [hit for language in LANGUAGES for hit in hits(language, sentence)]
    kinds = {hit.kind for hit in found}
    has_act = "act" in kinds or {"light", "thing"} <= kinds
    has_number = "number" in kinds or any(word.text[0].isdigit() for word in sentence)
    comparatives = _comparatives(sentence, found)
    hedge = next(iter(_hedges(found)), None)
    if hedge is not None:
        return _vague(VagueKind.INTENTION, sentence, hedge, _hedges(found), has_act), has_act
    if has_act:
        free = [hit for hit in comparatives if not _is_asked(sentence, hit)]
        if free and not has_number:
            return _vague(VagueKind.COMPARATIVE, sentence, free[0], found, has_act), True
        return None, True
    is_counted = has_number or _is_rhythm(found)
    if is_counted and "thing" in kinds:
        return None, False
    is_unlisted = _has_unlisted_act(sentence, found)
    if is_unlisted and "frequency" in kinds:
        return None, False
    empty = [hit for hit in (*found, *_traits(sentence)) if _is_empty(hit, sentence)]
    if empty and not (is_unlisted and _is_aside(sentence, empty)):
        worst = min(empty, key=lambda hit: (_ORDER[hit.kind], hit.first, -hit.last))
        kind = VagueKind.EMPTY_FREQUENCY if is_counted else VagueKind(worst.kind)
        return _vague(kind, sentence, worst, [*empty, *comparatives], has_act), False
    if comparatives and not has_number:
        return _vague(VagueKind.COMPARATIVE, sentence, comparatives[0], comparatives, has_act), False
    return None, False


def _hedges(found: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in found if hit.kind == "intention" and hit.first < _HEAD_WORDS]


_ORDER = {"container": 0, "invisible": 1, "state": 2}


def _is_rhythm(found: Sequence[Hit]) -> bool:
    rhythm = (
        "elk",
        "ieder",
        "lijks",
        "per ",
        "each",
        "every",
        "daily",
        "weekly",
        "monthly",
        "a day",
        "a week",
        "a month",
    )
    return any(hit.kind == "frequency" and hit.entry.startswith(rhythm) | hit.entry.endswith("lijks") for hit in found)


def _has_unlisted_act(sentence: Sequence[Word], found: Sequence[Hit]) -> bool:
    """Whether the leader does something that no list knows: `I stand at the gate`, `Sums up what was said`."""
    verb = _verb(sentence)
    listed = {place for hit in found if hit.kind in _NO_VERB for place in range(hit.first, hit.last)}
    return verb is not None and verb not in listed and not sentence[verb].text[0].isdigit()


def _verb(sentence: Sequence[Word]) -> int | None:
    """The place of the verb beside `I` or `ik`; of a sentence without them the first word, in the third person."""
    texts = [word.text for word in sentence]
    for subject in ("i", "ik"):
        if subject in texts:
            place = texts.index(subject)
            verb = place - 1 if subject == "ik" and place > 0 else place + 1
            return verb if verb < len(texts) else None
    return 0 if len(texts[0]) >= _SHORTEST_VERB and texts[0].endswith(("s", "t")) else None


def _is_aside(sentence: Sequence[Word], empty: Sequence[Hit]) -> bool:
    """Whether the empty words stand far behind the verb: `Sums up in one sentence what was said before reacting`."""
    return (
        len(sentence) >= _LONG_SENTENCE_WORDS
        and min(hit.first for hit in empty) >= (_verb(sentence) or 0) + _HEAD_WORDS
    )


_NO_VERB = frozenset(["container", "state", "invisible", "intention", "comparative", "light", "frequency", "number"])
_SHORTEST_VERB = 4


def _traits(sentence: Sequence[Word]) -> list[Hit]:
    """`klantgericht`, `mission-driven`: a direction turned into a trait."""
    return [
        Hit("container", place, place + 1, word.text, "")
        for place, word in enumerate(sentence)
        if len(word.text) <= LONGEST_WORD and _TRAIT.fullmatch(word.text)
    ]


def _is_empty(hit: Hit, sentence: Sequence[Word]) -> bool:
    """Whether the hit takes the place of an act: `to be` and `to have` only at the head or, in Dutch, at the end."""
    if hit.kind not in _ORDER:
        return False
    if hit.kind != "state":
        return True
    is_at_a_moment = any(word.text in _DAYS or word.text[0].isdigit() for word in sentence)
    if hit.entry in _STATE_VERBS or hit.entry.startswith("i am") or hit.entry.startswith("ik "):
        is_infinitive = hit.entry in _DUTCH_INFINITIVES and sentence[hit.first].text == hit.entry
        is_placed = hit.first < _HEAD_WORDS - 1 or hit.last == len(sentence)
        is_placed = is_placed or (is_infinitive and all(word.text != "ik" for word in sentence))
        return is_placed and not is_at_a_moment
    return True


def _comparatives(sentence: Sequence[Word], found: Sequence[Hit]) -> list[Hit]:
    listed = [hit for hit in found if hit.kind == "comparative"]
    places = {hit.first for hit in listed}
    formed = [
        Hit("comparative", place, place + 1, word.text, "")
        for place, word in enumerate(sentence)
        if place not in places and word.text not in _NOT_COMPARATIVE and _is_dutch_comparative(word.text)
    ]
    return sorted([*listed, *formed], key=lambda hit: hit.first)


def _is_dutch_comparative(word: str) -> bool:
    return len(word) <= LONGEST_WORD and _DUTCH_COMPARATIVE.fullmatch(word) is not None


def _is_asked(sentence: Sequence[Word], hit: Hit) -> bool:
    """Whether the comparative is part of what is asked or told: `I ask what could be better`."""
    return any(word.text in _ASKING for word in sentence[: hit.first])


def _vague(kind: VagueKind, sentence: Sequence[Word], hit: Hit, beside: Sequence[Hit], has_act: bool) -> Vague:
    """The finding; what is quoted takes in the vague words right beside it, or all of a short sentence."""
    first, last = hit.first, hit.last
    for other in sorted(beside, key=lambda other: other.first):
        is_near = first - _NEAR_WORDS < other.last and other.first < last + _NEAR_WORDS
        if is_near and other.kind in ("comparative", hit.kind, *_ORDER):
            first, last = min(first, other.first), max(last, other.last)
    if len(sentence) <= _SHORT_SENTENCE_WORDS:
        first, last = 0, len(sentence)
    return Vague(kind, sentence[first].start, sentence[last - 1].end, hit.note, has_act)
