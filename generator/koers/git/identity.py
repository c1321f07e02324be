"""Who git says is at work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from koers.git.parse import harmless

_IDENT = re.compile(r"(?P<name>.*?) ?<(?P<email>[^<>]*)> -?[0-9]+ [+-][0-9]{4}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Identity:
    """The author git would write into a commit now, harmless to print."""

    name: str
    email: str


def identity(output: str) -> Identity | None:
    """`Anna de Wit <anna@example.org> 1767261600 +0100`, as `git var GIT_AUTHOR_IDENT` prints; None when it is not."""
    match = _IDENT.fullmatch(output.strip())
    return Identity(harmless(match["name"]), harmless(match["email"], limit=320)) if match else None
