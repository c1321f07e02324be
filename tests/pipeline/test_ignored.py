"""What a comment ignores is gone from everything that uses findings: from the report and from the letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.in_process import run
from rules.plan_of_anna import AS_OF, GOAL, base

EFFECT = "  effect: The team solves more by itself and escalates earlier\n"
PAGES = ("leaders/anna/goals/coaching/index.md", "progress/index.md", "leaders/anna/index.md")
LETTER = re.compile(r'<b(?: class="g-(\w+)")?>([SMART])</b>')


def specific(root: Path, goal: str) -> dict[str, str]:
    """How the letter S stands on each page that shows the goal, once the pages are written."""
    for path, content in {**base("en"), GOAL: goal}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    assert run(root, "pages", "--as-of", str(AS_OF)).code == 0
    docs = {page: (root / "build/docs" / page).read_text(encoding="utf-8") for page in PAGES}
    shown = {page: LETTER.findall(body)[:5] for page, body in docs.items()}
    assert ["".join(letter for _, letter in five) for five in shown.values()] == ["SMART"] * len(PAGES)
    return {page: five[0][0] or "fine" for page, five in shown.items()}


def reported(root: Path) -> list[str]:
    """The rules of which `check` says something, those about approval left out."""
    done = run(root, "check", "--as-of", str(AS_OF), "--format", "json", "--ignore", "G1")
    return sorted(found["rule"] for found in done.data["diagnostics"])


@pytest.mark.parametrize(
    ("comment", "light", "rules"),
    [
        ("", "warning", ["S104"]),
        ("# koers: ignore S104\n", "warning", ["G901", "S104"]),
        ("# koers: ignore S104 - the works council words the effect in June\n", "fine", []),
    ],
)
def test_what_is_ignored_colours_no_letter(tmp_path: Path, comment: str, light: str, rules: list[str]) -> None:
    goal = base("en")[GOAL].replace(EFFECT, "").replace("specific:\n", f"{comment}specific:\n")
    assert specific(tmp_path, goal) == dict.fromkeys(PAGES, light)
    assert reported(tmp_path) == rules
