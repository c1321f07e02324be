"""The encoder: whatever somebody wrote stands on the page as the same text, and nothing before the page acts on it."""

from __future__ import annotations

import html
import json
import re
import string
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.claims import Claim, proves
from koers.site.encode import encode, encode_line
from koers.site.wrap import wrap

pytestmark = proves(Claim.ENCODING)

EXTENSIONS = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "smarty", "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight",
    "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
"""More of Markdown than the site turns on: what holds here holds for any of them."""


class Words(HTMLParser):
    """The text of a page, line breaks as newlines, and every element that is in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag + "".join(f" {name}" for name, _ in attrs))
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(text: str, extensions: list[str] = EXTENSIONS) -> Words:
    """What a reader sees of a text between two marks, after Markdown with all its extensions."""
    page = wrap("", f'<div class="k">\n<p>⟦{encode(text)}⟧</p>\n</div>')
    words = Words()
    words.feed(markdown.markdown(page.split("---\n", 2)[2], extensions=extensions))
    return words


def as_read(text: str) -> str:
    """What should be seen: line breaks of all kinds are one kind, control characters a mark that says so."""
    lines = re.sub("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", lines)


def assert_is_only_text(text: str) -> None:
    words = shown(text)
    assert words.text.strip("\n")[1:-1] == as_read(text)
    assert set(words.elements) <= {
        "div",
        "k-page data-search-exclude",
        "h1 data-search-exclude",
        "div class",
        "p",
        "br",
    }


def corpus(project: Path, name: str) -> list[str]:
    path = project.parent / "shared" / "corpora" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    found = json.loads(path.read_text(encoding="utf-8"))
    texts: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    collect(found)
    return texts


@pytest.mark.parametrize("name", ["blns/blns.json", "h5sc/vectors.json"])
def test_hostile_strings_are_shown_as_text(project: Path, name: str) -> None:
    texts = corpus(project, name)
    assert len(texts) > 100
    for text in texts:
        assert_is_only_text(text)


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_text_comes_through(text: str) -> None:
    assert_is_only_text(text)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="`~*_#>-+=|{}[]()!<&;:\\\n\t 1.a", min_size=1))
def test_any_text_of_marks_comes_through(text: str) -> None:
    assert_is_only_text(text)


@given(st.text())
def test_a_title_is_one_harmless_line(text: str) -> None:
    front = wrap(text, "<p>x</p>").split("---\n")[1]
    data = yaml.safe_load(front)
    assert data["hide"] == ["navigation", "toc"]
    assert html.unescape(data["title"]) == as_read(text).replace("\n", " ")
    assert not set(data["title"]) & set(string.punctuation) - set("&#;-.,:()?!/+%")


MEANINGS = {
    "!": "!!! note\n    inside",
    '"': 'he said "no"',
    "#": "# a heading",
    "'": "'quoted'",
    "*": "some *stress* here",
    "+": "+ an item",
    "-": "- an item",
    ".": "wait...",
    ":": "see :smile:",
    "=": "a ==mark== here",
    ">": "> a quotation",
    "\\": "two \\\\ backslashes",
    "^": "an ^^insertion^^ here",
    "_": "some _stress_ here",
    "`": "```\ncode\n```",
    "~": "a ~~deletion~~ here",
    "\x02": "\x02wzxhzdk:0\x03",
    "\n": "one\n\ntwo",
    "\t": "\tcode",
}
"""Per escape a text in which it is the only thing between Markdown and the reader. Brackets and pipes need two."""


def as_paragraph(encoded: str) -> Words:
    """An encoded text as Markdown itself: no block of HTML around it, only the encoder protects it."""
    words = Words()
    words.feed(markdown.markdown(encoded, extensions=EXTENSIONS))
    return words


@pytest.mark.parametrize("mark", MEANINGS, ids=[f"U+{ord(mark):04X}" for mark in MEANINGS])
def test_each_escape_is_needed_and_enough(mark: str) -> None:
    text = MEANINGS[mark]
    whole = as_paragraph(encode(text))
    assert (whole.text, set(whole.elements) - {"br"}) == (as_read(text), {"p"})
    reference = {"\n": "<br>", "\x02": "&#65533;"}.get(mark, f"&#{ord(mark)};")
    taken_away = str(encode(text)).replace(reference, mark)
    if mark in "-+#>!`|~=":  # these act at the start of a line, or between spaces, only together with a real line break
        taken_away = taken_away.replace("<br>", "\n").replace("&#32;", " ")
    broken = as_paragraph(taken_away)
    assert (broken.text, set(broken.elements) - {"br"}) != (as_read(text), {"p"})


@pytest.mark.parametrize(("text", "mark"), [("a <img src=x> b", "<"), ("a &copy b", "&")])
def test_each_escape_is_needed_in_an_element(text: str, mark: str) -> None:
    def element(encoded: str) -> tuple[str, list[str]]:
        words = Words()
        words.feed(markdown.markdown(f"<div>{encoded}</div>", extensions=EXTENSIONS))
        words.close()
        return words.text.strip(), words.elements

    assert element(encode(text)) == (text, ["div"])
    assert element(str(encode(text)).replace(f"&#{ord(mark)};", mark)) != (text, ["div"])


@pytest.mark.parametrize(("text", "mark"), [('" onload="alert(1)', '"'), ("a&quot;b", "&"), ("x\n\ny", "\n")])
def test_each_escape_is_needed_in_an_attribute(text: str, mark: str) -> None:
    def attribute(encoded: str) -> tuple[list[str], str]:
        words = Words()
        seen: list[str] = []
        words.handle_starttag = lambda tag, attrs: seen.append(dict(attrs).get("title") or "")  # type: ignore[method-assign]
        words.feed(f'<p title="{encoded}">')
        return seen, encoded

    assert attribute(encode_line(text))[0] == [text.replace("\n", " ")]
    taken_away = str(encode_line(text)).replace(f"&#{ord(mark)};", mark) if mark != "\n" else str(encode(text))
    assert attribute(taken_away)[0] != [text.replace("\n", " ")]


def test_what_is_not_punctuation_stays_readable() -> None:
    assert encode("Zoë says no: 3 × 4") == "Zoë says no&#58; 3 × 4"


def test_spaces_that_would_collapse_are_kept() -> None:
    assert encode("a  b\tc") == "a &#32;b&#9;c"
    assert encode(" a ") == "&#32;a&#32;"


def test_line_breaks_of_every_system() -> None:
    assert encode("a\r\nb\nc\rd\u2028e") == "a<br>b<br>c<br>d<br>e"
    assert encode_line("a\r\nb") == "a b"
