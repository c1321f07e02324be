"""All files in one call: laws that hold whatever is in them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers import resources
from koers.diagnostic import WHOLE_FILE
from koers.language import translator
from koers.reading.document import KINDS
from koers.reading.read import read_all
from koers.reading.validation import accepts

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def plans(project: Path) -> list[tuple[str, bytes]]:
    return [
        (path.relative_to(project).as_posix(), path.read_bytes())
        for path in sorted((project / "plans").rglob("*"))
        if path.is_file()
    ]


def test_the_example_is_sound(project: Path) -> None:
    reading = read_all(plans(project))
    assert reading.diagnostics == ()
    assert all(document.data is not None for document in reading.documents)


def test_nothing_at_all_lacks_an_organization() -> None:
    reading = read_all([])
    assert reading.documents == ()
    (problem,) = reading.diagnostics
    assert (problem.path, problem.rule, problem.span) == ("plans/organization.yml", "F017", WHOLE_FILE)


def test_data_that_is_handed_on_has_its_form_and_problems_have_their_place(project: Path) -> None:
    """Whatever letters change in the files, nothing raises, and what is handed on is sound."""
    chance = random.Random(3)
    files = dict(plans(project))
    for case in CASES:
        for part in case.read_bytes().split(b"=== ")[1:]:
            path, _, content = part.partition(b"\n")
            files[path.decode()] = content
    names = sorted(files)
    for _ in range(60):
        damaged = dict(files)
        for name in chance.sample(names, 12):
            letters = bytearray(damaged[name])
            for _ in range(chance.randint(1, 6)):
                if letters:
                    at = chance.randrange(len(letters))
                    letters[at : at + chance.randint(0, 3)] = chance.choice(
                        [b"", b"\n", b": ", b"'", b"[", b"&a ", b"\t", b"\xff", b"- ", b"5", b"no", b"  ", b"{}"]
                    )
            damaged[name] = bytes(letters)
        chosen = chance.sample(sorted(damaged.items()), 60)
        reading = read_all(chosen)
        for document in reading.documents:
            assert document.data is None or accepts(document.place.kind, document.data)
        texts = {path: content.decode("utf-8", "replace").split("\n") for path, content in chosen}
        for problem in reading.diagnostics:
            lines = texts.get(problem.path, [""])
            assert 1 <= problem.span.line <= problem.span.end_line <= len(lines)
            assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 2
        assert list(reading.diagnostics) == sorted(reading.diagnostics, key=lambda problem: problem.order)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "plans/organization.yml",
                "plans/teams/north.yml",
                "plans/leaders/anna/leader.yml",
                "plans/leaders/anna/goals/x.yml",
                "plans/leaders/anna/checkins/2026-02-09.yml",
                "plans/leaders/anna/measurements/2026-02-09-scan.yml",
                "plans/leaders/anna/approvals/x.1.yml",
            ]
        ),
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["goals", "team", "competency", "measurable", "relevant", "groups", "competencies", "indicators"]
                ),
                st.sampled_from(
                    ["[]", "{}", "5", "x", "{x: 5}", "{x: {y: 5}}", "{x: [y]}", "{indicators: {x: 1}}", "[{x: y}]"]
                ),
            ),
            unique_by=lambda pair: pair[0],
            max_size=4,
        ),
    )
)
def test_odd_shapes_break_nothing(files: dict[str, list[tuple[str, str]]]) -> None:
    written = [(path, "".join(f"{key}: {value}\n" for key, value in lines)) for path, lines in files.items()]
    read_all([(path, text.encode()) for path, text in written])


def test_a_file_that_is_to_be_renamed_is_there_all_the_same() -> None:
    reading = read_all(
        [
            ("plans/organization.yml", b"name: x"),
            ("plans/teams/north.yaml", b"name: North"),
            ("plans/leaders/anna/leader.yaml", b"name: Anna"),
            ("plans/leaders/anna/goals/x.yml", b"title: x\nskill: x\ncategory: team\nstatus: draft"),
            ("plans/leaders/bram/leader.yml", b"name: Bram\nteam: north\nmanager: anna"),
        ]
    )
    assert [(problem.path, problem.rule) for problem in reading.diagnostics] == [
        ("plans/leaders/anna/leader.yaml", "F012"),
        ("plans/teams/north.yaml", "F012"),
    ]


def test_a_folder_with_a_wrong_name_is_one_problem() -> None:
    reading = read_all(
        [
            ("plans/organization.yml", b"name: x"),
            ("plans/leaders/Cor/leader.yml", b"name: Cor"),
            ("plans/leaders/Cor/goals/x.yml", b"title: x"),
            ("plans/leaders/Cor/goals/y.yml", b"title: x"),
        ]
    )
    assert [(problem.path, problem.rule) for problem in reading.diagnostics] == [
        ("plans/leaders/Cor/goals/x.yml", "F013")
    ]


def test_schemas_are_found_once_and_whole() -> None:
    for kind in KINDS:
        assert resources.schema(kind) is resources.schema(kind)
        assert resources.schema(kind)["title"]
    assert resources.directory("schema").is_dir()
    assert resources.directory("site_templates").is_dir()


HOSTILE = {
    "a long list of mixed things": "observers: [" + ", ".join(f"{n}, x{n}" for n in range(9000)) + "]\n",
    "thousands of unknown keys": "".join(f"titl{n}: 1\n" for n in range(9000)),
    "thousands of references to nobody": "observers: [" + ", ".join(f"anna{n}" for n in range(15000)) + "]\n",
    "a long key": "x" * 1000 + ": 1\n",
    "a long number": "hours: " + "0" * 200_000 + "1\n",
    "a long decimal": "hours: 0." + "0" * 200_000 + "1\n",
    "a long almost-number": "hours: " + "1" * 200_000 + "x\n",
    "a long almost-date": "start: " + "1-" * 100_000 + "\n",
    "a long almost-id": "manager: " + "a-" * 100_000 + "\n",
    "only characters nobody sees": "\u202e" * 60_000,
    "tabs and texts over lines": "a:\n" + "".join(f" - x\n\ty{n}\n" for n in range(8000)),
    "quotes": "name: " + "'" * 200_000,
    "blank lines in a text": "name: 'x" + "\n" * 200_000 + "'\n",
    "comments": "#" * 200_000 + "\nname: x\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_break_programs_costs_diagnostics(name: str) -> None:
    files = [
        ("plans/organization.yml", b"name: x"),
        ("plans/leaders/anna/leader.yml", HOSTILE[name].encode()),
    ]
    for problem in read_all(files).diagnostics:
        for sentence in (problem.message, problem.hint):
            words = "" if sentence is None else translator("nl").say(sentence)
            assert len(words) < 1000
