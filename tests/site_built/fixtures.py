"""The sites that tests look at, each built at most once a test run. A conftest takes them in by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_built.sites import AS_OF, PROJECT, Built, build, example, koers, once, repository

DUTCH = PROJECT / "tests/cases/dutch-organization/plans"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def english(shared: Path) -> Built:
    """The example organization for everyone, by MkDocs."""
    return once(shared, "english", lambda folder: build(example(folder)))


@pytest.fixture(scope="session")
def english_zensical(shared: Path) -> Built:
    """The example organization for everyone, by Zensical."""
    return once(shared, "english-zensical", lambda folder: build(example(folder), engine="zensical"))


@pytest.fixture(scope="session")
def english_manager(shared: Path) -> Built:
    """The example organization as one manager sees it, with gaps, scores and private notes."""
    return once(shared, "english-manager", lambda folder: build(example(folder), audience="manager:marit-solheim"))


@pytest.fixture(scope="session")
def dutch(shared: Path) -> Built:
    """The Dutch organization for everyone."""

    def make(folder: Path) -> Built:
        folder.mkdir()
        return build(repository(folder, DUTCH, "nl"))

    return once(shared, "dutch", make)


@pytest.fixture(scope="session")
def started(shared: Path) -> Built:
    """What somebody has a minute after `koers init`: a small repository with its site."""

    def make(folder: Path) -> Built:
        done = koers(folder.parent, "init", str(folder), "--as-of", AS_OF)
        assert done.returncode == 0, done.stderr
        return build(folder)

    return once(shared, "started", make)
