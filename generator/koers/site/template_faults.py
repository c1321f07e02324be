"""A template of the repository that breaks is told as its own mistake, at its line, whatever it raises."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from jinja2 import TemplateError, TemplateRuntimeError, TemplateSyntaxError

from koers.errors import KoersError
from koers.texts import text

_MOST = 200  # characters of what an exception says; it may quote a whole page


@contextmanager
def template_faults(own: Path | None) -> Iterator[None]:
    """Turns whatever a template in the folder `own` raises into a KoersError with its name and line.

    An exception counts as the template's when one of its lines was being carried out, also when it broke within what
    the template called. Without a folder of its own every template is koers', and an exception is a bug.
    """
    try:
        yield
    except KoersError:
        raise
    except Exception as error:
        place = _place(error, own) if own is not None else None
        if place is None:
            raise
        name, line = place
        raise KoersError(
            text("the template {name} is wrong at line {line}: {reason}", name=name, line=line, reason=_said(error))
        ) from error


def _place(error: Exception, own: Path) -> tuple[str, int] | None:
    """The name and the line (from 1) of the innermost template of the repository that was at work, if one was."""
    found = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        found.append((error.filename, error.lineno))
    if isinstance(error, UnicodeDecodeError | OSError):  # no line of it ran: the loader could not read the file
        file = next(
            (frame.f_locals["filename"] for frame, _ in traceback.walk_tb(error.__traceback__) if _is_loader(frame)), ""
        )
        before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
        found.append((file, before.count(b"\n") + 1))
    for file, line in reversed(found):
        if Path(file).is_relative_to(own):
            return Path(file).relative_to(own).as_posix(), line
    return None


def _is_loader(frame: FrameType) -> bool:
    return frame.f_globals.get("__name__") == "jinja2.loaders" and isinstance(frame.f_locals.get("filename"), str)


def _said(error: Exception) -> str:
    """What the exception says, on one line and in printable characters."""
    said = (error.message if isinstance(error, TemplateError) else str(error)) or ""
    flat = "".join(letter if letter.isprintable() else "?" for letter in " ".join(said.split()))[:_MOST]
    speaks_for_itself = isinstance(error, TemplateSyntaxError | TemplateRuntimeError) and flat
    kind = "" if speaks_for_itself else type(error).__name__
    return ": ".join(part for part in (kind, flat) if part)
