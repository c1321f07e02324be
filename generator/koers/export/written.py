"""What a file says, as JSON: a walk over the fields of its kind, which knows nearly no field by name.

A field that is added to a schema leaves with the data without a change of code. What is for nobody (addresses, handles,
fingerprints) is left out here too, although the audience has taken it out before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from koers import fields
from koers.audience.small_groups import band
from koers.export.plain import Plain
from koers.fields import ANY, EVERYONE, NOBODY, Field, FieldType

_Write = Callable[[Any], Plain]

_OTHER_NAMES: Final[Mapping[tuple[str, ...], str]] = {
    ("checkin", "with"): "with_whom",
    ("review", "with"): "with_whom",
}
"""Keys that have another name in the data than in the file."""

_IN_OTHER_WORDS: Final[Mapping[tuple[str, ...], _Write]] = {("measurement", "groups", ANY): band}
"""Values that never leave as they are: one respondent more must not show."""

_known: dict[str, tuple[Field, _Write]] = {}


def written(kind: str, data: Mapping[str, Any]) -> dict[str, Plain]:
    """Everything that a file of this kind says, in the order of its schema; `data` has passed the audience.

    An id that an item defines is the item's `id`: such a map is a list of objects. Under ids that refer to something
    else, dates or other keys, a map stays an object, dates in their order. The readings of a goal stand under
    `readings`. What has no value (no words, an empty list, no `yes`) is left out, what has a default carries it.
    """
    whole = fields.of_kind(kind)
    known = _known.get(kind)
    if known is None or known[0] is not whole:
        known = _known[kind] = (whole, _object(whole))
    made = known[1](data)
    assert isinstance(made, dict)
    return made


def _write(field: Field) -> _Write | None:
    """How a value of this field is written; None when nobody ever sees one."""
    otherwise = _IN_OTHER_WORDS.get((field.kind, *field.pointer))
    if otherwise is not None:
        return otherwise
    if field.type.is_leaf:
        if field.audience == NOBODY and not field.cases:
            return None
        return _number if field.type in (FieldType.NUMBER, FieldType.READING) else _as_it_is
    if field.type is FieldType.OBJECT:
        return _object(field)
    item = None if field.item is None else _write(field.item)
    if item is None:
        return None
    return _list(item) if field.type is FieldType.LIST else _map(field, item)


def _as_it_is(value: Any) -> Plain:
    plain: Plain = value
    return plain


def _number(value: Any) -> Plain:
    """A number as somebody wrote it, whole numbers without a point; a share stays `9/10`."""
    return int(value) if isinstance(value, float) and value.is_integer() else _as_it_is(value)


def _list(item: _Write) -> _Write:
    return lambda value: [item(part) for part in value]


def _map(field: Field, item: _Write) -> _Write:
    holds_objects = field.item is not None and field.item.type is FieldType.OBJECT
    if holds_objects and field.key_type is FieldType.ID and field.key_reference is None:
        return lambda value: [{"id": id, **_group(item(part))} for id, part in value.items()]
    if field.key_type is FieldType.DATE:
        return lambda value: {day: item(value[day]) for day in sorted(value)}
    return lambda value: {key: item(part) for key, part in value.items()}


def _group(value: Plain) -> dict[str, Plain]:
    assert isinstance(value, dict)
    return value


def _object(field: Field) -> _Write:
    named: list[tuple[str, str, _Write, Plain]] = []
    for child in field.children:
        write = None if child.name == ANY else _write(child)
        if write is not None:
            name = _OTHER_NAMES.get((field.kind, *child.pointer), child.name)
            is_open = child.audience == EVERYONE and not child.cases
            named.append((child.name, name, write, _as_it_is(child.default) if is_open else None))
    own_keys = frozenset(child.name for child in field.children)
    rest = None if field.item is None else _write(field.item)
    are_readings = field.item is not None and field.item.type is FieldType.READING

    def make(value: Any) -> Plain:
        made: dict[str, Plain] = {}
        if rest is not None:
            others = {key: rest(part) for key, part in value.items() if key not in own_keys}
            if are_readings and others:
                made["readings"] = others
            elif not are_readings:
                made.update(others)
        for key, name, write, default in named:
            part = write(value[key]) if key in value else default
            if part or (part == 0 and part is not False):
                made[name] = part
        return made

    return make
