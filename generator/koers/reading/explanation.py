"""Why a file does not have the form of its kind: one diagnostic for each key or value at fault, in plain words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Any

from koers.dates import FIRST_DAY, LAST_DAY
from koers.diagnostic import Diagnostic, Pointer, Severity, Span
from koers.reading.document import Document
from koers.reading.limits import MOST_PROBLEMS
from koers.reading.locate import key_span, parent_span, value_span
from koers.reading.places import RESERVED, suggested_id
from koers.reading.second_opinion import errors, identity
from koers.reading.slips import missing_space
from koers.reading.wording import expected_kind, forms, found_kind, listed, quoted
from koers.resources import Schema, schema_at
from koers.texts import Text, text, texts

_MEANT = text("did you mean `{key}`?")
_NUMBERS_TO_FIND = {
    "baseline": text("where you stand today, a number"),
    "target": text("where you want to be at the deadline, a number"),
}
"""Numbers that are the writer's own: an example would look like advice."""
_LOCAL_NUMBER = re.compile(r"[-+]?[0-9]+,[0-9]+")
_WRITTEN_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_PERCENTAGE = re.compile(r"([-+]?[0-9]+(?:[.,][0-9]+)?) ?%")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})")
_QUOTES = re.compile("[\u2018-\u201f\u2039\u203a\u00ab\u00bb\"']")
"""Quotes of all kinds: those that a word processor makes are letters to YAML."""
_LONGEST_NAME = 40
"""A longer text was not meant as an id."""
_MOST_GUESSES = 200
"""In a group of more keys than this nobody misspelt one."""
_ORDER = ("F009", "F010", "F001", "F002", "F004", "F003", "F005", "F006", "F007", "F008")
"""When two say something of one place, the first of these is kept: it says more."""


def explain(document: Document, schema: Schema, is_large: bool = False) -> list[Diagnostic]:
    """Returns the problems that jsonschema finds in a file's data, in no order; none when it would take the file.

    `is_large` is for a file whose members are first shown to jsonschema-rs (see `second_opinion.errors`).
    """
    by_place: dict[tuple[Pointer, Span], Diagnostic] = {}
    mistyped: set[Pointer] = set()
    for error in islice(errors(schema, document.data, is_large), MOST_PROBLEMS):
        for problem in _explained(document, schema, error):
            place = (problem.pointer, problem.span)
            other = by_place.get(place)
            if other is None or _ORDER.index(problem.rule) < _ORDER.index(other.rule):
                by_place[place] = problem
            if problem.rule == "F001" and problem.hint is not None and problem.hint.msgid == _MEANT.msgid:
                mistyped.add((*problem.pointer[:-1], str(dict(problem.hint.params)["key"])))
    # A misspelt key is one problem, not an unknown key and a missing one.
    return [problem for problem in by_place.values() if problem.rule != "F002" or problem.pointer not in mistyped]


def _explained(document: Document, schema: Schema, error: Any) -> Iterator[Diagnostic]:
    pointer: Pointer = tuple(error.absolute_path)
    rule_of = error.validator
    if "propertyNames" in error.absolute_schema_path:
        yield from _key(document, pointer, error)
    elif rule_of == "additionalProperties":
        yield from _unknown_keys(document, schema, pointer, error)
    elif rule_of == "required":
        yield from _missing_keys(document, schema, pointer, error)
    else:
        rule, message, hint = _value(error, pointer)
        if error.instance is None and _is_commented(document, pointer):
            message = text("`{key}` is empty: what stands after # is a comment and is not read", key=str(pointer[-1]))
            hint = text("put a text that begins with # in quotes")
        span = value_span(document.marks, pointer) if pointer else key_span(document.marks, pointer)
        yield Diagnostic(document.path, span, Severity.ERROR, rule, message, hint, pointer)


def _is_commented(document: Document, pointer: Pointer) -> bool:
    """Whether a key without a value has a comment behind it on its line."""
    span = document.marks.keys.get(pointer)
    if span is None:
        return False
    line = document.text.split("\n")[span.end_line - 1]
    return re.match(r":[ \t]+#", line[span.end_column - 1 :]) is not None


def _key(document: Document, parent: Pointer, error: Any) -> Iterator[Diagnostic]:
    """A key of a map (an id, a date, the name of a rule) that does not have its form."""
    name = str(error.instance)
    pointer = (*parent, name)
    rule, message, hint = _form(error, name)
    yield Diagnostic(document.path, key_span(document.marks, pointer), Severity.ERROR, rule, message, hint, pointer)


def _unknown_keys(document: Document, schema: Schema, parent: Pointer, error: Any) -> Iterator[Diagnostic]:
    known = list(error.schema["properties"])
    for name in error.instance:
        if name in known:
            continue
        number = _split_number(error.instance, name)
        if number is not None:
            span = key_span(document.marks, (*parent, name))
            message = text("{found} is not a number: numbers have a point", found=number)
            hint = text("write {written}", written=number.replace(",", "."))
            yield Diagnostic(document.path, span, Severity.ERROR, "F010", message, hint, (*parent, name))
            continue
        free = [key for key in known if key not in error.instance] or known
        is_short = len(error.instance) <= _MOST_GUESSES
        close = get_close_matches(name.lower().replace("-", "_"), free, 1, 0.6) if is_short else []
        home = _home(schema, name)
        if close:
            hint = text("did you mean `{key}`?", key=close[0])
        elif home and home != parent:
            hint = text("`{key}` belongs under `{home}`", key=name, home=": ".join(str(step) for step in home))
        else:
            hint = text("known here: {keys}", keys=listed(known))
        pointer = (*parent, name)
        span = key_span(document.marks, pointer)
        message = text("unknown key `{key}`", key=quoted(name))
        yield Diagnostic(document.path, span, Severity.ERROR, "F001", message, hint, pointer)


def _split_number(group: dict[str, Any], name: str) -> str | None:
    """`12,5` between braces falls apart in a number and a key without a value; the number as it was meant, or None."""
    if not (name.isascii() and name.isdigit() and group[name] is None):
        return None
    names = list(group)
    before = group[names[names.index(name) - 1]] if names[0] != name else None
    return f"{before},{name}" if isinstance(before, int) and not isinstance(before, bool) else None


def _home(schema: Schema, name: str, at: Pointer = ()) -> Pointer | None:
    """Where else in the schema a key of this name lives, as the keys above it; None when nowhere, or inside a map."""
    for key, child in schema.get("properties", {}).items():
        if name in child.get("properties", {}):
            return (*at, key)
        home = _home(child, name, (*at, key))
        if home is not None:
            return home
    return None


def _missing_keys(document: Document, schema: Schema, parent: Pointer, error: Any) -> Iterator[Diagnostic]:
    for name in error.validator_value:
        if name in error.instance:
            continue
        pointer = (*parent, name)
        if parent:
            message = text("`{key}` is missing in `{parent}`", key=name, parent=str(parent[-1]))
        else:
            message = text("`{key}` is missing", key=name)
        example = _example(schema, pointer)
        if name == "competency":
            hint = text("add `competency: <id in competencies/>`, or `skill: <words>` for a skill or a certificate")
        elif name in _NUMBERS_TO_FIND:
            hint = text("add `{key}:` and behind it {what}", key=name, what=_NUMBERS_TO_FIND[name])
        elif schema_at(schema, pointer).get("type") in ("number", "integer"):
            hint = text("add `{key}:` with a number", key=name)
        elif example is None:
            inside = ", ".join(_keys_of(schema, pointer))
            hint = text("add `{key}:` and under it {keys}", key=name, keys=inside or "…")
        else:
            hint = text("add `{key}: {example}`", key=name, example=example)
        span = parent_span(document.marks, pointer)
        yield Diagnostic(document.path, span, Severity.ERROR, "F002", message, hint, pointer)


def _keys_of(schema: Schema, pointer: Pointer) -> list[str]:
    return list(schema_at(schema, pointer).get("properties", {}))


def _example(schema: Schema, pointer: Pointer) -> str | None:
    """Something that could stand at a place, as the schema gives it; None for what is not written on one line."""
    node = schema_at(schema, pointer)
    if "enum" in node:
        return " | ".join(str(word) for word in node["enum"])
    examples = node.get("examples")
    if examples and not isinstance(examples[0], dict | list):
        return str(examples[0])
    if examples:
        return json.dumps(examples[0], ensure_ascii=False)
    return "…" if node.get("type") == "string" else None


def _value(error: Any, pointer: Pointer) -> tuple[str, Text, Text | None]:
    """(rule, message, hint) for a value at fault."""
    found, limit = error.instance, error.validator_value
    name = next((step for step in reversed(pointer) if isinstance(step, str)), "")
    if found is None and error.validator in ("type", "enum", "const"):
        return "F009", text("`{key}` is empty", key=name), text("fill it in, or leave the line out")
    match error.validator:
        case "type":
            return _type(found, limit, error.schema)
        case "enum" | "const":
            return _enum(found, limit if isinstance(limit, list) else [limit])
        case "pattern" | "format" | "not":
            return _form(error, found)
        case "minimum":
            return "F008", text("{found} is too small: at least {limit}", found=found, limit=limit), None
        case "maximum":
            return "F008", text("{found} is too large: at most {limit}", found=found, limit=limit), None
        case "minLength":
            return "F009", text("`{key}` is empty", key=name), text("fill it in, or leave the line out")
        case "maxLength":
            message = texts("longer than {count} character", "longer than {count} characters", limit)
            return "F008", message, text("shorten it; what goes deeper belongs in another field or file")
        case "minItems" | "minProperties":
            if not pointer:
                return "F009", text("this file says nothing"), text("fill it in, or remove the file")
            if not found and limit == 1:
                return "F009", text("`{key}` is empty", key=name), text("fill it in, or leave the line out")
            return "F008", texts("at least {count} is needed here", "at least {count} are needed here", limit), None
        case "maxItems":
            return "F008", texts("at most {count} fits here", "at most {count} fit here", limit), None
        case "uniqueItems":
            count = Counter(map(identity, found))
            twice = next(item for item in found if count[identity(item)] > 1)
            return "F008", text("{item} stands in this list twice", item=quoted(twice)), text("keep one of the two")
        case _:
            return "F007", text("this does not have the form it should have: {found}", found=quoted(found)), None


def _type(found: object, expected: str | list[str], schema: Schema) -> tuple[str, Text, Text | None]:
    is_numeric = expected in ("number", "integer") or isinstance(expected, list)
    if isinstance(found, str) and is_numeric:
        return _not_a_number(found, expected)
    hint = forms().get(str(schema.get("patternErrorMessage", "")))
    if hint is not None:
        pass
    elif expected == "object" and isinstance(found, str) and (key := missing_space(found)) is not None:
        hint = text("put a space after `{key}:`", key=key)
    elif expected == "string" and isinstance(found, bool | int | float):
        hint = text("put it in quotes: '{found}'", found=quoted(found))
    elif expected == "array" and isinstance(found, str):
        hint = text("write a list: [{found}]", found=quoted(found))
    elif expected == "integer" and isinstance(found, float):
        hint = text("round it")
    message = text(
        "{expected} is expected here, and this is {kind}: {found}",
        expected=expected_kind(expected),
        kind=found_kind(found),
        found=quoted(found),
    )
    if isinstance(found, dict | list):
        message = text(
            "{expected} is expected here, and this is {kind}",
            expected=expected_kind(expected),
            kind=found_kind(found),
        )
    return "F003", message, hint


def _not_a_number(found: str, expected: str | list[str]) -> tuple[str, Text, Text | None]:
    percentage = _PERCENTAGE.fullmatch(found)
    if _LOCAL_NUMBER.fullmatch(found):
        written = found.replace(",", ".")
        message = text("{found} is not a number: numbers have a point", found=quoted(found))
        return "F010", message, text("write {written}", written=written)
    if percentage is not None:
        message = text("{found} is not a number: leave out the percent sign", found=quoted(found))
        written = percentage[1].replace(",", ".")
        if isinstance(expected, list):
            hint = text(
                "a share is written as counts, 3/8 for three of the eight times; a level as {written}", written=written
            )
            return "F010", message, hint
        return "F010", message, text("write {written}", written=written)
    if _WRITTEN_NUMBER.fullmatch(found):
        message = text("{found} is in quotes, which makes it a text", found=quoted(found))
        return "F010", message, text("write {written} without quotes", written=found)
    message = text(
        "{expected} is expected here, and this is {kind}: {found}",
        expected=expected_kind(expected),
        kind=found_kind(found),
        found=quoted(found),
    )
    return "F003", message, None


def _enum(found: object, allowed: list[object]) -> tuple[str, Text, Text | None]:
    words = [str(word) for word in allowed]
    message = text("{found} is none of: {allowed}", found=quoted(found), allowed=", ".join(words))
    written = _QUOTES.sub("", str(found)).strip().lower().replace("-", "_").replace(" ", "_")
    close = [word for word in get_close_matches(written, words, 1, 0.75) if abs(len(word) - len(written)) <= 1]
    begun = [
        word for word in words if written.startswith(f"{word}_") or (len(written) > 3 and word.startswith(written))
    ]
    for word in (*close, *begun):
        return "F004", message, text("did you mean {word}?", word=word)
    if len(words) == 1:
        return "F004", message, text("write {written}", written=words[0])
    return "F004", message, text("write one of these words")


def _form(error: Any, found: object) -> tuple[str, Text, Text | None]:
    """A text (a value, or the name of a key) that is not written as it should be."""
    written = str(found)
    if error.schema.get("format") == "date":
        return _not_a_date(written)
    said = forms().get(str(error.schema.get("patternErrorMessage", "")))
    if error.validator == "not":
        message = text("{found} cannot be an id: it is a word with a meaning of its own", found=quoted(written))
        if written not in RESERVED:
            message = text("{found} cannot be the id of an indicator: check-ins use that word", found=quoted(written))
        return "F006", message, text("choose another word")
    if "not" in error.schema:
        meant = suggested_id(written) if len(written) <= _LONGEST_NAME else None
        message = text("{found} is not an id", found=quoted(written))
        return "F006", message, said if meant is None else text("write {written}", written=meant)
    if isinstance(error.schema.get("type"), list):
        rule, message, hint = _not_a_number(written, error.schema["type"])
        return rule, message, hint or said
    return "F007", text("{found} is not written as it should be", found=quoted(written)), said


def _not_a_date(written: str) -> tuple[str, Text, Text | None]:
    bare = _QUOTES.sub("", written).strip()
    if bare != written.strip():
        message = text("{found} is not a date: these quotes are part of the text", found=quoted(written))
        return "F005", message, text("take the quotes out: write {written}", written=bare)
    day_first, year_first = _DAY_FIRST.fullmatch(written), _YEAR_FIRST.fullmatch(written)
    if day_first is not None:
        year, month, day = int(day_first[3]), int(day_first[2]), int(day_first[1])
    elif year_first is not None:
        year, month, day = int(year_first[1]), int(year_first[2]), int(year_first[3])
    else:
        message = text("{found} is not a date", found=quoted(written))
        return "F005", message, text("write year-month-day, as in {example}", example="2026-03-31")
    try:
        meant = date(year, month, day).isoformat()
    except ValueError:
        meant = written
    if meant == written:
        message = text("there is no such day: {date}", date=quoted(written))
        if not FIRST_DAY.year <= year <= LAST_DAY.year:
            message = text("{date} is not between {first} and {last}", date=written, first=FIRST_DAY, last=LAST_DAY)
        return "F005", message, text("write year-month-day, as in {example}", example="2026-03-31")
    message = text("{found} is not written as a date", found=quoted(written))
    return "F005", message, text("write {written}", written=meant)
