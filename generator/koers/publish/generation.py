"""A generation: the next site grows beside the published one and shares its unchanged files, then takes its place."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat as modes
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from koers import files
from koers.errors import KoersError
from koers.pickling import by_fields
from koers.publish import inside
from koers.publish.exchange import take_place
from koers.publish.files import explained, remove
from koers.publish.place import BUILD, check_target
from koers.texts import text

_SCRATCH = "stage"


@dataclass(frozen=True, slots=True)
class FileStat:
    """How a published file was left: `size` in bytes, and when it was written, in nanoseconds since 1970."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file: how it stands now, and whether it differs from the published one."""

    stat: FileStat
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Published:
    """What a commit did: how many files are new or different, and how many are no longer there."""

    written: int
    removed: int


class Stage:
    """The next generation of a site. `folder` is private to this koers until `commit` gives it the site's name.

    Forked workers may use the stage of their parent, each for names of its own. Only the process that made the stage
    commits. A name is a path relative to the site, with `/`.
    """

    def __init__(self, site: Path, folder: Path) -> None:
        self.folder = folder
        self._site = site
        self._is_inside = folder.parent == site
        self._has_published = site.is_dir()
        self._mode = _mode_here(folder)
        self._kept: dict[str, FileStat] = {}
        self._maker = os.getpid()

    def put(self, name: str, data: bytes) -> Written:
        """Writes a file. When the published file has the same content, that file is shared and keeps its time.

        A file that was put before under this name is replaced. KoersError when it cannot be written.
        """
        target = self._path(name)
        with explained(Path(target)):
            same = self._published_as(name, data)
            if same is not None:
                self._share(name, target)
                return Written(same, is_changed=False)
            if os.getpid() == self._maker:
                self._kept.pop(name, None)
            return Written(_create(target, data), is_changed=True)

    def keep(self, name: str, stat: FileStat) -> bool:
        """True when the published file is as `stat` says; it is then part of this generation too.

        False when it is missing or was touched by somebody: the caller must make the file again.
        """
        target = self._path(name)
        if not self._has_published:
            return False
        try:
            found = os.lstat(self._published(name))
        except OSError:
            return False
        if not modes.S_ISREG(found.st_mode) or _stat_of(found) != stat:
            return False
        if os.getpid() == self._maker and modes.S_IMODE(found.st_mode) == self._mode:
            self._kept[name] = stat  # linked only when there is something to publish
        else:
            with explained(Path(target)):
                self._share(name, target)
        return True

    def complete(self) -> None:
        """Makes `folder` whole: what was kept is in it too, for a program that opens its pages before the commit.

        KoersError when a kept file was changed by somebody in the meantime, or when it cannot be written.
        """
        for name, stat in self._kept.items():
            target = self._path(name)
            if os.path.lexists(target):  # a worker put another file there since
                continue
            with explained(Path(target)):
                self._share(name, target)
                if _stat_of(os.lstat(target)) != stat:
                    raise KoersError(
                        text("{path} was changed while koers was building; run it again", path=self._published(name))
                    )
        self._kept.clear()

    def commit(self) -> Published:
        """Puts this generation in the place of the published site, in one step, and removes the old one.

        The new site holds what was put and kept, and whatever else stands in `folder`; any other file of the published
        site goes. When nothing differs, the published site is not touched. KoersError leaves the old site published.
        """
        previous = _names(self._site, self._is_inside)[1]
        with explained(self._site):
            own = inside.OF_ITS_OWN if self._is_inside else frozenset()
            old = _listing(self._site, own) if self._has_published else {}
            new = _listing(self.folder)
            written = sum(not self._is_same(name, old.get(name), found) for name, found in new.items() if found)
            missing = [name for name in self._kept if name not in old]
            if missing:
                raise KoersError(
                    text("{path} was changed while koers was building; run it again", path=self._published(missing[0]))
                )
            folders = {f"{parent}/" for name in self._kept for parent in _parents(name)}
            gone = [name for name in old if name not in new and name not in self._kept and name not in folders]
            removed = sum(not name.endswith("/") for name in gone)
            if self._has_published and not written and not gone:
                remove(self.folder)
                return Published(0, 0)
            self.complete()
            (inside.take_places if self._is_inside else take_place)(self.folder, self._site, previous)
        for left in (self.folder, previous):
            with suppress(OSError):  # the new site stands; the next build tries again
                remove(left)
        return Published(written, removed)

    def _path(self, name: str) -> str:
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{name} leads out of the site")
        return f"{self.folder}/{name}"

    def _published(self, name: str) -> str:
        return f"{self._site}/{name}"

    def _published_as(self, name: str, data: bytes) -> FileStat | None:
        """How the published file stands when its content is `data`, else None."""
        if not self._has_published:
            return None
        try:
            # Not blocking: somebody may have put a pipe there, which would wait for a writer.
            handle = os.open(self._published(name), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _NOT_BLOCKING)
        except OSError:
            return None
        try:
            found = os.fstat(handle)
            is_same = modes.S_ISREG(found.st_mode) and found.st_size == len(data)
            return _stat_of(found) if is_same and _read(handle, len(data)) == data else None
        except OSError:
            return None
        finally:
            os.close(handle)

    def _share(self, name: str, target: str) -> None:
        """Makes the published file part of this generation: as a link, or as a copy where there are no hard links."""
        published = self._published(name)
        is_ours = modes.S_IMODE(os.lstat(published).st_mode) == self._mode  # else for other readers than are meant now
        if is_ours:
            with suppress(OSError, NotImplementedError):
                os.link(published, target, follow_symlinks=False)
                return
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            Path(target).unlink()
        if is_ours:
            with suppress(OSError, NotImplementedError):
                os.link(published, target, follow_symlinks=False)
                return
        shutil.copy2(published, target, follow_symlinks=False)
        Path(target).chmod(self._mode)

    def _is_same(self, name: str, old: os.stat_result | None, new: os.stat_result) -> bool:
        if old is None:
            return False
        if (old.st_dev, old.st_ino) == (new.st_dev, new.st_ino):
            return True
        # Only a copy has the time of the published file; where times are coarse, the content decides.
        is_alike = _stat_of(old) == _stat_of(new) and modes.S_IMODE(old.st_mode) == modes.S_IMODE(new.st_mode)
        return is_alike and filecmp.cmp(self._published(name), f"{self.folder}/{name}", shallow=False)


_NOT_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def stage(root: Path, site: Path) -> Iterator[Stage]:
    """A new generation of `site`, which may be published by `Stage.commit`; without a commit nothing comes of it.

    What a killed koers left is cleared away first. The caller holds `lock(root)`. A site that is a link stands where
    the link leads. KoersError when `site` holds somebody's work, or when there is no place to write beside or in it.
    """
    check_target(root, site)
    if site.is_symlink():
        site = Path(os.path.realpath(site))
        check_target(Path(os.path.realpath(root)), site)
    is_inside = inside.is_fixed(site)
    folder, _ = _names(site, is_inside)
    with explained(folder):
        _clear(root, site, is_inside)
        site.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    try:
        yield Stage(site, folder)
    finally:
        with suppress(OSError):
            remove(folder)


def publish(root: Path, site: Path, make: Callable[[Path], None]) -> None:
    """Lets `make` build a whole site in an empty folder inside build/, then puts it in the place of `site`.

    When `make` raises, or koers is killed, the old site stands as it was.
    """
    with stage(root, site) as generation:
        with explained(site):
            (root / BUILD).mkdir(parents=True, exist_ok=True)
            # A name of its own: the engine of a killed koers may live on, and writes into the folder that it was given.
            scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}-", dir=root / BUILD))
        try:
            make(scratch)
            with explained(site):
                for entry in sorted(scratch.iterdir()):
                    shutil.move(entry, generation.folder / entry.name)  # may cross to another disk
            generation.commit()
        finally:
            with suppress(OSError):
                remove(scratch)


def _clear(root: Path, site: Path, is_inside: bool) -> None:
    """Clears away what killed builds left, and gives what one of them had moved away its name back."""
    ready, previous = _names(site, is_inside)
    if is_inside and previous.is_dir():
        for entry in sorted(previous.iterdir()):
            if not os.path.lexists(site / entry.name):
                entry.rename(site / entry.name)
    elif os.path.lexists(previous) and not os.path.lexists(site):
        previous.rename(site)
    remove(previous)
    remove(ready)
    for left in (root / BUILD).glob(f"{_SCRATCH}*"):
        with suppress(OSError):  # an engine that lives on may be writing there
            remove(left)


def _names(site: Path, is_inside: bool) -> tuple[Path, Path]:
    """Where the next site grows, and where the one before goes to when names cannot be exchanged."""
    if is_inside:
        return site / inside.NEXT, site / inside.PREVIOUS
    return site.with_name(f".{site.name}.next"), site.with_name(f".{site.name}.previous")


def _mode_here(folder: Path) -> int:
    """The permissions of a new file in this folder: as the umask of whoever publishes says, and the disk."""
    place = f"{folder}/.koers-mode"
    with explained(folder):
        try:
            return modes.S_IMODE(files.put(place, b"").st_mode)
        finally:
            with suppress(OSError):
                Path(place).unlink()


def _create(target: str, data: bytes) -> FileStat:
    """Writes a file of the generation. What stands there is never written into: it may be a published file's link."""
    try:
        found = files.put(target, data)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        found = files.put(target, data)
    except FileExistsError:
        Path(target).unlink()
        found = files.put(target, data)
    return _stat_of(found)


def _read(handle: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(handle, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _stat_of(found: os.stat_result) -> FileStat:
    return FileStat(found.st_size, found.st_mtime_ns)


def _parents(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _listing(folder: Path, leave_out: Collection[str] = ()) -> dict[str, os.stat_result | None]:
    """Everything in a folder by its path with `/`: a folder (its path ends with `/`) or a link or device as None.

    `leave_out` are names at its top.
    """
    found: dict[str, os.stat_result | None] = {}
    waiting = [""]
    while waiting:
        within = waiting.pop()
        with os.scandir(f"{folder}/{within}") as entries:
            for entry in entries:
                name = f"{within}{entry.name}"
                if name in leave_out:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    found[f"{name}/"] = None
                    waiting.append(f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    found[name] = entry.stat(follow_symlinks=False)
                else:
                    found[name] = None
    return found


by_fields(__name__)
