"""The table of attempts in docs/trust.md, made from the tests that try them.

An attempt is a test of this folder with a parameter `badge`: the first sentence of its docstring
says what is tried, `badge` what koers says of it, which the test compares. The first sentence of the file's docstring
says what its attempts have in common.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BEGIN = "<!-- attempts: made by the tests, `pytest tests/approval/test_table.py --update-golden` -->"
END = "<!-- end of attempts -->"

_SENTENCE = re.compile(r".*?\.(?=\s|$)", re.DOTALL)


@dataclass(frozen=True)
class Attempt:
    """One row: the name of the test, what is tried, and the badge."""

    test: str
    words: str
    badge: str


@dataclass(frozen=True)
class Attempts:
    """The attempts of one file, in its order."""

    words: str
    rows: tuple[Attempt, ...]


def attempts(folder: Path) -> Iterator[Attempts]:
    """The attempts of every file, in the order of their names. ValueError for one that does not say what it tries."""
    for file in sorted(folder.glob("test_*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        rows = tuple(_rows(file, module))
        if rows:
            yield Attempts(first_sentence(file.name, ast.get_docstring(module)), rows)


def _rows(file: Path, module: ast.Module) -> Iterator[Attempt]:
    for test in module.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            for badge in _badges(test):
                yield Attempt(f"{file.name}::{test.name}", first_sentence(test.name, ast.get_docstring(test)), badge)


def _badges(test: ast.FunctionDef) -> list[str]:
    """What stands in `@pytest.mark.parametrize("badge", [...])`; none when it is no attempt."""
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and len(mark.args) == 2 and ast.unparse(mark.args[0]) == "'badge'":
            found = ast.literal_eval(mark.args[1])
            return [str(badge) for badge in found]
    return []


def first_sentence(name: str, docstring: str | None) -> str:
    """On one line; without the full stop at its end."""
    found = _SENTENCE.match(docstring or "")
    if found is None:
        raise ValueError(f"{name} does not say in a sentence what it tries")
    return " ".join(found[0].split()).removesuffix(".")


def table(folder: Path) -> str:
    """All of them as Markdown, one table with a row of its own before each file's attempts."""
    lines = ["| attempt | what koers says |", "|---|---|"]
    for group in attempts(folder):
        lines.append(f"| **{_cell(group.words)}** | |")
        lines += [f"| {_cell(row.words)} | {_cell(row.badge)} |" for row in group.rows]
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def with_table(page: str, made: str) -> str:
    """The page with this table between its two marks. ValueError when they are not there, once each."""
    before, begin, rest = page.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    if not begin or not end or BEGIN in after or END in after:
        raise ValueError("the marks around the table are not there, or more than once")
    return f"{before}{begin}{made}{end}{after}"
