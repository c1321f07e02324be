"""What an unquoted word means: the core schema of YAML 1.2, less what people write by mistake."""

from __future__ import annotations

import re
from enum import Enum, auto

Scalar = None | bool | int | float | str

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUES = frozenset({"true", "True", "TRUE"})
_FALSES = frozenset({"false", "False", "FALSE"})
_ANSWERS = frozenset({"yes", "no", "on", "off"})
STARTS = frozenset("0123456789+-.~nNtTfFyYoO")
"""An unquoted word that begins with anything else is a text."""
_NUMBER = re.compile(
    r"(?P<decimal>[-+]?(?P<digits>[0-9]+))|(?P<octal>0o[0-7]+)|(?P<hexadecimal>0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?P<mantissa>\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE](?P<exponent>[-+]?[0-9]+))?)"
    r"|(?P<special>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
_MOST_DIGITS = 15
_LARGEST = 10**_MOST_DIGITS


class Doubt(Enum):
    """Says why an unquoted word is refused."""

    ANSWER = auto()
    """`yes`, `no`, `on` or `off`: true or false to one program, a word to another."""
    NOT_A_NUMBER = auto()
    """`.nan` or `.inf`."""
    TOO_LONG = auto()
    """More than 15 digits, or so large or small that it could not be kept exactly."""


def resolve(word: str) -> Scalar | Doubt:
    """Returns the value of an unquoted word: null, true or false, a whole or decimal number, else the word itself.

    Dates stay text. A number that comes back can be written out again without any loss: at most 15
    digits, below 10^15, and no smaller than 10^-15.
    Source: YAML 1.2.2, section 10.3.2 (core schema).
    """
    if word and word[0] not in STARTS:
        return word
    if word in _NULLS:
        return None
    if word in _TRUES:
        return True
    if word in _FALSES:
        return False
    if len(word) <= 3 and word.lower() in _ANSWERS:
        return Doubt.ANSWER
    match = _NUMBER.fullmatch(word)
    if match is None:
        return word
    if match["special"] is not None:
        return Doubt.NOT_A_NUMBER
    if match["decimal"] is not None:
        digits = match["digits"].lstrip("0")
        if len(digits) > _MOST_DIGITS:
            return Doubt.TOO_LONG
        return -int(digits or "0") if word[0] == "-" else int(digits or "0")
    if match["float"] is not None:
        return _float(word, match["mantissa"], match["exponent"] or "0")
    if len(word) > 2 + 2 * _MOST_DIGITS:
        return Doubt.TOO_LONG
    number = int(word[2:], 8 if match["octal"] is not None else 16)
    return number if number < _LARGEST else Doubt.TOO_LONG


def _float(word: str, mantissa: str, exponent: str) -> float | Doubt:
    """A decimal number, if a float holds it exactly enough to be written out again as it was."""
    digits = mantissa.replace(".", "").strip("0")
    if not digits:
        return 0.0
    if len(digits) > _MOST_DIGITS or len(exponent) > 4:
        return Doubt.TOO_LONG
    number = float(word)
    return number if 1 / _LARGEST <= abs(number) < _LARGEST else Doubt.TOO_LONG


def is_answer(word: str) -> bool:
    """Tells whether an unquoted word is `yes`, `no`, `on` or `off`, in capitals or not."""
    return len(word) <= 3 and word.lower() in _ANSWERS
