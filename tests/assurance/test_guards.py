"""Taking out a single guard of the code turns a test red: nothing that protects somebody is there untested.

Each guard in `guards.py` is taken out of a copy of koers, and the tests named with it must fail there. `make test`
takes a few from all over the list, `make assurance` takes all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assurance.claims import Claim, amount, proves
from assurance.guards import GUARDS, Guard

SAMPLE = 2
TRIED = GUARDS[:: amount(len(GUARDS) // SAMPLE, 1)]


def name(guard: Guard) -> str:
    """As the guard is called in a report."""
    return guard.words.replace(" ", "-")


@pytest.mark.parametrize("guard", GUARDS, ids=name)
def test_a_guard_stands_once_in_its_file(guard: Guard, project: Path) -> None:
    source = (project / "generator/koers" / guard.file).read_text(encoding="utf-8")
    assert source.count(guard.code) == 1
    for tests in guard.tests:
        assert (project / "tests" / tests.partition("::")[0]).exists()


@proves(Claim.GUARDS)
@pytest.mark.slow
@pytest.mark.parametrize("guard", TRIED, ids=name)
def test_without_the_guard_a_test_is_red(guard: Guard, project: Path, tmp_path: Path) -> None:
    package = tmp_path / "generator" / "koers"
    shutil.copytree(project / "generator/koers", package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("schema", "site_templates"):
        (tmp_path / folder).symlink_to(project / folder)
    file = package / guard.file
    file.write_text(file.read_text(encoding="utf-8").replace(guard.code, guard.without), encoding="utf-8")
    done = outcome(guard, project, package.parent, tmp_path)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, f"nothing noticed:\n{done.stdout[-3000:]}{done.stderr}"
    assert not any(error in done.stdout for error in ("SyntaxError", "ImportError", "NameError")), done.stdout[-3000:]


def outcome(guard: Guard, project: Path, package: Path, scratch: Path) -> subprocess.CompletedProcess[str]:
    """Runs the guard's tests with the koers in `package`, up to the first that fails."""
    paths = f"{package} {project / 'tests'}"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(
        [*command, "-o", f"pythonpath={paths}", *(f"tests/{one}" for one in guard.tests)],
        cwd=project,
        capture_output=True,
        text=True,
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "KOERS_WHOLE"))},
            "PYTHONPATH": paths.replace(" ", os.pathsep),
            "KOERS_CACHE_DIR": str(scratch / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        check=False,
        timeout=300,
    )
