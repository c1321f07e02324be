"""Changes as text for a terminal or a log, with marks that need no colour: [-gone-] and {+new+}."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koers.history.wording import Piece
from koers.report.changes import wording
from koers.report.findings import Say
from koers.report.neutral import one_line
from koers.rules.judge import Judgment
from koers.story.comparison import Comparison, GoalCompared, Told, What
from koers.story.goal_in_full import Line


def render(found: Comparison, say: Say) -> str:
    """One block a goal: `+` before what is stronger, `-` before what is weaker; empty when nothing changed."""
    return "\n".join("".join(f"{line}\n" for line in _block(goal, say)) for goal in found.goals)


def _block(goal: GoalCompared, say: Say) -> Iterator[str]:
    yield one_line(f"{wording.name(goal)}  {say(wording.heading(goal))}")
    if goal.what in (What.NEW, What.REMOVED):
        yield from _whole(goal, say)
        return
    for one in goal.told:
        yield from _change(one, say)
    for letter in wording.changed_letters(goal):
        yield f"  {say(wording.letter_line(goal, letter))}"
    yield from _remarks(goal.remarks, say, "  ")
    settled = wording.settled(goal)
    if settled is not None:
        yield f"  {one_line(say(settled))}"


def _whole(goal: GoalCompared, say: Say) -> Iterator[str]:
    if goal.what is What.REMOVED:
        for one in goal.told:
            yield from _change(one, say)
    for title, lines, remarks in wording.sections(goal):
        margin = "  "
        if title is not None:
            yield f"  {one_line(say(title))}"
            margin = "    "
        for line in lines:
            yield from _labelled(line, say, margin)
        yield from _remarks(remarks, say, margin)


def _labelled(line: Line, say: Say, margin: str) -> Iterator[str]:
    """A line with its label; of words with line breaks the rest stands under it."""
    label, value = wording.spoken(line, say)
    first, *rest = [one_line(part).strip() for part in value.splitlines() if part.strip()] or [""]
    yield f"{margin}{one_line(label)}: {first}"
    yield from (f"{margin}  {part}" for part in rest)


def _change(one: Told, say: Say) -> Iterator[str]:
    yield f"  {wording.MARKS[one.change.direction]} {one_line(say(wording.sentence(one.change)))}"
    if one.wordings is not None:
        for label, pieces, marks in (
            (wording.WAS, one.wordings.before, ("[-", "-]")),
            (wording.NOW, one.wordings.after, ("{+", "+}")),
        ):
            if pieces:
                yield f"      {say(label)}: {_marked(pieces, *marks)}"
    for line in one.lines:
        yield from _labelled(line, say, "      ")


def _marked(pieces: Iterable[Piece], begin: str, end: str) -> str:
    return one_line(" ".join(f"{begin}{one.words}{end}" if one.is_changed else one.words for one in pieces))


def _remarks(judgments: Iterable[Judgment], say: Say, margin: str) -> Iterator[str]:
    for one in judgments:
        severity = say(wording.SEVERITY[one.severity])
        yield f"{margin}! {severity} {one.rule.id}: {one_line(say(one.finding.message))}"
        if one.finding.hint is not None:
            yield f"{margin}    {one_line(say(one.finding.hint))}"
