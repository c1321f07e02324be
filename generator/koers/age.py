"""The only door to age: notes sealed to public keys, and opened with secret ones. What is opened stays in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NewType

from koers import files
from koers.errors import KoersError
from koers.texts import text

Identity = NewType("Identity", object)
"""A secret key, as age holds it."""

_MOST_BYTES = 65_536
_LARGEST_SEALED = 200_000


def seal(note: str, keys: Sequence[tuple[str, str]]) -> str:
    """The note sealed to these public keys, as age armors it, without the last line's end.

    `keys` are pairs of a key and of where it stands, which is named when age does not take it: a KoersError. Each time
    another text comes out, also of the same note.
    """
    import pyrage  # loads a library of 6 MB: only who seals pays for it

    recipients = []
    for key, where in keys:
        try:
            kind = pyrage.ssh if key.startswith("ssh-") else pyrage.x25519
            recipients.append(kind.Recipient.from_str(key))
        except pyrage.RecipientError as error:
            raise KoersError(text("{path}: {key} is no key that age knows", path=where, key=key)) from error
    try:
        sealed: bytes = pyrage.encrypt(note.encode(), recipients, armored=True)
    except pyrage.EncryptError as error:
        raise KoersError(text("age did not seal a note: {reason}", reason=str(error))) from error
    return sealed.decode("ascii").strip()


def unseal(sealed: str, identities: Sequence[Identity]) -> str | None:
    """What was sealed; None when none of these keys opens it, and when it is damaged."""
    import pyrage

    if len(sealed) > _LARGEST_SEALED:
        return None
    try:
        opened: bytes = pyrage.decrypt(sealed.strip().encode(), identities)
        return opened.decode()
    except (pyrage.DecryptError, UnicodeDecodeError):
        return None


def identities(path: Path) -> tuple[Identity, ...]:
    """The secret keys in a file: lines of `age-keygen`, or one OpenSSH key of the kind ed25519 without a passphrase.

    KoersError when the file cannot be read or has no such key; nothing of what it holds is told.
    """
    import pyrage

    try:
        content = files.read(path, _MOST_BYTES)
    except (files.NotPlain, FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise KoersError(text("{path} is no file with a key", path=str(path))) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise KoersError(text("cannot read {path}: {reason}", path=str(path), reason=reason)) from error
    if content.startswith((b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")):
        raise KoersError(
            text("the key in {path} is locked with a passphrase: open it with `age -d` to a file of your own, and "
                 "remove that afterwards", path=str(path))
        )  # fmt: skip
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    secrets = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    try:
        if secrets:
            return tuple(map(pyrage.x25519.Identity.from_str, secrets))
        return (pyrage.ssh.Identity.from_buffer(content),)
    except pyrage.IdentityError as error:
        if "decrypted first" in str(error):
            raise KoersError(
                text("the key in {path} has a passphrase: take it off a copy with `ssh-keygen -p`, or use an age key",
                     path=str(path))
            ) from error  # fmt: skip
        raise KoersError(
            text("{path} holds no secret key that age knows: one of `age-keygen`, or an OpenSSH ed25519 key",
                 path=str(path))
        ) from error  # fmt: skip
