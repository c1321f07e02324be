"""`due`: what has to happen when, leader by leader; no rule is asked, and of one person only whom it concerns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from koers import workers
from koers.model.organization import Leader, Plans
from koers.pipeline.world import World
from koers.progress.moments import Moment, MomentKind, awaiting, in_order, moments


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, in order, and the people and goals it is about."""

    moments: tuple[Moment, ...]
    plans: Plans


def due(world: World, until: date, person: str | None = None) -> Agenda:
    """What is due or overdue up to and including `until`, of everybody or for one person. A deadline is no task."""
    found: list[Moment] = []
    leaders: dict[str, Leader] = {}
    parts = world.parts(_concerned(world, person))
    with workers.collector_off():
        for moments_, people in workers.fork_map(lambda some: _due(world, some, until, person), parts):
            found.extend(moments_)
            leaders.update(people)
    plans = replace(world.profiles, leaders=MappingProxyType({**world.profiles.leaders, **leaders}))
    return Agenda(in_order(found), plans)


def _concerned(world: World, person: str | None) -> Collection[str]:
    """Whoever acts for a goal is its leader or decides on it; only these leaders need be read."""
    profiles = world.profiles.leaders
    if person is None:
        return [id for id in world.folders if id in profiles]
    decides = world.profiles.by_approver(world.as_of).get(person, ())
    return sorted({leader.id for leader in decides} | ({person} & set(profiles)))


def _due(
    world: World, folders: Collection[str], until: date, person: str | None
) -> tuple[tuple[Moment, ...], dict[str, Leader]]:
    """The moments, and their leaders with their goals but without logs."""
    part = world.part(folders)
    found = moments(
        part.own_plans,
        part.progress,
        part.as_of,
        until=until,
        waiting=awaiting(part.own_plans, part.verdicts, part.as_of),
    )
    told = tuple(
        moment
        for moment in found
        if moment.what is not MomentKind.DEADLINE and (person is None or person in moment.people)
    )
    leaders = {moment.leader: part.own_plans.leaders[moment.leader] for moment in told}
    return told, {
        id: replace(leader, check_ins=(), measurements=(), reviews=(), approvals=MappingProxyType({}))
        for id, leader in leaders.items()
    }
