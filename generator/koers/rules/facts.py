"""What rules are told by other rooms: the state of approvals and, where git is at hand, what changed."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from koers.texts import Text


class Verdict(Protocol):
    """The state of one goal's approval. `level` is signed, forge, recorded, returned, stale, forged, unverifiable or
    missing; `approver` and `on` are of the decision it rests on, `round` its number (None when there is none)."""

    @property
    def level(self) -> str: ...
    @property
    def approver(self) -> str | None: ...
    @property
    def on(self) -> date | None: ...
    @property
    def round(self) -> int | None: ...
    @property
    def reason(self) -> Text | str | None: ...


class Change(Protocol):
    """One change in commitments between two moments. `path` and `pointer` are where it stands now, `direction` is
    stronger, weaker or neutral, `by` the person who made it (None when unknown), `text` says it in plain words."""

    @property
    def path(self) -> str: ...
    @property
    def pointer(self) -> tuple[str | int, ...]: ...
    @property
    def direction(self) -> str: ...
    @property
    def has_reason(self) -> bool: ...
    @property
    def by(self) -> str | None: ...
    @property
    def text(self) -> Text: ...
