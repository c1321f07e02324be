"""Changes as data: what `koers diff --format json` prints; docs/diff.md says what each value means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from koers.history.wording import Piece
from koers.report.changes import wording
from koers.report.findings import Say
from koers.report.neutral import json_text
from koers.rules.judge import Judgment
from koers.rules.letters import Letter
from koers.story.comparison import Comparison, GoalCompared, Told
from koers.story.goal_in_full import Line


def render(found: Comparison, say: Say) -> str:
    """One object: every change by itself, and every goal with its letters, remarks and, if new, all that it says."""
    return json_text(
        {
            "version": 1,
            "as_of": found.as_of.isoformat(),
            "changes": [_change(goal, one, say) for goal in found.goals for one in goal.told],
            "goals": [_goal(goal, say) for goal in found.goals],
        }
    )


def _change(goal: GoalCompared, one: Told, say: Say) -> dict[str, object]:
    change = one.change
    words = one.wordings
    return {
        "goal": wording.name(goal),
        "pointer": list(change.pointer),
        "kind": change.kind.value,
        "before": change.before,
        "after": change.after,
        "direction": change.direction.value,
        "text": say(change.text),
        "needs_reason": not change.has_reason,
        "words": None if words is None else {"before": _pieces(words.before), "after": _pieces(words.after)},
        "lines": [_line(line, say) for line in one.lines],
    }


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, object]]:
    return [{"text": one.words, "changed": one.is_changed} for one in pieces]


def _goal(goal: GoalCompared, say: Say) -> dict[str, object]:
    return {
        "goal": wording.name(goal),
        "what": goal.what.value,
        "leader": goal.leader,
        "title": goal.title,
        "status": goal.status,
        "letters": {"before": _letters(goal.letters_before), "after": _letters(goal.letters_after)},
        "parts": [
            {"letter": chapter.letter, "lines": [_line(line, say) for line in chapter.lines]}
            for chapter in goal.chapters
        ],
        "remarks": [_remark(one, say) for one in goal.remarks],
        "settled": [_remark(one, say) for one in goal.settled],
    }


def _letters(letters: Mapping[str, Letter] | None) -> dict[str, str] | None:
    return None if letters is None else {letter: found.light.value for letter, found in letters.items()}


def _line(line: Line, say: Say) -> dict[str, object]:
    label, value = wording.spoken(line, say)
    return {"pointer": list(line.pointer), "label": label, "text": value}


def _remark(one: Judgment, say: Say) -> dict[str, object]:
    hint = one.finding.hint
    return {
        "rule": one.rule.id,
        "severity": one.severity.value,
        "pointer": list(one.finding.pointer),
        "message": say(one.finding.message),
        "hint": None if hint is None else say(hint),
    }
