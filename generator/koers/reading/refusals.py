"""What the strict reader does not take, though YAML would: rule, message and hint of each."""

from __future__ import annotations

from koers.reading.scalars import Doubt
from koers.texts import Text, text

Refusal = tuple[str, Text, Text]
"""(rule, message, hint)."""


def unreadable() -> Refusal:
    """A fault the parser gives no place for."""
    return (
        "Y001",
        text("this is not YAML: {problem}", problem="?"),
        text("compare with an example, or put the text in quotes"),
    )


def question_mark() -> Refusal:
    """libyaml takes a question mark between braces for a sign of its own, YAML 1.2 for the first letter of a key."""
    return (
        "Y001",
        text("a text cannot begin with {found} unless it is in quotes", found="?"),
        text("put the whole text in quotes"),
    )


def repeated_key(key: str, first_line: int) -> Refusal:
    """A key that stands in its group a second time."""
    return (
        "Y002",
        text("`{key}` stands here a second time; the first is on line {line}", key=key, line=first_line),
        text("keep one of the two"),
    )


def anchor(name: str) -> Refusal:
    """`&name`."""
    return (
        "Y003",
        text("`&{name}` marks a value to be repeated; that is not used here", name=name),
        text("take it out; put a text that begins with & in quotes"),
    )


def alias(name: str) -> Refusal:
    """`*name`."""
    return (
        "Y003",
        text("`*{name}` repeats a value from elsewhere; that is not used here", name=name),
        text("write the value out; put a text that begins with * in quotes"),
    )


def merge_key() -> Refusal:
    """`<<`."""
    return "Y003", text("`<<` (merging keys from elsewhere) is not used here"), text("write the keys out")


def tag() -> Refusal:
    """`!anything`."""
    return (
        "Y004",
        text("`!` gives a value a type of its own; that is not used here"),
        text("take it out; put a text that begins with ! in quotes"),
    )


def second_document() -> Refusal:
    """`---` after the first document."""
    return (
        "Y005",
        text("a second document begins here; a file holds one"),
        text("take the --- out, or put what follows in a file of its own"),
    )


def directive() -> Refusal:
    """`%YAML`, `%TAG`."""
    return (
        "Y006",
        text("a line that begins with % gives an order to the YAML parser; that is not used here"),
        text("take the line out"),
    )


def doubtful(doubt: Doubt, word: str) -> Refusal:
    """An unquoted word that is read in more than one way."""
    match doubt:
        case Doubt.ANSWER:
            return (
                "Y007",
                text("`{word}` without quotes means true or false to some programs, a word to others", word=word),
                text("write true or false, or put the word in quotes"),
            )
        case Doubt.NOT_A_NUMBER:
            return (
                "Y008",
                text("`{word}` is not a number to count with", word=word),
                text("leave the value out when there is none"),
            )
        case Doubt.TOO_LONG:
            return (
                "Y009",
                text("this number is too long, too large or too small to be kept exactly"),
                text("write at most {most} digits, or put it in quotes if it is a name or a code", most=15),
            )


def tab() -> Refusal:
    """A tab before the first word of a line."""
    return "Y012", text("a tab, where spaces should be"), text("use spaces, two a step")


def odd_key(word: str) -> Refusal:
    """A key without quotes that is no text; `word` is "" when there is none before the colon."""
    if word == "":
        return "Y013", text("a `:` without a key before it"), text("write `key: value`")
    return (
        "Y013",
        text("`{word}` without quotes is not a text, so it cannot be a key", word=word),
        text("choose another word"),
    )


def key_of_many() -> Refusal:
    """A list or group as a key."""
    return (
        "Y013",
        text("a list or group cannot be a key"),
        text("put the text in quotes if it begins with a bracket, and write `key: value`"),
    )


def empty() -> Refusal:
    """A file without anything but comments."""
    return "Y014", text("this file is empty"), text("fill it in, or remove the file")


def too_deep(most: int) -> Refusal:
    """More than `most` levels of keys and lists."""
    return (
        "Y016",
        text("more than {most} levels inside each other", most=most),
        text("no file of a plan needs that; compare with an example"),
    )


def no_end(most: int) -> Refusal:
    """More than `most` problems with the file as YAML."""
    return (
        "Y017",
        text("more problems follow here; after {most} of them the rest of the file is not read", most=most),
        text("a file with so many was made by a program, or is no plan: look at it as a whole"),
    )


def too_many(most: int) -> Refusal:
    """More than `most` keys and values."""
    return "Y017", text("more than {most} keys and values in one file", most=most), text("split it over more files")
