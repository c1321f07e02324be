"""The whole rulebook in one list: what reading asks (Y, F) and what the rules ask (S M A R T C G P)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from koers.diagnostic import Severity
from koers.reading.catalog import RULES as READING_RULES
from koers.rules.book import RULES
from koers.rules.examples import Example
from koers.texts import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as a reader meets it. `examples` per language; one with language "" is the same in all."""

    id: str
    severity: Severity
    title: Text
    reason: Text
    source: str
    examples: tuple[Example, ...]

    @property
    def family(self) -> str:
        """The letter."""
        return self.id[0]

    def example(self, language: str) -> Example | None:
        """A failing and a passing example in this language, else in any; None for what cannot be shown."""
        for wanted in (language, ""):
            for example in self.examples:
                if example.language == wanted:
                    return example
        return self.examples[0] if self.examples else None


@cache
def rulebook() -> tuple[Entry, ...]:
    """Every rule, by family in the order of the domain (Y F S M A R T C G P) and number."""
    reading = tuple(
        Entry(
            rule.id,
            rule.severity,
            rule.title,
            rule.reason,
            rule.source,
            (Example("", rule.bad, rule.good),) if rule.bad or rule.good else (),
        )
        for rule in READING_RULES
    )
    judging = tuple(
        Entry(rule.id, rule.severity, rule.title, rule.reason, rule.source, rule.examples) for rule in RULES
    )
    return tuple(sorted((*reading, *judging), key=lambda entry: ("YFSMARTCGP".index(entry.family), entry.id)))


def find(rule: str) -> Entry | None:
    """The rule with this id, whatever its case; None when there is none."""
    return next((entry for entry in rulebook() if entry.id == rule.upper()), None)
