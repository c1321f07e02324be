"""Charts in a real browser: no word on another at any width, and read with the pointer and with the keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.visit import visitor
from site_built.sites import Built

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
RAVI = "leaders/ravi-krishnamurthy/goals/open-questions/"
MEETING = """() => [...document.querySelectorAll("svg.k-line")].flatMap(svg => {
  const words = [...svg.querySelectorAll("text")].map(one => [one.textContent, one.getBoundingClientRect()]);
  return words.flatMap(([one, a], index) => words.slice(index + 1).filter(([other, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4.5).map(([other]) => `${one} | ${other}`));
})"""
"""Words whose boxes overlap; a box of 13 pixels has some air above and below its letters."""


def goal_pages(site: Path) -> list[str]:
    return [
        f"{page.parent.relative_to(site).as_posix()}/" for page in sorted(site.glob("leaders/*/goals/*/index.html"))
    ]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("site", ["english", "english_manager", "dutch"])
def test_no_word_of_a_chart_lies_on_another(
    site: str, width: int, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    built: Built = request.getfixturevalue(site)
    meeting: dict[str, list[str]] = {}
    with visitor(browser, serve(built.site), viewport={"width": width, "height": 900}) as visit:
        for url in goal_pages(built.site):
            if found := visit.open(url).evaluate(MEETING):
                meeting[url] = found
    assert meeting == {}
    assert len(goal_pages(built.site)) > 3


def chart(page: Page) -> tuple[list[float], list[list[str]]]:
    """Where the dots of the first chart are, from its left to its right, and the rows of the table behind it."""
    part = page.locator("section.k-ind").first
    dots = part.locator("path.p").get_attribute("d") or ""
    rows = part.locator("tr[data-k-read]")
    cells = [[cell.strip() for cell in row.locator("td").all_text_contents()] for row in rows.all()]
    return [float(dot.split(" ")[0]) / 1000 for dot in dots.removeprefix("M").split("M")], cells


def test_the_pointer_reads_a_reading_and_leaves_the_legend(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site)) as visit:
        page = visit.open(RAVI)
        dots, rows = chart(page)
        figure = page.locator("figure.k-chart").first
        told, legend = figure.locator("figcaption"), figure.locator("figcaption").text_content() or ""
        assert "each reading" in legend
        assert len(dots) == len(rows) > 10
        figure.scroll_into_view_if_needed()
        box = figure.locator("svg.k-line").bounding_box()
        assert box is not None
        for index in (0, 5, len(dots) - 1):
            page.mouse.move(box["x"] + dots[index] * box["width"], box["y"] + 60)
            day, reading, value = rows[index][:3]
            expect(told).to_contain_text(f"{day}: {reading} → {value}")
        page.mouse.move(0, 0)
        expect(told).to_have_text(legend)
        assert visit.problems == []


def test_the_arrow_keys_walk_over_the_readings(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site)) as visit:
        page = visit.open(RAVI)
        _, rows = chart(page)
        figure = page.locator("figure.k-chart").first
        told = figure.locator("figcaption")
        figure.focus()
        for key, index in (("ArrowLeft", -1), ("ArrowLeft", -2), ("Home", 0), ("ArrowRight", 1), ("End", -1)):
            page.keyboard.press(key)
            expect(told).to_contain_text(f"{rows[index][0]}: {rows[index][1]}")
        expect(figure.locator("circle.m")).to_have_attribute("r", "6")
        page.keyboard.press("Escape")
        expect(figure.locator("circle.m")).to_have_attribute("r", "0")
        assert visit.problems == []
