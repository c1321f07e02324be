"""Other values of a field that the schema allows, as far as its type, bounds and choices tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from fields.full_file import WRITTEN_ONE_WAY
from koers.fields import Field, FieldType
from privacy.small_organization import TODAY

_IDS = {
    "leader": ("anna", "bert", "boss", "cara", "chef", "dirk"),
    "competency": ("coaching", "deciding"),
    "role": ("lead", "expert"),
    "team": ("north", "south"),
    "team_goal": ("calm", "swift"),
}
"""The ids that the small organization knows."""

_SPECIAL: dict[tuple[str, ...], tuple[str, ...]] = {
    # The days after the one that everything is judged by: something is due on one of them.
    ("organization", "holidays", "*"): tuple((TODAY + timedelta(days)).isoformat() for days in range(1, 46)),
    ("module", "quiz", "*", "answer"): ("a", "b"),
}


def candidates(field: Field, value: Any) -> Iterator[Any]:
    """A few other values, the likeliest to matter first; a value may still break a rule of form across fields."""
    one_way = WRITTEN_ONE_WAY.get((field.kind, *field.pointer))
    others = _SPECIAL.get((field.kind, *field.pointer)) or one_way or _others(field, value)
    return (other for other in others if other != value)


def _others(field: Field, value: Any) -> Iterator[Any]:
    match field.type:
        case FieldType.CHOICE:
            yield from field.choices
        case FieldType.YES_NO:
            yield not value
        case FieldType.DATE:
            yield from ((date.fromisoformat(value) + timedelta(days)).isoformat() for days in (1, -1, 20, -40, 300))
        case FieldType.PERIOD:
            yield from ("week", "3 weeks", "month", "quarter")
        case FieldType.READING:
            yield from ("1/8", "7/8") if isinstance(value, str) else (value + 1, value + 5, max(value - 1, 0))
        case FieldType.NUMBER | FieldType.WHOLE_NUMBER:
            yield from _numbers(field, value)
        case FieldType.ID if field.reference in _IDS:
            yield from _IDS[field.reference]
        case _:
            yield f"{value} and more" if field.type is not FieldType.ID else f"{value}-2"


def _numbers(field: Field, value: float) -> Iterator[float]:
    for other in (value + 1, value - 1, value + 10, value / 2, value * 3, field.lowest, field.highest):
        if other is None or (field.type is FieldType.WHOLE_NUMBER and other != int(other)):
            continue
        if (field.lowest is None or other >= field.lowest) and (field.highest is None or other <= field.highest):
            yield int(other) if other == int(other) else other
