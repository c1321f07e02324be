"""A site whose folder cannot be exchanged as a whole, such as a mount point: its entries change places one by one.

The next site then grows in a folder inside the published one, as nothing can be moved or linked across a mount.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from koers.publish.exchange import exchanged

NEXT = ".koers-next"
PREVIOUS = ".koers-previous"
OF_ITS_OWN = frozenset({NEXT, PREVIOUS, "lost+found"})
"""What stands in such a folder beside the site itself."""

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPE = re.compile(rb"\\([0-7]{3})")


def is_fixed(site: Path) -> bool:
    """Whether the folder cannot be given another name: it is a mount point, or nobody may write beside it."""
    return site.is_dir() and (_is_mounted(site) or not os.access(site.parent, os.W_OK))


def _is_mounted(site: Path) -> bool:
    """Also for a folder of the same disk that is mounted again, which only Linux tells of."""
    if os.path.ismount(site):
        return True
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    points = (_ESCAPE.sub(lambda code: bytes([int(code[1], 8)]), line.split(b" ")[4]) for line in lines)
    return os.fsencode(os.path.realpath(site)) in set(points)


def take_places(ready: Path, site: Path, previous: Path) -> None:
    """Gives every entry of `ready` its place in `site`, each in one step; what is not in `ready` moves to `previous`.

    What pages refer to comes before the pages, and the first page last. OSError leaves the old entries in their places.
    """
    previous.mkdir(exist_ok=True)
    names = sorted(os.listdir(ready), key=_turn)  # noqa: PTH208
    gone = [name for name in sorted(os.listdir(site)) if name not in names and name not in OF_ITS_OWN]  # noqa: PTH208
    done: list[tuple[Path, Path, Path | None]] = []
    try:
        for name in names:
            done.append((ready / name, site / name, _placed(ready / name, site / name, previous / name)))
        for name in gone:
            (site / name).rename(previous / name)
            done.append((previous / name, site / name, None))
    except OSError:
        for new, place, old in reversed(done):
            with suppress(OSError):
                if old is not None:
                    if not exchanged(os.fsencode(old), os.fsencode(place)):
                        place.rename(new)
                        old.rename(place)
                elif new.parent == previous:
                    new.rename(place)
                else:
                    place.rename(new)
        raise


def _placed(new: Path, place: Path, old: Path) -> Path | None:
    """Puts an entry in its place; returns where what was there is now, None when nothing was."""
    if not os.path.lexists(place):
        new.rename(place)
        return None
    if exchanged(os.fsencode(new), os.fsencode(place)):
        return new
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    return old


def _turn(name: str) -> tuple[int, str]:
    return (0 if name == "assets" else 2 if name == "index.html" else 1), name
