"""What happens when koers itself is wrong: a report in a file, one sentence that says where, and exit code 3.

A report is made to be handed on. It holds where koers broke and nothing of what it read: no value, no name, no path of
the user's, and of the command line only its words.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from koers import __version__
from koers.errors import KoersError
from koers.texts import Text, text

EXIT = 3
UNTOUCHED = (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, KeyboardInterrupt, SystemExit)
"""How a command may end by something raised, without being wrong."""

_WORD = re.compile(r"--?[A-Za-z][A-Za-z-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OF_CODE = (
    AttributeError, ImportError, IndexError, ModuleNotFoundError, NameError, NotImplementedError,
    RecursionError, TypeError, UnboundLocalError, ZeroDivisionError,
)  # fmt: skip
"""Exceptions whose message speaks of the code. Any other may quote what was read, such as `KeyError: 'anna'`."""
_OF_MACHINE = frozenset(
    {
        errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES,
        errno.EPERM, errno.EBADF, errno.EFBIG, errno.EBUSY, errno.ENXIO, errno.ENAMETOOLONG, errno.ELOOP,
        errno.ETIMEDOUT,
    }
)  # fmt: skip
_MOST_FRAMES = 30  # at either end: a recursion without end has a thousand


class Bug(Exception):
    """An exception that nobody expected; it is the `__cause__`. `directory` is where the command ran."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self.directory = directory


def machine_fault(error: BaseException) -> KoersError | None:
    """The error in words when it is the machine's, such as no memory or a disk without room. Else None."""
    if isinstance(error, MemoryError):
        return KoersError(text("there is not enough memory for this"))
    if isinstance(error, OSError) and error.errno in _OF_MACHINE:
        where = f" ({error.filename})" if isinstance(error.filename, str) else ""
        return KoersError(text("the system refused to go on: {reason}", reason=f"{error.strerror}{where}"))
    return None


def report(error: BaseException, directory: Path, command_names: Sequence[str]) -> Text:
    """Writes the report of a bug, in build/ of the repository or else in the folder for temporary files.

    Returns the sentence for the user, also when no file could be written.
    """
    from koers import files  # only now: nobody else pays for it
    from koers.report.neutral import one_line

    lines = [one_line(line) if line else "" for line in _lines(error, sys.argv[1:], command_names)]
    content = "\n".join(lines) + "\n"
    for folder in _folders(directory):
        with suppress(OSError):
            path = folder / f"koers-bug-{os.urandom(4).hex()}.txt"
            files.create(path, content.encode(), mode=0o600)
            return text(
                "this is a bug in koers, not in your plans. What happened is in {report}, without anything from your "
                "plans; please send it to whoever maintains koers for you",
                report=str(path),
            )
    return text(
        "this is a bug in koers, not in your plans ({kind}), and no report could be written; please tell whoever "
        "maintains koers for you",
        kind=_kind(error),
    )


def _folders(directory: Path) -> Iterator[Path]:
    import tempfile

    from koers.publish import BUILD
    from koers.workspace import find_root

    with suppress(KoersError, OSError):
        build = find_root(directory) / BUILD
        with suppress(OSError):
            build.mkdir(exist_ok=True)
        yield build
    with suppress(OSError):
        yield Path(tempfile.gettempdir())


def _lines(error: BaseException, arguments: Sequence[str], command_names: Sequence[str]) -> Iterator[str]:
    import platform

    yield f"koers {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield "koers " + " ".join(_words(arguments, command_names))
    yield ""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield from _one(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
        if following is not None and id(following) not in seen:
            yield "came from:"


def _words(arguments: Sequence[str], command_names: Sequence[str]) -> Iterator[str]:
    """The command and its options; a value, which may be a name, a reason or an address with a password, is `...`."""
    for argument in arguments:
        word, equals, _ = argument.partition("=")
        if argument in command_names or _DAY.fullmatch(argument) or _WORD.fullmatch(argument):
            yield argument
        elif equals and _WORD.fullmatch(word):
            yield f"{word}=..."
        else:
            yield "..."


def _one(error: BaseException) -> Iterator[str]:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    for number, frame in enumerate(frames):
        if _MOST_FRAMES <= number < len(frames) - _MOST_FRAMES:
            if number == _MOST_FRAMES:
                yield f"  ... {len(frames) - 2 * _MOST_FRAMES} more ..."
            continue
        yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        if frame.line and frame.filename.endswith(".py"):
            yield f"      {frame.line}"
    yield f"{_kind(error)}{_message(error)}"


def _place(file: str) -> str:
    """The file without what it says about the machine: `koers/cli/check.py`, `click/core.py`, `goal.html`."""
    parts = Path(file).parts
    for number in range(len(parts) - 1, -1, -1):
        if parts[number].endswith("-packages"):
            return "/".join(parts[number + 1 :])
        if parts[number] in ("generator", "site_templates"):
            return "/".join(parts[number + 1 :])
        if re.fullmatch(r"python3\.[0-9]+", parts[number]):
            return "/".join(parts[number:])
    return parts[-1] if parts else file


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _message(error: BaseException) -> str:
    if type(error) in _OF_CODE:
        return f": {error}"
    if isinstance(error, OSError) and error.strerror:
        return f": {error.strerror}"  # not the file: its path holds names
    return " (its message is left out: it may quote a plan)" if str(error) else ""
