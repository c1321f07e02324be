"""A quick reader for the plain subset of YAML that plans are written in.

It accepts a text only when it is certain of what the strict reader would say: the same data, and no problem. Whatever
else there is it leaves to the strict reader. It needs a sixth of the time, because it makes no positions: only a
diagnostic needs those, and then the strict reader makes them (`Document.marks`).

The subset: keys with a value on one line, groups by indentation, lists of values or of groups, texts in quotes
without escapes, comments, blocks of text (`|`, `>`), and on one line `[a, b]` and `{a: 1}` of simple words.
"""

from __future__ import annotations

import re
from string import ascii_letters

from koers.reading.characters import has_odd_edge, has_refused
from koers.reading.document import Value
from koers.reading.limits import DEEPEST, MOST_NODES
from koers.reading.scalars import STARTS, Doubt, resolve

_KEY = r"""[A-Za-z0-9](?:[A-Za-z0-9_.\-]{0,125}[A-Za-z0-9_\-])?|"[^"\\\n]{1,126}"|'[^'\n]{1,126}'"""
_LINE = re.compile(
    rf"""
    ([ ]*)                                      # 1 the indentation
    (-[ ])?                                     # 2 the sign of an item of a list
    (?:({_KEY}):(?:[ ]|(?=\n)))?                # 3 the key
    [ ]*
    (?:
        ([|>]-?)\n                              # 4 the sign of a block of text
        ((?:\1[ ][^\n]*\n|[ ]*\n)*)             # 5 its lines: those deeper than this one, and blank ones
    |
        ([^ \#\n][^\n]*)?                       # 6 a value, with what stands behind it
        (?:\#[^\n]*)?\n
    )
    """,
    re.VERBOSE,
)
"""One line, or a line with the block of text under it. Every text that ends with a line break consists of these."""
_TEXT_STARTS = frozenset(ascii_letters) - STARTS
"""What begins with one of these is a text, whatever follows."""
_SIGNS = frozenset("-?:,[]{}#&*!|>%@`")
"""What begins with one of these is not, or not only, a plain word."""
_KEY_INSIDE = re.compile(":(?: |$)")
_QUOTED = re.compile(r"""(?:"([^"\\]*)"|'((?:[^']|'')*)')(?:[ ]*|[ ]+#.*)""")
_PIECE = re.compile(
    rf"""[ ]*(?:
        ([\[\]{{}},])                           # 1 a bracket or comma
    |   ({_KEY}):[ ]                            # 2 a key
    |   "([^"\\]*)"|'([^']*)'                   # 3, 4 a text in quotes
    |   ([A-Za-z0-9](?:[\w ./+\-]*[\w./+\-])?|-[0-9.]+)  # 5 a word
    )[ ]*""",
    re.VERBOSE,
)
"""A piece of what stands between brackets or braces on one line."""
_BREAKS = re.compile("\n+")
_WORDS_WITH_A_MEANING = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


class _Unsure(Exception):
    """This is not in the plain subset, or may not be: the strict reader is to judge."""


def read_plain(text: str) -> dict[str, Value] | None:
    """Returns the data of a file as the strict reader would give it, which is a mapping; None when that is not certain.

    `text` is what `characters.decode` gave. What is returned has no problem as YAML (rules Y). Never raises.
    """
    # Every key and value takes at least one character: a text that is not longer than this has not too many of them.
    if len(text) > MOST_NODES:
        return None
    text = text.replace("\r\n", "\n").removeprefix("---\n")
    if "\t" in text or has_refused(text) or has_odd_edge(text):
        return None
    try:
        return _read(text if text.endswith("\n") else f"{text}\n")
    except _Unsure:
        return None


def _read(text: str) -> dict[str, Value]:
    """Line by line. `groups` are the mappings and lists that are open, each with its indentation."""
    top: dict[str, Value] = {}
    group: dict[str, Value] | list[Value] = top
    indentation = 0
    groups: list[tuple[int, dict[str, Value] | list[Value]]] = [(0, top)]
    waiting = ""
    """The key on the line before, when it had no value."""
    for spaces, dash, key, sign, block, written in _LINE.findall(text):
        if not key and not dash:
            if written or sign:
                raise _Unsure  # a text that goes on from the line above, or something else
            continue
        at = len(spaces)
        if waiting:
            if at > indentation or (dash and at == indentation):
                opened: dict[str, Value] | list[Value] = [] if dash else {}
                group[waiting] = opened  # type: ignore[call-overload]  # a key waits in a mapping
                indentation, group = _open(groups, at, opened)
            waiting = ""
        while at < indentation or (at == indentation and not dash and type(group) is list):
            groups.pop()
            indentation, group = groups[-1]
        if at != indentation:
            raise _Unsure
        if dash:
            if type(group) is not list:
                raise _Unsure
            if not key:
                group.append(_value(sign, block, written, at, len(groups)))
                continue
            opened = {}
            group.append(opened)
            indentation, group = _open(groups, at + 2, opened)
        name = _name(key)
        if type(group) is not dict or name in group:
            raise _Unsure
        if written or sign:
            group[name] = _value(sign, block, written, indentation, len(groups))
        else:
            group[name], waiting = None, name
    if not top:
        raise _Unsure
    return top


def _open(
    groups: list[tuple[int, dict[str, Value] | list[Value]]], at: int, opened: dict[str, Value] | list[Value]
) -> tuple[int, dict[str, Value] | list[Value]]:
    """Goes into a group that begins at this indentation, unless it would lie too deep."""
    if len(groups) >= DEEPEST:
        raise _Unsure
    groups.append((at, opened))
    return at, opened


def _name(key: str) -> str:
    """The text of a key."""
    if key[0] in "\"'":
        return key[1:-1]
    if len(key) <= 5 and key.lower() in _WORDS_WITH_A_MEANING:
        raise _Unsure
    return key


def _value(sign: str, block: str, written: str, indentation: int, depth: int) -> Value:
    """What stands behind a key or the sign of an item, on `depth` levels of groups."""
    if sign:
        return _block(sign, block, indentation)
    first = written[:1]
    if first in _TEXT_STARTS:
        return _plain(written)
    if first in "\"'":
        match = _QUOTED.fullmatch(written)
        if match is None:
            raise _Unsure
        return match[1] if match[2] is None else match[2].replace("''", "'")
    if first in "[{":
        return _on_one_line(written, depth)
    if first in _SIGNS and (first != "-" or written[1:2] in ("", " ", "-")):
        raise _Unsure
    return _resolved(_plain(written))


def _plain(written: str) -> str:
    """A text without quotes, up to the comment behind it."""
    if "#" in written:
        written = written.partition(" #")[0]
    written = written.rstrip(" ")
    if ":" in written and _KEY_INSIDE.search(written) is not None:
        raise _Unsure
    return written


def _resolved(word: str) -> Value:
    value = resolve(word)
    if isinstance(value, Doubt):
        raise _Unsure
    return value


def _block(sign: str, block: str, indentation: int) -> str:
    """A block of text, of which every line has at least the indentation of the first; one line break ends it."""
    lines = block.rstrip("\n").split("\n")
    own = len(lines[0]) - len(lines[0].lstrip(" "))
    margin = " " * own
    is_folded = sign[0] == ">"
    if own <= indentation:
        raise _Unsure
    for line in lines:
        if line and (not line.startswith(margin) or line.isspace() or (is_folded and " " in (line[own], line[-1]))):
            raise _Unsure
    text = "\n".join(line[own:] for line in lines)
    if is_folded:
        text = _BREAKS.sub(lambda breaks: "\n" * (len(breaks[0]) - 1) or " ", text)
    return text if sign.endswith("-") else f"{text}\n"


def _on_one_line(written: str, depth: int) -> Value:
    """`[a, b]` or `{a: 1}`."""
    pieces: list[tuple[int, str]] = []
    """(the number of its part in the pattern, its text)."""
    at = 0
    while at < len(written):
        match = _PIECE.match(written, at)
        if match is None or match.lastindex is None:
            raise _Unsure
        pieces.append((match.lastindex, match[match.lastindex]))
        at = match.end()
    pieces.append((0, ""))
    value, at = _inside(pieces, 0, depth)
    if at != len(pieces) - 1:
        raise _Unsure
    return value


def _inside(pieces: list[tuple[int, str]], at: int, depth: int) -> tuple[Value, int]:
    """The value that begins with a piece, and the number of the piece after it."""
    kind, word = pieces[at]
    if kind in (3, 4):
        return word, at + 1
    if kind == 5:
        return _resolved(word), at + 1
    if word not in ("[", "{") or depth >= DEEPEST:
        raise _Unsure
    items: list[Value] = []
    group: dict[str, Value] = {}
    end = "]" if word == "[" else "}"
    at += 1
    is_first = True
    while pieces[at] != (1, end):
        if not is_first:
            if pieces[at] != (1, ","):
                raise _Unsure
            at += 1
        is_first = False
        if word == "[":
            value, at = _inside(pieces, at, depth + 1)
            items.append(value)
        else:
            kind, key = pieces[at]
            if kind != 2 or (name := _name(key)) in group:
                raise _Unsure
            group[name], at = _inside(pieces, at + 1, depth + 1)
    return (items if word == "[" else group), at + 1
