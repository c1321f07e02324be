"""In which language a sentence is written: Dutch and English share too many word forms to be read as one.

`hand`, `end`, `act` and `well` are words of both, or stems of both. A sentence whose small words all belong to one
language is read with that language's lists only; without small words, or with those of both, with both.
"""

from __future__ import annotations

from collections.abc import Sequence

from koers.rules.vague.forms import word_set
from koers.rules.vague.lexicon import LANGUAGES, Word

_SMALL_WORDS = {
    "nl": word_set(
        "de het een en ik van dat die voor niet mijn te aan bij om naar wat elke elk ieder iedere iedereen zijn er als "
        "maar ook uit door met mij hun zelf geen meer minder beter vaker wordt heb zonder tegen tussen binnen onze ons "
        "waar welke tijdens zodat wanneer omdat nog wel dan hij zij haar elkaar mensen nooit alle alles hoe"
    ),
    "en": word_set(
        "the a an and to my with for that who each every i from by their them not when at they it this these what how "
        "our your his her its than without after before during more less better people as us into be while until never "
        "about everyone"
    ),
}
_CLEARLY = 2


def languages_of(sentence: Sequence[Word]) -> tuple[str, ...]:
    """`("nl",)`, `("en",)` or both: whose word lists apply to a sentence."""
    count = {code: sum(word.text in small for word in sentence) for code, small in _SMALL_WORDS.items()}
    for code in LANGUAGES:
        others = sum(number for other, number in count.items() if other != code)
        if count[code] > _CLEARLY * others:
            return (code,)
    return LANGUAGES
