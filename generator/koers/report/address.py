"""The address of the site's rulebook, to which reports lead."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https://[A-Za-z0-9.:/_~%-]+")


def address_of(rulebook: str | None) -> str | None:
    """Returns the address when it is a plain one with https; anything else leads nowhere, and None is returned."""
    return rulebook if rulebook is not None and _ADDRESS.fullmatch(rulebook) else None
