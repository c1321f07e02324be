"""Shared by all tests: golden files and where the project is."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from assurance.claims import MARKER
from assurance.ledger import Ledger
from browser.fixtures import browser, serve
from site_built.fixtures import dutch, english, english_manager, english_zensical, shared, started

__all__ = ["browser", "dutch", "english", "english_manager", "english_zensical", "serve", "shared", "started"]

PROJECT = Path(__file__).parent.parent
settings.register_profile("koers", deadline=None)  # how fast the machine is today is no property of koers
settings.load_profile("koers")
Golden = Callable[[Path, str], None]
_OWN_CACHE = pytest.StashKey[str]()


_CACHE = "KOERS_CACHE_DIR"


def pytest_configure(config: pytest.Config) -> None:
    """What koers keeps between runs is kept for these tests alone; workers share it, as they get the environment."""
    config.addinivalue_line("markers", f"{MARKER}(claim, cases): is part of a proof, see tests/assurance/claims.py")
    page = config.getoption("--assurance")
    config.pluginmanager.register(Ledger(Path(page) if page else None), "koers-assurance")
    if _CACHE not in os.environ:
        os.environ[_CACHE] = config.stash[_OWN_CACHE] = tempfile.mkdtemp(prefix="koers-cache-")


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(_OWN_CACHE, None)
    if folder is not None:
        del os.environ[_CACHE]
        shutil.rmtree(folder, ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what comes out as what is expected")
    parser.addoption("--assurance", metavar="FILE", help="run the tests that prove something, and write FILE")


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root."""
    return PROJECT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with a file, and shows the difference; `--update-golden` writes the file instead."""
    is_update = bool(request.config.getoption("--update-golden"))

    def compare(path: Path, actual: str) -> None:
        if is_update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="")  # calendars end lines with CR LF
            return
        expected = path.read_bytes().decode() if path.exists() else ""
        if actual != expected:
            lines = difflib.unified_diff(
                expected.splitlines(), actual.splitlines(), f"expected {path.name}", "came out", lineterm="", n=1
            )
            pytest.fail("\n".join(list(lines)[:80]), pytrace=False)

    return compare
