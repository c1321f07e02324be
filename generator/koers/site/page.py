"""A page before it is put in words: where it lies, what it is called, which template lays it out, and its values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is from the site's root and ends with a slash (or is empty); `view` is what the template calls `view`."""

    url: str
    title: str
    template: str
    view: object


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; without `href` they are only words."""

    label: str
    href: str | None = None
