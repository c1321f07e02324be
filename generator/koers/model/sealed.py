"""A note that is sealed with age: told from plain text by how it begins, and never opened here."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

BEGIN: Final = "-----BEGIN AGE ENCRYPTED FILE-----"
END: Final = "-----END AGE ENCRYPTED FILE-----"
_VERSION: Final = b"age-encryption.org/v1\n"
_LINE: Final = 64
_CODED: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def is_sealed(note: str) -> bool:
    """Whether a note is sealed, well or damaged: then it is shown to nobody as it stands."""
    return note.lstrip().startswith(BEGIN)


def is_intact(note: str) -> bool:
    """Whether a sealed note has the form that age gives it. Only a key can tell whether it opens."""
    lines = note.strip().split("\n")
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END:
        return False
    lines = lines[1:-1]
    if any(len(line) != _LINE for line in lines[:-1]) or not 0 < len(lines[-1]) <= _LINE:
        return False
    coded = "".join(lines)
    try:
        return _CODED.fullmatch(coded) is not None and base64.b64decode(coded).startswith(_VERSION)
    except binascii.Error:
        return False
