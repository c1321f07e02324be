"""Nothing that stands in a plan or a file's name drives a terminal, a CI log or a reader of XML and JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.claims import Claim, proves
from koers.diagnostic import Diagnostic, Severity, Span
from koers.report import Report, github, gitlab, junit, sarif
from koers.report import json as as_json
from koers.report import text as as_text
from koers.report.excerpt import excerpt, lines_of
from koers.report.neutral import one_line, width
from koers.texts import Text, text

pytestmark = proves(Claim.ENCODING)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def say(sentence: Text) -> str:
    """The sentence with its places filled in; enough for sentences without numbers."""
    return sentence.msgid.format(**{k: say(v) if isinstance(v, Text) else v for k, v in sentence.params})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("clear \x1b[2J screen", "clear \\x1b[2J screen"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("bidi \u202eevil\u2066", "bidi \\u202eevil\\u2066"),
        ("bytes \udcff", "bytes \\udcff"),
        ("tags \U000e0041", "tags \\U000e0041"),
        ("##[add-mask]secret", "\\x23#[add-mask]secret"),
        ("x ##vso[task.setvariable]y", "x \\x23#vso[task.setvariable]y"),
        ("## a heading [1]", "## a heading [1]"),
        ("zo\u00eb \U0001f469\u200d\U0001f4bb", "zo\u00eb \U0001f469\u200d\U0001f4bb"),
    ],
)
def test_unsafe_characters_are_shown_as_what_they_are(written: str, shown: str) -> None:
    assert one_line(written) == shown


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.sampled_from(Severity))
def test_no_format_lets_a_control_character_or_a_log_command_through(
    path: str, words: str, source: str, severity: Severity
) -> None:
    path = f"plans/{path}"
    problem = Diagnostic(
        path, Span(1, 1, 1, 4), severity, "S101", text("{found}", found=words), text("{x}", x=words), (words, 0)
    )
    report = Report(date(2026, 3, 31), 3, (problem,), {path: source})
    rendered = {
        "text": as_text.render(report, say, is_full=True),
        "json": as_json.render(report, say),
        "github": github.render(report, say),
        "gitlab": gitlab.render(report, say),
        "sarif": sarif.render(report, say),
        "junit": junit.render(report, say),
    }
    assert {name: CONTROL.findall(output) for name, output in rendered.items()} == {name: [] for name in rendered}
    for output in rendered.values():
        output.encode("utf-8")
    commands = [line for line in rendered["github"].split("\n") if line.lstrip().startswith("::")]
    assert len(commands) == 1
    assert len(rendered["github"].split("\n")) == 3
    assert not any(line.lstrip().startswith("::") for line in rendered["text"].split("\n"))
    assert not re.search(r"##[A-Za-z]*\[", rendered["text"])
    assert json.loads(rendered["json"])["diagnostics"][0]["path"] == path
    assert json.loads(rendered["json"])["diagnostics"][0]["message"] == words
    assert json.loads(rendered["gitlab"])[0]["description"] == f"{words}\n{words}"
    assert len(ElementTree.fromstring(rendered["junit"])[0]) == 1


@pytest.mark.parametrize(
    ("source", "span", "expected"),
    [
        ("a: b\n", Span(1, 4, 1, 5), ("    1 | a: b", "      |    ^")),
        ("naam: 日本語 leiden\n", Span(1, 11, 1, 17), ("    1 | naam: 日本語 leiden", "      |              ^^^^^^")),
        ("naam: 日本\n", Span(1, 7, 1, 9), ("    1 | naam: 日本", "      |       ^^^^")),
        ("a:\tb\n", Span(1, 4, 1, 5), ("    1 | a:    b", "      |       ^")),
        ("cafe\u0301: x\n", Span(1, 8, 1, 9), ("    1 | cafe\u0301: x", "      |       ^")),
        ("a: \x1b[0m x\n", Span(1, 9, 1, 10), ("    1 | a: \\x1b[0m x", "      |            ^")),
        ("a: ##[x]\n", Span(1, 4, 1, 9), ("    1 | a: \\x23#[x]", "      |    ^^^^^^^^")),
        ("a: b\n", Span(1, 5, 1, 5), ("    1 | a: b", "      |     ^")),
        ("a: b\rc: d\u2028e: f", Span(3, 1, 3, 2), ("    3 | e: f", "      | ^")),
        ("a: |\n  b\n  c\n", Span(1, 4, 3, 4), ("    1 | a: |", "      |    ^")),
        ("a: b\n", Span(7, 1, 7, 2), ()),
    ],
)
def test_carets_stand_under_what_they_mean(source: str, span: Span, expected: tuple[str, ...]) -> None:
    assert excerpt(lines_of(source), span) == expected


def test_a_long_line_is_cut_around_the_place() -> None:
    source, carets = excerpt(["x" * 5_000 + "HERE" + "y" * 5_000], Span(1, 5_001, 1, 5_005))
    assert source == f"    1 | … {'x' * 60}HERE{'y' * 96} …"
    assert carets == f"      | {' ' * 62}^^^^"


@given(ANY_TEXT, st.integers(1, 5), st.integers(1, 80), st.integers(1, 5), st.integers(1, 80))
def test_an_excerpt_never_fails_and_carets_stay_on_the_line(source: str, a: int, b: int, c: int, d: int) -> None:
    shown = excerpt(lines_of(source), Span(a, b, c, d))
    assert len(shown) in (0, 2)
    if shown:
        assert "^" in shown[1]
        assert width(shown[1].rstrip("^")) <= width(shown[0]) + width("      |  ")
