"""The formulas' worked examples, in the docstrings and on the site, say what the code does."""

import doctest
import importlib
import pkgutil

import pytest

import koers.progress
from koers.progress.formulas import formulas
from koers.progress.limits import LIMITS

MODULES = sorted(module.name for module in pkgutil.iter_modules(koers.progress.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"koers.progress.{name}"))
    assert result.failed == 0


def test_every_formula_has_an_example_with_all_its_numbers() -> None:
    for formula in formulas():
        assert None not in dict(formula.example.params).values(), formula.id
    assert len({formula.id for formula in formulas()}) == len(formulas()) == 13


def test_limits_are_named_once_and_keep_within_their_bounds() -> None:
    for name, limit in LIMITS.items():
        assert name == limit.name
        assert limit.lowest <= limit.default
        assert limit.highest is None or limit.default <= limit.highest
    assert LIMITS["active_goals"].default == 2
    assert LIMITS["minimum_group"].lowest == 4
