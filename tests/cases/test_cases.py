"""Whole folders of plans with everything that comes out of them: each problem, each page, one built page of each kind.

A case is a folder with `case.toml` (`as_of`, and what of the site it shows), `plans/` and `expected/`.
`pytest tests/cases --update-golden` writes what comes out; read the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from koers.audience import parse_viewer
from koers.pipeline.check import Checked, check
from koers.pipeline.show import pages, publish_site
from koers.report import text as text_report
from koers.report.findings import Report

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One folder."""

    folder: Path

    @property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "case.toml").read_text(encoding="utf-8"))

    @property
    def as_of(self) -> date:
        day: date = self.settings["as_of"]
        return day


CASES = tuple(Case(path.parent) for path in sorted(HERE.glob("*/case.toml")))
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
with_pages = pytest.mark.parametrize(
    "case", [case for case in CASES if case.settings.get("pages")], ids=lambda case: case.folder.name
)


@pytest.fixture
def checked(case: Case, tmp_path: Path, project: Path) -> Checked:
    """The case, copied out of the checkout: what git knows of the checkout is not part of it."""
    shutil.copytree(case.folder / "plans", tmp_path / "plans")
    shutil.copy(project / "mkdocs.yml", tmp_path)
    return check(tmp_path, lambda timezone: case.as_of)


def test_there_are_cases() -> None:
    assert {"dutch-organization", "every-mistake"} <= {case.folder.name for case in CASES}


@every_case
def test_every_problem_and_nothing_else(case: Case, checked: Checked, golden: Any) -> None:
    report = Report(checked.as_of, checked.files, checked.diagnostics, checked.texts)
    golden(case.folder / "expected/diagnostics.txt", text_report.render(report, checked.language.say, is_full=True))


@with_pages
def test_the_pages_as_written(case: Case, checked: Checked, golden: Any, request: pytest.FixtureRequest) -> None:
    viewer = parse_viewer(case.settings.get("audience", "everyone"))
    written = {
        name: content if isinstance(content, str) else content.decode()
        for name, content in pages(checked.world, viewer).items()
        if not name.startswith(("assets/", "rules/"))
    }
    expected = case.folder / "expected/docs"
    if request.config.getoption("--update-golden") and expected.exists():
        shutil.rmtree(expected)
    for name, content in written.items():
        golden(expected / name, content)
    assert {path.relative_to(expected).as_posix() for path in expected.rglob("*") if path.is_file()} == set(written)


@with_pages
def test_one_built_page_of_each_kind(case: Case, checked: Checked, golden: Any) -> None:
    publish_site(
        checked.world, parse_viewer(case.settings.get("audience", "everyone")), "mkdocs", checked.root / "site"
    )
    for url in case.settings["pages"]:
        built = (checked.root / "site" / url / "index.html").read_text(encoding="utf-8")
        name = url.strip("/").replace("/", "-") or "home"
        golden(case.folder / f"expected/site/{name}.html", main_text(built))


def main_text(page: str) -> str:
    """What koers put on the page: the article, without the engine's frame, which changes with its versions."""
    article = re.search(r"<article[^>]*>(.*)</article>", page, re.DOTALL)
    assert article, "the built page has no article"
    return article[1].strip() + "\n"
