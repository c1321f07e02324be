"""Gaps to the role: behavior shown against what the role asks, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from koers.model.goal import Goal, Status
from koers.model.organization import Leader
from koers.progress.gaps import CompetencyGap, GapState
from koers.progress.values import Grade
from koers.site.charts.bars import gap_bar
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.texts import Text, text

_SCALE = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class GapRow:
    """One competency of the role: the bar, `45 of 70`, `gap 25`, and what is done about it."""

    competency: Link
    svg: Markup
    shown: Text
    short: Text
    gap: Text
    sentence: Text
    note: Text | None


def leader_gaps(scene: Scene, links: Links, leader: Leader) -> tuple[GapRow, ...]:
    """The measured gaps of a leader, largest first; empty when this audience may not see them."""
    found = scene.gaps_of(leader)
    return tuple(row for one in found if (row := _row(scene, links, leader, one)) is not None)


def why_gaps_wait(scene: Scene, leader: Leader) -> Text | None:
    """The one reason why the gaps without a goal wait; it is the same for all of them."""
    found = scene.gaps_of(leader)
    return next((one.reason for one in found if one.state is GapState.WAITING and one.goal is None), None)


def goal_gap(scene: Scene, links: Links, goal: Goal) -> GapRow | None:
    """The gap this goal works on; None without a measurement, or a role that does not ask for it."""
    leader = scene.leader_of(goal)
    for one in scene.gaps_of(leader):
        if one.competency == goal.competency:
            return _row(scene, links, leader, one)
    return None


def _row(scene: Scene, links: Links, leader: Leader, one: CompetencyGap) -> GapRow | None:
    if one.behavior is None or one.gap is None:
        return None
    voice = scene.voice
    behavior, required = voice.score(one.behavior, one.end), voice.number(one.required)
    shown = text("*{behavior}* of {required}", behavior=behavior, required=required)
    gap = text("gap *{gap}*", gap=voice.score(one.gap, one.gap_end)) if one.gap > 0 else text("meets the role")
    competency = links.competency(one.competency)
    label = f"{competency.label}: {voice.plain(shown)}, {voice.plain(gap)}"
    return GapRow(
        competency=competency,
        svg=gap_bar(one.behavior, one.required, one.aptitude, _SCALE, label),
        shown=shown,
        short=text(
            "{behavior} shown, {required} asked",
            behavior=behavior,
            required=required,
        ),
        gap=gap,
        sentence=_sentence(scene, leader, one),
        note=_note(scene, leader, one),
    )


def _sentence(scene: Scene, leader: Leader, one: CompetencyGap) -> Text:
    """Where the two numbers come from."""
    voice = scene.voice
    role = scene.plans.roles.get(leader.role or "")
    behavior, required = voice.score(one.behavior or Fraction(0), one.end), voice.number(one.required)
    day = voice.short(one.measured_on) if one.measured_on else ""
    asked = role.name if role else ""
    if one.grade is Grade.SELF_REPORTED:
        first = text(
            "By own rating of {day} the behavior is at {behavior}; {role} asks {required}.",
            day=day, behavior=behavior, role=asked, required=required,
        )  # fmt: skip
    elif one.grade is Grade.OBSERVED:
        first = text(
            "Observed on {day}, the behavior is at {behavior}; {role} asks {required}.",
            day=day, behavior=behavior, role=asked, required=required,
        )  # fmt: skip
    else:
        first = text(
            "Measured on {day}, the behavior is at {behavior}; {role} asks {required}.",
            day=day, behavior=behavior, role=asked, required=required,
        )  # fmt: skip
    if one.aptitude is None:
        return first
    aptitude = voice.score(one.aptitude, one.aptitude_end)
    if one.aptitude > (one.behavior or 0):
        room = text("The aptitude score of {aptitude} says there is room to grow.", aptitude=aptitude)
    else:
        room = text("The aptitude score is {aptitude}.", aptitude=aptitude)
    return text("{first} {second}", first=first, second=room)


def _note(scene: Scene, leader: Leader, one: CompetencyGap) -> Text | None:
    """What is done about it: the goal and until when, or why it waits."""
    goal = leader.goals.get(one.goal or "")
    if goal is not None and goal.status is Status.ACTIVE and goal.time_bound.deadline:
        return text("goal until {day}", day=scene.voice.short(goal.time_bound.deadline))
    if goal is not None and one.state is GapState.PROPOSED:
        return text("goal proposed")
    return one.reason if one.state is GapState.WAITING and one.goal is not None else None
