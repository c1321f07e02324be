"""What the site is made from: values the other rooms made, already reduced to what this audience may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jinja2 import BaseLoader, BytecodeCache

from koers.model.approval import Verdict
from koers.model.change import Event
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.progress.moments import Moment
from koers.progress.values import GoalProgress
from koers.rules.letters import Letter


@dataclass(frozen=True, slots=True)
class SiteInput:
    """Everything `render` needs. A mapping may be empty: what it would tell is then left out of the pages.

    `templates` finds `pages/...`, `parts/...` and `assets/koers.css` (the user's folder before the package's);
    `assets` are the files that go along as they are, by their name under `assets/` (fonts, the icon);
    `history` is what happened to the words of each goal, from git, oldest first;
    `record_levels` is what each decision on file was worth when it was taken, by the path of its record;
    `is_sandboxed` may be False only where no template comes from a repository, and `bytecode_cache` keeps our own
    templates compiled from run to run;
    `data` is the text of data/koers.json, made by `export`; `audience` is the word of `--audience`; `insiders` are the
    leaders (ids) of whom this audience sees what not everyone sees: of the others nothing may be said to be missing.
    """

    plans: Plans
    progress: Mapping[GoalKey, GoalProgress]
    as_of: date
    language: str
    templates: BaseLoader
    version: str
    audience: str = "everyone"
    insiders: frozenset[str] = frozenset()
    commit: str | None = None
    letters: Mapping[GoalKey, Mapping[str, Letter]] = field(default_factory=dict)
    verdicts: Mapping[GoalKey, Verdict] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    history: Mapping[GoalKey, tuple[Event, ...]] = field(default_factory=dict)
    record_levels: Mapping[str, str] = field(default_factory=dict)
    data: str | None = None
    assets: Mapping[str, bytes] = field(default_factory=dict)
    is_sandboxed: bool = True
    bytecode_cache: BytecodeCache | None = None
