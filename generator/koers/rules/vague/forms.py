"""What a word gives away by its form alone: comparatives, traits, abstract nouns and words of praise.

The word lists hold what has to be known word by word; here are the endings by which a whole class is known, with the
words that only look like one of the class.
"""

from __future__ import annotations

import re
from functools import lru_cache

from koers.rules.vague.lexicon import LONGEST_WORD


def word_set(line: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(line.split())


_DUTCH_COMPARATIVE = re.compile(
    r"(?:\w*[aeiouy]+[^\Waeiouy]+ig"
    r"|\w{2,}(?:lijk|zaam|zam|bard|baard|end|[^g]ev|iev|ent|ënt|iet|isch|ueel|uel|eel|[ib]bel|oepel|impel|vol?l"
    r"|sterk|still))ere?"
)
_NOT_COMPARATIVE = word_set(
    "reiziger vrijwilliger kalender afzender gever verder later eerder venster poster cluster master manager minister "
    "register roadster spreadsheet center enter presenter spender lender tender gender calendar sender vender never "
    "ever however whenever wherever monster sister foster faster roster lever clever fever river deliver driver over "
    "silver believer receiver beveiliger reiniger verdediger vertegenwoordiger gevangenbewaarder leverancier meester "
    "burgemeester schoolmeester wachtmeester badmeester helpster sorteerster begeleidster spelleidster ziekenzuster "
    "zuster westen oosten pester tester tutor ober kelder helder zolder gast partner"
)
_TRAIT = re.compile(
    r"\w+-?(?:gericht|gerichte|gedreven|bewust|bewuste|driven|oriented|focused|minded|centred|centered|centric|conscious)"
)
_ABSTRACT = {
    "nl": re.compile(r"\w{3,}(?:heid|heden|iteit|isme|schap)"),
    "en": re.compile(r"\w{3,}(?:ness|ity|ship|ism|hood)"),
}
_TANGIBLE = word_set(
    "overheid gelegenheid gelegenheden eenheid eenheden bijzonderheden werkzaamheden hoeveelheid hoeveelheden "
    "aanwezigheid afwezigheid meerderheid minderheid moeilijkheden onregelmatigheden universiteit faculteit activiteit "
    "capaciteit elektriciteit publiciteit landschap gereedschap boodschap waterschap genootschap maatschap gezelschap "
    "heemraadschap hoogheemraadschap zwangerschap wetenschap agentschap lidmaatschap rentmeesterschap vaderschap "
    "moederschap nalatenschap rekenschap "
    "witness business harness illness fitness city facility university community security utility charity activity "
    "faculty capacity electricity celebrity majority minority availability municipality electricity identity "
    "internship apprenticeship scholarship membership township partnership dealership championship traineeship "
    "criticism "
    "neighbourhood neighborhood childhood tourism mechanism publicity property university liability warship flagship"
)
_PRAISE = {
    "nl": re.compile(
        r"\w{2,}(?:vuldig|vaardig|waardig|krachtig|moedig|zinnig|hartig|zaam|baar|vol|zelfverzekerd|doordacht)e?"
    ),
    "en": re.compile(r"\w{3,}(?:ful|[st]ive|able|ible|ly|ous)"),
}
_NO_PRAISE = word_set(
    "openbaar openbare kenbaar beschikbaar beschikbare leesbaar eenzaam langzaam gezamenlijk aanvaardbaar zichtbaar "
    "halfvol handvol "
    "handful mouthful executive detective representative archive objective alternative narrative native incentive "
    "motive relative locomotive automotive active available vegetable table timetable cable unable enable possible "
    "impossible responsible portable variable audible visible invisible adhesive explosive massive "
    "daily weekly biweekly monthly quarterly yearly hourly nightly early only family reply supply assembly apply "
    "directly personally immediately individually publicly separately jointly recently previously currently "
    "anonymously verbally orally literally physically silently simultaneously alternately finally initially "
    "briefly straightly elderly likely exactly nearly really early sally emily italy july "
    "previous various dangerous anonymous hazardous numerous infectious contagious"
)


@lru_cache(maxsize=20_000)
def is_dutch_comparative(word: str) -> bool:
    """`rustiger`, `zakelijkere`: a Dutch comparative, by its ending."""
    return len(word) <= LONGEST_WORD and word not in _NOT_COMPARATIVE and _DUTCH_COMPARATIVE.fullmatch(word) is not None


@lru_cache(maxsize=20_000)
def is_trait(word: str) -> bool:
    """`klantgericht`, `mission-driven`: a direction turned into a trait."""
    return len(word) <= LONGEST_WORD and _TRAIT.fullmatch(word) is not None


@lru_cache(maxsize=20_000)
def is_verdict(language: str, word: str) -> bool:
    """`openness`, `slagvaardig`, `strategically`: an abstraction or a word of praise, by its ending."""
    if len(word) > LONGEST_WORD or word in _TANGIBLE or word in _NO_PRAISE:
        return False
    return any(forms[language].fullmatch(word) for forms in (_ABSTRACT, _PRAISE))
