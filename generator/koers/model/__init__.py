"""The domain as frozen values: what leaders, managers and HR talk about. No text of files, no input or output."""

import copyreg
from fractions import Fraction
from types import MappingProxyType
from typing import Any


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxy, (dict(mapping),)


def _numbers(value: Fraction) -> tuple[type[Fraction], tuple[int, int]]:
    return Fraction, (value.numerator, value.denominator)


copyreg.pickle(Fraction, _numbers)  # its own way writes it as text, to be read again
copyreg.pickle(MappingProxyType, _reduced)  # values go to other processes, and are kept for the next run
