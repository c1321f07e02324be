"""Changes as Markdown, for a comment in a pull request or the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koers.history.wording import Piece
from koers.model.change import Direction
from koers.report.changes import wording
from koers.report.findings import Say
from koers.report.markdown import literal
from koers.rules.judge import Judgment
from koers.story.comparison import Comparison, GoalCompared, Told, What
from koers.story.goal_in_full import Line


def render(found: Comparison, say: Say) -> str:
    """A heading that counts, then a part a goal; what is weaker is bold. Says so when nothing changed.

    People's words cannot act as Markdown or HTML. Words that went are struck out, words that came are bold.
    """
    lines = [f"## {literal(say(wording.TITLE))}", "", literal(say(wording.summary(found)))]
    if not found.goals:
        lines[-1] = literal(say(wording.NOTHING))
    for goal in found.goals:
        lines += ["", f"### {literal(say(wording.heading(goal)))}", "", literal(wording.name(goal))]
        lines += _whole(goal, say) if goal.what in (What.NEW, What.REMOVED) else _changed(goal, say)
    return "\n".join(lines) + "\n"


def _changed(goal: GoalCompared, say: Say) -> Iterator[str]:
    yield ""
    for one in goal.told:
        yield from _change(one, say)
    yield from (f"- {literal(say(wording.letter_line(goal, letter)))}" for letter in wording.changed_letters(goal))
    yield from _remarks(goal.remarks, say)
    settled = wording.settled(goal)
    if settled is not None:
        yield f"- {literal(say(settled))}"


def _whole(goal: GoalCompared, say: Say) -> Iterator[str]:
    if goal.what is What.REMOVED:
        yield ""
        for one in goal.told:
            yield from _change(one, say)
    for title, lines, remarks in wording.sections(goal):
        yield ""
        if title is not None:
            yield f"**{literal(say(title))}**"
            yield ""
        for line in lines:
            yield f"- {_line(line, say)}"
        yield from _remarks(remarks, say)


def _change(one: Told, say: Say) -> Iterator[str]:
    said = literal(say(wording.sentence(one.change)))
    yield f"- **{said}**" if one.change.direction is Direction.WEAKER else f"- {said}"
    if one.wordings is not None:
        for label, pieces, mark in (
            (wording.WAS, one.wordings.before, "~~"),
            (wording.NOW, one.wordings.after, "**"),
        ):
            if pieces:
                yield f"  - {literal(say(label))}: {_marked(pieces, mark)}"
    for line in one.lines:
        yield f"  - {_line(line, say)}"


def _line(line: Line, say: Say) -> str:
    label, value = wording.spoken(line, say)
    return f"{literal(label).strip()}: {_paragraph(value)}"


def _marked(pieces: Iterable[Piece], mark: str) -> str:
    return " ".join(f"{mark}{literal(one.words)}{mark}" if one.is_changed else literal(one.words) for one in pieces)


def _remarks(judgments: Iterable[Judgment], say: Say) -> Iterator[str]:
    for one in judgments:
        severity = literal(say(wording.SEVERITY[one.severity]))
        message = literal(say(one.finding.message))
        hint = f"<br>{literal(say(one.finding.hint))}" if one.finding.hint is not None else ""
        yield f"- *{severity} {one.rule.id}:* {message}{hint}"


def _paragraph(words: str) -> str:
    """Words that may have line breaks, in one item of a list."""
    return "<br>".join(literal(part).strip() for part in words.splitlines() if part.strip())
