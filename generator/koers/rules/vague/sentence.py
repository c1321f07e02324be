"""A sentence as the detection reads it: its words, what the lists and the word forms find in it, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from koers.rules.vague.forms import is_dutch_comparative, is_trait, is_verdict, word_set
from koers.rules.vague.language import languages_of
from koers.rules.vague.lexicon import Hit, Word, compound, hits

EMPTY_KINDS: Mapping[str, int] = {"container": 0, "invisible": 0, "state": 1, "verdict": 2}
"""The kinds of hits that take the place of an act, the most telling first."""
HEAD_WORDS = 3
"""Where the head of a sentence ends."""
_LONG_SENTENCE_WORDS = 8
_SHORTEST_VERB = 4
_NO_VERB = word_set("container state invisible intention comparative light frequency number verdict")
_PART_OF_PHRASE = word_set("act thing light")
_STATE_VERBS = word_set("zijn worden blijven raken hebben be being become becoming remain stay have feel possess")
_DUTCH_INFINITIVES = word_set("zijn worden blijven hebben")
_PLURALS = word_set("ze zij we wij jullie die er")
_AFTER_INFINITIVE = word_set(
    "en of maar voor in binnen bij tijdens op met als wanneer om tegen naar dan over van tussen aan onder door zonder"
)
_NO_VERBS = word_set("vanuit niet niets iets binnenuit this its always across towards besides perhaps")
_RELATING = word_set("who wie die")
_SUBORDINATING = word_set("waarbij als wanneer dat zodat omdat terwijl voordat nadat die wat of hoe")
_MOMENTS = word_set(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday "
    "sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays ochtend middag avond nacht morning "
    "afternoon evening night lunch lunchtime"
)
_ASKING = word_set("wat welk welke waarom hoe of waar wie what which why how whether where who")
_DENYING = word_set("niet geen nooit niets niemand not never no nobody nothing don't without zonder")
_CAUSING = word_set("let lets have has laat laten zelf")
_BESIDE = word_set("met bij naar naast with to beside samen together")
_SOMEBODY = word_set("de het een the a an met with")
_DENIED_WORDS = 2
_RHYTHM_STARTS = ("elk", "ieder", "lijks", "per ", "each", "every", "daily", "weekly", "monthly")
_RHYTHM_ENTRIES = word_set("dagelijks wekelijks tweewekelijks maandelijks") | {"a day", "a week", "a month"}
_WEAK_OCCASIONS = word_set("voor bij binnen na tijdens when within after before during")
_NOUN_MARKS = {
    "nl": word_set("de het een mijn onze ons hun haar geen goede"),
    "en": word_set("a an the my our your their his her its no any in by at of from"),
}
_ADJECTIVE_MARKS = word_set("be am is are being more very as so too feel feels stay remain ")
_NO_THINGS = word_set("welcome end start begin close hand state present name train share")


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, every hit in it by place, and whether it names something with a capital inside."""

    words: tuple[Word, ...]
    languages: tuple[str, ...]
    hits: tuple[Hit, ...]
    comparatives: tuple[Hit, ...]
    has_name: bool

    def of(self, kind: str) -> list[Hit]:
        """The hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    @cached_property
    def has_number(self) -> bool:
        """Whether it counts or measures something."""
        return bool(self.of("number")) or any(word.text[0].isdigit() for word in self.words)

    @cached_property
    def is_counted(self) -> bool:
        """Whether it has a number or a rhythm."""
        return self.has_number or any(
            hit.entry.startswith(_RHYTHM_STARTS) or hit.entry in _RHYTHM_ENTRIES for hit in self.of("frequency")
        )

    @cached_property
    def has_act(self) -> bool:
        """Whether it names an act that can be seen: by its verb, or by a bare verb with a thing."""
        if self.of("act"):
            return True
        praised = {hit.last for hit in self.hits if hit.kind in ("verdict", "container")} if not self.is_counted else ()
        return bool(self.of("light")) and any(hit.first not in praised for hit in self.of("thing"))

    @cached_property
    def _verb(self) -> int | None:
        """The place of the verb beside `I` or `ik`; of a sentence without them the first word, in the third person."""
        texts = [word.text for word in self.words]
        for place, subject in enumerate(texts):
            is_main = subject in ("i", "ik") and not (place and texts[place - 1] in _SUBORDINATING)
            if is_main:
                verb = place - 1 if subject == "ik" and place > 0 else place + 1
                return verb if verb < len(texts) else None
        is_infinitive = texts[-1].endswith("en") and "nl" in self.languages
        endings = ("t",) if is_infinitive else tuple({"nl": "t", "en": "s"}[code] for code in self.languages)
        is_verb = (
            len(texts[0]) >= _SHORTEST_VERB
            and texts[0].endswith(endings)
            and texts[0] not in _NO_VERBS
            and texts[1:2] != ["en"]
        )
        return 0 if is_verb else None

    @cached_property
    def has_own_verb(self) -> bool:
        """Whether the leader does something that no list knows: `I stand at the gate`, `Sums up what was said`."""
        verb = self._verb
        listed = {place for hit in self.hits if hit.kind in _NO_VERB for place in range(hit.first, hit.last)}
        return verb is not None and verb not in listed and not self.words[verb].text[0].isdigit()

    @cached_property
    def is_bare(self) -> bool:
        """Whether there is nothing in it that could be seen: no thing, number, moment, name, denial or own verb, and
        nobody it is done with or place it leads to.
        """
        if self.has_number or self.has_name or self.has_own_verb or self.of("thing") or self.of("place"):
            return False
        if any(hit.entry not in _WEAK_OCCASIONS for hit in self.of("frequency")):
            return False
        if any(word.text in _MOMENTS or word.text in _DENYING or word.text in _CAUSING for word in self.words):
            return False
        if any(one.text in _BESIDE and two.text in _SOMEBODY for one, two in pairwise(self.words)):
            return False
        is_language = len(self.languages) == 1 or bool(self.hits) or self.words[-1].text.endswith("en")
        return is_language and len(self.words) > 1

    @cached_property
    def _is_of_ik(self) -> bool:
        return any(word.text == "ik" for word in self.words)

    @cached_property
    def _is_at_a_moment(self) -> bool:
        return any(word.text in _MOMENTS or word.text[0].isdigit() for word in self.words)

    def is_aside(self, empty: Sequence[Hit]) -> bool:
        """Whether the empty words stand far behind a verb of its own: `Sums up in one sentence what was said`."""
        if not self.has_own_verb:
            return False
        if all(hit.kind == "verdict" for hit in empty):
            return True
        return (
            len(self.words) >= _LONG_SENTENCE_WORDS
            and min(hit.first for hit in empty) >= (self._verb or 0) + HEAD_WORDS
        )

    def is_empty(self, hit: Hit) -> bool:
        """Whether the hit takes the place of an act: `to be` and `to have` only at the head or, in Dutch, the end."""
        if hit.kind not in EMPTY_KINDS:
            return False
        if hit.kind == "invisible" and hit.first and self.words[hit.first - 1].text in _RELATING:
            return False
        if hit.kind != "state":
            return True
        if hit.entry in _STATE_VERBS or hit.entry.startswith(("i am", "ik ")):
            is_infinitive = hit.entry in _DUTCH_INFINITIVES and self._is_infinitive(hit)
            is_placed = hit.first < HEAD_WORDS - 1 or hit.last == len(self.words)
            return (is_placed or (is_infinitive and not self._is_of_ik)) and not self._is_at_a_moment
        return True

    def _is_infinitive(self, hit: Hit) -> bool:
        """Whether `zijn` is the verb on its own: not `zijn kaarten`, nor `dat ze zijn afgevallen`."""
        before = self.words[hit.first - 1].text if hit.first else ""
        after = self.words[hit.last].text if hit.last < len(self.words) else "en"
        return self.words[hit.first].text == hit.entry and before not in _PLURALS and after in _AFTER_INFINITIVE

    def is_asked(self, hit: Hit) -> bool:
        """Whether the comparative is part of what is asked or told: `I ask what could be better`."""
        return any(word.text in _ASKING for word in self.words[: hit.first])


def read(text: str, sentence: tuple[Word, ...]) -> Sentence:
    """The sentence with everything that the lists of its language and the forms of its words tell."""
    languages = languages_of(sentence)
    found = [_as_used(hit, sentence, language) for language in languages for hit in hits(language, sentence)]
    found = _without_parts_of_phrases(found)
    listed = {place for hit in found for place in range(hit.first, hit.last)}
    for place, word in enumerate(sentence):
        if is_trait(word.text):
            found.append(Hit("container", place, place + 1, word.text, ""))
        elif place not in listed:
            found.extend(_by_form(word.text, place, languages))
    kept = tuple(hit for hit in found if hit.kind != "comparative")
    named = any(
        text[word.start].isupper() and not text[word.start : word.end].isupper() and word.text != "ik"
        for word in sentence[1:]
    )
    return Sentence(sentence, languages, kept, _comparatives(sentence, found), named)


def _by_form(word: str, place: int, languages: Sequence[str]) -> list[Hit]:
    """What an unlisted word is by its form: a compound with a listed thing at its end, or a verdict."""
    kind = compound(word) if "nl" in languages else None
    if kind is None and any(is_verdict(language, word) for language in languages):
        kind = "verdict"
    return [Hit(kind, place, place + 1, word, "")] if kind else []


def _without_parts_of_phrases(found: Sequence[Hit]) -> list[Hit]:
    """The hits without the acts and things within a longer empty phrase: `a plan` in `naar een hoger plan`."""
    phrases: dict[int, list[Hit]] = {}
    for hit in found:
        if hit.kind in EMPTY_KINDS and hit.last - hit.first > 1:
            for place in range(hit.first, hit.last):
                phrases.setdefault(place, []).append(hit)
    return [
        hit
        for hit in found
        if hit.kind not in _PART_OF_PHRASE
        or not any(
            hit.last <= phrase.last and hit.last - hit.first < phrase.last - phrase.first
            for phrase in phrases.get(hit.first, ())
        )
    ]


def _as_used(hit: Hit, sentence: Sequence[Word], language: str) -> Hit:
    """The hit, or, where the word before shows that the verb is a noun here, the thing: `a call`, `de vraag`.

    At the head of an English sentence it is the other way round: `Form a team` is about no form.
    """
    if hit.kind == "thing" and language == "en" and hit.last == 1 and sentence[0].text == hit.entry:
        return Hit("noun", hit.first, hit.last, hit.entry, hit.note)
    if hit.kind != "act" or hit.first == 0 or hit.last != hit.first + 1:
        return hit
    before = sentence[hit.first - 1].text
    if before in _ADJECTIVE_MARKS and language == "en":
        return Hit("noun", hit.first, hit.last, hit.entry, hit.note)
    if before not in _NOUN_MARKS[language]:
        return hit
    if hit.last < len(sentence) and sentence[hit.last].text == "van":
        return hit
    return Hit("noun" if hit.entry in _NO_THINGS else "thing", hit.first, hit.last, hit.entry, hit.note)


def _comparatives(sentence: Sequence[Word], found: Sequence[Hit]) -> tuple[Hit, ...]:
    listed = [hit for hit in found if hit.kind == "comparative"]
    places = {hit.first for hit in listed}
    formed = [
        Hit("comparative", place, place + 1, word.text, "")
        for place, word in enumerate(sentence)
        if place not in places and is_dutch_comparative(word.text)
    ]
    free = [hit for hit in (*listed, *formed) if not _is_denied(sentence, hit)]
    return tuple(sorted(free, key=lambda hit: hit.first))


def _is_denied(sentence: Sequence[Word], hit: Hit) -> bool:
    """`no longer`, `niet meer`: an end, not a comparison."""
    before = sentence[max(0, hit.first - _DENIED_WORDS) : hit.first]
    return sentence[hit.first].text in ("meer", "more", "longer", "langer") and any(
        word.text in _DENYING for word in before
    )
