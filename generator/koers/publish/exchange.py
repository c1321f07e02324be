"""Two folders exchange their names in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276}
"""Numbers of the system call, for a C library without a function for it."""


def take_place(ready: Path, site: Path, previous: Path) -> None:
    """Gives the folder `ready` the name `site`. What had that name is afterwards called `ready` or `previous`.

    A reader finds the old or the new folder under `site` at every moment. Only where the system or the file system
    cannot exchange two names are there two moves, with a moment between them in which `site` is not there; when koers
    is killed in that moment, `previous` holds the old site. OSError leaves the old site under its name.
    """
    if not os.path.lexists(site):
        ready.rename(site)
        return
    if exchanged(os.fsencode(ready), os.fsencode(site)):
        return
    site.rename(previous)
    try:
        ready.rename(site)
    except OSError:
        with suppress(OSError):
            previous.rename(site)
        raise


def exchanged(one: bytes, other: bytes) -> bool:
    """True when the two names were exchanged; False when this system cannot, and nothing was changed."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(one, other, _RENAME_SWAP) == 0)
        if not sys.platform.startswith("linux"):
            return False
        if hasattr(library, "renameat2"):
            done = library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
        else:
            number = _RENAMEAT2.get(platform.machine())
            done = -1 if number is None else library.syscall(number, _AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
    except (OSError, AttributeError, TypeError):  # no C library to speak to, or one without the function
        return False
    return bool(done == 0)
