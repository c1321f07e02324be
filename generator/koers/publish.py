"""All or nothing: pages are written only where they changed, and a new site takes the old one's place in one move."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from koers.errors import KoersError
from koers.texts import text

BUILD = "build"
_STAGE = "stage"


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Holds build/ for one koers at a time. KoersError when another has it; a lock of a dead process does not count."""
    folder = root / BUILD
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    with _explained(path):
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        if not _try_lock(handle):
            raise KoersError(text("another koers is building in {folder}; wait until it is done", folder=str(folder)))
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    """An advisory lock that the system drops when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: the same promise under another name
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_tree(folder: Path, files: Mapping[str, str | bytes]) -> int:
    """Makes `folder` hold just these files (paths with `/`), touching only what differs. Returns how many were written.

    Each file is written beside its place and moved there, so that no reader ever meets half a page.
    """
    written = 0
    with _explained(folder):
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
    with _explained(folder):
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
    with _explained(path):
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


def publish(root: Path, site: Path, make: Callable[[Path], None]) -> None:
    """Lets `make` build a site in an empty folder inside build/, then puts it in the place of `site`.

    When `make` raises, or koers is killed, the old site stands as it was.
    """
    check_target(root, site)
    build = root / BUILD
    previous = site.with_name(f".{site.name}.previous")
    with _explained(site):
        if previous.exists() and not site.exists():  # killed between the two moves below
            previous.rename(site)
        build.mkdir(parents=True, exist_ok=True)
        for left in build.glob(f"{_STAGE}*"):
            with suppress(OSError):  # an engine that lives on may be writing there
                _remove(left)
        # A name of its own: the engine of a killed koers may live on, and writes into the stage that it was given.
        stage = Path(tempfile.mkdtemp(prefix=f"{_STAGE}-", dir=build))
        stage.chmod(0o755)  # it becomes the published folder, which a web server reads
    try:
        make(stage)
        with _explained(site):
            site.parent.mkdir(parents=True, exist_ok=True)
            _remove(previous)
            ready = site.with_name(f".{site.name}.next")
            _remove(ready)
            shutil.move(stage, ready)  # may cross to another disk: the slow part comes before the swap
            if site.exists():
                site.rename(previous)
            ready.rename(site)
            _remove(previous)
    finally:
        with suppress(OSError):
            _remove(stage)


def check_target(root: Path, site: Path) -> None:
    """KoersError when `site` is, or is inside, a folder that holds work: a site takes the whole place of a folder."""
    target = site.absolute()
    holds_work = (
        target == root
        or target in root.parents
        or any(
            target == root / name or (root / name) in target.parents
            for name in ("plans", "schema", "site_templates", ".git", f"{BUILD}/docs")
        )
    )
    is_foreign = target.is_dir() and any(target.iterdir()) and not (target / "index.html").exists()
    if holds_work or is_foreign or (target.exists() and not target.is_dir()):
        raise KoersError(
            text(
                "{folder} holds something else than a site of koers; "
                "give an empty or new folder with --site-dir, since the site takes its place",
                folder=str(site),
            )
        )


def _remove(path: Path) -> None:
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
def _explained(path: Path) -> Iterator[None]:
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
