"""A page before it is put in words: where it lies, what it is called, which template lays it out, and its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is still to be made.

    `url` is from the site's root and ends with a slash (or is empty). `view` makes what the template calls `view`: it
    is called when the page is wanted, so that a list of pages costs nothing. `people` are the ids of those whose goals
    and logs it tells of, where the page itself knows them; None leaves that to `koers.pipeline.freshness`.
    """

    url: str
    title: str
    template: str
    view: Callable[[], object]
    people: tuple[str, ...] | None = None

    @property
    def kind(self) -> str:
        """What the page is about, in one word: the name of its template, `goal` for `pages/goal.html`."""
        return self.template.rpartition("/")[2].removesuffix(".html")


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; without `href` they are only words."""

    label: str
    href: str | None = None
