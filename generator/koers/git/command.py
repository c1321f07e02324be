"""Running git so that neither the caller's environment nor the repository's settings change what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from koers.errors import KoersError
from koers.git.parse import harmless
from koers.texts import text

SETTINGS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.quotePath=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "log.mailmap=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "diff.renames=false",
    "-c",
    "diff.noprefix=false",
    "-c",
    "diff.ignoreSubmodules=all",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "diff.relative=false",
    "-c",
    "advice.graftFileDeprecated=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "color.ui=false",
)
"""Ahead of every command: what a repository's own settings may not change. Nothing here ever goes to the network."""

_KEPT = (
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_COUNT",
    "GIT_CEILING_DIRECTORIES",
)
_KEPT_PREFIXES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
AUTHOR = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL")
"""What a person may set to say who is the author; kept only when it is asked who that is."""


def environment(given: Mapping[str, str], keep: Sequence[str] = ()) -> dict[str, str]:
    """`given` without what would point git elsewhere (a hook sets GIT_DIR and GIT_INDEX_FILE), in plain English."""
    cleaned = {
        name: value
        for name, value in given.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_PREFIXES) or name in keep
    }
    return cleaned | {
        "LC_ALL": "C",
        "LANGUAGE": "",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


class Failed(KoersError):
    """git ended with an error. `code` is its exit code, `said` what it printed, harmless to show."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(text("git could not do that: {said}", said=said))
        self.code = code
        self.said = said


def run(root: Path, arguments: Sequence[str], *, given: bytes = b"", keep: Sequence[str] = ()) -> bytes:
    """What git prints for these arguments, run in `root`. `Failed` when it ends with an error.

    KoersError when git is not installed.
    """
    try:
        done = subprocess.run(
            ["git", *SETTINGS, *arguments],
            cwd=root,
            env=environment(os.environ, keep),
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as missing:
        raise KoersError(text("git was not found; install git, or work without approvals' history")) from missing
    if done.returncode != 0:
        raise Failed(done.returncode, harmless(done.stderr.decode("utf-8", "replace").strip(), limit=1000))
    return done.stdout
