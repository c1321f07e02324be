"""Reads the gettext catalogs of koers, plain `.po` files, one a room; quickly, as every run in Dutch reads them all."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINES = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[[0-9]\])?) ((?:"[^\n]*"\n?)+)', re.MULTILINE)
_TEXT = re.compile(r'^"([^\n]*)"$', re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def sentences(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields each English sentence of a catalog, in the singular, and its forms in the other language.

    `source` is the text of a `.po` file without contexts (`msgctxt`). A sentence that has no translation yet, and the
    head of the file, are left out.
    """
    message = ""
    forms: list[str] = []
    for keyword, lines in (*_LINES.findall(source), ("msgid", "")):
        words = "".join(_TEXT.findall(lines))
        if "\\" in words:
            words = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), words)
        if keyword == "msgid":
            if message and forms and all(forms):
                yield message, tuple(forms)
            message, forms = words, []
        elif keyword != "msgid_plural":
            forms.append(words)
