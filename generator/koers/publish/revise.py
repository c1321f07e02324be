"""Files of the plans written and changed together: all of them or none, and never over what another wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from koers import files
from koers.errors import KoersError
from koers.publish.files import NOTHING_CHANGED, not_written
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Revision:
    """A file that is to say `after`, if it still says `before`."""

    before: bytes
    after: bytes


def revise(folder: Path, new: Mapping[str, str], changed: Mapping[str, Revision]) -> None:
    """Writes the files of `new` and changes those of `changed` (paths with `/`), all or none of them.

    Each file takes its place in one move and keeps its permissions. KoersError, with everything as it was, when a new
    file is there already, when a file to change is a link, is read-only or no longer says what it said, and when the
    operating system refuses.
    """

    def check() -> None:
        for path, revision in changed.items():
            _check(folder, path, revision)

    check()
    try:
        files.write_together(
            {folder / path: content.encode() for path, content in new.items()},
            {folder / path: revision.after for path, revision in changed.items()},
            check,
        )
    except FileExistsError as error:
        where = Path(str(error.filename)).relative_to(folder).as_posix()
        raise KoersError(text("{path} is there already; look at it and try again", path=where)) from error
    except OSError as error:
        raise not_written(error, folder, NOTHING_CHANGED) from error


def _check(folder: Path, path: str, revision: Revision) -> None:
    """Refuses a file that may not be changed. Whoever may write anywhere still keeps to the file's permissions."""
    place, why = folder / path, None
    steps = [folder.joinpath(*Path(path).parts[:count]) for count in range(1, len(Path(path).parts) + 1)]
    try:
        if any(step.is_symlink() for step in steps):
            why = text("it is a link, or lies behind one")
        elif not place.is_file():
            why = text("it is no file any more")
        elif not place.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(place, os.W_OK):
            why = text("it is read-only")
        elif files.read(place) != revision.before:
            why = text("it was changed meanwhile; look at it and try again")
    except OSError as error:
        why = text("{reason}", reason=error.strerror or str(error))
    if why is not None:
        raise _refused(path, why)


def _refused(path: str, why: Text) -> KoersError:
    return KoersError(text("{path} cannot be changed: {why}", path=path, why=why))
