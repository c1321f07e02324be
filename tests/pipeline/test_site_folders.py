"""What koers builds stays out of git, and what was made for a few never reaches everybody by another way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.in_process import Ran, run
from git.real_repository import RealRepository

DAY = ("--as-of", "2026-04-10")
MANAGER = ("--audience", "manager:morgan-hale")
SECRET = "I would like to talk about my own workload next time"


@pytest.fixture
def repository(tmp_path: Path) -> RealRepository:
    """A repository as `koers init` leaves it, but without a .gitignore at its top."""
    root = tmp_path / "plans-of-all"
    assert run(tmp_path, *DAY, "init", str(root)).code == 0
    made = RealRepository.new(root)
    (root / ".gitignore").unlink()
    made.git("add", "-A")
    made.commit({})
    return made


def koers(repository: RealRepository, *arguments: str) -> Ran:
    return run(repository.root, *DAY, *arguments)


def holds(folder: Path, words: str) -> bool:
    return any(
        words in path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.*") if path.is_file()
    )


@pytest.mark.parametrize("folder", ["site", "for some/morgan"])
def test_a_built_site_and_the_pages_on_the_way_to_it_are_never_committed(
    repository: RealRepository, folder: str
) -> None:
    assert koers(repository, "build", "--site-dir", folder, *MANAGER).code == 0
    assert holds(repository.root / folder, SECRET)
    assert koers(repository, "pages", *MANAGER).code == 0
    repository.git("add", "-A")
    assert repository.git("status", "--porcelain") == ""
    assert (repository.root / folder / ".gitignore").read_text() == "*\n"


def test_the_pages_of_some_are_not_put_where_git_keeps_them_for_all(repository: RealRepository) -> None:
    assert koers(repository, "build", "--site-dir", "docs").code == 0
    repository.git("add", "--force", "docs/index.html")
    repository.commit({})
    before = (repository.root / "docs/index.html").read_bytes()
    for audience in ("manager:morgan-hale", "hr", "leader:robin-vale"):
        done = koers(repository, "build", "--site-dir", "docs", "--audience", audience)
        assert (done.code, done.out) == (2, "")
        assert f"docs is kept in git, so everybody with a clone would get the pages of {audience}" in done.err
    assert (repository.root / "docs/index.html").read_bytes() == before
    assert koers(repository, "build", "--site-dir", "docs").code == 0, "what everybody may see may be kept"


def test_nor_into_another_repository_nor_into_a_folder_that_was_deleted(
    repository: RealRepository, tmp_path: Path
) -> None:
    other = RealRepository.new(tmp_path / "website")
    other.commit({"people/index.html": "<p>hello"})
    (other.root / "people/index.html").unlink()
    (other.root / "people").rmdir()
    done = koers(repository, "build", "--site-dir", str(other.root / "people"), *MANAGER)
    assert done.code == 2
    assert "is kept in git" in done.err


def test_pages_for_some_in_a_tracked_build_folder_are_refused(repository: RealRepository) -> None:
    assert koers(repository, "pages").code == 0
    repository.git("add", "--force", "build/docs/index.md")
    repository.commit({})
    done = koers(repository, "pages", *MANAGER)
    assert done.code == 2
    assert "build/docs is kept in git" in done.err
    assert not holds(repository.root / "build/docs", SECRET)


def test_the_pages_of_another_reader_do_not_wait_for_the_next_engine(repository: RealRepository) -> None:
    docs = repository.root / "build/docs"
    assert koers(repository, "pages", *MANAGER).code == 0
    assert holds(docs, SECRET)
    assert koers(repository, "build", *MANAGER).code == 0
    assert holds(docs, SECRET), "the same reader's pages may stay"
    assert koers(repository, "build").code == 0
    assert not docs.exists() or not holds(docs, SECRET)
    assert koers(repository, "pages").code == 0
    before = {path: path.stat().st_mtime_ns for path in docs.rglob("*.md")}
    assert koers(repository, "build").code == 0
    assert {path: path.stat().st_mtime_ns for path in docs.rglob("*.md")} == before


def test_pages_of_unknown_origin_go(repository: RealRepository) -> None:
    """An older koers did not note for whom it made them."""
    docs = repository.root / "build/docs"
    assert koers(repository, "pages", *MANAGER).code == 0
    (repository.root / "build/.docs-for").unlink()
    assert koers(repository, "build").code == 0
    assert not docs.exists()
