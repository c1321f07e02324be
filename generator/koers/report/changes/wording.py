"""What the forms for people have in common: headings, counts, what a letter says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from koers.diagnostic import Severity
from koers.history.compare import unexplained
from koers.model.change import Change, Direction
from koers.model.goal import Status
from koers.report.findings import Say
from koers.rules.judge import Judgment
from koers.rules.letters import SMART, Letter, Light
from koers.story.comparison import Comparison, GoalCompared, What
from koers.story.goal_in_full import Line
from koers.texts import Text, text, texts

MARKS = MappingProxyType({Direction.STRONGER: "+", Direction.WEAKER: "-", Direction.NEUTRAL: "~"})
"""In front of a change: more is promised, less, or neither can be said."""

SEVERITY: Mapping[Severity, Text] = MappingProxyType(
    {Severity.ERROR: text("error"), Severity.WARNING: text("warning"), Severity.INFO: text("note")}
)

TITLE = text("Changes in commitments")
NOTHING = text("No commitment changed.")
OTHERS = text("Further remarks")

_LETTERS = {
    "S": text("Specific"),
    "M": text("Measurable"),
    "A": text("Achievable"),
    "R": text("Relevant"),
    "T": text("Time-bound"),
}
_LIGHTS = {Light.FINE: text("fine"), Light.WARNING: text("warning"), Light.ERROR: text("error")}


def name(goal: GoalCompared) -> str:
    """`anna/coaching`; the id alone for what changed in a person's own file."""
    return "/".join(filter(None, goal.key))


def heading(goal: GoalCompared) -> Text:
    """Whose goal it is, what it is called, and whether it is new or gone."""
    if goal.what is What.PERSON:
        return text("{leader}: who decides", leader=goal.leader)
    known = {"leader": goal.leader, "title": goal.title or goal.key[1]}
    if goal.what is What.NEW:
        return text("{leader}: new goal, {status}: {title}", status=_status(goal), **known)
    if goal.what is What.REMOVED:
        return text("{leader}: goal removed, it was {status}: {title}", status=_status(goal), **known)
    return text("{leader}: {title}", **known)


def _status(goal: GoalCompared) -> Text | str:
    return _STATUS.get(goal.status, goal.status)


_STATUS = {
    Status.DRAFT.value: text("a draft"),
    Status.PROPOSED.value: text("proposed"),
    Status.ACTIVE.value: text("active"),
    Status.ACHIEVED.value: text("achieved"),
    Status.STOPPED.value: text("stopped"),
}


def summary(found: Comparison) -> Text:
    """How many goals are new, changed and gone, and in how many less is promised."""
    new, changed, removed, people = (
        sum(goal.what is what for goal in found.goals) for what in (What.NEW, What.CHANGED, What.REMOVED, What.PERSON)
    )
    parts = []
    if new:
        parts.append(texts("{count} new goal", "{count} new goals", new))
    if changed:
        parts.append(texts("{count} goal changed", "{count} goals changed", changed))
    if removed:
        parts.append(texts("{count} goal removed", "{count} goals removed", removed))
    if people:
        parts.append(texts("{count} change of who decides", "{count} changes of who decides", people))
    weaker = sum(goal.is_weaker for goal in found.goals)
    if weaker:
        parts.append(texts("less is promised in {count} goal", "less is promised in {count} goals", weaker))
    return text("{parts}", parts=tuple(parts))


def sentence(change: Change) -> Text:
    """The words of a change, and whether a reason is still wanted."""
    if unexplained([change]):
        return text("{change}; no review says why", change=change.text)
    return change.text


def letter_line(goal: GoalCompared, letter: str) -> Text:
    """`Specific: fine`, with what it was where that is another."""
    now, was = _light(goal.letters_after, letter), _light(goal.letters_before, letter)
    known = _LETTERS[letter]
    if now is None:
        return known
    if was is None or was is now:
        return text("{letter}: {light}", letter=known, light=_LIGHTS[now])
    return text("{letter}: {light}, it was {before}", letter=known, light=_LIGHTS[now], before=_LIGHTS[was])


def changed_letters(goal: GoalCompared) -> tuple[str, ...]:
    """The letters that stand otherwise than before."""
    both = ((one, _light(goal.letters_before, one), _light(goal.letters_after, one)) for one in SMART)
    return tuple(letter for letter, was, now in both if was is not None and now is not None and was is not now)


def _light(letters: Mapping[str, Letter] | None, letter: str) -> Light | None:
    found = letters.get(letter) if letters else None
    return found.light if found else None


def sections(goal: GoalCompared) -> Iterator[tuple[Text | None, tuple[Line, ...], tuple[Judgment, ...]]]:
    """A goal whole, part by part: its heading (None for what belongs to no letter), what it says, and the remarks."""
    lines = {chapter.letter: chapter.lines for chapter in goal.chapters}
    if "" in lines:
        yield None, lines[""], ()
    for letter in SMART:
        remarks = tuple(one for one in goal.remarks if one.rule.id[0] == letter)
        if letter in lines or remarks:
            yield letter_line(goal, letter), lines.get(letter, ()), remarks
    others = tuple(one for one in goal.remarks if one.rule.id[0] not in SMART)
    if others:
        yield OTHERS, (), others


def spoken(line: Line, say: Say) -> tuple[str, str]:
    """Label and value of a line in words: a label of the house with a capital, somebody's own as it was written."""
    label, value = (say(words) if isinstance(words, Text) else words for words in (line.label, line.value))
    return (label[:1].upper() + label[1:] if isinstance(line.label, Text) else label), value


def settled(goal: GoalCompared) -> Text | None:
    """The rules that have nothing to remark any more."""
    if not goal.settled:
        return None
    rules = dict.fromkeys((one.rule.id, one.rule.title) for one in goal.settled)
    named = tuple(text("{id} {title}", id=id, title=title) for id, title in rules)
    return text("no longer: {rules}", rules=named)


WAS, NOW = text("was"), text("now")
