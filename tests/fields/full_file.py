"""A file of any kind with every field written, and every value of it told apart from all others."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from koers import fields
from koers.diagnostic import Pointer
from koers.fields import ANY, Field, FieldType

Data = dict[str, Any]

WRITTEN_ONE_WAY: dict[tuple[str, ...], tuple[str, ...]] = {
    ("organization", "timezone"): ("Europe/Amsterdam", "Europe/Brussels"),
    ("organization", "forge", "repository"): ("org/plans", "org/other"),
    ("organization", "forge", "branch"): ("main", "trunk"),
    ("organization", "forge", "host"): ("forge.example.org", "code.example.org"),
    ("organization", "forge", "recorders", ANY): ("koers@localhost", "robot@example.org"),
    ("module", "link"): ("https://example.org/module", "https://example.org/another"),
    ("module", "file"): ("listening.pdf", "asking.pdf"),
    ("leader", "email"): ("anna@example.org", "anna@example.com"),
    ("leader", "emails", ANY): ("anna@example.net", "anna@example.edu"),
    ("leader", "forge", "github"): ("anna-hub", "anna-hub-2"),
    ("leader", "forge", "gitlab"): ("anna-lab", "anna-lab-2"),
    ("leader", "forge", "forgejo"): ("anna-jo", "anna-jo-2"),
    ("leader", "seal_keys", ANY): (
        "age1mf0cu2w9w9vaktlkszt2m2xtm8hfcerf9wcys6egg4y0j53vhatsgl6057",
        "age1fqwn2ydg43xkhgwgnu6mzr55jprq6tccmmh2suurg8l4pa22g99se9qlw4",
    ),
    ("organization", "sealing", "recovery", ANY): (
        "age1fqwn2ydg43xkhgwgnu6mzr55jprq6tccmmh2suurg8l4pa22g99se9qlw4",
        "age1zg34zk3xzudrwdqqms5zhwcctjrrmgztkkgjkercmjhukwytrcrqwywrcj",
    ),
    ("approval", "fingerprint"): ("koers1:sha256:" + "a" * 64, "koers1:sha256:" + "b" * 64),
    ("approval", "evidence", "url"): ("https://example.org/pull/1", "https://example.org/pull/2"),
    ("approval", "evidence", "commit"): ("a" * 40, "b" * 40),
}
"""Lines that the schema wants in a form of their own: a value and another one."""

KEYS: dict[tuple[str, ...], str] = {
    ("organization", "limits"): "longest_goal_days",
    ("organization", "rules"): "S104",
    ("module", "quiz", ANY, "rubric", ANY): "1",
}
"""Keys of maps that are neither an id nor a date."""

TWICE = {("scale",), ("quiz", ANY, "options")}
"""Where one item is not enough for the schema."""


def full(kind: str) -> Data:
    """A file of this kind in which every field of the schema is written, maps and lists with one item each."""
    made: Data = _value(fields.of_kind(kind), count(1))
    return made


def _value(field: Field, numbers: Iterator[int]) -> Any:
    match field.type:
        case FieldType.OBJECT | FieldType.MAP:
            return {key: _value(child, numbers) for child in field.children for key in _keys(field, child)}
        case FieldType.LIST:
            item = field.item
            assert item is not None
            return [_value(item, numbers) for _ in range(2 if field.pointer in TWICE else 1)]
        case _:
            return leaf(field, next(numbers))


def _keys(holder: Field, field: Field) -> tuple[str, ...]:
    if field.name != ANY:
        return (field.name,)
    if holder.key_type is FieldType.DATE:
        return ("2026-02-15",)
    key = KEYS.get((holder.kind, *holder.pointer), f"the-{holder.key_reference or 'item'}")
    return (key, f"{key}-2") if holder.pointer in TWICE else (key,)


def leaf(field: Field, number: int) -> Any:
    """A value of a field without fields inside; another `number` gives another value."""
    one_way = WRITTEN_ONE_WAY.get((field.kind, *field.pointer))
    if one_way is not None:
        return one_way[0]
    match field.type:
        case FieldType.LINE | FieldType.TEXT:
            return f"{field.kind} {' '.join(field.pointer).replace(ANY, 'x')} {number}"
        case FieldType.ID:
            return f"{field.name.replace('_', '-').replace(ANY, 'one')}-{number}"
        case FieldType.DATE:
            return (date(2026, 1, 1) + timedelta(days=number)).isoformat()
        case FieldType.PERIOD:
            return f"{number + 1} weeks"
        case FieldType.CHOICE:
            return field.choices[0]
        case FieldType.YES_NO:
            return True
        case FieldType.READING:
            return f"{number}/100"
        case _:
            return _bounded(field, number)


def _bounded(field: Field, number: int) -> int:
    if field.highest is not None and number > field.highest:
        return int(field.highest)
    return max(number, int(field.lowest or 0))


def other(field: Field, value: Any) -> Any:
    """Another value of the same field, or the same one where the schema allows no other."""
    one_way = WRITTEN_ONE_WAY.get((field.kind, *field.pointer))
    if one_way is not None:
        return one_way[1]
    match field.type:
        case FieldType.CHOICE:
            return field.choices[(field.choices.index(value) + 1) % len(field.choices)]
        case FieldType.YES_NO:
            return not value
        case FieldType.DATE:
            return (date.fromisoformat(value) + timedelta(days=400)).isoformat()
        case FieldType.PERIOD:
            return f"{int(value.split()[0]) + 40} weeks"
        case FieldType.READING:
            return "99/100" if value != "99/100" else "98/100"
        case FieldType.NUMBER | FieldType.WHOLE_NUMBER:
            return value + 1 if field.highest is None or value < field.highest else value - 1
        case _:
            return f"{value}-2" if field.type is FieldType.ID else f"{value} and more"


def leaves(kind: str, data: Data) -> list[tuple[Pointer, Field]]:
    """The places of a file that hold a single value, with their fields."""
    return [
        (at, field)
        for at, field, _ in fields.values(fields.of_kind(kind), data)
        if field is not None and field.type.is_leaf
    ]


def changed(data: Data, at: Pointer, value: Any) -> Data:
    """The data with another value at this place."""
    whole = copy.deepcopy(data)
    here: Any = whole
    for step in at[:-1]:
        here = here[step]
    here[at[-1]] = value
    return whole


def without(data: Data, at: Pointer) -> Data:
    """The data without this place; a list loses its item."""
    whole = copy.deepcopy(data)
    here: Any = whole
    for step in at[:-1]:
        here = here[step]
    del here[at[-1]]
    return whole
