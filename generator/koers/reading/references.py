"""References between files, as the schemas mark them with `x-ref`: whatever is named must be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from koers import resources
from koers.diagnostic import WHOLE_FILE, Diagnostic, Pointer, Severity
from koers.pickling import by_fields
from koers.reading.document import Document
from koers.reading.limits import MOST_PROBLEMS
from koers.reading.locate import key_span, value_span
from koers.reading.missing_people import nobody
from koers.reading.places import is_id
from koers.reading.readings import check_reading
from koers.reading.wording import listed
from koers.texts import Text, text

_MOST_GUESSES = 200
"""Among more names than this only those with the same first letter can have been meant: each takes its time."""
_LIBRARY = {"competency": "competencies", "role": "roles", "team": "teams", "leader": "leaders"}


@dataclass(frozen=True, slots=True)
class Targets:
    """Holds what a file may refer to outside its own folder. A target is there when its file is, broken or not.

    `ids` holds the ids of every "competency", "role", "team" and "leader"; `profiles` the leaders who have a
    leader.yml. `team_goals` holds, by leader, the ids of the goals of the leader's team, and `facets`, by competency,
    the ids of its facets; what cannot be known, because a file is missing or broken, is not in them.
    """

    ids: Mapping[str, frozenset[str]]
    profiles: frozenset[str]
    team_goals: Mapping[str, frozenset[str]]
    facets: Mapping[str, frozenset[str]]


def targets(shared: Iterable[Document], leaders: frozenset[str]) -> Targets:
    """Collects what the shared files hold that may be referred to; `leaders` are the ids of all who have a folder."""
    by_kind: dict[str, dict[str, dict[str, Any] | None]] = defaultdict(dict)
    for document in sorted(shared, key=lambda document: document.path):
        by_kind[document.place.kind][document.place.id] = document.data
    goals = _groups(by_kind["team"], "goals")
    team_goals: dict[str, frozenset[str]] = {}
    for leader, person in by_kind["leader"].items():
        team = None if person is None else person.get("team")
        if person is not None and team is None:
            team_goals[leader] = frozenset()
        elif isinstance(team, str) and team in goals:
            team_goals[leader] = goals[team]
    ids = {kind: frozenset(by_kind[kind]) for kind in ("competency", "role", "team")}
    return Targets(
        ids={**ids, "leader": leaders},
        profiles=frozenset(by_kind["leader"]),
        team_goals=team_goals,
        facets=_groups(by_kind["competency"], "facets"),
    )


def _groups(data: Mapping[str, Mapping[str, Any] | None], key: str) -> dict[str, frozenset[str]]:
    """By id, the keys of the group under `key`: none where the group is left out, nothing where it is broken."""
    groups = {id: values.get(key, {}) for id, values in data.items() if values is not None}
    return {id: frozenset(group) for id, group in groups.items() if isinstance(group, dict)}


def check_references(documents: Iterable[Document], known: Targets) -> tuple[Diagnostic, ...]:
    """Returns a problem for every reference to something that is not there (F016), and for every reading that does not
    fit its indicator (F018, F019, F020), in order.

    `documents` are the shared files, or all files of one leader's folder but its leader.yml. They may hold data that
    does not have its form: what is not an id where a reference should be is passed over.
    """
    ordered = sorted(documents, key=lambda document: document.path)
    goals = {document.place.id: document.data for document in ordered if document.place.kind == "goal"}
    scope = _Scope(known, goals)
    found: list[Diagnostic] = []
    for document in ordered:
        part = _schema(document.place.kind)
        if document.data is not None and part is not None:
            found.extend(islice(_walk(scope, document, part, document.data, ()), MOST_PROBLEMS))
        if document.place.kind == "approval":
            found.extend(_approved_goal(scope, document))
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What there is to refer to, seen from one folder. The data of a goal is None when its file could not be read."""

    known: Targets
    goals: Mapping[str, Mapping[str, Any] | None]


def missing_organization(shared: Iterable[Document]) -> Iterator[Diagnostic]:
    """Yields the problem that there is no plans/organization.yml (F017)."""
    if not any(document.place.kind == "organization" for document in shared):
        yield Diagnostic(
            "plans/organization.yml",
            WHOLE_FILE,
            Severity.ERROR,
            "F017",
            text("{name} is missing", name="plans/organization.yml"),
            text("add it with at least one line: `name: <name of the organization>`"),
        )


def missing_profile(folder: Iterable[Document], known: Targets) -> Iterator[Diagnostic]:
    """Yields the problem that a leader's folder has no leader.yml (F017), at the first of its documents."""
    first = min(folder, key=lambda document: document.path, default=None)
    if first is not None and first.place.leader not in known.profiles:
        yield Diagnostic(
            first.path,
            WHOLE_FILE,
            Severity.ERROR,
            "F017",
            text("{name} is missing", name=f"plans/leaders/{first.place.leader}/leader.yml"),
            text("add it with at least one line: `name: <name of this person>`"),
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a schema that refers to something, itself or deeper down; None stands for parts that do not.

    `value` is what a text here refers to; `items` the part of a list's items. `keys` holds the part of every key that
    the schema names, `others` the part of any other key, and `names` what the names of these other keys refer to.
    """

    value: str | None
    items: _Part | None
    keys: Mapping[str, _Part | None]
    others: _Part | None
    names: str | None


@cache
def _schema(kind: str) -> _Part | None:
    return _part(resources.schema(kind))


def _part(node: object) -> _Part | None:
    if not isinstance(node, dict):
        return None
    found = _Part(
        value=node.get("x-ref"),
        items=_part(node.get("items")),
        keys={key: _part(child) for key, child in node.get("properties", {}).items()},
        others=_part(node.get("additionalProperties")),
        names=node.get("propertyNames", {}).get("x-ref"),
    )
    is_anything = found.value or found.items or found.others or found.names or any(found.keys.values())
    return found if is_anything else None


def _walk(scope: _Scope, document: Document, part: _Part, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    """Follow data and schema together, as far down as there are references."""
    if isinstance(value, str):
        if part.value is not None:
            yield from _refer(scope, document, part.value, value, pointer, is_key=False)
    elif isinstance(value, list):
        if part.items is not None:
            for index, item in enumerate(value):
                yield from _walk(scope, document, part.items, item, (*pointer, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in part.keys:
                inside = part.keys[key]
            else:
                inside = part.others
                if part.names is not None:
                    yield from _refer(scope, document, part.names, key, (*pointer, key), is_key=True)
                    if part.names == "indicator":
                        yield from _fits(scope, document, (*pointer, key), item)
            if inside is not None:
                yield from _walk(scope, document, inside, item, (*pointer, key))


def _refer(
    scope: _Scope, document: Document, reference: str, name: str, pointer: Pointer, *, is_key: bool
) -> Iterator[Diagnostic]:
    choice = _choice(scope, document, reference, pointer)
    if choice is None or name in choice or not is_id(name):
        return
    span = key_span(document.marks, pointer) if is_key else value_span(document.marks, pointer)
    close = _closest(name, frozenset(choice))
    hint = text("did you mean {name}?", name=close) if close else _where(reference, document, choice)
    message = _nothing(reference, name[:60], document, pointer)
    yield Diagnostic(document.path, span, Severity.ERROR, "F016", message, hint, pointer)


@lru_cache(maxsize=1024)
def _closest(name: str, choice: frozenset[str]) -> str | None:
    """What may have been meant. Somebody who left is named in many files: the search is done once."""
    from difflib import get_close_matches  # only a name that is wrong needs it

    likely = choice if len(choice) <= _MOST_GUESSES else [one for one in choice if one[:1] == name[:1]]
    return next(iter(get_close_matches(name, sorted(likely), 1, 0.6)), None)


def _choice(scope: _Scope, document: Document, reference: str, pointer: Pointer) -> Collection[str] | None:
    """What a reference may name here; None when that cannot be known, because what it rests on is broken or missing."""
    match reference:
        case "goal":
            return scope.goals
        case "indicator":
            return _indicators(scope, pointer)
        case "team_goal":
            return scope.known.team_goals.get(document.place.leader)
        case "facet":
            return scope.known.facets.get(str(pointer[1]))
        case "group":
            # A round without any count is one problem of the whole file (P106), not one at every mean.
            groups = (document.data or {}).get("groups")
            return groups if isinstance(groups, dict) else None
        case _:
            return scope.known.ids[reference]


def _indicators(scope: _Scope, pointer: Pointer) -> Mapping[str, Any] | None:
    """The indicators of the goal whose key stands above; None when there is no such goal, or it is broken."""
    goal = scope.goals.get(str(pointer[1]))
    if goal is None:
        return None
    measurable = goal.get("measurable", {})
    indicators = measurable.get("indicators", {}) if isinstance(measurable, dict) else None
    return indicators if isinstance(indicators, dict) else None


def _fits(scope: _Scope, document: Document, pointer: Pointer, value: Any) -> Iterator[Diagnostic]:
    indicator = (_indicators(scope, pointer) or {}).get(str(pointer[-1]))
    if isinstance(indicator, dict):
        yield from check_reading(document, indicator, value, pointer)


def _approved_goal(scope: _Scope, document: Document) -> Iterator[Diagnostic]:
    place = document.place
    if place.id in scope.goals:
        return
    close = _closest(place.id, frozenset(scope.goals))
    hint = text("did you mean {name}?", name=close) if close else text("remove this file, or restore the goal")
    message = text("{leader} has no goal {name}", leader=place.leader, name=place.id)
    yield Diagnostic(document.path, WHOLE_FILE, Severity.ERROR, "F016", message, hint)


def _nothing(reference: str, name: str, document: Document, pointer: Pointer) -> Text:
    """That there is nothing by that name."""
    match reference:
        case "goal":
            return text("{leader} has no goal {name}", leader=document.place.leader, name=name)
        case "indicator":
            return text("the goal {goal} has no indicator {name}", goal=str(pointer[1]), name=name)
        case "team_goal":
            return text("the team of {leader} has no goal {name}", leader=document.place.leader, name=name)
        case "facet":
            return text("the competency {competency} has no facet {name}", competency=str(pointer[1]), name=name)
        case "group":
            return text("`groups` in this file has no {name}", name=name)
        case "competency":
            return text("there is no competency {name}", name=name)
        case "role":
            return text("there is no role {name}", name=name)
        case "team":
            return text("there is no team {name}", name=name)
        case _:
            return nobody(name)


def _where(reference: str, document: Document, choice: Collection[str]) -> Text:
    """Where it should have been."""
    folder = _LIBRARY.get(reference)
    if reference == "leader":
        return text("add {path}, with `left: <last day>` when this person left; or name another here",
                    path="plans/leaders/<id>/leader.yml")  # fmt: skip
    if folder is not None:
        return text("add {path}", path=f"plans/{folder}/<id>.yml")
    if choice:
        return text("known here: {keys}", keys=listed(sorted(choice)))
    if reference == "goal":
        return text("add {path}", path=f"plans/leaders/{document.place.leader}/goals/<id>.yml")
    return text("add it there, or take it out here")


by_fields(__name__)
