"""When a decision was made, as far as the main line confirms the day that it carries.

A commit is not older than the commits under it, and not younger than those that stand on it: so a day that is only
written in the decision, by whoever made it, does not move it into a term, or to before there was anything to decide on.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from koers.approval.approvers import refusal
from koers.approval.chronicle import Commit
from koers.approval.past import Past
from koers.approval.standpoint import Standpoint
from koers.model.log import Approval
from koers.model.organization import Leader
from koers.texts import Text, text


def too_early(past: Past, goal_path: str, record: Approval, stand: Standpoint, timezone: str) -> Text | None:
    """Why a decision cannot be of the day that it carries: the repository, or what was decided on, is younger.

    `timezone` is the organization's, in which decisions carry their day.
    """
    if not stand.line.has_whole_past:
        return None
    began = _day(_first(stand.line.commits[0]), timezone)
    if record.date < began:
        return text("it is dated {day}, and this repository began on {began}", day=record.date, began=began)
    written = _written(past, goal_path, record, stand, timezone)
    if written is None or record.date >= _day(_first(written), timezone):
        return None
    return text(
        "it is dated {day}, and what was decided on is younger (commit {commit}, {on})",
        day=record.date,
        commit=written.id[:10],
        on=_day(_first(written), timezone),
    )


def out_of_term(past: Past, goal_path: str, record: Approval, stand: Standpoint, leader: Leader) -> Text | None:
    """Why it counts as a decision of a day on which this person might not decide; None when main does not object.

    `leader` as of the standpoint. A review can be older than the merge of what was reviewed, but not by itself.
    """
    line, entry = stand.line, stand.entry
    first = line.last if entry is None else entry
    if entry is not None and record.evidence.kind not in ("commit", "ssh"):
        first = _since(past, goal_path, record, stand, entry)
    no_later = None if entry is None else line.not_after(entry)
    days = [max(record.date, line.not_before(first).date())]
    days += [] if no_later is None else [min(record.date, no_later.date())]
    refused = next((why for day in days if (why := refusal(leader, record.by, day)) is not None), None)
    if refused is None:
        return None
    return text("it is dated {day}, which nothing on main confirms: {why}", day=record.date, why=refused)


def _written(past: Past, goal_path: str, record: Approval, stand: Standpoint, timezone: str) -> Commit | None:
    """The commit that wrote what was decided on, if it can be younger than the decision; None also when it is not here,
    or came in together with the decision, as after a squash: nothing then tells how old it is."""
    chronicle = past.chronicle
    if record.evidence.commit is not None:
        reviewed = chronicle.commit(record.evidence.commit)
        return None if reviewed is None else chronicle.origin(reviewed, goal_path)
    entry = stand.line.last + 1 if stand.entry is None else stand.entry
    changes = [at for at, _ in stand.line.changes(goal_path) if at < entry]
    younger = (_first(chronicle.origin(stand.line.commits[at], goal_path)) for at in changes)
    if all(_day(moment, timezone) <= record.date for moment in younger):
        return None  # whichever of them it was: so hardly any earlier text has to be read
    since = past.since(goal_path, record.fingerprint, stand.line, entry - 1)
    return None if since is None else chronicle.origin(stand.line.commits[since], goal_path)


def _since(past: Past, goal_path: str, record: Approval, stand: Standpoint, entry: int) -> int:
    since = past.since(goal_path, record.fingerprint, stand.line, entry - 1)
    return entry if since is None else since


def _first(commit: Commit) -> datetime:
    return min(commit.authored, commit.committed)


def _day(moment: datetime, timezone: str) -> date:
    try:
        return moment.astimezone(ZoneInfo(timezone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return moment.date()
