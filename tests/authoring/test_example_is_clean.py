"""The example of a new repository is clean and on track on the day it is made, and free of errors ever after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from koers.authoring.init import LANGUAGES, init_files
from koers.diagnostic import Severity
from koers.language import translator
from koers.pipeline.check import check
from koers.progress.values import Standing

DAYS = [date(2026, 3, 31), date(2027, 2, 6), date(2027, 12, 26), date(2028, 2, 29), date(2030, 1, 1)]


def repository(folder: Path, language: str, as_of: date) -> Path:
    """A folder with what init writes on that day."""
    found = init_files(language, "github", as_of, mkdocs=lambda name: name, say=translator(language).say)
    for path, text in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_example_is_clean_and_on_track(tmp_path: Path, language: str, as_of: date) -> None:
    root = repository(tmp_path, language, as_of)
    for later in (0, 3):
        day = as_of + timedelta(days=later)
        checked = check(root, lambda _, day=day: day)
        assert {found.rule for found in checked.diagnostics} <= {"P111"}, (
            "a private note is not sealed unless keys are given"
        )
        (progress,) = checked.world.whole.progress.values()
        assert progress.standing is Standing.ON_TRACK


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_later_days_it_asks_for_attention_but_has_no_error(tmp_path: Path, language: str) -> None:
    root = repository(tmp_path, language, date(2026, 3, 31))
    for later in (30, 90, 400):
        day = date(2026, 3, 31) + timedelta(days=later)
        found = check(root, lambda _, day=day: day).diagnostics
        assert found
        assert {diagnostic.severity for diagnostic in found} <= {Severity.WARNING, Severity.INFO}
