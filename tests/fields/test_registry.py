"""Every field of every kind, as the schemas say it, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fields.full_file import changed, full, leaves, other
from koers import fields, resources
from koers.fields import ANY, EVERYONE, KINDS, NOBODY, Case, Field, FieldType, Need
from koers.reading.validation import accepts

LEADER_AND_MANAGER = frozenset({"leader", "manager"})
CONCERNED = LEADER_AND_MANAGER | {"hr"}

every_kind = pytest.mark.parametrize("kind", KINDS)


def places(node: dict[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every place that a schema describes, read without the registry."""
    yield at
    for name, child in node.get("properties", {}).items():
        yield from places(child, (*at, name))
    for key in ("additionalProperties", "items"):
        if isinstance(node.get(key), dict):
            yield from places(node[key], (*at, ANY))


@every_kind
def test_every_place_of_the_schema_is_a_field_and_no_other(kind: str) -> None:
    assert [field.pointer for field in fields.walk(fields.of_kind(kind))] == list(places(resources.schema(kind)))


@every_kind
def test_every_field_has_words_and_a_widget(kind: str) -> None:
    for field in fields.walk(fields.of_kind(kind)):
        assert field.label, field.pointer
        assert field.help.endswith("."), field.pointer
        assert field.widget, field.pointer
        assert (field.type is FieldType.CHOICE) is bool(field.choices), field.pointer


@every_kind
def test_a_file_with_every_field_passes_the_schema_also_with_any_other_value(kind: str) -> None:
    """What the types, bounds and choices of the registry say is what the schema accepts."""
    data = full(kind)
    assert accepts(kind, data)
    for at, field in leaves(kind, data):
        value = data
        for step in at:
            value = value[step]  # type: ignore[index]
        assert accepts(kind, changed(data, at, other(field, value))), at


def test_a_field_in_full() -> None:
    assert fields.find("goal", ("measurable", "indicators", "open-conversations", "per")) == Field(
        kind="goal",
        pointer=("measurable", "indicators", ANY, "per"),
        type=FieldType.PERIOD,
        label="Per",
        help="The period a frequency is counted over; only with measure: frequency.",
        audience=EVERYONE,
        is_approved=True,
        need=Need.SOMETIMES,
        widget="period",
        examples=("2 weeks",),
    )


@pytest.mark.parametrize(
    ("kind", "pointer", "attribute", "expected"),
    [
        ("goal", ("competency",), "reference", "competency"),
        ("goal", ("competency",), "need", Need.SOMETIMES),
        ("goal", ("title",), "need", Need.ALWAYS),
        ("goal", ("notes",), "need", Need.NEVER),
        ("goal", ("status",), "is_approved", False),
        ("goal", ("specific", "behavior"), "is_approved", True),
        ("goal", ("actions", "x", "done"), "is_approved", False),
        ("goal", ("achievable", "observers", 0), "reference", "leader"),
        ("goal", ("measurable", "indicators"), "key_type", FieldType.ID),
        ("goal", ("measurable", "indicators", "x", "milestones"), "key_type", FieldType.DATE),
        ("goal", ("measurable", "indicators", "x", "source"), "default", "log"),
        ("goal", ("relevant", "choice", "energy"), "choices", ("high", "medium", "low")),
        ("goal", ("relevant", "choice", "energy"), "audience", CONCERNED),
        ("checkin", ("goals", "x"), "key_reference", "indicator"),
        ("checkin", ("goals", "x", "confidence"), "highest", 5),
        ("checkin", ("goals", "x", "open-conversations"), "type", FieldType.READING),
        ("checkin", ("private",), "audience", LEADER_AND_MANAGER),
        ("leader", ("email",), "audience", NOBODY),
        ("leader", ("emails", 0), "audience", NOBODY),
        ("leader", ("emails", 0), "widget", "email"),
        ("leader", ("name",), "longest", 200),
    ],
)
def test_what_is_known_of_a_field(kind: str, pointer: tuple[str | int, ...], attribute: str, expected: object) -> None:
    field = fields.find(kind, pointer)
    assert field is not None
    assert getattr(field, attribute) == expected


def test_what_no_schema_knows_is_no_field() -> None:
    assert fields.find("goal", ("specific", "mood")) is None
    assert fields.find("goal", ("title", "first")) is None
    unknown = [(at, value) for at, field, value in fields.values(fields.of_kind("team"), {"mood": 1}) if field is None]
    assert unknown == [(("mood",), 1)]


# Who sees it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data", "at", "expected"),
    [
        ("measurement", {"kind": "kpi"}, ("goals", "x", "y"), EVERYONE),
        ("measurement", {"kind": "pulse"}, ("goals", "x", "y"), CONCERNED),
        ("measurement", {}, ("goals", "x", "y"), CONCERNED),
        ("measurement", {"kind": "kpi"}, ("goals", "x", "note"), CONCERNED),
        ("measurement", {"kind": "kpi"}, ("observed",), LEADER_AND_MANAGER),
        ("measurement", {"kind": "kpi"}, ("version",), CONCERNED),
        ("approval", {"decision": "approved"}, ("by",), EVERYONE),
        ("approval", {"decision": "returned"}, ("by",), CONCERNED),
        ("approval", {"decision": "returned"}, ("evidence", "url"), CONCERNED),
        ("approval", {"decision": "approved"}, ("evidence", "reviewer"), NOBODY),
        ("approval", {"decision": "returned"}, (), CONCERNED),
    ],
)
def test_who_sees_a_value_may_depend_on_another(
    kind: str, data: dict[str, object], at: tuple[str, ...], expected: frozenset[str]
) -> None:
    field = fields.find(kind, at)
    assert field is not None
    assert fields.audience_of(field, data, at) == expected


def sourced() -> Field:
    """A schema in which each item decides for itself who sees its target, with a default."""
    target = {
        "type": "number",
        "x-audience-when": {"source": {"pulse": ["leader"], "log": "everyone"}},
        "x-audience": "none",
        "x-shows": {"what": "standing", "why": "everyone may know whether it goes well"},
    }
    source = {"type": "string", "enum": ["log", "pulse", "kpi"], "default": "log"}
    return fields.read_schema(
        "goal",
        {
            "x-audience": ["hr"],
            "type": "object",
            "properties": {
                "indicators": {
                    "type": "object",
                    "additionalProperties": {"type": "object", "properties": {"source": source, "target": target}},
                }
            },
        },
    )


def test_each_item_of_a_map_decides_for_itself() -> None:
    target = next(field for field in fields.walk(sourced()) if field.name == "target")
    data = {"indicators": {"a": {"source": "pulse"}, "b": {}, "c": {"source": "kpi"}}}
    found = {id: fields.audience_of(target, data, ("indicators", id, "target")) for id in data["indicators"]}
    assert found == {"a": frozenset({"leader"}), "b": EVERYONE, "c": NOBODY}
    assert target.cases[0] == Case(("indicators", ANY, "source"), "pulse", frozenset({"leader"}), "log")
    assert target.shows == ("standing", "everyone may know whether it goes well")


def test_whoever_is_nothing_to_a_leader_sees_what_everyone_sees() -> None:
    assert fields.may_see(EVERYONE, ())
    assert fields.may_see(CONCERNED, {"hr"})
    assert not fields.may_see(CONCERNED, ())
    assert not fields.may_see(LEADER_AND_MANAGER, {"hr"})
    assert not fields.may_see(NOBODY, CONCERNED)
