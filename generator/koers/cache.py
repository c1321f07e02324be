"""What koers worked out before, kept between runs: bytes by name, apart for each repository.

The cache is a help and never a truth. It may be deleted, damaged, full or forbidden at any moment, also while koers
runs; then what it lacks is worked out again. It lies in a folder of the user and not in the repository: a pull
request could bring a forged cache along, and koers would believe it.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache as once
from hashlib import blake2b
from pathlib import Path
from typing import Any

from koers import __version__, files, resources
from koers.files.moved import BESIDE

SETTING = "KOERS_CACHE_DIR"
MAX_ENTRY = 256 * 1024 * 1024
"""Bytes of one value; a larger one is not kept."""
MAX_TOTAL = 1024 * 1024 * 1024
"""Bytes of all repositories together, checked about once a day; those that were not used for longest go first."""
MAX_DAYS = 60
"""A value that was not written anew, and a repository that was not used, for so many days goes."""

_MAGIC = b"koers-cache 1\n"
_LENGTH = 8
_CHECKSUM = 16
_DAY = 24 * 3600
_FOLDER = re.compile(r"[0-9a-f]{32}")
_USED = "used"
_SWEPT = "swept"
_UNREADABLE = (
    pickle.PickleError, AttributeError, ImportError, EOFError, LookupError, TypeError, ValueError, RecursionError,
    MemoryError, OverflowError,
)  # fmt: skip
"""What pickle raises for bytes that are not what they seem."""


class Cache:
    """The values of one repository. Without a folder of its own it is an empty cache that keeps nothing."""

    def __init__(self, folder: Path | None, version: str) -> None:
        self.folder = folder
        self._version = version.encode()
        self._is_swept = False

    def load(self, name: str) -> bytes | None:
        """The value that was saved under this name by the same koers; None when there is none that can be trusted.

        Not trusted is what is damaged, too large, a link, of another user, or writable by others. Never raises.
        """
        if self.folder is None:
            return None
        try:
            handle = os.open(self._path(name), os.O_RDONLY | _CAREFUL)
        except (OSError, ValueError):
            return None
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_ENTRY + 1024 or not _is_ours(found, 0o022):
                return None
            with os.fdopen(handle, "rb", closefd=False) as stream:
                entry = stream.read(found.st_size)
        except (OSError, MemoryError):
            return None
        finally:
            os.close(handle)
        start = len(_MAGIC) + _LENGTH + _CHECKSUM
        data = entry[start:]
        return data if entry[:start] == self._head(name, data) else None

    def save(self, name: str, data: bytes) -> bool:
        """Keeps a value; of two koers that save under one name, the last wins. False when it could not be kept.

        Never raises: a full disk or a folder that may not be written only means that nothing is kept.
        """
        if self.folder is None or len(data) > MAX_ENTRY:
            return False
        self._sweep()
        try:
            files.replace(self._path(name), self._head(name, data), data, mode=0o600)  # for nobody else to read
        except (OSError, ValueError):
            return False
        return True

    def load_value(self, name: str) -> Any | None:
        """A Python value that `save_value` kept; None when there is none.

        Values are pickled, and reading a pickle can run code: whoever can write one acts as the user. That is why an
        entry counts only when it is a file of the user's own, which nobody else can write, in a folder outside the
        repository that is closed to others.
        """
        data = self.load(name)
        try:
            return None if data is None else pickle.loads(data)  # noqa: S301 - see above
        except _UNREADABLE:
            return None

    def save_value(self, name: str, value: object) -> bool:
        """Keeps a Python value. False when it could not be kept, also when it is none that pickle can write."""
        if self.folder is None:
            return False
        try:
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        except _UNREADABLE:
            return False
        return self.save(name, data)

    def keep_only(self, names: Iterable[str]) -> None:
        """Removes every value of this repository but these: what is gone from the plans does not live on here."""
        if self.folder is None:
            return
        wanted = {_file(name) for name in names} | {_USED}
        for entry in _entries(self.folder):
            if entry.name not in wanted and not entry.name.startswith(BESIDE):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - as scandir gives it

    def _path(self, name: str) -> str:
        return f"{self.folder}/{_file(name)}"

    def _head(self, name: str, data: bytes) -> bytes:
        checksum = blake2b(digest_size=_CHECKSUM)
        for part in (self._version, b"\0", name.encode("utf-8", "surrogatepass"), b"\0", data):
            checksum.update(part)
        return _MAGIC + len(data).to_bytes(_LENGTH, "big") + checksum.digest()

    def _sweep(self) -> None:
        """About once a day: what was not used for long goes, in all repositories."""
        if self._is_swept or self.folder is None:
            return
        self._is_swept = True
        now = time.time()
        if _is_younger(self.folder.parent / _SWEPT, now, days=1):
            return
        with suppress(OSError):
            _touch(self.folder.parent / _SWEPT)
            _remove_old(self.folder, now)


_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_cache(root: Path, environment: Mapping[str, str] = os.environ) -> Cache:
    """The cache of the repository at `root`, made when it is not there yet. Never raises.

    It is in `$KOERS_CACHE_DIR`, else `$XDG_CACHE_HOME/koers`, else `~/.cache/koers`. `KOERS_CACHE_DIR` set to nothing
    or to `off` turns it off. It is also off where the folder is not the user's alone, or lies inside the repository.
    """
    version = code_version()
    try:
        base = _base(environment)
        if base is None or _is_within(base, _repository(root.resolve())):
            return Cache(None, version)
        digest = blake2b(os.fsencode(root.resolve()), digest_size=16).hexdigest()
        folder = base / digest
        if not folder.is_dir():
            if not _may_make(base):
                return Cache(None, version)
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        found = os.lstat(folder)
        if not stat.S_ISDIR(found.st_mode) or not _is_ours(found, 0o077):
            return Cache(None, version)
        if not _is_younger(folder / _USED, time.time(), days=1):
            with suppress(OSError):  # a folder that may only be read can still be read from
                _touch(folder / _USED)
    except (OSError, ValueError, RuntimeError):  # RuntimeError: no home folder, or a loop of links
        return Cache(None, version)
    return Cache(folder, version)


@once
def code_version() -> str:
    """A digest of the koers that runs: it is another one when its code, schemas, templates or libraries change.

    It is made from the sizes and times of the files, not from what they hold, so that it costs some milliseconds.
    """
    digest = blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    package = Path(__file__).resolve().parent
    for folder in (package, resources.directory("schema"), resources.directory("site_templates")):
        for line in sorted(_stats(str(folder))):
            digest.update(line.encode("utf-8", "surrogateescape"))
    for place in sys.path:  # installing a package makes or removes a folder here
        if place.endswith("-packages"):
            with suppress(OSError):
                digest.update(f"{place} {os.stat(place).st_mtime_ns}\n".encode())  # noqa: PTH116 - quick
    return digest.hexdigest()


def _stats(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in ("__pycache__", "_data"):
                    yield from _stats(entry.path)
            else:
                with suppress(OSError):  # an editor's lock may be a link to nowhere
                    found = entry.stat()
                    yield f"{entry.path} {found.st_size} {found.st_mtime_ns}\n"


def _file(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _base(environment: Mapping[str, str]) -> Path | None:
    own = environment.get(SETTING)
    if own is not None:
        return None if own in ("", "off") else Path(own).resolve()
    shared = environment.get("XDG_CACHE_HOME", "")
    if Path(shared).is_absolute():  # any other is to be ignored, says the XDG specification
        return (Path(shared) / "koers").resolve()
    home = environment.get("HOME") or str(Path("~").expanduser())
    return (Path(home) / ".cache" / "koers").resolve() if Path(home).is_absolute() else None


def _repository(root: Path) -> Path:
    """The whole repository that `root` is part of: its files may be somebody else's."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _is_within(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _may_make(base: Path) -> bool:
    """Whether a folder made there would be the user's: root in somebody's home would lock that person out."""
    nearest = next(folder for folder in (base, *base.parents) if folder.exists())
    return not hasattr(os, "geteuid") or nearest.stat().st_uid in (os.geteuid(), 0)


def _is_ours(found: os.stat_result, forbidden: int) -> bool:
    """Whether it belongs to the user, and none of the forbidden bits of its mode lets others at it."""
    if not hasattr(os, "geteuid"):  # Windows: a user's profile is closed by its access list
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & forbidden


def _is_younger(path: Path, now: float, days: float) -> bool:
    try:
        return abs(now - os.lstat(path).st_mtime) < days * _DAY
    except OSError:
        return False


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | _CAREFUL, 0o600))
    os.utime(path)


def _entries(folder: Path) -> tuple[os.DirEntry[str], ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(entries)
    except OSError:
        return ()


def _remove_old(own: Path, now: float) -> None:
    """Removes what is old, then whole repositories, longest unused first, until the rest fits; `own` goes last."""
    used: list[tuple[float, int, Path]] = []
    for place in _entries(own.parent):
        if not _FOLDER.fullmatch(place.name) or not place.is_dir(follow_symlinks=False):
            continue  # not ours to judge: the setting may name a folder that holds other things
        folder, size = Path(place.path), 0
        if folder != own and not _is_younger(folder / _USED, now, MAX_DAYS):
            shutil.rmtree(folder, ignore_errors=True)
            continue
        for entry in _entries(folder):
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                limit = 1 if entry.name.startswith(BESIDE) else MAX_DAYS  # the first is half a value of a killed koers
                if entry.name != _USED and now - found.st_mtime > limit * _DAY:
                    Path(entry.path).unlink()
                else:
                    size += found.st_size
        with suppress(OSError):
            used.append((now if folder == own else (folder / _USED).stat().st_mtime, size, folder))
    total = sum(size for _, size, _ in used)
    for _, size, folder in sorted(used):
        if total <= MAX_TOTAL:
            break
        for entry in _entries(folder):
            if entry.name != _USED:
                with suppress(OSError):
                    Path(entry.path).unlink()
        total -= size
