"""The sentences that open the pages of the whole organization: home, progress, calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from koers.progress.moments import Moment, MomentKind
from koers.progress.values import GoalProgress, Standing
from koers.story import words
from koers.story.facts import Facts, standing_counts
from koers.story.idle import begins, idle_lede, more_begin, some_begin
from koers.texts import Text, text, texts

_WEEK = timedelta(days=7)


def home_eyebrow(facts: Facts) -> Text:
    """The day, how many leaders, and where in the quarter it is."""
    today = facts.as_of
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    leaders = [leader for leader in facts.plans.here if leader.goals]
    return text(
        "{day} · {leaders} · quarter {quarter}, week {week} of 13",
        day=facts.voice.opening(today),
        leaders=texts("{count} leader", "{count} leaders", len(leaders)),
        quarter=(today.month - 1) // 3 + 1,
        week=min((today - first).days // 7 + 1, 13),
    )


def home_lede(facts: Facts) -> Text:
    """How many goals are on course, how many need a conversation."""
    active = tuple(progress for progress in facts.active if progress.has_begun)
    if not facts.active:
        first = text("There is no active goal yet. A leader writes one, the manager approves it, and it appears here.")
        return idle_lede(facts, facts.plans.goals()) or first
    if not active:
        head = texts("{count} active goal.", "{count} active goals.", len(facts.active))
        return text("{head} {begins}", head=head, begins=begins(facts, facts.active))
    said = _course(facts, active)
    later = len(facts.active) - len(active)
    return text("{head} {more}", head=said, more=more_begin(later)) if later else said


def _course(facts: Facts, active: tuple[GoalProgress, ...]) -> Text:
    """The same of goals that have begun."""
    counts = standing_counts(active)
    if all(progress.is_over for progress in active) and len(active) > 1:
        if len(active) == 2:
            return text("*Both goals are past their deadline* and wait for the decision that closes them.")
        return text(
            "*All {total} goals are past their deadline* and wait for the decision that closes them.",
            total=words.cardinal_inside(len(active)),
        )
    good = counts[Standing.ON_TRACK] + counts[Standing.ACHIEVED]
    need = counts[Standing.OFF_TRACK] + counts[Standing.AT_RISK]
    total = words.cardinal_inside(len(active))
    if good == len(active) == 2:
        return text("Both goals are *on course or achieved*.")
    if good == len(active):
        return texts(
            "The one active goal is *on course or achieved*.",
            "All {total} goals are *on course or achieved*.",
            good,
            total=total,
        )
    if counts[Standing.NO_DATA] + counts[Standing.TOO_LITTLE] == len(active):
        if counts[Standing.TOO_LITTLE]:
            return texts(
                "*There is too little to tell yet* of the one active goal.",
                "*There is too little to tell yet* of the {total} goals.",
                len(active),
                total=total,
            )
        return texts(
            "*There is no recent reading* of the one active goal.",
            "*There is no recent reading* of any of the {total} goals.",
            len(active),
            total=total,
        )
    if good:
        head = texts(
            "{good} of {total} goals is *on course or achieved*.",
            "{good} of {total} goals are *on course or achieved*.",
            good,
            good=words.cardinal(good),
            total=total,
        )
    else:
        head = texts(
            "The one active goal is *not on course*.", "None of {total} goals is *on course*.", len(active), total=total
        )
    if not need and counts[Standing.TOO_LITTLE]:
        return text("{head} Of the others there is too little to tell yet.", head=head)
    if not need:
        return text("{head} Of the others there is no recent reading.", head=head)
    late = sum(
        1
        for progress in active
        if progress.standing in (Standing.OFF_TRACK, Standing.AT_RISK)
        and any(m.is_overdue or m.on <= facts.as_of + _WEEK for m in facts.moments_of(progress.goal.key))
    )
    rest = texts("One needs a conversation", "{number} need a conversation", need, number=words.cardinal(need))
    if late == need:
        return text("{head} {rest} this week.", head=head, rest=rest)
    if late:
        some = text("{number} of them this week", number=words.cardinal_inside(late))
        return text("{head} {rest}; {some}.", head=head, rest=rest, some=some)
    return text("{head} {rest}.", head=head, rest=rest)


def progress_lede(facts: Facts, active: Sequence[GoalProgress]) -> Text:
    """How many goals these are, and how many of them are off track or at risk."""
    if not active:
        return text("There is no active goal yet.")
    begun = [progress for progress in active if progress.has_begun]
    leaders = texts("{count} leader", "{count} leaders", len({progress.goal.leader for progress in active}))
    head = texts(
        "{count} active goal of {leaders}.", "{count} active goals of {leaders}.", len(active), leaders=leaders
    )
    if not begun:
        return text("{head} {begins}", head=head, begins=begins(facts, active))
    if later := len(active) - len(begun):
        head = text("{head} {more}", head=head, more=some_begin(later))
    active, counts = begun, standing_counts(begun)
    off, risk = counts[Standing.OFF_TRACK], counts[Standing.AT_RISK]
    at_risk = texts("{number} is at risk", "{number} are at risk", risk, number=words.cardinal_inside(risk))
    if off:
        late = sum(
            1
            for progress in active
            if progress.standing is Standing.OFF_TRACK
            and any(m.is_overdue for m in facts.moments_of(progress.goal.key))
        )
        return text("{head} {off}; {risk}.", head=head, off=_off_track(off, late), risk=at_risk)
    if risk:
        some = texts("*One is at risk*", "*{number} are at risk*", risk, number=words.cardinal(risk))
        return text("{head} {some}; none is off track.", head=head, some=some)
    unknown = counts[Standing.NO_DATA] + counts[Standing.TOO_LITTLE]
    if unknown == len(active):
        if counts[Standing.TOO_LITTLE]:
            return text("{head} *There is too little to tell yet.*", head=head)
        return text("{head} *There is no recent reading.*", head=head)
    if counts[Standing.TOO_LITTLE]:
        some = texts(
            "of one there is too little to tell",
            "of {number} there is too little to tell",
            unknown,
            number=words.cardinal_inside(unknown),
        )
        return text("{head} *None is off track or at risk*; {some}.", head=head, some=some)
    if unknown:
        some = texts(
            "of one there is no recent reading",
            "of {number} there is no recent reading",
            unknown,
            number=words.cardinal_inside(unknown),
        )
        return text("{head} *None is off track or at risk*; {some}.", head=head, some=some)
    return text("{head} *All are on course or achieved.*", head=head)


def _off_track(off: int, late: int) -> Text:
    some = texts("*One is off track*", "*{number} are off track*", off, number=words.cardinal(off))
    if not late:
        return some
    if late < off:
        overdue = texts(
            "{number} has something overdue",
            "{number} have something overdue",
            late,
            number=words.cardinal_inside(late),
        )
        return text("{some}, of which {overdue}", some=some, overdue=overdue)
    if off == 1:
        return text("{some} and has something overdue", some=some)
    if off == 2:
        return text("{some} and both have something overdue", some=some)
    return text("{some} and all have something overdue", some=some)


def calendar_lede(facts: Facts, moments: Iterable[Moment]) -> Text:
    """How much of this there is this week, and how much is overdue."""
    moments = tuple(moments)
    this_week = left_this_week(facts, moments)
    head = texts(
        "*One moment* is left this week", "*{number} moments* are left this week",
        len(this_week), number=words.cardinal(len(this_week)),
    ) if this_week else text("*Nothing is left this week*")  # fmt: skip
    overdue = len(first_of_each(m for m in moments if m.is_overdue))
    if not overdue:
        return text("{week}, and nothing is overdue.", week=head)
    return texts(
        "{week}, and one is overdue.", "{week}, and {number} are overdue.",
        overdue, week=head, number=words.cardinal_inside(overdue),
    )  # fmt: skip


def left_this_week(facts: Facts, moments: Iterable[Moment]) -> list[Moment]:
    """What is not overdue and comes up to Sunday."""
    today = facts.as_of
    end = today - timedelta(days=today.weekday()) + timedelta(days=6) if today < date.max - _WEEK else date.max
    return [moment for moment in moments if not moment.is_overdue and moment.on <= end]


def first_of_each(late: Iterable[Moment]) -> list[Moment]:
    """Of what recurs, the oldest of each goal is enough."""
    first: dict[tuple[str, str, MomentKind], Moment] = {}
    for moment in late:
        first.setdefault((moment.leader, moment.goal, moment.what), moment)
    return list(first.values())
