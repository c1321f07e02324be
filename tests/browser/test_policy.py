"""The content security policy of a site: the theme's own scripts run, each by its hash, and no other in a page does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assurance.claims import Claim, proves
from browser.visit import open_search, search_results, visitor
from koers import engine as engines
from koers.site.policy import PATH
from site_built.sites import AS_OF, ENGINES, PROJECT, Built, build, environment, koers, once

pytestmark = [pytest.mark.browser, proves(Claim.NO_SCRIPT)]

Serve = Callable[[Path], str]
WAYS = ("frames", "engine")
GOAL = "leaders/robin-vale/goals/open-one-on-ones/"
INJECTED = """<script>window.koersRan = "script"</script>
<img src="data:,x" alt="" onerror="window.koersRan = 'attribute'">
<a id="injected" href="javascript:void(window.koersRan = 'address')">x</a>"""


@pytest.fixture(scope="session", params=[(engine, way) for engine in ENGINES for way in WAYS], ids="-".join)
def site(request: pytest.FixtureRequest, shared: Path, started: Built) -> Built:
    """A small organization made by each engine in both ways; on its goals' pages a template lets everything through."""
    engine, way = request.param

    def make(folder: Path) -> Built:
        shutil.copytree(started.root, folder, ignore=shutil.ignore_patterns("site", "build"))
        page = (PROJECT / "site_templates/pages/goal.html").read_text(encoding="utf-8")
        own = folder / "site_templates/pages/goal.html"
        own.parent.mkdir(parents=True)
        own.write_text(page.replace("<h1>", f"{INJECTED}<h1>", 1), encoding="utf-8")
        if way == "frames":
            return build(folder, engine=engine)
        done = koers(folder, "pages", "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr
        command = [sys.executable, "-m", engine, "build", "-f", str(folder / "mkdocs.yml")]
        subprocess.run(command, check=True, capture_output=True, env=environment())
        return Built(folder, folder / "site")

    return once(shared, f"policy-{engine}-{way}", make)


def test_a_script_in_a_page_that_is_not_the_theme_s_does_not_run(site: Built, browser: Browser, serve: Serve) -> None:
    assert "window.koersRan" in site.page(GOAL)
    with visitor(browser, serve(site.site)) as visit:
        page = visit.open(GOAL)
        page.locator("#injected").evaluate("link => link.click()")
        page.wait_for_function("window.koersViolations.length >= 3")
        assert page.evaluate("window.koersRan") is None
        assert sorted(visit.violations()) == ["script-src-attr inline", *["script-src-elem inline"] * 2]


def test_all_that_the_theme_does_by_script_works_on_every_kind_of_page(
    site: Built, browser: Browser, serve: Serve
) -> None:
    with visitor(browser, serve(site.site), color_scheme="dark", viewport={"width": 1280, "height": 900}) as visit:
        page = visit.open("")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_title("Switch to light").click()
        open_search(page).press_sequentially("robin")
        search_results(page).filter(has_text="Robin").first.click()
        expect(page).to_have_url(re.compile("/leaders/robin-vale/"))
        for urls in site.of_each_kind().values():
            if urls[0] == GOAL:
                continue
            page = visit.open(urls[0])
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
            assert page.evaluate("typeof __md_get") == "function"
            assert visit.violations() == [], urls[0]
        assert visit.problems == []
        page = visit.open("no/such/page/")
        assert page.evaluate("window.koersViolations || []") == []


def test_no_page_allows_every_script(site: Built) -> None:
    policies = {
        path.relative_to(site.site).as_posix(): re.findall(r"script-src ([^;]*);", path.read_text(encoding="utf-8"))
        for path in site.site.rglob("*.html")
    }
    assert len(policies) > len(site.of_each_kind())
    assert "404.html" in policies
    for path, found in policies.items():
        assert len(found) == 1, path
        sources = found[0].split()
        assert sources[0] == "'self'"
        assert len(sources) > 1
        assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", source) for source in sources[1:]), path


@pytest.mark.parametrize("engine", ENGINES)
def test_the_page_that_is_not_found_has_its_scripts_below_a_site_s_address(
    engine: str, started: Built, tmp_path: Path, browser: Browser, serve: Serve
) -> None:
    root = tmp_path / "repository"
    shutil.copytree(started.root, root, ignore=shutil.ignore_patterns("site", "build"))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("site_url: https://example.org/plans/\n")
    assert koers(root, "pages", "--as-of", AS_OF).returncode == 0
    assert (root / "build/theme" / PATH).is_file()
    engines.build(engine, root, root / "served/plans", date.fromisoformat(AS_OF))
    with visitor(browser, serve(root / "served")) as visit:
        page = visit.open("plans/404.html")
        assert page.evaluate("typeof __md_get") == "function"
        assert visit.violations() == []
