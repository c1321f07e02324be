"""Diagnostics as text for people: one line each, its hint, and on request the place itself."""

from __future__ import annotations

from koers.diagnostic import Diagnostic, Severity
from koers.report.excerpt import excerpt
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
    for diagnostic in report.in_order:
        lines += _problem(diagnostic, report, say, is_full=is_full, has_color=has_color)
    lines.append(one_line(say(summary(report))))
    return "\n".join(lines) + "\n"


def _problem(diagnostic: Diagnostic, report: Report, say: Say, *, is_full: bool, has_color: bool) -> list[str]:
    span = diagnostic.span
    place = f"{one_line(diagnostic.path)}:{span.line}:{span.column}:"
    severity = _painted(diagnostic.severity.value, _COLOR[diagnostic.severity], has_color)
    rule = _painted(diagnostic.rule, _BOLD, has_color)
    lines = [f"{_painted(place, _BOLD, has_color)} {severity} {rule} {one_line(say(diagnostic.message))}"]
    if is_full and not is_about_whole_file(diagnostic) and diagnostic.path in report.texts:
        marked = excerpt(report.texts[diagnostic.path], span)
        if marked:
            source, carets = marked
            lines += [source, _painted(carets, _COLOR[diagnostic.severity], has_color)]
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
