"""From where a decision is judged: the plans as they were just before it came in on the main line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from koers.approval.chronicle import Commit, FirstParentLine
from koers.approval.past import Past, PeopleThen
from koers.model.log import Approval
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Base:
    """What a pull request goes into: the commit `tip`, and the files (path -> blob) of it and of where the two parted.

    `changed` are the paths that differ between there and the working tree.
    """

    tip: str
    at_tip: Mapping[str, str]
    at_fork: Mapping[str, str]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The people as they were, and the commit that wrote the record.

    `entry` is the position at which the record came in on the line; None when it is newer than the base.
    """

    moment: PeopleThen
    line: FirstParentLine
    commit: Commit
    entry: int | None


def standpoint(past: Past, base: Base | None, record: Approval, text_now: str) -> Standpoint | Text:
    """From where to judge a record, whose file reads `text_now`; or the reason why there is no such place.

    A record that is in the base is judged on the base's own line, one that is newer by the base as it is; without
    base, by what HEAD's first-parent line held before the record came in.
    """
    line = past.chronicle.main
    blob = line.blob(record.path, line.last)
    is_newer = False
    if base is not None:
        in_base = base.at_tip.get(record.path)
        is_newer = in_base is None or not is_same(past, text_now, in_base)
        if not is_newer:
            line, blob = past.base_line(base.tip), in_base
    entry = line.came_in(record.path, blob) if blob is not None and is_same(past, text_now, blob) else None
    if entry is None:
        return text("the record is not committed")
    commit = past.chronicle.origin(line.commits[entry], record.path)
    if base is not None and is_newer:
        base_line = past.base_line(base.tip)
        return Standpoint(past.at(base_line, base_line.last), base_line, commit, None)
    if not line.has_whole_past and (entry == 0 or not commit.parents):
        return too_shallow()
    if entry == 0:
        return own_approval()
    return Standpoint(past.at(line, entry - 1), line, commit, entry)


def too_shallow() -> Text:
    """A shallow clone fakes history: its oldest commit seems to have written everything."""
    return text("the clone is too shallow to show who decided; fetch the whole history")


def own_approval() -> Text:
    """An initial import, or a leader who came in together with the decision."""
    return text("the plan came in with its own approval, so nobody can have been its approver before")


def is_same(past: Past, text_now: str, blob: str) -> bool:
    """Whether a file reads as this blob does, whatever its line ends are."""
    content = past.content(blob)
    if content is None:
        return False
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n") == text_now.replace("\r\n", "\n")
