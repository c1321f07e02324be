"""What git prints, as values. Pure: fed with its bytes, tested without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

from koers.approval.chronicle import Commit, Touch

LOG_FORMAT = "%H%x00%P%x00%ae%x00%ad%x00%cd%x00%an"
"""With `--date=raw`. Six fields; the name last. A NUL cannot stand in any of them."""
_FIELDS = 6

_NO_BLOB = re.compile("0+")
_ID = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")
_RAW_DATE = re.compile(r"(-?[0-9]{1,18}) ([+-])([0-9]{2})([0-9]{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

HIDDEN = "\ufffd"


def harmless(value: str, limit: int = 200) -> str:
    """Somebody else's text on one line, without what could steer a terminal or turn text around.

    Each such character becomes U+FFFD rather than nothing, so that two names that differ stay different.
    """
    shown = "".join(
        " " if c in "\n\t" else HIDDEN if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else c
        for c in value[: limit + 1]
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def moment(raw: str) -> datetime:
    """`1767261600 +0100` as an aware datetime; the epoch when it is none (a commit can be written by hand)."""
    match = _RAW_DATE.fullmatch(raw)
    if match is None:
        return _EPOCH
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    if offset >= timedelta(hours=24):
        offset = timedelta()
    try:
        return (_EPOCH + timedelta(seconds=int(match[1]))).astimezone(timezone(-offset if match[2] == "-" else offset))
    except OverflowError:
        return _EPOCH


def commits(output: bytes, prefix: str = "") -> tuple[Commit, ...]:
    """The commits of `git log -z --raw --format=LOG_FORMAT --date=raw`, in its order.

    `prefix` is where the root stands in the repository (`sub/folder/` or empty); files outside it are left out.
    ValueError when it is not such output.
    """
    tokens = output.decode("utf-8", "replace").split("\0")
    return tuple(_commits(tokens, prefix))


def _commits(tokens: list[str], prefix: str) -> Iterator[Commit]:
    at = 0
    while at < len(tokens):
        if tokens[at] == "":
            at += 1
            continue
        head = tokens[at : at + _FIELDS]
        if len(head) < _FIELDS or not _ID.fullmatch(head[0]):
            raise ValueError(f"not the head of a commit: {head[:1]!r}")
        at += _FIELDS
        touches: dict[str, Touch] = {}
        while at < len(tokens) and (raw := tokens[at].lstrip("\n"))[:1] in ("", ":"):
            if not raw:
                at += 1
                continue
            touch = _touch(raw, tokens[at + 1], prefix)
            if touch is not None:
                touches[touch.path] = touch
            at += 2
        id, parents, email, authored, committed, name = head
        yield Commit(
            id=id,
            parents=tuple(parents.split()),
            author_name=harmless(name),
            author_email=harmless(email, limit=320),
            authored=moment(authored),
            committed=moment(committed),
            touches=touches,
        )


def _touch(raw: str, path: str, prefix: str) -> Touch | None:
    """`:100644 100644 <before> <after> M` and its path. What is no plain file (a link, a submodule) counts as none."""
    mode_before, mode_after, before, after, _status = raw.removeprefix(":").split(" ")
    if not path.startswith(prefix):
        return None
    left = _blob(mode_after, after)
    is_odd = left is None and _NO_BLOB.fullmatch(mode_after) is None
    return Touch(path.removeprefix(prefix), _blob(mode_before, before), left, is_odd)


def _blob(mode: str, id: str) -> str | None:
    return id if mode in ("100644", "100755") and not _NO_BLOB.fullmatch(id) else None


def tree(output: bytes, prefix: str = "") -> Mapping[str, str]:
    """`git ls-tree -r -z --full-tree`: path -> blob id of every plain file below `prefix`."""
    found = {}
    for entry in output.decode("utf-8", "replace").split("\0"):
        meta, _, path = entry.partition("\t")
        if meta and path.startswith(prefix):
            mode, kind, id = meta.split(" ")
            if kind == "blob" and _blob(mode, id):
                found[path.removeprefix(prefix)] = id
    return found


def sizes(output: bytes) -> Mapping[str, int]:
    """`git cat-file --batch-check`: blob id -> bytes, of those that are there and are blobs."""
    lines = (line.split(" ") for line in output.decode("ascii", "replace").splitlines())
    return {line[0]: int(line[2]) for line in lines if len(line) == 3 and line[1] == "blob"}


def blobs(output: bytes) -> Mapping[str, bytes]:
    """`git cat-file --batch`: blob id -> content, of those that are there."""
    found: dict[str, bytes] = {}
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        head = output[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(head) != 3:
            continue
        size = int(head[2])
        if head[1] == "blob":
            found[head[0]] = output[at : at + size]
        at += size + 1
    return found


def paths(output: bytes, prefix: str = "") -> frozenset[str]:
    """Paths printed with `-z`, below `prefix`."""
    listed = output.decode("utf-8", "replace").split("\0")
    return frozenset(path.removeprefix(prefix) for path in listed if path and path.startswith(prefix))
