"""The repository on disk: where its root is, which files plans/ holds, and what they say. Reads only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from koers.errors import KoersError
from koers.texts import text

PLANS = "plans"
MAX_BYTES = 256 * 1024
"""Of a larger file one byte more is read: enough for the reader to refuse it."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something under plans/ that is no plain file: `what` is link, device or repository."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found under plans/: (path, content) of every file, and what koers does not go into.

    Paths are relative to the root, with `/`, in order.
    """

    files: tuple[tuple[str, bytes], ...]
    oddities: tuple[Oddity, ...]


def find_root(start: Path) -> Path:
    """The nearest folder upward from `start` that holds plans/. KoersError when there is none."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / PLANS).is_dir():
            return folder
    raise KoersError(
        text(
            "no plans/ folder here or in any folder above ({folder}); "
            "`koers init` makes one, `-C DIR` points to another place",
            folder=str(here),
        )
    )


def scan(root: Path) -> Scan:
    """Every file under plans/. KoersError when a file or folder cannot be read."""
    files: list[tuple[str, bytes]] = []
    oddities: list[Oddity] = []
    for path, relative, kind in sorted(_walk(root / PLANS, PLANS), key=lambda found: found[1]):
        if kind == "file":
            files.append((relative, read_bytes(path)))
        else:
            oddities.append(Oddity(relative, kind))
    return Scan(tuple(files), tuple(oddities))


def read_bytes(path: Path) -> bytes:
    """The first 256 KiB and a byte of a file. KoersError when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise KoersError(
            text("cannot read {path}: {reason}; make it readable for you", path=str(path), reason=reason(error))
        ) from error


def reason(error: OSError) -> str:
    """What the operating system said, in its words."""
    return error.strerror or str(error)


def _walk(folder: Path, relative: str) -> Iterator[tuple[Path, str, str]]:
    """(path, path relative to the root, file | link | device | repository), without following any link."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise KoersError(
            text("cannot read the folder {path}: {reason}", path=str(folder), reason=reason(error))
        ) from error
    if relative != PLANS and any(entry.name == ".git" for entry in entries):
        yield folder, relative, "repository"  # somebody else's history: its files are not these plans
        return
    for entry in entries:
        name, path = f"{relative}/{printable(entry.name)}", Path(entry.path)
        if entry.name.startswith("."):
            continue
        elif entry.is_symlink():
            yield path, name, "link"
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, name)
        elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            yield path, name, "file"
        else:
            yield path, name, "device"


def printable(name: str) -> str:
    """A file name that is no Unicode text (bytes on Linux), as one that can be shown."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
