"""Pictures of every kind of page of the example, for the README, the docs and whoever judges the look.

`python -m tests.browser.pictures [--into docs/pictures]` (or `make pictures`), from the project's root.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parent.parent.parent
AS_OF = "2026-04-10"
MANAGER = "manager:marit-solheim"
GOAL = "leaders/ravi-krishnamurthy/goals/open-questions/"

PAGES: Mapping[str, str] = {
    "home": "",
    "progress": "progress/",
    "leader": "leaders/ravi-krishnamurthy/",
    "goal": GOAL,
    "manager": "managers/marit-solheim/",
    "team": "teams/digital/",
    "competencies": "competencies/",
    "competency": "competencies/coaching-leadership/",
    "role": "roles/field-team-lead/",
    "calendar": "calendar/",
    "rules": "rules/",
}
"""Of each kind of page one that has something to tell; a page that is not built is left out and named."""


@dataclass(frozen=True)
class Look:
    """A way of looking at a page: viewport, colours, medium, and how much of it the picture takes at most."""

    name: str
    width: int
    height: int
    scheme: Any = "light"
    media: Any = "screen"


WIDE, DARK = Look("light", 1280, 1800), Look("dark", 1280, 1800, scheme="dark")
PHONE, PAPER = Look("phone", 390, 2200), Look("print", 794, 2246, media="print")
ON_PAPER = ("goal", "leader")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def build(root: Path, audience: str, site: str) -> Path:
    """The example for this audience."""
    command = [sys.executable, "-m", "koers", "-C", str(root), "--as-of", AS_OF, "build", "--audience", audience]
    subprocess.run([*command, "--site-dir", site], check=True)
    return root / site


def take(browser: Browser, address: str, url: str, look: Look, target: Path) -> None:
    """One picture, from the top of the page as far as the look goes."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900}, color_scheme=look.scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/{url}")
    page.emulate_media(media=look.media)
    page.evaluate("document.fonts.ready")
    height = min(look.height, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": look.width, "height": height})
    page.screenshot(path=target, scale="css")
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--into", type=Path, default=PROJECT / "docs/pictures", metavar="DIR")
    into: Path = parser.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("KOERS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is not installed (apt-get install chromium, or set KOERS_CHROMIUM)")
    with tempfile.TemporaryDirectory(prefix="koers-pictures-") as temporary, sync_playwright() as playwright:
        root = Path(temporary)
        shutil.copytree(PROJECT / "plans", root / "plans")
        shutil.copy(PROJECT / "mkdocs.yml", root)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        site = build(root, "everyone", "site")
        with served(site) as address:
            for name, url in PAGES.items():
                if not (site / url / "index.html").is_file():
                    print(f"no page {url}: no picture of {name}", file=sys.stderr)
                    continue
                for look in (WIDE, DARK, PHONE, *((PAPER,) if name in ON_PAPER else ())):
                    take(browser, address, url, look, into / f"{name}-{look.name}.png")
        with served(build(root, MANAGER, "site-manager")) as address:
            for name in ON_PAPER:
                take(browser, address, PAGES[name], WIDE, into / f"{name}-as-manager.png")
        browser.close()


if __name__ == "__main__":
    main()
