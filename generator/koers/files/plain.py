"""Reading a file that must be a plain one: a pipe, a device or a socket is refused, and nobody waits for it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_WAITING_FOR_NOBODY: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
_AT_ONCE = 1024 * 1024


class NotPlain(OSError):
    """Something else than a file stands there: a pipe, a device or a socket. `filename` is its path."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EINVAL, "it is a pipe, a device or a socket, and no file", path)


def says(path: str | Path, content: bytes) -> bool:
    """Tells whether a file says just this; of a longer one no more is read."""
    try:
        return read(path, len(content) + 1) == content
    except OSError:
        return False


def read(path: str | Path, most: int | None = None) -> bytes:
    """Returns what a file says, of a long one the first `most` bytes. Links are followed.

    NotPlain for what is no file, and OSError for a folder, for what is not there, and for what may not be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _WAITING_FOR_NOBODY)
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP):  # a socket, or a device that nobody serves
            raise NotPlain(str(path)) from None
        raise
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise NotPlain(str(path))
        parts: list[bytes] = []
        left = most
        while left is None or left > 0:
            part = os.read(handle, _AT_ONCE if left is None else min(left, _AT_ONCE))
            if not part:
                break
            parts.append(part)
            left = None if left is None else left - len(part)
        return b"".join(parts)
    except OSError as error:
        if error.filename is None:  # a disk that fails while it is read names no file
            error.filename = str(path)
        raise
    finally:
        os.close(handle)
