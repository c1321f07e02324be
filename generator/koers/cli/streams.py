"""The streams of a command: UTF-8 whatever the console, the locale or the environment says of them."""

from __future__ import annotations

import io
import os
import sys

from koers.errors import KoersError
from koers.texts import text


def speak_utf8() -> None:
    """Makes the three standard streams read and write UTF-8; what goes to no terminal has lines that end in LF alone.

    A report is read by programs, which are promised UTF-8; and a name that the console's own characters lack (cp1252
    has no ř) would end the command. What is no Unicode text, as a file's name may be, is written as an escape.
    A stream that was closed before koers began (Python has None for it) becomes one that leads nowhere; what a command
    writes to a closed standard output is its result, and the command says that it cannot be written.
    """
    _keep_free()
    # Open until the end: nobody may close them.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal ends its lines itself, and Windows' own writes Unicode whatever its code page.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline=None if stream.isatty() else "\n")


class _Closed(io.StringIO):
    """A standard output that somebody closed."""

    def write(self, words: str, /) -> int:  # noqa: ARG002 - the signature of a stream
        """Refuses what a command has to say."""
        raise KoersError(text("standard output is closed: what was asked for cannot be written"))


def _keep_free() -> None:
    """Opens the three standard places where they are closed: the next file would be in one of them, and a program that
    koers runs would write into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it takes the first that is free
