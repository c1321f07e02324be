"""References between files, as the schemas mark them with `x-ref`: whatever is named must be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Any

from koers import resources
from koers.diagnostic import WHOLE_FILE, Diagnostic, Pointer, Severity
from koers.reading.document import Document
from koers.reading.locate import key_span, value_span
from koers.reading.places import is_id
from koers.reading.readings import check_reading
from koers.reading.wording import MOST_PROBLEMS
from koers.resources import Schema
from koers.texts import Text, text

_LIBRARY = {"competency": "competencies", "role": "roles", "team": "teams", "leader": "leaders"}


def check_references(documents: Iterable[Document]) -> tuple[Diagnostic, ...]:
    """Every reference to something that is not there (F016), files that must be there and are not (F017), and
    readings that do not fit their indicator (F018, F019, F020), in order.

    A target counts as existing when its file does, broken or not. `documents` may hold data that does not have its
    form: what is not an id where a reference should be is passed over.
    """
    known = _Known.of(documents)
    found: list[Diagnostic] = list(_missing_files(known))
    for document in known.documents:
        if document.data is not None:
            schema = resources.schema(document.place.kind)
            found.extend(islice(_walk(known, document, schema, document.data, ()), MOST_PROBLEMS))
        if document.place.kind == "approval":
            found.extend(_approved_goal(known, document))
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order))


@dataclass(frozen=True, slots=True)
class _Known:
    """What there is to refer to."""

    documents: tuple[Document, ...]
    ids: Mapping[str, frozenset[str]]
    """By kind of the library, and "leader"."""
    goals: Mapping[str, Mapping[str, Mapping[str, Any] | None]]
    """Data of goals by leader and goal id; None when the file could not be read."""
    leaders: Mapping[str, Mapping[str, Any] | None]
    teams: Mapping[str, Mapping[str, Any] | None]
    competencies: Mapping[str, Mapping[str, Any] | None]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> _Known:
        ordered = tuple(sorted(documents, key=lambda document: document.path))
        data: dict[str, dict[str, Mapping[str, Any] | None]] = defaultdict(dict)
        goals: dict[str, dict[str, Mapping[str, Any] | None]] = defaultdict(dict)
        folders: set[str] = set()
        for document in ordered:
            place = document.place
            folders |= {place.leader} - {""}
            if place.kind == "goal":
                goals[place.leader][place.id] = document.data
            else:
                data[place.kind][place.id] = document.data
        ids = {kind: frozenset(data[kind]) for kind in _LIBRARY} | {"leader": frozenset(folders)}
        return cls(ordered, ids, goals, data["leader"], data["team"], data["competency"])


def _missing_files(known: _Known) -> Iterator[Diagnostic]:
    if not any(document.place.kind == "organization" for document in known.documents):
        yield Diagnostic(
            "plans/organization.yml",
            WHOLE_FILE,
            Severity.ERROR,
            "F017",
            text("{name} is missing", name="plans/organization.yml"),
            text("add it with at least one line: `name: <name of the organization>`"),
        )
    told: set[str] = set()
    for document in known.documents:
        leader = document.place.leader
        if leader and leader not in known.leaders and leader not in told:
            told.add(leader)
            yield Diagnostic(
                document.path,
                WHOLE_FILE,
                Severity.ERROR,
                "F017",
                text("{name} is missing", name=f"plans/leaders/{leader}/leader.yml"),
                text("add it with at least one line: `name: <name of this person>`"),
            )


def _walk(known: _Known, document: Document, node: Schema, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    """Follow data and schema together."""
    reference = node.get("x-ref")
    if reference is not None and isinstance(value, str):
        yield from _refer(known, document, reference, value, pointer, is_key=False)
    if isinstance(value, list) and "items" in node:
        for index, item in enumerate(value):
            yield from _walk(known, document, node["items"], item, (*pointer, index))
    if not isinstance(value, dict):
        return
    properties = node.get("properties", {})
    inside = node.get("additionalProperties")
    named = node.get("propertyNames", {}).get("x-ref")
    for key, item in value.items():
        at = (*pointer, key)
        if key in properties:
            yield from _walk(known, document, properties[key], item, at)
        elif isinstance(inside, dict):
            if named is not None:
                yield from _refer(known, document, named, key, at, is_key=True)
                if named == "indicator":
                    yield from _fits(known, document, at, item)
            yield from _walk(known, document, inside, item, at)


def _refer(
    known: _Known, document: Document, reference: str, name: str, pointer: Pointer, *, is_key: bool
) -> Iterator[Diagnostic]:
    choice = _choice(known, document, reference, pointer)
    if choice is None or name in choice or not is_id(name):
        return
    span = key_span(document.marks, pointer) if is_key else value_span(document.marks, pointer)
    close = _closest(name, choice)
    hint = text("did you mean {name}?", name=close) if close else _where(reference, document, choice)
    message = _nothing(reference, name[:60], document, pointer)
    yield Diagnostic(document.path, span, Severity.ERROR, "F016", message, hint, pointer)


@lru_cache(maxsize=1024)
def _closest(name: str, choice: frozenset[str]) -> str | None:
    """What may have been meant. Somebody who left is named in many files: the search is done once."""
    return next(iter(get_close_matches(name, sorted(choice), 1, 0.6)), None)


def _choice(known: _Known, document: Document, reference: str, pointer: Pointer) -> frozenset[str] | None:
    """What a reference may name here; None when that cannot be known, because what it rests on is broken or missing."""
    leader = document.place.leader
    match reference:
        case "goal":
            return frozenset(known.goals.get(leader, {}))
        case "indicator":
            indicators = _indicators(known, document, pointer)
            return None if indicators is None else frozenset(indicators)
        case "team_goal":
            person = known.leaders.get(leader)
            if person is None:
                return None
            team = person.get("team")
            if team is None:
                return frozenset()
            goals = (known.teams.get(team) or {}).get("goals", {}) if isinstance(team, str) else None
            is_known = isinstance(team, str) and known.teams.get(team) is not None and isinstance(goals, dict)
            return frozenset(goals) if is_known and isinstance(goals, dict) else None
        case "facet":
            competency = known.competencies.get(str(pointer[1]))
            facets = None if competency is None else competency.get("facets", {})
            return frozenset(facets) if isinstance(facets, dict) else None
        case "group":
            groups = (document.data or {}).get("groups", {})
            return frozenset(groups) if isinstance(groups, dict) else None
        case _:
            return known.ids[reference]


def _indicators(known: _Known, document: Document, pointer: Pointer) -> Mapping[str, Any] | None:
    """The indicators of the goal whose key stands above; None when there is no such goal, or it is broken."""
    goal = known.goals.get(document.place.leader, {}).get(str(pointer[1]))
    if goal is None:
        return None
    measurable = goal.get("measurable", {})
    indicators = measurable.get("indicators", {}) if isinstance(measurable, dict) else None
    return indicators if isinstance(indicators, dict) else None


def _fits(known: _Known, document: Document, pointer: Pointer, value: Any) -> Iterator[Diagnostic]:
    indicator = (_indicators(known, document, pointer) or {}).get(str(pointer[-1]))
    if isinstance(indicator, dict):
        yield from check_reading(document, indicator, value, pointer)


def _approved_goal(known: _Known, document: Document) -> Iterator[Diagnostic]:
    place = document.place
    goals = known.goals.get(place.leader, {})
    if place.id in goals:
        return
    close = _closest(place.id, frozenset(goals))
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
            return text("there is nobody with the id {name}", name=name)


def _where(reference: str, document: Document, choice: frozenset[str]) -> Text:
    """Where it should have been."""
    folder = _LIBRARY.get(reference)
    if reference == "leader":
        return text("add {path}", path="plans/leaders/<id>/leader.yml")
    if folder is not None:
        return text("add {path}", path=f"plans/{folder}/<id>.yml")
    if choice:
        return text("known here: {keys}", keys=", ".join(sorted(choice)))
    if reference == "goal":
        return text("add {path}", path=f"plans/leaders/{document.place.leader}/goals/<id>.yml")
    return text("add it there, or take it out here")
