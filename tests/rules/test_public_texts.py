"""A text that is skipped holds nothing: whatever a list finds in a text, one of its words has told that it may."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from koers.model.build import build
from koers.reading.read import read_all
from koers.rules.public_texts import public_texts
from koers.rules.vague.lexicon import LANGUAGES, find, is_telling
from koers.rules.vague.measure import labelled
from rules.plan_of_anna import base

LISTS = {
    language: tomllib.loads(files("koers.rules").joinpath("words", f"{language}.toml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
KINDS = sorted(set(LISTS["en"]) | set(LISTS["nl"]))
ENTRIES = sorted(
    (kind, entry.replace("=", "").replace("~", "so"))
    for lists in LISTS.values()
    for kind, entries in lists.items()
    for entry in entries
)
SENTENCES = [
    sentence.text
    for path in sorted((Path(__file__).parent / "vague_corpus").glob("*.tsv"))
    for sentence in labelled(path.read_text(encoding="utf-8"))
]


def participle(word: str) -> str:
    """As Dutch makes one of many verbs: `delegeren`, `gedelegeerd`."""
    return f"ge{word.removesuffix('eren')}eerd"


def missed(kind: str, told: str) -> bool:
    """Whether the list finds something that no word has told of."""
    return any(True for _ in find(kind, told)) and not any(is_telling(kind, written) for written in told.split())


def test_whatever_a_list_finds_in_a_sentence_a_word_has_told_of() -> None:
    assert [(kind, told) for told in SENTENCES for kind in KINDS if missed(kind, told)] == []


def test_and_so_it_is_with_every_entry_however_it_is_inflected() -> None:
    forms = (str.upper, "{}s".format, "{}en".format, "{}t".format, "{}'s".format, "{}’s".format, participle)
    told = [(kind, " ".join(form(part) for part in entry.split())) for kind, entry in ENTRIES for form in forms]
    assert [(kind, words) for kind, words in told if missed(kind, words)] == []


def test_every_list_is_found_and_most_words_tell_nothing() -> None:
    found = sum(bool(list(find(kind, entry))) for kind, entry in ENTRIES)
    assert found > len(ENTRIES) * 0.95
    assert is_telling("private", "(vertrouwen/leave)")
    assert not any(is_telling("private", word) for word in ("in", "off", "his", "her", "with", "number"))
    assert is_telling("private", "Vertrouwen")


def test_the_texts_of_a_leader_are_those_that_everybody_may_read() -> None:
    checkin = "plans/leaders/anna/checkins/2026-02-23.yml"
    files_ = {**base("en"), checkin: "done: Asked\nprivate: Tired\ngoals:\n  coaching: {note: Went well}\n"}
    anna = build(read_all((path, text.encode()) for path, text in files_.items()).documents).leaders["anna"]
    public = public_texts(anna)
    assert [(pointer, told) for path, pointer, told in public.texts if path == checkin] == [
        (("done",), "Asked"),
        (("goals", "coaching", "note"), "Went well"),
    ]
    assert "Tired" not in public.words
    assert {"Asked", "Went", "well", "Coaching", "one-on-ones"} <= public.words
    assert public.joined.split("\n")[-2:] == ["Asked", "Went well"]
