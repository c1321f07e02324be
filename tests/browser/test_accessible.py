"""axe-core with WCAG 2.2 AA and good practice on each kind of page: light and dark, wide and narrow, details open."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from browser.visit import visitor
from site_built.sites import Built

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from the Python package that carries it."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core is not installed (pip install axe-playwright-python)")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome differs between light and dark; the others look at what does not change."""

LOOKS: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
    ("light", WIDE, {"type": "tag", "values": EVERYTHING}),
    ("dark", WIDE, {"type": "rule", "values": COLORS}),
    ("dark", NARROW, {"type": "rule", "values": COLORS}),
    ("light", NARROW, {"type": "tag", "values": EVERYTHING}),
)


@pytest.mark.parametrize("site", ["english_manager", "dutch"])
def test_no_violation_on_any_kind_of_page(
    site: str, axe: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    """The fullest page of each kind in every look, the emptiest in one; Dutch differs in its words only."""
    pages: Built = request.getfixturevalue(site)
    violations = []
    # axe is brought in by the test; what the policy stops is tested where nothing is brought in.
    with visitor(browser, serve(pages.site), reduced_motion="reduce", bypass_csp=True) as visit:
        visit.context.add_init_script(axe)
        for urls in pages.of_each_kind().values():
            for url in urls if site != "dutch" else urls[:1]:
                page = visit.open(url)
                page.evaluate(PREPARE)
                for scheme, size, rules in LOOKS if url == urls[0] and site != "dutch" else LOOKS[:1]:
                    page.emulate_media(color_scheme=scheme)
                    page.set_viewport_size(size)
                    expect(page.locator("body")).to_have_attribute(
                        "data-md-color-scheme", "slate" if scheme == "dark" else "default"
                    )
                    found = page.evaluate(RUN, [rules, OPEN])
                    violations.extend(f"{url or 'home'} {scheme} {size['width']}: {problem}" for problem in found)
    assert violations == []


OPEN = ["target-size", "link-in-text-block"]
"""Rules that pages still break; looked at apart, below, so that nothing else slips in with them."""


def test_every_link_is_large_enough_and_seen(english_manager: Built, axe: str, browser: Browser, serve: Serve) -> None:
    violations = []
    with visitor(browser, serve(english_manager.site), viewport=NARROW, bypass_csp=True) as visit:
        visit.context.add_init_script(axe)
        for urls in english_manager.of_each_kind().values():
            for url in urls:
                page = visit.open(url)
                page.evaluate(PREPARE)
                found = page.evaluate(RUN, [{"type": "rule", "values": OPEN}, []])
                violations.extend(f"{url or 'home'}: {problem}" for problem in found)
    assert violations == []


PREPARE = """() => {
    document.querySelectorAll("details").forEach(part => part.open = true);
    // A hundred rules or rows of the same make tell no more than ten, and take ten times as long.
    for (const parent of document.querySelectorAll(".k, .k *"))
        [...parent.children].filter((part, at, all) => at > 12 && part.localName === all[1].localName)
            .forEach(part => part.remove());
}"""

RUN = """async ([rules, apart]) => {
    const off = Object.fromEntries(apart.map(rule => [rule, {enabled: false}]));
    const result = await axe.run(document, {resultTypes: ["violations"], runOnly: rules, rules: off});
    const why = node => node.target.join(" ") + " - " + node.failureSummary.split("\\n").slice(1, 2).join();
    return result.violations.map(rule =>
        `${rule.id} (${rule.impact}) ${rule.help}: ${rule.nodes.slice(0, 3).map(why).join(" | ")}`);
}"""
