"""S: what the leader does, in which situation, to what effect, so that a colleague could see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from koers.diagnostic import Finding, Severity
from koers.model.goal import Measure
from koers.rules import sources
from koers.rules.case import GoalCase
from koers.rules.rule import goal_rule
from koers.rules.vague.detect import Vague, VagueKind, first_vague
from koers.rules.vague.lexicon import find, words
from koers.rules.wording import behavior_hint, short
from koers.texts import Text, text

_WORDS_BESIDE = 2
_BEHAVIOR = ("specific", "behavior")
_COUNTS_ACTS = (Measure.FREQUENCY, Measure.SHARE, Measure.TOTAL)
_PARTS = re.compile(r"\n|;|[.!?](?=\s+[^\W\da-z_])")


@goal_rule(
    "S101",
    Severity.WARNING,
    title=text("The behavior is vague"),
    reason=text(
        "Colleagues can only say what they saw. A container word, a state, a thought or a comparative without a "
        "measure lets everybody see something else, so nobody can tell whether it happened. Dutch and English words "
        "are both judged."
    ),
    source=sources.LEARNING_GOALS,
)
def vague_behavior(case: GoalCase) -> Iterator[Finding]:
    """A behavior that names no act somebody else could see."""
    behavior = case.goal.specific.behavior or ""
    vague = first_vague(behavior)
    if vague is None or vague.kind is VagueKind.INTENTION:
        return
    is_counted = any(indicator.measure in _COUNTS_ACTS for indicator in case.leading)
    if vague.kind is VagueKind.COMPARATIVE and vague.has_act and is_counted:
        return
    message = _says(vague, short(vague.quoted(behavior)))
    hint = behavior_hint(case.whole.plans, case.leader, case.goal, "S101")
    yield case.found(_BEHAVIOR, message, hint, (vague.start, vague.end))


def _says(vague: Vague, phrase: str) -> Text:
    match vague.kind:
        case VagueKind.STATE:
            return text('"{phrase}" is a state, not something that a colleague could see you do', phrase=phrase)
        case VagueKind.INVISIBLE:
            return text('"{phrase}" happens in the mind: no behavior that a colleague could see', phrase=phrase)
        case VagueKind.COMPARATIVE:
            return text('"{phrase}" does not say how much or how often', phrase=phrase)
        case VagueKind.EMPTY_FREQUENCY:
            return text('"{phrase}" gets a number, but names no behavior that a colleague could see', phrase=phrase)
        case _:
            return text('"{phrase}" names no behavior that a colleague could see', phrase=phrase)


@goal_rule(
    "S102",
    Severity.WARNING,
    title=text("The behavior is an intention"),
    reason=text(
        "Trying, wanting and working on something always succeed. What is agreed is the act itself: in this situation "
        "I do this."
    ),
    source=sources.INTENTIONS,
)
def intention(case: GoalCase) -> Iterator[Finding]:
    """`I try to`, `ik probeer`: a hedge before the act."""
    behavior = case.goal.specific.behavior or ""
    vague = first_vague(behavior)
    if vague is not None and vague.kind is VagueKind.INTENTION:
        phrase = short(vague.quoted(behavior))
        message = text('"{phrase}" is an intention: it holds even if nothing happens', phrase=phrase)
        hint = behavior_hint(case.whole.plans, case.leader, case.goal, "S102")
        if vague.has_act:
            hint = text("leave it out: write the act itself, in the first person")
        yield case.found(_BEHAVIOR, message, hint, (vague.start, vague.end))


@goal_rule(
    "S103",
    Severity.WARNING,
    title=text("No situation"),
    reason=text("New behavior is tied to a moment: who knows when and where acts, who does not forgets."),
    source=f"{sources.LEARNING_GOALS}; {sources.INTENTIONS}",
)
def no_situation(case: GoalCase) -> Iterator[Finding]:
    """A behavior without the situation in which it is shown."""
    if case.goal.specific.behavior and not case.goal.specific.situation:
        yield case.missing(
            ("specific", "situation"),
            text("the goal does not say in which situation the behavior is shown"),
            text("add `situation:` under `specific:` with the meeting, talk or moment, and who is there"),
        )


@goal_rule(
    "S104",
    Severity.WARNING,
    title=text("No effect"),
    reason=text("The effect says why the behavior is worth the effort, and what the lagging indicator should confirm."),
    source=sources.LEARNING_GOALS,
)
def no_effect(case: GoalCase) -> Iterator[Finding]:
    """A behavior without the effect it should have."""
    if case.goal.specific.behavior and not case.goal.specific.effect:
        yield case.missing(
            ("specific", "effect"),
            text("the goal does not say what others will notice of it"),
            text("add `effect:` under `specific:` with what changes for the team or the customer"),
        )


@goal_rule(
    "S105",
    Severity.WARNING,
    title=text("No frequency"),
    reason=text(
        "Without a how often nobody knows what is enough. A frequency or share indicator says it just as well as the "
        "sentence; one of the two will do."
    ),
    source=sources.LEARNING_GOALS,
)
def no_frequency(case: GoalCase) -> Iterator[Finding]:
    """Neither the behavior nor an indicator says how often."""
    specific = case.goal.specific
    counted = any(indicator.measure in (Measure.FREQUENCY, Measure.SHARE) for indicator in case.goal.named_indicators)
    if not specific.behavior or counted:
        return
    told = f"{specific.behavior}\n{specific.situation or ''}\n{specific.quality or ''}"
    if any(True for _ in find("frequency", told)) or any(word.text[0].isdigit() for word in words(told)):
        return
    yield case.found_at_key(
        _BEHAVIOR,
        text("neither the behavior nor an indicator says how often"),
        text("name the rhythm in the sentence, or count it with `measure: frequency` or `measure: share`"),
    )


@goal_rule(
    "S106",
    Severity.WARNING,
    title=text("The situation is every situation"),
    reason=text("A situation that is always and everywhere reminds nobody of anything."),
    source=sources.INTENTIONS,
)
def situation_too_wide(case: GoalCase) -> Iterator[Finding]:
    """`In my daily work`, `altijd`."""
    situation = case.goal.specific.situation or ""
    found = list(find("anywhere", situation))
    covered = {place for _, _, hit in found for place in range(hit.first, hit.last)}
    if not found or len(words(situation)) > len(covered) + _WORDS_BESIDE:
        return
    first, last, _ = found[0]
    yield case.found(
        ("specific", "situation"),
        text('"{phrase}" is no situation in particular', phrase=short(situation[first.start : last.end])),
        text("choose one recurring moment: a meeting, a talk, a handover"),
        (first.start, last.end),
    )


@goal_rule(
    "S107",
    Severity.INFO,
    title=text("Many behaviors in one goal"),
    reason=text("Two to three behaviors a goal can be practised together; with more, none becomes a habit."),
    source=sources.LEARNING_GOALS,
)
def many_behaviors(case: GoalCase) -> Iterator[Finding]:
    """More sentences or list items than `behaviors_maximum`."""
    behavior = case.goal.specific.behavior or ""
    parts = [part for part in _PARTS.split(behavior.strip()) if len(words(part)) > 2]
    most = case.limit("behaviors_maximum")
    if len(parts) > most:
        yield case.found_at_key(
            _BEHAVIOR,
            text("{count} behaviors are agreed here; {most} at most work together", count=len(parts), most=most),
            text("keep the ones with the most effect; the others can be the next goal"),
        )


@goal_rule(
    "S108",
    Severity.INFO,
    title=text("The quality is a verdict"),
    reason=text("A quality criterion is there to be checked: at least three, before any advice, with an example."),
    source=sources.LEARNING_GOALS,
)
def quality_without_criterion(case: GoalCase) -> Iterator[Finding]:
    """A quality such as `good and professional`."""
    quality = case.goal.specific.quality or ""
    vague = first_vague(quality)
    if vague is not None and vague.kind in (VagueKind.CONTAINER, VagueKind.STATE, VagueKind.COMPARATIVE):
        yield case.found(
            ("specific", "quality"),
            text('"{phrase}" cannot be checked', phrase=short(vague.quoted(quality))),
            text("name what makes it good: a number, an order, what is in it"),
            (vague.start, vague.end),
        )


@goal_rule(
    "S109",
    Severity.WARNING,
    title=text("Two parts say the same"),
    reason=text("Situation, behavior, effect and reason answer four questions. The same words twice leave one open."),
    source=sources.SMART,
)
def same_text_twice(case: GoalCase) -> Iterator[Finding]:
    """The same sentence in two fields."""
    specific = case.goal.specific
    parts = (
        (("specific", "situation"), specific.situation),
        (("specific", "behavior"), specific.behavior),
        (("specific", "effect"), specific.effect),
        (("relevant", "why"), case.goal.relevant.why),
    )
    told = [(pointer, [word.text for word in words(part)]) for pointer, part in parts if part]
    for (first, before), (second, after) in combinations(told, 2):
        if before and before == after:
            yield case.found(
                second,
                text("`{second}` repeats `{first}`", first=first[-1], second=second[-1]),
                text("say what this part asks: where, what I do, what others notice, why it matters"),
            )


@goal_rule(
    "S110",
    Severity.WARNING,
    title=text("The behavior is somebody else's"),
    reason=text("A leader can only practise their own behavior. What the team does is the effect."),
    source=sources.LEARNING_GOALS,
)
def behavior_of_others(case: GoalCase) -> Iterator[Finding]:
    """A sentence that begins with the team or the employees."""
    behavior = case.goal.specific.behavior or ""
    found = next((item for item in find("others", behavior) if item[2].first == 0), None)
    sentence = words(behavior)
    if found is None or any(word.text in _SELF for word in sentence) or len(sentence) < found[2].last + 2:
        return
    first, last, _ = found
    following = sentence[found[2].last].text
    if following in _INFINITIVE_FOLLOWS or _is_dutch_infinitive_last(sentence[-1].text, following):
        return
    yield case.found(
        _BEHAVIOR,
        text('"{phrase}" is about what others do', phrase=short(behavior[first.start : last.end])),
        text("write what you do to bring it about; move this sentence to `effect:`"),
        (first.start, last.end),
    )


_SELF = frozenset(["i", "ik", "my", "mijn", "me", "mij", "myself"])
_INFINITIVE_FOLLOWS = frozenset(["to"])


def _is_dutch_infinitive_last(last: str, following: str) -> bool:
    """`Medewerkers wekelijks bellen`: the others are the object of an infinitive at the end, not who acts."""
    return last.endswith("en") and not following.endswith(("en", "t"))


@goal_rule(
    "S111",
    Severity.INFO,
    title=text("The behavior is something not done"),
    reason=text(
        "What a dead man can do is no behavior: no longer interrupting leaves open what happens instead, and only "
        "that can be practised and counted."
    ),
    source=sources.DEAD_MAN,
)
def something_not_done(case: GoalCase) -> Iterator[Finding]:
    """`No longer interrupt`, `niet meer onderbreken`, with nothing in its place."""
    behavior = case.goal.specific.behavior or ""
    found = next(iter(find("avoidance", behavior)), None)
    acts = {item[2].entry for item in find("act", behavior)}
    if found is None or len(acts) > 1:
        return
    first, last, _ = found
    yield case.found(
        _BEHAVIOR,
        text('"{phrase}" says what you stop, not what you do instead', phrase=short(behavior[first.start : last.end])),
        text("name the behavior that takes its place"),
        (first.start, last.end),
    )


@goal_rule(
    "S112",
    Severity.INFO,
    title=text("No behavior yet"),
    reason=text("A draft may begin with a title; before it is proposed it says what the leader is going to do."),
    source=sources.DEVELOPMENT_PLAN,
)
def no_behavior(case: GoalCase) -> Iterator[Finding]:
    """A draft that has only a title."""
    if not case.goal.specific.behavior:
        yield case.missing(
            _BEHAVIOR,
            text('"{title}" does not say yet what you are going to do', title=short(case.goal.title)),
            behavior_hint(case.whole.plans, case.leader, case.goal, "S101"),
        )


RULES = (
    vague_behavior,
    intention,
    no_situation,
    no_effect,
    no_frequency,
    situation_too_wide,
    many_behaviors,
    quality_without_criterion,
    same_text_twice,
    behavior_of_others,
    something_not_done,
    no_behavior,
)

VAGUE = frozenset({"S101", "S102", "S106", "S108"})
"""The rules that find a text vague: what it says could not be seen or checked."""
