"""The word lists: an entry is looked at only when a word of the text begins as it does, and is found all the same."""

from __future__ import annotations

import pytest

from koers.rules.vague.lexicon import _GAP, LANGUAGES, _by_start, _listed, _start, find, hits, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_where_its_stem_is_looked_for(language: str) -> None:
    by_start = _by_start(language)
    astray = [entry.entry for entry in _listed(language) if entry not in by_start.get(_start(entry.first), ())]
    assert astray == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_found_in_its_own_words(language: str) -> None:
    lost = []
    for entry in _listed(language):
        text = entry.entry.replace(_GAP, "x")
        inside = {(hit.kind, hit.entry) for hit in hits(language, words(text))}
        alone = {hit.entry for _, _, hit in find(entry.kind, text)}
        if (entry.kind, entry.entry) not in inside or entry.entry not in alone:
            lost.append(entry.entry)
    assert lost == []
