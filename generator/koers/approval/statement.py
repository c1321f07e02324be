"""What an approver signs, and what a file of signers lists. The signing itself is done by `ssh-keygen -Y`."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from koers.model.log import Approval

NAMESPACE = "koers-approval@v1"
"""Signatures made for anything else (git's commits, a file) are no approval, and the other way around."""

_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
_TOKEN = re.compile(r'(?:"[^"]*"|[^\s"])+')


def statement(leader: str, approval: Approval) -> bytes:
    """The bytes an approver signs: one line of canonical JSON that says all there is to the decision.

    Goal and round are in it, so that a signature cannot be moved to another goal or a later round.
    """
    note = None if approval.note is None else " ".join(unicodedata.normalize("NFC", approval.note).split())
    said = {
        "kind": "koers/approval-statement",
        "version": 1,
        "leader": leader,
        "goal": approval.goal,
        "round": approval.round,
        "decision": approval.decision,
        "by": approval.by,
        "date": approval.date.isoformat(),
        "fingerprint": approval.fingerprint,
        "note": note,
    }
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


class Outcome(StrEnum):
    """What a key has to say about a statement."""

    GOOD = "good"
    BROKEN = "broken"
    """The signature is not over this statement in this namespace."""
    UNKNOWN = "unknown"
    """The key is not listed for any of the names asked for."""
    LAPSED = "lapsed"
    """The key is listed for one of them, but not for this namespace at that moment."""
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Trust:
    """Who is who: the text of an allowed-signers file, and lists of revoked keys, from outside the change.

    `signers` is None where those of the repository are meant.
    """

    signers: bytes | None
    revoked: tuple[bytes, ...] = ()


class Signatures(Protocol):
    """The door to `ssh-keygen -Y verify`."""

    def check(self, statement: bytes, signature: str, names: Collection[str], trust: Trust, at: datetime) -> Outcome:
        """Whether one of `names` signed `statement` in `NAMESPACE`, with a key that was theirs at that moment."""
        ...


def armored(signature: str) -> str:
    """A signature as ssh-keygen wrote it, after YAML has had its way with its line ends."""
    return signature.replace("\r\n", "\n").strip() + "\n"


def public_key(signature: str) -> str | None:
    """The public key (base64) inside an SSH signature, None when it is none."""
    lines = armored(signature).split("\n")
    if lines[0] != _BEGIN or _END not in lines:
        return None
    try:
        blob = base64.b64decode("".join(lines[1 : lines.index(_END)]), validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(blob) < 14 or not blob.startswith(b"SSHSIG"):
        return None
    length = int.from_bytes(blob[10:14], "big")
    key = blob[14 : 14 + length]
    return base64.b64encode(key).decode("ascii") if key and len(key) == length else None


def listed_for(signers: bytes, key: str) -> frozenset[str]:
    """The names (principals, which may be patterns) a file of signers lists for a public key in base64."""
    found: set[str] = set()
    for line in signers.decode("utf-8", "replace").splitlines():
        tokens = _TOKEN.findall(line) if key in line else ()  # of thousands of lines one or two are taken apart
        if tokens and not tokens[0].startswith("#") and key in tokens[1:]:
            found.update(name for name in tokens[0].strip('"').split(",") if name)
    return frozenset(found)


def keys_in(signers: bytes, key: str) -> frozenset[bytes]:
    """The lines of a file of signers that name a public key; all of them when none does, as one may name who vouches
    for the key."""
    lines = frozenset(line.strip() for line in signers.splitlines() if not line.lstrip().startswith(b"#"))
    return frozenset(line for line in lines if key.encode() in line.split()) or lines


def is_pattern(name: str) -> bool:
    """Whether a name in a file of signers may stand for several people."""
    return any(character in name for character in "*?!")
