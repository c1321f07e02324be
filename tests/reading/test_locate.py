"""From a place in the data to lines and columns."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from koers.diagnostic import Finding, Pointer, Span
from koers.reading.document import Document, Place
from koers.reading.locate import locate
from koers.reading.phrases import phrase_span
from koers.reading.yaml_reader import read
from koers.texts import text

SOURCE = """\
# yaml-language-server: $schema=x
title: Communicate better
specific:
  behavior: I open with questions
measurable:
  indicators:
    calls: {kind: leading}
observers: [anna,
  bram]
steps:
  - what: x
    when: y
"""


def document(source: str) -> Document:
    data, _, problems = read(source, "plans/x.yml")
    assert problems == ()
    assert isinstance(data, dict)
    return Document(Place("plans/x.yml", "goal"), source, data)


def where(pointer: Pointer, at: str = "value", phrase: tuple[int, int] | None = None) -> tuple[int, int, int, int]:
    span = locate(document(SOURCE), Finding("plans/x.yml", pointer, text("x"), None, at, phrase))
    return span.line, span.column, span.end_line, span.end_column


@pytest.mark.parametrize(
    ("pointer", "at", "expected"),
    [
        (("title",), "value", (2, 8, 2, 26)),
        (("title",), "key", (2, 1, 2, 6)),
        (("specific", "behavior"), "value", (4, 13, 4, 34)),
        (("specific", "effect"), "parent", (3, 1, 3, 9)),
        (("specific", "effect"), "value", (3, 1, 3, 9)),
        (("measurable", "indicators", "calls", "target"), "parent", (7, 5, 7, 10)),
        (("measurable", "indicators", "calls"), "value", (7, 12, 7, 27)),
        (("measurable", "indicators"), "value", (7, 5, 7, 27)),
        (("steps",), "value", (10, 1, 10, 6)),
        (("relevant", "choice", "impact"), "parent", (1, 1, 1, 1)),
        (("relevant",), "value", (1, 1, 1, 1)),
        (("observers", 1), "value", (9, 3, 9, 7)),
        (("observers", 1), "key", (9, 3, 9, 7)),
        (("observers", 5), "parent", (8, 1, 8, 10)),
        (("steps", 0, "who"), "parent", (11, 5, 11, 6)),
        (("steps", 0), "key", (11, 5, 11, 6)),
        ((), "value", (2, 1, 12, 12)),
        ((), "key", (1, 1, 1, 1)),
    ],
)
def test_places(pointer: Pointer, at: str, expected: tuple[int, int, int, int]) -> None:
    assert where(pointer, at) == expected


def test_a_phrase_narrows_a_value() -> None:
    assert where(("title",), phrase=(12, 18)) == (2, 20, 2, 26)


def test_a_phrase_outside_the_value_is_the_whole_value() -> None:
    for phrase in ((0, 99), (5, 5), (7, 3), (-1, 2)):
        assert where(("title",), phrase=phrase) == (2, 8, 2, 26)


STYLES = {
    "plain": "a: we will communicate better soon\n",
    "plain over lines": "a: we will\n  communicate better\n\n  soon\n",
    "single quoted": "a: 'it''s to communicate better soon'\n",
    "double quoted": 'a: "to \\u00e9 \\"communicate better\\" soon"\n',
    "double quoted over lines": 'a: "to \\\n    communicate better\n\n    soon"\n',
    "literal": "a: |\n  to be\n    communicate better\n\n  soon\n",
    "literal, kept": "a: |+\n  communicate better\n\n\n",
    "literal, indented": "a: |2\n    to communicate better\n   soon\n",
    "folded": "a: >-\n  to be\n  communicate better\n\n  soon\n    and more\n  so\n",
    "folded, empty lines first": "a: >\n\n\n  to\n  communicate better\n",
    "windows": "a: |\r\n  to be\r\n  communicate better\r\n",
    "in a flow": "a: {b: [x, communicate better]}\n",
    "after an emoji": "a: 😀é communicate better\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_phrase_is_found_in_every_style(style: str) -> None:
    source = STYLES[style]
    data, marks, problems = read(source, "x.yml")
    assert problems == ()
    pointer, value = next((p, v) for p, v in texts_of(data, ()) if "communicate better" in v)
    start = value.index("communicate better")
    span = phrase_span(source, marks.values[pointer], value, start, start + len("communicate better"))
    line = source.split("\n")[span.line - 1]
    assert span.line == span.end_line
    assert line[span.column - 1 : span.end_column - 1] == "communicate better"


def test_a_phrase_over_a_line_break_runs_to_the_next_line() -> None:
    span = phrase_span("a: we\n  communicate\n", Span(1, 4, 2, 14), "we communicate", 0, 14)
    assert span == Span(1, 4, 2, 14)


def texts_of(value: Any, pointer: Pointer) -> list[tuple[Pointer, str]]:
    if isinstance(value, str):
        return [(pointer, value)]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, item in items for found in texts_of(item, (*pointer, step))]


WORDS = st.text(st.sampled_from("abc é😀'\"\\#:-\n \t"), max_size=60)


@settings(max_examples=400, deadline=None)
@given(
    value=WORDS,
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([10, 80]),
    unicode=st.booleans(),
)
def test_every_letter_points_at_itself(value: str, style: str | None, width: int, unicode: bool) -> None:
    source = yaml.dump({"k": [value]}, default_style=style, width=width, allow_unicode=unicode)
    data, marks, problems = read(source, "x.yml")
    if problems:
        return
    assert isinstance(data, dict)
    ((pointer, read_again),) = texts_of(data, ()) or [((), "")]
    whole = marks.values.get(pointer)
    if read_again != value or whole is None:
        return
    lines = source.split("\n")
    for index, letter in enumerate(value):
        span = phrase_span(source, whole, value, index, index + 1)
        assert (span.line, span.column) >= (whole.line, whole.column)
        if letter in "abc":
            found = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            assert span.line == span.end_line
            assert found == letter
