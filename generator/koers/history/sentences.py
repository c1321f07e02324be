"""The plain words of a change: "target of open conversations 6 -> 4 (weaker)", "deadline 30 days later"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from koers.diagnostic import Pointer
from koers.fields import Field, FieldType
from koers.history.differences import Difference
from koers.history.meaning import GOAL, Meaning
from koers.model.build import number
from koers.model.change import Direction, Plain
from koers.reading.document import Value
from koers.texts import Text, text, texts

LONGEST = 200
"""Characters of somebody's own words that are quoted."""

_SHOWN = (FieldType.CHOICE, FieldType.ID, FieldType.PERIOD)
"""Of these the value itself is told; words are not, since what somebody rewrote may have had a reason to go."""


def sentence(difference: Difference, meaning: Meaning | None, way: Direction) -> Text:
    """What changed, in words, and in most of them which way it went."""
    field, was, now = difference.field, difference.was, difference.now
    name = _named(meaning.name, difference.pointer) if meaning else _labelled(field, difference.pointer)
    if meaning and meaning.came and meaning.went and (told := _came_or_went(difference, meaning)) is not None:
        return told
    match field.type:
        case FieldType.NUMBER | FieldType.WHOLE_NUMBER:
            return marked(_number(name, exact(was), exact(now)), way)
        case FieldType.DATE if isinstance(was, str | None) and isinstance(now, str | None):
            return marked(_day(name, was, now), way)
        case FieldType.LIST if field.item is not None and field.item.type.is_leaf:
            is_shown = field.item.type not in (FieldType.TEXT, FieldType.LINE)
            return replaced(name, listed(field, was), listed(field, now), is_shown=is_shown, way=way)
        case FieldType.YES_NO:
            return replaced(name, _yes_no(was), _yes_no(now), is_shown=True, way=way)
        case _:
            return replaced(name, _text(was), _text(now), is_shown=field.type in _SHOWN, way=way)


def judged(difference: Difference, clearer: Direction) -> Text:
    """A text that was reworded, and is vague now (weaker) or no longer (stronger)."""
    name = label(difference.field, difference.pointer)
    if clearer is Direction.WEAKER:
        return marked(text("{what} reworded, vague now", what=name), clearer)
    return marked(text("{what} reworded, no longer vague", what=name), clearer)


def label(field: Field, pointer: Pointer) -> Text:
    """What a field of a goal is called, with the ids of the place it is at."""
    meaning = GOAL.get(field.pointer)
    return _named(meaning.name, pointer) if meaning else _labelled(field, pointer)


def said(words: str) -> str:
    """Somebody's own words on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def plain(difference: Difference, value: Value) -> Plain:
    """A value as data: whole numbers without a fraction, a set in order, of a map's item what it is called."""
    if isinstance(value, float):
        exact = number(value)
        return int(exact) if exact.denominator == 1 else value
    if isinstance(value, list) and difference.field.is_set:
        return [*sorted({str(item) for item in value})]
    if isinstance(value, dict) and difference.field.type is FieldType.OBJECT:
        return _called(difference, value)
    return value


def listed(field: Field, value: Value) -> str | None:
    """The items of a list, or of a map with what it says of each; None for nothing. What has no order is sorted."""
    if isinstance(value, dict):
        return ", ".join(sorted(f"{key} ({_joined(part)})" for key, part in value.items())) or None
    if isinstance(value, list):
        items = map(str, value)
        return ", ".join(sorted(set(items)) if field.is_set else items) or None
    return _text(value)


def marked(sentence: Text, way: Direction) -> Text:
    """The sentence, saying which way it goes."""
    if way is Direction.STRONGER:
        return text("{what} (stronger)", what=sentence)
    if way is Direction.WEAKER:
        return text("{what} (weaker)", what=sentence)
    return sentence


def replaced(what: Text, was: object, now: object, *, is_shown: bool, way: Direction = Direction.NEUTRAL) -> Text:
    """A value that came, went or changed; the value itself only where `is_shown`."""
    if was is None:
        sentence = text("{what} set: {after}", what=what, after=now) if is_shown else text("{what} added", what=what)
    elif now is None:
        sentence = (
            text("{what} removed: {before}", what=what, before=was) if is_shown else text("{what} removed", what=what)
        )
    elif is_shown:
        sentence = text("{what} {before} -> {after}", what=what, before=was, after=now)
    else:
        sentence = text("{what} reworded", what=what)
    return marked(sentence, way)


def _named(name: Text, pointer: Pointer) -> Text:
    """The name with the ids of the place in it."""
    id = str(pointer[2 if pointer[0] == "measurable" else 1]).replace("-", " ") if len(pointer) > 1 else ""
    places: dict[str, object] = {"indicator": id, "action": id, "day": pointer[-1]}
    if "{day}" in name.msgid:
        places["day"] = date.fromisoformat(str(pointer[-1]))
    return Text(name.msgid, tuple((key, value) for key, value in places.items() if f"{{{key}}}" in name.msgid))


def _labelled(field: Field, pointer: Pointer) -> Text:
    """The schema's own label, with the ids of the maps it is in."""
    ids = [str(step) for step, pattern in zip(pointer, field.pointer, strict=True) if step != pattern]
    label = Text(field.label)
    return text("{field} ({place})", field=label, place=", ".join(ids)) if ids else label


def _came_or_went(difference: Difference, meaning: Meaning) -> Text | None:
    """The words of its own that a field has for coming and going."""
    is_yes_no = difference.field.type is FieldType.YES_NO
    is_new = difference.now is True if is_yes_no else difference.was is None
    is_gone = difference.was is True if is_yes_no else difference.now is None
    told = meaning.came if is_new else meaning.went if is_gone else None
    return None if told is None else _named(told, difference.pointer)


def _number(what: Text, was: Fraction | None, now: Fraction | None) -> Text:
    """`what` 6 -> 4, with every decimal that was written."""
    if was is None:
        return text("{what} set: {after}", what=what, after=written(now))
    if now is None:
        return text("{what} removed: {before}", what=what, before=written(was))
    return text("{what} {before} -> {after}", what=what, before=written(was), after=written(now))


def written(value: Fraction | None) -> Fraction | Decimal | str:
    """A number as the reader's language writes it, unless it would be rounded: 4.05 and 4.1 must not look alike."""
    if value is None:
        return ""
    if (value * 10).denominator == 1:
        return value
    return Decimal(repr(float(value)))


def exact(value: Value) -> Fraction | None:
    """A number as it was written; None for anything else."""
    return number(value) if isinstance(value, int | float) else None


def _day(what: Text, was: str | None, now: str | None) -> Text:
    if was is not None and now is not None:
        before, after = date.fromisoformat(was), date.fromisoformat(now)
        moved = text("{what} {before} -> {after}", what=what, before=before, after=after)
        return _lasting(moved, (after - before).days)
    if now is not None:
        return text("{what} set: {day}", what=what, day=date.fromisoformat(now))
    return text("{what} removed: {day}", what=what, day=date.fromisoformat(str(was)))


def _lasting(what: Text, days: int) -> Text:
    """`what`, so many days later, or earlier."""
    if days > 0:
        return texts("{what}, {count} day later", "{what}, {count} days later", days, what=what)
    return texts("{what}, {count} day earlier", "{what}, {count} days earlier", -days, what=what)


def _yes_no(value: Value) -> Text | None:
    return None if value is None else text("yes") if value else text("no")


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _joined(value: Value) -> str:
    return " - ".join(map(str, value.values() if isinstance(value, dict) else [value]))


def _called(difference: Difference, item: dict[str, Value]) -> str:
    """What a map's item calls itself in its first field of words, else its id."""
    for child in difference.field.children:
        words = item.get(child.name)
        if child.type in (FieldType.LINE, FieldType.TEXT) and isinstance(words, str):
            return words
    return str(difference.pointer[-1])
