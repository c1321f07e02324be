"""Diagnostics as text for people: one line each, its hint, and on request the place itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from koers.diagnostic import Diagnostic, Severity
from koers.report.excerpt import excerpt, lines_of
from koers.report.findings import Report, Say, is_about_whole_file
from koers.report.neutral import one_line
from koers.texts import Text, text, texts

_COLOR = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_BOLD, _DIM = "1", "2"


def render(report: Report, say: Say, *, is_full: bool = False, has_color: bool = False) -> str:
    """`path:line:column: severity RULE message`, `    hint: ...`, and a last line that counts.

    `is_full` adds the line at fault with carets; `has_color` adds ANSI colors. Nothing that comes from a file
    reaches the output as a control character, whatever the two say. Ends with a line break.
    """
    lines: list[str] = []
    for path, problems in groupby(report.in_order, key=lambda diagnostic: diagnostic.path):
        # Split once a file: a file may have thousands of problems.
        source = lines_of(report.texts[path]) if is_full and path in report.texts else ()
        for diagnostic in problems:
            lines += _problem(diagnostic, source, say, has_color=has_color)
    lines.append(one_line(say(summary(report))))
    return "\n".join(lines) + "\n"


def _problem(diagnostic: Diagnostic, source: Sequence[str], say: Say, *, has_color: bool) -> list[str]:
    span = diagnostic.span
    place = f"{one_line(diagnostic.path)}:{span.line}:{span.column}:"
    severity = _painted(diagnostic.severity.value, _COLOR[diagnostic.severity], has_color)
    rule = _painted(diagnostic.rule, _BOLD, has_color)
    lines = [f"{_painted(place, _BOLD, has_color)} {severity} {rule} {one_line(say(diagnostic.message))}"]
    marked = () if is_about_whole_file(diagnostic) else excerpt(source, span)
    if marked:
        lines += [marked[0], _painted(marked[1], _COLOR[diagnostic.severity], has_color)]
    if diagnostic.hint is not None:
        lines.append(f"    {_painted('hint:', _DIM, has_color)} {one_line(say(diagnostic.hint))}")
    return lines


def _painted(words: str, code: str, has_color: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if has_color else words


def summary(report: Report) -> Text:
    """What was found in how many files, as of which day, in one sentence."""
    counts = report.counts
    files = texts("{count} file", "{count} files", report.files)
    if not report.diagnostics:
        return text("No problems in {files} (as of {date})", files=files, date=report.as_of)
    return text(
        "{errors}, {warnings} and {notes} in {files} (as of {date})",
        errors=texts("{count} error", "{count} errors", counts[Severity.ERROR]),
        warnings=texts("{count} warning", "{count} warnings", counts[Severity.WARNING]),
        notes=texts("{count} note", "{count} notes", counts[Severity.INFO]),
        files=files,
        date=report.as_of,
    )
