"""Two wordings, word by word: nothing is lost, and what is called the same is the same."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.history.wording import MOST_WORDS, Piece, word_by_word

SENTENCES = st.lists(st.sampled_from(["I", "ask", "three", "open", "questions", "before", "any", "advice."])).map(
    " ".join
)


def marked(pieces: tuple[Piece, ...]) -> str:
    return " ".join(f"[{one.words}]" if one.is_changed else one.words for one in pieces)


@pytest.mark.parametrize(
    ("was", "now", "before", "after"),
    [
        ("I ask three questions", "I ask two questions", "I ask [three] questions", "I ask [two] questions"),
        ("I ask first", "I ask first, always", "I ask [first]", "I ask [first, always]"),
        ("I  ask\nfirst", "I ask first", "I ask first", "I ask first"),
        ("", "I ask", "", "[I ask]"),
        # A word alone between two changes would only break up what is read in one go.
        ("I listen and then I sum up", "They talk and nobody gives in", "[I listen and then I sum up]",
         "[They talk and nobody gives in]"),
    ],
)  # fmt: skip
def test_a_sentence_old_and_new(was: str, now: str, before: str, after: str) -> None:
    found = word_by_word(was, now)
    assert (marked(found.before), marked(found.after)) == (before, after)


@given(SENTENCES | st.text(), SENTENCES | st.text())
def test_both_wordings_are_whole_and_what_stayed_is_the_same(was: str, now: str) -> None:
    found = word_by_word(was, now)
    kept = []
    for words, pieces in ((was, found.before), (now, found.after)):
        assert " ".join(one.words for one in pieces).split() == words.split()
        assert all(one.is_changed is not other.is_changed for one, other in itertools.pairwise(pieces))
        kept.append([word for one in pieces if not one.is_changed for word in one.words.split()])
    assert kept[0] == kept[1]
    if was.split() == now.split():
        assert not any(one.is_changed for one in (*found.before, *found.after))


def test_a_text_that_nobody_compares_word_by_word_costs_no_time() -> None:
    long = "a " * (MOST_WORDS + 1)
    found = word_by_word(long, "b")
    assert [one.is_changed for one in (*found.before, *found.after)] == [True, True]
