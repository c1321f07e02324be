"""Values of the model as what JSON knows: numbers, words, lists and objects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from koers.dates import Period
from koers.model.log import Share
from koers.reading.guard import BOUND, End

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_DECIMALS = 6
"""Computed numbers are rounded here: far beyond what a plan can mean, and the same on every machine."""


def written(value: Fraction) -> int | float:
    """A number as somebody wrote it: whole numbers stay whole."""
    return value.numerator if value.denominator == 1 else float(value)


def computed(value: Fraction | None) -> int | float | None:
    """A number that was worked out, to six decimals; None stays None."""
    return None if value is None else written(round(value, _DECIMALS))


def bounded(value: Fraction, end: End | None) -> Plain:
    """A number that was worked out: `95`, or `">=95"` where only a bound of it is told."""
    number = computed(value)
    return number if end is None else f"{BOUND[end]}{number}"


def plain(value: object) -> Plain:
    """Any value of the model. Dates are ISO 8601, a share is `"9/10"`, a period `"2 weeks"`. TypeError for others."""
    match value:
        case None | bool() | int() | float():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case Fraction():
            return written(value)
        case date():
            return value.isoformat()
        case Share(met=met, of=of):
            return f"{met}/{of}"
        case Period():
            return str(value)
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case frozenset():
            return sorted((plain(item) for item in value), key=str)
        case _:
            raise TypeError(type(value).__name__)


def said(**values: object) -> dict[str, Plain]:
    """An object of what was written: a key without a value (None, no words, an empty list) is left out."""
    pairs = ((name, plain(value)) for name, value in values.items())
    return {name: value for name, value in pairs if value is not None and value != "" and value != [] and value != {}}
