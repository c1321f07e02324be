"""The only door to `ssh-keygen -Y`: signing a statement with the approver's key, and checking a signature.

koers never opens a private key: ssh-keygen does, or the agent that holds it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from koers.approval.statement import NAMESPACE, Outcome, Trust, armored, listed_for, public_key
from koers.errors import KoersError
from koers.texts import text


def _run(arguments: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    """In UTC, so that a day in a list of signers is the same day everywhere; older versions know no other way."""
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", *arguments],
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC0"},
        )
    except FileNotFoundError as missing:
        raise KoersError(text("ssh-keygen was not found; install OpenSSH 8.9 or newer")) from missing


def sign(statement: bytes, key: Path | str) -> str:
    """The armored signature of `statement` in koers' namespace with the key in this file.

    `key` is a private key's file, or a public key's whose private half an agent holds; a passphrase is asked for by
    ssh-keygen itself. KoersError when it does not sign.
    """
    place = Path(key).expanduser()
    if place.exists() and not place.is_file():
        raise KoersError(text("{path} is a pipe, a device or a socket; put a file in its place", path=str(place)))
    done = _run(["sign", "-f", str(place), "-n", NAMESPACE], statement)
    signature = done.stdout.decode("ascii", "replace")
    if done.returncode != 0 or public_key(signature) is None:
        said = done.stderr.decode("utf-8", "replace").replace("Signing data on standard input", "").split()
        raise KoersError(
            text("ssh-keygen did not sign with {key}: {said}", key=str(key), said=" ".join(said)[:500] or "?")
        )
    return armored(signature)


class Checker:
    """Checks signatures with ssh-keygen; every file it needs exists only while it is asked."""

    def check(self, statement: bytes, signature: str, names: Collection[str], trust: Trust, at: datetime) -> Outcome:
        """Whether one of `names` signed `statement`, with a key listed for that name and valid at that moment.

        `names` are plain names or addresses; what ssh would read as a pattern or an option is never asked for.
        """
        key = public_key(signature)
        if key is None:
            return Outcome.BROKEN
        moment = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        with tempfile.TemporaryDirectory(prefix="koers-") as folder:
            signed = Path(folder, "signature")
            signed.write_text(armored(signature), encoding="ascii", errors="replace")
            signers, listed = Path(folder, "signers"), trust.signers or b""
            signers.write_bytes(listed)
            if _run(["check-novalidate", "-n", NAMESPACE, "-s", str(signed)], statement).returncode != 0:
                return Outcome.BROKEN
            good = next(
                (
                    name
                    for name in names
                    if _verify(statement, signed, signers, name, ["-O", f"verify-time={moment}"]) == 0
                ),
                None,
            )
            if good is None:
                return Outcome.LAPSED if listed_for(listed, key) & set(names) else Outcome.UNKNOWN
            for number, keys in enumerate(trust.revoked):
                if not keys.strip():
                    continue
                revoked = Path(folder, f"revoked-{number}")
                revoked.write_bytes(keys)
                options = ["-O", f"verify-time={moment}", "-r", str(revoked)]
                if _verify(statement, signed, signers, good, options) != 0:
                    return Outcome.REVOKED
        return Outcome.GOOD


def _verify(statement: bytes, signed: Path, signers: Path, name: str, options: Sequence[str]) -> int:
    if not name or name.startswith("-") or any(c in name for c in "*?!,\0\n") or name != name.strip():
        return 255
    arguments = ["verify", "-f", str(signers), "-I", name, "-n", NAMESPACE, "-s", str(signed), *options]
    return _run(arguments, statement).returncode
