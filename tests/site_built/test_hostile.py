"""Strings made to break things are shown as the text they are, on every page and in the results of a search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assurance.claims import Claim, proves
from browser.visit import Visitor, open_search, search_results, visitor
from site_built.hostile import LEADERS, Hostile, folder
from site_built.sites import ENGINES, PROJECT, Built, build, once, repository

pytestmark = [pytest.mark.browser, proves(Claim.ENCODING)]

Serve = Callable[[Path], str]
CORPORA = PROJECT.parent / "shared/corpora"


@pytest.fixture(scope="session")
def hostile() -> Hostile:
    if not CORPORA.is_dir():
        pytest.skip(f"the corpora of hostile strings are not there ({CORPORA})")
    return folder(CORPORA)


@pytest.fixture(scope="session", params=ENGINES)
def site(request: pytest.FixtureRequest, shared: Path, hostile: Hostile) -> Built:
    """Built for the manager of all who wrote them, who sees every field; building it is the first test."""
    engine: str = request.param

    def make(target: Path) -> Built:
        plans = target.with_name(f"hostile-plans-{engine}")
        for path, content in hostile.files.items():
            (plans / path).parent.mkdir(parents=True, exist_ok=True)
            (plans / path).write_text(content, encoding="utf-8")
        target.mkdir()
        return build(repository(target, plans), engine=engine, audience="manager:boss")

    return once(shared, f"hostile-{engine}", make)


def ran(visit: Visitor) -> list[str]:
    """What was executed, asked for or stopped: nothing of it may be."""
    is_marked = visit.page.evaluate("'koersRan' in window")
    return [*visit.problems, *visit.violations(), *(["a script of somebody's text ran"] if is_marked else [])]


def normal(text: str) -> str:
    """White space as one space, as HTML has it."""
    return " ".join(text.split())


def test_a_reader_sees_what_was_written(site: Built, hostile: Hostile, browser: Browser, serve: Serve) -> None:
    compared = 0
    with visitor(browser, serve(site.site)) as visit:
        for who in LEADERS:
            page = visit.open(f"leaders/{who}/goals/calm/")
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            assert normal(page.locator("h1").inner_text()) == normal(hostile.titles[f"leaders/{who}/goals/calm/"])
            seen = {normal(text) for text in page.locator("dd").all_inner_texts()}
            missing = [text for text in hostile.shown[who] if normal(text) not in seen]
            assert missing == []
            compared += len(hostile.shown[who])
            assert ran(visit) == []
            assert (
                page.evaluate("document.querySelectorAll('.k script, .k iframe, .k img, .k form, .k style').length")
                == 0
            )
    assert compared > 600


def test_nothing_runs_on_any_kind_of_page(site: Built, hostile: Hostile, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(site.site)) as visit:
        for urls in site.of_each_kind().values():
            page = visit.open(urls[0])
            title = hostile.titles.get(urls[0])
            if title is not None:
                assert normal(page.locator("h1").inner_text()) == normal(title)
                assert normal(page.title()).startswith(normal(title))
            assert page.locator("div.k[class*=k-page-]").count() == 1
            assert page.locator("div.k > .k-foot").is_visible(), "the page is broken off before its end"
            assert ran(visit) == [], urls[0]


def test_search_results_show_them_as_text(
    site: Built, hostile: Hostile, browser: Browser, serve: Serve, request: pytest.FixtureRequest
) -> None:
    if site.root.name.endswith("zensical"):
        request.applymarker(
            pytest.mark.xfail(strict=True, reason="Zensical's search shows the references in a page's title undecoded")
        )
    with visitor(browser, serve(site.site)) as visit:
        page = visit.open("")
        search = open_search(page)
        for title in hostile.titles.values():
            search.fill("")
            search.press_sequentially(title.split()[0])
            found = search_results(page).filter(has_text=title.split()[0]).first
            expect(found).to_be_visible()
            assert normal(title) in normal(found.inner_text())
            assert ran(visit) == [], title
