"""Where koers may write: one koers at a time in build/, and a site never over somebody's work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from koers import files
from koers.errors import KoersError
from koers.publish.files import explained
from koers.publish.inside import OF_ITS_OWN
from koers.texts import text

BUILD = "build"

IGNORING = ".gitignore", b"*\n"
"""What koers puts into each folder that it makes, the name of a file and its content: git then commits none of it."""


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Holds build/ for one koers at a time. KoersError when another has it; a lock of a dead process does not count."""
    folder = root / BUILD
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        name, content = IGNORING
        if not (folder / name).is_file():
            files.replace(folder / name, content)
    path = folder / ".lock"
    with explained(path):
        handle = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NONBLOCK", 0), 0o666)
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
    is_filled = target.is_dir() and any(entry.name not in OF_ITS_OWN for entry in target.iterdir())
    is_foreign = is_filled and not (target / "index.html").exists()
    if holds_work or is_foreign or (target.exists() and not target.is_dir()):
        raise KoersError(
            text(
                "{folder} holds something else than a site of koers; "
                "give an empty or new folder with --site-dir, since the site takes its place",
                folder=str(site),
            )
        )
