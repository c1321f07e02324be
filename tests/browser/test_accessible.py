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
    pages: Built = request.getfixturevalue(site)
    violations = []
    # axe is brought in by the test; what the policy stops is tested where nothing is brought in.
    with visitor(browser, serve(pages.site), reduced_motion="reduce", bypass_csp=True) as visit:
        visit.context.add_init_script(axe)
        for urls in pages.of_each_kind().values():
            for url in urls:
                page = visit.open(url)
                page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
                for scheme, size, rules in LOOKS:
                    page.emulate_media(color_scheme=scheme)
                    page.set_viewport_size(size)
                    expect(page.locator("body")).to_have_attribute(
                        "data-md-color-scheme", "slate" if scheme == "dark" else "default"
                    )
                    found = page.evaluate(RUN, rules)
                    violations.extend(f"{url or 'home'} {scheme} {size['width']}: {problem}" for problem in found)
    assert violations == []


RUN = """async rules => {
    const result = await axe.run(document, {resultTypes: ["violations"], runOnly: rules});
    const why = node => node.target.join(" ") + " - " + node.failureSummary.split("\\n").slice(1, 2).join();
    return result.violations.map(rule =>
        `${rule.id} (${rule.impact}) ${rule.help}: ${rule.nodes.slice(0, 3).map(why).join(" | ")}`);
}"""
