"""A manager's page: what must I decide, what is due, and how do my people stand?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from koers.model.goal import Goal, Status
from koers.model.log import Approval
from koers.model.organization import Leader
from koers.progress.moments import MomentKind, Why, moment_order
from koers.site import urls
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.due import Due, due_rows
from koers.site.views.editing import Button
from koers.site.views.manager_left import left_view
from koers.site.views.moments import MomentRow, moment_row
from koers.site.views.moves import MoveData, move_data
from koers.site.views.progress import GoalRow, goal_rows
from koers.story.people import manager_lede
from koers.texts import Text, text, texts

_AHEAD = timedelta(days=14)
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class WaitingGoal:
    """A goal that waits for this person. `command` is what records the decision; `look` names the icon."""

    goal: Link
    leader: Link
    why: Text
    moment: MomentRow
    since: Text | None
    look: str
    buttons: tuple[Button, ...]
    command: str


@dataclass(frozen=True, slots=True)
class WithLeader:
    """A goal that went to its leader, with the words that went with it where these may be read."""

    what: Text
    goal: Link
    leader: Link
    on: str
    iso: str
    quote: str | None
    data: MoveData


@dataclass(frozen=True, slots=True)
class Idle:
    """Somebody without an active goal."""

    person: Link
    role: Link | None
    note: Text


@dataclass(frozen=True, slots=True)
class ManagerView:
    """Everything on the page."""

    crumbs: tuple[Link, ...]
    name: str
    own: Link
    lede: Text
    decisions: tuple[WaitingGoal, ...]
    with_leader: tuple[WithLeader, ...]
    due: tuple[Due, ...]
    more: int
    all_moments: str | None
    rows: tuple[GoalRow, ...]
    has_letters: bool
    idle: tuple[Idle, ...]


def managers(scene: Scene) -> tuple[str, ...]:
    """Everybody who decides for somebody, now or in a term that is still to come, and who left while people still name
    them as their manager (ids, in order)."""
    left = (id for id, person in scene.plans.leaders.items() if person.left is not None and scene.led_by(id))
    return tuple(sorted({*scene.people_by_approver, *left}))


def pages(scene: Scene) -> Iterator[Page]:
    """A page for everybody who approves for somebody, and another one for who did and left."""
    for id in managers(scene):
        url = urls.manager(id)
        title = scene.voice.plain(text("{name} as manager", name=scene.name_of(id)))
        person = scene.plans.leaders.get(id)
        if person is not None and person.left is not None:
            yield Page(url, title, "pages/manager_left.html", partial(left_view, scene, scene.at(url), person))
            continue
        yield Page(url, title, "pages/manager.html", partial(manager_view, scene, scene.at(url), id))


def manager_view(scene: Scene, links: Links, id: str) -> ManagerView:
    """The values of one manager's page."""
    people = scene.people_by_approver[id]
    active = scene.active_of(people)
    decisions = _decisions(scene, links, id, people)
    due = _due(scene, links, id, people)
    rows, busy = goal_rows(scene, links, active), {progress.goal.leader for progress in active}
    return ManagerView(
        crumbs=(Link(scene.voice.plain(text("Progress")), links.to(urls.PROGRESS)), Link(scene.name_of(id))),
        name=scene.name_of(id),
        own=links.leader(id),
        lede=manager_lede(
            scene,
            people,
            waiting=len(decisions),
            late=sum(1 for one in decisions if one.moment.is_late),
        ),
        decisions=decisions,
        with_leader=_with_leader(scene, people, links),
        due=due[:_SHOWN],
        more=max(len(due) - _SHOWN, 0),
        all_moments=links.calendar(),
        rows=rows,
        has_letters=any(row.letters for row in rows),
        idle=tuple(_idle(links, leader) for leader in people if leader.id not in busy),
    )


def _decisions(scene: Scene, links: Links, id: str, people: tuple[Leader, ...]) -> tuple[WaitingGoal, ...]:
    """What waits for this person's approval; late ones first, then by date and goal."""
    found = [
        (moment, goal)
        for leader in people
        for goal in leader.goals.values()
        for moment in scene.moments_of(goal.key)
        if moment.what is MomentKind.APPROVAL and id in moment.people
    ]
    return tuple(
        WaitingGoal(
            goal=links.goal(goal),
            leader=links.leader(goal.leader),
            why=_why(goal, moment.why),
            moment=moment_row(scene, links, moment),
            since=text("since {day}", day=scene.voice.short(moment.since)) if moment.since else None,
            look="at_risk" if moment.why in (Why.CHANGED, Why.UNPROVEN) else "no_data",
            buttons=_buttons(scene, scene.leader_of(goal), goal),
            command=f"koers approve {goal.leader}/{goal.id}",
        )
        for moment, goal in sorted(found, key=lambda pair: moment_order(pair[0]))
    )


def _why(goal: Goal, why: Why) -> Text:
    """Why a goal waits for its manager."""
    if why is Why.CHANGED and goal.status is Status.PROPOSED:
        return text("A proposal that changed since it was agreed")
    return {
        Why.PROPOSED: text("A proposal that nobody has decided on"),
        Why.RESUBMITTED: text("Improved after it was returned"),
        Why.CHANGED: text("Changed since it was agreed"),
        Why.UNPROVEN: text("Approved in the manager's name by somebody else's commit"),
        Why.UNAPPROVED: text("Active, and not yet agreed on file"),
    }.get(why, text("Not yet agreed"))


def _buttons(scene: Scene, leader: Leader, goal: Goal) -> tuple[Button, ...]:
    """What changed on the forge, and its editor on the goal."""
    forge = scene.plans.organization.forge
    last = _latest(leader, goal)
    changes = urls.changes(forge, goal.path, last.evidence.commit if last else None)
    edit = urls.edit_file(forge, goal.path)
    buttons = [Button(text("See what changed"), changes)] if changes else []
    return (*buttons, *((Button(text("Propose a change"), edit),) if edit else ()))


def _latest(leader: Leader, goal: Goal) -> Approval | None:
    records = leader.approvals.get(goal.id, ())
    return records[-1] if records else None


def _with_leader(scene: Scene, people: tuple[Leader, ...], links: Links) -> tuple[WithLeader, ...]:
    """What was decided and is with its leader now: returned, or agreed and not yet begun; newest first."""
    found: list[tuple[tuple[date, str, str], WithLeader]] = []
    for leader in people:
        for goal in leader.goals.values():
            move = scene.move_of(goal)
            if move is None or move.since is None or move.what not in (MomentKind.RESUBMIT, MomentKind.START):
                continue
            last = _latest(leader, goal)
            is_returned = move.what is MomentKind.RESUBMIT
            row = WithLeader(
                what=text("Returned") if is_returned else text("Agreed, to be started"),
                goal=links.goal(goal),
                leader=links.leader(leader.id),
                on=scene.voice.short(move.since),
                iso=move.since.isoformat(),
                quote=last.note if last and is_returned else None,
                data=move_data(move),
            )
            found.append(((move.since, leader.id, goal.id), row))
    return tuple(row for _, row in sorted(found, key=lambda item: item[0], reverse=True))


def _due(scene: Scene, links: Links, id: str, people: tuple[Leader, ...]) -> tuple[Due, ...]:
    """What is overdue or comes within two weeks: the one-on-ones, reviews and decisions of the own people."""
    until = scene.as_of + _AHEAD
    seen: set[tuple[str, str, MomentKind]] = set()
    chosen = []
    for moment in (moment for leader in people for moment in scene.moments_by_leader.get(leader.id, ())):
        once = (moment.leader, moment.goal, moment.what)
        acts = id in moment.people or moment.what is MomentKind.CHECK_IN
        if moment.what is MomentKind.APPROVAL or not acts or once in seen:
            continue
        if moment.is_overdue or moment.on <= until:
            seen.add(once)
            chosen.append(moment)
    return due_rows(scene, links, chosen)


def _idle(links: Links, leader: Leader) -> Idle:
    proposed = sum(1 for goal in leader.goals.values() if goal.status in (Status.PROPOSED, Status.DRAFT))
    if proposed:
        note = texts("{count} goal in preparation", "{count} goals in preparation", proposed)
    elif leader.goals:
        note = text("closed goals only")
    else:
        note = text("no goal")
    return Idle(links.leader(leader.id), links.role(leader.role), note)
