"""What is due, and whose move every goal is: for a person to read, for a chat message, and for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from koers.language import Translator
from koers.model.organization import Plans
from koers.progress.moments import Moment, Move
from koers.report.markdown import literal
from koers.report.neutral import one_line
from koers.story.moves import asked, movers, whose
from koers.texts import Text, text, texts


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, in order; whose move each goal is, by leader and goal; and the people and goals it is about."""

    moments: tuple[Moment, ...]
    moves: tuple[Move, ...]
    plans: Plans


def as_text(agenda: Agenda, as_of: date, language: Translator) -> str:
    """One line each: when, who, what since when, for which goal; overdue first."""
    plans, say = agenda.plans, language.say
    when = [say(_when(moment, as_of)) for moment in agenda.moments]
    width = max(map(len, when), default=0)
    lines = [
        f"{language.date(moment.on, 'EEE d MMM'):<11}  {told:<{width}}  "
        f"{_names(moment, plans, language)}: {say(asked(moment))}{_since(moment, language)} - {_goal(moment, plans)}"
        for moment, told in zip(agenda.moments, when, strict=True)
    ]
    return "".join(f"{one_line(line)}\n" for line in lines) or f"{say(_NOTHING)}\n"


def as_markdown(agenda: Agenda, as_of: date, language: Translator) -> str:
    """A table, for a message or a job summary."""
    plans, say = agenda.plans, language.say
    headings = [say(heading) for heading in (text("When"), text("Who"), text("What"), text("Goal"))]
    rows = [
        (
            f"{language.date(moment.on)} ({say(_when(moment, as_of))})",
            _names(moment, plans, language),
            f"{say(asked(moment))}{_since(moment, language)}",
            _goal(moment, plans),
        )
        for moment in agenda.moments
    ]
    if not rows:
        return f"{say(_NOTHING)}\n"
    lines = [" | ".join(headings), " | ".join(["---"] * 4)]
    lines += [" | ".join(literal(value) for value in row) for row in rows]
    return "".join(f"| {line} |\n" for line in lines)


def as_json(agenda: Agenda, as_of: date, language: Translator) -> str:  # noqa: ARG001
    """`{"version": 1, "as_of", "due": [...], "moves": [...]}`; an entry of both has the keys of `_entry`.

    `due` lists what is asked by a day, in order, with a day in `on`; `moves` has one entry for each goal that is not
    over, by leader and goal.
    """
    found = {
        "version": 1,
        "as_of": as_of.isoformat(),
        "due": [_entry(moment) for moment in agenda.moments],
        "moves": [_entry(move) for move in agenda.moves],
    }
    return json.dumps(found, indent=2) + "\n"


def _entry(one: Move) -> dict[str, object]:
    return {
        "leader": one.leader,
        "goal": one.goal,
        "what": one.what.value,
        "on": one.on.isoformat() if one.on else None,
        "days_overdue": one.days_overdue,
        "whose": one.whose.value,
        "people": list(movers(one)),
        "why": one.why.value,
        "since": one.since.isoformat() if one.since else None,
    }


_NOTHING = text("Nothing is due.")


def _when(moment: Moment, as_of: date) -> Text:
    if moment.is_overdue:
        return texts("{count} day late", "{count} days late", moment.days_overdue)
    days = (moment.on - as_of).days
    if days <= 0:
        return text("due")
    return texts("in {count} day", "in {count} days", days)


def _since(moment: Moment, language: Translator) -> str:
    """Since when a goal stands still; of what recurs the day it was due says enough."""
    if not moment.is_waiting or moment.since is None:
        return ""
    return f" ({language.say(text('since {day}', day=language.date(moment.since)))})"


def _names(moment: Moment, plans: Plans, language: Translator) -> str:
    """Everybody who takes part, who sees to it included; `HR` where nobody is named."""
    if not moment.people:
        return language.say(whose(moment))
    return ", ".join(plans.leaders[person].name if person in plans.leaders else person for person in moment.people)


def _goal(moment: Moment, plans: Plans) -> str:
    return plans.goal((moment.leader, moment.goal)).title
