"""Every problem of reading, by case: files in, all diagnostics out, in both languages.

A case is `cases/<name>.txt`, files one after the other, each under a line `=== path`; beside it stands what is
said of them in English and Dutch. `--update-golden` writes those anew; read the difference.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from conftest import Golden
from koers.language import translator
from koers.reading.catalog import RULES, rule
from koers.reading.read import Contents, read_all

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def files_of(case: Path) -> list[tuple[str, bytes]]:
    files: list[tuple[str, bytes]] = []
    for part in case.read_bytes().split(b"=== ")[1:]:
        path, _, content = part.partition(b"\n")
        files.append((path.decode(), content))
    return files


def said(reading: Contents, language: str) -> str:
    words = translator(language)
    lines = []
    for d in reading.diagnostics:
        span = f"{d.span.line}:{d.span.column}-{d.span.end_line}:{d.span.end_column}"
        place = ".".join(str(step) for step in d.pointer)
        lines.append(f"{d.path}:{span} {d.severity} {d.rule} [{place}]\n    {words.say(d.message)}\n")
        lines.append(f"    > {words.say(d.hint)}\n" if d.hint is not None else "")
    return "".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_case(case: Path, language: str, golden: Golden) -> None:
    golden(case.with_suffix(f".{language}.expected"), said(read_all(files_of(case)), language))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_order_of_files_does_not_matter(case: Path) -> None:
    files = files_of(case)
    expected = read_all(files)
    for seed in range(5):
        random.Random(seed).shuffle(files)
        assert read_all(files) == expected


def test_every_rule_has_a_case_or_cannot_be_provoked_by_files_of_text() -> None:
    seen = {d.rule for case in CASES for d in read_all(files_of(case)).diagnostics}
    elsewhere = {"Y011", "Y015", "Y017", "F015", "F022", "F023"}
    assert {rule.id for rule in RULES} - seen == elsewhere
    assert seen <= {rule.id for rule in RULES}


def test_a_diagnostic_weighs_what_its_rule_says() -> None:
    for case in CASES:
        for diagnostic in read_all(files_of(case)).diagnostics:
            assert diagnostic.severity is rule(diagnostic.rule).severity


def test_what_cannot_be_built_on_has_no_data() -> None:
    files = files_of(Path(__file__).parent / "cases" / "references.txt")
    documents = {document.path: document for document in read_all(files).documents}
    assert documents["plans/leaders/eva/goals/broken.yml"].data is None
    # A reference to nothing leaves the file itself sound.
    assert documents["plans/leaders/anna/leader.yml"].data is not None
    assert documents["plans/leaders/eva/goals/broken.yml"].text == "title: [\n"
