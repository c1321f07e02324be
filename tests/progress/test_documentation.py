"""The formulas' worked examples, in the docstrings and on the site, say what the code does."""

import doctest
import importlib
import pkgutil
from fractions import Fraction

import pytest

import koers.progress
from koers.model.organization import Organization
from koers.progress.formulas import formulas
from koers.progress.limits import LIMITS, limit

MODULES = sorted(module.name for module in pkgutil.iter_modules(koers.progress.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"koers.progress.{name}"))
    assert result.failed == 0


def test_every_formula_has_an_example_with_all_its_numbers() -> None:
    for formula in formulas():
        assert None not in dict(formula.example.params).values(), formula.id
    assert len({formula.id for formula in formulas()}) == len(formulas()) == 14


def test_limits_are_named_once_and_keep_within_their_bounds() -> None:
    for name, known in LIMITS.items():
        assert name == known.name
        assert known.lowest <= known.default
        assert known.highest is None or known.default <= known.highest
    assert LIMITS["active_goals"].default == 2
    assert LIMITS["minimum_group"].lowest == 4


@pytest.mark.parametrize(
    ("name", "wanted", "counts"),
    [
        ("active_goals", 0, 1),
        ("active_goals", 3, 3),
        ("active_goals", 4, 3),
        ("minimum_group", 3, 4),
        ("minimum_group", 4, 4),
        ("minimum_group", 9, 9),
    ],
)
def test_a_limit_outside_its_bounds_counts_as_the_nearer_of_them(name: str, wanted: int, counts: int) -> None:
    assert limit(Organization("Example", limits={name: Fraction(wanted)}), name) == counts
