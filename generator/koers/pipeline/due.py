"""`due`: whose move every goal is, and what has to happen when, leader by leader; no rule is asked.

For one person everybody is read too: a goal anywhere may name this person as its observer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from koers import workers
from koers.model.organization import Leader
from koers.pipeline.ledger import Ledger
from koers.pipeline.world import World
from koers.progress.moments import Moment, MomentKind, Move, in_order
from koers.progress.moves import moments, moves
from koers.report.due import Agenda


def due(world: World, until: date, person: str | None = None) -> Agenda:
    """What is due or overdue up to and including `until`, of everybody or for one person. A deadline is no task.

    What a goal waits for, and whose move it is, is told whatever the day.
    """
    found: list[Moment] = []
    whose: list[Move] = []
    leaders: dict[str, Leader] = {}
    ledger = Ledger(world)
    ledger.prepare()
    profiles = world.profiles.leaders
    parts = world.parts(folder for folder in world.folders if folder in profiles)
    with workers.collector_off():
        for moments_, moves_, people in workers.fork_map(lambda some: _due(ledger, some, until, person), parts):
            found.extend(moments_)
            whose.extend(moves_)
            leaders.update(people)
    plans = replace(world.profiles, leaders=MappingProxyType({**world.profiles.leaders, **leaders}))
    return Agenda(in_order(found), tuple(sorted(whose, key=lambda move: (move.leader, move.goal))), plans)


def _due(
    ledger: Ledger, folders: Collection[str], until: date, person: str | None
) -> tuple[tuple[Moment, ...], tuple[Move, ...], dict[str, Leader]]:
    """The moments and the moves, and their leaders with their goals but without logs."""
    part = ledger.world.part(folders)
    found = moments(part.own_plans, part.progress, part.as_of, verdicts=ledger.verdicts(part))
    told = tuple(
        moment
        for moment in found
        if moment.what is not MomentKind.DEADLINE
        and moment.is_asked_by(until)
        and (person is None or person in moment.people)
    )
    whose = tuple(move for move in moves(part.own_plans, found).values() if person is None or person in move.people)
    concerned = {moment.leader for moment in told} | {move.leader for move in whose}
    leaders = {id: part.own_plans.leaders[id] for id in sorted(concerned)}
    return (
        told,
        whose,
        {
            id: replace(leader, check_ins=(), measurements=(), reviews=(), approvals=MappingProxyType({}))
            for id, leader in leaders.items()
        },
    )
