"""A manager's page: what must I decide, what is due, and how do my people stand?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from koers.model.goal import Goal, Status
from koers.model.log import Approval
from koers.model.organization import Leader
from koers.progress.moments import MomentKind
from koers.site import urls
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.site.views.due import Due, due_rows
from koers.site.views.editing import Button
from koers.site.views.manager_left import left_view
from koers.site.views.moments import MomentRow, moment_row
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
    moment: MomentRow | None
    look: str
    buttons: tuple[Button, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A goal that went back to its leader, with the words that went with it where these may be read."""

    goal: Link
    leader: Link
    on: str
    quote: str | None


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
    returned: tuple[Returned, ...]
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
            late=sum(1 for one in decisions if one.moment is not None and one.moment.is_late),
        ),
        decisions=decisions,
        returned=_returned(scene, links, people),
        due=due[:_SHOWN],
        more=max(len(due) - _SHOWN, 0),
        all_moments=links.calendar(),
        rows=rows,
        has_letters=any(row.letters for row in rows),
        idle=tuple(_idle(links, leader) for leader in people if leader.id not in busy),
    )


def _decisions(scene: Scene, links: Links, id: str, people: tuple[Leader, ...]) -> tuple[WaitingGoal, ...]:
    """Proposals, then what changed or lies there without an approval; late ones first, then by date and goal."""
    found: list[tuple[tuple[bool, date, str, str], WaitingGoal]] = []
    for leader in people:
        if id not in leader.approvers(scene.as_of):
            continue
        for goal in leader.goals.values():
            moment = next((m for m in scene.moments_of(goal.key) if m.what is MomentKind.APPROVAL), None)
            told = _why(scene, goal, has_moment=moment is not None)
            if told is None:
                continue
            why, look = told
            row = WaitingGoal(
                goal=links.goal(goal),
                leader=links.leader(leader.id),
                why=why,
                moment=moment_row(scene, links, moment) if moment else None,
                look=look,
                buttons=_buttons(scene, leader, goal),
                command=f"koers approve {leader.id}/{goal.id}",
            )
            on = moment.on if moment else scene.as_of
            found.append(((moment is None or not moment.is_overdue, on, leader.id, goal.id), row))
    return tuple(row for _, row in sorted(found, key=lambda item: item[0]))


def _why(scene: Scene, goal: Goal, *, has_moment: bool) -> tuple[Text, str] | None:
    """Why a goal waits for its manager; None when it does not."""
    verdict = scene.input.verdicts.get(goal.key)
    level = str(verdict.level) if verdict else ""
    if goal.status is Status.PROPOSED and has_moment:
        if level == "stale":
            return text("A proposal that changed since it was agreed"), "at_risk"
        return text("A proposal that nobody has decided on"), "no_data"
    if goal.status is not Status.ACTIVE:
        return None
    if level == "stale":
        return text("Changed since it was agreed"), "at_risk"
    if level == "forged":
        return text("Approved in the manager's name by somebody else's commit"), "at_risk"
    if level == "missing" and scene.plans.organization.approval != "none":
        return text("Active, and not yet agreed on file"), "no_data"
    return None


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


def _returned(scene: Scene, links: Links, people: tuple[Leader, ...]) -> tuple[Returned, ...]:
    """What went back and has not come in again, newest first."""
    found = []
    for leader in people:
        for goal in leader.goals.values():
            verdict, last = scene.input.verdicts.get(goal.key), _latest(leader, goal)
            if verdict is None or str(verdict.level) != "returned" or last is None:
                continue
            row = Returned(links.goal(goal), links.leader(leader.id), scene.voice.short(last.date), last.note)
            found.append(((last.date, leader.id, goal.id), row))
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
