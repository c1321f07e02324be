"""What search engines are told: to pass by, unless the organization wants its site for everyone to be found."""

from __future__ import annotations

PATH = "robots.txt"
"""Counts where the site stands at the root of its host; the word in each page counts everywhere."""

PARTIAL = "partials/koers-robots.html"
"""What theme/main.html takes in: the word in each page."""

_NOINDEX = '<meta name="robots" content="noindex, nofollow">'


def may_be_found(audience: str, is_findable: bool) -> bool:
    """Whether search engines may list the site: only the one for everyone, and only when the organization says so."""
    return is_findable and audience == "everyone"


def file(audience: str, is_findable: bool) -> bytes:
    """Returns robots.txt."""
    return f"User-agent: *\nDisallow:{'' if may_be_found(audience, is_findable) else ' /'}\n".encode()


def partial(audience: str, is_findable: bool) -> bytes:
    """Returns the element for the head of each page, nothing when the site may be found."""
    return b"" if may_be_found(audience, is_findable) else f"{_NOINDEX}\n".encode()
