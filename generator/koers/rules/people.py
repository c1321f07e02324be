"""G, continued: people come and go. Who decides when somebody has left, and what still waits for one who left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from koers.diagnostic import Finding, Pointer, Severity
from koers.model.organization import Departure, Leader
from koers.rules import sources
from koers.rules.case import GoalCase, LeaderCase, PlansCase
from koers.rules.rule import leader_rule, plans_rule
from koers.rules.wording import name_of
from koers.texts import Text, text


def names(case: LeaderCase | GoalCase, people: tuple[str, ...]) -> tuple[str, ...]:
    """These people (ids) by name."""
    return tuple(name_of(case.whole.plans, person) for person in people)


def ask(case: GoalCase, hint: Text) -> Text:
    """That hint, or, when there is nobody to ask, that somebody has to be named first."""
    if case.leader.approvers(case.as_of):
        return hint
    return text("name who decides first: `manager:` in {path}", path=case.leader.path)


def _those_who_left(leader: Leader) -> Iterator[tuple[Pointer, str, Departure]]:
    """The places of leader.yml that name somebody to lead who left. Of who has no folder any more, reading speaks."""
    named: list[tuple[Pointer, str | None]] = [(("manager",), leader.manager)]
    if leader.manager is None:
        named.append((("approver",), leader.approver))
    named += [(("co_managers", index), person) for index, person in enumerate(leader.co_managers)]
    for pointer, person in named:
        if person is not None and _has_left(leader, person):
            yield pointer, person, leader.gone[person]


def _has_left(leader: Leader, person: str) -> bool:
    return person in leader.gone and not has_no_folder(leader, person)


def has_no_folder(leader: Leader, person: str) -> bool:
    """Whether that is somebody whom the leader's file names and who is not there (any more): reading says so."""
    return person in leader.gone and leader.gone[person].last_day == date.min


@leader_rule(
    "G102",
    Severity.WARNING,
    title=text("Nobody can approve"),
    reason=text("A goal of the leader alone lacks support; the talk with the manager is what makes it shared."),
    source=sources.DEVELOPMENT_PLAN,
)
def nobody_can_approve(case: LeaderCase) -> Iterator[Finding]:
    """A leader with goals, and no manager, co-manager, delegate or approver other than themself who is still here."""
    leader, day = case.leader, case.whole.as_of
    if case.whole.plans.organization.approval == "none" or not leader.goals:
        return
    left = next(_those_who_left(leader), None)
    named = (*leader.named_managers, *(item.person for item in leader.delegates))
    if left is not None and not leader.approvers_from(day):
        pointer, person, gone = left
        manager = name_of(case.whole.plans, person)
        yield Finding(
            leader.path,
            pointer,
            text("{manager} left on {day}, and nobody can approve the goals of {name}", manager=manager,
                 day=gone.last_day, name=leader.name),
            text("HR names another under `{key}:` in {path}", key=str(pointer[0]), path=leader.path),
        )  # fmt: skip
    elif left is None and all(person == leader.id or _has_left(leader, person) for person in named):
        yield Finding(
            leader.path,
            ("manager",),
            text("nobody can approve the goals of {name}", name=leader.name),
            text("add `manager:`, or `approver:` for the one at the top"),
            "parent",
        )


@leader_rule(
    "G119",
    Severity.WARNING,
    title=text("The manager has left"),
    reason=text(
        "Agreements with a manager who left stay as they are. Until another is named the manager's own manager stands "
        "in, who has people enough: whoever follows up should be the one on file."
    ),
    source=sources.DEVELOPMENT_PLAN,
)
def manager_has_left(case: LeaderCase) -> Iterator[Finding]:
    """`manager`, `approver` or one of `co_managers` names somebody who left, and others decide instead."""
    leader, day = case.leader, case.whole.as_of
    deciding = leader.approvers(day)
    if not deciding and leader.goals:
        return
    for pointer, person, gone in _those_who_left(leader):
        name = name_of(case.whole.plans, person)
        message = text("{manager} left on {day}", manager=name, day=gone.last_day)
        if deciding:
            message = text("{manager} left on {day}; the goals of {name} are now for {people} to decide on",
                           manager=name, day=gone.last_day, name=leader.name, people=names(case, deciding))  # fmt: skip
        key = str(pointer[0])
        hint = text("name another under `{key}:` in {path}; decisions until then stay", key=key, path=leader.path)
        yield Finding(leader.path, pointer, message, hint)


@plans_rule(
    "G120",
    Severity.WARNING,
    title=text("Kept by somebody who left"),
    reason=text("A number or an activity without somebody who keeps it stops without anybody noticing."),
    source=sources.STRUCTURE,
)
def owner_has_left(case: PlansCase) -> Iterator[Finding]:
    """The owner of a team's indicator, or of a part of the program, has left."""
    plans = case.plans
    owned: list[tuple[str, Pointer, str, str | None]] = [
        (team.path, ("indicators", one.id, "owner"), one.name, one.owner)
        for team in plans.teams.values()
        for one in team.indicators.values()
    ]
    if plans.program is not None:
        owned += [
            (plans.program.path, ("pillars", pillar.id, "owner"), pillar.title, pillar.owner)
            for pillar in plans.program.pillars.values()
        ]
    for path, pointer, what, owner in owned:
        person = plans.leaders.get(owner or "")
        if person is not None and person.left is not None:
            yield Finding(
                path,
                pointer,
                text("{name} left on {day}, and “{what}” is in their name", name=person.name, day=person.left,
                     what=what),
                text("name who keeps it now under `owner:`, or take it out"),
            )  # fmt: skip


@leader_rule(
    "G121",
    Severity.ERROR,
    title=text("One address for two people"),
    reason=text(
        "By the address of a commit koers knows who wrote a goal and who decided on it. With one address for two "
        "people either could decide on the own goals."
    ),
    source=sources.STRUCTURE,
    is_private=True,
)
def shared_address(case: LeaderCase) -> Iterator[Finding]:
    """An e-mail address of this leader is another one's too."""
    for address in case.leader.emails:
        others = [one for one in case.whole.people_by_address[address.casefold()] if one.id != case.leader.id]
        if others:
            yield Finding(
                case.leader.path,
                ("email",),
                text("{name} has this address too: {address}", name=others[0].name, address=address),
                text("give each of them an address of their own in {path} and {other}", path=case.leader.path,
                     other=others[0].path),
            )  # fmt: skip


RULES = (nobody_can_approve, manager_has_left, owner_has_left, shared_address)
