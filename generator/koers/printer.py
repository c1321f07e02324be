"""Pages on paper: a Chromium that is on the machine prints them, one PDF beside each page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from koers.errors import KoersError
from koers.site.paper import without_machine
from koers.texts import text

SETTING = "KOERS_CHROMIUM"
_APPLICATIONS = ("Google Chrome", "Microsoft Edge", "Chromium")
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
_PLACES = {
    "PROGRAMFILES": ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "PROGRAMFILES(X86)": ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "LOCALAPPDATA": ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe"),
    "HOME": tuple(f"Applications/{name}.app/Contents/MacOS/{name}" for name in _APPLICATIONS),
}
"""Where Windows and macOS keep a browser that is on no PATH, from the folder that a variable names."""
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


def require(environment: Mapping[str, str] = os.environ, applications: Path = Path("/Applications")) -> str:
    """The path of the browser: KOERS_CHROMIUM, else one on the PATH, else one where the system keeps its programs.

    `applications` is macOS' folder of programs for everybody. KoersError when there is none.
    """
    named = environment.get(SETTING)
    found = shutil.which(named) if named else next(_found(environment, applications), None)
    if found is None:
        raise KoersError(
            text("printing needs Chrome, Edge or Chromium; install one, or set {setting} to its path", setting=SETTING)
        )
    return found


def _found(environment: Mapping[str, str], applications: Path) -> Iterator[str]:
    places = [Path(environment[name], place) for name in _PLACES if environment.get(name) for place in _PLACES[name]]
    places += [applications / f"{name}.app/Contents/MacOS/{name}" for name in _APPLICATIONS]
    for name in (*_NAMES, *map(str, places)):
        if path := shutil.which(name, path=environment.get("PATH")):
            yield path


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
                    command, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=_SECONDS
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
