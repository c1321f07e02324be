"""No message, page, document or CI file names a command or a flag that koers does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from koers.cli import COMMANDS, load

WHERE = ("generator/koers", "site_templates", "schema", "docs", "ci", "plans")
KINDS = (".py", ".po", ".toml", ".md", ".html", ".yml", ".yaml", ".json", ".j2", ".txt")
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "mkdocs.yml", "Makefile", ".pre-commit-hooks.yaml")
NAMED = re.compile(
    r"(?:`|<code>|Example: |bin/|^\s*\$ |run: |entry: |&& |\|\| |then |(?P<start>^\s*))"
    r"koers (?:-C \S+ |--?[a-z-]+(?:=\S+)? )*(?P<command>[a-z][a-z-]*)(?P<rest>(?: [^`<\n]*)?)",
    re.MULTILINE,
)
"""`koers check --strict` in code, a shell line or an example: flags before, the command, and what follows it."""
_FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_FLAG = re.compile(r"(?<![\w-])(--[a-z][a-z-]*)")


def files(project: Path) -> Iterator[Path]:
    """What people read, and what runs for them."""
    for name in TOP:
        if (project / name).is_file():
            yield project / name
    for folder in WHERE:
        for path in sorted((project / folder).rglob("*")):
            if path.is_file() and path.suffix in KINDS and "__pycache__" not in path.parts:
                yield path


def named(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """(line, command, flags) of every command a text names. A line of prose may begin with koers' own name."""
    fenced = [match.span() for match in _FENCED.finditer(text)]
    found = []
    for match in NAMED.finditer(text):
        command, at = match["command"], match.start("command")
        is_prose = match["start"] is not None and not any(begin < at < end for begin, end in fenced)
        if not is_prose or command in COMMANDS:
            flags = tuple(_FLAG.findall(re.split("[;|&]", match["rest"])[0]))
            found.append((text.count("\n", 0, at) + 1, command, flags))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run `koers check --strict` first", [(1, "check", ("--strict",))]),
        ("a\n`koers -C x revue` now", [(2, "revue", ())]),
        ("<code>koers build --pdf</code>", [(1, "build", ("--pdf",))]),
        ("    Example: koers approve anna/x", [(1, "approve", ())]),
        (".venv/bin/koers init ../us --language en", [(1, "init", ("--language",))]),
        ("what koers says, and koers-approval@v1", []),
        ("koers is a program", []),
        ("```\nkoers revue\n```", [(2, "revue", ())]),
    ],
)
def test_how_commands_are_found(text: str, expected: list[tuple[int, str, tuple[str, ...]]]) -> None:
    assert named(text) == expected


def test_every_command_that_is_named_exists_and_takes_the_flags(project: Path) -> None:
    wrong = []
    count = 0
    for path in files(project):
        for line, command, flags in named(path.read_text(encoding="utf-8")):
            count += 1
            where = f"{path.relative_to(project)}:{line}: koers {command}"
            if command not in COMMANDS:
                wrong.append(where)
                continue
            wrong += [f"{where} {flag}" for flag in flags if flag not in known_flags(command)]
    assert wrong == []
    assert count > 100, "the search finds what is there"


def known_flags(command: str) -> frozenset[str]:
    """The flags of a command."""
    found = load(command)
    given = {name for parameter in found.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return frozenset(given | {"--help", "--version"})


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_shows_an_example_that_runs_it(command: str) -> None:
    found = load(command)
    assert f"Example: koers {command}" in (found.help or "") or f"&& koers {command}" in (found.help or "")
