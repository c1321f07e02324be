"""From checked documents to the frozen values of the domain: the last place where raw dictionaries are seen.

A document that did not pass the schema must be left out before; a field that an audience may not see may be
missing anywhere, so nothing here counts on more than a file's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from koers.dates import parse_period
from koers.diagnostic import Pointer
from koers.model import goal as g
from koers.model import log
from koers.model import organization as o
from koers.reading.document import Document, Place
from koers.reading.guard import Guard

Data = Mapping[str, Any]
Withheld = dict[str, frozenset[Pointer]]
"""By path, the fields of a file that a reader may not see."""
Guards = dict[str, Guard]
"""By path, what protects the people who answered a round."""
T = TypeVar("T")
E = TypeVar("E")


def build(documents: Iterable[Document]) -> o.Plans:
    """Everything that could be read, by id. Folders without a readable leader.yml are left out."""
    by_kind: dict[str, list[tuple[Place, Data]]] = defaultdict(list)
    withheld: Withheld = {}
    guards: Guards = {}
    for document in sorted(documents, key=lambda document: document.path):
        if document.data is not None:
            by_kind[document.place.kind].append((document.place, document.data))
            if document.withheld:
                withheld[document.path] = document.withheld
            if document.guard is not None:
                guards[document.path] = document.guard
    settings = by_kind["organization"]
    program = by_kind["program"]
    return o.Plans(
        organization=_organization(*settings[0]) if settings else o.Organization(name=""),
        competencies=_by_id(by_kind["competency"], _competency),
        roles=_by_id(by_kind["role"], _role),
        teams=_by_id(by_kind["team"], _team),
        program=_program(*program[0]) if program else None,
        modules=_by_id(by_kind["module"], _module),
        leaders=_leaders(by_kind, withheld, guards),
    )


def _by_id(files: list[tuple[Place, Data]], make: Callable[[Place, Data], T]) -> Mapping[str, T]:
    return MappingProxyType({place.id: make(place, data) for place, data in files})


def number(value: Any) -> Fraction:
    """The exact number that was written: 0.1 is a tenth, not its nearest binary fraction."""
    return Fraction(value) if isinstance(value, int) else Fraction(Decimal(repr(value)))


def _maybe(value: Any, make: Callable[[Any], E]) -> E | None:
    return None if value is None else make(value)


def _map(value: Data | None, make: Callable[[Any], T]) -> Mapping[str, T]:
    return MappingProxyType({key: make(item) for key, item in (value or {}).items()})


def _dated(value: Mapping[str, Any] | None) -> tuple[tuple[date, Fraction], ...]:
    return tuple(sorted((date.fromisoformat(day), number(item)) for day, item in (value or {}).items()))


def _organization(place: Place, data: Data) -> o.Organization:
    return o.Organization(
        name=data.get("name") or "",
        language=data.get("language", "en"),
        timezone=data.get("timezone", "Europe/Amsterdam"),
        approval=data.get("approval", "advised"),
        limits=_map(data.get("limits"), number),
        holidays=frozenset(date.fromisoformat(day) for day in data.get("holidays", ())),
        forge=_maybe(data.get("forge"), _forge),
        is_findable=data.get("findable", False),
        sealing=_sealing(data.get("sealing", {})),
        rules=_map(data.get("rules"), str),
        path=place.path,
    )


def _sealing(data: Data) -> o.Sealing:
    return o.Sealing(data.get("private") == "required", tuple(data.get("recovery", ())))


def _forge(data: Data) -> o.Forge:
    return o.Forge(
        kind=data["kind"],
        repository=data["repository"],
        branch=data.get("branch", "main"),
        host=data.get("host"),
        plain_http=data.get("plain_http", False),
        recorders=frozenset(address.casefold() for address in data.get("recorders", ())),
    )


def _competency(place: Place, data: Data) -> o.Competency:
    behaviors = {o.Seniority(level): tuple(lines) for level, lines in data.get("behaviors", {}).items()}
    return o.Competency(
        id=place.id,
        path=place.path,
        name=data.get("name", place.id),
        definition=data.get("definition"),
        facets=_map(data.get("facets"), str),
        behaviors=MappingProxyType(behaviors),
    )


def _role(place: Place, data: Data) -> o.Role:
    return o.Role(
        place.id, place.path, data.get("name", place.id), _map(data.get("requires"), number), data.get("summary")
    )


def _team(place: Place, data: Data) -> o.Team:
    goals = {
        id: o.TeamGoal(id, goal.get("title", id), _maybe(goal.get("deadline"), date.fromisoformat))
        for id, goal in data.get("goals", {}).items()
    }
    indicators = {
        id: o.TeamIndicator(
            id=id,
            name=item.get("name", id),
            kind=item.get("kind", "lagging"),
            owner=item.get("owner"),
            unit=item.get("unit"),
            target=_maybe(item.get("target"), number),
            readings=_dated(item.get("readings")),
            next_step=item.get("next_step"),
        )
        for id, item in data.get("indicators", {}).items()
    }
    return o.Team(
        place.id, place.path, data.get("name", place.id), MappingProxyType(goals), MappingProxyType(indicators)
    )


def _program(place: Place, data: Data) -> o.Program:
    pillars = {
        id: o.Pillar(
            id=id,
            title=item.get("title", id),
            activity=item.get("activity"),
            every=_maybe(item.get("every"), parse_period),
            owner=item.get("owner"),
            held=tuple(sorted(date.fromisoformat(day) for day in item.get("held", ()))),
            attended=MappingProxyType(
                {date.fromisoformat(day): tuple(people) for day, people in sorted(item.get("attended", {}).items())}
            ),
        )
        for id, item in data.get("pillars", {}).items()
    }
    return o.Program(place.path, data.get("name", ""), MappingProxyType(pillars))


def _module(place: Place, data: Data) -> o.Module:
    quiz = {
        id: o.Question(
            id=id,
            question=item.get("question", ""),
            kind=item.get("kind", "choice"),
            options=_map(item.get("options"), str),
            answer=item.get("answer"),
            feedback=item.get("feedback"),
            rubric=_map(item.get("rubric"), lambda levels: _map({str(k): v for k, v in levels.items()}, str)),
        )
        for id, item in data.get("quiz", {}).items()
    }
    return o.Module(
        id=place.id,
        path=place.path,
        title=data.get("title", place.id),
        competency=data.get("competency"),
        level=_maybe(data.get("level"), o.Seniority),
        mode=_maybe(data.get("mode"), g.Mode),
        minutes=_maybe(data.get("minutes"), int),
        text=data.get("text"),
        link=data.get("link"),
        file=data.get("file"),
        transcript=data.get("transcript"),
        quiz=MappingProxyType(quiz),
    )


def _leaders(
    by_kind: Mapping[str, list[tuple[Place, Data]]], withheld: Withheld, guards: Guards
) -> Mapping[str, o.Leader]:
    folders: dict[str, dict[str, list[tuple[Place, Data]]]] = defaultdict(lambda: defaultdict(list))
    for kind in ("goal", "checkin", "measurement", "review", "approval"):
        for place, data in by_kind.get(kind, ()):
            folders[place.leader][kind].append((place, data))
    leaders = sorted(by_kind.get("leader", ()), key=lambda file: file[0].id)
    return MappingProxyType(
        {place.id: _leader(place, data, folders[place.id], withheld, guards) for place, data in leaders}
    )


def _leader(
    place: Place, data: Data, folder: Mapping[str, list[tuple[Place, Data]]], withheld: Withheld, guards: Guards
) -> o.Leader:
    approvals: dict[str, list[log.Approval]] = defaultdict(list)
    for approval_place, approval_data in folder["approval"]:
        approvals[approval_place.id].append(_approval(approval_place, approval_data))
    emails = [data["email"]] if data.get("email") else []
    return o.Leader(
        id=place.id,
        path=place.path,
        name=data.get("name", place.id),
        emails=tuple(dict.fromkeys([*emails, *data.get("emails", ())])),
        role=data.get("role"),
        level=_maybe(data.get("level"), o.Seniority),
        team=data.get("team"),
        manager=data.get("manager"),
        co_managers=tuple(data.get("co_managers", ())),
        delegates=tuple(
            o.Delegation(person, date.fromisoformat(term["from"]), date.fromisoformat(term["until"]))
            for person, term in data.get("delegates", {}).items()
        ),
        approver=data.get("approver"),
        observers=tuple(data.get("observers", ())),
        left=_maybe(data.get("left"), date.fromisoformat),
        away=tuple(
            o.Absence(date.fromisoformat(one["from"]), date.fromisoformat(one["until"])) for one in data.get("away", ())
        ),
        capacity_hours_per_week=_maybe(data.get("capacity_hours_per_week"), number),
        seal_keys=tuple(data.get("seal_keys", ())),
        forge=_map(data.get("forge"), str),
        goals=MappingProxyType(
            {
                goal_place.id: goal_from(goal_place, goal, withheld.get(goal_place.path, frozenset()))
                for goal_place, goal in sorted(folder["goal"], key=lambda f: f[0].id)
            }
        ),
        check_ins=tuple(sorted((_check_in(p, d) for p, d in folder["checkin"]), key=lambda c: (c.date, c.number))),
        measurements=tuple(
            sorted(
                (_measurement(p, d, guards.get(p.path)) for p, d in folder["measurement"]),
                key=lambda m: (m.date, m.instrument),
            )
        ),
        reviews=tuple(sorted((_review(p, d) for p, d in folder["review"]), key=lambda r: (r.date, r.number))),
        approvals=MappingProxyType(
            {goal: tuple(sorted(rounds, key=lambda a: a.round)) for goal, rounds in sorted(approvals.items())}
        ),
    )


def goal_from(place: Place, data: Data, withheld: frozenset[Pointer] = frozenset()) -> g.Goal:
    """The goal that one file holds; of `withheld` fields a reader may not know whether the file has them."""
    specific = data.get("specific", {})
    achievable = data.get("achievable", {})
    relevant = data.get("relevant", {})
    time_bound = data.get("time_bound", {})
    indicators = [
        _withheld(id, item) if ("measurable", "indicators", id, "baseline") in withheld else _indicator(id, item)
        for id, item in data.get("measurable", {}).get("indicators", {}).items()
    ]
    return g.Goal(
        id=place.id,
        leader=place.leader,
        path=place.path,
        title=data.get("title", place.id),
        category=g.Category(data.get("category", "personal")),
        status=g.Status(data.get("status", "draft")),
        competency=data.get("competency"),
        skill=data.get("skill"),
        specific=g.Specific(
            specific.get("situation"), specific.get("behavior"), specific.get("quality"), specific.get("effect")
        ),
        indicators=tuple(one for one in indicators if isinstance(one, g.Indicator)),
        achievable=g.Achievable(
            _maybe(achievable.get("hours_per_week"), number),
            achievable.get("support"),
            tuple(achievable.get("observers", ())),
        ),
        relevant=g.Relevant(
            relevant.get("why"),
            relevant.get("team_goal"),
            _maybe(relevant.get("choice"), lambda c: g.Choice(c.get("impact"), c.get("potential"), c.get("energy"))),
            relevant.get("not_now"),
        ),
        time_bound=g.TimeBound(
            _maybe(time_bound.get("start"), date.fromisoformat),
            _maybe(time_bound.get("deadline"), date.fromisoformat),
            _maybe(time_bound.get("check_in"), parse_period),
            _maybe(time_bound.get("review"), parse_period),
            _maybe(time_bound.get("remeasure"), date.fromisoformat),
        ),
        actions=tuple(_action(id, item) for id, item in data.get("actions", {}).items()),
        stop_if=data.get("stop_if"),
        notes=data.get("notes"),
        withheld=tuple(one for one in indicators if isinstance(one, g.WithheldIndicator)),
    )


def _withheld(id: str, data: Data) -> g.WithheldIndicator | None:
    """What a reader who may not see the numbers knows of an indicator; of a draft's perhaps nothing yet."""
    if data.get("kind") is None or data.get("measure") is None:
        return None
    return g.WithheldIndicator(
        id=id,
        name=data.get("name", id),
        kind=g.Kind(data["kind"]),
        measure=g.Measure(data["measure"]),
        source=g.Source(data.get("source", "log")),
        unit=data.get("unit"),
        per=_maybe(data.get("per"), parse_period),
    )


def _indicator(id: str, data: Data) -> g.Indicator | None:
    """A draft's indicator that lacks what it takes to measure is none yet."""
    if any(data.get(key) is None for key in ("kind", "measure", "baseline", "target")):
        return None
    return g.Indicator(
        id=id,
        name=data.get("name", id),
        kind=g.Kind(data["kind"]),
        measure=g.Measure(data["measure"]),
        source=g.Source(data.get("source", "log")),
        baseline=number(data["baseline"]),
        target=number(data["target"]),
        unit=data.get("unit"),
        per=_maybe(data.get("per"), parse_period),
        threshold=_maybe(data.get("threshold"), number),
        hold=bool(data.get("hold", False)),
        milestones=_dated(data.get("milestones")),
    )


def _action(id: str, data: Data) -> g.Action:
    return g.Action(
        id=id,
        what=data.get("what", id),
        mode=g.Mode(data.get("mode", "on_the_job")),
        every=_maybe(data.get("every"), parse_period),
        due=_maybe(data.get("due"), date.fromisoformat),
        done=_maybe(data.get("done"), date.fromisoformat),
        hours=_maybe(data.get("hours"), number),
    )


def reading(value: Any) -> log.Reading:
    """A number, or `9/10` as a `Share`."""
    if isinstance(value, str):
        met, _, of = value.partition("/")
        return log.Share(int(met), int(of))
    return number(value)


def _goal_logs(data: Data | None) -> Mapping[str, log.GoalLog]:
    return MappingProxyType(
        {
            goal: log.GoalLog(
                readings=MappingProxyType(
                    {key: reading(value) for key, value in entry.items() if key not in log.BESIDE_READINGS}
                ),
                note=entry.get("note"),
                confidence=_maybe(entry.get("confidence"), int),
            )
            for goal, entry in (data or {}).items()
        }
    )


def _check_in(place: Place, data: Data) -> log.CheckIn:
    return log.CheckIn(
        date=_day(place),
        number=place.number,
        path=place.path,
        with_whom=data.get("with"),
        minutes=_maybe(data.get("minutes"), int),
        done=data.get("done"),
        going_well=data.get("going_well"),
        difficult=data.get("difficult"),
        next=data.get("next"),
        goals=_goal_logs(data.get("goals")),
        private=data.get("private"),
    )


def _measurement(place: Place, data: Data, guard: Guard | None = None) -> log.Measurement:
    scale = data.get("scale")
    return log.Measurement(
        date=_day(place),
        instrument=place.id,
        path=place.path,
        kind=log.MeasurementKind(data["kind"]),
        version=data.get("version"),
        scale=(number(scale[0]), number(scale[1])) if scale else None,
        groups=_map(data.get("groups"), int),
        competencies=_map(data.get("competencies"), _score),
        goals=_goal_logs(data.get("goals")),
        by=data.get("by"),
        observed=data.get("observed"),
        notes=data.get("notes"),
        guard=guard,
    )


def _score(data: Data) -> log.Score:
    return log.Score(
        _maybe(data.get("behavior"), number),
        _maybe(data.get("aptitude"), number),
        _map(data.get("by_group"), number),
        _map(data.get("facets"), number),
    )


def _review(place: Place, data: Data) -> log.Review:
    return log.Review(
        date=_day(place),
        number=place.number,
        path=place.path,
        kind=log.ReviewKind(data.get("kind", "interim")),
        goals=MappingProxyType(
            {
                goal: log.GoalReview(log.Decision(entry["decision"]), entry.get("reason"))
                for goal, entry in data.get("goals", {}).items()
            }
        ),
        with_whom=tuple(data.get("with", ())),
        notes=data.get("notes"),
    )


def _approval(place: Place, data: Data) -> log.Approval:
    evidence = data.get("evidence", {})
    return log.Approval(
        goal=place.id,
        round=place.number,
        path=place.path,
        decision=data.get("decision", ""),
        by=data.get("by", ""),
        date=date.fromisoformat(data["date"]),
        fingerprint=data.get("fingerprint", ""),
        evidence=log.Evidence(
            evidence.get("kind", "commit"),
            evidence.get("url"),
            evidence.get("reviewer"),
            evidence.get("commit"),
            evidence.get("signature"),
        ),
        note=data.get("note"),
    )


def _day(place: Place) -> date:
    if place.date is None:
        raise ValueError(f"{place.path} carries no date in its name")
    return place.date
