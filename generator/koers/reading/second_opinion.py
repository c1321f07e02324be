"""jsonschema, as koers uses it: slower than jsonschema-rs, and it says of every value at fault why it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.exceptions import ValidationError

from koers.reading.places import is_date
from koers.resources import Schema

FORMATS = MappingProxyType({"date": is_date})
"""Every `format` that the schemas name, and whether a text is written that way."""


def errors(schema: Schema, data: object, is_large: bool = False) -> Iterator[ValidationError]:
    """Yields what jsonschema has against this data, in no order; nothing when it would take it.

    It takes a millisecond for every twenty values. In data that `is_large`, what jsonschema-rs accepts in a long list
    or group is passed over.
    """
    known = _sound(schema) if is_large else {}
    validator = _validator_class(**known)(schema, format_checker=_format_checker())
    found: Iterator[ValidationError] = validator.iter_errors(data)
    return found


def _sound(schema: Schema) -> Mapping[str, Any]:
    """The keywords for the members of a list or a group, each member first shown to jsonschema-rs."""
    usual: Any = jsonschema.Draft202012Validator.VALIDATORS
    acceptors: dict[int, jsonschema_rs.Draft202012Validator] = {}

    def is_sound(form: Schema, value: object) -> bool:
        if id(form) not in acceptors:  # the forms live as long as the schema
            whole = {**form, "$defs": schema.get("$defs", {})}
            acceptors[id(form)] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return acceptors[id(form)].is_valid(value)

    def additional(validator: Any, form: Any, instance: Any, part: Schema) -> Iterator[ValidationError]:
        if isinstance(form, dict) and isinstance(instance, dict):
            named = part.get("properties", {})
            for name, value in instance.items():
                if name not in named and not is_sound(form, value):
                    yield from validator.descend(value, form, path=name)
        else:
            yield from usual["additionalProperties"](validator, form, instance, part)

    def items(validator: Any, form: Any, instance: Any, part: Schema) -> Iterator[ValidationError]:
        if isinstance(form, dict) and isinstance(instance, list):
            for index, value in enumerate(instance):
                if not is_sound(form, value):
                    yield from validator.descend(value, form, path=index)
        else:
            yield from usual["items"](validator, form, instance, part)

    def names(validator: Any, form: Any, instance: Any, _: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, dict):
            for name in instance:
                if not is_sound(form, name):
                    yield from validator.descend(instance=name, schema=form)

    return {"additionalProperties": additional, "items": items, "propertyNames": names}


def would_accept(schema: Schema, data: object) -> bool:
    """Tells whether jsonschema takes this data; it is for the tests that hold the two validators together."""
    return next(errors(schema, data), None) is None


def identity(value: object) -> object:
    """Returns what is equal for two JSON values that are the same: 1 is 1.0, and is not true."""
    if isinstance(value, dict):
        return ("group", frozenset((key, identity(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("list", tuple(identity(item) for item in value))
    return (isinstance(value, bool), value)


def _validator_class(**more: Any) -> Any:
    """jsonschema for draft 2020-12, with keywords of our own.

    `$` in a pattern is the end of the text, not before a last line break; and looking for items that stand in a
    list twice takes time in the length of the list, not in its square.
    """
    return _own_class() if not more else jsonschema.validators.extend(_own_class(), more)  # type: ignore[no-untyped-call]


@cache
def _own_class() -> Any:
    def pattern(_validator: Any, expression: str, instance: object, _schema: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", expression), instance, re.ASCII):
            yield ValidationError(f"{instance!r} does not match {expression!r}")

    def unique(_validator: Any, is_unique: bool, instance: object, _schema: Schema) -> Iterator[ValidationError]:
        if is_unique and isinstance(instance, list) and len({identity(item) for item in instance}) < len(instance):
            yield ValidationError(f"{len(instance)} items are not unique")

    extend: Any = jsonschema.validators.extend
    return extend(jsonschema.Draft202012Validator, {"pattern": pattern, "uniqueItems": unique})


@cache
def _format_checker() -> jsonschema.FormatChecker:
    """Formats of our own: those of jsonschema need packages of which one takes a second to load."""
    checker = jsonschema.FormatChecker(formats=())
    for name, is_written in FORMATS.items():
        checker.checks(name)(_for_texts(is_written))
    return checker


def _for_texts(is_written: Any) -> Any:
    return lambda value: not isinstance(value, str) or is_written(value)
