"""What koers cannot go on from: a broken machine, never a mistake in somebody's plan (that is a `Diagnostic`)."""

from __future__ import annotations

from koers.texts import Text


class KoersError(Exception):
    """koers could not run. `message` says what is wrong and what to do; the command ends with exit code 2."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.msgid)
        self.message = message
