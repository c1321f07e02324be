"""One value of a YAML file changed in place: not one other byte of the file is touched.

The strict reader knows where the value stands. A new one is put there, quoted as the old one was where it can be, and
the result is read again: unless it says what was meant, and nothing else, nothing comes out. So comments, order,
quotes, line ends and a byte order mark stay, and no value can break out of its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy

from koers.diagnostic import Diagnostic, Pointer, Span
from koers.errors import KoersError
from koers.reading.characters import decode
from koers.reading.document import Value
from koers.reading.yaml_reader import read
from koers.texts import text

_BLOCK_COMMENT = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)")

Scalar = bool | int | float | str
"""What can be put in the place of a value. A date is a text of the form 2026-03-31."""


def spliced(content: bytes, path: str, pointer: Pointer, value: Scalar) -> bytes:
    """The file with `value` in the place of the single value at `pointer`, and every other byte as it was.

    `path` names the file in what is said. An empty place (`status:`) is filled. KoersError when the file cannot be
    read without a doubt, when there is no such place, when a mapping or list stands there, and when the value cannot
    be written as one (a character that is refused).
    """
    source = decode(content, path)
    data, marks, problems = (None, None, (source,)) if isinstance(source, Diagnostic) else read(source, path)
    if isinstance(source, Diagnostic) or marks is None or data is None or problems:
        raise KoersError(text("{path} has errors; `koers check` shows them, and nothing in it is changed", path=path))
    span = marks.values.get(pointer)
    if span is None or isinstance(_at(data, pointer), dict | list):
        raise KoersError(
            text("{path} has no single value at {place} to change", path=path, place=".".join(map(str, pointer)))
        )
    meant = _with(data, pointer, value)
    if _same(meant, data):
        return content
    start, end = _offsets(source, span)
    candidates = (
        source[:start] + written + source[end:]
        for written in _ways(value, source[start:end], is_key_alone=start == end)
    )
    for changed in (*_blocks(source, start, end, value, depth=len(pointer)), *candidates):
        found, _, doubts = read(changed, path)
        if not doubts and _same(found, meant):
            return content[: len(content) - len(source.encode())] + changed.encode()
    raise KoersError(
        text("this value cannot be written at {place} of {path}", place=".".join(map(str, pointer)), path=path)
    )


def _ways(value: Scalar, old: str, *, is_key_alone: bool) -> Iterator[str]:
    """How it may be written, the way of the old value first. Which of them is right the reader decides."""
    if isinstance(value, bool):
        found = ["true" if value else "false"]
    elif isinstance(value, int | float):
        found = [repr(value)]
    else:
        # JSON's quotes are YAML's; what JSON would not escape and YAML refuses is refused by the reader.
        double, single = json.dumps(value, ensure_ascii=False), "'" + value.replace("'", "''") + "'"
        found = [value, double, single]
        if old.startswith('"'):
            found = [double, single]
        elif old.startswith("'"):
            found = [single, double]
    for written in found:
        yield f" {written}" if is_key_alone else written
    if is_key_alone:
        yield from found


def _blocks(source: str, start: int, end: int, value: Scalar, *, depth: int) -> Iterator[str]:
    """The whole text with a value of several lines as a block (`|`), as a person would write it.

    A comment behind the old value, or behind its `|` or `>`, stays behind the key. Which one is right the reader
    decides.
    """
    if not isinstance(value, str) or "\n" not in value:
        return
    close = "\r\n" if "\r\n" in source else "\n"
    old = source[start:end]
    end = start + len(old.rstrip()) if old.endswith(("\n", " ")) else end
    behind, line_end, rest = source[end:].partition(close)
    if behind.strip() and not behind.lstrip().startswith("#"):
        return
    comment = _BLOCK_COMMENT.match(old)
    behind = f"{comment[1] if comment else ''}{behind}".rstrip()
    space = "" if source[:start].endswith(" ") else " "
    lines = close.join(f"{'  ' * depth}{line}" if line else "" for line in value.rstrip("\n").split("\n"))
    for header in ("|-", "|", "|+", "|2-", "|2", "|2+"):
        tail = value[len(value.rstrip("\n")) + 1 :].replace("\n", close) if header.endswith("+") else ""
        yield f"{source[:start]}{space}{header}{behind}{close}{lines}{tail}{line_end or close}{rest}"


def _offsets(source: str, span: Span) -> tuple[int, int]:
    """Where a stretch begins and ends, counted in characters from 0."""
    lines = [0]
    for line in source.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    return lines[span.line - 1] + span.column - 1, lines[span.end_line - 1] + span.end_column - 1


def _at(data: Value, pointer: Pointer) -> Value:
    for step in pointer:
        data = data[step]  # type: ignore[index]
    return data


def _with(data: Value, pointer: Pointer, value: Scalar) -> Value:
    """The data with this value there."""
    if not pointer:
        return value
    changed = deepcopy(data)
    parent = _at(changed, pointer[:-1])
    parent[pointer[-1]] = value  # type: ignore[index]
    return changed


def _same(one: Value, other: Value) -> bool:
    """Whether two values are the same in kind too: 1, 1.0 and true are three."""
    return repr(one) == repr(other)
