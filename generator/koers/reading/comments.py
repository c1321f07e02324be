"""A `#` in the middle of a sentence: what stands behind it is a comment to YAML, and nobody else ever reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from koers.diagnostic import Diagnostic, Severity, Span
from koers.reading.document import Document
from koers.reading.wording import quoted
from koers.resources import schema, schema_at
from koers.texts import text

_MAY_BE = re.compile(r"^[^#\n]*?(?::|-) +[^\s\"'#|>&*!\[{][^\n]*? #", re.MULTILINE)
_BEHIND = re.compile(r"[ \t]+(#.*)")
_FORMS = ("enum", "const", "pattern", "format")


def cut_short(document: Document) -> Iterator[Diagnostic]:
    """Yields a warning for each sentence without quotes that a ` #` cuts short (rule Y018).

    Behind a date, a number or a word to choose, a comment is a comment; in a field that takes any text it may be the
    rest of the sentence.
    """
    if _MAY_BE.search(document.text) is None:
        return
    lines = document.text.split("\n")
    form = schema(document.place.kind)
    for pointer, span in document.marks.values.items():
        if (span.line, span.column) == (span.end_line, span.end_column):
            continue  # an empty value, of which F009 speaks
        line = lines[span.end_line - 1].rstrip("\r")
        behind = _BEHIND.fullmatch(line, span.end_column - 1)
        if behind is None or lines[span.line - 1][span.column - 1] in "\"'|>[{":
            continue
        node = schema_at(form, pointer)
        if node.get("type") != "string" or any(word in node for word in _FORMS):
            continue
        at = behind.start(1) + 1
        yield Diagnostic(
            document.path,
            Span(span.end_line, at, span.end_line, at + 1),
            Severity.WARNING,
            "Y018",
            text(
                "the text ends here: what stands after ` #` is a comment and is not read: {words}",
                words=quoted(behind[1]),
            ),
            text("put the whole text in quotes, or the comment on a line of its own"),
            pointer,
        )
