"""Sites built once for all tests that look at one: in a temporary copy, by the command a user would run.

Workers of one test run share them: the first to ask builds, the others wait at the lock and read.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from koers import resources
from koers.authoring.engine_settings import TEMPLATE, engine_settings
from koers.language import translator

PROJECT = Path(__file__).parent.parent.parent
AS_OF = "2026-04-10"
ENGINES = ("mkdocs", "zensical")
_LEADER_PARTS = 2


@dataclass(frozen=True)
class Built:
    """A built site: `root` is the copy of the repository, `site` the folder that would be published."""

    root: Path
    site: Path

    def urls(self) -> tuple[str, ...]:
        """The directory URL of every page, in order; home is the empty one."""
        folders = sorted(file.parent.relative_to(self.site).as_posix() for file in self.site.rglob("index.html"))
        return tuple("" if folder == "." else f"{folder}/" for folder in folders)

    def page(self, url: str) -> str:
        """The HTML of the page at this URL."""
        return (self.site / url / "index.html").read_text(encoding="utf-8")

    def of_each_kind(self) -> Mapping[str, tuple[str, ...]]:
        """Of each kind of page the fullest and the emptiest, which is where a layout breaks."""
        kinds: dict[str, list[str]] = {}
        for url in self.urls():
            kinds.setdefault(kind(url), []).append(url)
        chosen = {}
        for name, urls in kinds.items():
            urls.sort(key=lambda url: (len(self.page(url)), url))
            chosen[name] = (urls[-1],) if len(urls) == 1 else (urls[-1], urls[0])
        return chosen


def kind(url: str) -> str:
    """What a page is, from its address: home, progress, leader, goal, competencies ...

    >>> [kind(url) for url in ("", "progress/", "leaders/anna/", "leaders/anna/goals/coaching/", "teams/north/")]
    ['home', 'progress', 'leader', 'goal', 'teams']
    """
    parts = [part for part in url.split("/") if part]
    if not parts:
        return "home"
    if parts[0] == "leaders" and len(parts) >= _LEADER_PARTS:
        return "leader" if len(parts) == _LEADER_PARTS else "goal"
    return parts[0]


def koers(root: Path, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs koers on this folder as a user would; nothing of the caller's environment changes what it does."""
    return subprocess.run(
        [sys.executable, "-m", "koers", "-C", str(root), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(),
        check=False,
    )


def environment() -> dict[str, str]:
    """The environment without what koers listens to, so that a test gives the same on every machine."""
    unheard = {"SOURCE_DATE_EPOCH", "NO_COLOR", "CI", "KOERS_ENGINE"}
    return {name: value for name, value in os.environ.items() if name not in unheard}


def repository(target: Path, plans: Path, language: str = "en") -> Path:
    """A folder with a copy of these plans and the mkdocs.yml that `koers init` writes in this language."""
    shutil.copytree(plans, target / "plans", symlinks=True)
    template = (resources.directory("site_templates") / TEMPLATE).read_text(encoding="utf-8")
    (target / "mkdocs.yml").write_text(engine_settings(template, "Waterlinie", translator(language)), encoding="utf-8")
    return target


def example(target: Path) -> Path:
    """A copy of the example organization with its own mkdocs.yml, as somebody who cloned the project has it."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PROJECT / "plans", target / "plans", symlinks=True)
    shutil.copy(PROJECT / "mkdocs.yml", target)
    return target


def build(root: Path, engine: str = "mkdocs", audience: str = "everyone", site: str = "site") -> Built:
    """Builds the site; what koers said when it could not is the test's failure."""
    done = koers(root, "build", "--as-of", AS_OF, "--engine", engine, "--audience", audience, "--site-dir", site)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return Built(root, root / site)


def once(shared: Path, name: str, make: Callable[[Path], Built]) -> Built:
    """What `make` builds in a folder of this name, made by the first worker that asks."""
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            built = make(folder)
            done.write_text(str(built.site.relative_to(folder)), encoding="utf-8")
        return Built(folder, folder / done.read_text(encoding="utf-8"))


def main_text(page: str) -> str:
    """What koers wrote on a built page: the text of its root element, white space as one space.

    Each engine has its own frame around that element; the words inside must be the same.
    """
    reader = _Words()
    reader.feed(page)
    reader.close()
    assert reader.words, "the built page has no root element of koers"
    return " ".join("".join(reader.words).split())


_BREAKING = frozenset("br caption dd div dt h1 h2 h3 h4 li option p section small summary td text th time".split())  # noqa: SIM905
"""Elements a reader sees apart from what stands beside them."""


class _Words(HTMLParser):
    """Collects the text inside `<div class="k ...">`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self._depth and tag in _BREAKING:
            self.words.append(" ")
        if tag == "div" and (self._depth or "k" in classes):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag in _BREAKING:
            self.words.append(" ")
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)
