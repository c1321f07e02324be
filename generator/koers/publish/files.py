"""Single files and small trees: only what differs is written, and each file takes its place in one move."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from koers import files
from koers.errors import KoersError
from koers.texts import Text, text

SITE_STANDS = text("the published site is as it was")
NOTHING_CHANGED = text("nothing was changed")
WHOLE_FILES = text("every file there is whole, the old one or the new one; run it again")


def write_tree(folder: Path, tree: Mapping[str, str | bytes]) -> int:
    """Makes `folder` hold just these files (paths with `/`), touching only what differs. Returns how many were written.

    Each file is written beside its place and moved there, so that no reader ever meets half a page. KoersError says
    what became of it.
    """
    written = 0
    with explained(folder, WHOLE_FILES):
        for relative, content in tree.items():
            data = content.encode() if isinstance(content, str) else content
            path = folder / relative
            if not path.is_symlink() and files.says(path, data):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            files.replace(path, data)
            written += 1
        _remove_others(folder, frozenset(tree))
    return written


def write_new(folder: Path, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Writes files that are not there yet (paths with `/`), all or none; returns those that were, which stay.

    KoersError, with nothing written, when the system refuses.
    """
    kept = tuple(relative for relative in wanted if os.path.lexists(folder / relative))
    new = {folder / relative: content.encode() for relative, content in wanted.items() if relative not in kept}
    with explained(folder, NOTHING_CHANGED):
        files.write_together(new, {})
    return kept


def write_own(path: Path, data: bytes) -> None:
    """Writes one file of the repository in one move; it keeps its permissions. KoersError leaves what was there."""
    with explained(path, NOTHING_CHANGED):
        files.write_together(*({}, {path: data}) if os.path.lexists(path) else ({path: data}, {}))


def remove(path: Path) -> None:
    """Removes a file, a link (never what it points to) or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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
def explained(path: Path, what_stands: Text = SITE_STANDS) -> Iterator[None]:
    """Turns what the operating system refuses (full disk, no permission) into one sentence.

    `what_stands` ends the sentence: what became of that which was being written.
    """
    try:
        yield
    except OSError as error:
        raise not_written(error, path, what_stands) from error


def not_written(error: OSError, path: Path, what_stands: Text) -> KoersError:
    """The sentence for a file that could not be written; `path` is for an error that names none."""
    where = str(error.filename or path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KoersError(
            text("no room left on the disk while writing {path}; {what_stands}", path=where, what_stands=what_stands)
        )
    reason = error.strerror or str(error)
    return KoersError(
        text("cannot write {path}: {reason}; {what_stands}", path=where, reason=reason, what_stands=what_stands)
    )
