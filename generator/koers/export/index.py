"""What everybody shares, and who has a file: `/data/koers.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Protocol

from koers.export.goals import standing_of
from koers.export.leader import Documents
from koers.export.plain import Plain
from koers.export.written import written
from koers.model.goal import GoalKey
from koers.model.organization import Leader, Plans, Program, Team
from koers.progress.values import GoalProgress
from koers.reading.document import Document

_SMALL: Final = ("standing", "progress", "expected")
"""What the index tells of how a goal stands; the leader's own file has the rest."""


def index_record(
    plans: Plans, documents: Documents, progress: Mapping[GoalKey, GoalProgress], as_of: date
) -> dict[str, Plain]:
    """Version 1: `as_of`, `organization`, `competencies`, `roles`, `teams`, `program`, `learning` and `leaders`.

    `documents` hold the files that belong to no leader, and `plans` are made of them as of the day. Lists are in the
    order of ids, each item with its `id`. A leader has a name, role, team and manager, the address of the own `file`
    (relative to the index), and of each goal no more than how it stands.
    """
    organization = documents.get(plans.organization.path)
    return {
        "version": 1,
        "as_of": as_of.isoformat(),
        "organization": written("organization", _data(organization)),
        "competencies": _library("competency", plans.competencies, documents),
        "roles": _library("role", plans.roles, documents),
        "teams": [
            {"id": team.id, **written("team", _team(_data(documents[team.path]), team))}
            for team in plans.teams.values()
        ],
        "program": _program_record(plans.program, documents) if plans.program else None,
        "learning": _library("module", plans.modules, documents),
        "leaders": [_leader(leader, progress) for leader in plans.leaders.values()],
    }


class _Filed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...


def _data(document: Document | None) -> Mapping[str, Any]:
    return {} if document is None or document.data is None else document.data


def _library(kind: str, items: Mapping[str, _Filed], documents: Documents) -> list[Plain]:
    return [{"id": item.id, **written(kind, _data(documents[item.path]))} for item in items.values()]


def _with_items(
    data: Mapping[str, Any], key: str, change: Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
) -> Mapping[str, Any]:
    return {**data, key: {id: change(id, item) for id, item in data[key].items()}} if key in data else data


def _team(data: Mapping[str, Any], team: Team) -> Mapping[str, Any]:
    """The file without readings of a later day."""
    seen = {id: frozenset(str(day) for day, _ in indicator.readings) for id, indicator in team.indicators.items()}
    return _with_items(
        data,
        "indicators",
        lambda id, item: {
            **item,
            "readings": {day: value for day, value in item.get("readings", {}).items() if day in seen[id]},
        },
    )


def _program_record(program: Program, documents: Documents) -> dict[str, Plain]:
    return written("program", _program(_data(documents[program.path]), program))


def _program(data: Mapping[str, Any], program: Program) -> Mapping[str, Any]:
    """The file without what was held on a later day."""
    return _with_items(
        data,
        "pillars",
        lambda id, item: {
            **item,
            "held": [day.isoformat() for day in program.pillars[id].held],
            "attended": {day.isoformat(): list(people) for day, people in program.pillars[id].attended.items()},
        },
    )


def _leader(leader: Leader, progress: Mapping[GoalKey, GoalProgress]) -> dict[str, Plain]:
    left = None if leader.left is None else leader.left.isoformat()
    found = {"role": leader.role, "team": leader.team, "manager": leader.manager, "left": left}
    return {
        "id": leader.id,
        "name": leader.name,
        **{key: value for key, value in found.items() if value},
        "file": f"leaders/{leader.id}.json",
        "goals": [
            {
                "id": goal.id,
                "title": goal.title,
                "status": goal.status.value,
                **{key: value for key, value in standing_of(progress.get(goal.key)).items() if key in _SMALL},
            }
            for goal in leader.goals.values()
        ],
    }
