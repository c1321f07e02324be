"""The repository on disk: where its root is, which files plans/ holds, and what they say. Reads only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from koers import files
from koers.errors import KoersError
from koers.texts import text

PLANS = "plans"
MAX_BYTES = 256 * 1024
"""Of a larger file one byte more is read: enough for the reader to refuse it."""
_CAREFUL: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Windows would otherwise change line breaks; and a pipe that took the place of a file would wait for its writer."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """Names something under plans/ that is no plain file: `what` is link, device or repository."""

    path: str
    what: str


class Status(NamedTuple):
    """Says how a file stands on disk: `size` in bytes, `written` and `changed` in nanoseconds since 1970, `inode` the
    number that the file system gave it.

    `written` is the time that a listing of the folder shows, and a program may set it to any time; `changed` is when
    the content, the name or the rights were last touched, which nobody sets (on Windows: when the file was made).
    Where all of these are the same as before, so is the content, as far as git's index knows.
    """

    size: int
    written: int
    changed: int
    inode: int


class Entry:
    """Names one plain file under plans/, not yet read.

    `path` is relative to the root, with `/`; `location` is where the operating system finds the file.
    """

    __slots__ = ("_status", "location", "path")

    def __init__(self, path: str, location: str) -> None:
        self.path = path
        self.location = location
        self._status: Status | None = None

    @property
    def status(self) -> Status:
        """How the file stood when this was first asked; KoersError when that cannot be told.

        It is asked of the files that a command needs, and once of each: of ten thousands it takes its time.
        """
        if self._status is None:
            try:
                found = os.lstat(self.location)
            except OSError as error:
                raise _unreadable(self.location, error) from error
            self._status = Status(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        return self._status


@dataclass(frozen=True, slots=True)
class Listing:
    """Holds the names under plans/: every plain file, and what koers does not go into, both in the order of paths."""

    files: tuple[Entry, ...]
    oddities: tuple[Oddity, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """Holds what was found under plans/: (path, content) of every file, and what koers does not go into.

    Paths are relative to the root, with `/`, in order.
    """

    files: tuple[tuple[str, bytes], ...]
    oddities: tuple[Oddity, ...]


def find_root(start: Path) -> Path:
    """Returns the nearest folder upward from `start` that holds plans/. KoersError when there is none."""
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
    """Walks plans/ and reads every file there. KoersError when a file or folder cannot be read."""
    listing = walk(root)
    return Scan(tuple(read_files(listing.files)), listing.oddities)


def walk(root: Path) -> Listing:
    """Lists what is under plans/ without reading a file or following a link. KoersError for an unreadable folder."""
    plain: list[Entry] = []
    oddities: list[Oddity] = []
    _walk(str(root / PLANS), PLANS, plain, oddities)
    return Listing(
        tuple(sorted(plain, key=attrgetter("path"))), tuple(sorted(oddities, key=lambda oddity: oddity.path))
    )


def read_files(entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Yields the (path, content) of each entry, in the order given; of a large file the first 256 KiB and a byte.

    KoersError when a file cannot be read. Each file is read when its pair is asked for.
    """
    for entry in entries:
        yield entry.path, _content(entry)


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Returns the first `most` bytes (256 KiB) and one of a file. KoersError when it cannot be read, or is no file."""
    try:
        return files.read(path, most + 1)
    except files.NotPlain as error:
        raise _odd(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def refuse_odd(folder: Path) -> None:
    """KoersError when a folder, or anything in it, is a pipe, a device or a socket: who opens it may wait forever."""
    for path in (folder, *(sorted(folder.rglob("*")) if folder.is_dir() else ())):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise _odd(path)


def _odd(path: Path) -> KoersError:
    return KoersError(text("{path} is a pipe, a device or a socket; put a file in its place", path=str(path)))


def _content(entry: Entry) -> bytes:
    """What a file says: one system call where the file is as its status says, else the careful way.

    The status is asked before the content, so that who changes the file meanwhile gives it another one than is kept.
    """
    size = entry.status.size
    try:
        handle = os.open(entry.location, os.O_RDONLY | _CAREFUL)
        try:
            content = os.read(handle, min(size, MAX_BYTES) + 1)
        finally:
            os.close(handle)
    except OSError:
        return read_bytes(Path(entry.location))  # which says what is the matter
    return content if len(content) == size else read_bytes(Path(entry.location))


def reason(error: OSError) -> str:
    """Returns what the operating system said, in its words."""
    return error.strerror or str(error)


def _walk(folder: str, relative: str, plain: list[Entry], oddities: list[Oddity]) -> None:
    """Adds what is in a folder, at any depth, to the files and the oddities."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError as error:
        raise KoersError(text("cannot read the folder {path}: {reason}", path=folder, reason=reason(error))) from error
    if relative != PLANS and ".git" in [entry.name for entry in entries]:
        oddities.append(Oddity(relative, "repository"))  # somebody else's history: its files are not these plans
        return
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        path = f"{relative}/{name if name.isascii() else printable(name)}"
        if entry.is_file(follow_symlinks=False):
            plain.append(Entry(path, entry.path))
        elif entry.is_dir(follow_symlinks=False):
            _walk(entry.path, path, plain, oddities)
        else:
            oddities.append(Oddity(path, "link" if entry.is_symlink() else "device"))


def _unreadable(path: str | Path, error: OSError) -> KoersError:
    return KoersError(
        text("cannot read {path}: {reason}; make it readable for you", path=str(path), reason=reason(error))
    )


def printable(name: str) -> str:
    """Turns a file name that is no Unicode text (bytes on Linux) into one that can be shown."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
