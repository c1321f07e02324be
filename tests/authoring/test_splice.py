"""One value changed in place: the file says what was meant, and not one other byte is another."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers.approval.fingerprint import fingerprint
from koers.authoring.splice import Scalar, spliced
from koers.diagnostic import Pointer
from koers.errors import KoersError
from koers.reading.document import Value
from koers.reading.yaml_reader import read

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("plans", "generator/koers/authoring/starter", "tests/cases/dutch-organization/plans")
    for path in (PROJECT / folder).rglob("*.yml")
    if "plans" in path.parts
)

words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)
values: st.SearchStrategy[Scalar] = st.one_of(
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.integers(-(10**6), 10**6).map(lambda thousandths: thousandths / 1000),
    words,
    st.sampled_from(["active", "yes", "null", "12:30", "- a", "a: b", "a #b", "'", '"', "", " x ", "2026-03-31", "~"]),
)


def leaves(data: Value, at: Pointer = ()) -> list[Pointer]:
    match data:
        case dict():
            return [leaf for key, value in data.items() for leaf in leaves(value, (*at, key))]
        case list():
            return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*at, index))]
    return [at]


def put(data: Value, pointer: Pointer, value: Scalar) -> Value:
    changed: object = deepcopy(data)
    parent = changed
    for step in pointer[:-1]:
        parent = parent[step]  # type: ignore[index]
    parent[pointer[-1]] = value  # type: ignore[index]
    return changed  # type: ignore[return-value]


def around(before: bytes, after: bytes) -> tuple[int, int]:
    """How many bytes at the start and at the end are the same, not counted twice."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    end = next((i for i in range(most - start) if before[-1 - i] != after[-1 - i]), most - start)
    return start, end


def holds(content: bytes, pointer: Pointer, value: Scalar) -> None:
    """The law: it reads as meant, and all that changed lies within the lines of the old value."""
    data, marks, _ = read(content, "x.yml")
    try:
        after = spliced(content, "x.yml", pointer, value)
    except KoersError:
        assert isinstance(value, str)
        assert read(f"a: {value!r}\n", "x")[2] or "\n" in value or not value.isprintable()
        return
    found, _, problems = read(after, "x.yml")
    assert problems == ()
    assert repr(found) == repr(put(data, pointer, value))
    span = marks.values[pointer]
    lines = content.split(b"\n")
    start, end = around(content, after)
    if after == content:
        return
    assert start >= len(b"\n".join(lines[: span.line - 1])), "nothing before the line of the value"
    assert end >= len(b"\n".join(lines[span.end_line :])), "nothing after the last line of the value"
    head = lines[span.line - 1].decode().removeprefix("\ufeff")[: span.column - 1]
    assert after.split(b"\n")[span.line - 1].decode().removeprefix("\ufeff").startswith(head)
    tail = lines[span.end_line - 1].decode().removeprefix("\ufeff")[span.end_column - 1 :]
    assert after.decode().split("\n")[len(after.split(b"\n")) - len(lines) + span.end_line - 1].endswith(tail)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_in_every_example_file_a_value_changes_alone(path: Path) -> None:
    content = path.read_bytes()
    data, _, problems = read(content, path.name)
    if problems or data is None:
        pytest.skip(f"{path.name} has errors on purpose")
    chosen = random.Random(path.name)
    places = leaves(data)
    for pointer in chosen.sample(places, min(4, len(places))):
        for value in ("active", 'say "what": now # and here', 7, True):
            holds(content, pointer, value)
            holds(content.replace(b"\n", b"\r\n"), pointer, value)


STYLES = [
    "plain", "'single'", '"double"', "|\n    text\n    more", ">-\n    folded\n\n    text", "1", "2.50", "true", "~",
    "",
    "plain\n    goes on",
]  # fmt: skip
COMMENTS = ["", "   # why", " # a: b"]


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[Pointer]]:
    """Files as people write them: comments, quotes, blocks of text, flow style, line ends, a byte order mark."""
    lines, pointers = [draw(st.sampled_from(["", "# a file\n", "---\n"]))], []
    for number in range(draw(st.integers(1, 4))):
        lines.append(draw(st.sampled_from(["", "# above\n", "\n"])) + f"k{number}:{draw(st.sampled_from(COMMENTS))}\n")
        for inner in range(draw(st.integers(1, 3))):
            written, comment = draw(st.sampled_from(STYLES)), draw(st.sampled_from(COMMENTS))
            space = draw(st.sampled_from([" ", "  "])) if written else ""
            lines.append(f"  v{inner}:{space}{written}{comment if '|' not in written and '>' not in written else ''}\n")
            pointers.append((f"k{number}", f"v{inner}"))
        if draw(st.booleans()):
            lines.append("  list: [a, 'b', {x: \"y\", z: 1}]\n  block:\n    - one  # first\n    - two\n")
            pointers += [(f"k{number}", "list", 1), (f"k{number}", "list", 2, "x"), (f"k{number}", "block", 0)]
    whole = "".join(lines)
    whole = draw(st.sampled_from([whole, whole.rstrip("\n")]))
    whole = draw(st.sampled_from([whole, whole.replace("\n", "\r\n")]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + whole.encode(), pointers


@settings(max_examples=300, deadline=None)
@given(files(), values, st.data())
def test_in_any_file_a_value_changes_alone(
    file: tuple[bytes, list[Pointer]], value: Scalar, data: st.DataObject
) -> None:
    content, pointers = file
    if read(content, "x.yml")[2]:
        return  # the reader doubts this file; then nothing in it is changed, as the test below shows
    holds(content, data.draw(st.sampled_from(pointers)), value)


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        (b"status: proposed\n", "active", b"status: active\n"),
        (b"a: 1\nstatus:   proposed   # waits\nb: 2\n", "active", b"a: 1\nstatus:   active   # waits\nb: 2\n"),
        (b"status: 'proposed'\r\nb: 2\r\n", "active", b"status: 'active'\r\nb: 2\r\n"),
        (b'\xef\xbb\xbf"status" : "proposed"', "active", b'\xef\xbb\xbf"status" : "active"'),
        (b"{status: proposed, b: 2}\n", "active", b"{status: active, b: 2}\n"),
        (b"status:\nb: 2\n", "active", b"status: active\nb: 2\n"),
        (b"status: # none yet\n", "active", b"status: active # none yet\n"),
        (b"status: proposed\n", "yes", b'status: "yes"\n'),
        (b"status: proposed\n", "a: b", b'status: "a: b"\n'),
        (b"status: 'it'\n", "it's", b"status: 'it''s'\n"),
        (b"status: |\n  two\n  lines\n# end\n", "one", b"status: one\n# end\n"),
        (b"status: 1\n", 1.0, b"status: 1.0\n"),
        (b"status: proposed\n", "proposed", b"status: proposed\n"),
    ],
)
def test_a_value_takes_the_place_of_the_old_one_in_its_way_of_writing(
    before: bytes, value: Scalar, after: bytes
) -> None:
    assert spliced(before, "goal.yml", ("status",), value) == after


@pytest.mark.parametrize(
    ("content", "pointer", "value"),
    [
        (b"a: [\n", ("a",), "x"),
        (b"a: 1\na: 2\n", ("a",), "x"),
        (b"a: \xff\n", ("a",), "x"),
        (b"a: 1\n", ("b",), "x"),
        (b"a: {b: 1}\n", ("a",), "x"),
        (b"a: 1\n", ("a",), "turned \u202e around"),
        (b"a: 1\n", ("a",), float("nan")),
    ],
)
def test_where_there_is_a_doubt_nothing_comes_out(content: bytes, pointer: Pointer, value: Scalar) -> None:
    with pytest.raises(KoersError):
        spliced(content, "goal.yml", pointer, value)


def test_the_status_of_a_goal_is_no_part_of_what_is_approved() -> None:
    """So that setting it to active leaves the approval as it is."""
    for path in FILES:
        if "goals" not in path.parts:
            continue
        content = path.read_bytes()
        before, _, problems = read(content, path.name)
        if problems or not isinstance(before, dict) or "status" not in before:
            continue
        after, _, _ = read(spliced(content, path.name, ("status",), "active"), path.name)
        assert isinstance(after, dict)
        assert fingerprint(after, "anna", "x") == fingerprint(before, "anna", "x")
