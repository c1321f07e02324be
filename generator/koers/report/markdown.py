"""Diagnostics as a Markdown table, for the summary of a CI job: all of them, where annotations show only a few."""

from __future__ import annotations

import string

from koers.diagnostic import Diagnostic, Severity
from koers.report.address import address_of
from koers.report.findings import Report, Say
from koers.report.neutral import one_line
from koers.report.text import summary
from koers.texts import Text, text, texts

_MOST = 500
"""Rows at most: a job summary holds 1 MiB, and nobody reads further."""

# Words of a plan may not become markup, a link (`www.` alone makes one on forges) or a mention: marks leave here as
# numeric character references.
_LITERAL = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark not in ",;/-()'?!"}
_LITERAL |= {ord(mark): f"&#{ord(mark)};&#8203;" for mark in "@#"}


def render(report: Report, say: Say, *, rulebook: str | None = None) -> str:
    """A heading that counts, then a table, worst first. Ends with a line break.

    `rulebook` is the address of the site's rulebook (ends in `/rules/`), to which rule ids then link; it comes
    from the settings of the job, never from a plan. Anything but a plain https address is passed over.
    """
    rulebook = address_of(rulebook)
    lines = [f"### {say(summary(report))}"]
    problems = report.by_importance
    if problems:
        head = (text("Severity"), text("Place"), text("Rule"), text("What to do"))
        lines += ["", f"| {' | '.join(map(say, head))} |", "|---|---|---|---|"]
        lines += [_row(problem, say, rulebook) for problem in problems[:_MOST]]
    left_out = len(problems) - _MOST
    if left_out > 0:
        more = texts("{count} more problem is not listed here.", "{count} more problems are not listed here.", left_out)
        lines += ["", say(more)]
    if problems and rulebook is None:
        lines += ["", say(text("`koers explain RULE` shows what a rule asks, with examples."))]
    return "\n".join(lines) + "\n"


def _row(diagnostic: Diagnostic, say: Say, rulebook: str | None) -> str:
    place = f"{diagnostic.path}:{diagnostic.span.line}"
    rule = literal(diagnostic.rule)
    words = literal(say(diagnostic.message))
    if diagnostic.hint is not None:
        words += f"<br>{literal(say(diagnostic.hint))}"
    linked = rule if rulebook is None else f"[{rule}]({rulebook}#{diagnostic.rule})"
    return f"| {say(_SEVERITY[diagnostic.severity])} | {literal(place)} | {linked} | {words} |"


def literal(words: str) -> str:
    """Somebody's words on one line of Markdown: nothing in them acts as markup, as a link or as a mention.

    Forges look for mentions (`@name`) and references (`#12`) after Markdown has been read, so a space without width
    stands after such a mark.
    """
    return one_line(words).translate(_LITERAL)


_SEVERITY: dict[Severity, Text] = {
    Severity.ERROR: text("error"),
    Severity.WARNING: text("warning"),
    Severity.INFO: text("note"),
}
