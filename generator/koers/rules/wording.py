"""How a rule quotes what it found, and names what something is about."""

from __future__ import annotations

import re

from koers.model.goal import Goal, Indicator, Source, WithheldIndicator
from koers.model.organization import Leader, Plans, Seniority
from koers.texts import Text, text

_LONGEST = 60
_LONGEST_EXAMPLE = 140


def short(value: str, longest: int = _LONGEST) -> str:
    """A text on one line, cut at a word's end when it has more than `longest` code points."""
    line = re.sub(r"\s+", " ", value).strip()
    if len(line) <= longest:
        return line
    cut = line[:longest].rsplit(" ", 1)[0]
    return f"{cut}…"


def name_of(plans: Plans, leader: str) -> str:
    """The person's name, or the id when there is no such person."""
    found = plans.leaders.get(leader)
    return found.name if found else leader


def competency_name(plans: Plans, id: str) -> str:
    """The competency's name, or its id when the library has none."""
    found = plans.competencies.get(id)
    return found.name if found else id


def behavior_hint(plans: Plans, leader: Leader, goal: Goal, rule: str) -> Text:
    """What to write instead: the indicators of the goal's competency at the leader's level, if the library has any."""
    competency = plans.competencies.get(goal.competency) if goal.competency else None
    if competency is not None:
        level = leader.level or next((level for level in Seniority if competency.behaviors.get(level)), None)
        sentences = competency.behaviors.get(level, ()) if level else ()
        if sentences and level:
            return text(
                "say what you do, when, and how often; {competency} at {level} level for example: {behaviors}",
                competency=competency.name,
                level=level_word(level),
                behaviors=tuple(f"“{short(sentence, _LONGEST_EXAMPLE)}”" for sentence in sentences[:2]),
            )
    return text("say what you do, when, and how often; `koers explain {rule}` shows an example", rule=rule)


def level_word(level: Seniority) -> Text:
    """The level as a word in a sentence."""
    return {Seniority.JUNIOR: text("junior"), Seniority.MEDIOR: text("medior"), Seniority.SENIOR: text("senior")}[level]


def names(indicators: tuple[Indicator | WithheldIndicator, ...]) -> tuple[str, ...]:
    """The indicators' names, cut to one line each."""
    return tuple(short(indicator.name) for indicator in indicators)


def source_word(source: Source) -> Text:
    """Where readings come from, as words in a sentence."""
    return {
        Source.LOG: text("the log"),
        Source.SURVEY360: text("a 360"),
        Source.PULSE: text("a pulse"),
        Source.KPI: text("a KPI"),
        Source.ASSESSMENT: text("an assessment"),
        Source.OBSERVATION: text("an observation"),
    }[source]
