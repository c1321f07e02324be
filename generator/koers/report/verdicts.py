"""Approvals for a person to read."""

from __future__ import annotations

from collections.abc import Mapping

from koers.language import Translator
from koers.model.approval import Verdict
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.report.neutral import one_line
from koers.texts import text


def as_text(verdicts: Mapping[GoalKey, Verdict], plans: Plans, language: Translator) -> str:
    """One line a goal: level, goal, by whom, when, which round; why, indented under it."""
    lines = []
    for key, verdict in verdicts.items():
        line = f"{verdict.level.value:<12}  {'/'.join(key)}"
        if verdict.approver is not None and verdict.on is not None:
            person = plans.leaders.get(verdict.approver)
            decided = text(
                "{name}, {date}, round {round}",
                name=person.name if person else verdict.approver,
                date=verdict.on,
                round=verdict.round,
            )
            line += f"  {language.say(decided)}"
        lines.append(one_line(line))
        if verdict.reason is not None:
            lines.append(f"    {one_line(language.say(verdict.reason))}")
    return "".join(f"{line}\n" for line in lines)
