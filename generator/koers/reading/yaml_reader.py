"""Strict YAML from libyaml's events: values, the place of every key and value, limits before anything is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

import yaml

from koers.diagnostic import WHOLE_FILE, Diagnostic, Pointer, Severity, Span
from koers.reading import refusals
from koers.reading.characters import ODD_SPACES, decode, odd_space, refused_in, replace_refused
from koers.reading.document import Marks, Value
from koers.reading.limits import DEEPEST, MOST_NODES, MOST_PROBLEMS
from koers.reading.refusals import Refusal
from koers.reading.scalars import Doubt, is_answer, resolve
from koers.reading.slips import slip_at
from koers.reading.yaml_faults import fault

_TAB = re.compile(r" *(\t)")
_ODD_AROUND = re.compile(rf"^[ {ODD_SPACES}]+|[ {ODD_SPACES}]+$")
_NOTHING = Marks({}, {})
_KEYWORDS = frozenset({"~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", ""})
_Event = Any
"""PyYAML's C events carry their attributes without types."""


def read(source: str | bytes, path: str) -> tuple[Value, Marks, tuple[Diagnostic, ...]]:
    """Reads a YAML file: its data, where its keys and values stand, and every problem with it as YAML (rules Y).

    The data is None when the file could not be read to its end, or is not a mapping or list at its top; problems
    that leave no doubt about what was meant (a tag, a duplicate key: the first counts) leave it standing, so
    that the form can be judged in the same run. Never raises; positions count code points, from 1.
    """
    decoded = source if isinstance(source, str) else decode(source, path)
    if isinstance(decoded, Diagnostic):
        return None, _NOTHING, (decoded,)
    if isinstance(source, str):
        oversized = decode(source.encode("utf-8", "replace"), path)
        if isinstance(oversized, Diagnostic):
            return None, _NOTHING, (oversized,)
    clean, problems = replace_refused(decoded, path)
    builder = _Builder(path, clean)
    builder.run()
    found = sorted((*problems, *builder.problems), key=lambda diagnostic: diagnostic.order)
    return builder.data, Marks(builder.keys, builder.values), tuple(found)


@lru_cache(maxsize=8)
def marks_of(source: str) -> Marks:
    """Returns where the keys and values of a text stand. A few are kept, as problems come file by file."""
    return read(source, "")[1]


class _Stop(Exception):
    """The rest of the file is not looked at: what is wrong has been noted."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled. `key` waits for its value; `end` is where its last child ends.

    `is_repeated` says that `key` stands there a second time; what is inside such a value `is_dropped`.
    """

    items: dict[str, Value] | list[Value]
    pointer: Pointer
    start: Any
    end: tuple[int, int]
    is_flow: bool
    key: str | None = None
    is_repeated: bool = False
    is_dropped: bool = False


@dataclass(slots=True)
class _Builder:
    """One pass over the events of one file. `inside` are the lines that go on with a text begun above."""

    path: str
    source: str
    data: Value = None
    keys: dict[Pointer, Span] = field(default_factory=dict)
    values: dict[Pointer, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    nodes: int = 0
    documents: int = 0

    def run(self) -> None:
        """Reads all events; afterwards `data`, `keys`, `values` and `problems` hold what there is."""
        # libyaml drops the last line of a block of text when the file does not end with a line break.
        parser = yaml.CLoader(self.source if self.source.endswith("\n") else f"{self.source}\n")
        last_line = None
        try:
            while True:
                event: _Event = parser.get_event()
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self._scalar(event)
                elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._open(event)
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self._close(event)
                elif kind is yaml.DocumentStartEvent:
                    self._document(event)
                elif kind is yaml.AliasEvent:
                    self._alias(event)
                elif kind is yaml.StreamEndEvent:
                    break
        except _Stop:
            self.data = None
        except yaml.MarkedYAMLError as error:
            self.data = None
            last_line = self._fault(error)
        except yaml.YAMLError:
            self.data = None
            self._say(WHOLE_FILE, refusals.unreadable())
        finally:
            parser.dispose()
        self._tabs(last_line)
        if self.documents == 0 and not self.problems:
            self._say(WHOLE_FILE, refusals.empty())

    def _say(self, span: Span, refusal: Refusal, pointer: Pointer = ()) -> None:
        rule, message, hint = refusal
        self.problems.append(Diagnostic(self.path, span, Severity.ERROR, rule, message, hint, pointer))

    def _doubt(self, span: Span, refusal: Refusal, pointer: Pointer) -> None:
        """Notes a problem that leaves the rest of the file to be read, unless there are too many of them."""
        if len(self.problems) >= MOST_PROBLEMS:
            self._say(span, refusals.no_end(MOST_PROBLEMS))
            raise _Stop
        self._say(span, refusal, pointer)

    def _document(self, event: _Event) -> None:
        start = event.start_mark
        if event.version or event.tags:
            self._say(_first(start), refusals.directive())
        self.documents += 1
        if self.documents > 1:
            self._say(_span(start, event.end_mark), refusals.second_document())
            raise _Stop

    def _scalar(self, event: _Event) -> None:
        self._count(event)
        start, end = event.start_mark, event.end_mark
        word: str = event.value
        is_plain: bool = event.style == "" or event.style is None
        if end.line > start.line:
            is_block = event.style in ("|", ">")
            end_at = self._trimmed(start, end) if is_block else self._at(end)
            self.inside.update(range(start.line + 2, end_at[0] + 1))
            span = Span(start.line + 1, start.column + 1, *end_at)
        elif start.index > len(self.source):
            span = Span(*self._at(start), *self._at(start))
        else:
            span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if is_plain and word and not word.isascii():
            word = self._without_odd_spaces(word, span, self.stack[-1] if self.stack else None)
        if event.style == '"':
            for said in refused_in(word):
                self._doubt(span, said, ())
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.items) is dict:
            self._marker(event, span, (*frame.pointer, word))
            self._key(frame, word, span, start.index, is_plain)
            return
        pointer = self._pointer(frame)
        self._marker(event, span, pointer)
        value: Value
        if is_plain and event.tag is None:
            resolved = resolve(word)
            if isinstance(resolved, Doubt):
                self._doubt(span, refusals.doubtful(resolved, word), pointer)
                value = word
            else:
                value = resolved
        else:
            value = word
        self._put(frame, pointer, value, span)

    def _without_odd_spaces(self, word: str, span: Span, frame: _Frame | None) -> str:
        """A word without the special spaces around it, of which the first is reported."""
        bare = _ODD_AROUND.sub("", word)
        is_key = frame is not None and frame.key is None and type(frame.items) is dict
        if bare != word:
            is_before = not word.startswith(bare[:1] or " ")
            column = span.column if is_before else span.end_column - 1
            line = span.line if is_before else span.end_line
            # A key that such a space moved to another group is that one problem, not an unknown key too.
            pointer = (*frame.pointer, bare) if frame is not None and is_key else ()
            character = word[0] if is_before else word[-1]
            self._doubt(Span(line, column, line, column + 1), ("Y012", *odd_space(character)), pointer)
        return bare

    def _key(self, frame: _Frame, word: str, span: Span, index: int, is_plain: bool) -> None:
        assert type(frame.items) is dict
        pointer = (*frame.pointer, word)
        frame.is_repeated = word in frame.items
        frame.key = word
        if frame.is_dropped:
            return
        if frame.is_repeated:
            self._doubt(span, refusals.repeated_key(word, self.keys[pointer].line), pointer)
        else:
            self.keys[pointer] = span
        if not is_plain:
            return
        if frame.is_flow and self.source[index - 1 : index] == "?":
            at = Span(span.line, span.column - 1, span.line, span.column)
            self._doubt(at, refusals.question_mark(), pointer)
        if word == "<<":
            self._doubt(span, refusals.merge_key(), pointer)
        elif is_answer(word):
            self._doubt(span, refusals.doubtful(Doubt.ANSWER, word), pointer)
        elif word in _KEYWORDS:
            self._doubt(span, refusals.odd_key(word), pointer)

    def _open(self, event: _Event) -> None:
        self._count(event)
        frame = self.stack[-1] if self.stack else None
        start = event.start_mark
        is_mapping = type(event) is yaml.MappingStartEvent
        here = _first(start)
        if frame is not None and frame.key is None and type(frame.items) is dict:
            self._say(here, refusals.key_of_many())
            raise _Stop
        if len(self.stack) >= DEEPEST:
            self._say(here, refusals.too_deep(DEEPEST))
            raise _Stop
        end = event.end_mark
        items: dict[str, Value] | list[Value] = {} if is_mapping else []
        is_dropped = frame is not None and (frame.is_repeated or frame.is_dropped)
        end_at = (end.line + 1, end.column + 1)
        pointer = self._pointer(frame)
        self._marker(event, here, pointer)
        self.stack.append(_Frame(items, pointer, start, end_at, bool(event.flow_style), is_dropped=is_dropped))

    def _close(self, event: _Event) -> None:
        frame = self.stack.pop()
        if frame.is_flow:
            frame.end = self._at(event.end_mark)
        start = frame.start
        span = Span(start.line + 1, start.column + 1, *frame.end)
        self._put(self.stack[-1] if self.stack else None, frame.pointer, frame.items, span)

    def _alias(self, event: _Event) -> None:
        self._count(event)
        frame = self.stack[-1] if self.stack else None
        span = _span(event.start_mark, event.end_mark)
        is_key = frame is not None and frame.key is None and type(frame.items) is dict
        pointer = (*frame.pointer, f"*{event.anchor}") if frame is not None and is_key else self._pointer(frame)
        self._doubt(span, refusals.alias(event.anchor), pointer)
        if frame is not None and is_key:
            self._key(frame, f"*{event.anchor}", span, event.start_mark.index, is_plain=False)
        else:
            self._put(frame, pointer, None, span)

    def _marker(self, event: _Event, span: Span, pointer: Pointer) -> None:
        """An anchor or tag before a value."""
        first = Span(span.line, span.column, span.line, span.column + 1)
        if event.anchor is not None:
            self._doubt(first, refusals.anchor(event.anchor), pointer)
        if event.tag is not None:
            self._doubt(first, refusals.tag(), pointer)

    def _pointer(self, frame: _Frame | None) -> Pointer:
        """Of the value that comes next."""
        if frame is None:
            return ()
        if type(frame.items) is dict:
            assert frame.key is not None
            return (*frame.pointer, frame.key)
        return (*frame.pointer, len(frame.items))

    def _put(self, frame: _Frame | None, pointer: Pointer, value: Value, span: Span) -> None:
        if frame is None:
            self.data = value
            self.values[pointer] = span
            return
        frame.end = (span.end_line, span.end_column)
        if type(frame.items) is dict:
            assert frame.key is not None
            if not frame.is_repeated:
                frame.items[frame.key] = value
                if not frame.is_dropped:
                    self.values[pointer] = span
            frame.key, frame.is_repeated = None, False
        elif isinstance(frame.items, list):
            frame.items.append(value)
            if not frame.is_dropped:
                self.values[pointer] = span

    def _count(self, event: _Event) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._say(_first(event.start_mark), refusals.too_many(MOST_NODES))
            raise _Stop

    def _end(self) -> tuple[int, int]:
        """Line and column (from 0) where the text ends, for what libyaml places after the line break added to it."""
        return self.source.count("\n"), len(self.source) - (self.source.rfind("\n") + 1)

    def _at(self, mark: Any) -> tuple[int, int]:
        """Line and column (from 1) of a mark, at most where the text ends."""
        line, column = self._end() if mark.index > len(self.source) else (mark.line, mark.column)
        return line + 1, column + 1

    def _trimmed(self, start: Any, end: Any) -> tuple[int, int]:
        """Where a block of text ends: after its last character that is no white space."""
        written = self.source[start.index : end.index].rstrip()
        breaks = written.count("\n")
        if breaks == 0:
            return (start.line + 1, start.column + 1 + len(written))
        return (start.line + 1 + breaks, len(written) - written.rfind("\n"))

    def _fault(self, error: yaml.MarkedYAMLError) -> int:
        """Note where the file stops being YAML, and give that line."""
        mark = error.problem_mark or error.context_mark
        problem, context = str(error.problem), str(error.context or "")
        # An unclosed quote or bracket is at fault where it was opened, not where the file ends.
        is_open = "end of stream" in problem or "',' or" in problem
        if is_open and error.context_mark is not None:
            mark = error.context_mark
        if "could not find expected ':'" in problem and error.context_mark is not None:
            mark = error.context_mark
        line, column, index = (mark.line, mark.column, mark.index) if mark is not None else (0, 0, 0)
        if index > len(self.source):
            line, column = self._end()
        stop = error.problem_mark.line + 1 if error.problem_mark is not None else line + 1
        found = self.source[index : index + 1]
        if found == "\t":
            self._tab(line + 1, column + 1)
            return stop
        slip = slip_at(self.source, problem, line + 1)
        if slip is not None:
            span, message, hint = slip
            # A special space is the cause of what broke after it, and may have been told where it stands.
            self.problems = [said for said in self.problems if (said.rule, said.span) != ("Y012", span)]
            self.problems.append(Diagnostic(self.path, span, Severity.ERROR, "Y001", message, hint))
            return stop
        if "anchor" in context or "alias" in context:
            found = "*" if "alias" in context else "&"
        opened = next((frame.start for frame in reversed(self.stack) if frame.is_flow), None)
        if opened is not None and not self.source[index:].strip():
            # Something is opened and the file ends: it is at fault where it was opened.
            line, column, found = opened.line, opened.column, self.source[opened.index]
            problem = "did not find expected ',' or '}'" if found == "{" else "did not find expected ',' or ']'"
        span = Span(line + 1, column + 1, line + 1, column + 2)
        self.problems.append(fault(self.path, problem, context, span, found))
        return stop

    def _tabs(self, last_line: int | None) -> None:
        """Tabs before the first word of a line, other than inside a text; after a fault only up to its line."""
        told = {problem.span.line for problem in self.problems if problem.rule == "Y012"}
        for line, column in islice(_tabs_before_words(self.source), MOST_PROBLEMS):
            if last_line is not None and line > last_line:
                break
            if line not in told and line not in self.inside:
                self._tab(line, column)

    def _tab(self, line: int, column: int) -> None:
        self._say(Span(line, column, line, column + 1), refusals.tab())


def _tabs_before_words(source: str) -> Iterator[tuple[int, int]]:
    """Line and column of the first tab in the white space before the words of a line."""
    if "\t" not in source:
        return
    for number, line in enumerate(source.split("\n"), 1):
        match = _TAB.match(line)
        if match is not None and line.strip():
            yield number, match.start(1) + 1


def _span(start: Any, end: Any) -> Span:
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _first(mark: Any) -> Span:
    """The one character at a mark."""
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
