"""Diagnostics as GitHub Actions workflow commands, which become annotations beside the changed lines.

The syntax and its escapes are those of the runner's own toolkit ("Workflow commands for GitHub Actions"). A step
shows ten annotations of each severity and drops the rest, so the worst come first; the job summary lists them all.
Forgejo's runner reads the same commands.
"""

from __future__ import annotations

from koers.diagnostic import Diagnostic, Severity
from koers.report.findings import Report, Say
from koers.report.neutral import one_line
from koers.report.text import summary

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, say: Say) -> str:
    """One command a line, worst first, then a plain line that counts. Ends with a line break."""
    lines = [_command(diagnostic, say) for diagnostic in report.by_importance]
    return "\n".join([*lines, one_line(say(summary(report)))]) + "\n"


def _command(diagnostic: Diagnostic, say: Say) -> str:
    span = diagnostic.span
    properties = {"file": diagnostic.path, "line": str(span.line)}
    # Columns may only be named when the problem stays on one line; GitHub refuses the annotation otherwise.
    if span.end_line == span.line:
        properties["col"] = str(span.column)
        properties["endColumn"] = str(max(span.column, span.end_column))
    properties["endLine"] = str(span.end_line)
    properties["title"] = diagnostic.rule
    words = [one_line(say(diagnostic.message))]
    if diagnostic.hint is not None:
        words.append(one_line(say(diagnostic.hint)))
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMAND[diagnostic.severity]} {named}::{_data(chr(10).join(words))}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(one_line(value)).replace(":", "%3A").replace(",", "%2C")
