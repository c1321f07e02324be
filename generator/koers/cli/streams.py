"""The streams of a command: UTF-8 whatever the console, the locale or the environment says of them."""

from __future__ import annotations

import io
import os
import sys


def speak_utf8() -> None:
    """Makes the three standard streams read and write UTF-8; what goes to no terminal has lines that end in LF alone.

    A report is read by programs, which are promised UTF-8; and a name that the console's own characters lack (cp1252
    has no ř) would end the command. What is no Unicode text, as a file's name may be, is written as an escape.
    A stream that was closed before koers began (Python has None for it) becomes one that leads nowhere.
    """
    # Open until the end: nobody may close them.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal ends its lines itself, and Windows' own writes Unicode whatever its code page.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline=None if stream.isatty() else "\n")
