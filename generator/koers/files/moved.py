"""A file takes its place in one move: it is written whole beside it first, so that nobody ever meets half of it.

An OSError of this module names the file that was to be written, never the one beside it, which is then gone.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BESIDE = ".koers-"
"""How the name of a file begins that is still to take its place. Names with a dot are no plans."""

_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EACCES})

_HELD = frozenset({5, 32, 33})
"""Windows' errors for a file that another program has open: access denied, sharing violation, lock violation."""
_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
"""A virus scanner or an indexer lets a file go within such a time."""


def replace(path: str | Path, *data: bytes, mode: int | None = None) -> None:
    """Writes a file in one move, whatever has its name; the parts of `data` follow each other.

    The file has `mode`, else the permissions of the file that it replaces, else those that the umask gives. OSError
    leaves what was there.
    """
    ready = beside(path, *data, mode=mode)
    try:
        move(ready, path)
    except BaseException:
        drop(ready)
        raise


def create(path: str | Path, *data: bytes, mode: int | None = None) -> None:
    """Writes a file that is not there yet, in one move. FileExistsError, and other OSErrors, leave what was there."""
    ready = beside(path, *data, mode=mode)
    try:
        appear(ready, path)
    finally:
        drop(ready)


def put(path: str | Path, data: bytes) -> os.stat_result:
    """Writes a new file in its place, for a folder that nobody reads yet; returns how it then stands.

    FileExistsError when the name is taken; FileNotFoundError when its folder is not there.
    """
    with _named(path):
        handle = os.open(path, _NEW, 0o666)
        try:
            _write(handle, data)
            return os.fstat(handle)
        finally:
            os.close(handle)


def beside(path: str | Path, *data: bytes, mode: int | None = None, is_lasting: bool = False) -> str:
    """Writes the content of a file beside its place, and returns where; `mode` is as `replace` says.

    With `is_lasting` it is on the disk, and not only on its way there, when this returns.
    """
    ready = name_beside(path)
    with _named(path):
        handle = os.open(ready, _NEW, 0o600 if mode is not None else 0o666)
        try:
            try:
                for part in data:
                    _write(handle, part)
                if is_lasting:
                    os.fsync(handle)
            finally:
                os.close(handle)
            wanted = _mode_of(path) if mode is None else mode
            if wanted is not None:
                os.chmod(ready, wanted)  # noqa: PTH101
        except BaseException:
            drop(ready)
            raise
    return ready


def name_beside(path: str | Path) -> str:
    """A name in the same folder that nobody has."""
    folder = os.path.dirname(path)  # noqa: PTH120 - a plain string is quicker
    return os.path.join(folder, f"{BESIDE}{os.urandom(8).hex()}")  # noqa: PTH118


def move(ready: str | Path, path: str | Path) -> None:
    """Gives a file the name `path`, whatever has it. On Windows it waits a second for another program to let it go."""
    with _named(path):
        for pause in (*_PAUSES_S, None):
            try:
                os.replace(ready, path)  # noqa: PTH105
            except OSError as error:
                if pause is None or getattr(error, "winerror", None) not in _HELD:
                    raise
                time.sleep(pause)
            else:
                return


def appear(ready: str | Path, path: str | Path) -> None:
    """Gives a file the name `path` too, where nothing has it. FileExistsError when something does."""
    with _named(path):
        try:
            os.link(ready, path)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_LINKS:
                raise
            # No hard links here. The name is taken first, so that nobody else's file is written over.
            os.close(os.open(path, _NEW, 0o666))
            try:
                os.replace(ready, path)  # noqa: PTH105
            except BaseException:
                drop(path)
                raise


def drop(path: str | Path) -> None:
    """Removes a file that koers made, if it is there. Where that fails, nothing can be done."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def settle(folder: str | Path) -> None:
    """Sees to it that the names in a folder are on the disk, where the system knows how to be asked for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with _named(folder or "."):
        handle = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EROFS, errno.EBADF):  # some file systems know no such thing
                raise
        finally:
            os.close(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _mode_of(path: str | Path) -> int | None:
    """The permissions of the file that is there, None when none is."""
    try:
        found = os.lstat(path).st_mode
    except OSError:
        return None
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None


@contextmanager
def _named(path: str | Path) -> Iterator[None]:
    """Gives an error the name of the file that was to be written."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
