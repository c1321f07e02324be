"""A goal's course through time, from what git remembers: when it was written, proposed, changed, and decided on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date

from koers.approval.past import Past
from koers.approval.records import APPROVED
from koers.approval.verdict import Present, records_of
from koers.history.compare import changes
from koers.model.approval import Verdict
from koers.model.build import goal_from
from koers.model.change import Change, Direction, Event, EventKind
from koers.model.goal import Goal, GoalKey, Status
from koers.reading.document import Document, Place
from koers.reading.places import leader_folder, place
from koers.texts import Text, text, texts

See = Callable[[Iterable[Document]], Iterable[Document]]
"""What a reader may see of these files (`audience.reduce`); a file of which nothing remains may be left out."""

MOST = 6
"""Changes that are written out in one event."""


def timeline(
    past: Past,
    now: Present | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    see: See | None = None,
    as_of: date | None = None,
    leaders: Container[str] | None = None,
) -> dict[GoalKey, tuple[Event, ...]]:
    """Per goal that HEAD's first-parent line ever held, its events, oldest first.

    The chronicle's one `git log` and one reading of all versions serve all goals. `now` adds the decisions on file,
    `verdicts` (by record path, from `verify_records`) what they are worth; `see` narrows every version to what a
    reader may see; `leaders` are the ids of those whose goals are asked for, None for everybody's. In a shallow clone
    a goal's course begins with an event that says so.
    """
    line = past.chronicle.main
    goals = {
        path: (where.leader, where.id)
        for path in line.paths()
        if (leaders is None or leader_folder(path) in leaders)
        and isinstance(where := place(path), Place)
        and where.kind == "goal"
    }
    past.fetch(blob for path in goals for _, blob in line.changes(path))
    seen = _seen(past, goals, see)
    events: dict[GoalKey, list[Event]] = {key: list(_course(past, key, path, seen)) for path, key in goals.items()}
    if now is not None:
        for goal in now.plans.goals():
            decided = _decisions(now, goal, verdicts or {}, as_of)
            events.setdefault(goal.key, []).extend(decided)
    return {key: tuple(_in_order(found, as_of)) for key, found in sorted(events.items())}


def _in_order(events: Iterable[Event], as_of: date | None) -> list[Event]:
    return sorted((event for event in events if as_of is None or event.on <= as_of), key=lambda event: event.on)


def _seen(past: Past, paths: Iterable[str], see: See | None) -> Mapping[tuple[str, str], Document]:
    """Every version of every goal as the reader may see it, by path and text."""
    line = past.chronicle.main
    documents = {
        (path, document.text): document
        for path in paths
        for _, blob in line.changes(path)
        if (document := past.document(path, blob)) is not None
    }
    if see is None:
        return documents
    shown = see(documents.values())
    return {(document.path, document.text): document for document in shown if document.place.kind == "goal"}


def _course(past: Past, key: GoalKey, path: str, seen: Mapping[tuple[str, str], Document]) -> Iterator[Event]:
    line = past.chronicle.main
    was: Document | None = None
    for position, blob in line.changes(path):
        commit = line.commits[position]
        document = past.document(path, blob)
        now = seen.get((path, document.text)) if document else None
        on = commit.committed.date()
        if position == 0 and not line.has_whole_past:
            yield Event(key, on, EventKind.CUT, text("what was before is not in this clone; fetch the whole history"))
            was = now
            continue
        by = past.person_at(past.chronicle.origin(commit, path).author_email, position)
        if blob is None:
            yield Event(key, on, EventKind.REMOVED, text("goal removed"), by, commit.id, Direction.WEAKER)
            was = None
        elif now is not None and was is None:
            yield _created(key, on, goal_from(now.place, now.data or {}), by, commit.id)
            was = now
        elif now is not None and was is not None:
            found = changes({key: was}, {key: now}, {})
            if found:
                yield _changed(key, on, found, by, commit.id)
            was = now


def _created(key: GoalKey, on: date, goal: Goal, by: str | None, commit: str) -> Event:
    match goal.status:
        case Status.DRAFT:
            return Event(key, on, EventKind.CREATED, text("written as a draft"), by, commit)
        case Status.PROPOSED:
            return Event(key, on, EventKind.PROPOSED, text("written and proposed"), by, commit)
        case _:
            return Event(key, on, EventKind.CREATED, text("written"), by, commit)


def _changed(key: GoalKey, on: date, found: tuple[Change, ...], by: str | None, commit: str) -> Event:
    is_proposal = any(change.pointer == ("status",) and change.after == Status.PROPOSED.value for change in found)
    directions = {change.direction for change in found}
    way = next((way for way in (Direction.WEAKER, Direction.STRONGER) if way in directions), Direction.NEUTRAL)
    parts: tuple[Text, ...] = tuple(change.text for change in found)
    if len(parts) > MOST:
        rest = len(parts) - MOST + 1
        parts = (*parts[: MOST - 1], texts("{count} more change", "{count} more changes", rest))
    what = EventKind.PROPOSED if is_proposal else EventKind.CHANGED
    return Event(key, on, what, text("{changes}", changes=parts), by, commit, way, found)


def _decisions(now: Present, goal: Goal, verdicts: Mapping[str, Verdict], as_of: date | None) -> Iterator[Event]:
    for record in records_of(now.plans, goal.key, as_of):
        verdict = verdicts.get(record.path)
        level = verdict.level if verdict else None
        if record.decision != APPROVED:
            what, words = EventKind.RETURNED, text("given back")
        elif level is not None and level.is_approved:
            what, words = EventKind.APPROVED, text("approved")
        else:
            what, words = EventKind.UNPROVEN, text("approval on file")
        yield Event(
            goal.key,
            record.date,
            what,
            words,
            record.by,
            verdict.commit if verdict else None,
            round=record.round,
            level=level.value if level else None,
        )
