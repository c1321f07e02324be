"""Keys that no longer count: whatever the list of revoked keys ever named, and every key while it cannot be read.

A list names one public key a line, as ssh-keygen takes it, or is a KRL (OpenSSH's own binary form).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from koers.approval.chronicle import FirstParentLine
from koers.approval.past import Past
from koers.approval.standpoint import too_shallow
from koers.texts import Text, text

REVOKED = "plans/revoked"

_KRL = b"SSHKRL\n\x00"


@dataclass(frozen=True, slots=True)
class Revoked:
    """What some lists name, as files that ssh-keygen reads; `doubt` says why they might name any other key too."""

    lists: tuple[bytes, ...]
    doubt: Text | None = None


def revoked(contents: Iterable[bytes]) -> Revoked:
    """The keys that these lists name together; a line that names none is in doubt."""
    named: dict[str, None] = {}
    binary: list[bytes] = []
    doubt = None
    for content in dict.fromkeys(contents):
        if content.startswith(_KRL):
            binary.append(content)
            continue
        for line in content.decode("utf-8-sig", "replace").splitlines():
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            found = [f"{kind} {key}" for kind, key in pairwise(words) if _is_key(kind, key)]
            named.update(dict.fromkeys(found))
            doubt = doubt if found else _unreadable()
    plain = ("".join(f"{key}\n" for key in named).encode("ascii"),) if named else ()
    return Revoked((*plain, *binary), doubt)


def revoked_here(past: Past, *lines: FirstParentLine) -> Revoked:
    """What the repository's own list ever named, on whatever branch it came in.

    A shorter list gives no key back, so who takes a line out, or merges without it, gains nothing. In doubt is a list
    that cannot be read at the tip of one of these lines, or of which a version is too large, or hidden by a shallow
    clone.
    """
    chronicle = past.chronicle
    versions = chronicle.versions(REVOKED)
    contents = past.keys(versions)
    tips = [blob for line in lines if (blob := line.blob(REVOKED, line.last)) in contents and blob is not None]
    found = revoked(contents.values())
    if chronicle.is_shallow:
        return Revoked(found.lists, too_shallow())
    if len(contents) < len(versions) or any(line.is_odd(REVOKED) for line in lines):
        return Revoked(found.lists, _unreadable())
    return Revoked(found.lists, revoked(contents[tip] for tip in tips).doubt)


def _unreadable() -> Text:
    return text("the list of revoked keys cannot be read, so every key counts as revoked")


def _is_key(kind: str, written: str) -> bool:
    """Whether this is a public key in base64 that says itself to be of that kind."""
    try:
        blob = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return False
    length = int.from_bytes(blob[:4], "big")
    return kind.isascii() and 0 < length < len(blob) - 4 and blob[4 : 4 + length] == kind.encode("ascii")
