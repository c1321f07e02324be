"""Two validators, one verdict: jsonschema-rs accepts, jsonschema explains."""

from __future__ import annotations

import copy
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers import resources
from koers.diagnostic import Severity
from koers.reading import explanation, second_opinion, validation
from koers.reading.document import KINDS, Document, Place
from koers.reading.places import is_date, place
from koers.reading.validation import accepts, validate
from koers.reading.yaml_reader import read

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))

WORDS: list[Any] = [
    *("", " ", "x", "anna", "Anna", "no", "con", "a" * 64, "a" * 65, "a-", "2 weeks", "2 weeks\n", "weeks", "0 weeks"),
    *("2026-03-31", "2026-02-30", "2026-3-31", "20260331", "0000-01-01", "2026-03-31\n", "٢٠٢٦-٠٣-٣١", "2026-W01-1"),
    *("9/10", "9/10\n", "٩/10", "a@b", "a@b\n", "@", "https://x", "https://x y", "S104", "Y001", "S104\n", "é", "😀"),
    *("koers1:sha256:" + "0" * 64, "koers1:sha256:" + "0" * 64 + "\n", "draft", "level", "note", "confidence"),
    *(0, 1, -1, 4.0, 4.5, 101, 1e14, True, False, None, [], {}, [1], [1, 1], [1, 2, 3], {"a": 1}, ["a", "a"], [None]),
]  # fmt: skip


def agree(kind: str, data: Any) -> None:
    assert accepts(kind, data) == second_opinion.would_accept(resources.schema(kind), data), (kind, data)


def documents(project: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind, data) of every file of the example and of the cases that is YAML."""
    for path in sorted((project / "plans").rglob("*.yml")):
        found = place(path.relative_to(project).as_posix())
        data = read(path.read_bytes(), "x.yml")[0]
        if isinstance(found, Place) and isinstance(data, dict):
            yield found.kind, data
    for case in CASES:
        for part in case.read_bytes().split(b"=== ")[1:]:
            name, _, content = part.partition(b"\n")
            found, data = place(name.decode()), read(content, "x.yml")[0]
            if isinstance(found, Place) and isinstance(data, dict):
                yield found.kind, data


def test_both_agree_on_every_file_there_is(project: Path) -> None:
    count = 0
    for kind, data in documents(project):
        agree(kind, data)
        count += 1
    assert count > 100


def formats_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from [node["format"]] if isinstance(node.get("format"), str) else []
        for item in node.values():
            yield from formats_in(item)


def test_every_format_of_the_schemas_is_known_to_both() -> None:
    assert {name for kind in KINDS for name in formats_in(resources.schema(kind))} == set(second_opinion.FORMATS)


DAYS = st.one_of(
    st.dates().map(str),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)),
    st.from_regex(r"[-+0-9/]{0,5}-[-+0-9]{1,3}-[-+0-9]{1,3}"),
    st.sampled_from(["2026-03-31", "2026-02-29", "2024-02-29"]).flatmap(
        lambda day: st.builds(
            lambda at, put, cut: day[:at] + put + day[at + cut :],
            st.integers(0, 10), st.sampled_from([*"019-+/TZ\u0663\n\t", ""]), st.integers(0, 2),
        )
    ),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(DAYS)
def test_both_agree_on_what_is_a_day(written: str) -> None:
    organization = {"name": "x", "holidays": [written]}
    agree("organization", organization)
    is_day = re.fullmatch("(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", written, re.ASCII) is not None and is_date(written)
    assert accepts("organization", organization) == is_day


def containers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from containers(item)


def test_both_agree_on_every_kind_of_damage(project: Path) -> None:
    chance = random.Random(7)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for kind, data in documents(project):
        by_kind.setdefault(kind, []).append(data)
    # The example need not have a file of every kind; the cases do.
    assert set(by_kind) == set(KINDS)
    for kind, files in by_kind.items():
        for _ in range(150):
            data = copy.deepcopy(chance.choice(files))
            for _ in range(chance.randint(1, 3)):
                target = chance.choice(list(containers(data)))
                word = copy.deepcopy(chance.choice(WORDS))
                if isinstance(target, list):
                    target.append(word)
                elif target and chance.random() < 0.7:
                    target[chance.choice(list(target))] = word
                elif target and chance.random() < 0.5:
                    del target[chance.choice(list(target))]
                else:
                    target[str(word)] = chance.choice(WORDS)
            agree(kind, data)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_agree_on_any_words_in_known_places(kind: str, data: st.DataObject) -> None:
    properties = resources.schema(kind)["properties"]
    words = st.sampled_from(WORDS)
    inner = st.dictionaries(st.sampled_from(["a", "b-c", "2026-01-31", "kind", "x y"]), words, max_size=3)
    agree(kind, data.draw(st.dictionaries(st.sampled_from(sorted(properties)), words | inner, max_size=6)))


def document(kind: str, data: dict[str, Any]) -> Document:
    source = "".join(f"{key}: {value!r}\n" for key, value in data.items())
    return Document(Place("x.yml", kind), source, data)


def test_every_refusal_is_explained(project: Path) -> None:
    chance = random.Random(11)
    files = [(kind, data) for kind, data in documents(project)]
    for _ in range(400):
        kind, data = chance.choice(files)
        damaged = copy.deepcopy(data)
        damaged[chance.choice(list(resources.schema(kind)["properties"]))] = chance.choice(WORDS)
        problems = validate(document(kind, damaged))
        if not accepts(kind, damaged):
            assert problems
            assert all(problem.rule != "F022" for problem in problems)
        for problem in problems:
            assert problem.rule[0] == "F"
            assert problem.severity is Severity.ERROR


def test_one_place_has_one_problem() -> None:
    """Of what two keywords say of one value, what says more is kept."""
    for data, expected in [
        ({"name": "x", "email": "a" * 300}, ["F007"]),
        ({"name": "x", "level": 5}, ["F004"]),
        ({"name": "x", "level": None}, ["F009"]),
        ({"name": "x", "observers": ["a", 5, "a"]}, ["F008", "F003"]),
    ]:
        assert [problem.rule for problem in validate(document("leader", data))] == expected


def test_of_a_file_with_thousands_of_problems_some_are_told() -> None:
    assert len(validate(document("leader", {"name": "x", "emails": list(range(3000))}))) == 200


def test_a_file_only_jsonschema_would_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanation, "explain", lambda document, schema, is_large: [])
    (problem,) = validate(document("role", {"name": 5}))
    assert (problem.rule, problem.pointer, problem.span.line, problem.span.column) == ("F022", ("name",), 1, 7)
    assert dict(problem.message.params)["reason"] == '5 is not of type "string"'


def test_what_is_sound_costs_no_import_of_jsonschema() -> None:
    import subprocess

    script = (
        "import sys; from koers.reading.read import read_all;"
        "r = read_all([('plans/organization.yml', b'name: Riverside')]);"
        "assert not r.diagnostics, r; assert 'jsonschema' not in sys.modules, 'imported';"
        "r = read_all([('plans/organization.yml', b'name: 5')]); assert 'jsonschema' in sys.modules"
    )
    source_root = Path(validation.__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=source_root)
