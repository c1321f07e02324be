"""From a place in the data to lines and columns in the text."""

from __future__ import annotations

from koers.diagnostic import WHOLE_FILE, Finding, Pointer, Span
from koers.reading.document import Document, Marks, Value
from koers.reading.phrases import phrase_span


def locate(document: Document, finding: Finding) -> Span:
    """Returns the place of a finding in the text of its file.

    `at` "value" is the value of the pointer, "key" its key, "parent" the key of its nearest parent that exists. What
    is not there is looked for one step up, to the first key of the file in the end. With a `phrase` the span narrows
    to those code points of the scalar's value; if they cannot be found in the text it is the whole value.
    """
    if finding.at == "parent":
        return parent_span(document.marks, finding.pointer)
    if finding.at == "key":
        return key_span(document.marks, finding.pointer)
    span = document.marks.values.get(finding.pointer)
    if span is None:
        return parent_span(document.marks, finding.pointer)
    value = _value(document, finding.pointer)
    if finding.phrase is not None and isinstance(value, str):
        return phrase_span(document.text, span, value, *finding.phrase)
    return span if isinstance(value, str) or not finding.pointer else _short(document.marks, finding.pointer, span)


def key_span(marks: Marks, pointer: Pointer) -> Span:
    """Returns the place of a pointer's key, of a list item its own; what is not there is looked for one step up."""
    span = marks.keys.get(pointer)
    if span is not None:
        return span
    if pointer and isinstance(pointer[-1], int) and pointer in marks.values:
        return _first_line(marks.values[pointer])
    return parent_span(marks, pointer)


def value_span(marks: Marks, pointer: Pointer) -> Span:
    """Returns the place of a pointer's value; a mapping or list over several lines is shown by its key."""
    span = marks.values.get(pointer)
    return parent_span(marks, pointer) if span is None else _short(marks, pointer, span)


def parent_span(marks: Marks, pointer: Pointer) -> Span:
    """Returns the place of the key of the nearest parent that exists; at the top of a file its first line."""
    while pointer:
        pointer = pointer[:-1]
        if pointer in marks.keys:
            return marks.keys[pointer]
        if pointer and pointer in marks.values:
            return _first_line(marks.values[pointer])
    return WHOLE_FILE


def _value(document: Document, pointer: Pointer) -> Value:
    """What stands at a pointer, or None."""
    value: Value = document.data
    for step in pointer:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _short(marks: Marks, pointer: Pointer, span: Span) -> Span:
    """A value of several lines that is no text would mark half a file: its key says enough."""
    return span if span.line == span.end_line else marks.keys.get(pointer, _first_line(span))


def _first_line(span: Span) -> Span:
    return span if span.line == span.end_line else Span(span.line, span.column, span.line, span.column + 1)
