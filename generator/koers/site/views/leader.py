"""The leader's page: what do I bring to my one-on-one?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from koers.model.goal import Goal, Status
from koers.model.organization import Leader
from koers.progress.absence import AwayDays, away_days
from koers.progress.values import GoalProgress, Standing
from koers.site import urls
from koers.site.charts.rhythm import heat_head, heat_row, weeks_shown
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.actions import Mix, mix
from koers.site.views.approval import Badge, badge
from koers.site.views.brief import BriefBlock, leader_brief
from koers.site.views.editing import Button, leader_buttons
from koers.site.views.gaps import GapRow, leader_gaps, why_gaps_wait
from koers.site.views.indicator import WithheldBlock, withheld_blocks
from koers.site.views.log import Log, leader_log
from koers.site.views.moments import MomentRow, moment_row
from koers.site.views.moves import MoveLine, goal_move
from koers.site.views.parts import (
    Bar,
    GoalData,
    IndicatorRow,
    Letters,
    Pill,
    bar,
    goal_data,
    goal_pill,
    indicator_row,
    letters,
)
from koers.site.views.proof import Proof, leader_proofs
from koers.site.views.timeline import Timeline, timeline
from koers.story import words
from koers.story.facts import STANDINGS
from koers.story.leaving import handover, missing_of_leader
from koers.story.people import leader_lede
from koers.story.sentences import closing, first_sentence
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Card:
    """An active goal at a glance."""

    data: GoalData
    goal: Link
    develops: Link
    pill: Pill
    letters: Letters | None
    bar: Bar | None
    until: Text | None
    rows: tuple[IndicatorRow, ...]
    withheld: tuple[WithheldBlock, ...]
    badge: Badge | None
    move: MoveLine | None


@dataclass(frozen=True, slots=True)
class OtherGoal:
    """A goal that is not active: proposed, draft, achieved or stopped; of somebody who left any goal."""

    data: GoalData
    goal: Link
    develops: Link
    pill: Pill
    period: str
    reason: str | None
    move: MoveLine | None


@dataclass(frozen=True, slots=True)
class RhythmRow:
    """One goal in the heat map."""

    goal: Link
    note: Text | None
    svg: Markup


@dataclass(frozen=True, slots=True)
class LeaderView:
    """Everything on the page."""

    crumbs: tuple[Link, ...]
    name: str
    role: Link | None
    level: Text | None
    team: Link | None
    manager: Link | None
    lede: Text
    notices: tuple[Text, ...]
    has_left: bool
    away: Text | None
    has_away: bool
    buttons: tuple[Button, ...]
    brief: BriefBlock | None
    cards: tuple[Card, ...]
    others: tuple[OtherGoal, ...]
    gaps: tuple[GapRow, ...]
    gaps_wait: Text | None
    mix: Mix | None
    moments: tuple[MomentRow, ...]
    heat_head: Markup | None
    heat: tuple[RhythmRow, ...]
    timeline: Timeline | None
    proofs: Proof | None
    log: Log
    people: tuple[Link, ...]
    as_manager: Link | None
    paper_head: Text


def pages(scene: Scene, leader: Leader) -> Iterator[Page]:
    """The page of somebody with a folder."""
    url = urls.leader(leader.id)
    yield Page(url, leader.name, "pages/leader.html", partial(leader_view, scene, scene.at(url), leader))


def leader_view(scene: Scene, links: Links, leader: Leader) -> LeaderView:
    """The values of one leader's page."""
    voice = scene.voice
    active, people, is_here = active_of(scene, leader), scene.led_by(leader.id), leader.left is None
    team = links.team(leader.team)
    manager = leader.manager or leader.approver
    progress_crumb = Link(voice.plain(text("Progress")), links.to(urls.PROGRESS))
    gone, begun = away_days(leader.away), tuple(progress for progress in active if progress.has_begun)
    weeks_of = weeks_shown([p.goal.time_bound.start for p in begun if p.goal.time_bound.start], scene.as_of)
    return LeaderView(
        crumbs=(progress_crumb, *((team,) if team else ()), Link(leader.name)),
        name=leader.name,
        role=links.role(leader.role),
        level=words.level(leader.level) if leader.level else None,
        team=team,
        manager=links.manager(manager) if manager else None,
        lede=leader_lede(scene, leader, active),
        notices=(*_handover(scene, leader), *missing_of_leader(scene, leader)),
        has_left=not is_here,
        away=_away(scene, gone) if is_here else None,
        has_away=bool(gone.stretches),
        buttons=leader_buttons(scene, links, leader),
        brief=leader_brief(scene, links, leader, active),
        cards=tuple(_card(scene, links, progress) for progress in active),
        others=_others(scene, links, leader),
        gaps=leader_gaps(scene, links, leader) if is_here else (),
        gaps_wait=why_gaps_wait(scene, leader) if is_here else None,
        mix=mix(scene, [progress.goal for progress in active]),
        moments=_moments(scene, links, leader),
        heat_head=heat_head(weeks_of, voice) if begun else None,
        heat=tuple(
            RhythmRow(
                goal=links.goal(progress.goal),
                note=words.every(progress.goal.time_bound.check_in) if progress.goal.time_bound.check_in else None,
                svg=heat_row(weeks_of, progress.check_ins, progress.reviews, voice, _heat_label(scene, progress), gone),
            )
            for progress in begun
        ),
        timeline=timeline(scene, links, leader.goals.values()),
        proofs=leader_proofs(scene, links, leader),
        log=leader_log(scene, links, leader),
        people=tuple(links.leader(person.id) for person in people),
        as_manager=links.manager(leader.id) if people else None,
        paper_head=text(
            "{organization} · {name}{place}",
            organization=scene.plans.organization.name,
            name=leader.name,
            place=f", {team.label}" if team else "",
        ),
    )


def _away(scene: Scene, gone: AwayDays) -> Text | None:
    """When the leader is away, now or next, for whoever may see it."""
    for first, last in gone.stretches:
        if last >= scene.as_of:
            return text("Away from {first} to {last}.", first=scene.voice.short(first), last=scene.voice.short(last))
    return None


def active_of(scene: Scene, leader: Leader) -> tuple[GoalProgress, ...]:
    """The leader's active goals, what needs attention first."""
    found = scene.active_by_leader.get(leader.id, ())
    return tuple(sorted(found, key=lambda p: (STANDINGS.index(p.standing or Standing.NO_DATA), p.goal.id)))


def _card(scene: Scene, links: Links, progress: GoalProgress) -> Card:
    goal, voice, main = progress.goal, scene.voice, progress.main
    until, bound = None, goal.time_bound
    if bound.deadline and bound.start and not progress.has_begun:
        until = text("{start} to {deadline}", start=voice.short(bound.start), deadline=voice.short(bound.deadline))
    elif bound.deadline:
        until = text("until {day}", day=voice.short(bound.deadline))
    return Card(
        data=goal_data(goal, progress),
        goal=links.goal(goal),
        develops=links.develops(goal),
        pill=goal_pill(goal, progress),
        letters=letters(scene, links, goal),
        bar=bar(scene, goal, main) if main and progress.has_begun else None,
        until=until,
        rows=tuple(indicator_row(scene, goal, one) for one in progress.indicators),
        withheld=withheld_blocks(scene, goal),
        badge=badge(scene, links, goal),
        move=goal_move(scene, links, goal),
    )


def _handover(scene: Scene, leader: Leader) -> tuple[Text, ...]:
    found = handover(scene, leader) if leader.left is None else None
    return (found,) if found is not None else ()


def _others(scene: Scene, links: Links, leader: Leader) -> tuple[OtherGoal, ...]:
    order: tuple[Status, ...] = (Status.PROPOSED, Status.DRAFT, Status.ACHIEVED, Status.STOPPED)
    if leader.left is not None:
        order = (Status.ACTIVE, *order)
    found = [goal for goal in leader.goals.values() if goal.status in order]
    ordered = sorted(found, key=lambda goal: (order.index(goal.status), goal.time_bound.start or date.max, goal.id))
    return tuple(
        OtherGoal(
            data=goal_data(goal, scene.progress_of(goal)),
            goal=links.goal(goal),
            develops=links.develops(goal),
            pill=goal_pill(goal, scene.progress_of(goal)),
            period=_period(scene, goal),
            reason=reason,
            move=goal_move(scene, links, goal),
        )
        for goal, reason in ((goal, _reason(scene, goal)) for goal in ordered)
    )


def _reason(scene: Scene, goal: Goal) -> str | None:
    """Why a review closed the goal, up to its first full stop."""
    found = closing(scene, goal) if goal.status in (Status.ACHIEVED, Status.STOPPED) else None
    return None if found is None else first_sentence(found[1])


def _period(scene: Scene, goal: Goal) -> str:
    start, deadline = goal.time_bound.start, goal.time_bound.deadline
    return f"{scene.voice.short(start)} – {scene.voice.short(deadline)}" if start and deadline else ""


def _moments(scene: Scene, links: Links, leader: Leader) -> tuple[MomentRow, ...]:
    """What is overdue and the next of each kind per goal, soonest first."""
    found = []
    for goal in leader.goals.values():
        seen: set[str] = set()
        for moment in scene.moments_of(goal.key):
            if moment.is_overdue or moment.what.value not in seen:
                seen.add(moment.what.value)
                found.append(moment)
    ordered = sorted(found, key=lambda moment: (not moment.is_overdue, moment.on, moment.what.value, moment.goal))
    return tuple(moment_row(scene, links, moment) for moment in ordered)


def _heat_label(scene: Scene, progress: GoalProgress) -> str:
    said = text(
        "{goal}: {held} of {past} check-ins held",
        goal=progress.goal.title,
        held=progress.check_ins.held,
        past=progress.check_ins.past,
    )
    return scene.voice.plain(said)
