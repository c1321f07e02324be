"""Every link of every page leads somewhere: to a page or file of this site and to a place that is on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from site_built.sites import Built

HOST = "https://site.invalid/"


@dataclass
class Page:
    """What a page links to and asks for, and the places on it that others can link to."""

    links: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.page.links.append(values["href"])
        if tag == "use":
            self.page.links.append(values.get("href") or values["xlink:href"])
        if tag == "link" and "href" in values:
            self.page.parts.append(values["href"])
        if tag in ("script", "img", "source", "iframe") and "src" in values:
            self.page.parts.append(values["src"])
        for reference in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            self.page.links.extend(f"#{id}" for id in values.get(reference, "").split())


def read(path: Path) -> Page:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


@pytest.mark.parametrize("site", ["english", "english_zensical", "english_manager", "dutch"])
def test_every_link_resolves(site: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(site)
    pages = {url: read(built.site / url / "index.html") for url in built.urls()}
    wrong, followed, fragments = [], 0, 0
    for url, page in pages.items():
        for link in page.links + page.parts:
            target = urlsplit(urljoin(HOST + url, link))
            if target.scheme in ("mailto", "data"):
                continue
            if f"{target.scheme}://{target.netloc}/" != HOST:
                if link in page.parts or target.scheme != "https":
                    wrong.append(f"{url or 'home'}: {link} leaves the site")
                continue
            followed += 1
            path = unquote(target.path).lstrip("/")
            there = built.site / path
            if not (there / "index.html" if there.is_dir() else there).is_file():
                wrong.append(f"{url or 'home'}: {link} leads to nothing")
            elif target.fragment and (path in pages or path == ""):
                fragments += 1
                if unquote(target.fragment) not in pages[path].ids:
                    wrong.append(f"{url or 'home'}: {link} names a place that is not there")
    assert wrong == []
    assert followed > 10 * len(pages)
    assert fragments > len(pages)


@pytest.mark.parametrize("site", ["english_manager", "dutch"])
def test_no_id_is_there_twice_on_a_page(site: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(site)
    twice = {}
    for url in built.urls():
        ids = read(built.site / url / "index.html").ids
        if len(ids) != len(set(ids)):
            twice[url] = sorted({id for id in ids if ids.count(id) > 1})
    assert twice == {}


@pytest.mark.parametrize("site", ["english", "dutch"])
def test_every_page_is_reached_from_home(site: str, request: pytest.FixtureRequest) -> None:
    """By links on our own pages, since most pages stand in no menu."""
    built: Built = request.getfixturevalue(site)
    known, waiting = {""}, [""]
    while waiting:
        url = waiting.pop()
        for link in read(built.site / url / "index.html").links:
            target = urlsplit(urljoin(HOST + url, link))
            path = unquote(target.path).lstrip("/")
            if f"{target.scheme}://{target.netloc}/" == HOST and path not in known:
                known.add(path)
                if (built.site / path / "index.html").is_file():
                    waiting.append(path)
    assert sorted(set(built.urls()) - known) == []
