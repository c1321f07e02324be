"""A run loads what it needs: not by how long it takes, which depends on the machine, but by what is not loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import koers
from koers.cli import COMMANDS, load

HEAVY = (
    "babel", "jinja2", "jsonschema", "jsonschema_rs", "markupsafe", "mkdocs", "snowballstemmer",
    "urllib.request", "watchfiles", "yaml",
)  # fmt: skip
"""Modules that take long to load, and that most runs do without."""
_SCRIPT = """
import sys
from koers.cli import main
try:
    main()
except SystemExit as end:
    status = end.code
print("\\n".join(["LOADED", *sys.modules]))
sys.exit(status)
"""


def loaded(cache: Path, *arguments: str | Path) -> set[str]:
    """The modules that a run had loaded when it ended well."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KOERS_CACHE_DIR": str(cache), "PYTHONPATH": str(Path(koers.__file__).parents[1])},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.partition("LOADED\n")[2].split())


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A repository with plans without a problem."""
    root = tmp_path / "repository"
    (root / "plans/leaders/anna").mkdir(parents=True)
    (root / "plans/organization.yml").write_text("name: Riverside\nlanguage: nl\n")
    (root / "plans/leaders/anna/leader.yml").write_text("name: Anna\nlevel: senior\n")
    return root


@pytest.mark.parametrize("argument", ["--help", "-h", "--version"])
def test_help_loads_no_command_and_nothing_heavy(tmp_path: Path, argument: str) -> None:
    modules = loaded(tmp_path, argument)
    assert not modules & set(HEAVY)
    rooms = {name.split(".")[1] for name in modules if name.startswith("koers.")}
    assert rooms <= {"cli", "dates", "errors", "language", "pickling", "texts"}
    assert {name for name in modules if name.startswith("koers.cli.")} == {
        f"koers.cli.{name}" for name in ("bug", "session", "streams")
    }


def test_a_check_of_plain_plans_without_problems_loads_the_quick_half_of_each_pair(tmp_path: Path, plans: Path) -> None:
    modules = loaded(tmp_path / "cache", "-C", plans, "check")
    assert modules & set(HEAVY) == {"jsonschema_rs"}, "the schemas are needed, and nothing that explains or prints"
    assert not {name for name in modules if name.startswith(("koers.site", "koers.export", "koers.forge"))}


def test_a_check_that_finds_nothing_changed_does_not_load_what_judges(tmp_path: Path, plans: Path) -> None:
    for path in (plans / "plans").rglob("*.yml"):
        os.utime(path, (1_000_000_000, 1_000_000_000))  # long ago: times that can be trusted
    loaded(tmp_path / "cache", "-C", plans, "check")
    modules = loaded(tmp_path / "cache", "-C", plans, "check")
    assert not modules & set(HEAVY)
    assert not {name for name in modules if name.startswith(("koers.rules", "koers.progress", "koers.reading.read"))}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = load(name)
    for width in (20, 45, 80, 500):
        assert click.Command(name, help=COMMANDS[name]).get_short_help_str(width) == command.get_short_help_str(width)
