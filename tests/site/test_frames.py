"""Which frame a page has, what is refused, and what the key of kept frames depends on."""

from __future__ import annotations

import html
import posixpath
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.site import frames
from koers.site.encode import encode_line, plain_line
from koers.site.frames.frame import cut
from koers.site.frames.stubs import block_mark, title_mark
from koers.site.wrap import body_of

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


def test_an_engine_that_takes_the_search_marks_away_does_so_in_every_page() -> None:
    frame = cut(STUB, printed(block_mark(STUB).replace(" data-search-exclude", "")))
    assert b"<h1>x</h1>" in frame.set("leaders/anna/", "A", "<h1 data-search-exclude>x</h1>")


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
