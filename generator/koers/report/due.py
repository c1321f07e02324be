"""What is due, for a person to read, for a chat message, and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from koers.language import Translator
from koers.model.organization import Plans
from koers.progress.moments import Moment, MomentKind
from koers.report.markdown import literal
from koers.report.neutral import one_line
from koers.texts import Text, text, texts

_WHAT = {
    MomentKind.CHECK_IN: text("check-in"),
    MomentKind.REVIEW: text("review"),
    MomentKind.REMEASURE: text("re-measurement"),
    MomentKind.DECISION: text("decision: continue, adjust or stop"),
    MomentKind.APPROVAL: text("approval"),
}


def as_text(moments: Iterable[Moment], plans: Plans, as_of: date, language: Translator) -> str:
    """One line each: when, who, what, for which goal; overdue first."""
    lines = [
        f"{language.date(moment.on, 'EEE d MMM'):<11}  {language.say(_when(moment, as_of)):<14}  "
        f"{_names(moment, plans)}: {language.say(_WHAT[moment.what])} - {_goal(moment, plans)}"
        for moment in moments
    ]
    return "".join(f"{one_line(line)}\n" for line in lines) or f"{language.say(_NOTHING)}\n"


def as_markdown(moments: Iterable[Moment], plans: Plans, as_of: date, language: Translator) -> str:
    """A table, for a message or a job summary."""
    headings = [language.say(heading) for heading in (text("When"), text("Who"), text("What"), text("Goal"))]
    rows = [
        (
            f"{language.date(moment.on)} ({language.say(_when(moment, as_of))})",
            _names(moment, plans),
            language.say(_WHAT[moment.what]),
            _goal(moment, plans),
        )
        for moment in moments
    ]
    if not rows:
        return f"{language.say(_NOTHING)}\n"
    lines = [" | ".join(headings), " | ".join(["---"] * 4)]
    lines += [" | ".join(literal(value) for value in row) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def as_json(moments: Iterable[Moment], plans: Plans, as_of: date, language: Translator) -> str:  # noqa: ARG001
    """`{"version": 1, "as_of", "due": [{"leader", "goal", "what", "on", "days_overdue"}]}`."""
    due = [
        {
            "leader": moment.leader,
            "goal": moment.goal,
            "what": moment.what.value,
            "on": moment.on.isoformat(),
            "days_overdue": moment.days_overdue,
        }
        for moment in moments
    ]
    return json.dumps({"version": 1, "as_of": as_of.isoformat(), "due": due}, indent=2) + "\n"


_NOTHING = text("Nothing is due.")


def _when(moment: Moment, as_of: date) -> Text:
    if moment.is_overdue:
        return texts("{count} day late", "{count} days late", moment.days_overdue)
    days = (moment.on - as_of).days
    if days <= 0:
        return text("due")
    return texts("in {count} day", "in {count} days", days)


def _names(moment: Moment, plans: Plans) -> str:
    return ", ".join(plans.leaders[person].name if person in plans.leaders else person for person in moment.people)


def _goal(moment: Moment, plans: Plans) -> str:
    return plans.goal((moment.leader, moment.goal)).title
