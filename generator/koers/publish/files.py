"""Single files and small trees: only what differs is written, and each file takes its place in one move."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from koers.errors import KoersError
from koers.texts import text


def write_tree(folder: Path, files: Mapping[str, str | bytes]) -> int:
    """Makes `folder` hold just these files (paths with `/`), touching only what differs. Returns how many were written.

    Each file is written beside its place and moved there, so that no reader ever meets half a page.
    """
    written = 0
    with explained(folder):
        for relative, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            path = folder / relative
            if _same(path, data):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, data)
            written += 1
        _remove_others(folder, frozenset(files))
    return written


def write_new(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Writes files that are not there yet (paths with `/`); returns those that were, which stay as they are."""
    kept = []
    with explained(folder):
        for relative, content in files.items():
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with path.open("x", encoding="utf-8", newline="\n") as stream:
                    stream.write(content)
            except FileExistsError:
                kept.append(relative)
    return tuple(kept)


def write_own(path: Path, data: bytes) -> None:
    """Writes one file of the repository in one move. KoersError when it cannot be written."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)


def write_file(path: Path, data: bytes) -> None:
    """Writes a file in one move. OSError leaves what was there."""
    handle, beside = tempfile.mkstemp(prefix=".koers-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def remove(path: Path) -> None:
    """Removes a file, a link (never what it points to) or a folder with all that is in it, if it is there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _same(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _remove_others(folder: Path, keep: frozenset[str]) -> None:
    for found, folders, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(found) / name
            if path.relative_to(folder).as_posix() not in keep:
                path.unlink()
        for name in folders:
            path = Path(found) / name
            if path.is_symlink():
                path.unlink()
            elif not any(path.iterdir()):
                path.rmdir()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what the operating system refuses (full disk, no permission) into one sentence."""
    try:
        yield
    except OSError as error:
        where = str(error.filename or path)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise KoersError(
                text("no room left on the disk while writing {path}; the published site is as it was", path=where)
            ) from error
        raise KoersError(
            text(
                "cannot write {path}: {reason}; the published site is as it was",
                path=where,
                reason=error.strerror or str(error),
            )
        ) from error
