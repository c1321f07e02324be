"""The strict reader: values, positions, limits, and files that others made to break readers."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assurance.claims import Claim, proves
from conftest import Golden
from koers.diagnostic import Pointer, Span
from koers.reading.document import Marks, Value
from koers.reading.limits import MOST_BYTES, MOST_NODES
from koers.reading.scalars import resolve
from koers.reading.yaml_reader import read

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
suite_is_there = pytest.mark.skipif(
    not (CORPORA / "yaml-test-suite").is_dir(), reason=f"no yaml-test-suite in {CORPORA.name}/"
)


def rules(source: str | bytes) -> list[str]:
    return [problem.rule for problem in read(source, "x.yml")[2]]


def cut(source: str, span: Span) -> str:
    """The text at a span."""
    lines = source.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def at(data: Value, pointer: Pointer) -> Value:
    value: Any = data
    for step in pointer:
        value = value[step]
    return value


SCALARS = {
    "12": 12,
    "-12": -12,
    "+12": 12,
    "007": 7,
    "0o17": 15,
    "0x1F": 31,
    "1.5": 1.5,
    ".5": 0.5,
    "1.": 1.0,
    "1e3": 1000.0,
    "-1.5e-3": -0.0015,
    "0.0": 0.0,
    "999999999999999": 999999999999999,
    "true": True,
    "True": True,
    "FALSE": False,
    "null": None,
    "~": None,
    "": None,
    "2026-03-31": "2026-03-31",
    "2026-02-30": "2026-02-30",
    "12:30": "12:30",
    "9/10": "9/10",
    "12,5": "12,5",
    "1_000": "1_000",
    "0b11": "0b11",
    "1e": "1e",
    "y": "y",
    "Yes please": "Yes please",
    "nul": "nul",
    "'12'": "12",
    '"true"': "true",
    "'no'": "no",
}


@pytest.mark.parametrize(("written", "value"), list(SCALARS.items()))
def test_scalars_follow_the_core_schema(written: str, value: object) -> None:
    data, _, problems = read(f"a: {written}\n", "x.yml")
    assert problems == ()
    assert isinstance(data, dict)
    assert (type(data["a"]), data["a"]) == (type(value), value)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "oFF"])
@pytest.mark.parametrize("source", ["{}: 1", "a: {}", "- {}", "a: [x, {}]", "a: {{b: {}}}"])
def test_answers_are_refused_wherever_they_stand(word: str, source: str) -> None:
    assert rules(source.format(word)) == ["Y007"]
    assert rules(source.format(f'"{word}"')) == []


@pytest.mark.parametrize(
    "word", [".nan", ".NaN", ".inf", "-.inf", "+.Inf", ".INF", "1" * 16, "0x" + "f" * 40, "1e15", "1e-16", "1e99999"]
)
def test_numbers_that_do_not_count_are_refused(word: str) -> None:
    assert rules(f"a: {word}") in (["Y008"], ["Y009"])
    assert rules(f"a: '{word}'") == []


def test_keys_are_texts_as_they_are_written() -> None:
    data, _, problems = read("2026-02-15: 3\n1: x\n1.50: y\n'2': z\n", "x.yml")
    assert problems == ()
    assert data == {"2026-02-15": 3, "1": "x", "1.50": "y", "2": "z"}


def test_positions_of_keys_and_values_of_every_style() -> None:
    source = (
        "# a comment\n"
        "plain: één twee\n"
        "quoted: 'it''s'   # comment\n"
        "empty:\n"
        "flow: [x, {y: 2}]\n"
        "literal: |\n  one\n   two\n\n"
        "folded: >-\n  one\n  two\n"
        "list:\n- a\n-   b: c\n    d: e\n"
        "last: plain goes\n  on\n"
    )
    _, marks, problems = read(source, "x.yml")
    assert problems == ()
    assert {pointer: cut(source, span) for pointer, span in marks.values.items() if pointer} == {
        ("plain",): "één twee",
        ("quoted",): "'it''s'",
        ("empty",): "",
        ("flow",): "[x, {y: 2}]",
        ("flow", 0): "x",
        ("flow", 1): "{y: 2}",
        ("flow", 1, "y"): "2",
        ("literal",): "|\n  one\n   two",
        ("folded",): ">-\n  one\n  two",
        ("list",): "- a\n-   b: c\n    d: e",
        ("list", 0): "a",
        ("list", 1): "b: c\n    d: e",
        ("list", 1, "b"): "c",
        ("list", 1, "d"): "e",
        ("last",): "plain goes\n  on",
    }
    assert all(cut(source, span) == pointer[-1] for pointer, span in marks.keys.items())
    assert marks.values[("empty",)] == Span(4, 7, 4, 7)
    assert marks.values[("plain",)] == Span(2, 8, 2, 16)


def test_a_byte_order_mark_counts_for_nothing() -> None:
    data, marks, problems = read(b"\xef\xbb\xbfa: 1\n", "x.yml")
    assert (data, problems) == ({"a": 1}, ())
    assert marks.keys[("a",)] == Span(1, 1, 1, 2)


def test_windows_line_ends_count_for_nothing() -> None:
    data, marks, problems = read("a: |\r\n  x\r\n  y\r\nb: 2\r\n", "x.yml")
    assert (data, problems) == ({"a": "x\ny\n", "b": 2}, ())
    assert marks.keys[("b",)] == Span(4, 1, 4, 2)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"a: 1\nb: \xe9t\xe9\n", 2, 4),
        ("a: één\nb: \x00".encode("utf-16"), 1, 1),
        (b"a: \xed\xa0\x80", 1, 4),
        ("é: ".encode() + b"\xff", 1, 4),
    ],
)
def test_what_is_not_utf8_is_pointed_at(content: bytes, line: int, column: int) -> None:
    data, _, (problem,) = read(content, "x.yml")
    assert data is None
    assert (problem.rule, problem.span.line, problem.span.column) == ("Y011", line, column)


def test_a_file_may_be_256_kib_and_no_byte_more() -> None:
    line = b"# " + b"x" * 1021 + b"\n"
    largest = b"a: 1\n" + line * 255 + b"#" * (MOST_BYTES - 5 - 255 * len(line))
    assert len(largest) == MOST_BYTES
    assert read(largest, "x.yml")[0] == {"a": 1}
    assert rules(largest + b"#") == ["Y015"]
    assert rules((largest + b"#").decode()) == ["Y015"]


def test_a_file_may_be_16_levels_deep_and_no_more() -> None:
    assert rules("[" * 16 + "]" * 16) == []
    assert rules("[" * 17 + "]" * 17) == ["Y016"]
    assert rules("".join("  " * depth + "a:\n" for depth in range(16))) == []
    assert rules("".join("  " * depth + "a:\n" for depth in range(17))) == ["Y016"]


def test_a_file_may_have_20000_nodes_and_no_more() -> None:
    assert rules("- 1\n" * (MOST_NODES - 1)) == []
    (problem,) = read("- 1\n" * MOST_NODES, "x.yml")[2]
    assert (problem.rule, problem.span.line) == ("Y017", MOST_NODES)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{", "- ? ", "a: [", "!x [", "&x [", '"', "{a: "])
@pytest.mark.parametrize("count", [30_000, 60_000])
def test_bombs_cost_a_diagnostic(opening: str, count: int) -> None:
    data, _, problems = read(opening * count, "x.yml")
    assert data is None
    assert problems


def test_a_chain_of_merge_keys_costs_diagnostics() -> None:
    chain = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
    assert set(rules(chain)) == {"Y003"}


def test_all_problems_of_a_file_are_found_in_one_pass() -> None:
    source = "a: no\nb: &x 1\nc: !y 2\na: .inf\n\u202ed: *x\n<<: 3\n"
    found = [(problem.rule, problem.span.line) for problem in read(source, "x.yml")[2]]
    assert found == [
        ("Y007", 1),
        ("Y003", 2),
        ("Y004", 3),
        ("Y002", 4),
        ("Y008", 4),
        ("Y010", 5),
        ("Y003", 5),
        ("Y003", 6),
    ]


# Laws ------------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Cf")), max_size=40)
NUMBERS = st.integers(-(10**14), 10**14) | st.integers(-(10**7), 10**7).map(lambda n: n / 1000)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, '"', "'"]),
        "width": st.sampled_from([20, 80, 10_000]),
        "allow_unicode": st.booleans(),
        "indent": st.sampled_from([2, 4]),
    }
)


class Dumper(yaml.SafeDumper):
    """Writes no anchors, and numbers in full."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def check_marks(source: str, data: Value, marks: Marks) -> None:
    """Every position points at its text, and nothing is without a position."""
    for pointer, span in marks.values.items():
        value = at(data, pointer)
        text = cut(source, span)
        if value is None:
            assert text in ("", "~", "null", "Null", "NULL")
        elif isinstance(value, bool):
            assert text.lower() == str(value).lower()
        elif isinstance(value, int | float):
            assert float(text) == value
        elif isinstance(value, str) and text[:1] not in ("'", '"', "|", ">") and "\n" not in text:
            assert text == value
        else:
            # Flow or quoted text, or one that goes over several lines: read on its own it says the same.
            lines = text.split("\n")
            if (isinstance(value, str) and text[:1] in ("'", '"')) or text[:1] in ("[", "{"):
                again = read("- " + "\n  ".join(line.strip(" ") for line in lines), "x.yml")[0]
                assert again == [value] or len(lines) > 1
    below = {pointer for pointer in marks.values if pointer}
    assert set(marks.keys) == {pointer for pointer in below if isinstance(pointer[-1], str)}
    assert below == set(every_pointer(data, ()))


def every_pointer(data: Value, pointer: Pointer) -> Iterator[Pointer]:
    items: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*pointer, step)
        yield from every_pointer(value, (*pointer, step))


def represent_text(dumper: Dumper, word: str) -> yaml.ScalarNode:
    """PyYAML follows YAML 1.1, in which `1e3` is a text and needs no quotes; in 1.2 it does."""
    style = "'" if "\n" not in word and resolve(word) != word else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", word, style=style)


Dumper.add_representer(str, represent_text)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXT, VALUES, max_size=5), STYLES)
def test_what_is_written_is_read_again(data: dict[str, Value], style: dict[str, Any]) -> None:
    source = yaml.dump(data, Dumper=Dumper, sort_keys=False, **style)
    # PyYAML folds a quoted text of escapes wrongly; what it cannot read back itself is left out.
    assume(yaml.safe_load(source) == data)
    again, marks, problems = read(source, "x.yml")
    # Quoted through and through, PyYAML marks numbers with a tag (Y004); deeper than 16 is refused (Y016).
    # A special space around a key or value is reported, and taken off (Y012).
    assume(not any(problem.rule in ("Y004", "Y012", "Y016") for problem in problems))
    assert problems == ()
    assert again == data
    check_marks(source, again, marks)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab:-?[]{},&*!|>'\"%@` \t\n\r#~.0129\u202eé\x00")), max_size=60))
def test_nothing_breaks_the_reader_and_every_position_is_in_the_text(source: str) -> None:
    data, marks, problems = read(source, "x.yml")
    lines = source.split("\n")
    for span in (*marks.keys.values(), *marks.values.values(), *(problem.span for problem in problems)):
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 2
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
    if data is None and not problems:
        assert source.replace("---", "").split("#")[0].strip() in ("", "~")
    if isinstance(data, dict) and not problems:
        check_marks(source, data, marks)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    read(content, "x.yml")


# Cases of others ---------------------------------------------------------------------------------------------------


@proves(Claim.READING, cases=402)
@suite_is_there
def test_the_yaml_test_suite_never_crashes_the_reader(golden: Golden) -> None:
    """What differs from the suite's verdict is named: refused on purpose, or libyaml's own reading."""
    cases = json.loads((CORPORA / "yaml-test-suite" / "cases.json").read_text(encoding="utf-8"))
    assert len(cases) == 402
    lines = []
    for case in cases:
        data, _, problems = read(base64.b64decode(case["yaml_b64"]), "x.yml")
        found = " ".join(sorted({problem.rule for problem in problems}))
        if case["error"] and not found:
            lines.append(f"{case['id']} accepted though invalid: {case['label']}")
        elif not case["error"] and found:
            lines.append(f"{case['id']} refused though valid ({found}): {case['label']}")
        elif not case["error"] and case["json"] and documents(case["json"]) != [data]:
            lines.append(f"{case['id']} read as {json.dumps(data)}: {case['label']}")
    golden(Path(__file__).parent / "yaml-test-suite.expected", "\n".join(lines) + "\n")


def documents(written: str) -> list[object]:
    """The JSON values that stand one after the other in a text."""
    decoder, found = json.JSONDecoder(), []
    while written := written.strip():
        value, end = decoder.raw_decode(written)
        found.append(value)
        written = written[end:]
    return found


def escaped(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


@proves(Claim.READING, cases=500)
@suite_is_there
def test_naughty_strings_come_back_as_they_are_or_are_refused() -> None:
    strings: list[str] = json.loads((CORPORA / "blns" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    refused = 0
    for text in strings:
        data, _, problems = read(f"a: {escaped(text)}\n", "x.yml")
        assert data == {"a": text}
        assert {problem.rule for problem in problems} <= {"Y010"}
        refused += bool(problems)
        # Written out as it is, it is read as it is or refused, never as something else.
        bare, _, problems = read(f"a: |2-\n  {text}\n", "x.yml")
        if problems:
            assert {problem.rule for problem in problems} <= {"Y010"}
        elif text.strip(" "):
            assert bare == {"a": text}
    assert 0 < refused < 20


def test_an_escape_does_not_bring_in_what_cannot_be_seen() -> None:
    (problem,) = read('a: "x\\u202ey"\n', "x.yml")[2]
    assert (problem.rule, problem.span) == ("Y010", Span(1, 4, 1, 14))


def test_order_of_keys_is_kept() -> None:
    names = [f"k{n}" for n in range(50)]
    random.Random(1).shuffle(names)
    data = read("".join(f"{name}: 1\n" for name in names), "x.yml")[0]
    assert isinstance(data, dict)
    assert list(data) == names
