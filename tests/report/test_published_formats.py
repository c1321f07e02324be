"""What the published formats demand, of every report: the constraints that SARIF 2.1.0 and GitLab document.

The two schemas below are our own, narrower than the published ones: they allow only the properties koers writes.
"""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from assurance.claims import Claim, proves
from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity, Span
from koers.report import Report, gitlab, sarif
from koers.texts import Text, text

pytestmark = proves(Claim.REPORTS)

MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}
POSITION = {"type": "integer", "minimum": 1}
REGION = {
    "type": "object",
    "required": ["startLine"],
    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), POSITION),
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"},
                        "uriBaseId": {"const": "%SRCROOT%"},
                    },
                    "additionalProperties": False,
                },
                "region": REGION,
            },
            "additionalProperties": False,
        },
        "logicalLocations": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "properties": {"fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": MESSAGE,
                                                "fullDescription": MESSAGE,
                                                "helpUri": {"type": "string", "pattern": "^https://"},
                                                "help": MESSAGE,
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {"description": MESSAGE},
                            "additionalProperties": False,
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "message", "locations", "partialFingerprints"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": MESSAGE,
                                "locations": {"type": "array", "minItems": 1, "items": LOCATION},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                            },
                            "additionalProperties": False,
                        },
                    },
                    "properties": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POSITION, "end": POSITION},
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    },
}

WORDS = st.text(max_size=20)
SPANS = st.builds(
    lambda line, column, lines, columns: Span(line, column, line + lines, column + columns),
    *[st.integers(1, 9), st.integers(1, 9), st.integers(0, 2), st.integers(0, 9)],
)
PROBLEMS = st.builds(
    Diagnostic,
    WORDS.map(lambda name: f"plans/{name}"),
    st.one_of(st.just(WHOLE_FILE), SPANS),
    st.sampled_from(Severity),
    st.sampled_from(["F101", "S101", "Y001"]),
    WORDS.map(lambda words: text("{found}", found=words)),
    st.one_of(st.none(), WORDS.map(lambda words: text("{found}", found=words))),
    st.lists(st.one_of(WORDS, st.integers(0, 3)), max_size=3).map(tuple),
)
REPORTS = st.lists(PROBLEMS, max_size=6).map(lambda found: Report(date(2026, 3, 31), 9, tuple(found)))


def say(sentence: Text) -> str:
    """The sentence with its places filled in."""
    return sentence.msgid.format(**dict(sentence.params))


@given(REPORTS)
def test_every_report_is_sarif(report: Report) -> None:
    log = json.loads(sarif.render(report, say))
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(log)] == []
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(report.diagnostics)
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    named = [result["partialFingerprints"]["koersProblem/v1"] for result in run["results"]]
    assert len(set(named)) == len(named)


@given(REPORTS)
def test_every_report_is_a_code_quality_report(report: Report) -> None:
    problems = json.loads(gitlab.render(report, lambda sentence: sentence.msgid.format(**dict(sentence.params))))
    assert [error.message for error in Draft202012Validator(GITLAB).iter_errors(problems)] == []
    assert len({problem["fingerprint"] for problem in problems}) == len(problems) == len(report.diagnostics)
