"""What is accepted is used: another value of any field, and of any setting, changes something that somebody reads.

What nothing reads is declared in the schema with its reason (`x-kept`). The data of the site holds every value as it
is, so it proves nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from fields.candidates import candidates
from fields.outputs import READ
from fields.rich_organization import RICH
from koers import fields
from koers.diagnostic import Pointer
from koers.fields import KINDS, Field
from koers.progress.limits import LIMITS, Limit
from koers.rules.book import RULES
from koers.rules.rule import Rule
from privacy.small_organization import Files, Remembered, document, signed_off
from rules.plan_of_anna import base, run, with_example
from rules.test_examples import FACTS

INSTANCES = 8
"""Places of one field that are tried at most."""


@cache
def as_it_is(output: str) -> object:
    return READ[output](RICH)


def reads(files: Files) -> str | None:
    """The first output that is not what it was."""
    return next((name for name, made in READ.items() if made(files) != as_it_is(name)), None)


@cache
def _form() -> tuple[object, ...]:
    return form(RICH)


def form(files: Files) -> tuple[object, ...]:
    """The problems that reading finds: with another set of them another value is no valid one."""
    return tuple((d.path, d.rule, d.pointer) for d in Remembered(files).whole.diagnostics if d.rule[0] in "YF")


def leaves(data: Any, at: Pointer = ()) -> Iterator[Pointer]:
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    found = [leaf for step, part in pairs for leaf in leaves(part, (*at, step))]
    return iter(found or [at])


@cache
def _places() -> Mapping[tuple[str, tuple[str, ...]], list[tuple[str, Pointer]]]:
    """Where each field stands, by kind and pattern."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, Pointer]]] = defaultdict(list)
    for path, data in RICH.items():
        one = document(path, data)
        assert one is not None, path
        for at in leaves(data):
            field = fields.find(one.place.kind, at)
            if field is not None and field.type.is_leaf:
                found[one.place.kind, field.pointer].append((path, at))
    return found


def value_at(data: Any, at: Pointer) -> Any:
    for step in at:
        data = data[step]
    return data


def others(field: Field) -> Iterator[tuple[str, Files]]:
    """The organization with another value of this field, which the schema allows, and where."""
    for path, at in _places()[field.kind, field.pointer][:INSTANCES]:
        for other in candidates(field, value_at(RICH[path], at)):
            data: dict[str, Any] = deepcopy(dict(RICH[path]))
            value_at(data, at[:-1])[at[-1]] = other
            if document(path, data) is None:
                continue
            files = {**RICH, path: data}
            is_decision = field.kind == "approval" and field.name == "fingerprint"
            yield f"{path} {at}: {other}", files if is_decision else signed_off(files)


def _may_go(field: Field) -> bool:
    """Whether a file may do without this value wherever it stands."""
    for path, at in _places()[field.kind, field.pointer]:
        data: dict[str, Any] = deepcopy(dict(RICH[path]))
        del value_at(data, at[:-1])[at[-1]]
        if document(path, data) is None:
            return False
    return True


def is_read(field: Field) -> str | None:
    """None when another value changes what somebody reads; else what was tried in vain.

    Where other fields leave this one no other value, to be told so is what changes.
    """
    tried: list[str] = []
    refused: Files | None = None
    for where, files in others(field):
        if form(files) != _form():
            refused = files
            continue
        tried.append(where)
        if reads(files) is not None:
            return None
    if not tried and (refused is not None or not _may_go(field)):
        return None
    return f"{field.kind} {'.'.join(field.pointer)}: {len(tried)} tried, such as {tried[:2]}"


def _leaves_of(kind: str) -> list[Field]:
    return [field for field in fields.walk(fields.of_kind(kind)) if field.type.is_leaf and len(field.choices) != 1]


@pytest.mark.parametrize("kind", KINDS)
def test_another_value_of_any_field_changes_what_somebody_reads(kind: str) -> None:
    unread = [vain for field in _leaves_of(kind) if field.kept is None if (vain := is_read(field)) is not None]
    assert unread == []


# Settings -----------------------------------------------------------------------------------------------------------

_SETTINGS = "# plans/organization.yml\n"


@cache
def _judged(snippet: str) -> tuple[str, ...]:
    return tuple(run(with_example(base("en"), snippet)).lines())


def _values(limit: Limit) -> Iterator[Fraction]:
    for value in (limit.lowest, limit.highest or limit.default * 20 + 20, limit.default + 1, limit.default - 1):
        if value >= limit.lowest and value != limit.default and (limit.highest is None or value <= limit.highest):
            yield value


def _snippets() -> Iterator[str]:
    """Plans to try a limit on: the plan of the rulebook's examples, then the examples themselves."""
    yield "title: Coaching one-on-ones with open questions"
    yield _LOW_APTITUDE
    for rule in RULES:
        for example in rule.examples:
            if example.language == "en" and "plans/organization.yml" not in example.bad:
                yield example.bad
                if rule.on_plans is not None:
                    yield example.good


_LOW_APTITUDE = (
    "title: Coaching one-on-ones with open questions\n"
    "# plans/leaders/anna/measurements/2026-01-10-leadership-scan.yml\n"
    "competencies:\n  coaching-leadership: {behavior: 45, aptitude: 20}"
)


def _is_limit_read(limit: Limit) -> bool:
    settings = [f"\n{_SETTINGS}limits: {{{limit.name}: {float(value):g}}}" for value in _values(limit)]
    if any(_judged(snippet) != _judged(snippet + setting) for snippet in _snippets() for setting in settings):
        return True
    for value in _values(limit):
        plain = float(value) if value.denominator != 1 else int(value)
        data = {**RICH["organization.yml"], "limits": {**RICH["organization.yml"]["limits"], limit.name: plain}}
        if reads({**RICH, "organization.yml": data}) is not None:
            return True
    return False


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_another_value_of_any_limit_changes_what_somebody_reads(limit: Limit) -> None:
    assert _is_limit_read(limit)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_is_turned_off_says_nothing(rule: Rule) -> None:
    bad = next(example.bad for example in rule.examples if example.language == "en")
    files = with_example(base("en"), bad)
    facts = FACTS.get((rule.id, "bad"))
    assert rule.id in run(files, facts=facts).rules()
    settings = files["plans/organization.yml"]
    off = settings if "rules:" in settings else settings + f"rules: {{{rule.id}: none}}\n"
    if off is settings:
        off = settings.replace("rules:", f"rules:\n  {rule.id}: none", 1)
    assert rule.id not in run({**files, "plans/organization.yml": off}, facts=facts).rules()
