"""Goals at two moments: what changed in what was promised, place by place, and whether that is more or less.

What is compared is every field that the goal's schema marks as approved, and the status. What is known beyond the
schema of some of these fields stands in `meaning`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from koers import fields
from koers.diagnostic import Pointer
from koers.history.differences import Difference, differences, is_same
from koers.history.meaning import GOAL, LEADER
from koers.history.sentences import judged, listed, plain, replaced, said, sentence
from koers.model.build import goal_from
from koers.model.change import Change, ChangeKind, Direction, Plain
from koers.model.goal import Goal, GoalKey, Status
from koers.model.log import Decision
from koers.model.organization import Plans
from koers.reading.document import Document
from koers.texts import Text, text

Reasons = Mapping[GoalKey, Mapping[Decision, str]]
"""Per goal what the reviews between the two moments decided, with the reason they give."""

Clarity = Mapping[tuple[GoalKey, Pointer], Direction]
"""Where a reworded text became vague (weaker) or stopped being so (stronger), by goal and place: the rulebook tells."""

NOTHING_JUDGED: Clarity = MappingProxyType({})

_Told = tuple[Pointer, Plain, Plain, Direction, Text]
"""One change before it is known whose it is: where, before, after, which way, and in words."""


def changes(
    before: Mapping[GoalKey, Document],
    after: Mapping[GoalKey, Document],
    reasons: Reasons,
    clarity: Clarity = NOTHING_JUDGED,
) -> tuple[Change, ...]:
    """What changed in the commitments of these goals, by goal and then in the order of the goal's schema.

    The documents are goal files that passed the schema. `reasons` are what reviews between the two moments say
    (`reasons_between`). A change of the status is told first; notes and the actions' done dates do not count. Without
    `clarity` a rewording is neutral.
    """
    return tuple(
        change
        for key in sorted({*before, *after})
        for change in _goal(before.get(key), after.get(key), reasons.get(key, {}), clarity)
    )


def approver_changes(before: Document, after: Document) -> Iterator[Change]:
    """What changed in a person's own file in who decides on their goals: that is part of what was agreed too."""
    for field in fields.of_kind("leader").children:
        was, now = (before.data or {}).get(field.name), (after.data or {}).get(field.name)
        if not field.is_approved or is_same(field, was, now) or (not was and not now):
            continue
        meaning = LEADER.get(field.pointer)
        yield Change(
            goal=(after.place.id, ""),
            path=after.path,
            pointer=field.pointer,
            kind=_kind(was, now),
            before=was,
            after=now,
            direction=Direction.NEUTRAL,
            text=replaced(
                meaning.name if meaning else Text(field.label), listed(field, was), listed(field, now), is_shown=True
            ),
        )


def reasons_between(before: Plans, after: Plans) -> Reasons:
    """The decisions with a reason in the reviews that are new or changed in `after`, the latest of each decision."""
    found: dict[GoalKey, dict[Decision, str]] = {}
    for leader in after.leaders.values():
        known = (
            {review.path: review for review in before.leaders[leader.id].reviews} if leader.id in before.leaders else {}
        )
        for review in leader.reviews:
            if known.get(review.path) == review:
                continue
            for goal, entry in review.goals.items():
                if entry.reason and entry.reason.strip():
                    found.setdefault((leader.id, goal), {})[entry.decision] = entry.reason
    return found


def unexplained(found: Iterable[Change]) -> tuple[Change, ...]:
    """The weakenings of what was agreed for which no review gives a reason."""
    return tuple(change for change in found if change.direction is Direction.WEAKER and not change.has_reason)


def _goal(
    before: Document | None, after: Document | None, why: Mapping[Decision, str], clarity: Clarity
) -> Iterator[Change]:
    one = after or before
    assert one is not None
    old = goal_from(before.place, before.data or {}, before.withheld) if before else None
    new = goal_from(after.place, after.data or {}, after.withheld) if after else None
    is_agreed = old is not None and old.status is Status.ACTIVE
    is_explained = Decision.ADJUST in why or Decision.STOP in why
    for pointer, was, now, direction, words in _told(before, after, old, new, why, clarity):
        needs_reason = is_agreed and direction is Direction.WEAKER
        yield Change(
            goal=(one.place.leader, one.place.id),
            path=one.path,
            pointer=pointer,
            kind=_kind(was, now),
            before=was,
            after=now,
            direction=direction,
            text=words,
            is_agreed=is_agreed,
            has_reason=is_explained or not needs_reason,
        )


def _kind(was: object, now: object) -> ChangeKind:
    return ChangeKind.ADDED if was is None else ChangeKind.REMOVED if now is None else ChangeKind.CHANGED


def _told(
    before: Document | None,
    after: Document | None,
    old: Goal | None,
    new: Goal | None,
    why: Mapping[Decision, str],
    clarity: Clarity,
) -> Iterator[_Told]:
    if old is None and new is not None:
        is_promise = new.status in (Status.ACTIVE, Status.PROPOSED)
        way = Direction.STRONGER if is_promise else Direction.NEUTRAL
        yield (), None, new.title, way, text('new goal "{title}"', title=said(new.title))
        return
    if new is None and old is not None:
        is_promise = old.status in (Status.ACTIVE, Status.PROPOSED)
        way = Direction.WEAKER if is_promise else Direction.NEUTRAL
        yield (), old.title, None, way, text('goal "{title}" removed', title=said(old.title))
        return
    assert before is not None
    assert after is not None
    assert old is not None
    assert new is not None
    yield from _status(old, new, why)
    for difference in differences(fields.of_kind("goal"), before.data or {}, after.data or {}):
        if not _is_withheld(difference.pointer, before) and not _is_withheld(difference.pointer, after):
            yield _agreed(difference, old, new, clarity.get((new.key, difference.pointer)))


def _is_withheld(pointer: Pointer, document: Document) -> bool:
    """Whether a reader may not see what stands there at that moment: then nothing is said of it at the other either."""
    return any(pointer[:end] in document.withheld for end in range(1, len(pointer) + 1))


def _agreed(difference: Difference, old: Goal, new: Goal, clearer: Direction | None) -> _Told:
    meaning = GOAL.get(difference.field.pointer)
    way = meaning.way(difference, old, new) if meaning and meaning.way else Direction.NEUTRAL
    if clearer is not None and difference.was is not None and difference.now is not None:
        way, words = clearer, judged(difference, clearer)
    else:
        words = sentence(difference, meaning, way)
    was, now = plain(difference, difference.was), plain(difference, difference.now)
    return difference.pointer, was, now, way, words


def _status(old: Goal, new: Goal, why: Mapping[Decision, str]) -> Iterator[_Told]:
    if old.status is new.status:
        return
    was_kept = old.status in (Status.ACTIVE, Status.ACHIEVED)
    way = Direction.NEUTRAL
    reason: str | None = None
    match new.status:
        case Status.STOPPED:
            way = Direction.WEAKER if old.status in (Status.ACTIVE, Status.PROPOSED) else way
            reason = why.get(Decision.STOP)
            words = text("goal stopped")
        case Status.ACHIEVED:
            reason = why.get(Decision.ACHIEVED)
            words = text("goal achieved")
        case Status.ACTIVE:
            way = Direction.STRONGER if old.status is Status.STOPPED else way
            words = text("goal active")
        case Status.PROPOSED:
            way = Direction.WEAKER if was_kept else way
            words = text("goal proposed")
        case Status.DRAFT:
            way = Direction.WEAKER if was_kept else way
            words = text("goal a draft again")
    if reason:
        words = text("{what}: {reason}", what=words, reason=said(reason))
    yield ("status",), old.status.value, new.status.value, way, words
