"""The failing and passing examples of the rules: one data file a family, shown and tested as they are.

An example is YAML for the goal `plans/leaders/anna/goals/coaching.yml`; its top-level keys stand instead of those
of a goal without findings. After a line `# plans/...yml` follows another file, whole or in the same way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Example:
    """In one language: a plan that fails the rule, and how it could read instead."""

    language: str
    bad: str
    good: str


@cache
def _family(letter: str) -> Mapping[str, tuple[Example, ...]]:
    source = files("koers.rules").joinpath("examples", f"{letter.lower()}.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            rule: tuple(Example(language, pair["bad"], pair["good"]) for language, pair in sorted(languages.items()))
            for rule, languages in tomllib.loads(source).items()
        }
    )


def examples_of(rule: str) -> tuple[Example, ...]:
    """The examples of a rule by language (en, nl). KeyError for an unknown rule."""
    return _family(rule[0])[rule]
