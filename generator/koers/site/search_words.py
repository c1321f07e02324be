"""By which words each page is found: people, teams, competencies, behaviors. Logs, charts and tables are left out.

The engines would index every word of every page, a thousand pages of check-ins; a reader types a name or a behavior.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koers.model.goal import Goal
from koers.model.organization import Competency, Leader, Team
from koers.rules.rulebook import rulebook
from koers.site.scene import Scene

SEPARATOR = " · "
"""Stands between the words of a page."""


def found_by(scene: Scene, url: str) -> str:
    """The words for the page at this URL, besides its title, as one line; empty for one that is found by that alone."""
    return SEPARATOR.join(dict.fromkeys(word for word in _words(scene, url) if word))


def _words(scene: Scene, url: str) -> Iterable[str | None]:
    plans, parts = scene.plans, url.strip("/").split("/")
    match parts:
        case ["leaders", leader, "goals", goal]:
            return _goal(scene, plans.leaders[leader].goals[goal])
        case ["leaders", leader]:
            return _leader(scene, plans.leaders[leader])
        case ["managers", manager]:
            return (person.name for person in plans.by_named_manager.get(manager, ()))
        case ["teams", team]:
            return _team(scene, plans.teams[team])
        case ["competencies", competency]:
            return _competency(plans.competencies[competency])
        case ["roles", role]:
            return (plans.roles[role].summary, *_names(scene, plans.roles[role].requires))
        case ["rules"]:
            return (f"{entry.id} {scene.voice.plain(entry.title)}" for entry in rulebook())
        case _:
            return ()


def _goal(scene: Scene, goal: Goal) -> Iterator[str | None]:
    leader = scene.leader_of(goal)
    yield leader.name
    yield _team_name(scene, leader)
    yield scene.competency_of(goal)
    yield goal.specific.behavior
    for indicator in goal.named_indicators:
        yield indicator.name


def _leader(scene: Scene, leader: Leader) -> Iterator[str | None]:
    role = scene.plans.roles.get(leader.role or "")
    yield role.name if role else None
    yield _team_name(scene, leader)
    for goal in leader.goals.values():
        yield goal.title


def _team(scene: Scene, team: Team) -> Iterator[str]:
    for leader in scene.plans.by_team.get(team.id, ()):
        yield leader.name
    for goal in team.goals.values():
        yield goal.title
    for indicator in team.indicators.values():
        yield indicator.name


def _competency(competency: Competency) -> Iterator[str | None]:
    yield competency.definition
    yield from competency.facets.values()
    for behaviors in competency.behaviors.values():
        yield from behaviors


def _team_name(scene: Scene, leader: Leader) -> str | None:
    team = scene.plans.teams.get(leader.team or "")
    return team.name if team else None


def _names(scene: Scene, competencies: Iterable[str]) -> Iterator[str]:
    for id in competencies:
        found = scene.plans.competencies.get(id)
        yield found.name if found else id
