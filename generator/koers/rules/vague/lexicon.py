"""The word lists of the rulebook (`rules/words/*.toml`), and where their entries occur in a text.

Words are compared by stem (Snowball), so that `communicating` and `communiceerde` are found under their dictionary
form. An entry of several words is a phrase; `~` in it stands for up to four words; `=` before a word asks for exactly
that form (`=plannen` does not find the noun `planning`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import islice

LANGUAGES = ("nl", "en")
_STEMMERS = {"nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
LONGEST_WORD = 40
"""Code points beyond which something is no word that a list could know."""
_GAP = "~"
_EXACT = "="
_GAP_WORDS = 4
_KEPT_LETTERS = 1
"""So many letters every stem has in common with its word, but for the Dutch `ge-`: `open` has the stem `oop`."""
_TELLING_LETTERS = 2
_SHORTEST_PART, _SHORTEST_END = 3, 5
_SHORTEST_COMPOUND = _SHORTEST_PART + _SHORTEST_END
_NO_STEM: Mapping[str, tuple[str, ...]] = {"nl": ("heid", "ing", "baar"), "en": ("able", "ible", "ness", "bility")}
"""Endings of entries that stand for themselves: `sturing` is not `sturen`, nor `bespreekbaar` `bespreken`."""
_NO_STEM_WORD: Mapping[str, tuple[str, ...]] = {"nl": ("baar", "bare"), "en": ("able", "ible", "ness", "bility")}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text in small letters, with its place in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a list found in a sentence: words `first` up to, not including, `last`."""

    kind: str
    first: int
    last: int
    entry: str
    note: str


@dataclass(frozen=True)
class _Entry:
    """One entry as it is listed; what it is compared by is worked out when a text comes near it."""

    language: str
    kind: str
    entry: str
    note: str
    parts: tuple[str, ...]
    place: int

    @cached_property
    def first(self) -> str:
        """The stem of the first word."""
        return _stem_of_entry(self.language, self.parts[0])

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of all words."""
        return (self.first, *(_stem_of_entry(self.language, part) for part in self.parts[1:]))

    @property
    def order(self) -> tuple[int, int]:
        """Longer entries come first, then as they are listed."""
        return (-len(self.parts), self.place)


@lru_cache(maxsize=1024)
def words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of a text between two offsets: letters and digits, with the hyphens, points and apostrophes inside."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return tuple(Word(_plain(match[0]), match.start(), match.end()) for match in found)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


@lru_cache(maxsize=20_000)
def stem(language: str, word: str) -> str:
    """The Snowball stem of a word in small letters."""
    return _stemmer(language)(word)


_DUTCH_EER = re.compile(r"(?:ge)?(\w{2,})eer(?:t|d|de|den)?")


@lru_cache(maxsize=20_000)
def _keys(language: str, word: str) -> tuple[str, ...]:
    """What a word is found by: its exact form and its stems.

    Snowball leaves the `t` of many Dutch verbs and takes `-eert` for another word than `-eren`; for those the stem
    of the infinitive is added. Nouns in `-ing` and `-heid` are entered by their own form, so their plurals are
    looked up by it too.
    """
    if len(word) > LONGEST_WORD or word.endswith(_NO_STEM_WORD[language]):
        return (_EXACT + word,)
    found = {stem(language, word)}
    if language == "nl":
        bare = word[:-1] if word.endswith("t") and len(word) > 4 else word
        found.add(stem(language, bare))
        if bare.endswith(("er", "el")):
            found.add(stem(language, f"{bare}en"))
        match = _DUTCH_EER.fullmatch(word)
        if match:
            found.add(stem(language, f"{match[1]}eren"))
        if word.endswith("heden"):
            found.add(f"{_EXACT}{word[:-5]}heid")
        elif word.endswith("ingen"):
            found.add(_EXACT + word[:-2])
    return (_EXACT + word, *sorted(found))


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    # The package loads the stemmers of thirty languages: a command that judges nothing does not pay for them.
    import snowballstemmer  # type: ignore[import-untyped]

    stem_word: Callable[[str], str] = snowballstemmer.stemmer(_STEMMERS[language]).stemWord
    return stem_word


@cache
def _listed(language: str) -> tuple[_Entry, ...]:
    """All entries of a language, as they are listed."""
    source = files("koers.rules").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    listed = ((kind, entry, note) for kind, table in tomllib.loads(source).items() for entry, note in table.items())
    return tuple(
        _Entry(language, kind, entry.replace(_EXACT, ""), note, tuple(entry.split()), place)
        for place, (kind, entry, note) in enumerate(listed)
    )


@cache
def _by_start(language: str) -> Mapping[str, tuple[_Entry, ...]]:
    """The entries by the first letters of the stem of their first word, without stemming them all.

    Stemming keeps these letters; only a Dutch participle may lose its `ge-`.
    """
    found: dict[str, list[_Entry]] = {}
    for entry in _listed(language):
        first = entry.parts[0]
        is_kept = language != "nl" or not first.startswith("ge")
        found.setdefault(_start(first if is_kept else entry.first), []).append(entry)
    return {start: tuple(entries) for start, entries in found.items()}


def _start(word: str) -> str:
    return word.removeprefix(_EXACT)[:_KEPT_LETTERS]


def _stem_of_entry(language: str, part: str) -> str:
    if part == _GAP or part.startswith(_EXACT):
        return part
    if part.endswith(_NO_STEM[language]):
        return _EXACT + part
    return stem(language, part)


def hits(language: str, sentence: Sequence[Word], kind: str | None = None) -> list[Hit]:
    """Every entry of the language's lists in a sentence, by place; one word may be found under several kinds.

    With `kind` only the entries of that list; words that cannot begin one of them are not stemmed.
    """
    found = []
    for first, word in enumerate(sentence):
        for entry in _begun_by(language, kind, word.text):
            last = _match(entry.stems[1:], language, sentence, first + 1)
            if last is not None:
                found.append(Hit(entry.kind, first, last, entry.entry, entry.note))
    return found


@lru_cache(maxsize=20_000)
def _begun_by(language: str, kind: str | None, word: str) -> tuple[_Entry, ...]:
    """The entries whose first word this is."""
    if kind is not None and not word.startswith(_starts(language, kind)):
        return ()
    by_start = _by_start(language)
    found: list[_Entry] = []
    for key in _keys(language, word):
        near = by_start.get(_start(key), ())
        same = (entry for entry in near if entry.first == key and kind in (None, entry.kind))
        found.extend(sorted(same, key=lambda entry: entry.order))
    return tuple(found)


@cache
def _starts(language: str, kind: str) -> tuple[str, ...]:
    """The letters a word may begin with to begin an entry of this list, but for the Dutch `ge-`."""
    kept = sorted({start for start, entries in _by_start(language).items() if any(e.kind == kind for e in entries)})
    return ("ge", *kept) if language == "nl" else tuple(kept)


@lru_cache(maxsize=20_000)
def is_telling(kind: str, written: str) -> bool:
    """Whether a stretch of text without spaces holds the longest word of an entry of the list.

    A text without such a stretch holds no entry of the list, so that only the texts with one need to be searched.
    """
    found = [_plain(word) for word in _WORD.findall(written)]
    return any(_is_telling_in(language, kind, word) for word in found for language in LANGUAGES)


def _is_telling_in(language: str, kind: str, word: str) -> bool:
    telling, starts = _telling(language, kind)
    return word.startswith(starts) and not telling.isdisjoint(_keys(language, word))


@cache
def _telling(language: str, kind: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Of each entry of the list the stem of its longest word (the others, as `in` of `in confidence`, say little), and
    the letters that a word may begin with to have one of these stems."""
    longest = [
        max(zip(entry.stems, entry.parts, strict=True), key=lambda pair: (pair[0] != _GAP, len(pair[0])))
        for entry in _listed(language)
        if entry.kind == kind
    ]
    # The stem of `eten` is `eet`: a form of it may begin as the one or as the other.
    starts = {one.removeprefix(_EXACT)[:_TELLING_LETTERS] for pair in longest for one in pair}
    return frozenset(stem for stem, _ in longest), ("ge", *sorted(starts)) if language == "nl" else tuple(
        sorted(starts)
    )


@lru_cache(maxsize=20_000)
def compound(word: str) -> str | None:
    """`thing` or `place` for a Dutch compound that ends in one of the list: `klantgesprek`, `statuspagina`."""
    if not _SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
        return None
    ends = _ends()
    tails = (word[cut:] for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_END + 1))
    return next(
        (
            ends[form]
            for tail in tails
            for form in (tail, tail.removesuffix("s"), tail.removesuffix("en"))
            if form in ends
        ),
        None,
    )


@cache
def _ends() -> Mapping[str, str]:
    """The Dutch things and places that a compound may end in, each with its kind."""
    return {
        entry.entry: entry.kind
        for entry in _listed("nl")
        if entry.kind in ("thing", "place") and " " not in entry.entry and len(entry.entry) >= _SHORTEST_END
    }


def _match(entry: Sequence[str], language: str, sentence: Sequence[Word], first: int) -> int | None:
    """Where the rest of an entry, looked for from `first` on, ends; None when it is not there."""
    at = first
    parts = iter(entry)
    for part in parts:
        is_gap = part == _GAP
        wanted = next(parts) if is_gap else part
        window = islice(sentence, at, at + (_GAP_WORDS if is_gap else 0) + 1)
        step = next((step for step, word in enumerate(window) if wanted in _keys(language, word.text)), None)
        if step is None:
            return None
        at += step + 1
    return at


def find(kind: str, text: str) -> Iterator[tuple[Word, Word, Hit]]:
    """The entries of one kind in a text, in both languages: first word, last word, hit."""
    sentence = words(text)
    for language in LANGUAGES:
        for hit in hits(language, sentence, kind):
            yield sentence[hit.first], sentence[hit.last - 1], hit
