"""Changes for people and machines: all that a goal says is there, and nobody's words act on who reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from fields.full_file import Data, changed, full, leaves
from koers.history.between import Side, told
from koers.language import translator
from koers.model.build import build
from koers.reading.document import Document, Place
from koers.report.changes import json as as_json
from koers.report.changes import markdown as as_markdown
from koers.report.changes import text as as_text
from koers.story.comparison import Comparison, Judged, compare

PATH = "plans/leaders/anna/goals/coaching.yml"
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=60)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NOBODY = Judged((), {})
GOAL = full("goal")
say = translator("en").say


def compared(before: Data | None, after: Data | None) -> Comparison:
    sides = tuple(
        Side({} if data is None else {PATH: Document(Place(PATH, "goal", "coaching", "anna"), "", data)})
        for data in (before, after)
    )
    both = sides[0], sides[1]
    return compare(told(*both), both, (NOBODY, NOBODY), build([]), date(2026, 3, 31))


def rewritten(words: str) -> Iterator[Comparison]:
    """A goal that is new, gone and changed, in which every text and line says these words."""
    odd = GOAL
    for at, field in leaves("goal", GOAL):
        if field.type in ("line", "text"):
            odd = changed(odd, at, words)
    yield from (compared(None, odd), compared(odd, None), compared(GOAL, odd), compared(odd, GOAL))


def test_a_new_goal_is_whole() -> None:
    """Of every approved field of the schema, whatever it is, the value is told; numbers and days as they are read."""
    shown = as_text.render(compared(None, GOAL), say)
    pointers = {tuple(line.pointer) for one in compared(None, GOAL).goals for c in one.chapters for line in c.lines}
    for at, field in leaves("goal", GOAL):
        if field.is_approved and at != ("title",):
            assert any(at[: len(place)] == place for place in pointers), at
        if field.type in ("line", "text", "id"):
            value: Any = GOAL
            for step in at:
                value = value[step]
            assert (value in shown) is field.is_approved, at
    for change in (("measurable", "indicators"), ("actions",)):
        for at, field in leaves("goal", GOAL):
            if at[: len(change)] == change and field.is_approved and field.type in ("number", "date", "period"):
                other = {"number": 98765, "date": "2031-05-06", "period": "77 weeks"}[field.type]
                assert as_text.render(compared(None, changed(GOAL, at, other)), say) != shown, at


@given(ANY_TEXT)
def test_no_words_drive_a_terminal_or_a_log(words: str) -> None:
    for found in rewritten(words):
        for render in (as_text.render, as_json.render):
            shown = render(found, say)
            assert not CONTROL.search(shown)
            assert not re.search(r"##\[|##vso\[", shown.replace("\\x23", "x")) or render is as_json.render
        for line in as_text.render(found, say).splitlines():
            assert line == "" or line.startswith(("anna/coaching  ", "  "))


def _shape(found: Comparison) -> list[str]:
    """The tags of the page that a forge makes of it, without the marks of single words."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"]).render(
        as_markdown.render(found, say)
    )  # fmt: skip
    tags = re.findall(r"</?([a-z0-9]+[^>]*)>", html)
    return [tag for tag in tags if tag not in ("s", "br", "strong")]


@given(ANY_TEXT)
def test_no_words_act_as_markdown(words: str) -> None:
    for odd, plain in zip(rewritten(f"x {words} x"), rewritten("x words x"), strict=True):
        assert _shape(odd) == _shape(plain)


@pytest.mark.parametrize(
    "words",
    [
        "**bold** ~~gone~~ <img src=x> [a](javascript:b) ![c](http://evil.example) `d` | # e",
        "www.evil.example @everyone #12 !1 &lt; <!-- -->",
        "- a\n- b\n1. c\n> d\n```\ne",
        "[-gone-] {+new+}",
    ],
)
def test_words_that_look_like_markup_are_shown_as_they_are(words: str) -> None:
    for found in rewritten(words):
        html = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("strikethrough").render(
            as_markdown.render(found, say)
        )  # fmt: skip
        assert "<img" not in html
        assert "<a " not in html
        assert "<code" not in html
        assert "@everyone" not in html
        assert "#12" not in html


def test_data_may_be_read_back() -> None:
    data = json.loads(as_json.render(compared(None, GOAL), say))
    assert [change["text"] for change in data["changes"]] == ['new goal "goal title 1"']
    assert data["goals"][0]["letters"] == {"before": None, "after": None}


def test_nothing_changed() -> None:
    nothing = compared(GOAL, GOAL)
    assert as_text.render(nothing, say) == ""
    assert as_markdown.render(nothing, say) == "## Changes in commitments\n\nNo commitment changed&#46;\n"
