"""`remind`: one issue a person with what waits for that person, kept up to date, and closed when nothing is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePosixPath

from koers.authoring.codeowners import accounts
from koers.forge.issues import Issue, Issues
from koers.model.goal import Status
from koers.model.organization import Leader
from koers.pipeline.due import due
from koers.pipeline.world import World
from koers.progress.moments import MomentKind
from koers.report import due as report
from koers.report.due import Agenda
from koers.report.markdown import literal
from koers.site import urls
from koers.site.views.forms import check_in_form
from koers.texts import Text, text

_MARK = re.compile(r"<!-- koers remind ([a-z0-9-]{1,64}) -->")


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is reminded of: `account` is that person's on the forge, None when no usable one is on file."""

    person: str
    account: str | None
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one person's issue: `what` is opened, updated, unchanged or closed."""

    what: str
    person: str
    url: str


def reminders(world: World, within_days: int, person: str | None = None, site: str | None = None) -> list[Reminder]:
    """A reminder for everybody for whom something is overdue or due within so many days, in the order of ids.

    `site` is the address of the published site, ending in a slash: where the pages of the people are.
    """
    agenda = due(world, until=world.as_of + timedelta(days=within_days), person=person)
    people = sorted({one for moment in agenda.moments for one in moment.people} & set(world.profiles.leaders))
    forge = world.organization.forge
    known = accounts(world.profiles.leaders, forge.kind)[0] if forge else {}
    return [
        _reminder(world, replace(agenda, moments=mine), id, known, site)
        for id in people
        if (person is None or id == person)
        and (mine := tuple(moment for moment in agenda.moments if id in moment.people))
    ]


def keep(issues: Issues, wanted: list[Reminder], person: str | None = None) -> Iterator[Kept]:
    """Opens, changes and closes issues until there is one for each reminder and no other; tells each as it is done.

    With `person` only that person's issue is touched. KoersError as soon as the forge refuses: the next run goes on
    from there.
    """
    there: dict[str, list[Issue]] = {}
    for issue in issues.opened():
        if (mark := _MARK.search(issue.body)) and person in (None, mark[1]):
            there.setdefault(mark[1], []).append(issue)
    for reminder in wanted:
        mine = there.pop(reminder.person, [])
        if not mine:
            opened = issues.create(reminder.title, reminder.body, reminder.account)
            yield Kept("opened", reminder.person, opened.url)
            continue
        first, *others = mine
        if (first.title, _lines(first.body)) == (reminder.title, _lines(reminder.body)):
            yield Kept("unchanged", reminder.person, first.url)
        else:
            issues.change(first.number, reminder.title, reminder.body)
            yield Kept("updated", reminder.person, first.url)
        yield from _closed(issues, reminder.person, others)
    for id, left in sorted(there.items()):
        yield from _closed(issues, id, left)


def _closed(issues: Issues, person: str, left: list[Issue]) -> Iterator[Kept]:
    for issue in left:
        issues.close(issue.number)
        yield Kept("closed", person, issue.url)


def _lines(body: str) -> list[str]:
    """A text as the forges keep it: they may change line ends and the space around it."""
    return body.strip().splitlines()


def _reminder(world: World, agenda: Agenda, id: str, known: Mapping[str, str], site: str | None) -> Reminder:
    say = world.language.say
    name, account = world.profiles.leaders[id].name, known.get(id)
    waits = say(text("This waits for {name}.", name=literal(name)))
    body = [
        f"<!-- koers remind {id} -->",
        f"@{account} {waits}" if account else waits,
        "",
        report.as_markdown(agenda, world.as_of, world.language).rstrip("\n"),
        "",
        *(f"* [{literal(say(label))}]({address})" for label, address in _links(world, agenda, id, site)),
        "",
        say(_KEPT),
    ]
    return Reminder(id, account, say(text("koers: what waits for {name}", name=name)), "\n".join(body) + "\n")


def _links(world: World, agenda: Agenda, id: str, site: str | None) -> Iterator[tuple[Text, str]]:
    """Where it can be done: the form of the check-in, what changed in the goals to decide on, the person's page."""
    forge = world.organization.forge
    kinds = {moment.what for moment in agenda.moments if moment.leader == id}
    if MomentKind.CHECK_IN in kinds and (new := _new_check_in(world, agenda.plans.leaders[id])):
        yield text("New check-in; save it as the day of the talk, like {day}.yml", day=world.as_of.isoformat()), new
    decide = (moment for moment in agenda.moments if moment.what is MomentKind.APPROVAL and moment.leader != id)
    for key in dict.fromkeys((moment.leader, moment.goal) for moment in decide):
        goal = agenda.plans.goal(key)
        if changes := urls.changes(forge, goal.path):
            yield text("What changed: {goal}", goal=goal.title), changes
    if site:
        leads = any(moment.leader != id for moment in agenda.moments)
        yield text("Your page"), site + (urls.manager(id) if leads else urls.leader(id))


def _new_check_in(world: World, leader: Leader) -> str | None:
    """The editor on a new file that has no name yet: the day on which this is read is not the day of the talk."""
    folder = str(PurePosixPath(leader.path).parent / "checkins")
    active = [goal for goal in leader.goals.values() if goal.status is Status.ACTIVE]
    what_for = text("Check-in: save this file as the day of the talk, like {day}.yml.", day=world.as_of.isoformat())
    form = check_in_form(what_for, folder, active, world.language.say)
    return urls.new_file(world.organization.forge, folder, "", form)


_KEPT = text(
    "koers keeps this text up to date and closes the issue when nothing is left. What stands in the comments is yours."
)
