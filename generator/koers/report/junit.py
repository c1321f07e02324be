"""Diagnostics as JUnit XML, the shape most CI servers show: a failed test for each error."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from koers.diagnostic import Diagnostic, Severity
from koers.report.findings import Report, Say
from koers.report.neutral import one_line
from koers.report.text import summary


def render(report: Report, say: Say) -> str:
    """One suite. An error is a failed case; a warning or a note is a case that passes and says so in its output.

    When nothing was found there is one passing case, since an empty suite looks like a run that never happened.
    """
    errors = report.counts[Severity.ERROR]
    cases = [_case(diagnostic, say) for diagnostic in report.in_order]
    if not cases:
        cases = [f'    <testcase classname="plans" name={_attribute(say(summary(report)))} time="0"/>']
    suite = (
        f'name="koers" tests="{len(cases)}" failures="{errors}" errors="0" skipped="0" time="0"'
        f' timestamp="{report.as_of.isoformat()}T00:00:00"'
    )
    totals = f'name="koers" tests="{len(cases)}" failures="{errors}" errors="0" time="0"'
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {totals}>", f"  <testsuite {suite}>"]
    return "\n".join([*head, *cases, "  </testsuite>", "</testsuites>"]) + "\n"


def _case(diagnostic: Diagnostic, say: Say) -> str:
    span = diagnostic.span
    message = one_line(say(diagnostic.message))
    place = f"{one_line(diagnostic.path)}:{span.line}:{span.column}"
    opening = (
        f"    <testcase classname={_attribute(diagnostic.path)}"
        f" name={_attribute(f'{diagnostic.rule} {span.line}:{span.column} {message}')}"
        f' file={_attribute(diagnostic.path)} line="{span.line}" time="0">'
    )
    lines = [f"{place}: {diagnostic.severity.value} {diagnostic.rule} {message}"]
    if diagnostic.hint is not None:
        lines.append(one_line(say(diagnostic.hint)))
    words = escape("\n".join(lines))
    if diagnostic.severity is Severity.ERROR:
        body = f"      <failure type={_attribute(diagnostic.rule)} message={_attribute(message)}>{words}</failure>"
    else:
        body = f"      <system-out>{words}</system-out>"
    return "\n".join([opening, body, "    </testcase>"])


def _attribute(value: str) -> str:
    return quoteattr(one_line(value))
