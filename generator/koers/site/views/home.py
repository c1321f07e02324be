"""The home page: how does it stand, and what must happen this week?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from koers.model.goal import Status
from koers.progress.comparison import ChangeIn, comparisons
from koers.progress.moments import Moment, MomentKind, in_order
from koers.progress.values import SlotState, Standing
from koers.site import urls
from koers.site.charts.bars import mean_bar, standing_bar
from koers.site.charts.before_after import before_after, scale_for
from koers.site.charts.spark import spark
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.due import Due, due_rows
from koers.site.views.lines import GoalLine, goal_lines
from koers.site.views.mean_gap import mean_gap
from koers.site.views.proof import Proof, ProofRow
from koers.story import words
from koers.story.changes import change_shown, change_signed
from koers.story.facts import STANDINGS, standing_counts
from koers.story.overview import home_eyebrow, home_lede
from koers.story.sentences import first_sentence
from koers.texts import Text, text, texts

_SHOWN = 8
_WEEK = timedelta(days=7)
_LATELY = timedelta(days=35)
_BOUNDS = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class Count:
    """One standing with its number and the link into the progress page."""

    name: str
    label: Text
    href: str


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """A decision of a review with its reason, or of a manager on a proposal with the words that went with it."""

    on: str
    iso: str
    what: Text
    who: Link
    goal: Link
    reason: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many check-ins were held, and how that went."""

    before: Text
    spark: Markup | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class Developed:
    """One competency: how many goals work on it and, where it may be told, the mean gap to the roles."""

    competency: Link
    goals: int
    svg: Markup | None
    gap: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything on the page."""

    eyebrow: Text
    title: Text
    lede: Text
    bar: Markup | None
    counts: tuple[Count, ...]
    week: tuple[Due, ...]
    more: int
    all_moments: str
    idle: tuple[GoalLine, ...]
    idle_more: Link | None
    decided: tuple[RecentDecision, ...]
    is_decided_lately: bool
    kept: Kept | None
    works: Proof | None
    developed: tuple[Developed, ...]
    has_gap_column: bool


def pages(scene: Scene) -> Iterator[Page]:
    """One page."""
    title = scene.plans.organization.name
    yield Page(urls.HOME, title, "pages/home.html", partial(home_view, scene, scene.at(urls.HOME)))


def home_view(scene: Scene, links: Links) -> HomeView:
    """The values of the page."""
    voice = scene.voice
    shown, said = _shown(scene)
    decided, is_lately = _decided(scene, links)
    idle = () if scene.active else tuple(scene.plans.goals())
    due = _this_week(scene, links)
    developed = _developed(scene, links)
    label = ", ".join(voice.plain(one) for one in said)
    return HomeView(
        eyebrow=home_eyebrow(scene),
        title=text("Leadership at {name}", name=scene.plans.organization.name),
        lede=home_lede(scene),
        bar=standing_bar(shown, label) if shown else None,
        counts=tuple(
            Count(standing.value, one, links.to(f"{urls.PROGRESS}?status={standing.value}"))
            for (standing, _), one in zip(shown, said, strict=True)
        ),
        week=due[:_SHOWN],
        more=max(len(due) - _SHOWN, 0),
        all_moments=links.calendar() or links.to(urls.PROGRESS),
        idle=goal_lines(scene, links, idle, _SHOWN),
        idle_more=_idle_more(scene, links, len(idle) - _SHOWN),
        decided=decided,
        is_decided_lately=is_lately,
        kept=_kept(scene),
        works=_works(scene, links),
        developed=developed,
        has_gap_column=any(row.svg for row in developed),
    )


def _idle_more(scene: Scene, links: Links, more: int) -> Link | None:
    """The way to the goals that are not listed here."""
    if more <= 0:
        return None
    return Link(scene.voice.plain(texts("{count} more goal", "{count} more goals", more)), links.to(urls.PROGRESS))


def _shown(scene: Scene) -> tuple[list[tuple[Standing, int]], list[Text]]:
    """How many active goals stand where, and in words; where none is active, how those that are closed ended."""
    if not scene.active:
        ended = [goal.status for goal in scene.plans.goals()]
        achieved, stopped = ended.count(Status.ACHIEVED), ended.count(Status.STOPPED)
        closed = [
            (Standing.ACHIEVED, achieved, words.standing_count(Standing.ACHIEVED, achieved)),
            (Standing.NO_DATA, stopped, text("*{count}* stopped", count=stopped)),
        ]
        return [(one, count) for one, count, _ in closed if count], [said for _, count, said in closed if count]
    counts = standing_counts(scene.active)
    shown = [(standing, counts[standing]) for standing in STANDINGS if counts[standing]]
    waiting, unknown = sum(not progress.has_begun for progress in scene.active), counts[Standing.NO_DATA]
    said = [words.standing_count(standing, count) for standing, count in shown]
    without = [progress for progress in scene.active if progress.standing is Standing.NO_DATA]
    if without and all(progress.had_data for progress in without):
        at = [standing for standing, _ in shown].index(Standing.NO_DATA)
        said[at] = text("*{count}* no recent data", count=unknown)
    if waiting:
        at = [standing for standing, _ in shown].index(Standing.NO_DATA)
        said[at] = text("*{count}* not begun yet", count=waiting)
        if waiting < unknown:
            said[at] = text("*{count}* no data yet, of which {waiting} not begun", count=unknown, waiting=waiting)
    return shown, said


def _this_week(scene: Scene, links: Links) -> tuple[Due, ...]:
    """What is overdue, then the next seven days: the first of its kind per goal, one row per person and day."""
    until = scene.as_of + _WEEK
    chosen: list[Moment] = []
    seen: set[tuple[str, str, MomentKind]] = set()
    for moment in in_order(scene.moments):
        once = (moment.leader, moment.goal, moment.what)
        if moment.what is MomentKind.DEADLINE or once in seen or not (moment.is_overdue or moment.on <= until):
            continue
        seen.add(once)
        chosen.append(moment)
    return due_rows(scene, links, chosen)


def _decided(scene: Scene, links: Links) -> tuple[tuple[RecentDecision, ...], bool]:
    """The last decisions of reviews and managers, newest first, and whether they are of the last five weeks."""
    found: list[tuple[tuple[date, str, str], RecentDecision]] = []
    for leader in scene.plans.leaders.values():
        for review in leader.reviews:
            for id, decided in review.goals.items():
                if id in leader.goals:
                    row = RecentDecision(
                        scene.voice.short(review.date),
                        review.date.isoformat(),
                        words.decision(decided.decision),
                        links.leader(leader.id),
                        links.goal(leader.goals[id]),
                        reason=first_sentence(decided.reason),
                    )
                    found.append(((review.date, leader.id, id), row))
        for id, records in leader.approvals.items():
            for record in records:
                if id in leader.goals:
                    row = RecentDecision(
                        scene.voice.short(record.date),
                        record.date.isoformat(),
                        words.recorded(record.decision, is_proven=scene.is_proven(record)),
                        links.leader(leader.id),
                        links.goal(leader.goals[id]),
                        quote=record.note,
                    )
                    found.append(((record.date, leader.id, id), row))
    ordered = sorted(found, key=lambda item: item[0], reverse=True)
    lately = [item for item in ordered if item[0][0] >= scene.as_of - _LATELY]
    return tuple(row for _, row in (lately or ordered)[:5]), bool(lately)


def _kept(scene: Scene) -> Kept | None:
    """The share of check-ins held in the last six weeks, against the six before."""
    today, span = scene.as_of, timedelta(weeks=6)
    slots = [
        slot
        for leader in scene.plans.here
        for goal in leader.goals.values()
        if (progress := scene.progress_of(goal)) is not None
        for slot in progress.check_ins.slots
        if slot.state is not SlotState.PLANNED and slot.due <= today
    ]

    def share(start: date, end: date) -> Fraction | None:
        inside = [slot for slot in slots if start < slot.due <= end]
        held = sum(1 for slot in inside if slot.state is not SlotState.MISSED)
        return Fraction(held, len(inside)) if inside else None

    now, before = share(today - span, today), share(today - 2 * span, today - span)
    if now is None:
        return None
    windows = [today - timedelta(weeks=back) for back in range(10, -1, -2)]
    line = [(end, value) for end in windows if (value := share(end - timedelta(weeks=2), end)) is not None]
    standing = Standing.ON_TRACK if now >= Fraction(9, 10) else Standing.AT_RISK
    after = None
    if before is not None and before != now:
        told = scene.voice.percent(before)
        after = text("up from {before}.", before=told) if now > before else text("down from {before}.", before=told)
    return Kept(
        text("*{share}* of the check-ins of the last six weeks were held", share=scene.voice.percent(now)),
        spark(line, Fraction(9, 10), standing, scene.voice.plain(text("share held, every two weeks; aim 90 %")))
        if len(line) > 1
        else None,
        after,
    )


def _works(scene: Scene, links: Links) -> Proof | None:
    """Before and after with the same instrument: per person where that may be seen, worst change last."""
    found = []
    for leader in scene.plans.leaders.values():
        for comparison in comparisons(leader):
            for change in comparison.changes:
                goal = any(g.competency == change.of and g.status is not Status.DRAFT for g in leader.goals.values())
                if change.what is ChangeIn.COMPETENCY and change.difference is not None and goal:
                    found.append((leader, comparison, change))
    if not found:
        return None
    voice = scene.voice
    values = [v for _, _, change in found for v in (change.before, change.after)]
    scale = scale_for(values, found[0][1].after.scale or _BOUNDS)
    ordered = sorted(found, key=lambda item: (-(item[2].difference or 0), item[0].id, item[2].of))
    rows = []
    for leader, comparison, change in ordered:
        shown = change_shown(voice, comparison, change)
        competency = links.competency(change.of)
        rows.append(
            ProofRow(
                name=leader.name,
                link=links.leader(leader.id),
                note=text(
                    "{competency}, {kind}",
                    competency=competency.label,
                    kind=words.measurement_kind(comparison.after.kind),
                ),
                svg=before_after(change.before, change.after, None, scale, f"{leader.name}: {voice.plain(shown)}"),
                shown=shown,
                change=change_signed(voice, comparison, change),
            )
        )
    better = sum(1 for _, _, change in found if (change.difference or 0) > 0)
    sentence = text(
        "Re-measured with the same instrument: *{better} of {all} improved*.",
        better=words.cardinal_inside(better),
        all=words.cardinal_inside(len(found)),
    )
    return Proof(sentence, tuple(rows[:8]), text("ring: before · dot: after"), (), None)


def _developed(scene: Scene, links: Links) -> tuple[Developed, ...]:
    """The competencies that active goals work on, most goals first, with the mean gap of all whose role asks for it.

    Where no goal is active, those of the closed and the proposed goals.
    """
    working: dict[str, int] = defaultdict(int)
    for goal in [progress.goal for progress in scene.active] or scene.plans.goals():
        if goal.competency and goal.status is not Status.DRAFT:
            working[goal.competency] += 1
    means = {id: found.size for id in working if (found := mean_gap(scene, id)) is not None}
    highest = max(means.values(), default=Fraction(1))
    rows = []
    for competency in sorted(working, key=lambda id: (-working[id], id)):
        mean, link = means.get(competency), links.competency(competency)
        told = scene.voice.number(mean, 0) if mean is not None else ""
        svg = mean_bar(mean, max(highest, Fraction(1)), f"{link.label}: {told}") if mean is not None else None
        rows.append(Developed(link, working[competency], svg, told))
    return tuple(rows)
