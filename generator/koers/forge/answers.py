"""Reading a forge's JSON: what is not there or of another kind is one clear error, never a traceback."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime

from koers.errors import KoersError
from koers.texts import text

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")

LARGEST_FILE = 256 * 1024
"""Bytes of a file that are read at most: what is larger cannot be a file of plans/."""


def found(answer: object, *path: str) -> object:
    """What stands at a path of keys, or None when a step is missing or is no object."""
    for key in path:
        if not isinstance(answer, dict):
            return None
        answer = answer.get(key)
    return answer


def words(answer: object, *path: str) -> str:
    """The text at a path. KoersError when there is none."""
    value = found(answer, *path)
    if not isinstance(value, str):
        raise unexpected(*path)
    return value


def words_or_none(answer: object, *path: str) -> str | None:
    """The text at a path, None when there is none or it is empty."""
    value = found(answer, *path)
    return value if isinstance(value, str) and value.strip() else None


def number(answer: object, *path: str) -> int:
    """The whole number at a path. KoersError when there is none."""
    value = found(answer, *path)
    if not isinstance(value, int) or isinstance(value, bool):
        raise unexpected(*path)
    return value


def items(answer: object) -> list[object]:
    """The answer as a list. KoersError when it is none."""
    if not isinstance(answer, list):
        raise unexpected()
    return answer


def moment(answer: object, *path: str) -> datetime:
    """The ISO 8601 time at a path; without a time zone it is UTC. KoersError when there is none."""
    try:
        value = datetime.fromisoformat(words(answer, *path))
    except ValueError:
        raise unexpected(*path) from None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def commit_or_none(answer: object, *path: str) -> str | None:
    """The full commit id at a path, None when there is none or it is something else."""
    value = found(answer, *path)
    return value if isinstance(value, str) and _COMMIT.fullmatch(value) else None


def fragment_or_none(answer: object, *path: str) -> str | None:
    """The part behind the `#` of the web address at a path, when it is a plain name; else None."""
    _, _, name = (words_or_none(answer, *path) or "").partition("#")
    return name if _NAME.fullmatch(name) else None


def content_or_none(answer: object) -> bytes | None:
    """What a file holds, as all three forges answer it: base64 in JSON. None for what is no plain file, or too large.

    KoersError when it says to be a file and cannot be read.
    """
    if found(answer, "type") not in (None, "file"):  # a folder is a list, a link or a submodule says so
        return None
    size = found(answer, "size")
    if not isinstance(size, int) or size > LARGEST_FILE:
        return None
    if found(answer, "encoding") != "base64":
        raise unexpected("encoding")
    written = found(answer, "content")
    try:
        return base64.b64decode("".join(written.split()), validate=True) if isinstance(written, str) else b""
    except (binascii.Error, ValueError):
        raise unexpected("content") from None


def unexpected(*path: str) -> KoersError:
    """The error for an answer of another shape than the forge documents."""
    return KoersError(
        text(
            "the forge answered with something koers does not understand (looking for {field}); "
            "is this really its API?",
            field=".".join(path) or "a list",
        )
    )
