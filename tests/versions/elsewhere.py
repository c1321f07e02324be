"""Runs a part of the tests elsewhere than in the usual environment: `python -m tests.versions.elsewhere lowest|newest`.

`lowest`: with the lowest version that pyproject.toml allows of every package that koers needs itself. `newest`: with
the newest Python on this machine, which is said; nothing more to do when that is the one that runs this. The part is
what meets those packages most: the command line, reading and judging, and a whole site made in both ways.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
PART = (
    "tests/cli/test_contract.py",
    "tests/reading/test_yaml_reader.py",
    "tests/reading/test_validation.py",
    "tests/reading/test_problems.py",
    "tests/rules/test_examples.py",
    "tests/site_built/test_frames.py::test_the_whole_example",
)
TOOLS = ("pytest", "pytest-xdist", "hypothesis")
_LOWEST = re.compile(r"([A-Za-z0-9-]+)>=([0-9.]+)(?:,<[0-9.]+)?")
_PYTHON = re.compile(r"python3\.([0-9]+)")


def lowest() -> tuple[str, ...]:
    """The lowest version of every package that koers needs itself, as pip takes it: `click==8.4`."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [_LOWEST.fullmatch(dependency) for dependency in project["dependencies"]]
    assert all(found), "every package is declared with its lowest version"
    return tuple(f"{one[1]}=={one[2]}" for one in found if one)


def pythons() -> Iterator[tuple[int, Path]]:
    """Every Python 3 that has a name of its own on the PATH or in pyenv: its minor version and where it is."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    folders += sorted(Path.home().glob(".pyenv/versions/3.*/bin"))
    for folder in folders:
        for path in sorted(folder.glob("python3.*")) if folder.is_dir() else ():
            named = _PYTHON.fullmatch(path.name)
            if named and _runs(path):
                yield int(named[1]), path


def _runs(python: Path) -> bool:
    """Whether it starts: pyenv's own stand-ins name versions that are not chosen."""
    return subprocess.run([python, "-c", "import venv, ssl"], capture_output=True, check=False).returncode == 0


def run(name: str, python: Path, *pins: str) -> int:
    """Makes an environment in build/, and runs the part there; how the tests ended."""
    folder = PROJECT / "build" / f"environment-{name}"
    its = folder / "bin" / "python"
    subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
    wanted = ["--editable", f"{PROJECT}[zensical]", *TOOLS, *pins]
    subprocess.run([its, "-m", "pip", "install", "--quiet", *wanted], check=True)
    # Signals meet no package but Python's own; what waits for them is tried in the usual environment.
    options = ["-q", "-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider", "-k", "not interrupted"]
    command = [its, "-m", "pytest", *options, *PART]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


def main(which: str) -> int:
    """Runs the part as `which` says."""
    if which == "lowest":
        print(f"lowest versions, Python {sys.version_info.major}.{sys.version_info.minor}: {' '.join(lowest())}")
        return run("lowest", Path(sys.executable), *lowest())
    newest, python = max(pythons(), default=(sys.version_info.minor, Path(sys.executable)))
    if newest <= sys.version_info.minor:
        print(f"Python 3.{sys.version_info.minor} is the newest on this machine: nothing more to run")
        return 0
    print(f"the newest Python on this machine: 3.{newest}, {python}")
    return run(f"python-3.{newest}", python, "--constraint", str(PROJECT / "constraints.txt"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
