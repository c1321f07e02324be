"""A problem in somebody's plan, as data: where it is, how bad it is, what was found and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from koers.pickling import by_fields
from koers.texts import Text

Pointer = tuple[str | int, ...]
"""A place in a file's data: keys and list indexes from the top, `()` for the file as a whole."""


class Severity(StrEnum):
    """How bad a problem is; only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text. Lines and columns are 1-based, columns count code points, `end_column` is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


WHOLE_FILE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `path` is relative to the root, with `/`; `rule` is a letter and three digits."""

    path: str
    span: Span
    severity: Severity
    rule: str
    message: Text
    hint: Text | None = None
    pointer: Pointer = ()

    @property
    def order(self) -> tuple[object, ...]:
        """The order in which problems are reported: by file, position, rule and what is said."""
        return (self.path, self.span, self.rule, self.message.msgid, repr(self.message.params))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a place in the data, not yet a line and column (`reading.locate` resolves it).

    `at` is "value" or "key" of `pointer`, or "parent" (the key of its nearest parent that exists: something
    is missing there); `phrase` narrows a value to a stretch of its text, as (start, end) code points.
    """

    path: str
    pointer: Pointer
    message: Text
    hint: Text | None = None
    at: str = "value"
    phrase: tuple[int, int] | None = None


by_fields(__name__)
