"""The plans as they stood at the end of one day.

Every command and page looks at the plans as of a day. What was written for a later day is taken out here, once, so
that no room behind this one compares a record's date with the day again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar

from koers.model.departures import with_departures
from koers.model.goal import Goal, Status
from koers.model.log import Decision, Review
from koers.model.organization import Leader, Pillar, Plans, Program, Team, TeamIndicator

_CLOSED_AS: Mapping[Decision, Status] = MappingProxyType(
    {Decision.ACHIEVED: Status.ACHIEVED, Decision.STOP: Status.STOPPED}
)
"""What a goal is after a review decided so; after any other decision it is active."""


class _Dated(Protocol):
    @property
    def date(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def as_of(plans: Plans, day: date, there: Collection[str] | None = None) -> Plans:
    """Returns the plans without anything that is dated after `day`.

    This takes out later check-ins, measurements, reviews and decisions, the later readings of team indicators, and
    what the program held later. An action that was done later is not done yet. A goal that a later review closed,
    as achieved or stopped, is active, as it was on that day; one that a later review took up again is closed. Whoever
    leaves on that day or later has not left, and each leader knows who of the people around has
    (`koers.model.departures`, as is `there`). Settings, goals and profiles have no date and stay.
    """
    leaders = {id: leader_as_of(leader, day) for id, leader in plans.leaders.items()}
    return replace(
        plans,
        teams=MappingProxyType({id: _team(team, day) for id, team in plans.teams.items()}),
        program=None if plans.program is None else _program(plans.program, day),
        leaders=with_departures(leaders, leaders, there),
    )


def leader_as_of(leader: Leader, day: date) -> Leader:
    """Returns one leader with goals and logs as they stood at the end of `day`; see `as_of`. Who of the others left
    is not known here."""
    approvals = {goal: seen for goal, rounds in leader.approvals.items() if (seen := _until(rounds, day))}
    return replace(
        leader,
        goals=MappingProxyType({id: _goal(goal, leader.reviews, day) for id, goal in leader.goals.items()}),
        check_ins=_until(leader.check_ins, day),
        measurements=_until(leader.measurements, day),
        reviews=_until(leader.reviews, day),
        approvals=MappingProxyType(approvals),
        left=None if leader.left is None or day <= leader.left else leader.left,
    )


def _until(items: tuple[D, ...], day: date) -> tuple[D, ...]:
    return tuple(item for item in items if item.date <= day)


def _goal(goal: Goal, reviews: Iterable[Review], day: date) -> Goal:
    if any(action.done is not None and action.done > day for action in goal.actions):
        actions = (
            replace(action, done=None) if action.done is not None and action.done > day else action
            for action in goal.actions
        )
        goal = replace(goal, actions=tuple(actions))
    status = _status(goal, reviews, day)
    return goal if status is goal.status else replace(goal, status=status)


def _status(goal: Goal, reviews: Iterable[Review], day: date) -> Status:
    """The word in the file, unless reviews after the day closed the goal or took it up again.

    A goal that was closed without a review has no day on which it was: the word in the file is all that is known.
    """
    if goal.status in (Status.DRAFT, Status.PROPOSED):
        return goal.status
    about = sorted(
        (review for review in reviews if goal.id in review.goals), key=lambda review: (review.date, review.number)
    )
    then = [review.goals[goal.id].decision for review in about if review.date <= day]
    later = [review.goals[goal.id].decision in _CLOSED_AS for review in about if review.date > day]
    closed_as = _CLOSED_AS.get(then[-1]) if then else None
    if closed_as is not None and not all(later):
        return closed_as
    if closed_as is None and goal.status is not Status.ACTIVE and any(later):
        return Status.ACTIVE
    return goal.status


def _team(team: Team, day: date) -> Team:
    if all(reading[0] <= day for indicator in team.indicators.values() for reading in indicator.readings):
        return team
    return replace(team, indicators=MappingProxyType({id: _indicator(one, day) for id, one in team.indicators.items()}))


def _indicator(indicator: TeamIndicator, day: date) -> TeamIndicator:
    return replace(indicator, readings=tuple(reading for reading in indicator.readings if reading[0] <= day))


def _program(program: Program, day: date) -> Program:
    return replace(program, pillars=MappingProxyType({id: _pillar(one, day) for id, one in program.pillars.items()}))


def _pillar(pillar: Pillar, day: date) -> Pillar:
    return replace(
        pillar,
        held=tuple(on for on in pillar.held if on <= day),
        attended=MappingProxyType({on: people for on, people in pillar.attended.items() if on <= day}),
    )
