"""Other consoles and other ends of lines: what a command says is UTF-8, and a clone for Windows is judged the same.

Every command but `serve` runs with cp1252 and in the locale C in tests/e2e/test_repeatable.py too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from git.real_repository import RealRepository, isolated
from koers.authoring.init import init_files
from koers.language import translator

pytestmark = proves(Claim.CONSOLES)

AS_OF = "2026-04-10"
GOAL = "luis-ferreira/street-by-street"
CONSOLES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp437, strict": {"PYTHONIOENCODING": "cp437:strict"},
    "C": {"LC_ALL": "C"},
    "C without Python's own remedy": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
RUNS = (
    ("due",),
    ("check", "--full"),
    ("return", GOAL, "--reason", "Één doel, Luís — niet twee"),
    ("nothing-like-ř",),
)
SAME = (
    ("check", "--format", "json"),
    ("verify", "--format", "json"),
    ("due", "--format", "json"),
    ("diff", "HEAD~1", "--format", "json"),
    ("check", "--since", "HEAD~1", "--format", "json"),
    ("codeowners", "--check"),
)


def koers(root: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """koers with its bytes as they are, by Tomasz, who may decide on the goal."""
    environment = {
        **isolated(root),
        "GIT_AUTHOR_NAME": "Tomasz",
        "GIT_AUTHOR_EMAIL": "tomasz.wisniewski@example.org",
        **settings,
    }
    command = [sys.executable, "-m", "koers", "--as-of", AS_OF, *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=120, check=False)


@pytest.fixture
def root(tmp_path: Path, project: Path) -> Path:
    """The example in a repository with two commits."""
    repository = RealRepository.new(tmp_path / "plans of ř")
    shutil.copytree(project / "plans", repository.root / "plans")
    goal = repository.root / f"plans/leaders/{GOAL.replace('/', '/goals/')}.yml"
    later = goal.read_text(encoding="utf-8")
    goal.write_text(later.replace("municipality", "council"), encoding="utf-8")
    koers(repository.root, "codeowners")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "The plans")
    goal.write_text(later, encoding="utf-8")
    repository.git("commit", "--quiet", "--all", "--message", "With other words")
    return repository.root


def test_what_a_command_says_is_utf8_on_every_console(root: Path) -> None:
    for words in RUNS:
        usual = koers(root, *words, LC_ALL="C.UTF-8", PYTHONIOENCODING="utf-8")
        assert usual.returncode in (0, 1, 2), usual.stderr.decode()
        for console, settings in CONSOLES.items():
            clean(root)
            done = koers(root, *words, **settings)
            assert (done.returncode, done.stdout) == (usual.returncode, usual.stdout), (console, words)
            assert done.stderr == usual.stderr or words[0] == "nothing-like-ř", (console, words)
            done.stderr.decode("utf-8")
            for record in root.glob("plans/leaders/luis-ferreira/approvals/*.2.yml"):
                assert words[3] in record.read_text(encoding="utf-8")
        clean(root)


def test_words_that_are_no_text_are_refused(root: Path) -> None:
    command = [sys.executable.encode(), b"-m", b"koers", b"return", GOAL.encode(), b"--reason", b"caf\xe9"]
    done = subprocess.run(command, cwd=root, env=isolated(root), capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no UTF-8" in done.stderr


def test_a_clone_with_the_ends_of_lines_of_windows_is_judged_the_same(root: Path, tmp_path: Path) -> None:
    there = tmp_path / "clone"
    there_git = RealRepository(root)
    there_git.git("clone", "--quiet", "--config", "core.autocrlf=true", str(root), str(there))
    assert b"\r\n" in (there / "CODEOWNERS").read_bytes()
    assert b"\r\n" in (there / "plans/organization.yml").read_bytes()
    for words in SAME:
        here, clone = koers(root, *words), koers(there, *words)
        assert (clone.returncode, clone.stdout) == (here.returncode, here.stdout), words
    assert koers(there, "codeowners", "--check").returncode == 0
    assert koers(there, "approve", GOAL).returncode == 0
    changed = (there / f"plans/leaders/{GOAL.replace('/', '/goals/')}.yml").read_bytes()
    assert changed.count(b"\n") == changed.count(b"\r\n"), "one word changed, and no end of a line"
    assert b"status: active\r\n" in changed


def test_a_new_repository_has_the_same_ends_of_lines_everywhere(tmp_path: Path) -> None:
    made = RealRepository.new(tmp_path / "made")
    files = init_files("en", "github", date(2026, 4, 10), mkdocs=str, say=translator("en").say)
    for path, text in files.items():
        (made.root / path).parent.mkdir(parents=True, exist_ok=True)
        (made.root / path).write_bytes(text.encode())
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "New")
    made.git("clone", "--quiet", "--config", "core.autocrlf=true", str(made.root), str(tmp_path / "clone"))
    for path, text in files.items():
        assert (tmp_path / "clone" / path).read_bytes() == text.encode(), path


def clean(root: Path) -> None:
    """Takes away what a command wrote."""
    for arguments in (("checkout", "--quiet", "."), ("clean", "--quiet", "--force", "-d", "plans")):
        subprocess.run(["git", *arguments], cwd=root, env={**os.environ, **isolated(root)}, check=True)
