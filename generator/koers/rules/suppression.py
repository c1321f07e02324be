"""`# koers: ignore S104 - the reason`: what a person decided to leave as it is, with the reason beside it.

A comment counts for its own line and for the line below it; for a text over several lines, in which no comment can
stand, the line of its key counts too. It needs a reason. What koers could not read (Y) or not understand (F)
cannot be ignored. A comment that hides nothing is itself reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from koers.diagnostic import Diagnostic, Severity, Span
from koers.reading.document import Document
from koers.rules.governance import BROKEN_IGNORE, UNUSED_IGNORE
from koers.rules.judge import Judgment
from koers.texts import Text, text

_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_COMMENT = re.compile(r"#\s*koers:\s*ignore\b(?P<rest>[^\n]*)", re.IGNORECASE)
_REST = re.compile(r"\s+(?P<ids>[A-Za-z]\d{3}(?:[\s,]+[A-Za-z]\d{3})*)(?:\s*(?:-{1,2}|–|—|:)\s*(?P<reason>\S.*))?")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment: where it stands, the rules it names, and the reason (None when it gives none)."""

    path: str
    span: Span
    rules: tuple[str, ...]
    reason: str | None


def ignores(document: Document) -> tuple[Ignore, ...]:
    """The comments of a file, in its order. Text that only looks like one (in a value) does not count."""
    if "koers:" not in document.text.lower():
        return ()
    values = _Values(document)
    found = []
    for number, line in enumerate(_BREAK.split(document.text), start=1):
        for match in _COMMENT.finditer(line):
            start = match.start() + 1
            is_comment = start == 1 or line[match.start() - 1] in " \t"
            if is_comment and not values.hold(number, start):
                rest = _REST.fullmatch(match["rest"].rstrip())
                rules = dict.fromkeys(re.findall(r"[A-Z]\d{3}", rest["ids"].upper())) if rest else {}
                span = Span(number, start, number, len(line.rstrip()) + 1)
                found.append(Ignore(document.path, span, tuple(rules), rest["reason"] if rest else None))
                break
    return tuple(found)


class _Values:
    """The single values of a file, which never overlap: in which of them a place is, is looked up and not searched."""

    def __init__(self, document: Document) -> None:
        spans = document.marks.values
        parents = {pointer[:-1] for pointer in spans if pointer}
        self._spans = sorted(span for pointer, span in spans.items() if pointer not in parents)

    def hold(self, line: int, column: int) -> bool:
        """Whether a place is inside a value."""
        last = bisect_right(self._spans, (line, column), key=lambda span: (span.line, span.column)) - 1
        return last >= 0 and (line, column) < (self._spans[last].end_line, self._spans[last].end_column)


@dataclass(frozen=True, slots=True)
class Settled:
    """What remains of what the rules found, once the comments have been heard.

    `judgments` keeps the order in which they were given; everything that uses findings uses these. `diagnostics` are
    the same judgments as they are reported and the problems of the comments themselves, in the order of a report.
    """

    judgments: tuple[Judgment, ...]
    diagnostics: tuple[Diagnostic, ...]


def settle(
    located: Iterable[tuple[Judgment, Span]],
    documents: Iterable[Document],
    known: Iterable[str],
    severities: Mapping[str, str] | None = None,
) -> Settled:
    """Leaves out what a comment hides, and reports the comments that are wrong or hide nothing.

    `located` gives each judgment with its place in the text. `documents` are the files that were judged: comments count
    per file, so the files of one leader with the judgments of that leader give that leader's part of the whole. `known`
    are the ids of all rules; `severities` is the `rules` of organization.yml (for the two rules about comments). Call
    it with everything that was found, before `--select` and before narrowing to paths: else a comment seems to hide
    nothing. Only a file that holds a comment is asked where its values stand.
    """
    by_path = {document.path: document for document in documents}
    comments = {path: found for path, document in by_path.items() if (found := ignores(document))}
    reasoned: dict[tuple[str, str, int], Ignore] = {}
    for ignore in reversed([ignore for found in comments.values() for ignore in found if ignore.reason]):
        for rule in ignore.rules:
            for line in (ignore.span.line + 1, ignore.span.line):
                reasoned[ignore.path, rule, line] = ignore
    judgments: list[Judgment] = []
    diagnostics: list[Diagnostic] = []
    used: set[tuple[Ignore, str]] = set()
    for judgment, span in located:
        path, rule = judgment.finding.path, judgment.rule.id
        hiding = None
        if path in comments:
            lines = _lines(by_path[path], judgment, span)
            reaching = [reasoned[path, rule, line] for line in lines if (path, rule, line) in reasoned]
            hiding = min(reaching, key=lambda ignore: ignore.span, default=None)
        if hiding is None:
            judgments.append(judgment)
            diagnostics.append(judgment.diagnostic(span))
        else:
            used.add((hiding, rule))
    known_ids = frozenset(known)
    for ignore in (ignore for found in comments.values() for ignore in found):
        diagnostics.extend(_own_problems(ignore, used, known_ids, severities or {}))
    return Settled(tuple(judgments), tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)))


def _lines(document: Document, judgment: Judgment, span: Span) -> set[int]:
    """The lines at which a comment may stand: that of the place, and that of its key."""
    key = document.marks.keys.get(judgment.finding.pointer)
    return {span.line} | ({key.line} if key else set())


def _own_problems(
    ignore: Ignore, used: set[tuple[Ignore, str]], known: frozenset[str], severities: Mapping[str, str]
) -> Iterator[Diagnostic]:
    def problem(rule: str, default: Severity, message: Text, hint: Text) -> Iterator[Diagnostic]:
        word = severities.get(rule, default.value)
        if word in tuple(Severity):
            yield Diagnostic(ignore.path, ignore.span, Severity(word), rule, message, hint)

    if not ignore.rules:
        yield from problem(
            BROKEN_IGNORE.id,
            BROKEN_IGNORE.severity,
            text("this comment names no rule"),
            text("write `# koers: ignore S104 - the reason`"),
        )
        return
    if ignore.reason is None:
        yield from problem(
            BROKEN_IGNORE.id,
            BROKEN_IGNORE.severity,
            text("{rules} is not ignored: the comment gives no reason", rules=ignore.rules),
            text("add the reason after a dash: `# koers: ignore S104 - the reason`"),
        )
        return
    for rule in ignore.rules:
        if rule[0] in "YF":
            yield from problem(
                BROKEN_IGNORE.id,
                BROKEN_IGNORE.severity,
                text("{rule} cannot be ignored: koers must be able to read the file", rule=rule),
                text("mend the file and remove the comment"),
            )
        elif rule not in known:
            yield from problem(
                BROKEN_IGNORE.id,
                BROKEN_IGNORE.severity,
                text("there is no rule {rule}", rule=rule),
                text("`koers rules` lists them all"),
            )
        elif (ignore, rule) not in used:
            yield from problem(
                UNUSED_IGNORE.id,
                UNUSED_IGNORE.severity,
                text("nothing here breaks {rule}: the comment hides nothing", rule=rule),
                text("remove it, so that a later problem is not hidden unseen"),
            )
