"""The gaps of a role profile, for a person to read and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from koers.language import Translator
from koers.model.organization import Leader, Plans
from koers.progress.gaps import CompetencyGap, GapState
from koers.reading.guard import BOUND, End, bound, nearest
from koers.report.neutral import one_line
from koers.texts import Text, text


def as_text(gaps: Iterable[CompetencyGap], leader: Leader, plans: Plans, as_of: date, language: Translator) -> str:
    """One line a competency, largest gap first, and under it what is done about it."""
    lines: list[str] = []
    for gap in gaps:
        competency = plans.competencies.get(gap.competency)
        name = competency.name if competency else gap.competency
        lines.append(one_line(f"{name}: {language.say(_standing(gap))}"))
        lines.append(f"    {one_line(language.say(_done(gap, leader)))}")
    if not lines:
        lines.append(language.say(text("{name} has no role profile to compare with.", name=leader.name)))
    heading = text("Gaps of {name} as of {date}", name=leader.name, date=as_of)
    return "\n".join([one_line(language.say(heading)), *lines]) + "\n"


def as_json(gaps: Iterable[CompetencyGap], leader: Leader, plans: Plans, as_of: date, language: Translator) -> str:  # noqa: ARG001
    """`{"version", "as_of", "leader", "gaps": [{"competency", "required", "behavior", "aptitude", "gap", "goal"}]}`.

    Scores are whole points from 0 to 100; a score of which only a bound is told is text: `">=95"`, `"<=5"`.
    """
    found = [
        {
            "competency": gap.competency,
            "required": _plain(gap.required),
            "behavior": _plain(gap.behavior, gap.end),
            "aptitude": _plain(gap.aptitude, gap.aptitude_end),
            "gap": _plain(gap.gap, gap.gap_end),
            "goal": gap.goal,
        }
        for gap in gaps
    ]
    value = {"version": 1, "as_of": as_of.isoformat(), "leader": leader.id, "gaps": found}
    return json.dumps(value, indent=2) + "\n"


def _plain(value: Fraction | None, end: End | None = None) -> int | str | None:
    """A score in whole points; `">=95"` where only a bound is told."""
    if value is None:
        return None
    whole = int(nearest(value))
    return whole if end is None else f"{BOUND[end]}{whole}"


def _standing(gap: CompetencyGap) -> Text:
    if gap.behavior is None or gap.gap is None:
        return text("not measured yet, the role asks {required}", required=gap.required)
    behavior = bound(nearest(gap.behavior), gap.end)
    if gap.gap <= 0:
        return text("{behavior}, the role asks {required}: met", behavior=behavior, required=gap.required)
    size = bound(nearest(gap.gap), gap.gap_end)
    if gap.aptitude is None:
        return text("{behavior} of {required}, gap {gap}", behavior=behavior, required=gap.required, gap=size)
    return text(
        "{behavior} of {required}, gap {gap}, aptitude {aptitude}",
        behavior=behavior,
        required=gap.required,
        gap=size,
        aptitude=bound(nearest(gap.aptitude), gap.aptitude_end),
    )


def _done(gap: CompetencyGap, leader: Leader) -> Text:
    title = leader.goals[gap.goal].title if gap.goal else ""
    match gap.state:
        case GapState.WORKED_ON:
            return text("worked on: {goal}", goal=title)
        case GapState.PROPOSED:
            return text("planned: {goal}", goal=title)
        case GapState.MET:
            return text("nothing to do")
        case GapState.NOT_MEASURED:
            return gap.reason or text("measure it first")
        case _:
            return gap.reason or text("waits")
