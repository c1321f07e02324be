"""Files changed together: all or none, never a link, a read-only file, or what somebody else just wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from koers.errors import KoersError
from koers.language import translator
from koers.publish import Revision, revise

OLD, NEW = b"status: proposed\r\n", b"status: active\r\n"
CHANGES = {"goals/a.yml": Revision(OLD, NEW), "goals/b.yml": Revision(OLD, NEW)}
RECORDS = {"approvals/a.1.yml": "by: mo\n", "approvals/b.1.yml": "by: mo\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "goals").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"goals/{name}.yml").write_bytes(OLD)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_is_written_and_permissions_stay(folder: Path) -> None:
    (folder / "goals/a.yml").chmod(0o640)
    revise(folder, RECORDS, CHANGES)
    assert contents(folder) == {
        "goals/a.yml": NEW, "goals/b.yml": NEW, "approvals/a.1.yml": b"by: mo\n", "approvals/b.1.yml": b"by: mo\n"
    }  # fmt: skip
    assert (folder / "goals/a.yml").stat().st_mode & 0o777 == 0o640


def _linked(folder: Path) -> None:
    (folder / "goals/b.yml").rename(folder / "goals/real.yml")
    (folder / "goals/b.yml").symlink_to("real.yml")


def _behind_a_link(folder: Path) -> None:
    (folder / "goals").rename(folder / "elsewhere")
    (folder / "goals").symlink_to("elsewhere", target_is_directory=True)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_linked, "link"),
        (_behind_a_link, "link"),
        (lambda folder: (folder / "goals/b.yml").chmod(0o444), "read-only"),
        (lambda folder: (folder / "goals/b.yml").write_bytes(OLD + b"# mine\n"), "meanwhile"),
        (lambda folder: (folder / "goals/b.yml").unlink(), "no file"),
        (lambda folder: (folder / "approvals").mkdir() or (folder / "approvals/b.1.yml").touch(), "there already"),
        (lambda folder: (folder / "approvals").touch(), "approvals is there already"),
    ],
)
def test_where_one_cannot_be_written_nothing_is(folder: Path, spoil: Callable[[Path], object], says: str) -> None:
    spoil(folder)
    before = contents(folder)
    with pytest.raises(KoersError) as refused:
        revise(folder, RECORDS, CHANGES)
    assert says in translator("en").say(refused.value.message)
    assert contents(folder) == before


def test_what_was_begun_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second move fails: the first one, the records and their folder are as if they had never been."""
    moves = []
    move = os.replace

    def failing(ready: str, target: Path) -> None:
        moves.append(target)
        if len(moves) == 2:
            raise OSError(28, "No space left on device", str(target))
        move(ready, target)

    monkeypatch.setattr(os, "replace", failing)
    before = contents(folder)
    with pytest.raises(KoersError):
        revise(folder, RECORDS, CHANGES)
    assert contents(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["goals"]
    assert not list((folder / "goals").glob(".koers*"))
