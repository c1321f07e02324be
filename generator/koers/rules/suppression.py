"""`# koers: ignore S104 - the reason`: what a person decided to leave as it is, with the reason beside it.

A comment counts for its own line and for the line below it; for a text over several lines, in which no comment can
stand, the line of its key counts too. It needs a reason. What koers could not read (Y) or not understand (F)
cannot be ignored. A comment that hides nothing is itself reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from koers.diagnostic import Diagnostic, Severity, Span
from koers.reading.document import Document
from koers.rules.governance import BROKEN_IGNORE, UNUSED_IGNORE
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
    values = _leaves(document)
    found = []
    for number, line in enumerate(_BREAK.split(document.text), start=1):
        for match in _COMMENT.finditer(line):
            start = match.start() + 1
            is_comment = start == 1 or line[match.start() - 1] in " \t"
            if is_comment and not any(_holds(value, number, start) for value in values):
                rest = _REST.fullmatch(match["rest"].rstrip())
                rules = re.findall(r"[A-Z]\d{3}", rest["ids"].upper()) if rest else []
                span = Span(number, start, number, len(line.rstrip()) + 1)
                found.append(Ignore(document.path, span, tuple(rules), rest["reason"] if rest else None))
                break
    return tuple(found)


def _leaves(document: Document) -> list[Span]:
    spans = document.marks.values
    parents = {pointer[:-1] for pointer in spans if pointer}
    return [span for pointer, span in spans.items() if pointer not in parents]


def _holds(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) < (span.end_line, span.end_column)


def suppress(
    diagnostics: Iterable[Diagnostic],
    documents: Iterable[Document],
    known: Iterable[str],
    severities: Mapping[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """The problems that remain, and those of the comments themselves, in order.

    `known` are the ids of all rules; `severities` is the `rules` of organization.yml (for the two rules about
    comments). Call it with everything that was found, before `--select` and before narrowing to paths: else a
    comment seems to hide nothing.
    """
    with_comments = [(document, found) for document in documents if (found := ignores(document))]
    comments = {document.path: found for document, found in with_comments}
    keys = {document.path: document.marks.keys for document, _ in with_comments}
    remaining: list[Diagnostic] = []
    used: set[tuple[Ignore, str]] = set()
    for diagnostic in diagnostics:
        hiding = None
        if diagnostic.path in comments and diagnostic.rule[0] not in "YF":
            key = keys[diagnostic.path].get(diagnostic.pointer)
            lines = {diagnostic.span.line} | ({key.line} if key else set())
            hiding = next(
                (
                    ignore
                    for ignore in comments[diagnostic.path]
                    if ignore.reason and diagnostic.rule in ignore.rules and _reaches(ignore, lines)
                ),
                None,
            )
        if hiding is None:
            remaining.append(diagnostic)
        else:
            used.add((hiding, diagnostic.rule))
    known_ids = frozenset(known)
    for ignore in (ignore for found in comments.values() for ignore in found):
        remaining.extend(_own_problems(ignore, used, known_ids, severities or {}))
    return tuple(sorted(remaining, key=lambda diagnostic: diagnostic.order))


def _reaches(ignore: Ignore, lines: set[int]) -> bool:
    return ignore.span.line in lines or ignore.span.line + 1 in lines


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
