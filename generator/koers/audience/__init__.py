"""Who may see what: the stage between model and pages. Everything that is rendered or exported has passed it.

What a reader may see is read from `x-audience` in the schemas, not listed here a second time; what small groups of
respondents need beyond that is in `small_groups`. `derived` decides the same for what is worked out from the files:
verdicts, letters, moments, history. The law is non-interference: when a value changes that a reader may not see,
nothing that this reader gets changes, but for what the schemas declare with a reason (`x-shows`).
"""

from koers.audience.derived import (
    insiders,
    narrowing,
    seen_events,
    seen_letters,
    seen_moments,
    seen_verdict,
)
from koers.audience.reduce import narrow, protection, reduce
from koers.audience.viewer import EVERYONE, Viewer, parse_viewer, relation, relations

__all__ = [
    "EVERYONE",
    "Viewer",
    "insiders",
    "narrow",
    "narrowing",
    "parse_viewer",
    "protection",
    "reduce",
    "relation",
    "relations",
    "seen_events",
    "seen_letters",
    "seen_moments",
    "seen_verdict",
]
