"""The goal's page: are we on course, and how do we know? It tells the story from gap to proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from koers.history.sentences import written
from koers.model.goal import Choice, Goal, Status
from koers.model.organization import Leader
from koers.progress.comparison import WindowState, remeasure_window
from koers.site import urls
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.actions import ActionRow, Mix, action_rows, mix
from koers.site.views.approval import Badge, badge
from koers.site.views.editing import Button, goal_buttons
from koers.site.views.gaps import GapRow, goal_gap
from koers.site.views.history import HistoryRow, goal_history
from koers.site.views.indicator import IndicatorBlock, WithheldBlock, indicator_block, withheld_blocks
from koers.site.views.log import Log, ReviewRow, goal_log, goal_reviews
from koers.site.views.moments import MomentRow, goal_moments
from koers.site.views.moves import MoveLine, goal_move
from koers.site.views.parts import (
    GoalData,
    IndicatorRow,
    LabelledValue,
    Letters,
    Pill,
    goal_data,
    goal_pill,
    indicator_row,
    letters,
)
from koers.site.views.proof import Proof, goal_proof
from koers.site.views.seen import SeenRow, goal_seen
from koers.story import words
from koers.story.leaving import missing_of_goal
from koers.story.sentences import goal_lede, weeks
from koers.story.steps import Step, goal_steps
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class GoalView:
    """Everything on the page. Tuples are empty, and parts None, where there is nothing to show."""

    crumbs: tuple[Link, ...]
    data: GoalData
    category: Text
    develops: Link
    title: str
    pill: Pill
    lede: Text
    notices: tuple[Text, ...]
    rows: tuple[IndicatorRow, ...]
    rows_note: Text
    move: MoveLine | None
    moments: tuple[MomentRow, ...]
    deadline: MomentRow | None
    badge: Badge | None
    buttons: tuple[Button, ...]
    story: tuple[Step, ...]
    letters: Letters | None
    gap: GapRow | None
    choice: Text | None
    specific: tuple[LabelledValue, ...]
    blocks: tuple[IndicatorBlock, ...]
    withheld: tuple[WithheldBlock, ...]
    has_gaps: bool
    achievable: tuple[LabelledValue, ...]
    relevant: tuple[LabelledValue, ...]
    time_bound: tuple[LabelledValue, ...]
    mix: Mix | None
    actions: tuple[ActionRow, ...]
    has_hours: bool
    has_rhythm: bool
    log: Log
    rhythm: Text | None
    no_log: Text
    reviews: tuple[ReviewRow, ...]
    seen: tuple[SeenRow, ...]
    proof: Proof | None
    history: tuple[HistoryRow, ...]
    notes: str | None
    paper_head: Text


def pages(scene: Scene, leader: Leader) -> Iterator[Page]:
    """A page for every goal of a leader, whatever its status."""
    for goal in leader.goals.values():
        url = urls.goal(goal.key)
        yield Page(url, goal.title, "pages/goal.html", partial(goal_view, scene, scene.at(url), goal))


def goal_view(scene: Scene, links: Links, goal: Goal) -> GoalView:
    """The values of one goal's page."""
    leader, progress, voice = scene.leader_of(goal), scene.progress_of(goal), scene.voice
    indicators = progress.indicators if progress else ()
    team = links.team(leader.team)
    gap, proof = goal_gap(scene, links, goal), goal_proof(scene, goal)
    log, reviews = goal_log(scene, goal, progress), goal_reviews(scene, links, goal)
    moments, deadline = goal_moments(scene, links, goal)
    found, actions = badge(scene, links, goal), action_rows(scene, goal)
    return GoalView(
        crumbs=(
            Link(voice.plain(text("Progress")), links.to(urls.PROGRESS)),
            Link(leader.name, links.to(urls.leader(leader.id))),
            Link(goal.title),
        ),
        data=goal_data(goal, progress),
        category=words.category(goal.category),
        develops=links.develops(goal),
        title=goal.title,
        pill=goal_pill(goal, progress),
        lede=goal_lede(scene, goal, progress),
        notices=missing_of_goal(scene, goal),
        rows=tuple(indicator_row(scene, goal, one) for one in indicators),
        rows_note=text(
            "bar: now; line: expected by {day}",
            day=voice.short(progress.evaluated_on if progress else scene.as_of),
        ),
        move=goal_move(scene, links, goal),
        moments=moments,
        deadline=deadline,
        badge=found,
        buttons=goal_buttons(scene, goal),
        story=goal_steps(
            scene,
            goal,
            progress,
            gap=gap.short if gap else None,
            has_proof=proof is not None,
            proof=proof.short if proof else None,
            approved_on=found.date if found and found.look == "approved" else None,
        ),
        letters=letters(scene, links, goal, anchor="k-remarks"),
        gap=gap,
        choice=_choice(goal.relevant.choice),
        specific=_lines(
            (text("Situation"), goal.specific.situation),
            (text("Behavior"), goal.specific.behavior),
            (text("Quality"), goal.specific.quality),
            (text("Effect"), goal.specific.effect),
        ),
        blocks=tuple(indicator_block(scene, goal, progress, one) for one in indicators) if progress else (),
        withheld=withheld_blocks(scene, goal),
        has_gaps=any(one.missing for one in indicators),
        achievable=_achievable(scene, links, goal),
        relevant=_relevant(scene, links, goal),
        time_bound=_time_bound(scene, goal),
        mix=mix(scene, [goal]),
        actions=actions,
        has_hours=any(row.hours for row in actions),
        has_rhythm=any(row.rhythm for row in actions),
        log=log,
        rhythm=_rhythm(scene, goal),
        no_log=_no_log(scene, goal),
        reviews=reviews,
        seen=goal_seen(scene, links, goal),
        proof=proof,
        history=goal_history(scene, links, goal),
        notes=goal.notes,
        paper_head=text(
            "{organization} · {name}{place}",
            organization=scene.plans.organization.name,
            name=leader.name,
            place=f", {team.label}" if team else "",
        ),
    )


def _lines(*pairs: tuple[Text, Text | str | None]) -> tuple[LabelledValue, ...]:
    return tuple(LabelledValue(label, value) for label, value in pairs if value)


def _choice(choice: Choice | None) -> Text | None:
    """Why this one, in a sentence."""
    if choice is None:
        return None
    ranks = (("impact", choice.impact), ("potential", choice.potential), ("energy", choice.energy))
    named = [words.reason(what, rank) for what, rank in ranks if rank]
    return text("Chosen for *{reasons}*.", reasons=tuple(named)) if named else None


def _achievable(scene: Scene, links: Links, goal: Goal) -> tuple[LabelledValue, ...]:
    hours = goal.achievable.hours_per_week
    lines = list(
        _lines(
            (text("Time"), text("{hours} hours a week", hours=written(hours)) if hours is not None else None),
            (text("Support"), goal.achievable.support),
        )
    )
    observers = goal.achievable.observers or scene.leader_of(goal).observers
    if observers:
        lines.append(LabelledValue(text("Observers"), links=tuple(links.leader(person) for person in observers)))
    return tuple(lines)


def _relevant(scene: Scene, links: Links, goal: Goal) -> tuple[LabelledValue, ...]:
    lines = list(_lines((text("Why"), goal.relevant.why)))
    leader = scene.leader_of(goal)
    team = scene.plans.teams.get(leader.team or "")
    if goal.relevant.team_goal and team and goal.relevant.team_goal in team.goals:
        lines.append(LabelledValue(text("Team goal"), links=(links.team_goal(team, goal.relevant.team_goal),)))
    lines += _lines((text("Not now"), goal.relevant.not_now))
    return tuple(lines)


def _time_bound(scene: Scene, goal: Goal) -> tuple[LabelledValue, ...]:
    voice, time = scene.voice, goal.time_bound
    lines: list[LabelledValue] = []
    if time.start and time.deadline:
        period = text(
            "{start} to {deadline}, {weeks}",
            start=voice.short(time.start),
            deadline=voice.full(time.deadline),
            weeks=weeks(scene, goal) or "",
        )
        lines.append(LabelledValue(text("Period"), period))
    if time.check_in and time.review:
        rhythm = text(
            "Check-in {check_in}, review {review}", check_in=words.every(time.check_in), review=words.every(time.review)
        )
        lines.append(LabelledValue(text("Rhythm"), rhythm))
    elif time.check_in:
        lines.append(LabelledValue(text("Rhythm"), text("Check-in {check_in}", check_in=words.every(time.check_in))))
    lines += _remeasurement(scene, goal)
    lines += _lines((text("Stop if"), goal.stop_if))
    return tuple(lines)


def _remeasurement(scene: Scene, goal: Goal) -> Iterator[LabelledValue]:
    """The agreed day, the window around it, and how that stands where this audience sees the rounds it depends on."""
    voice, agreed = scene.voice, goal.time_bound.remeasure
    window = _window(scene, goal)
    day = voice.full(agreed) if agreed else None
    if day and window:
        yield LabelledValue(text("Re-measurement"), text("{day} ({window})", day=day, window=window))
    elif day or window:
        yield LabelledValue(text("Re-measurement"), day or window)


def _window(scene: Scene, goal: Goal) -> Text | None:
    if goal.status not in (Status.ACTIVE, Status.ACHIEVED) or scene.leader_of(goal).left is not None:
        return None
    leader, voice = scene.leader_of(goal), scene.voice
    window = remeasure_window(leader, goal, scene.as_of, scene.plans.organization)
    if window is None:
        return None
    days = {"opens": voice.short(window.opens), "closes": voice.short(window.closes)}
    if window.state is WindowState.DONE and window.done is not None:
        return text("{opens} to {closes}, done {day}", day=voice.short(window.done.date), **days)
    if window.state is WindowState.NOT_YET:
        return text("opens {opens}, closes {closes}", **days)
    if not scene.sees_measurements_of(leader):
        return text("{opens} to {closes}", **days)
    if window.state is WindowState.OPEN:
        return text("{opens} to {closes}, open now", **days)
    return text("{opens} to {closes}, missed", **days)


def _rhythm(scene: Scene, goal: Goal) -> Text | None:
    progress = scene.progress_of(goal)
    if progress is None or not progress.check_ins.past:
        return None
    return text("{held} of {past} held", held=progress.check_ins.held, past=progress.check_ins.past)


def _no_log(scene: Scene, goal: Goal) -> Text:
    """What an empty log says: when the first check-in is due and what it takes."""
    if scene.leader_of(goal).left is not None:
        return text("None was written down.")
    if goal.status in (Status.DRAFT, Status.PROPOSED):
        return text("Check-ins begin once the goal has been agreed.")
    due = scene.next_check_in(goal)
    if due is not None:
        return text(
            "The first one is due {day}. It takes 15 to 30 minutes and three questions.", day=scene.voice.day(due)
        )
    return text("A check-in takes 15 to 30 minutes and three questions.")
