"""Goals at two moments: what changed in what was promised, place by place, and whether that is more or less.

Which way a number is better follows from the goal as it was before. A rewording is neutral: only people can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from koers.dates import Period
from koers.diagnostic import Pointer
from koers.history.indicators import indicator_changes
from koers.history.sentences import Noted, lasting, moved, number, plain, replaced, said
from koers.model.change import Change, ChangeKind, Direction
from koers.model.goal import Action, Choice, Goal, GoalKey, Status
from koers.model.log import Decision
from koers.model.organization import Plans
from koers.texts import Text, text

Reasons = Mapping[GoalKey, Mapping[Decision, str]]
"""Per goal what the reviews between the two moments decided, with the reason they give."""


def changes(
    before: Plans | Mapping[GoalKey, Goal], after: Plans | Mapping[GoalKey, Goal], reasons: Reasons | None = None
) -> tuple[Change, ...]:
    """What changed in the commitments of these goals, by goal and then in the order of a goal's parts.

    `reasons` are what reviews between the two moments say (`reasons_between`); without them those of two `Plans` are
    taken. Status counts, notes and the actions' done dates do not.
    """
    if reasons is None:
        reasons = reasons_between(before, after) if isinstance(before, Plans) and isinstance(after, Plans) else {}
    old, new = _by_key(before), _by_key(after)
    found: list[Change] = []
    for key in sorted({*old, *new}):
        why = reasons.get(key, {})
        for change in _goal(old.get(key), new.get(key), why):
            found.append(change)
    return tuple(found)


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


def _by_key(goals: Plans | Mapping[GoalKey, Goal]) -> Mapping[GoalKey, Goal]:
    return {goal.key: goal for goal in goals.goals()} if isinstance(goals, Plans) else goals


def _goal(old: Goal | None, new: Goal | None, why: Mapping[Decision, str]) -> Iterator[Change]:
    one = new or old
    assert one is not None
    is_agreed = old is not None and old.status is Status.ACTIVE
    is_explained = Decision.ADJUST in why or Decision.STOP in why
    for pointer, was, now, direction, sentence in _places(old, new, why):
        needs_reason = is_agreed and direction is Direction.WEAKER
        yield Change(
            goal=one.key,
            path=one.path,
            pointer=pointer,
            kind=ChangeKind.ADDED if was is None else ChangeKind.REMOVED if now is None else ChangeKind.CHANGED,
            before=was,
            after=now,
            direction=direction,
            text=sentence,
            is_agreed=is_agreed,
            has_reason=is_explained or not needs_reason,
        )


def _places(old: Goal | None, new: Goal | None, why: Mapping[Decision, str]) -> Iterator[Noted]:
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
    assert old is not None
    assert new is not None
    yield from _status(old, new, why)
    yield from _words(old, new)
    yield from indicator_changes(old, new)
    yield from _effort(old, new)
    yield from _times(old, new)
    yield from _actions(old, new)


def _status(old: Goal, new: Goal, why: Mapping[Decision, str]) -> Iterator[Noted]:
    if old.status is new.status:
        return
    was_kept = old.status in (Status.ACTIVE, Status.ACHIEVED)
    way = Direction.NEUTRAL
    reason: str | None = None
    match new.status:
        case Status.STOPPED:
            way = Direction.WEAKER if old.status in (Status.ACTIVE, Status.PROPOSED) else way
            reason = why.get(Decision.STOP)
            sentence = text("goal stopped")
        case Status.ACHIEVED:
            reason = why.get(Decision.ACHIEVED)
            sentence = text("goal achieved")
        case Status.ACTIVE:
            way = Direction.STRONGER if old.status is Status.STOPPED else way
            sentence = text("goal active")
        case Status.PROPOSED:
            way = Direction.WEAKER if was_kept else way
            sentence = text("goal proposed")
        case Status.DRAFT:
            way = Direction.WEAKER if was_kept else way
            sentence = text("goal a draft again")
    if reason:
        sentence = text("{what}: {reason}", what=sentence, reason=said(reason))
    yield ("status",), old.status.value, new.status.value, way, sentence


def _words(old: Goal, new: Goal) -> Iterator[Noted]:
    """Prose. Its words are left out of the sentence: what somebody rewrote may have had a reason to go."""
    a, b = old.specific, new.specific
    c, d = old.relevant, new.relevant
    e, f = c.choice or Choice(), d.choice or Choice()
    fields: tuple[tuple[Pointer, Text, str | None, str | None, bool], ...] = (
        (("title",), text("title"), old.title, new.title, False),
        (("category",), text("category"), old.category.value, new.category.value, False),
        (("competency",), text("competency"), old.competency, new.competency, False),
        (("skill",), text("skill"), old.skill, new.skill, False),
        (("specific", "situation"), text("situation"), a.situation, b.situation, False),
        (("specific", "behavior"), text("behavior"), a.behavior, b.behavior, True),
        (("specific", "quality"), text("quality criterion"), a.quality, b.quality, True),
        (("specific", "effect"), text("effect"), a.effect, b.effect, True),
        (("relevant", "why"), text("reason for the goal"), c.why, d.why, False),
        (("relevant", "team_goal"), text("team goal"), c.team_goal, d.team_goal, False),
        (("relevant", "choice", "impact"), text("impact"), e.impact, f.impact, False),
        (("relevant", "choice", "potential"), text("potential"), e.potential, f.potential, False),
        (("relevant", "choice", "energy"), text("energy"), e.energy, f.energy, False),
        (("relevant", "not_now"), text("what is left alone"), c.not_now, d.not_now, False),
        (("stop_if",), text("when to stop"), old.stop_if, new.stop_if, False),
    )
    for pointer, name, was, now, is_promise in fields:
        if _same(was, now):
            continue
        way = Direction.NEUTRAL
        if is_promise and (was is None or now is None):
            way = Direction.STRONGER if was is None else Direction.WEAKER
        is_id = pointer[-1] in ("category", "competency", "team_goal", "impact", "potential", "energy")
        yield pointer, was, now, way, replaced(name, was, now, is_shown=is_id, way=way)


def _same(was: str | None, now: str | None) -> bool:
    """White space is no change of words."""
    return (was.split() if was is not None else None) == (now.split() if now is not None else None)


def _effort(old: Goal, new: Goal) -> Iterator[Noted]:
    was, now = old.achievable.hours_per_week, new.achievable.hours_per_week
    if was != now:
        way = moved(was, now)
        yield (
            ("achievable", "hours_per_week"),
            plain(was),
            plain(now),
            way,
            number(text("hours a week"), was, now, way),
        )
    if not _same(old.achievable.support, new.achievable.support):
        yield (
            ("achievable", "support"),
            old.achievable.support,
            new.achievable.support,
            Direction.NEUTRAL,
            replaced(text("support"), old.achievable.support, new.achievable.support, is_shown=False),
        )
    before, after = sorted(set(old.achievable.observers)), sorted(set(new.achievable.observers))
    if before != after:
        way = moved(Fraction(len(before)), Fraction(len(after)))
        yield (
            ("achievable", "observers"),
            list(before) or None,
            list(after) or None,
            way,
            replaced(text("observers"), ", ".join(before) or None, ", ".join(after) or None, is_shown=True, way=way),
        )


def _times(old: Goal, new: Goal) -> Iterator[Noted]:
    a, b = old.time_bound, new.time_bound
    yield from _day(("time_bound", "start"), text("start"), a.start, b.start, is_promise=False)
    yield from _day(("time_bound", "deadline"), text("deadline"), a.deadline, b.deadline, is_promise=True)
    yield from _rhythm(("time_bound", "check_in"), text("check-in"), a.check_in, b.check_in)
    yield from _rhythm(("time_bound", "review"), text("review"), a.review, b.review)
    yield from _day(("time_bound", "remeasure"), text("re-measurement"), a.remeasure, b.remeasure, is_promise=False)


def _day(pointer: Pointer, name: Text, was: date | None, now: date | None, *, is_promise: bool) -> Iterator[Noted]:
    if was == now:
        return
    if was is None or now is None:
        way = Direction.STRONGER if was is None else Direction.WEAKER
        shown = was or now
        sentence = (
            text("{what} set: {day}", what=name, day=shown)
            if was is None
            else text("{what} removed: {day}", what=name, day=shown)
        )
    else:
        way = Direction.NEUTRAL if not is_promise else Direction.WEAKER if now > was else Direction.STRONGER
        sentence = lasting(name, (now - was).days)
    yield pointer, was.isoformat() if was else None, now.isoformat() if now else None, way, sentence


def _rhythm(pointer: Pointer, name: Text, was: Period | None, now: Period | None) -> Iterator[Noted]:
    if was == now:
        return
    way = moved(now.days if now else None, was.days if was else None)
    if was is None or now is None:
        way = Direction.STRONGER if was is None else Direction.WEAKER
    yield (
        pointer,
        str(was) if was else None,
        str(now) if now else None,
        way,
        replaced(name, str(was) if was else None, str(now) if now else None, is_shown=True, way=way),
    )


def _actions(old: Goal, new: Goal) -> Iterator[Noted]:
    before = {action.id: action for action in old.actions}
    after = {action.id: action for action in new.actions}
    for id in (*before, *(id for id in after if id not in before)):
        was, now = before.get(id), after.get(id)
        pointer: Pointer = ("actions", id)
        name = id.replace("-", " ")
        if was is None and now is not None:
            yield pointer, None, now.what, Direction.STRONGER, text("new action: {action}", action=name)
        elif now is None and was is not None:
            yield pointer, was.what, None, Direction.WEAKER, text("action removed: {action}", action=name)
        elif was is not None and now is not None:
            yield from _action(pointer, name, was, now)


def _action(pointer: Pointer, name: str, was: Action, now: Action) -> Iterator[Noted]:
    if not _same(was.what, now.what):
        what = text("action {action}", action=name)
        yield (
            (*pointer, "what"),
            was.what,
            now.what,
            Direction.NEUTRAL,
            replaced(what, was.what, now.what, is_shown=False),
        )
    if was.mode is not now.mode:
        yield (
            (*pointer, "mode"),
            was.mode.value,
            now.mode.value,
            Direction.NEUTRAL,
            replaced(text("mode of {action}", action=name), was.mode.value, now.mode.value, is_shown=True),
        )
    yield from _rhythm((*pointer, "every"), text("rhythm of {action}", action=name), was.every, now.every)
    yield from _day((*pointer, "due"), text("date of {action}", action=name), was.due, now.due, is_promise=True)
    if was.hours != now.hours:
        way = moved(was.hours, now.hours)
        sentence = number(text("hours of {action}", action=name), was.hours, now.hours, way)
        yield (*pointer, "hours"), plain(was.hours), plain(now.hours), way, sentence
