"""The one-on-one brief: what was agreed, what to look at, what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from koers.model.goal import Kind
from koers.model.log import CheckIn
from koers.model.organization import Leader
from koers.progress.moments import MomentKind
from koers.progress.values import GoalProgress, IndicatorProgress, Standing
from koers.story import words
from koers.story.facts import NEED, STANDINGS, Facts
from koers.texts import Text, text

_MOST_QUESTIONS = 3
_SOON_DAYS = 42


@dataclass(frozen=True, slots=True)
class Brief:
    """What a one-on-one begins with. `agreed` is the last check-in that ended with a next step."""

    heading: Text
    note: tuple[Text | str, ...]
    is_late: bool
    agreed: CheckIn | None
    look_at: tuple[tuple[GoalProgress, IndicatorProgress], ...]
    questions: tuple[Text, ...]


def brief(facts: Facts, leader: Leader, active: tuple[GoalProgress, ...]) -> Brief | None:
    """The brief for the next check-in; None without an active goal."""
    if not active:
        return None
    today = facts.as_of
    last = leader.check_ins[-1] if leader.check_ins else None
    due = [
        moment
        for progress in active
        for moment in facts.moments_of(progress.goal.key)
        if moment.what is MomentKind.CHECK_IN
    ]
    coming = min(due, key=lambda moment: moment.on, default=None)
    heading, note = text("Next one-on-one"), []
    if coming is not None:
        heading = text("One-on-one, {day}", day=facts.voice.weekday(coming.on))
    if leader.manager:
        leading = leader.managers(today)
        note += [text("with {person}", person=facts.name_of(person)) for person in leading[:1]]
    if last is not None and last.minutes is not None:
        note.append(text("{minutes} minutes", minutes=last.minutes))
    if coming is not None:
        days = (coming.on - today).days
        note.append(words.away(days) if days >= 0 or coming.is_overdue else text("due now"))
    agreed = next((c for c in reversed(leader.check_ins) if c.next), None)
    return Brief(
        heading=heading,
        note=tuple(note),
        is_late=coming is not None and coming.is_overdue,
        agreed=agreed,
        look_at=tuple(_look_at(active)),
        questions=_questions(facts, active, last),
    )


def _look_at(active: tuple[GoalProgress, ...]) -> list[tuple[GoalProgress, IndicatorProgress]]:
    """Two indicators, worst first, leading before lagging; of two goals one each unless one goal needs both."""
    found = sorted(((p, one) for p in active for one in p.indicators), key=lambda pair: _need(pair[1]))
    chosen = found[:1]
    if chosen:
        other = [pair for pair in found[1:] if pair[0] is not chosen[0][0]]
        worst_rest = found[1:2]
        is_urgent = bool(worst_rest) and worst_rest[0][1].standing in NEED
        chosen += (worst_rest if is_urgent else other[:1] or worst_rest)[:1]
    return chosen


def _need(one: IndicatorProgress) -> tuple[bool, int, Fraction, str]:
    ahead = Fraction(0)
    if one.progress is not None and one.expected is not None:
        ahead = one.progress - one.expected
    return (one.indicator.kind is Kind.LAGGING, STANDINGS.index(one.standing), ahead, one.indicator.id)


def _questions(facts: Facts, active: tuple[GoalProgress, ...], last: CheckIn | None) -> tuple[Text, ...]:
    """From what lags, from what was called hard, from what comes next; at most three."""
    voice, today = facts.voice, facts.as_of
    asked: list[Text] = []
    begun = tuple(progress for progress in active if progress.has_begun)
    if not begun:
        first = min((progress.goal for progress in active), key=lambda goal: (goal.time_bound.start or today, goal.id))
        start = voice.short(first.time_bound.start or today)
        asked.append(text("“{goal}” starts on {day}: what do you need by then?", goal=first.title, day=start))
        asked.append(text("How will your team notice that you have begun?"))
    for _, one in _look_at(begun):
        indicator = one.indicator
        if one.standing is Standing.OFF_TRACK:
            asked.append(text("{name} is off track: continue, adjust or stop?", name=indicator.name))
        elif one.standing is Standing.AT_RISK and one.current is not None:
            asked.append(
                text(
                    "What keeps “{name}” at {current}, and what would bring it to {target}?",
                    name=indicator.name,
                    current=voice.current(one),
                    target=voice.amount(indicator, indicator.target),
                )
            )
        elif one.standing is Standing.TOO_LITTLE and not asked:
            asked.append(text("There is too little to go by yet of “{name}”: what do you see?", name=indicator.name))
        elif one.standing is Standing.NO_DATA and not asked:
            asked.append(text("There is no recent reading of “{name}”: what do you see?", name=indicator.name))
    if last is not None and last.difficult:
        asked.insert(
            min(1, len(asked)), text("Last time this was hard: “{what}” What has changed?", what=last.difficult)
        )
    for progress in active:
        goal = progress.goal
        late = next((a for a in goal.actions if a.due and not a.done and a.due < today), None)
        if late is not None:
            asked.append(
                text(
                    "“{action}” was planned for {day}: what came in between?",
                    action=late.what,
                    day=voice.short(late.due or today),
                )
            )
        elif goal.time_bound.remeasure and 0 <= (goal.time_bound.remeasure - today).days <= _SOON_DAYS:
            asked.append(
                text(
                    "On {day} it is measured again: who will notice the difference?",
                    day=voice.short(goal.time_bound.remeasure),
                )
            )
        elif goal.time_bound.deadline and 0 <= (goal.time_bound.deadline - today).days <= _SOON_DAYS:
            asked.append(
                text("The deadline is {day}: what still has to happen?", day=voice.short(goal.time_bound.deadline))
            )
    if len(asked) < 2:
        asked.append(text("What works, and who else could use it?"))
    return tuple(asked[:_MOST_QUESTIONS])
