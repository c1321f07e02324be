"""Laws of the export, over every field of every kind: whoever may see a value has it in the data, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.exported import document, exported, words
from fields.full_file import Data, changed, full, leaves, other, without
from fields.patched import more_fields
from koers import fields
from koers.audience.small_groups import band
from koers.diagnostic import Pointer
from koers.export.written import written
from koers.fields import ANY, KINDS, Field, FieldType, audience_of, may_see
from koers.history.compare import approver_changes, changes
from koers.model.as_of import as_of
from koers.model.build import build
from koers.pipeline.world import World
from koers.progress.measure import measure
from koers.reading.document import Document

PATHS = {
    "organization": "organization.yml",
    "competency": "competencies/coaching.yml",
    "role": "roles/lead.yml",
    "team": "teams/north.yml",
    "program": "program.yml",
    "module": "learning/listening.yml",
    "leader": "leaders/anna/leader.yml",
    "goal": "leaders/anna/goals/coaching.yml",
    "checkin": "leaders/anna/checkins/2026-02-09.yml",
    "measurement": "leaders/anna/measurements/2026-01-10-scan.yml",
    "review": "leaders/anna/reviews/2026-02-20.yml",
    "approval": "leaders/anna/approvals/coaching.1.yml",
}
EYES = {"everyone": (), "leader": ("leader",), "manager": ("manager",), "hr": ("hr",)}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_reader = pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)


def made(kind: str) -> Data:
    """A full file. Nobody is protected in an assessment as in a round: what small groups need has its own tests."""
    data = full(kind)
    return {**data, "kind": "assessment"} if kind == "measurement" else data


sample = cache(made)


def export(kind: str, data: Data, eyes: tuple[str, ...]) -> dict[str, Any]:
    """The data of an organization of full files, with this one among them."""
    return exported((document(path, data if one == kind else sample(one)) for one, path in PATHS.items()), eyes)


def value_at(data: Any, at: Pointer) -> Any:
    for step in at:
        data = data[step]
    return data


def with_another(kind: str, at: Pointer, field: Field) -> Data:
    """The file with another value at this place, or without one where the schema allows no other."""
    data, value = sample(kind), value_at(sample(kind), at)
    another = 25 if (kind, at[0]) == ("measurement", "groups") else other(field, value)
    return without(data, at) if another == value else changed(data, at, another)


def decides(field: Field) -> bool:
    """Whether other fields are for other people when this one has another value, which the schema declares."""
    everything = fields.walk(fields.of_kind(field.kind))
    return any(case.pointer == field.pointer for one in everything for case in one.cases)


@every_reader
@every_kind
def test_a_value_is_in_the_data_of_whoever_may_see_it_and_of_nobody_else(kind: str, eyes: tuple[str, ...]) -> None:
    before = export(kind, sample(kind), eyes)
    wrong = []
    for at, field in leaves(kind, sample(kind)):
        is_seen = may_see(audience_of(field, sample(kind), at), eyes)
        if is_seen or not decides(field):
            after = export(kind, with_another(kind, at, field), eyes)
            if (before != after) is not is_seen:
                wrong.append((at, is_seen))
    assert wrong == []


@every_kind
def test_words_and_days_are_there_as_they_were_written(kind: str) -> None:
    there = set(words(export(kind, sample(kind), ("leader", "manager", "hr"))))
    as_written = {
        value_at(sample(kind), at)
        for at, field in leaves(kind, sample(kind))
        if field.audience and field.type in (FieldType.LINE, FieldType.TEXT, FieldType.DATE, FieldType.PERIOD)
    }
    assert as_written - there == set()


def test_what_is_for_nobody_is_not_there_even_if_the_audience_let_it_pass() -> None:
    secrets = {
        value_at(sample(kind), at)
        for kind in KINDS
        for at, field in leaves(kind, sample(kind))
        if not field.audience and not field.cases
    }
    assert len(secrets) > 5
    there = {word for kind in KINDS for word in words(written(kind, sample(kind)))}
    assert there & secrets == set()


APPROVED = [
    pytest.param(kind, at, field, id="-".join((kind, *map(str, at))))
    for kind in ("goal", "leader")
    for at, field in leaves(kind, sample(kind))
    if field.is_approved
]


@pytest.mark.parametrize(("kind", "at", "field"), APPROVED)
def test_every_approved_field_gives_a_change_in_diff_and_a_value_in_the_data(
    kind: str, at: Pointer, field: Field
) -> None:
    was, now = sample(kind), with_another(kind, at, field)
    one, two = document(PATHS[kind], was), document(PATHS[kind], now)
    told = (
        changes({("anna", "coaching"): one}, {("anna", "coaching"): two}, {})
        if kind == "goal"
        else tuple(approver_changes(one, two))
    )
    assert len(told) == 1
    assert export(kind, was, ("leader",)) != export(kind, now, ("leader",))


def test_the_approved_fields_are_those_of_the_goal_and_of_who_decides() -> None:
    approved = {
        (kind, field.pointer)
        for kind in KINDS
        for field in fields.walk(fields.of_kind(kind))
        if field.is_approved and field.type.is_leaf
    }
    assert {(param.values[0], param.values[2].pointer) for param in APPROVED} == approved  # type: ignore[union-attr]


# A field that koers does not know yet -------------------------------------------------------------------------------

MOOD = {"type": "string", "title": "Mood", "description": "How it feels."}


@pytest.mark.parametrize(
    ("kind", "pointer"),
    [
        *((kind, ("mood",)) for kind in KINDS),
        ("goal", ("specific", "mood")),
        ("goal", ("measurable", "mood")),
        ("goal", ("measurable", "indicators", ANY, "mood")),
        ("goal", ("actions", ANY, "mood")),
        ("team", ("indicators", ANY, "mood")),
        ("leader", ("delegates", ANY, "mood")),
    ],
)
def test_a_new_field_is_in_the_data_without_a_change_of_code(kind: str, pointer: tuple[str, ...]) -> None:
    for audience, eyes, is_seen in (
        ("everyone", (), True),
        (["leader"], ("leader",), True),
        (["leader"], ("hr",), False),
        ("none", ("leader", "manager", "hr"), False),
    ):
        with more_fields(kind, {pointer: {**MOOD, "x-audience": audience}}):
            fresh = {one: made(one) for one in KINDS}
            fresh["measurement"]["kind"] = "kpi"  # of another kind strangers see nothing at all
            found = exported((document(path, fresh[one]) for one, path in PATHS.items()), (*eyes,))
            value = f"{kind} {' '.join(pointer).replace(ANY, 'x')} "
            assert any(word.startswith(value) for word in words(found)) is is_seen, (audience, eyes)


def test_no_field_of_a_schema_has_the_name_of_what_is_worked_out() -> None:
    goal = fields.of_kind("goal")
    indicator = fields.find("goal", ("measurable", "indicators", ANY))
    assert indicator is not None
    worked_out = {
        "id",
        "goal",
        "standing",
        "decisive",
        "progress",
        "expected",
        "evaluated_on",
        "approval",
        "indicators",
    }
    of_indicator = {
        *("id", "withheld", "current", "progress", "expected", "expected_value", "standing", "grade", "forecast"),
        *("points", "gaps"),
    }
    assert worked_out.isdisjoint(child.name for child in goal.children)
    assert of_indicator.isdisjoint(child.name for child in indicator.children)
    of_leader = {"version", "id", "goals", "check_ins", "measurements", "reviews", "approvals"}
    assert of_leader.isdisjoint(child.name for child in fields.of_kind("leader").children)


# Small groups, and the day ------------------------------------------------------------------------------------------


@given(st.integers(5, 40))
def test_how_many_answered_is_told_as_a_band(count: int) -> None:
    data = {"kind": "survey360", "version": "1", "scale": [0, 100], "groups": {"team": count}}
    leader = document(PATHS["leader"], {"name": "Anna"})
    found = exported([leader, document(PATHS["measurement"], data)], ("leader",))
    assert found["anna"]["measurements"][0]["groups"] == {"team": band(count)}


PLANNED = {"start", "deadline", "remeasure", "due", "milestones", "holidays", "from", "until", "forecast"}
"""Under these keys a day may lie ahead: it was agreed, or it is where a line would meet its target."""


def days(value: object) -> Iterator[str]:
    """Every day in a JSON value, as value and as key, but for what is planned."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in PLANNED:
                yield from days(key)
                yield from days(item)
    elif isinstance(value, list):
        for item in value:
            yield from days(item)
    elif isinstance(value, str) and len(value) == 10:
        try:
            yield date.fromisoformat(value).isoformat()
        except ValueError:
            return


@cache
def example(project: Path) -> tuple[Document, ...]:
    return World.open(project, lambda zone: date(2026, 4, 10)).whole.documents


@settings(deadline=None, max_examples=40)
@given(day=st.dates(date(2025, 12, 1), date(2026, 7, 31)))
def test_nothing_that_is_dated_later_is_in_the_data_and_all_the_rest_is(project: Path, day: date) -> None:
    documents = example(project)
    found = exported_on(documents, day)
    assert [one for one in days(found) if one > day.isoformat()] == []
    records = [
        record
        for id, leader in found.items()
        if id != "index"
        for kind in ("check_ins", "measurements", "reviews", "approvals")
        for record in leader[kind]
    ]
    dated = [str(one.place.date or (one.data or {}).get("date", "")) for one in documents]
    assert len(records) == sum(bool(one) and one <= day.isoformat() for one in dated)
    shared = found["index"]
    readings = [r for team in shared["teams"] for one in team["indicators"] for r in one.get("readings", {})]
    in_files = [
        reading
        for one in documents
        if one.place.kind == "team" and one.data
        for indicator in one.data["indicators"].values()  # type: ignore[union-attr]
        for reading in indicator.get("readings", {})  # type: ignore[union-attr]
    ]
    assert sorted(readings) == sorted(str(one) for one in in_files if str(one) <= day.isoformat())


def exported_on(documents: tuple[Document, ...], day: date) -> dict[str, Any]:
    return exported(documents, ("leader", "manager", "hr"), day, measure(as_of(build(documents), day), day))


def test_a_goal_is_active_and_an_action_open_until_the_day_they_were_closed() -> None:
    goal = {**sample("goal"), "status": "achieved"}
    goal["actions"] = {"prepare": {"what": "Prepare", "mode": "formal", "due": "2026-03-01", "done": "2026-03-02"}}
    review = {"kind": "quarter", "goals": {"coaching": {"decision": "achieved"}}}
    files = [
        document(PATHS["leader"], {"name": "Anna"}),
        document(PATHS["goal"], goal),
        document(PATHS["review"].replace("02-20", "03-02"), review),
    ]
    on = {day: exported(files, (), day)["anna"] for day in (date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=1))}
    told = [
        (one["goals"][0]["status"], one["goals"][0]["actions"][0].get("done"), len(one["reviews"]))
        for one in on.values()
    ]
    assert told == [("active", None, 0), ("achieved", "2026-03-02", 1)]
