"""What is said where no goal runs: all are closed, or none has begun yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from koers.model.goal import Goal, Status
from koers.progress.moments import MomentKind, Why
from koers.progress.values import GoalProgress
from koers.story import words
from koers.story.facts import Facts
from koers.story.sentences import closing
from koers.texts import Text, text, texts


def idle_lede(facts: Facts, goals: Iterable[Goal]) -> Text | None:
    """What became of goals of which none is active, and what is coming; None without any goal."""
    listed = tuple(goals)
    closed = [goal for goal in listed if goal.status in (Status.ACHIEVED, Status.STOPPED)]
    ended, coming = told(facts, closed), told(facts, (goal for goal in listed if goal not in closed))
    if ended is not None and coming is not None:
        return text(
            "*Every goal that began is closed*: {ended}. What comes next: {coming}.", ended=ended, coming=coming
        )
    if coming is not None:
        return text("*No goal has begun yet*: {coming}.", coming=coming)
    if ended is None:
        return None
    if len(closed) == 1:
        return _one(facts, closed[0])
    last = max((found[0] for goal in closed if (found := closing(facts, goal)) is not None), default=None)
    if last is None:
        return text("*Every goal is closed*: {ended}.", ended=ended)
    return text("*Every goal is closed*: {ended}, the last on {day}.", ended=ended, day=facts.voice.short(last))


def _one(facts: Facts, goal: Goal) -> Text:
    """What became of the only goal."""
    found, is_achieved = closing(facts, goal), goal.status is Status.ACHIEVED
    if found is None:
        return text("The one goal was *achieved*.") if is_achieved else text("The one goal was *stopped*.")
    day = facts.voice.short(found[0])
    if is_achieved:
        return text("The one goal was *achieved* on {day}.", day=day)
    return text("The one goal was *stopped* on {day}.", day=day)


def told(facts: Facts, goals: Iterable[Goal]) -> Text | None:
    """How many goals are what, of those that do not run: `two were achieved, one is a draft`; None without any."""
    counts = dict.fromkeys(Status, 0)
    returned = agreed = 0
    for goal in goals:
        move = facts.move_of(goal) if goal.status is Status.PROPOSED else None
        if move is not None and move.what is MomentKind.RESUBMIT:
            returned += 1
        elif move is not None and move.why is Why.APPROVED:
            agreed += 1
        else:
            counts[goal.status] += 1
    achieved, stopped = counts[Status.ACHIEVED], counts[Status.STOPPED]
    proposed, drafts = counts[Status.PROPOSED], counts[Status.DRAFT]
    parts = [
        texts("one was achieved", "{number} were achieved", achieved, number=words.cardinal_inside(achieved)),
        texts("one was stopped", "{number} were stopped", stopped, number=words.cardinal_inside(stopped)),
        texts(
            "one is proposed and waits for a decision",
            "{number} are proposed and wait for a decision",
            proposed,
            number=words.cardinal_inside(proposed),
        ),
        texts(
            "one was returned to be improved",
            "{number} were returned to be improved",
            returned,
            number=words.cardinal_inside(returned),
        ),
        texts(
            "one is agreed and can start",
            "{number} are agreed and can start",
            agreed,
            number=words.cardinal_inside(agreed),
        ),
        texts("one is a draft", "{number} are drafts", drafts, number=words.cardinal_inside(drafts)),
    ]
    numbers = (achieved, stopped, proposed, returned, agreed, drafts)
    found = [part for part, count in zip(parts, numbers, strict=True) if count]
    if not found:
        return None
    said = found[0]
    for part in found[1:]:
        said = text("{one}, {other}", one=said, other=part)
    return said


def begins(facts: Facts, waiting: Sequence[GoalProgress]) -> Text:
    """When the first of these goals, of which none has begun, starts."""
    first = min(_start(progress) for progress in waiting)
    return texts(
        "*It has not begun yet*; it starts on {day}.",
        "*None has begun yet*; the first starts on {day}.",
        len(waiting),
        day=facts.voice.short(first),
    )


def some_begin(count: int) -> Text:
    """How many of the goals have not begun."""
    return texts(
        "One of them has not begun yet.", "{number} of them have not begun yet.", count, number=words.cardinal(count)
    )


def more_begin(count: int) -> Text:
    """How many goals have not begun, beside those that have."""
    return texts(
        "One more has not begun yet.", "{number} more have not begun yet.", count, number=words.cardinal(count)
    )


def _start(progress: GoalProgress) -> date:
    return progress.goal.time_bound.start or progress.as_of
