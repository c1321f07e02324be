"""docs/pictures/approval.png: the head of a goal's page with a signed approval, from the demo, in a real browser."""

from __future__ import annotations

import functools
import http.server
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FloatRect, sync_playwright

from browser.conftest import FLAGS, chromium
from demo.make_demo import PROJECT, build_site, make_demo

PICTURE = PROJECT / "docs/pictures/approval.png"
PAGE = "leaders/ravi-krishnamurthy/goals/open-questions/"
WIDTH = 1280


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The folder's address on a free port of the loopback interface."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def take(site: Path, picture: Path) -> None:
    """The page from its top to just under the row of figures, 1280 wide."""
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        page.goto(f"{address}/{PAGE}", wait_until="load")
        page.evaluate("document.fonts.ready")
        section = page.locator(".k-section").first.bounding_box()
        assert section is not None
        page.screenshot(path=str(picture), clip=FloatRect(x=0, y=0, width=WIDTH, height=min(section["y"], 900) - 8))
        browser.close()


def main() -> None:
    """Makes the demo in a folder of its own and takes its picture."""
    with tempfile.TemporaryDirectory() as folder:
        demo = make_demo(Path(folder) / "demo")
        build_site(demo)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        take(demo.site, PICTURE)


if __name__ == "__main__":
    main()
