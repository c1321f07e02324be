"""Vague or not: on sentences kept apart from tuning, by kind, in both languages, at the exact words."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from koers.rules.vague import VagueKind, first_vague, vague_sentence
from koers.rules.vague.__main__ import main
from koers.rules.vague.lexicon import find
from koers.rules.vague.measure import Score, labelled, score

CORPUS = Path(__file__).parent / "vague_corpus"


def scored(part: str) -> Score:
    return score(labelled((CORPUS / f"{part}.tsv").read_text()))


def test_precision_and_recall_on_the_sentences_kept_out_of_tuning() -> None:
    held_out = scored("held_out")
    assert held_out.precision >= Fraction(95, 100)
    assert held_out.recall >= Fraction(85, 100)


def test_tuning_has_not_been_undone() -> None:
    tuning = scored("tuning")
    assert (tuning.false_alarms, tuning.missed) == ((), ())


def test_the_corpus_is_large_even_and_apart() -> None:
    parts = {part: labelled((CORPUS / f"{part}.tsv").read_text()) for part in ("tuning", "held_out")}
    sentences = [sentence for part in parts.values() for sentence in part]
    assert len(sentences) >= 400
    for language in ("nl", "en"):
        for label in ("good", "vague"):
            assert sum(it.language == language and it.label == label for it in sentences) == len(sentences) // 4
    texts = [sentence.text for sentence in sentences]
    assert len(set(texts)) == len(texts)
    assert len({sentence.field for sentence in sentences}) >= 20


def test_the_command_prints_precision_and_recall_per_part() -> None:
    result = CliRunner().invoke(main, [str(CORPUS / "tuning.tsv"), "--errors"])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == (
        "tuning all        400 sentences   precision 1.000   recall 1.000   false alarms 0   missed 0"
    )


@pytest.mark.parametrize(
    ("text", "kind", "phrase"),
    [
        ("Communicate better", VagueKind.CONTAINER, "Communicate better"),
        ("Meer initiatief tonen", VagueKind.CONTAINER, "Meer initiatief tonen"),
        ("In team meetings I communicate better with all of my colleagues", VagueKind.CONTAINER, "communicate better"),
        ("Ik ben geduldiger", VagueKind.STATE, "Ik ben geduldiger"),
        ("I try to ask one question in each meeting of the board", VagueKind.INTENTION, "I try to"),
        ("Ik probeer in elk overleg één vraag te stellen", VagueKind.INTENTION, "Ik probeer"),
        ("Think about the direction of our department", VagueKind.INVISIBLE, "Think"),
        ("Ik begrijp de zorgen van mijn collega's op de afdeling", VagueKind.INVISIBLE, "begrijp"),
        ("I ask more questions during the weekly meeting", VagueKind.COMPARATIVE, "more"),
        ("Ik geef vaker een compliment aan mensen in de dienst", VagueKind.COMPARATIVE, "vaker"),
        ("Drie keer per week open communiceren met de chauffeurs", VagueKind.EMPTY_FREQUENCY, "open communiceren"),
        ("Show visible leadership twice a week on the floor", VagueKind.EMPTY_FREQUENCY, "Show visible leadership"),
    ],
)
def test_the_words_that_give_it_away(text: str, kind: VagueKind, phrase: str) -> None:
    vague = vague_sentence(text)
    assert vague is not None
    assert (vague.kind, vague.quoted(text)) == (kind, phrase)


@pytest.mark.parametrize("text", ["Communicating", "communicated", "communiceert", "gecommuniceerd", "COMMUNICATE"])
def test_inflected_forms_are_found(text: str) -> None:
    assert first_vague(f"{text} with everyone in the team, met iedereen in het team") is not None


@pytest.mark.parametrize(
    "text",
    [
        "I communicate the roster by mail before four o'clock",
        "Ik ben elke dinsdag van 9 tot 10 op de afdeling",
        "I ask at least two more questions than I make statements",
        "I ask the team what could go better",
        "Ik ondersteun elke budgethouder met een gesprek per maand",
        "",
        "…",
        "Zxqwv grmbl",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert first_vague(text) is None


def test_a_sentence_with_an_act_carries_the_ones_beside_it() -> None:
    assert first_vague("I ask each member for one risk. That shows trust.") is None
    assert first_vague("I am more open. I show trust.") is not None


def test_every_entry_of_the_word_lists_has_a_note() -> None:
    for language in ("nl", "en"):
        source = files("koers.rules").joinpath("words", f"{language}.toml").read_text()
        entries = [(entry, note) for table in tomllib.loads(source).values() for entry, note in table.items()]
        assert len(entries) > 300
        assert [entry for entry, note in entries if not note.strip()] == []


@pytest.mark.parametrize(
    "text",
    ["e" * 20_000 + "iger", "!" * 20_000, "a" + " " * 20_000 + "b", "beter " * 4_000, "-e" * 10_000, "a@" * 10_000],
)
def test_a_text_of_the_greatest_length_is_read_in_one_go(text: str) -> None:
    # a search that starts anew at every letter would take minutes here
    vague = first_vague(text)
    assert vague is None or 0 <= vague.start < vague.end <= len(text)
    assert all(0 <= first.start < last.end <= len(text) for first, last, _ in find("private", text))
