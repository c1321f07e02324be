"""The site as a person meets it, in a real browser: found, followed, filtered, by mouse and by keys."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.visit import Visitor, open_search, search_results, too_wide, visitor
from published import leaders_in
from site_built.sites import Built

pytestmark = pytest.mark.browser

Serve = Callable[[Path], str]
GOAL = "leaders/aylin-demir/goals/evenings-without-mail/"
BOTH_ENGINES = pytest.mark.parametrize("site", ["english", "english_zensical"])


def built(request: pytest.FixtureRequest, name: str) -> Built:
    found: Built = request.getfixturevalue(name)
    return found


@BOTH_ENGINES
def test_a_leader_is_found_by_searching(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    with visitor(browser, serve(built(request, site).site)) as visit:
        page = visit.open("")
        open_search(page).press_sequentially("niamh")
        first = search_results(page).first
        expect(first).to_contain_text("Niamh O’Connor")
        first.click()
        expect(page).to_have_url(re.compile(r"/leaders/niamh-oconnor/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Niamh O’Connor")
        assert visit.problems == []


@BOTH_ENGINES
def test_the_table_leads_to_a_goal(site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(built(request, site).site)) as visit:
        page = visit.open("")
        page.get_by_role("navigation", name="Tabs").get_by_role("link", name="Progress").click()
        expect(page).to_have_url(f"{visit.address}/progress/")
        row = page.get_by_role("row").filter(has_text="Aylin Demir")
        row.get_by_role("link", name="No mail to the shifts after seven in the evening").click()
        expect(page).to_have_url(f"{visit.address}/{GOAL}")
        root = page.locator("[data-goal]").first
        expect(root).to_have_attribute("data-goal", "aylin-demir/evenings-without-mail")
        expect(root).to_have_attribute("data-standing", "on_track")
        expect(page.locator("section.k-ind svg[role=img]").first).to_be_visible()
        assert visit.problems == []


@pytest.mark.parametrize("site", ["english", "english_zensical", "english_manager", "dutch"])
def test_no_page_calls_anybody_or_complains(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    pages = built(request, site)
    with visitor(browser, serve(pages.site)) as visit:
        for urls in pages.of_each_kind().values():
            for url in urls:
                visit.open(url)
                visit.problems.extend(f"{url}: {violation}" for violation in visit.violations())
        assert visit.problems == []
        assert len(visit.requests) > len(pages.of_each_kind())


def shown(page: Page) -> list[str]:
    """The leaders in the table that can be seen, in order."""
    names: list[str] = page.locator("#k-goals tbody tr:visible .c-who a").all_text_contents()
    return [name.strip() for name in names]


def test_filters_and_sorting_keep_their_state_in_the_address(english: Built, browser: Browser, serve: Serve) -> None:
    rows = progress_rows(english)
    with visitor(browser, serve(english.site), viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open("progress/")
        assert len(shown(page)) == len(rows)

        page.get_by_role("group", name="Status").get_by_role("button", name=re.compile("At risk")).click()
        expect(page).to_have_url(f"{visit.address}/progress/?status=at_risk")
        at_risk = [row for row in rows if row["standing"] == "at_risk"]
        assert 0 < len(at_risk) < len(rows)
        expect(page.locator("[data-k-count]")).to_have_text(f"{len(at_risk)} goals")
        assert sorted(shown(page)) == sorted(row["leader"] for row in at_risk)

        page.get_by_label("Team").select_option(label="Digital")
        expect(page).to_have_url(f"{visit.address}/progress/?status=at_risk&team=digital")
        digital = [row["leader"] for row in at_risk if row["team"] == "digital"]
        assert sorted(shown(page)) == sorted(digital)

        page.reload()
        expect(page.get_by_role("button", name=re.compile("At risk"))).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_label("Team")).to_have_value("digital")
        assert sorted(shown(page)) == sorted(digital)

        page = visit.open("progress/?sort=leader")
        ascending = shown(page)
        by_language: list[str] = page.evaluate("names => names.sort((a, b) => a.localeCompare(b, 'en'))", ascending[:])
        assert ascending == by_language
        heading = page.get_by_role("columnheader", name="Leader")
        expect(heading).to_have_attribute("aria-sort", "ascending")
        heading.get_by_role("button").click()
        expect(page).to_have_url(f"{visit.address}/progress/?sort=-leader")
        expect(heading).to_have_attribute("aria-sort", "descending")
        assert shown(page) == ascending[::-1]

        page = visit.open("progress/?sort=progress")
        numbers = [
            float(row.get_attribute("data-progress") or "-99") for row in page.locator("#k-goals tbody tr").all()
        ]
        assert numbers == sorted(numbers)

        page = visit.open("progress/?status=nonsense&team=nowhere&sort=%3Cscript%3E")
        assert len(shown(page)) == len(rows)
        assert visit.problems == []


def progress_rows(site: Built) -> list[dict[str, str]]:
    """Every active goal in the data: leader's name, team and standing."""
    return [
        {"leader": leader["name"], "team": leader["team"], "standing": goal["standing"]}
        for leader in leaders_in(site.site)
        for goal in leader.get("goals", [])
        if goal["status"] == "active"
    ]


def test_with_keys_alone_from_home_to_a_goal(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site), viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open("")
        tab_to(page, "a", "Progress")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{visit.address}/progress/")
        tab_to(page, "button", "On track")
        assert has_visible_focus(page)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{visit.address}/progress/?status=on_track")
        tab_to(page, "button", "Progress")
        page.keyboard.press("Space")
        expect(page).to_have_url(f"{visit.address}/progress/?status=on_track&sort=progress")
        tab_to(page, "a", "No mail to the shifts after seven in the evening")
        assert has_visible_focus(page)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{visit.address}/{GOAL}")
        tab_to(page, "summary", "Readings as a table")
        page.keyboard.press("Enter")
        expect(page.get_by_role("table", name="Evenings on which I sent mail").last).to_be_visible()
        assert visit.problems == []


FOCUSED = """() => {
    const element = document.activeElement || document.documentElement;
    return [element.localName, element.textContent.replace(/\\s+/g, " ").trim()];
}"""


def tab_to(page: Page, element: str, words: str) -> None:
    """Presses Tab until such an element with these words at its beginning has the focus."""
    page.wait_for_load_state()
    passed = []
    for _ in range(150):
        page.keyboard.press("Tab")
        name, text = page.evaluate(FOCUSED)
        if name == element and text.startswith(words):
            return
        passed.append(f"{name} {text[:30]}")
    pytest.fail(f"Tab never reached {element} '{words}': {passed[:40]}")


def has_visible_focus(page: Page) -> bool:
    """Whether something can be seen of where the focus is: an outline, a ring or another background."""
    seen: bool = page.evaluate(
        """() => {
            const element = document.activeElement, look = getComputedStyle(element);
            const has = {outline: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0,
                         ring: look.boxShadow !== "none"};
            return has.outline || has.ring;
        }"""
    )
    return seen


def test_light_dark_and_the_system_in_turn_and_remembered(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site), color_scheme="dark", viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open(GOAL)
        body = page.locator("body")
        expect(body).to_have_attribute("data-md-color-scheme", "slate")  # as the system asks
        dark = background(page)
        page.get_by_title("Switch to light").click()
        expect(body).to_have_attribute("data-md-color-scheme", "default")
        light = background(page)
        assert dark != light
        page.goto(f"{visit.address}/progress/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        page.get_by_title("Switch to dark").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert background(page) == dark
        assert visit.problems == []


def background(page: Page) -> str:
    color: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return color


@pytest.mark.parametrize("site", ["english", "english_manager", "dutch"])
def test_no_page_scrolls_sideways(site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve) -> None:
    pages = built(request, site)
    with visitor(browser, serve(pages.site), reduced_motion="reduce") as visit:
        assert too_wide(visit, [url for urls in pages.of_each_kind().values() for url in urls]) == []


def test_everything_is_there_without_script(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site), java_script_enabled=False) as visit:
        page = visit.open("progress/")
        rows = page.locator("#k-goals tbody tr")
        assert rows.count() == len(progress_rows(english))
        for row in rows.all():
            expect(row).to_be_visible()
        page = visit.open(GOAL)
        charts = page.locator("section.k-ind figure svg[role=img]")
        assert charts.count() > 0
        for chart in charts.all():
            expect(chart).to_be_visible()
            assert (chart.bounding_box() or {"height": 0})["height"] > 80
        page.get_by_text("Readings as a table").first.click()
        expect(page.locator("section.k-ind details[open] table").first).to_be_visible()
        assert visit.problems == []


@pytest.mark.parametrize("has_script", [True, False])
def test_the_way_to_the_other_pages_is_there_on_a_phone(
    english: Built, browser: Browser, serve: Serve, has_script: bool
) -> None:
    phone = {"width": 390, "height": 800}
    with visitor(browser, serve(english.site), viewport=phone, java_script_enabled=has_script) as visit:
        page = visit.open(GOAL)
        menu, link = (
            page.locator("label.md-header__button[for=__drawer]"),
            page.get_by_role("link", name="Competencies"),
        )
        if has_script:
            expect(link).not_to_be_in_viewport()
            menu.click()
        else:
            expect(menu).not_to_be_visible()
        link.first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Competencies")
        assert visit.problems == []


def test_on_paper_only_the_plan_remains(english: Built, browser: Browser, serve: Serve) -> None:
    with visitor(browser, serve(english.site), viewport={"width": 794, "height": 1123}) as visit:
        page = visit.open(GOAL)
        page.emulate_media(media="print", color_scheme="dark")
        for away in (".md-header", ".md-tabs", ".md-search", ".k-buttons", ".md-footer"):
            for element in page.locator(away).all():
                expect(element).not_to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("section.k-ind svg[role=img]").first).to_be_visible()
        expect(page.locator(".k-paper")).to_be_visible()
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 128, f"{ink} is too light for white paper"
        assert visit.problems == []


def test_a_goal_fits_two_sheets(english: Built, browser: Browser, serve: Serve) -> None:
    """Of A4, as Chromium prints it: a page of a PDF is an object of that type."""
    with visitor(browser, serve(english.site)) as visit:
        for url in english.of_each_kind()["goal"]:
            visit.open(url)
            paper = visit.page.pdf(format="A4")
            sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
            assert 1 <= sheets <= 2, f"{url} takes {sheets} sheets"


def test_nothing_moves_once_it_is_shown(english: Built, browser: Browser, serve: Serve) -> None:
    watch = """
        window.koersShift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { window.koersShift += entry.value; }))
            .observe({type: "layout-shift", buffered: true});
    """
    moved = {}
    for width, height in ((1280, 900), (390, 844)):
        with visitor(browser, serve(english.site), viewport={"width": width, "height": height}) as visit:
            visit.context.add_init_script(watch)
            for name, urls in english.of_each_kind().items():
                page = visit.open(urls[0])
                page.evaluate("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(done)))")
                moved[f"{name} at {width}"] = round(page.evaluate("window.koersShift"), 4)
    print("\nlayout shift:", moved)
    assert {name: shift for name, shift in moved.items() if shift > 0.01} == {}


@BOTH_ENGINES
def test_a_first_visit_to_a_goal_transfers_at_most_300_kb(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    """Counted from the files asked for, compressed as a web server would send them."""
    pages = built(request, site)
    largest = pages.of_each_kind()["goal"][0]
    with visitor(browser, serve(pages.site)) as visit:
        visit.open(largest)
        visit.page.wait_for_timeout(300)  # what a script asks for after loading counts too
        sizes = transferred(pages.site, visit)
    print(f"\n{site}: {sum(sizes.values()):,} bytes for {largest}: {sizes}")
    assert sum(sizes.values()) <= 300_000


def transferred(folder: Path, visit: Visitor) -> dict[str, int]:
    """Bytes of each file that was asked for from the server; fonts and images are compressed already."""
    sizes = {}
    for url in visit.requests:
        path = url.removeprefix(visit.address).split("?")[0].split("#")[0]
        if url.startswith(visit.address):
            file = folder / path.lstrip("/")
            data = (file / "index.html" if file.is_dir() else file).read_bytes()
            sizes[path] = len(data) if path.endswith((".woff2", ".png")) else len(gzip.compress(data, 6))
    return sizes


@BOTH_ENGINES
def test_every_page_tells_the_day_it_was_made_for_also_from_a_disk(
    site: str, request: pytest.FixtureRequest, browser: Browser, serve: Serve
) -> None:
    """The day stands in one file, which the script finds from a page at any depth, on a server and without one."""
    folder = built(request, site).site
    with visitor(browser, serve(folder)) as visit:
        for url in ("", GOAL):
            expect(visit.open(url).locator(".k-foot")).to_contain_text(re.compile(r"As of 10 Apr 2026 · .*koers"))
        assert visit.problems == []
    page = browser.new_page()
    page.goto((folder / GOAL / "index.html").as_uri())
    expect(page.locator(".k-foot")).to_contain_text("As of 10 Apr 2026")
    expect(page.locator(".k-paper")).to_have_text(re.compile(r"· as of 10 Apr 2026$"))
    page.close()
