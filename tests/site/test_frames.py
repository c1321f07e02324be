"""Which frame a page has, what is refused, and what the key of kept frames depends on."""

from __future__ import annotations

import gzip
import html
import json
import posixpath
import random
import re
import string
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.site import frames
from koers.site.encode import encode_line, plain_line
from koers.site.frames import search as frame_search
from koers.site.frames.frame import cut
from koers.site.frames.search import SearchFormat
from koers.site.frames.stubs import block_mark, title_mark, words_mark
from koers.site.wrap import NOT_SEARCHED, body_of

SETTINGS: dict[str, Any] = {
    "site_name": "Plans",
    "docs_dir": "build/docs",
    "theme": {"name": "material", "custom_dir": "build/theme"},
    "plugins": ["search"],
    "nav": [{"Home": "index.md"}, {"Teams": [{"All": "teams/index.md"}, {"North": "teams/north/index.md"}]}],
    "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
}
STUB = "leaders/koers_frame/"

ways = st.lists(st.sampled_from(["a", "b", "c-1", "index"]), max_size=4).map(lambda way: "".join(f"{x}/" for x in way))


@given(url=ways, known=st.frozensets(ways, max_size=4))
def test_from_its_stub_the_way_to_every_page_of_the_navigation_is_the_same(url: str, known: frozenset[str]) -> None:
    if not url:
        known |= {""}
    stub = frames.stub_url(url, known)
    assert stub.count("/") == url.count("/")
    assert (stub in known) == (url in known)
    assert frames.stub_url(stub, known) == stub
    for address in known | {"assets/koers.css"}:
        assert posixpath.relpath(address or ".", stub or ".") == posixpath.relpath(address or ".", url or ".")


def test_addresses_are_the_pages_of_nav_at_any_depth() -> None:
    nav = [
        {"Home": "index.md"},
        {"More": [{"A page": "rules/S104.md"}, {"Deep": [{"Read": "teams/README.md"}]}]},
        {"Elsewhere": "https://example.org/"},
    ]
    assert frames.addresses({"nav": nav}) == {"", "rules/S104/", "teams/"}
    assert frames.addresses({}) == frozenset()


def test_these_settings_allow_frames() -> None:
    assert frames.why_not(SETTINGS, {"main.html": b'{% extends "base.html" %}', "page.toc.css": b"page.toc"}) is None
    assert frames.why_not(SETTINGS | {"hooks": [], "plugins": {"search": {"lang": "en"}}}, {}) is None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"plugins": ["search", {"tags": {}}]}, "plugins: tags"),
        ({"plugins": {"search": {}, "blog": {}}}, "plugins: blog"),
        ({"hooks": ["hooks.py"]}, "hooks"),
        ({"extra_templates": ["robots.txt"]}, "extra_templates"),
        ({"exclude_docs": "leaders/"}, "exclude_docs"),
        ({"theme": "readthedocs"}, "theme"),
        ({"theme": {"name": "material-of-mine"}}, "theme"),
        ({"docs_dir": "docs"}, "docs_dir"),
        ({"use_directory_urls": False}, "use_directory_urls"),
        ({"nav": None}, "nav"),
        ({"nav": [{"Home": "index.md"}, {"Teams": ["teams/index.md"]}]}, "teams/index.md"),
        ({"markdown_extensions": ["pymdownx.striphtml"]}, "markdown_extensions: pymdownx.striphtml"),
        ({"markdown_extensions": {"own.extension": {}}}, "markdown_extensions: own.extension"),
        ({"extra": {"analytics": {"feedback": {"title": "Helpful?"}}}}, "extra: analytics: feedback"),
    ],
)
def test_what_may_change_single_pages_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    refusal = frames.why_not(SETTINGS | changes, {})
    assert refusal is not None
    assert [value for _, value in refusal.params] == [named]


def printed(body: str, title: str = f"<title>{title_mark(STUB)} - Plans</title>") -> str:
    return f"<html>{title}<a href='/{STUB}'></a>{body}</html>"


def test_a_page_is_set_where_the_marks_were() -> None:
    frame = cut(STUB, printed(block_mark(STUB)))
    page = frame.set("leaders/anna/", "A & B", "<div>é</div>").decode()
    assert page == "<html><title>A &#38; B - Plans</title><a href='/leaders/anna/'></a><div>é</div></html>"


def test_an_engine_that_takes_the_search_marks_away_has_the_same_frames() -> None:
    whole, bare = (cut(STUB, printed(mark)) for mark in (block_mark(STUB), block_mark(STUB).replace(NOT_SEARCHED, "")))
    assert whole == bare


@pytest.mark.parametrize(
    "page",
    [
        printed(""),
        printed(block_mark(STUB) * 2),
        printed(block_mark(STUB), title="<title>Plans</title>"),
        printed(block_mark(STUB).replace("<h1", "<h2")),
        printed(block_mark(STUB) + title_mark("teams/")),
        printed(block_mark(STUB) + "<a href='../koers_frame/goals/'>"),
    ],
    ids=["no body", "body twice", "no title", "body rewritten", "title of another page", "way to itself"],
)
def test_a_page_that_is_more_than_title_and_body_is_refused(page: str) -> None:
    with pytest.raises(frames.NoFrames) as refused:
        cut(STUB, page)
    assert dict(refused.value.message.params) == {"page": f"/{STUB}"}


def test_each_thing_that_frames_depend_on_changes_their_key() -> None:
    base: tuple[Any, ...] = (SETTINGS, {"main.html": b"x"}, {"": "stub"}, "mkdocs", {"mkdocs": "1.6.1"})
    others: list[tuple[int, Any]] = [
        (0, SETTINGS | {"site_name": "Other"}),
        (0, SETTINGS | {"nav": list(reversed(SETTINGS["nav"]))}),
        (1, {"main.html": b"y"}),
        (1, {"other.html": b"x"}),
        (1, {}),
        (2, {"": "other"}),
        (2, {"": "stub", "teams/": "stub"}),
        (3, "zensical"),
        (4, {"mkdocs": "1.6.2"}),
    ]
    keys = [frames.key(*base), *(frames.key(*base[:place], value, *base[place + 1 :]) for place, value in others)]
    assert len(set(keys)) == len(keys)
    assert frames.key(*base) == keys[0]
    assert re.fullmatch("[0-9a-f]{64}", keys[0])


@given(st.text())
def test_plain_words_are_what_the_references_mean(words: str) -> None:
    assert plain_line(words) == html.unescape(encode_line(words))


@given(st.text(alphabet=" \t\n\r\x0b\xa0\u3000ab<"))
def test_a_block_has_no_blank_line_and_no_indentation(body: str) -> None:
    lines = body_of(body).split("\n")
    assert all(line and not line.isspace() and line == line.strip(" \t") for line in lines) or lines == [""]
    assert [*"".join(lines)] == [*"".join(line.strip(" \t") for line in body.split("\n") if line.strip())]


def entries_of(leaders: int, words: int) -> list[frames.SearchEntry]:
    """An organization whose pages have hardly a word in common, as far as a compressor can tell."""
    chance = random.Random(1)

    def some(count: int) -> str:
        return " ".join("".join(chance.choices(string.ascii_lowercase, k=6)) for _ in range(count))

    pages = [("", "Home", ""), ("rules/", "Rules", f"{some(90)} · {some(90)}"), ("competencies/x/", "X", some(90))]
    for number in range(leaders):
        name, sentence = f"{some(2)} {number}", f"{some(words)} · {some(words)}"
        pages.append((f"leaders/l{number}/", name, f"North · {sentence}"))
        pages.append((f"leaders/l{number}/goals/g/", some(5), f"{name} · North · {sentence}"))
    return [frames.search_entry(*page) for page in pages]


@pytest.fixture(scope="module")
def search_format() -> SearchFormat:
    stubs = ("", "competencies/koers_frame/", STUB, "leaders/koers_frame/koers_frame/koers_frame/", "rules/")
    written = [{"location": url, "title": title_mark(url), "text": f"<p>{words_mark(url)}</p>"} for url in stubs]
    found = frame_search.search_format(
        {"search/search_index.json": json.dumps({"config": {"lang": ["en"]}, "docs": written}).encode()}, stubs
    )
    assert found is not None
    return found


def indexed(search_format: SearchFormat, entries: Sequence[frames.SearchEntry]) -> dict[str, dict[str, str]]:
    content = search_format.index(entries, frozenset({"", "rules/"}))
    assert search_format.index(entries[::-1], frozenset({"", "rules/"})) == content
    assert len(gzip.compress(content)) <= 300_000
    return {entry["location"]: entry for entry in json.loads(content)["docs"]}


def test_a_small_index_holds_every_word_of_every_page(search_format: SearchFormat) -> None:
    entries = entries_of(150, 5)
    found = indexed(search_format, entries)
    assert found == {
        entry.location: {"location": entry.location, "title": entry.title, "text": entry.text} for entry in entries
    }


@pytest.mark.parametrize(("leaders", "words", "goals"), [(1500, 20, 1500), (3000, 20, 3000), (9000, 5, 0)])
def test_a_large_index_keeps_names_longest(search_format: SearchFormat, leaders: int, words: int, goals: int) -> None:
    entries = entries_of(leaders, words)
    found = indexed(search_format, entries)
    assert {entry.location for entry in entries if "/goals/" not in entry.location} <= found.keys()
    assert sum("/goals/" in location for location in found) == goals
    for entry in entries:
        kept = found.get(entry.location)
        if kept and entry.location.startswith("leaders/"):
            assert kept["title"] == entry.title
            assert len(kept["text"]) < len(entry.text)
            assert entry.text.startswith(kept["text"].removesuffix("</p>"))
        elif kept:
            assert kept["text"] == entry.text


def test_words_are_cut_between_words_and_never_in_a_reference() -> None:
    entry = frames.search_entry("leaders/anna/", "Anna", f"North · {'&<' * 200} · South")
    many = [entry, *(frames.SearchEntry(f"leaders/l{number}/", "L", "") for number in range(200))]
    texts = [step[0].text for step in frame_search.lighter(many)]
    assert texts[0] == entry.text
    assert {*texts[1:]} == {"<p>North</p>", ""}
