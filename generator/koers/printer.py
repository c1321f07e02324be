"""Pages on paper: a Chromium that is on the machine prints them, one PDF beside each page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from koers.errors import KoersError
from koers.site.paper import without_machine
from koers.texts import text

SETTING = "KOERS_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_SECONDS = 60
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--virtual-time-budget=2000",
)


def require(environment: Mapping[str, str] = os.environ) -> str:
    """The path of the browser: KOERS_CHROMIUM, else the first known name on the PATH. KoersError when there is none."""
    named = environment.get(SETTING)
    found = named if named else next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None or shutil.which(found) is None:
        raise KoersError(
            text("printing needs Chromium or Chrome; install one, or set {setting} to its path", setting=SETTING)
        )
    return found


def print_pages(
    site: Path, urls: Iterable[str], day: date, site_url: str = "", tell: Callable[[int], object] = id
) -> None:
    """Prints `<site>/<url>/index.html` to `<site>/<url>/<last part of the url>.pdf`, A4 as the style sheet says.

    The paper is dated `day`, and its links go to `site_url`, or with an empty one to what lies beside it. `tell` hears
    how many are done. KoersError with the browser's own words when one cannot be printed.
    """
    browser, disk = require(), site.absolute().as_uri()
    # Root has no sandbox to drop into; the pages are our own, and they call nobody.
    flags = [*_FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else list(_FLAGS)
    with tempfile.TemporaryDirectory(prefix="koers-print-") as profile:
        for number, url in enumerate(urls, start=1):
            folder = site / url
            target = folder / f"{Path(url).name}.pdf"
            command = [
                browser,
                *flags,
                f"--user-data-dir={profile}",
                f"--print-to-pdf={target}",
                (folder / "index.html").absolute().as_uri(),
            ]
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, errors="replace", check=False, timeout=_SECONDS
                )
                said = done.stderr
            except subprocess.TimeoutExpired:
                said = "timeout"
            except OSError as error:
                said = str(error)
            if not target.is_file():
                raise KoersError(
                    text("{url} could not be printed: {said}", url=url, said=" ".join(said.split())[-300:])
                )
            paper = without_machine(target.read_bytes(), disk=disk, page=url, site_url=site_url, day=day)
            target.write_bytes(paper)
            tell(number)
