"""Several files written as one: all of them or none, also where the disk is full halfway."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from koers.files.moved import appear, beside, drop, move, name_beside, settle


def write_together(
    new: Mapping[Path, bytes], changed: Mapping[Path, bytes], check: Callable[[], object] = lambda: None
) -> None:
    """Writes the files of `new`, with the folders that they need, and puts those of `changed` in the place of what is
    there, which keeps its permissions.

    All that needs room is written first, beside the places; then come `check`, which may refuse by raising, and the
    moves. Whatever is raised leaves everything as it was: FileExistsError when a new file is there already, and other
    OSErrors with the file that they are about.
    """
    folders: list[Path] = []
    ready: dict[Path, str] = {}
    old: dict[Path, str] = {}
    done: list[Path] = []
    try:
        for path in new:
            _make(path.parent, folders)
        for path, data in {**new, **changed}.items():
            ready[path] = beside(path, data, is_lasting=True)
        for path in changed:
            old[path] = _kept(path)
        check()
        for path in new:
            appear(ready[path], path)
            done.append(path)
        for path in changed:
            move(ready[path], path)
            done.append(path)
        for folder in dict.fromkeys(path.parent for path in done):
            settle(folder)
    except BaseException:
        for path in reversed(done):
            if path in old:
                with suppress(OSError):
                    move(old[path], path)
            else:
                drop(path)
        _clear(ready, old)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise
    _clear(ready, old)


def _make(folder: Path, made: list[Path]) -> None:
    """Makes a folder and those above it, where they are not there; adds to `made` what it made, the uppermost first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        made.append(one)


def _kept(path: Path) -> str:
    """The file as it is, under another name beside it: taking it back needs no room on the disk."""
    name = name_beside(path)
    try:
        os.link(path, name)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            error.filename, error.filename2 = str(path), None
            raise
        try:
            shutil.copy2(path, name)  # a file system without hard links
        except BaseException:
            drop(name)
            raise
    return name


def _clear(*kept: Mapping[Path, str]) -> None:
    for names in kept:
        for name in names.values():
            drop(name)
