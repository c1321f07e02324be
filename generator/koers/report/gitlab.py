"""Diagnostics as a GitLab code quality report, which the merge request shows beside the changed lines.

The shape is the subset of the Code Climate format that GitLab documents under "Code Quality report format": a list
of description, check_name, fingerprint (unique), severity and location.
"""

from __future__ import annotations

from koers.diagnostic import Diagnostic, Severity
from koers.report.findings import Report, Say, fingerprints
from koers.report.neutral import json_text

# An error stops a build; the middle steps leave room for what a team raises or lowers in organization.yml.
_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, say: Say) -> str:
    """A list, worst first; `[]` when nothing was found."""
    problems = report.by_importance
    names = fingerprints(problems)
    return json_text([_problem(problem, name, say) for problem, name in zip(problems, names, strict=True)])


def _problem(diagnostic: Diagnostic, fingerprint: str, say: Say) -> dict[str, object]:
    words = [say(diagnostic.message)] + ([say(diagnostic.hint)] if diagnostic.hint is not None else [])
    return {
        "description": "\n".join(words),
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[diagnostic.severity],
        "location": {
            "path": diagnostic.path,
            "lines": {"begin": diagnostic.span.line, "end": diagnostic.span.end_line},
        },
    }
