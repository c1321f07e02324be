"""docs/pictures/approval.png: the head of a goal's page with a signed approval, from the demo, in a real browser.

`PYTHONPATH=tests python -m demo.picture`, from the project's root.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, sync_playwright

from browser.fixtures import FLAGS, chromium
from browser.pictures import served
from demo.make_demo import PROJECT, build_site, make_demo

PICTURE = PROJECT / "docs/pictures/approval.png"
PAGE = "leaders/ravi-krishnamurthy/goals/open-questions/"
WIDTH, HEIGHT = 1280, 900


def take(site: Path, picture: Path) -> None:
    """The page from its top to just above its first section."""
    path = chromium()
    if path is None:
        sys.exit("Chromium is not installed (apt-get install chromium, or set KOERS_CHROMIUM)")
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{address}/{PAGE}", wait_until="load")
        page.evaluate("document.fonts.ready")
        section = page.locator(".k-section").first.bounding_box()
        assert section is not None, "the goal's page has sections"
        height = min(section["y"], HEIGHT) - 8
        page.screenshot(path=picture, clip=FloatRect(x=0, y=0, width=WIDTH, height=height))
        browser.close()


def main() -> None:
    """Makes the demo in a folder of its own and takes its picture."""
    with tempfile.TemporaryDirectory(prefix="koers-demo-") as folder:
        demo = make_demo(Path(folder) / "demo")
        build_site(demo)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        take(demo.site, PICTURE)


if __name__ == "__main__":
    main()
