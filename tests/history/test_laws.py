"""Laws of the comparison, over every field: what is agreed cannot change unseen, and nothing else is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fields.full_file import Data, changed, full, leaves, other, without
from fields.patched import more_fields
from koers import fields
from koers.approval.fingerprint import fingerprint
from koers.diagnostic import Pointer
from koers.fields import ANY, Field
from koers.history.compare import approver_changes, changes
from koers.language import translator
from koers.model.change import Change, Direction
from koers.reading.document import Document, Place

KEY = ("anna", "coaching")
PATH = "plans/leaders/anna/goals/coaching.yml"
say = translator("en").say


def value_at(data: Any, at: Pointer) -> Any:
    for step in at:
        data = data[step]
    return data


GOAL = full("goal")
LEAVES = leaves("goal", GOAL)
APPROVED = [(at, field) for at, field in LEAVES if field.is_approved]
OTHERS = [(at, field) for at, field in LEAVES if not field.is_approved]

PLACES = sorted(
    {at[: length + 1] for at, _ in LEAVES for length in range(len(at))},
    key=lambda at: (-len(at), str(at)),
)
GROUPS = [at for at in PLACES if isinstance(value_at(GOAL, at), dict)]


def each(places: list[tuple[Pointer, Field]]) -> pytest.MarkDecorator:
    """A test for each of these places, by its name."""
    return pytest.mark.parametrize(
        ("at", "field"), [pytest.param(at, field, id="-".join(map(str, at))) for at, field in places]
    )


def told(before: Data, after: Data) -> tuple[Change, ...]:
    return changes({KEY: document(before)}, {KEY: document(after)}, {})


def document(data: Data) -> Document:
    return Document(Place(PATH, "goal", "coaching", "anna"), "", data)


def place_of(at: Pointer, field: Field) -> Pointer:
    """Where a change of this value is told: of one item of a list at the list."""
    return at[:-1] if field.pointer[-1] == ANY and isinstance(at[-1], int) else at


def test_the_goal_of_these_laws_has_every_field() -> None:
    walked = {field.pointer for field in fields.walk(fields.of_kind("goal")) if field.type.is_leaf}
    assert {field.pointer for _, field in LEAVES} == walked
    assert [field.name for _, field in OTHERS] == ["status", "done", "notes"]
    assert told(GOAL, copy.deepcopy(GOAL)) == ()


@each(APPROVED)
def test_every_approved_value_that_changes_comes_or_goes_is_told_at_its_place(at: Pointer, field: Field) -> None:
    """Exactly one change, with words, that says what stood there and what stands there."""
    place = place_of(at, field)
    for before, after in (
        (GOAL, changed(GOAL, at, other(field, value_at(GOAL, at)))),
        (GOAL, without(GOAL, at)),
        (without(GOAL, at), GOAL),
    ):
        (change,) = told(before, after)
        assert change.pointer == place
        assert say(change.text)
        assert change.before != change.after


@each(OTHERS)
def test_what_is_not_approved_is_not_told_but_for_the_status(at: Pointer, field: Field) -> None:
    found = told(GOAL, changed(GOAL, at, other(field, value_at(GOAL, at))))
    assert [change.pointer for change in found] == ([("status",)] if at == ("status",) else [])


@pytest.mark.parametrize("item", [("measurable", "indicators", "the-item"), ("actions", "the-item")])
def test_an_item_that_came_or_went_is_one_change(item: Pointer) -> None:
    for before, after, way in (
        (GOAL, without(GOAL, item), Direction.WEAKER),
        (without(GOAL, item), GOAL, Direction.STRONGER),
    ):
        (change,) = told(before, after)
        assert (change.pointer, change.direction) == (item, way)


def test_a_group_that_says_nothing_is_told_too_since_the_approval_falls_with_it() -> None:
    for at in GROUPS:
        before, after = changed(GOAL, at, {}), without(GOAL, at)
        assert fingerprint(before, *KEY) != fingerprint(after, *KEY)
        assert [change.pointer for change in (*told(before, after), *told(after, before))] == [at, at]


# Any two goals ------------------------------------------------------------------------------------------------------


@st.composite
def goals(draw: st.DrawFn) -> Data:
    """The goal with some values changed, some places gone, some groups emptied, and words laid out otherwise."""
    data = copy.deepcopy(GOAL)
    for at, field in draw(st.lists(st.sampled_from(LEAVES), max_size=4)):
        data = changed(data, at, other(field, value_at(GOAL, at)))
    for at in draw(st.lists(st.sampled_from(GROUPS), max_size=1)):
        data = changed(data, at, {})
    for at in sorted(draw(st.lists(st.sampled_from(PLACES), max_size=3, unique=True)), key=lambda at: -len(at)):
        try:
            data = without(data, at)
        except (KeyError, IndexError):
            continue
    if draw(st.booleans()) and isinstance(data.get("stop_if"), str):
        data["stop_if"] = data["stop_if"].replace(" ", "  \n")
    return data


@given(goals(), goals())
def test_a_change_is_told_exactly_when_the_approval_falls(before: Data, after: Data) -> None:
    """The fingerprint and the comparison agree about what was agreed, for any two goals."""
    is_other = fingerprint(before, *KEY) != fingerprint(after, *KEY)
    found = [change for change in told(before, after) if change.pointer != ("status",)]
    assert bool(found) is is_other
    assert len({change.pointer for change in found}) == len(found)


@given(goals(), goals())
def test_there_and_back_is_told_at_the_same_places_the_other_way_round(before: Data, after: Data) -> None:
    there, back = told(before, after), told(after, before)
    assert {(c.pointer, repr(c.before), repr(c.after)) for c in there} == {
        (c.pointer, repr(c.after), repr(c.before)) for c in back
    }


# Who decides --------------------------------------------------------------------------------------------------------

LEADER = full("leader")
AGREED = ("manager", "co_managers", "delegates", "approver", "left")


def approvers(before: Data, after: Data) -> tuple[Change, ...]:
    place = Place("plans/leaders/anna/leader.yml", "leader", "anna", "anna")
    one, two = (Document(place, "", data) for data in (before, after))
    return tuple(approver_changes(one, two))


@each(leaves("leader", LEADER))
def test_of_a_person_who_decides_is_told_and_nothing_else(at: Pointer, field: Field) -> None:
    found = approvers(LEADER, changed(LEADER, at, other(field, value_at(LEADER, at))))
    assert [change.pointer for change in found] == ([at[:1]] if at[0] in AGREED else [])
    assert all(change.before != change.after and say(change.text) for change in found)


def test_who_decides_in_words() -> None:
    after = {
        "manager": "piet",
        "co_managers": ["kim", "anna"],
        "delegates": {"kim": {"from": "2026-02-01", "until": "2026-02-14"}},
    }
    assert [say(change.text) for change in approvers({"manager": "kim", "co_managers": []}, after)] == [
        "manager kim -> piet",
        "co-managers set: anna, kim",
        "delegates set: kim (2026-02-01 - 2026-02-14)",
    ]


# A field of tomorrow ------------------------------------------------------------------------------------------------


def test_a_field_that_is_added_to_the_schema_is_compared_without_a_change_of_code() -> None:
    added = {
        ("mood",): {"title": "Mood", "description": "How it feels.", "type": "string"},
        ("weight",): {"title": "Weight", "description": "How heavy it is.", "type": "number", "x-approved": True},
        ("promise",): {"title": "Promise", "description": "To whom.", "type": "string", "x-approved": True},
        ("pairs",): {"title": "Pairs", "type": "array", "items": {"type": "integer"}, "x-approved": True},
        ("is_shared",): {"title": "Shared", "type": "boolean", "x-approved": True},
        ("measurable", "indicators", ANY, "owner"): {"title": "Owner", "type": "string", "enum": ["a", "b"]},
    }
    with more_fields("goal", added):
        before = {**GOAL, "mood": "good", "weight": 2, "promise": "The team", "pairs": [2, 1]}
        after = {**changed(GOAL, ("measurable", "indicators", "the-item", "owner"), "b"), "mood": "bad"}
        after |= {"weight": 2.5, "pairs": [1, 2], "is_shared": True}
        found = told(before, after)
    assert [(say(change.text), change.direction.value) for change in found] == [
        ("Owner (the-item) set: b", "neutral"),
        ("Weight 2 -> 2.5", "neutral"),
        ("Promise removed", "neutral"),
        ("Pairs 2, 1 -> 1, 2", "neutral"),
        ("Shared set: yes", "neutral"),
    ]
