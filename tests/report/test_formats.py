"""The same four problems in every format, in full."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree

import pytest

from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity, Span
from koers.language import translator
from koers.report import Report, github, gitlab, junit, sarif
from koers.report import json as as_json
from koers.report import text as as_text
from koers.texts import Text, text

GOAL = "plans/leaders/anna/goals/coaching.yml"
SOURCE = "title: Coaching\nspecific:\n  behavior: communicate better\n  effect: the team speaks first\n"


def say(sentence: Text) -> str:
    """English, as the catalogs' translator would put it."""
    words = sentence.msgid if sentence.plural is None or sentence.count == 1 else sentence.plural
    return words.format(**{name: say(v) if isinstance(v, Text) else v for name, v in sentence.params})


VAGUE = Diagnostic(
    GOAL,
    Span(3, 13, 3, 31),
    Severity.WARNING,
    "S101",
    text('"{found}" names no behavior that a colleague could see', found="communicate better"),
    text("say what you do, when, and how often; `koers explain {rule}` shows an example", rule="S101"),
    ("specific", "behavior"),
)
LATE = Diagnostic(
    GOAL, Span(1, 1, 1, 6), Severity.ERROR, "F103", text("add {key}", key="time_bound"), None, ("time_bound",)
)
NOTE = Diagnostic(GOAL, Span(2, 1, 4, 31), Severity.INFO, "A203", text("100% formal: a, b"), None, ("specific",))
UNREAD = Diagnostic("plans/bob.yaml", WHOLE_FILE, Severity.ERROR, "F001", text("rename to .yml"))

REPORT = Report(date(2026, 3, 31), 120, (NOTE, VAGUE, UNREAD, LATE), {GOAL: SOURCE})
CLEAN = Report(date(2026, 3, 31), 1, ())


def test_text_has_one_line_a_problem_its_hint_and_a_summary() -> None:
    assert as_text.render(REPORT, say) == (
        "plans/bob.yaml:1:1: error F001 rename to .yml\n"
        "plans/leaders/anna/goals/coaching.yml:1:1: error F103 add time_bound\n"
        "plans/leaders/anna/goals/coaching.yml:2:1: info A203 100% formal: a, b\n"
        'plans/leaders/anna/goals/coaching.yml:3:13: warning S101 "communicate better" names no behavior that a'
        " colleague could see\n"
        "    hint: say what you do, when, and how often; `koers explain S101` shows an example\n"
        "2 errors, 1 warning and 1 note in 120 files (as of 2026-03-31)\n"
    )
    assert as_text.render(CLEAN, say) == "No problems in 1 file (as of 2026-03-31)\n"


def test_full_text_shows_the_place_with_carets() -> None:
    assert as_text.render(REPORT, say, is_full=True) == (
        "plans/bob.yaml:1:1: error F001 rename to .yml\n"
        "plans/leaders/anna/goals/coaching.yml:1:1: error F103 add time_bound\n"
        "    1 | title: Coaching\n"
        "      | ^^^^^\n"
        "plans/leaders/anna/goals/coaching.yml:2:1: info A203 100% formal: a, b\n"
        "    2 | specific:\n"
        "      | ^^^^^^^^^\n"
        'plans/leaders/anna/goals/coaching.yml:3:13: warning S101 "communicate better" names no behavior that a'
        " colleague could see\n"
        "    3 |   behavior: communicate better\n"
        "      |             ^^^^^^^^^^^^^^^^^^\n"
        "    hint: say what you do, when, and how often; `koers explain S101` shows an example\n"
        "2 errors, 1 warning and 1 note in 120 files (as of 2026-03-31)\n"
    )


def test_colors_only_when_asked() -> None:
    only = Report(date(2026, 3, 31), 1, (UNREAD,))
    assert "\x1b" not in as_text.render(only, say)
    assert as_text.render(only, say, has_color=True).splitlines()[0] == (
        "\x1b[1mplans/bob.yaml:1:1:\x1b[0m \x1b[1;31merror\x1b[0m \x1b[1mF001\x1b[0m rename to .yml"
    )


def test_json_is_the_shape_that_was_promised() -> None:
    assert json.loads(as_json.render(REPORT, say)) == {
        "version": 1,
        "as_of": "2026-03-31",
        "files": 120,
        "counts": {"error": 2, "warning": 1, "info": 1},
        "diagnostics": [
            {
                "path": "plans/bob.yaml",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 1,
                "severity": "error",
                "rule": "F001",
                "message": "rename to .yml",
                "hint": None,
                "pointer": [],
            },
            {
                "path": GOAL,
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 6,
                "severity": "error",
                "rule": "F103",
                "message": "add time_bound",
                "hint": None,
                "pointer": ["time_bound"],
            },
            {
                "path": GOAL,
                "line": 2,
                "column": 1,
                "end_line": 4,
                "end_column": 31,
                "severity": "info",
                "rule": "A203",
                "message": "100% formal: a, b",
                "hint": None,
                "pointer": ["specific"],
            },
            {
                "path": GOAL,
                "line": 3,
                "column": 13,
                "end_line": 3,
                "end_column": 31,
                "severity": "warning",
                "rule": "S101",
                "message": '"communicate better" names no behavior that a colleague could see',
                "hint": "say what you do, when, and how often; `koers explain S101` shows an example",
                "pointer": ["specific", "behavior"],
            },
        ],
    }
    assert json.loads(as_json.render(CLEAN, say)) == {
        "version": 1,
        "as_of": "2026-03-31",
        "files": 1,
        "counts": {"error": 0, "warning": 0, "info": 0},
        "diagnostics": [],
    }


def test_github_annotations_come_worst_first_and_escaped() -> None:
    assert github.render(REPORT, say) == (
        "::error file=plans/bob.yaml,line=1,col=1,endColumn=1,endLine=1,title=F001::rename to .yml\n"
        f"::error file={GOAL},line=1,col=1,endColumn=6,endLine=1,title=F103::add time_bound\n"
        f"::warning file={GOAL},line=3,col=13,endColumn=31,endLine=3,title=S101::"
        '"communicate better" names no behavior that a colleague could see%0A'
        "say what you do, when, and how often; `koers explain S101` shows an example\n"
        f"::notice file={GOAL},line=2,endLine=4,title=A203::100%25 formal: a, b\n"
        "2 errors, 1 warning and 1 note in 120 files (as of 2026-03-31)\n"
    )


def test_github_escapes_what_would_end_a_property() -> None:
    odd = Diagnostic("plans/a,b:c%.yml", WHOLE_FILE, Severity.ERROR, "F002", text("two\nlines\r::error::no"))
    assert github.render(Report(date(2026, 3, 31), 1, (odd,)), say).splitlines()[0] == (
        "::error file=plans/a%2Cb%3Ac%25.yml,line=1,col=1,endColumn=1,endLine=1,title=F002::two lines ::error::no"
    )


def test_gitlab_report_has_all_and_only_the_fields_gitlab_documents() -> None:
    problems = json.loads(gitlab.render(REPORT, say))
    prints = [problem.pop("fingerprint") for problem in problems]
    assert problems == [
        {
            "description": "rename to .yml",
            "check_name": "F001",
            "severity": "critical",
            "location": {"path": "plans/bob.yaml", "lines": {"begin": 1, "end": 1}},
        },
        {
            "description": "add time_bound",
            "check_name": "F103",
            "severity": "critical",
            "location": {"path": GOAL, "lines": {"begin": 1, "end": 1}},
        },
        {
            "description": '"communicate better" names no behavior that a colleague could see\n'
            "say what you do, when, and how often; `koers explain S101` shows an example",
            "check_name": "S101",
            "severity": "minor",
            "location": {"path": GOAL, "lines": {"begin": 3, "end": 3}},
        },
        {
            "description": "100% formal: a, b",
            "check_name": "A203",
            "severity": "info",
            "location": {"path": GOAL, "lines": {"begin": 2, "end": 4}},
        },
    ]
    assert len(set(prints)) == 4
    assert all(len(name) == 64 and int(name, 16) >= 0 for name in prints)
    assert gitlab.render(CLEAN, say) == "[]\n"


def test_a_problem_keeps_its_fingerprint_when_lines_move_and_twins_differ() -> None:
    moved = Diagnostic(GOAL, Span(9, 13, 9, 31), VAGUE.severity, "S101", VAGUE.message, VAGUE.hint, VAGUE.pointer)

    def names(*diagnostics: Diagnostic) -> list[str]:
        rendered = gitlab.render(Report(date(2026, 3, 31), 1, diagnostics), say)
        return [problem["fingerprint"] for problem in json.loads(rendered)]

    assert names(moved) == names(VAGUE)
    assert len(set(names(VAGUE, moved))) == 2


def test_sarif_says_where_in_code_points_relative_to_the_root() -> None:
    log = json.loads(
        sarif.render(
            REPORT,
            say,
            book={"S101": (text("Vague behavior"), text("Nobody could see it."))},
            rulebook="https://example.org/plans/rules/",
        )
    )
    assert (log["version"], log["$schema"].endswith("/sarif-schema-2.1.0.json"), len(log["runs"])) == ("2.1.0", True, 1)
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["properties"] == {"asOf": "2026-03-31", "files": 120}
    driver = run["tool"]["driver"]
    assert driver["name"] == "koers"
    assert [rule["id"] for rule in driver["rules"]] == ["A203", "F001", "F103", "S101"]
    assert driver["rules"][3] == {
        "id": "S101",
        "shortDescription": {"text": "Vague behavior"},
        "fullDescription": {"text": "Nobody could see it."},
        "helpUri": "https://example.org/plans/rules/#S101",
        "help": {"text": "`koers explain S101` shows what it asks, with examples"},
    }
    unread, _, _, vague = run["results"]
    assert unread["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "plans/bob.yaml", "uriBaseId": "%SRCROOT%"}}}
    ]
    del vague["partialFingerprints"]
    assert vague == {
        "ruleId": "S101",
        "ruleIndex": 3,
        "level": "warning",
        "message": {
            "text": '"communicate better" names no behavior that a colleague could see\n'
            "say what you do, when, and how often; `koers explain S101` shows an example"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": GOAL, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 31},
                },
                "logicalLocations": [{"fullyQualifiedName": "/specific/behavior", "kind": "member"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("plans/a b#c?.yml", "plans/a%20b%23c%3F.yml"),
        ("plans/zo\u00eb.yml", "plans/zo%C3%AB.yml"),
        ("plans/\udcff.yml", "plans/%FF.yml"),
    ],
)
def test_sarif_paths_are_uri_references(path: str, uri: str) -> None:
    odd = Diagnostic(path, WHOLE_FILE, Severity.ERROR, "F002", text("odd"))
    run = json.loads(sarif.render(Report(date(2026, 3, 31), 1, (odd,)), say))["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit_fails_a_case_for_each_error_only() -> None:
    suites = ElementTree.fromstring(junit.render(REPORT, say))
    suite = suites[0]
    assert suites.attrib == {"name": "koers", "tests": "4", "failures": "2", "errors": "0", "time": "0"}
    assert suite.attrib == suites.attrib | {"skipped": "0", "timestamp": "2026-03-31T00:00:00"}
    assert [[child.tag for child in case] for case in suite] == [
        ["failure"],
        ["failure"],
        ["system-out"],
        ["system-out"],
    ]
    unread, _, _, vague = suite
    assert unread.attrib == {
        "classname": "plans/bob.yaml",
        "name": "F001 1:1 rename to .yml",
        "file": "plans/bob.yaml",
        "line": "1",
        "time": "0",
    }
    assert (unread[0].attrib, unread[0].text) == (
        {"type": "F001", "message": "rename to .yml"},
        "plans/bob.yaml:1:1: error F001 rename to .yml",
    )
    assert vague[0].text == (
        f'{GOAL}:3:13: warning S101 "communicate better" names no behavior that a colleague could see\n'
        "say what you do, when, and how often; `koers explain S101` shows an example"
    )
    clean = ElementTree.fromstring(junit.render(CLEAN, say))[0]
    assert [case.attrib for case in clean] == [
        {"classname": "plans", "name": "No problems in 1 file (as of 2026-03-31)", "time": "0"}
    ]


def test_a_dutch_organization_reads_dutch() -> None:
    assert as_text.render(REPORT, translator("nl").say).splitlines()[-1] == (
        "2 fouten, 1 waarschuwing en 1 opmerking in 120 bestanden (per 31 mrt 2026)"
    )
    assert as_text.render(CLEAN, translator("nl").say) == "Geen problemen in 1 bestand (per 31 mrt 2026)\n"
