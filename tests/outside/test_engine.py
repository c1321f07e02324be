"""What an engine that fails is quoted with: the reason, and not where it broke inside."""

from __future__ import annotations

import sys

import pytest

from koers import engine
from koers.errors import KoersError


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise OSError(28, 'No space left on device')", "OSError: [Errno 28] No space left on device"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("raise SystemExit('Aborted: a page is missing')", "Aborted: a page is missing"),
    ],
)
def test_an_engine_that_fails_is_quoted_with_its_reason(program: str, reason: str) -> None:
    with pytest.raises(KoersError) as failed:
        engine._run([sys.executable, "-c", f"print('INFO    -  Building', flush=True)\n{program}"], "mkdocs", 0)
    said = str(dict(failed.value.message.params)["output"])
    assert said.splitlines() == ["INFO    -  Building", reason]
