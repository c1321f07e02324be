"""The one-on-one brief, the first block of a leader's page. It fits a phone."""

from __future__ import annotations

from dataclasses import dataclass

from koers.model.organization import Leader
from koers.progress.values import GoalProgress
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.parts import IndicatorRow, indicator_row
from koers.story.brief import brief
from koers.texts import Text


@dataclass(frozen=True, slots=True)
class BriefBlock:
    """`agreed_on` is when something was agreed, `agreed_goals` about what."""

    heading: Text
    note: tuple[Text | str, ...]
    is_late: bool
    agreed: str | None
    agreed_on: str
    agreed_goals: tuple[Link, ...]
    rows: tuple[IndicatorRow, ...]
    questions: tuple[Text, ...]


def leader_brief(scene: Scene, links: Links, leader: Leader, active: tuple[GoalProgress, ...]) -> BriefBlock | None:
    """The brief for the next check-in; None without an active goal."""
    found = brief(scene, leader, active)
    if found is None:
        return None
    agreed = found.agreed
    return BriefBlock(
        heading=found.heading,
        note=found.note,
        is_late=found.is_late,
        agreed=agreed.next if agreed else None,
        agreed_on=scene.voice.short(agreed.date) if agreed else "",
        agreed_goals=tuple(links.goal(leader.goals[id]) for id in agreed.goals if id in leader.goals) if agreed else (),
        rows=tuple(indicator_row(scene, progress.goal, one) for progress, one in found.look_at),
        questions=found.questions,
    )
