"""The plain words of a change: "target of open conversations 6 -> 4 (weaker)", "deadline 30 days later"."""

from __future__ import annotations

from fractions import Fraction

from koers.diagnostic import Pointer
from koers.model.change import Direction, Plain
from koers.texts import Text, text, texts

Noted = tuple[Pointer, Plain, Plain, Direction, Text]
"""One difference before it is known whose it is: where, before, after, which way, and in words."""

LONGEST = 200
"""Characters of somebody's own words that are quoted."""


def said(words: str) -> str:
    """Somebody's own words on one line, not too many."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def plain(value: Fraction | None) -> Plain:
    """A number as JSON has it: whole ones without a fraction."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def moved(was: Fraction | None, now: Fraction | None) -> Direction:
    """More is stronger, none is least."""
    if was == now:
        return Direction.NEUTRAL
    if was is None or now is None:
        return Direction.STRONGER if was is None else Direction.WEAKER
    return Direction.STRONGER if now > was else Direction.WEAKER


def marked(sentence: Text, way: Direction) -> Text:
    """The sentence, saying which way it goes."""
    if way is Direction.STRONGER:
        return text("{what} (stronger)", what=sentence)
    if way is Direction.WEAKER:
        return text("{what} (weaker)", what=sentence)
    return sentence


def number(what: Text, was: Fraction | None, now: Fraction | None, way: Direction) -> Text:
    """`what` 6 -> 4, with every decimal that was written."""
    if was is None:
        sentence = text("{what} set: {after}", what=what, after=_written(now))
    elif now is None:
        sentence = text("{what} removed: {before}", what=what, before=_written(was))
    else:
        sentence = text("{what} {before} -> {after}", what=what, before=_written(was), after=_written(now))
    return marked(sentence, way)


def _written(value: Fraction | None) -> Fraction | str:
    """A number as the reader's language writes it, unless it would be rounded: 4.05 and 4.1 must not look alike."""
    if value is None:
        return ""
    if (value * 10).denominator == 1:
        return value
    return repr(float(value))


def replaced(
    what: Text, was: str | None, now: str | None, *, is_shown: bool, way: Direction = Direction.NEUTRAL
) -> Text:
    """A text that came, went or changed; its words only where they are ids or periods."""
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


def lasting(what: Text, days: int) -> Text:
    """`what` so many days later, or earlier."""
    if days > 0:
        return texts("{what} {count} day later", "{what} {count} days later", days, what=what)
    return texts("{what} {count} day earlier", "{what} {count} days earlier", -days, what=what)
