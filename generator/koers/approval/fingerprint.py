"""The fingerprint of what a manager approves: the same for the same agreement, however the file is laid out.

It is the SHA-256 of canonical JSON in which every value carries its type, so that no two different agreements
can be written as the same text. Formatting, comments and the order of keys do not reach it; any agreed word,
number or date does.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from koers.diagnostic import Pointer
from koers.reading.document import Value

DOMAIN = "koers/approved-goal"
"""What is hashed begins with this, so that a hash made for another purpose can never be taken for an approval."""

PREFIX = "koers1:sha256:"
PATTERN = re.compile(r"koers1:sha256:[0-9a-f]{64}")
"""A whole fingerprint of the version this release can recompute (use `fullmatch`)."""

ANY = "*"
"""In a field's path: whatever id stands there."""

FIELDS: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("competency",),
    ("skill",),
    ("category",),
    ("specific", "situation"),
    ("specific", "behavior"),
    ("specific", "quality"),
    ("specific", "effect"),
    ("measurable", "indicators", ANY, "name"),
    ("measurable", "indicators", ANY, "kind"),
    ("measurable", "indicators", ANY, "measure"),
    ("measurable", "indicators", ANY, "unit"),
    ("measurable", "indicators", ANY, "per"),
    ("measurable", "indicators", ANY, "baseline"),
    ("measurable", "indicators", ANY, "target"),
    ("measurable", "indicators", ANY, "threshold"),
    ("measurable", "indicators", ANY, "hold"),
    ("measurable", "indicators", ANY, "source"),
    ("measurable", "indicators", ANY, "milestones", ANY),
    ("achievable", "hours_per_week"),
    ("achievable", "support"),
    ("achievable", "observers"),
    ("relevant", "why"),
    ("relevant", "team_goal"),
    ("relevant", "choice", "impact"),
    ("relevant", "choice", "potential"),
    ("relevant", "choice", "energy"),
    ("relevant", "not_now"),
    ("time_bound", "start"),
    ("time_bound", "deadline"),
    ("time_bound", "check_in"),
    ("time_bound", "review"),
    ("time_bound", "remeasure"),
    ("actions", ANY, "what"),
    ("actions", ANY, "mode"),
    ("actions", ANY, "every"),
    ("actions", ANY, "due"),
    ("actions", ANY, "hours"),
    ("stop_if",),
)
"""Version 1's approved fields. Frozen: a field added to the schema later belongs to a later version, so that it
makes no standing approval stale. All of the goal but `status`, `notes` and the actions' `done`."""

SETS: frozenset[tuple[str, ...]] = frozenset({("achievable", "observers")})
"""Lists whose order and repetitions mean nothing."""


def fingerprint(data: Mapping[str, Value], leader: str, goal: str) -> str:
    """`koers1:sha256:<hex>` of the approved part of a goal file's plain data, for this leader and goal id.

    Total: whatever the strict reader can yield has a fingerprint, also a goal that does not pass the schema.
    A value of an unexpected shape (a text where a mapping belongs) counts as it stands.
    """
    return PREFIX + hashlib.sha256(canonical(data, leader, goal)).hexdigest()


def canonical(data: Mapping[str, Value], leader: str, goal: str) -> bytes:
    """The bytes that are hashed: ASCII JSON without white space, every value tagged with its type."""
    statement = [DOMAIN, 1, ["kind", "goal"], ["leader", _nfc(leader)], ["goal", _nfc(goal)], _mapping(data, _TREE, ())]
    return json.dumps(statement, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def is_approved(pointer: Pointer) -> bool:
    """Whether a value at this place of a goal file is part of what is approved."""
    here: _Tree | None = _TREE
    for step in pointer:
        if here is None:
            return True
        if not (found := _below(here, str(step))):
            return False
        here = found[0]
    return here is None


_Tree = Mapping[str, "_Tree | None"]
"""The approved fields as a tree of keys; None ends a field's path."""


def _tree(fields: Iterable[tuple[str, ...]]) -> _Tree:
    steps: dict[str, list[tuple[str, ...]]] = {}
    for field in fields:
        steps.setdefault(field[0], []).append(field[1:])
    return MappingProxyType({key: _tree(rest) if all(rest) else None for key, rest in steps.items()})


_TREE = _tree(FIELDS)


def _below(tree: _Tree, key: str) -> tuple[_Tree | None] | None:
    """What is approved below a key, in a tuple; None when nothing is."""
    if key in tree:
        return (tree[key],)
    return (tree[ANY],) if ANY in tree else None


def _mapping(data: Mapping[str, Value], tree: _Tree, path: tuple[str, ...]) -> list[object]:
    pairs: list[tuple[str, object]] = []
    for key, value in data.items():
        found = _below(tree, key)
        if found is None:
            continue
        here = (*path, key)
        inner = found[0]
        if inner is not None and isinstance(value, dict):
            pairs.append((_nfc(key), _mapping(value, inner, here)))
        else:
            pairs.append((_nfc(key), _value(value, here)))
    return ["map", _in_order(pairs)]


def _value(value: Value, path: tuple[str, ...]) -> list[object]:
    """Any value below an approved field, tagged; nothing below it is left out."""
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int | float):
        return ["number", _decimal(value)]
    if isinstance(value, str):
        return ["text", " ".join(_nfc(value).split())]
    if isinstance(value, dict):
        return ["map", _in_order([(_nfc(key), _value(each, (*path, key))) for key, each in value.items()])]
    items = [_value(each, (*path, ANY)) for each in value]
    if path in SETS:
        unique = {json.dumps(item): item for item in items}
        return ["set", [unique[text] for text in sorted(unique)]]
    return ["list", items]


def _in_order(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """By key, in the order of code points; keys that are the same in NFC by what they hold."""
    if len({key for key, _ in pairs}) == len(pairs):
        return sorted(pairs, key=lambda pair: pair[0])
    return sorted(pairs, key=json.dumps)


def _nfc(value: str) -> str:
    return unicodedata.normalize("NFC", value)


def _decimal(value: int | float) -> str:
    """The exact decimal that was meant, shortest: 4 and 4.0 are `4`, 1e-1 is `0.1`.

    A float stands for the shortest decimal that reads back as it. Through Decimal, because Python limits the
    digits of an int written as text.
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(exact)
    digits = format(exact, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
