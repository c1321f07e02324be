"""Diagnostics as JSON, version 1: the shape that scripts and editors may rely on."""

from __future__ import annotations

from koers.diagnostic import Diagnostic
from koers.report.findings import Report, Say
from koers.report.neutral import json_text


def render(report: Report, say: Say) -> str:
    """One object: version, as_of, files, counts, diagnostics in the order of files and positions."""
    return json_text(
        {
            "version": 1,
            "as_of": report.as_of.isoformat(),
            "files": report.files,
            "counts": {severity.value: count for severity, count in report.counts.items()},
            "diagnostics": [_problem(diagnostic, say) for diagnostic in report.in_order],
        }
    )


def _problem(diagnostic: Diagnostic, say: Say) -> dict[str, object]:
    span = diagnostic.span
    return {
        "path": diagnostic.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "severity": diagnostic.severity.value,
        "rule": diagnostic.rule,
        "message": say(diagnostic.message),
        "hint": None if diagnostic.hint is None else say(diagnostic.hint),
        "pointer": list(diagnostic.pointer),
    }
