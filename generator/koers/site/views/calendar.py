"""The calendar: what happens when, for whom? A list by week, and a feed a leader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from koers.model.goal import Goal
from koers.model.organization import Leader
from koers.progress.moments import Moment, MomentKind, in_order
from koers.site import urls
from koers.site.ics import FeedEvent, calendar
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.due import Due, due_rows
from koers.story import words
from koers.story.moves import asked, whose
from koers.story.overview import calendar_lede, first_of_each, left_this_week
from koers.texts import Text, text, texts

_WEEK = timedelta(days=7)
_WEEKS_AHEAD = 8
_TALKS = (MomentKind.CHECK_IN, MomentKind.REVIEW)


@dataclass(frozen=True, slots=True)
class DayRow:
    """The check-ins or reviews of one day, one link a person; or, in `due`, anything else of one person."""

    on: str
    iso: str
    what: Text
    people: tuple[Link, ...]
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class WeekBlock:
    """One week; `anchor` is `week-2026-16`. Weeks are those of ISO 8601, which begin on Monday."""

    anchor: str
    title: Text
    rows: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Everything on the page. `later` are reviews, re-measurements and deadlines beyond the weeks shown in full."""

    crumbs: tuple[Link, ...]
    title: Text
    lede: Text
    feeds: tuple[Link, ...]
    late: tuple[Due, ...]
    weeks: tuple[WeekBlock, ...]
    later: tuple[WeekBlock, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class GroupMoments:
    """A team with its page, and how much there is: overdue, and still to come this week."""

    page: Link
    overdue: int
    this_week: int


@dataclass(frozen=True, slots=True)
class CalendarByTeamView:
    """The list of teams of an organization with more active goals than one page holds."""

    lede: Text
    rows: tuple[GroupMoments, ...]


def pages(scene: Scene) -> Iterator[Page]:
    """One page; of a large organization a list of its teams, and pages with some teams each."""
    title = text("Calendar")
    links, everybody = scene.at(urls.CALENDAR), scene.plans.here
    if not scene.groups:
        view = partial(calendar_view, scene, links, everybody)
        yield Page(urls.CALENDAR, scene.voice.plain(title), "pages/calendar.html", view)
        return
    by_team = partial(calendar_by_team_view, scene, links)
    yield Page(urls.CALENDAR, scene.voice.plain(title), "pages/calendar_by_team.html", by_team)
    for group in scene.groups:
        url, name = f"{urls.CALENDAR}{group.url}", text("Calendar: {team}", team=group.name)
        view = partial(calendar_view, scene, scene.at(url), group.people, name)
        people = tuple(leader.id for leader in group.people)
        yield Page(url, scene.voice.plain(name), "pages/calendar.html", view, people)


def calendar_by_team_view(scene: Scene, links: Links) -> CalendarByTeamView:
    """The values of the list of teams."""
    rows = []
    for group, share in [(one, share) for one in scene.groups for share in one.shares]:
        moments = _moments_of(scene, share.people)
        late = first_of_each(moment for moment in moments if moment.is_overdue)
        page = Link(scene.voice.plain(share.name), links.to(f"{urls.CALENDAR}{group.url}"))
        rows.append(GroupMoments(page, len(late), len(left_this_week(scene, moments))))
    return CalendarByTeamView(lede=calendar_lede(scene, scene.moments), rows=tuple(rows))


def _moments_of(scene: Scene, people: Iterable[Leader]) -> tuple[Moment, ...]:
    """What is due for the goals of these people, in the order of `koers.progress.moments`."""
    found = (moment for one in people for moment in scene.moments_by_leader.get(one.id, ()))
    return in_order(found)


def feed(scene: Scene, leader: Leader) -> bytes:
    """The file that somebody subscribes to; everybody with a folder has one, also when there is nothing in it now."""
    name = scene.voice.plain(
        text("{name}, {organization}", name=leader.name, organization=scene.plans.organization.name)
    )
    own = scene.moments_by_reader.get(leader.id, ())
    events = [event for moment in own if (event := _event(scene, leader.id, moment)) is not None]
    timezone, language = scene.plans.organization.timezone, scene.input.language
    return calendar(name, events, timezone, language).encode()


def _event(scene: Scene, reader: str, moment: Moment) -> FeedEvent | None:
    """A moment as an event in somebody's own calendar: another person's says whose it is."""
    leader = scene.plans.leaders.get(moment.leader)
    goal = leader.goals.get(moment.goal) if leader else None
    if leader is None or goal is None:
        return None
    what = words.moment(moment.what)
    title = text("{what}: {goal}", what=what, goal=goal.title)
    if moment.leader != reader:
        title = text("{what} {name}: {goal}", what=what, name=leader.name, goal=goal.title)
    return FeedEvent(
        uid=uid(scene, moment),
        on=moment.on,
        summary=scene.voice.plain(title),
        description="\n".join(scene.voice.plain(line) for line in _description(scene, goal, moment)),
        category=scene.voice.plain(what),
    )


def uid(scene: Scene, moment: Moment) -> str:
    """The same thing keeps its id from build to build, so that a calendar moves it instead of adding it again.

    Check-ins, reviews and decisions recur, so their date is part of it; there is one deadline, one re-measurement,
    one approval and so on a goal, and these may move.
    """
    recurs = moment.what in (MomentKind.CHECK_IN, MomentKind.REVIEW, MomentKind.DECISION)
    when = f".{moment.on.isoformat()}" if recurs else ""
    forge = scene.plans.organization.forge
    place = forge.repository.replace("/", ".") if forge else "plans"
    return f"{moment.what.value}{when}.{moment.goal}.{moment.leader}@{place}.koers"


def _description(scene: Scene, goal: Goal, moment: Moment) -> tuple[Text, ...]:
    """What the summary does not say."""
    lines: list[Text] = []
    if moment.is_waiting:
        lines.append(text("{whose}: {what}", whose=whose(moment), what=asked(moment)))
    if moment.is_overdue:
        lines.append(texts("{count} day late", "{count} days late", moment.days_overdue))
    others = tuple(scene.name_of(person) for person in moment.people if person != goal.leader)
    if others:
        lines.append(text("with {people}", people=others))
    return tuple(lines)


def calendar_view(scene: Scene, links: Links, people: tuple[Leader, ...], name: Text | None = None) -> CalendarView:
    """The values of the page of these people; `name` when they are not everybody."""
    today = scene.as_of
    monday = today - timedelta(days=today.weekday())
    until = monday + _WEEKS_AHEAD * _WEEK if monday < date.max - _WEEKS_AHEAD * _WEEK else date.max
    moments = _moments_of(scene, people)
    late = [moment for moment in moments if moment.is_overdue]
    coming = [moment for moment in moments if not moment.is_overdue and moment.on < until]
    later = [moment for moment in moments if not moment.is_overdue and moment.on >= until]
    return CalendarView(
        crumbs=(Link(scene.voice.plain(text("Calendar")), links.to(urls.CALENDAR)), Link(scene.voice.plain(name)))
        if name
        else (),
        title=name or text("Calendar"),
        lede=calendar_lede(scene, moments),
        feeds=tuple(
            Link(leader.name, links.to(urls.calendar_feed(leader.id)))
            for leader in sorted(people, key=lambda one: (one.name.casefold(), one.id))
        ),
        late=due_rows(scene, links, first_of_each(late)),
        weeks=_weeks(scene, links, coming),
        later=_weeks(scene, links, [moment for moment in later if moment.what is not MomentKind.CHECK_IN]),
        is_empty=not moments,
    )


def _weeks(scene: Scene, links: Links, moments: list[Moment]) -> tuple[WeekBlock, ...]:
    by_week: dict[tuple[int, int], list[Moment]] = defaultdict(list)
    for moment in moments:
        year, week, _ = moment.on.isocalendar()
        by_week[year, week].append(moment)
    return tuple(_week(scene, links, year, week, found) for (year, week), found in sorted(by_week.items()))


def _week(scene: Scene, links: Links, year: int, week: int, moments: list[Moment]) -> WeekBlock:
    first = moments[0].on - timedelta(days=moments[0].on.weekday())
    voice, last = scene.voice, first + timedelta(days=min(6, (date.max - first).days))
    rows: list[tuple[date, int, DayRow]] = []
    for (on, what), people in _talks(moments).items():
        told = words.moment(what)
        if len(people) > 1:
            told = text("Check-ins") if what is MomentKind.CHECK_IN else text("Reviews")
        who = tuple(links.leader(person) for person in people)
        rows.append((on, _TALKS.index(what), DayRow(voice.day(on), on.isoformat(), told, who)))
    others = [moment for moment in moments if moment.what not in _TALKS]
    for due in due_rows(scene, links, others):
        iso = due.moment.iso
        rows.append((date.fromisoformat(iso), len(_TALKS), DayRow(due.moment.on, iso, due.moment.what, (), due)))
    title = text("Week {week}, {first} to {last}", week=week, first=voice.short(first), last=voice.short(last))
    if first <= scene.as_of <= last:
        title = text("This week, {first} to {last}", first=voice.short(first), last=voice.short(last))
    ordered = tuple(row for _, _, row in sorted(rows, key=lambda item: item[:2]))
    return WeekBlock(f"week-{year}-{week:02d}", title, ordered)


def _talks(moments: list[Moment]) -> dict[tuple[date, MomentKind], dict[str, None]]:
    """Who has a check-in or a review on which day: in many organizations everybody on the same one."""
    found: dict[tuple[date, MomentKind], dict[str, None]] = defaultdict(dict)
    for moment in moments:
        if moment.what in _TALKS:
            found[moment.on, moment.what][moment.leader] = None
    return found
