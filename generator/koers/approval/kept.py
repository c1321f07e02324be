"""Records are kept as they came in, one file a decision: what was changed, taken away, or numbered far ahead since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from koers.approval.approvers import refusal
from koers.approval.chronicle import Commit
from koers.approval.past import Past
from koers.approval.records import RETURNED
from koers.approval.standpoint import Base, is_same
from koers.approval.verdict import Present, verdict
from koers.model.approval import Level, Verdict
from koers.model.goal import GoalKey
from koers.model.log import Approval
from koers.texts import Text, text


def edited(past: Past, base: Base | None, path: str, goal_path: str) -> Text | None:
    """That a committed record was changed after it came in on the main line, in a sentence; None when it reads as then.

    A record that was removed together with its goal may be followed by another of the same name.
    """
    line = past.chronicle.main
    first: str | None = None
    gone: int | None = None
    last: Commit | None = None
    for position, blob in line.changes(path):
        last = line.commits[position]
        if blob is None:
            gone = position
        elif first is None or (gone is not None and _was_gone(past, goal_path, gone, position)):
            first = blob
        if blob is not None:
            gone = None
    if base is not None and path in base.at_fork:
        first = base.at_fork[path]
    now = line.blob(path, line.last)
    if first is None or last is None or now is None or first == now:
        return None
    content = past.content(now)
    if content is not None and is_same(past, content.decode("utf-8-sig", "replace"), first):
        return None
    return text(
        "the record was changed after it came in (commit {commit}); records are kept as they were, so decide again",
        commit=past.chronicle.origin(last, path).id[:10],
    )


def _was_gone(past: Past, goal_path: str, start: int, end: int) -> bool:
    line = past.chronicle.main
    changes = [blob for position, blob in line.changes(goal_path) if start < position <= end]
    return line.blob(goal_path, start) is None or None in changes


def ahead(past: Past, key: GoalKey) -> frozenset[int]:
    """The rounds that skipped others when they first came in on the main line: koers never writes such a number, and
    whoever plants one would have the last word for good."""
    top, found = 0, set()
    for _, round in sorted(_arrivals(past, key)):
        if round > top + 1:
            found.add(round)
        else:
            top = max(top, round)
    return frozenset(found)


def in_order(past: Past, key: GoalKey, records: tuple[Approval, ...]) -> tuple[Approval, ...]:
    """Records as they came in, where some number skipped others; else, and in doubt, by their number."""
    arrived = {round: position for position, round in _arrivals(past, key)}
    none = past.chronicle.main.last + 1
    if not ahead(past, key):
        return records
    return tuple(sorted(records, key=lambda record: (arrived.get(record.round, none), record.round)))


def _arrivals(past: Past, key: GoalKey) -> list[tuple[int, int]]:
    """(position, round) at which each record first came in."""
    changes = ((past.chronicle.main.changes(path), round) for path, round in past.records_of(*key))
    return [(found[0][0], round) for found, round in changes if found]


def ahead_of_their_day(
    now: Present, past: Past, base: Base | None, key: GoalKey, known: Collection[str], as_of: date
) -> tuple[Approval, ...]:
    """The records that count although they are dated after `as_of`, as they had come in by then: returns, so that a day
    to come does not put them off, and what was changed, so that it does not pass for a decision to come. Without those
    in `known` (paths)."""
    line = past.chronicle.main
    found = []
    goal_path = now.plans.goal(key).path
    for path in {path for path, _ in past.records_of(*key)} & now.texts.keys() - set(known):
        blob, text_now = line.blob(path, line.last), now.texts[path]
        if blob is None or not is_same(past, text_now, blob):
            continue
        record, position = past.approval(path, blob), line.came_in(path, blob)
        if record is None or record.date <= as_of or position is None:
            continue
        counts = record.decision == RETURNED or edited(past, base, path, goal_path) is not None
        if counts and line.commits[position].committed.date() <= as_of:
            found.append(record)
    return tuple(found)


def removed(
    now: Present,
    past: Past,
    base: Base | None,
    key: GoalKey,
    last: int,
    record: Approval | None,
    as_of: date | None,
) -> Verdict | None:
    """A decision that was taken away, of a later round than `last`, which `record` is if it can be read: that does not
    bring back an approval before it. A return stays, also when the goal was removed with it and began anew."""
    line = past.chronicle.main
    begins = [line.arrived(path) for path in (record.path if record else None, now.plans.goal(key).path) if path]
    since = max((position for position in begins if position is not None), default=-1)
    for path, round in sorted(past.records_of(*key), key=lambda found: -found[1]):
        if round <= last or path in now.texts:
            continue
        at_fork = base.at_fork.get(path) if base else None
        blob = line.held_after(path, -1) or at_fork
        gone = past.approval(path, blob)
        if blob is None:
            continue
        is_return = gone is not None and gone.decision == RETURNED
        if gone is not None and as_of is not None and gone.date > as_of:
            came = next((line.commits[position].committed.date() for position, _ in line.changes(path)), gone.date)
            if not is_return or came > as_of:
                continue
        is_recent = line.held_after(path, since) is not None or at_fork is not None
        if not (is_return or is_recent) or (round in ahead(past, key) and not _might_decide(past, key, path, gone)):
            continue
        reason = text("the record of round {round} was removed; records are kept, a later one decides", round=round)
        if gone is None:
            return Verdict(key, Level.UNVERIFIABLE, round=round, reason=reason)
        found = verdict(key, gone, Level.RETURNED if is_return else Level.UNVERIFIABLE, reason)
        return replace(found, fits=gone.fingerprint == now.fingerprints.get(key))
    return None


def _might_decide(past: Past, key: GoalKey, path: str, record: Approval | None) -> bool:
    """Whether a record first came in by a commit of somebody who might decide, as it names them."""
    line = past.chronicle.main
    position = next((position for position, _ in line.changes(path)), None)
    if record is None or position is None:
        return False
    then = past.at(line, position - 1)
    leader = then.leader(key[0])
    writer = past.chronicle.origin(line.commits[position], path)
    return (
        leader is not None and not refusal(leader, record.by, record.date) and then.has(record.by, writer.author_email)
    )
