"""Where two versions of a file differ in what was agreed: a walk over the fields, which knows no field by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from koers.diagnostic import Pointer
from koers.fields import ANY, Field, FieldType
from koers.reading.document import Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One agreed value that is not what it was. `was` and `now` are as written, None where there is nothing.

    A map's item that came or went is one difference, whatever it holds; so is a list that changed.
    """

    field: Field
    pointer: Pointer
    was: Value
    now: Value


def differences(field: Field, was: Value, now: Value, at: Pointer = ()) -> Iterator[Difference]:
    """The differences between two values of one field, in the order of the schema and, in a map, of the file."""
    if not _is_agreed(field):
        return
    if field.type.is_leaf or field.type is FieldType.LIST or not (_is_mapping(was) and _is_mapping(now)):
        if not is_same(field, was, now):
            yield Difference(field, at, was, now)
        return
    assert isinstance(was, dict)
    assert isinstance(now, dict)
    for child, key in _keys(field, was, now):
        yield from _at(child, was.get(key), now.get(key), (*at, key))


def _at(field: Field, was: Value, now: Value, at: Pointer) -> Iterator[Difference]:
    """What differs at one key. A group that came or went is told by what it holds, and as itself if that is nothing."""
    is_item = field.name == ANY
    is_group = field.type in (FieldType.OBJECT, FieldType.MAP)
    if not is_group or (is_item and (was is None) is not (now is None)):
        yield from differences(field, was, now, at)
        return
    found = list(differences(field, _group(was), _group(now), at))
    if found or (was is None) is (now is None):
        yield from found
    elif field.is_approved:
        yield Difference(field, at, was, now)


def is_same(field: Field, was: Value, now: Value) -> bool:
    """Whether two values say the same: white space is no change of words, 4 is 4.0, a set has no order."""
    if isinstance(was, list) and isinstance(now, list) and field.is_set:
        return sorted(map(repr, set(map(_said, was)))) == sorted(map(repr, set(map(_said, now))))
    return _said(was) == _said(now)


def _said(value: Value) -> object:
    """A value without what means nothing, so that it may be compared and be in a set."""
    if isinstance(value, str):
        return tuple(unicodedata.normalize("NFC", value).split())
    if isinstance(value, list):
        return ("list", *map(_said, value))
    if isinstance(value, dict):
        return ("map", frozenset((key, _said(part)) for key, part in value.items()))
    return (type(value) is bool, value)


def _is_agreed(field: Field) -> bool:
    return field.is_approved or any(_is_agreed(child) for child in field.children)


def _is_mapping(value: Value) -> bool:
    return isinstance(value, Mapping)


def _group(value: Value) -> Value:
    return {} if value is None else value


def _keys(field: Field, was: Mapping[str, Value], now: Mapping[str, Value]) -> Iterator[tuple[Field, str]]:
    """The keys to look at: the field's own in the schema's order, then those under ids; days in their order."""
    named = {child.name for child in field.children}
    for child in field.children:
        if child.name != ANY:
            yield child, child.name
            continue
        others: Iterable[str] = [key for key in dict.fromkeys((*was, *now)) if key not in named]
        for key in sorted(others) if field.key_type is FieldType.DATE else others:
            yield child, key
