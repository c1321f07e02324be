"""The words of the form rules: what was found, what is expected, and how a form is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

from koers.reading.limits import MOST_NAMES
from koers.texts import Text, text, texts

LONGEST_QUOTE = 60


def quoted(value: object) -> str:
    """Writes a value as it may stand in a message: one line, at most 60 characters, true and false as in YAML."""
    if value is True or value is False:
        return "true" if value else "false"
    words = " ".join(str(value).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"


def listed(names: Collection[str]) -> tuple[Text | str, ...]:
    """Returns names for a sentence: the first twenty, and how many more there are."""
    shown = tuple(islice(names, MOST_NAMES))
    left = len(names) - len(shown)
    return (*shown, texts("{count} more", "{count} more", left)) if left else shown


def found_kind(value: object) -> Text:
    """Names the kind of thing that a value is."""
    if value is None:
        return text("nothing")
    if isinstance(value, bool):
        return text("true or false")
    if isinstance(value, int | float):
        return text("a number")
    if isinstance(value, str):
        return text("a text")
    if isinstance(value, list):
        return text("a list")
    return text("a group of keys")


def expected_kind(types: str | list[str]) -> Text:
    """Names what a JSON Schema type asks for."""
    if isinstance(types, list):
        return text("a number, or met/of for a share")
    match types:
        case "string":
            return text("a text")
        case "number":
            return text("a number")
        case "integer":
            return text("a whole number")
        case "boolean":
            return text("true or false")
        case "array":
            return text("a list")
        case _:
            return text("a group of keys")


def forms() -> Mapping[str, Text]:
    """Says how each form that a schema has a pattern for is written, by its `patternErrorMessage`."""
    known = (
        text("An id has small letters, digits and hyphens, begins with a letter and has at most 64 characters."),
        text("A period is day, week, month, quarter or year, or a whole number and the unit: 2 weeks."),
        text("A date is year-month-day: 2026-03-31."),
        text("A reading is a number (5 or 12.5), or met/of for a share (9/10)."),
        text("A time zone is written as Europe/Amsterdam."),
        text("A repository is written as owner/name."),
        text("A branch name has letters, digits and . _ / -"),
        text("Write only the host name: git.example.org, or example.org/gitlab when it stands under a path."),
        text("A rule that can be changed is S, M, A, R, T, C, G or P and three digits."),
        text("The name of a limit has small letters, digits and underscores."),
        text("A link begins with https:// and has no spaces."),
        text("A level is 1 to 9."),
        text("An e-mail address is name@example.org"),
        text("The name of an account, without @."),
        text("A fingerprint is koers1:sha256: and 64 hexadecimal digits; koers approve writes it."),
        text("An address begins with https:// and has no spaces."),
        text("A commit is 40 (or 64) hexadecimal digits."),
        text("A key is one that `age-keygen -y` prints (age1...) or an ssh-ed25519 public key."),
    )
    return {form.msgid: form for form in known}
