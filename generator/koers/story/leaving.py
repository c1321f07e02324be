"""What is said when people come and go: of who left, of who takes over, and of who is named and not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from koers.model.goal import Goal
from koers.model.organization import Leader
from koers.story.facts import Facts
from koers.texts import Text, text, texts


def left_lede(facts: Facts, leader: Leader) -> Text:
    """That somebody left, and what that means for the plan; for the page of that person."""
    day = facts.voice.full(leader.left or facts.as_of)
    if not leader.goals:
        return text("{name} left on {day}.", name=leader.name, day=day)
    return text(
        "{name} left on {day}. *What was agreed is kept here as it was then*, and nothing is asked any more.",
        name=leader.name,
        day=day,
    )


def manager_left_lede(facts: Facts, person: Leader, people: tuple[Leader, ...]) -> Text:
    """That a manager left and how many people still name them; for the page of that person as manager."""
    return texts(
        "{name} left on {day}. *One person still names them as manager*; what was agreed stays.",
        "{name} left on {day}. *{count} people still name them as manager*; what was agreed stays.",
        len(people),
        name=person.name,
        day=facts.voice.full(person.left or facts.as_of),
    )


def handover(facts: Facts, leader: Leader) -> Text | None:
    """Who decides on these goals now that the manager on file has left; None while the manager is here."""
    gone = [(person, one.last_day) for person, one in leader.gone.items() if person in leader.named_managers]
    left = [(person, day) for person, day in gone if day != date.min]
    if not left:
        return None
    person, day = min(left, key=lambda item: leader.named_managers.index(item[0]))
    manager, on, deciding = facts.name_of(person), facts.voice.full(day), leader.approvers(facts.as_of)
    if not deciding:
        return text(
            "{manager} left on {day}, and *nobody is named to decide now*: HR names another, under manager: in {path}.",
            manager=manager,
            day=on,
            path=leader.path,
        )
    return text("{manager} left on {day}. Until another manager is named, *it is for {people} to decide*.",
                manager=manager, day=on, people=tuple(facts.name_of(one) for one in deciding))  # fmt: skip


def missing_of_leader(facts: Facts, leader: Leader) -> tuple[Text, ...]:
    """What the leader's own file names and is not there."""
    people = facts.plans.leaders
    named = (
        ("manager", leader.manager),
        ("approver", leader.approver),
        *(("co_managers", person) for person in leader.co_managers),
        *(("delegates", term.person) for term in leader.delegates),
        *(("observers", person) for person in leader.observers),
    )
    found = [_nobody(key, person) for key, person in named if person is not None and person not in people]
    if leader.role is not None and leader.role not in facts.plans.roles:
        found.append(_nothing("role", leader.role))
    if leader.team is not None and leader.team not in facts.plans.teams:
        found.append(_nothing("team", leader.team))
    told = (*(log.goals for log in leader.check_ins), *(log.goals for log in leader.reviews))
    unknown = _once(goal for goals in told for goal in goals if goal not in leader.goals)
    found += [
        text("The log tells of a goal {goal}, and there is no file of it: what was written is not counted.", goal=goal)
        for goal in unknown
    ]
    return tuple(found)


def missing_of_goal(facts: Facts, goal: Goal) -> tuple[Text, ...]:
    """What the goal's file names and is not there, and what the log gives for it that it does not measure."""
    return tuple(_missing_of_goal(facts, goal))


def _missing_of_goal(facts: Facts, goal: Goal) -> Iterator[Text]:
    leader = facts.leader_of(goal)
    if goal.competency is not None and goal.competency not in facts.plans.competencies:
        yield _nothing("competency", goal.competency)
    for person in goal.achievable.observers:
        if person not in facts.plans.leaders:
            yield _nobody("observers", person)
    team = facts.plans.teams.get(leader.team or "")
    if goal.relevant.team_goal is not None and team is not None and goal.relevant.team_goal not in team.goals:
        yield _nothing("team_goal", goal.relevant.team_goal)
    known = {one.id for one in goal.named_indicators}
    read = (id for log in leader.check_ins if goal.id in log.goals for id in log.goals[goal.id].readings)
    for id in _once(id for id in read if id not in known):
        yield text("The log has readings of {id}, and the goal has no such indicator: they are not counted.", id=id)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _nobody(key: str, person: str) -> Text:
    return text("Under {key}: stands {person}, and there is nobody with that id.", key=key, person=person)


def _nothing(key: str, id: str) -> Text:
    return text("Under {key}: stands {id}, and there is no such file.", key=key, id=id)
