"""On paper: how many sheets of A4 Chromium prints, and that nothing is cut off or left half empty without need."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.visit import visitor
from site_built.sites import Built, kind

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
MOST_SHEETS = {"goal": 2, "leader": 2, "progress": 2}
_BEYOND = """() => {
  const right = document.documentElement.clientWidth;
  const beyond = Array.from(document.querySelectorAll(".k *")).filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.right > right + 1 && !one.closest(".k-sr, .k-sprite");
  });
  return beyond.slice(0, 5).map(one => one.outerHTML.slice(0, 80));
}"""


def sheets(page: Page) -> int:
    """How many sheets the open page takes: a page of a PDF is an object of that type."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("site", ["english", "english_manager", "dutch"])
def test_every_goal_and_every_plan_fits_its_sheets(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    """Not only the fullest: a title of three lines on another goal is enough for a third sheet."""
    pages: Built = request.getfixturevalue(site)
    taken = {}
    with visitor(browser, serve(pages.site)) as visit:
        for url in pages.urls():
            if kind(url) in MOST_SHEETS and not url.startswith("progress/formulas"):
                visit.open(url)
                taken[url] = sheets(visit.page)
    assert len(taken) > len(MOST_SHEETS)
    assert {url: n for url, n in taken.items() if not 1 <= n <= MOST_SHEETS[kind(url)]} == {}


@pytest.mark.parametrize("site", ["english_manager", "dutch"])
def test_nothing_on_paper_is_wider_than_the_sheet(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    pages: Built = request.getfixturevalue(site)
    beyond = {}
    with visitor(browser, serve(pages.site), viewport={"width": 696, "height": 1000}) as visit:
        visit.page.emulate_media(media="print")
        for name, urls in pages.of_each_kind().items():
            if name in MOST_SHEETS:
                for url in urls:
                    beyond[url] = visit.open(url).evaluate(_BEYOND)
    assert {url: found for url, found in beyond.items() if found} == {}


def test_the_dark_scheme_prints_on_white(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site), color_scheme="dark") as visit:
        page = visit.open("leaders/aylin-demir/goals/evenings-without-mail/")
        page.emulate_media(media="print", color_scheme="dark")
        ink = page.locator(".k h1").evaluate("one => getComputedStyle(one).color")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ink, paper) == ("rgb(24, 34, 46)", "rgb(255, 255, 255)")
