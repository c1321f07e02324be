"""A page in a real browser that may talk to one host only, and everything that went wrong on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

_WATCH = """
window.koersViolations = [];
document.addEventListener("securitypolicyviolation", function (event) {
  window.koersViolations.push(event.violatedDirective + " " + event.blockedURI);
});
"""


@dataclass
class Visitor:
    """One visitor with their own browser context. `problems` is empty as long as all is well."""

    context: BrowserContext
    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Goes to a page of the site (`progress/`) and waits until it and what it loads are there."""
        self.page.goto(f"{self.address}/{url}", wait_until="load")
        return self.page

    def violations(self) -> list[str]:
        """What the content security policy stopped on the page that is open."""
        found: list[str] = self.page.evaluate("window.koersViolations || []")
        return found


@contextmanager
def visitor(browser: Browser, address: str, **options: Any) -> Iterator[Visitor]:
    """A visitor of the site at `address`. A request to any other host is a problem (the
    browser of these tests reaches none), and so is what the console complains of."""
    # A service worker could hide a request.
    context = browser.new_context(service_workers="block", **options)
    page = context.new_page()
    visit = Visitor(context, page, address)

    def note(request: Request) -> None:
        visit.requests.append(request.url)
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            visit.problems.append(f"request to {request.url}")

    context.on("request", note)
    context.add_init_script(_WATCH)
    context.on("console", lambda said: said.type in ("error", "warning") and visit.problems.append(said.text))
    context.on("weberror", lambda error: visit.problems.append(f"script error: {error.error}"))
    context.on("dialog", lambda dialog: (visit.problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    context.on(
        "response",
        lambda answer: answer.status >= 400 and visit.problems.append(f"{answer.status} {answer.url}"),
    )
    try:
        yield visit
    finally:
        context.close()


def open_search(page: Page) -> Locator:
    """Opens the engine's search by its key and returns its field; the key works once the engine's script has run."""
    field = page.locator(".md-search input[name=query], dialog input[role=combobox]")
    for _ in range(20):
        page.keyboard.press("/")
        with suppress(AssertionError):
            expect(field).to_be_focused(timeout=300)
            return field
    raise AssertionError("pressing / opens no search")


def search_results(page: Page) -> Locator:
    """What the search found so far, one link a result."""
    return page.locator(".md-search-result__list a, dialog [role=listbox] a")


_WIDTH = """() => {
    const edge = document.documentElement.clientWidth;
    const clipped = element => {
        for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement)
            if (getComputedStyle(parent).overflowX !== "visible") return true;
        return false;
    };
    const outside = [...document.querySelectorAll(".k *")].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > edge + 1 && !element.closest("svg *, .k-sr") && !clipped(element);
    });
    const name = element => `${element.localName}.${element.getAttribute("class")} ${element.textContent.slice(0, 40)}`;
    return [document.documentElement.scrollWidth, outside.slice(0, 3).map(name)];
}"""


def too_wide(visit: Visitor, urls: Iterable[str]) -> list[str]:
    """The pages that are wider than the window, or have something that is, at three widths and all details open."""
    found = []
    for url in urls:
        page = visit.open(url)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        for width in (1280, 640, 360):
            page.set_viewport_size({"width": width, "height": 800})
            actual, culprits = page.evaluate(_WIDTH)
            if actual > width or culprits:
                found.append(f"{url or 'home'} at {width}: {actual} wide {culprits}")
    return found
