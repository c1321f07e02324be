"""All that one check found, as a value: the diagnostics, and the texts they point into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity
from koers.texts import Text

Say = Callable[[Text], str]
"""Puts a sentence in the reader's language."""

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Report:
    """One run of check. `files` counts all that there are; `texts` holds the text of files by path, for excerpts.

    A path that is not in `texts` (a file that could not be read) gets no excerpt.
    """

    as_of: date
    files: int
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of each severity, worst first, zeros included."""
        return {severity: sum(d.severity is severity for d in self.diagnostics) for severity in _RANK}

    @property
    def in_order(self) -> tuple[Diagnostic, ...]:
        """By file and position: how a person works through them."""
        return tuple(sorted(self.diagnostics, key=lambda d: d.order))

    @property
    def by_importance(self) -> tuple[Diagnostic, ...]:
        """Worst first, then by file and position: for readers that show only the first few."""
        return tuple(sorted(self.diagnostics, key=lambda d: (_RANK[d.severity], d.order)))


def is_about_whole_file(diagnostic: Diagnostic) -> bool:
    """Whether no place in it can be shown: it concerns the file (1:1), or something that is missing from its top."""
    return diagnostic.span == WHOLE_FILE


def fingerprints(diagnostics: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """A name for each problem (64 hex digits) that stays when lines move, in the order given.

    Made of path, rule, pointer and the English sentence with what fills it; a second problem that is alike in all
    of these counts on, so that no two share a name (a forge shows only the first of those).
    """
    seen: dict[str, int] = {}
    names = []
    for diagnostic in diagnostics:
        parts = (diagnostic.path, diagnostic.rule, diagnostic.pointer, diagnostic.message)
        key = repr(parts)
        seen[key] = seen.get(key, 0) + 1
        tagged = repr(("koers-problem-1", *parts, seen[key]))
        names.append(sha256(tagged.encode("utf-8", "surrogatepass")).hexdigest())
    return tuple(names)
