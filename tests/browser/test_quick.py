"""How quick a goal's page is, measured by Chromium itself: what a person waits for, and what moves or blocks.

The numbers are printed. Held are those that do not depend on how busy the machine is: bytes, requests and shift,
and that the largest thing on the page is text that needs no script and no second request.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from browser.visit import visitor
from site_built.sites import Built

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
_WATCH = """
window.koersQuick = {lcp: 0, largest: "", shift: 0, long: []};
function koersWatch(type, note) {
  new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type: type, buffered: true});
}
koersWatch("largest-contentful-paint", entry => {
  window.koersQuick.lcp = entry.startTime;
  window.koersQuick.largest = entry.element ? entry.element.tagName + "." + entry.element.className : "";
});
koersWatch("layout-shift", entry => { window.koersQuick.shift += entry.value; });
koersWatch("longtask", entry => { window.koersQuick.long.push(entry.duration); });
"""
_READ = """() => {
  const all = performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"));
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return Object.assign({}, window.koersQuick, {
    fcp: paint ? paint.startTime : 0,
    bytes: all.reduce((sum, one) => sum + one.decodedBodySize, 0),
    requests: all.length,
  });
}"""


def measured(browser: Browser, address: str, url: str, width: int) -> dict[str, Any]:
    """One first visit with an empty cache: milliseconds, bytes before compression, and the shift of the layout."""
    with visitor(browser, address, viewport={"width": width, "height": 900}) as visit:
        visit.context.add_init_script(_WATCH)
        visit.open(url)
        visit.page.evaluate("document.fonts.ready")
        visit.page.wait_for_timeout(500)  # what a script does after loading counts too
        found: dict[str, Any] = visit.page.evaluate(_READ)
        # Blocked is what a long task takes beyond the 50 ms that nobody feels.
        found["blocked"] = sum(task - 50 for task in found.pop("long"))
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_a_goal_is_there_at_once(english: Built, browser: Browser, serve: Serve, width: int) -> None:
    url = english.of_each_kind()["goal"][0]
    found = measured(browser, serve(english.site), url, width)
    print(
        f"\n{url} at {width}: first paint {found['fcp']:.0f} ms, largest {found['lcp']:.0f} ms ({found['largest']}), "
        f"blocked {found['blocked']:.0f} ms, shift {found['shift']:.4f}, "
        f"{found['requests']} requests, {found['bytes']:,} bytes uncompressed"
    )
    assert found["lcp"] > 0
    assert found["shift"] <= 0.01
    assert found["requests"] <= 15
    assert found["bytes"] <= 700_000
