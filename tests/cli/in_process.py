"""koers as a user runs it, without the price of a process: the same flags, outputs and exit codes."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from git.real_repository import PEOPLE
from koers.cli import koers


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def run(root: Path, *arguments: str, who: str | None = None, **environment: str) -> Ran:
    """koers in `root`. `who` is the author git would use: one of PEOPLE, or `Name <address>`."""
    kept: dict[str, str | None] = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "SOURCE_DATE_EPOCH": None,
        "GIT_AUTHOR_NAME": None,
        "GIT_AUTHOR_EMAIL": None,
        **environment,
    }
    if who is not None:
        name, email = PEOPLE[who] if who in PEOPLE else who.removesuffix(">").split(" <")
        kept |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
    done = CliRunner().invoke(koers, ["-C", str(root), *arguments], env=kept, catch_exceptions=False)
    return Ran(done.exit_code, done.stdout, done.stderr)
