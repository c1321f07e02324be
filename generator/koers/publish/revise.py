"""Files of the plans written and changed together: all of them or none, and never over what another wrote."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from koers.errors import KoersError
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
    for path, revision in changed.items():
        _check(folder, path, revision)
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in new.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("x", encoding="utf-8", newline="\n") as stream:
                done.append((place, None))
                stream.write(content)
        for path, revision in changed.items():
            _check(folder, path, revision)
            _replace(folder / path, revision.after)
            done.append((folder / path, revision.before))
    except FileExistsError as error:
        _undo(done)
        where = Path(str(error.filename)).relative_to(folder).as_posix()
        raise KoersError(text("{path} is there already; look at it and try again", path=where)) from error
    except OSError as error:
        _undo(done)
        reason = error.strerror or str(error)
        raise KoersError(
            text(
                "cannot write {path}: {reason}; nothing was changed", path=str(error.filename or folder), reason=reason
            )
        ) from error
    except BaseException:
        _undo(done)
        raise


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
        elif place.read_bytes() != revision.before:
            why = text("it was changed meanwhile; look at it and try again")
    except OSError as error:
        why = text("{reason}", reason=error.strerror or str(error))
    if why is not None:
        raise _refused(path, why)


def _refused(path: str, why: Text) -> KoersError:
    return KoersError(text("{path} cannot be changed: {why}", path=path, why=why))


def _replace(place: Path, content: bytes) -> None:
    """One file in one move, with the permissions it has. OSError leaves what was there."""
    handle, beside = tempfile.mkstemp(prefix=".koers-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(stat.S_IMODE(place.stat().st_mode))
        Path(beside).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _undo(done: list[tuple[Path, bytes | None]]) -> None:
    """Takes back what was written, the last first."""
    for place, before in reversed(done):
        with suppress(OSError):
            if before is None:
                place.unlink()
            else:
                _replace(place, before)
