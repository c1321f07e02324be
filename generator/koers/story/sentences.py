"""The sentence that opens a page or explains a chart, written from the data by rule."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from koers.model.goal import Goal, Indicator, Kind, Measure, Source, Status
from koers.model.log import Decision
from koers.model.organization import Leader
from koers.progress.comparable import why_untold
from koers.progress.measure import NO_JUDGEMENT
from koers.progress.moments import MomentKind, Mover, Why
from koers.progress.values import GoalProgress, IndicatorProgress, Standing, TooLittle
from koers.reading.guard import End, bound
from koers.story.facts import Facts
from koers.story.leaving import left_lede
from koers.story.voice import Voice
from koers.texts import Text, text, texts

_GOOD = (Standing.ON_TRACK, Standing.ACHIEVED)


def _ahead(progress: IndicatorProgress) -> Fraction | None:
    """How far the current value is ahead of the expected one, in the good direction; None without either."""
    if progress.current is None or progress.expected_value is None:
        return None
    ahead = progress.current - progress.expected_value
    return -ahead if progress.indicator.is_lower_better else ahead


def _trend(progress: IndicatorProgress) -> int:
    """1 when what is judged got better over the last three readings, -1 when worse, 0 when it stayed or is untold."""
    values = [point.judged for point in progress.course[-3:] if point.judged is not None]
    if len(values) < 2 or values[-1] == values[0]:
        return 0
    rises = values[-1] > values[0]
    return 1 if rises is not progress.indicator.is_lower_better else -1


def chart_sentence(voice: Voice, progress: IndicatorProgress) -> Text:
    """What the readings of one indicator say, in one sentence: the title of its chart."""
    indicator = progress.indicator
    if not progress.points:
        return text(
            "No readings yet. The line shows the way from {baseline} to {target}.",
            baseline=voice.amount(indicator, indicator.baseline),
            target=voice.amount(indicator, indicator.target),
        )
    if progress.too_little is not None:
        return too_little(progress.too_little)
    if progress.standing is Standing.NO_DATA:
        return text("No recent reading; the last one is of {day}.", day=voice.short(progress.points[-1].date))
    if progress.standing is Standing.ACHIEVED:
        if indicator.hold:
            return text("Held at the agreed level.")
        return text("The target of {target} is reached.", target=voice.amount(indicator, indicator.target))
    if progress.standing is Standing.OFF_TRACK and indicator.threshold is not None:
        return text(
            "Twice in a row worse than {threshold}: time to decide.",
            threshold=voice.amount(indicator, indicator.threshold),
        )
    ahead = _ahead(progress)
    if ahead is None:
        return text("Too early to compare with what was expected.")
    if progress.is_open:
        return text(
            "{current}: whether the target of {target} is reached does not show.",
            current=voice.current(progress), target=voice.amount(indicator, indicator.target),
        )  # fmt: skip
    far = distance(voice, progress, ahead)
    trend = _trend(progress)
    near = Fraction(1, 2) if indicator.measure is Measure.SHARE else Fraction(1, 20)
    if abs(ahead) < near or not progress.told(ahead):
        return text("Right on the line.")
    if ahead >= 0:
        if trend < 0:
            return text("Falling back, but still {far} ahead of the line.", far=far)
        return (
            text("Getting better, {far} ahead of the line.", far=far)
            if trend > 0
            else text("{far} ahead of the line.", far=far)
        )
    if progress.standing is Standing.ON_TRACK:
        return text("{far} short of the line, within the margin.", far=far)
    if trend > 0:
        return text("Getting better, but {far} short of the line.", far=far)
    if trend < 0:
        return text("Falling back, {far} short of the line.", far=far)
    return text("No change, {far} short of the line.", far=far)


def too_little(lack: TooLittle) -> Text:
    """What a share or a frequency rests on, and how much it takes."""
    if lack.are_days:
        return texts(
            "Too little to tell: {found} day covered, {needed} are needed.",
            "Too little to tell: {found} days covered, {needed} are needed.",
            lack.found, found=lack.found, needed=lack.needed,
        )  # fmt: skip
    return text("Too little to tell: {found} observed, {needed} are needed.", found=lack.found, needed=lack.needed)


def untold_rounds(leader: Leader, source: Source, since: date | None) -> tuple[Text, ...]:
    """Why rounds that could have given an indicator of this source a reading since that day are not shown."""
    rounds = (it for it in leader.measurements if it.kind.value == source.value and (since is None or it.date >= since))
    return tuple(why for it in rounds if (why := why_untold(it)) is not None)


def confirmation(progress: GoalProgress, one: IndicatorProgress) -> Text | None:
    """Whether a result (lagging indicator) confirms the behavior (leading ones); None when nothing can be said."""
    leading = [p.standing for p in progress.indicators if p.indicator.kind is Kind.LEADING]
    known = [standing for standing in leading if standing not in NO_JUDGEMENT]
    if one.indicator.kind is not Kind.LAGGING or one.standing in NO_JUDGEMENT or not known:
        return None
    behaves, results = all(standing in _GOOD for standing in known), one.standing in _GOOD
    if behaves and results:
        return text("The result confirms the behavior.")
    if results:
        return text("The result runs ahead of the behavior.")
    if behaves:
        return text("The behavior is there; the result has yet to follow.")
    return None


def goal_lede(facts: Facts, goal: Goal, progress: GoalProgress | None) -> Text:
    """Are we on course, and how do we know?"""
    voice, leader = facts.voice, facts.leader_of(goal)
    if leader.left is not None and goal.status not in (Status.ACHIEVED, Status.STOPPED):
        return left_lede(facts, leader)
    if goal.status in (Status.DRAFT, Status.PROPOSED):
        return _not_begun(facts, goal)
    closed = closing(facts, goal)
    if goal.status is Status.STOPPED:
        if closed and closed[1]:
            return text("*Stopped on {day}.* {reason}", day=voice.short(closed[0]), reason=closed[1])
        return text("*Stopped.*") if closed is None else text("*Stopped on {day}.*", day=voice.short(closed[0]))
    if goal.status is Status.ACHIEVED:
        if closed is None:
            return text("*Achieved* and closed.")
        if closed[1]:
            return text("*Achieved on {day}.* {reason}", day=voice.short(closed[0]), reason=closed[1])
        return text("*Achieved on {day}.*", day=voice.short(closed[0]))
    return active_lede(facts, goal, progress)


def _not_begun(facts: Facts, goal: Goal) -> Text:
    """What a draft or a proposal waits for."""
    leader, move = facts.leader_of(goal), facts.move_of(goal)
    since = facts.voice.short(move.since) if move and move.since else None
    if move is not None and move.what is MomentKind.RESUBMIT and since:
        return text("*Returned on {day}.* {name} improves it and proposes it again.", day=since, name=leader.name)
    if goal.status is Status.DRAFT:
        return text("A draft: {name} is still writing it, nothing has been agreed.", name=leader.name)
    if move is not None and move.what is MomentKind.START and move.why is Why.APPROVED and since:
        return text("*Agreed on {day}, and not yet begun*: its status is still proposed.", day=since)
    if move is not None and move.whose is Mover.MANAGER:
        return text("Proposed. *It waits for {manager}.*", manager=facts.name_of(move.people[0]))
    if move is not None and move.whose is Mover.HR:
        return text("Proposed, and *nobody is named who decides on it*.")
    return text("Proposed, and waiting to be agreed.")


def closing(facts: Facts, goal: Goal) -> tuple[date, str | None] | None:
    """When a review achieved or stopped the goal, and why; None when none did."""
    for review in reversed(facts.leader_of(goal).reviews):
        decided = review.goals.get(goal.id)
        if decided and decided.decision in (Decision.STOP, Decision.ACHIEVED):
            return review.date, decided.reason
    return None


def first_sentence(reason: str | None) -> str | None:
    """A reason up to its first full stop: the page of the goal has it all."""
    return None if reason is None else re.split(r"(?<=[.!?])\s", reason.strip(), maxsplit=1)[0]


def active_lede(facts: Facts, goal: Goal, progress: GoalProgress | None) -> Text:
    """The same for an active goal: the worst leading indicator, its distance, and what keeps up."""
    voice, start = facts.voice, goal.time_bound.start
    main = progress.main if progress else None
    if start is not None and start > facts.as_of:
        return text("*Starts {day}.* Until then there is nothing to measure.", day=voice.day(start))
    if goal.withheld and not goal.indicators:
        return text("*How it stands is for {name}, the manager and HR.*", name=facts.leader_of(goal).name)
    if main is not None and main.standing is Standing.TOO_LITTLE:
        return text("*There is too little to tell yet* of {name}.", name=main.indicator.name)
    if main is not None and progress is not None and progress.standing is Standing.NO_DATA:
        untold = untold_rounds(facts.leader_of(goal), main.indicator.source, start)
        if untold:
            return text("*No reading to go by.* {why}", why=untold[-1])
    if progress is None or main is None or progress.standing is Standing.NO_DATA:
        due = facts.next_check_in(goal)
        if due is not None and due >= facts.as_of:
            return text("*No reading to go by yet.* The next check-in is due {day}.", day=voice.day(due))
        return text("*No recent reading*, so nobody can say how it stands.")
    indicator = main.indicator
    current = voice.current(main)
    target = voice.amount(indicator, indicator.target)
    if progress.standing is Standing.ACHIEVED:
        if goal.time_bound.remeasure and goal.time_bound.remeasure >= facts.as_of:
            return text(
                "*The target is reached*: {name} stands at {current} of {target}. Re-measurement on {day}.",
                name=indicator.name, current=current, target=target, day=voice.short(goal.time_bound.remeasure),
            )  # fmt: skip
        return text(
            "*The target is reached*: {name} stands at {current} of {target}.",
            name=indicator.name, current=current, target=target,
        )  # fmt: skip
    if progress.standing is Standing.OFF_TRACK and indicator.threshold is not None:
        return text(
            "*{name}* has been worse than {threshold} twice in a row. Continue, adjust or stop?",
            name=indicator.name, threshold=voice.amount(indicator, indicator.threshold),
        )  # fmt: skip
    ahead = _ahead(main) or Fraction(0)
    far = distance(voice, main, ahead)
    if progress.standing is Standing.AT_RISK:
        others = [p for p in progress.indicators if p.indicator.kind is Kind.LEADING and p is not main]
        lags = text("*{name}* lags {far} behind the line", name=indicator.name, far=far)
        if others and all(p.standing in _GOOD for p in others):
            keep_up = texts("the other leading indicator keeps up", "the other leading indicators keep up", len(others))
            return text("{lags}; {keep_up}.", lags=lags, keep_up=keep_up)
        return text("{lags}.", lags=lags)
    if ahead > 0:
        return text(
            "*On course*: {name} stands at {current} of {target}, {far} ahead of the line.",
            name=indicator.name, current=current, target=target, far=far,
        )  # fmt: skip
    return text(
        "*On course*: {name} stands at {current} of {target}.", name=indicator.name, current=current, target=target
    )


def weeks(facts: Facts, goal: Goal) -> Text | None:
    """Where in its period the goal is: `week 17 of 22`."""
    start, deadline = goal.time_bound.start, goal.time_bound.deadline
    if start is None or deadline is None or deadline <= start:
        return None
    total = -(-(deadline - start).days // 7)
    today = facts.leader_of(goal).until(facts.as_of)
    if today < start:
        return texts("{count} week", "{count} weeks", total)
    if today > deadline:
        return texts("{count} week, over", "{count} weeks, over", total)
    return text("week {now} of {total}", now=min((today - start).days // 7 + 1, total), total=total)


def trend_label(voice: Voice, progress: IndicatorProgress) -> Text:
    """A sparkline in words: from where to where."""
    indicator = progress.indicator
    first = next((point for point in progress.course if point.judged is not None), None)
    if not progress.points:
        return text("no readings")
    if progress.current is None or first is None or first.judged is None:
        return text("too little to tell, target {target}", target=voice.amount(indicator, indicator.target))
    return text(
        "from {first} to {last}, target {target}",
        first=voice.told(progress, first.judged, first.end),
        last=voice.current(progress),
        target=voice.amount(indicator, indicator.target),
    )


def distance(voice: Voice, progress: IndicatorProgress, value: Fraction) -> Text | str:
    """How far an indicator is from somewhere, without a sign: `12 points` of a share, `1.5 days` of anything else.

    `12 points or more` where its current value is only a bound.
    """
    indicator, size = progress.indicator, abs(progress.told(value))
    far = _distance(voice, indicator, size)
    said = bound(far, End.OR_MORE if progress.end is not None else None)
    return said if isinstance(said, Text) else far


def _distance(voice: Voice, indicator: Indicator, size: Fraction) -> Text | str:
    if indicator.measure.value == "share":
        written = voice.number(size, 0)
        return texts("{number} point", "{number} points", 1 if written == "1" else 2, number=written)
    written = voice.number(size)
    if indicator.unit and written != "1":  # a unit is free text, most often a plural
        return f"{written} {indicator.unit}"
    return written
