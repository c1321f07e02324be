"""The form of a file, judged by its schema and by what a schema cannot say."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from koers import resources
from koers.diagnostic import Diagnostic, Severity
from koers.reading.consistency import contradictions
from koers.reading.document import Document
from koers.reading.locate import key_span, value_span
from koers.texts import text

_LARGE = 32 * 1024
"""In a file with more code points than this, only what is at fault is explained: jsonschema is slow."""


def validate(document: Document) -> tuple[Diagnostic, ...]:
    """Returns every problem with the form of a file whose data is a mapping (rules F), one a key or value at fault.

    jsonschema-rs accepts; what it does not accept is explained by jsonschema, which is imported only then. Should the
    two ever disagree, the file is refused with what jsonschema-rs says. Never raises on data the reader gave.
    """
    kind = document.place.kind
    found = list(contradictions(document))
    if not _acceptor(kind).is_valid(document.data):
        from koers.reading.explanation import explain

        explained = explain(document, resources.schema(kind), len(document.text) > _LARGE)
        found += explained or _disagreement(document)
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order))


def accepts(kind: str, data: object) -> bool:
    """Tells whether jsonschema-rs takes this data for a file of that kind."""
    return _acceptor(kind).is_valid(data)


@cache
def _acceptor(kind: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(resources.schema(kind), validate_formats=True)


def _disagreement(document: Document) -> list[Diagnostic]:
    """What jsonschema-rs has against a file that jsonschema would take."""
    found: list[Diagnostic] = []
    error: Any
    for error in _acceptor(document.place.kind).iter_errors(document.data):
        pointer = tuple(error.instance_path)
        span = value_span(document.marks, pointer) if pointer else key_span(document.marks, pointer)
        message = text("the schema refuses this: {reason}", reason=str(error.message)[:200])
        found.append(Diagnostic(document.path, span, Severity.ERROR, "F022", message, None, pointer))
    return found
