"""The failing and passing examples of the rules: one data file a family, shown and tested as they are.

An example is YAML for the goal `plans/leaders/anna/goals/coaching.yml`: only what matters, the rest of the goal is
in order. `# no effect` says that a key is not there. After a line `# plans/...yml` follows another file.
In the data files `both` stands for an example that is the same in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "nl")


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
            rule: tuple(
                Example(language, told["bad"].strip("\n"), told["good"].strip("\n"))
                for language in LANGUAGES
                for told in (examples.get(language) or examples["both"],)
            )
            for rule, examples in tomllib.loads(source).items()
        }
    )


def examples_of(rule: str) -> tuple[Example, ...]:
    """The examples of a rule by language (en, nl). KeyError for an unknown rule."""
    return _family(rule[0])[rule]
