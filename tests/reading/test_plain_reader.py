"""The quick reader says what the strict reader says, or nothing."""

from __future__ import annotations

import base64
import json
import pickle
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.claims import Claim, amount, proves
from koers.reading import plain_reader
from koers.reading.characters import decode
from koers.reading.document import Document, Place, Value
from koers.reading.limits import DEEPEST, MOST_NODES
from koers.reading.plain_reader import read_plain
from koers.reading.yaml_reader import read

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def same(one: Value, other: Value) -> bool:
    """Equal in type, value and order: 1 is neither 1.0 nor true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def judged(text: str) -> bool:
    """Whether the quick reader takes a text; if so, the strict reader must read the same and find nothing."""
    plain = read_plain(text)
    if plain is None:
        return False
    data, _, problems = read(text, "x.yml")
    assert problems == (), repr(text)
    assert same(plain, data), repr(text)
    return True


def texts_of(folder: Path) -> list[str]:
    found = (decode(path.read_bytes(), "x.yml") for path in sorted(folder.rglob("*.yml")))
    return [text for text in found if isinstance(text, str)]


def texts_of_cases() -> list[str]:
    parts = (part.partition(b"\n")[2] for case in CASES for part in case.read_bytes().split(b"=== ")[1:])
    return [text for text in (decode(part, "x.yml") for part in parts) if isinstance(text, str)]


TAKEN = {
    "a: 1\nb: x y # why\nc:\nd: 2026-02-15\n": {"a": 1, "b": "x y", "c": None, "d": "2026-02-15"},
    "---\n# first\na:\n  b:\n    c: -1.5\n\n  d: ~\ne: .5": {"a": {"b": {"c": -1.5}, "d": None}, "e": 0.5},
    "a:\n- 1\n- x\nb:\n  - true\n  - 'yes'\n": {"a": [1, "x"], "b": [True, "yes"]},
    "a:\n  - b: x\n    c:\n      - y\n  - b: z\nd: 1\n": {"a": [{"b": "x", "c": ["y"]}, {"b": "z"}], "d": 1},
    "a: 'it''s' # done\nb: \"\"\n\"c d\": '#'\n'1': '\"'\n": {"a": "it's", "b": "", "c d": "#", "1": '"'},
    "a: |\n  one\n    two\n\n  three\n\n\nb: |-\n  x\n": {"a": "one\n  two\n\nthree\n", "b": "x"},
    "a: >\n  one\n  two\n\n\n  three\nb:\n  - >-\n    x\n    y": {"a": "one two\n\nthree\n", "b": ["x y"]},
    "a: [x, 2 weeks, -1, 'y', []]\nb: {c: 3, 2026-02-15: [9/10], d: {}}\n": {
        "a": ["x", "2 weeks", -1, "y", []],
        "b": {"c": 3, "2026-02-15": ["9/10"], "d": {}},
    },
    "a: 12:30\nb: https://x.org/#y\nc: x #\nd: a, b\n": {"a": "12:30", "b": "https://x.org/#y", "c": "x", "d": "a, b"},
    "a: 1\r\nb: |\r\n  x\r\n": {"a": 1, "b": "x\n"},
    "naam: Zoë\nvan: A\u00a0B 😀\n": {"naam": "Zoë", "van": "A\u00a0B 😀"},
}  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_the_plain_subset_is_taken(text: str) -> None:
    assert judged(text)
    plain = read_plain(text)
    assert plain is not None
    assert same(plain, TAKEN[text])


LEFT = [
    *("", "# nothing\n", "x\n", "- a\n", "a: b: c\n", "a: b:\n", "a: yes\n", "no: 1\n", "~: 1\n", "a: .nan\n"),
    *("a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: &b 1\n", "a: *b\n", "a: !!str 1\n", "%YAML 1.2\n---\na: 1\n", "<<: 1\n"),
    *("a: 1\n---\nb: 2\n", "a: x\n  y\n", "a: x\n  b: y\n", "a: 1\n b: 2\n", " a: 1\nb: 2\n", "a:\n  b: 1\n c: 2\n"),
    *("a:\tb\n", "\ta: b\n", "a: \u202ex\n", "a: x\u2028y\n", "a: x\rb: y\n", "a: '\n", 'a: "\\u202e"\n', "a: 'x'y\n"),
    *("a: 'x'#y\n", "a: [x\n", "a: [x]]\n", "a: [x] y\n", "a: {b}\n", "a: [b: c]\n", "a: [x,, y]\n", "a: {b: 12,5}\n"),
    *("a: |\n   x\n  y\n", "a: |2\n   x\n", "a: |+\n  x\n", "a: |\nb: 1\n", "a: >\n  x\n    y\n  z\n"),
    *("a: 1234567890123456\n", "- a: 1\n", "a:\n  - - 1\n", "a: - 1\n", "? a\n: b\n", "a: @x\n", "a: `x`\n"),
    *("a: |\n  x\n     \n", "a: [yes]\n", "a: [- b]\n", "a: [-b: c]\n"),
    "a" * 2000 + ": 1\n",
    "".join(f"{' ' * deep}a:\n" for deep in range(DEEPEST + 1)),
    "a: " + "[" * DEEPEST + "]" * DEEPEST + "\n",
    "a:\n" + "- 1\n" * MOST_NODES,
]  # fmt: skip


@pytest.mark.parametrize("text", LEFT, ids=lambda text: repr(text[:20]))
def test_whatever_may_be_read_otherwise_is_left_to_the_strict_reader(text: str) -> None:
    assert read_plain(text) is None


def test_every_file_of_the_example_and_of_the_starters_is_read_alike(project: Path) -> None:
    example = texts_of(project / "plans")
    assert len(example) > 300
    assert all(judged(text) for text in example), "plans are written in the plain subset"
    for text in (*texts_of(project / "generator" / "koers"), *texts_of(project / "tests"), *texts_of_cases()):
        judged(text)


@pytest.mark.skipif(not (CORPORA / "yaml-test-suite").is_dir(), reason=f"no yaml-test-suite in {CORPORA.name}/")
def test_the_yaml_test_suite_is_read_alike() -> None:
    cases = json.loads((CORPORA / "yaml-test-suite" / "cases.json").read_text(encoding="utf-8"))
    sources = [base64.b64decode(case["yaml_b64"]).decode("utf-8", "replace") for case in cases]
    assert sum(judged(text) for text in sources) > 10


FRAGMENTS = (
    *("- ", ": ", " #", "#", "'", '"', "|", ">", "|\n", ">-\n", "|-\n", "|+\n", ">\n", "|2\n", "&a ", "*a", "!!str "),
    *("---\n", "...\n", "\n", "\n\n", "  ", " ", "\t", "yes", "no", "null", "~", "1e3", "0x1F", "2026-01-01", "{a: 1}"),
    *("[1, 2]", "[a, b]", "{a: b, c: [d, 'e']}", "{", "}", "[", "]", "? ", "<<: ", "%YAML 1.2\n", "\\", "key", "a:b"),
    *(":", "-", "--", "1_000", "1:30", "=", "é", "\u2028", "\u00a0", "\u3000", "😀", "\x07", "\r\n", "\r", "\ufeff"),
    *("done: x\n", "    deeper: y\n", "- item\n", "- k: v\n", "  - k: v\n", "    l: w\n", "-1", ".5", "+3", "''", '""'),
    *(",", "@", "`", " # why", "text: |\n  one\n  two\n", "text: >-\n  one\n  two\n\n  three\n", "'a b': ", '"k": '),
    "x" * 130,
)
SEEDS = (
    "away: [{from: 2026-10-05, until: 2026-10-20}]\nforge: {kind: github, repository: org/plans}\nscale: [0, 100]\n",
    "away:\n  - from: 2026-01-01\n    until: 2026-02-01\n  - from: 2026-03-01\n    until: 2026-04-01\nx: 1\n",
    "text: |\n  one\n  two\n\n  three\nnext: >-\n  folded\n  goes on\n\n\n  here\nlast: 'it''s' # done\n",
)


def mutated(text: str, chance: random.Random) -> str:
    """A stretch of a text, changed in one to three places."""
    if len(text) > 800:
        first = text.rfind("\n", 0, chance.randrange(len(text))) + 1
        text = text[first : first + chance.randrange(100, 800)]
    for _ in range(chance.randint(1, 3)):
        at, way = chance.randrange(len(text) + 1), chance.random()
        if way < 0.55:
            text = text[:at] + chance.choice(FRAGMENTS) + text[at:]
            continue
        if way < 0.75:
            text = text[:at] + text[at + chance.randint(1, 6) :]
            continue
        lines = text.split("\n")
        line = chance.randrange(len(lines))
        if way < 0.9:
            lines[line] = " " * chance.randint(0, 5) + lines[line].lstrip(" ")
        elif way < 0.95:
            lines.insert(chance.randrange(len(lines) + 1), lines[line])
        else:
            chance.shuffle(lines)
        text = "\n".join(lines)
    return text


MUTATIONS = amount(20_000, 400_000)


@proves(Claim.TWO_READERS, cases=MUTATIONS)
def test_damaged_files_are_read_alike(project: Path) -> None:
    pool = [*texts_of(project / "plans"), *texts_of_cases(), *SEEDS * 30]
    chance = random.Random(7)
    taken = sum(judged(mutated(chance.choice(pool), chance)) for _ in range(MUTATIONS))
    assert taken > MUTATIONS * 3 // 20


@proves(Claim.TWO_READERS, cases=2 * amount(1_000, 20_000))
@settings(max_examples=amount(1_000, 20_000), deadline=None)
@given(
    st.lists(st.sampled_from([*"ab:-[]{},'\"#|>?. \n1", "\n", "\n", "\n  ", "\n    ", ": ", "- "]), max_size=40).map(
        "".join
    )
)
def test_any_signs_are_read_alike(text: str) -> None:
    judged(f"a: 1\n{text}")
    judged(f"a:\n  {text}")


def test_a_document_is_what_it_says_and_its_positions_are_made_when_asked_for(project: Path) -> None:
    path = project / "plans" / "organization.yml"
    text = path.read_text(encoding="utf-8")
    document = Document(Place("plans/organization.yml", "organization"), text, read_plain(text))
    assert document.marks == read(text, document.path)[1]
    packed = pickle.dumps(document)
    assert pickle.loads(packed) == document
    assert len(packed) < 3 * len(text.encode()) + 400


def test_what_is_plain_and_sound_is_read_without_libyaml() -> None:
    script = (
        "import sys; from koers.reading.read import read_all;"
        "r = read_all([('plans/organization.yml', b'name: Riverside')]);"
        "assert not r.diagnostics, r; assert 'yaml' not in sys.modules, 'imported';"
        "r = read_all([('plans/organization.yml', b'name: &a x')]); assert 'yaml' in sys.modules"
    )
    source_root = Path(plain_reader.__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=source_root)
