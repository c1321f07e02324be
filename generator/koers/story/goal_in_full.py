"""A goal as a person reads it who has not seen it before: all that it says, in the order of the five letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from koers import fields
from koers.dates import parse_period
from koers.diagnostic import Pointer
from koers.fields import Field, FieldType
from koers.history.sentences import exact, label, written
from koers.model.goal import Category, Kind, Mode, Source
from koers.reading.document import Value
from koers.story import words
from koers.texts import Text, text

Named = Callable[[str, str], str]
"""What an id is called by those who read it: takes what it refers to (`leader`, `competency` ...) and the id."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the goal says and where it stands. `label` is a sentence's beginning or somebody's words."""

    pointer: Pointer
    label: Text | str
    value: Text | str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What belongs to one of the letters S, M, A, R and T; `letter` is empty for what belongs to none."""

    letter: str
    lines: tuple[Line, ...]


_LETTERS = {
    "specific": "S",
    "measurable": "M",
    "achievable": "A",
    "actions": "A",
    "relevant": "R",
    "time_bound": "T",
    "stop_if": "T",
}
_INDICATORS = ("measurable", "indicators")
_ACTIONS = ("actions",)
_TOLD = {
    _INDICATORS: frozenset(
        {"name", "kind", "measure", "unit", "per", "baseline", "target", "threshold", "hold", "source", "milestones"}
    ),
    _ACTIONS: frozenset({"what", "mode", "every", "due", "hours"}),
}
"""Of an item of these maps, the fields that its sentence is made of; others are added by their label."""

Item = Mapping[str, Value]


def chapters(goal: Item, named: Named) -> tuple[Chapter, ...]:
    """All that is agreed in a goal but its title, given as the data of its file, which passed the schema."""
    told = [
        (_LETTERS.get(field.name, ""), line)
        for field in fields.of_kind("goal").children
        if field.name != "title"
        for line in _lines(field, goal.get(field.name), (field.name,), named)
    ]
    order = " SMART"
    told.sort(key=lambda pair: order.index(pair[0] or " "))
    runs = groupby(told, key=lambda pair: pair[0])
    return tuple(Chapter(letter, tuple(line for _, line in run)) for letter, run in runs)


def lines_at(goal: Item, at: Pointer, named: Named) -> tuple[Line, ...]:
    """What a goal says at one place: of an indicator or an action its sentence."""
    place = fields.of_kind("goal")
    value: Value = dict(goal)
    for step in at[:-1]:
        child = place.child(step)
        if child is None or not isinstance(value, dict):
            return ()
        place, value = child, value.get(str(step))
    if not isinstance(value, dict):
        return ()
    last = str(at[-1])
    return tuple(_lines(place, {last: value[last]}, at[:-1], named)) if last in value else ()


def _lines(field: Field, value: Value, at: Pointer, named: Named) -> Iterator[Line]:
    if value is None:
        return
    if isinstance(value, dict) and field.pointer in _TOLD:
        for id, item in value.items():
            assert isinstance(item, dict)
            yield _item(field, item, (*at, id), named)
    elif isinstance(value, dict):
        for key, part in value.items():
            child = field.child(key)
            if child is not None:
                yield from _lines(child, part, (*at, key), named)
    elif field.is_approved:
        yield Line(at, label(field, at), _value(field, value, named))


def _item(field: Field, item: Item, at: Pointer, named: Named) -> Line:
    """An indicator or an action: what it is called, and the rest in one sentence."""
    name, parts = _indicator(item) if field.pointer == _INDICATORS else _action(item)
    whole = field.item
    assert whole is not None
    rest = (
        text("{what} {value}", what=Text(child.label), value=_value(child, value, named))
        for child in whole.children
        if child.is_approved and child.name not in _TOLD[field.pointer]
        if (value := item.get(child.name)) is not None
    )
    return Line(at, name, text("{parts}", parts=(*parts, *rest)))


def _indicator(item: Item) -> tuple[str, tuple[Text, ...]]:
    unit, per = item.get("unit"), item.get("per")
    baseline, target = _number(item["baseline"]), _number(item["target"])
    aim = text("from {baseline} to {target}", baseline=baseline, target=target)
    if item.get("hold"):
        aim = text("hold at {target}", target=target) if baseline == target else text("{aim} and hold", aim=aim)
    if unit is not None:
        aim = text("{aim} {unit}", aim=aim, unit=str(unit))
    if per is not None:
        aim = text("{aim} {unit}", aim=aim, unit=words.per(parse_period(str(per))))
    parts = [aim]
    if (threshold := item.get("threshold")) is not None:
        parts.append(text("threshold {value}", value=_number(threshold)))
    milestones = item.get("milestones")
    if isinstance(milestones, dict):
        for day, value in sorted(milestones.items()):
            parts.append(text("{value} by {day}", value=_number(value), day=date.fromisoformat(day)))
    parts.append(words.kind(Kind(str(item["kind"]))))
    parts.append(_MEASURES[str(item["measure"])])
    parts.append(words.source(Source(str(item.get("source", "log")))))
    return str(item.get("name", "")), tuple(parts)


def _action(item: Item) -> tuple[str, tuple[Text, ...]]:
    parts = []
    if (every := item.get("every")) is not None:
        parts.append(words.every(parse_period(str(every))))
    if (due := item.get("due")) is not None:
        parts.append(text("by {day}", day=date.fromisoformat(str(due))))
    if (hours := item.get("hours")) is not None:
        parts.append(text("{hours} h", hours=_number(hours)))
    if (mode := item.get("mode")) is not None:
        parts.append(words.mode(Mode(str(mode))))
    return str(item.get("what", "")), tuple(parts)


def _value(field: Field, value: Value, named: Named) -> Text | str:
    """One value as a reader knows it: names for ids, days as days, numbers as the language writes them."""
    match field.type:
        case FieldType.LIST if isinstance(value, list) and field.item is not None:
            item = field.item
            return text("{parts}", parts=tuple(_value(item, one, named) for one in value))
        case FieldType.ID if field.reference:
            return named(field.reference, str(value))
        case FieldType.DATE:
            return text("{day}", day=date.fromisoformat(str(value)))
        case FieldType.PERIOD:
            return words.every(parse_period(str(value)))
        case FieldType.NUMBER | FieldType.WHOLE_NUMBER:
            return text("{value}", value=_number(value))
        case FieldType.YES_NO:
            return text("yes") if value else text("no")
        case FieldType.CHOICE if field.pointer == ("category",):
            return words.category(Category(str(value)))
        case FieldType.CHOICE:
            return _RANKS.get(str(value), str(value))
        case _:
            return str(value)


def _number(value: Value) -> Fraction | Decimal | str:
    return written(exact(value))


_MEASURES = {
    "level": text("level"),
    "total": text("total"),
    "frequency": text("frequency"),
    "share": text("share"),
}
_RANKS = {"high": text("high"), "medium": text("medium"), "low": text("low")}
