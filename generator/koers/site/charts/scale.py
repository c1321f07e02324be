"""Exact values as whole numbers of one small unit: they compare and divide fast, and as exactly as before."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm


def unit_of(values: Iterable[Fraction]) -> int:
    """The least number of parts to cut 1 in, so that every value is a whole number of parts: 6 for 1/2 and 2/3."""
    return lcm(*{value.denominator for value in values})


def in_parts(value: Fraction, unit: int) -> int:
    """The value as a whole number of parts; `unit` is a multiple of its denominator."""
    return value.numerator * (unit // value.denominator)
