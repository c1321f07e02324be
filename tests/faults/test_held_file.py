"""Another program holds a file for a moment, as virus scanners and editors do on Windows: the rename is tried again."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from koers import files

pytestmark = proves(Claim.FAULTS)

ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION = 5, 32, 33


def refuse(monkeypatch: pytest.MonkeyPatch, times: int, number: int | None) -> tuple[list[str], list[float]]:
    """Lets the first renames fail as Windows does, with its own number; what was renamed, and how long was waited."""
    asked: list[str] = []
    waited: list[float] = []
    rename = os.replace

    def held(source: str, target: str) -> None:
        asked.append(str(target))
        if len(asked) > times:
            return rename(source, target)
        error = PermissionError(errno.EACCES, "The process cannot access the file", source)
        if number is not None:
            error.winerror = number  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr("os.replace", held)
    monkeypatch.setattr("time.sleep", waited.append)
    return asked, waited


@pytest.mark.parametrize("number", [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION])
def test_a_file_that_is_let_go_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    path = tmp_path / "goal.yml"
    path.write_text("old", encoding="utf-8")
    asked, waited = refuse(monkeypatch, 2, number)
    files.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert (len(asked), len(waited)) == (3, 2)
    assert [one.name for one in tmp_path.iterdir()] == ["goal.yml"]


def test_a_file_that_stays_held_is_left_as_it_was_after_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "goal.yml"
    path.write_text("old", encoding="utf-8")
    _, waited = refuse(monkeypatch, 99, SHARING_VIOLATION)
    with pytest.raises(PermissionError) as caught:
        files.replace(path, b"new")
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert 1 <= sum(waited) <= 2
    assert [one.name for one in tmp_path.iterdir()] == ["goal.yml"]


def test_what_nobody_holds_and_may_not_be_written_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, waited = refuse(monkeypatch, 99, None)
    with pytest.raises(PermissionError):
        files.replace(tmp_path / "goal.yml", b"new")
    assert (len(asked), waited) == (1, [])
