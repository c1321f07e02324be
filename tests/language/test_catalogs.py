"""Every sentence has a Dutch one, with the same places, and no Dutch sentence is left over."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract, extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from koers.language.catalog import sentences as sentences_of

PLACES = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
PYTHON = {"text": None, "texts": (1, 2), "_": None, "ngettext": (1, 2)}
Message = tuple[str, ...]


def sentences(project: Path) -> dict[Message, str]:
    """Every sentence in code and templates, with the file it was found in."""
    found: dict[Message, str] = {}
    for path in sorted((project / "generator/koers").rglob("*.py")):
        for _, message, _, _ in extract_from_file("python", path, keywords=PYTHON):
            found[forms(message)] = str(path.relative_to(project))
    for path in sorted((project / "site_templates").rglob("*.j2")) + sorted(
        (project / "site_templates").rglob("*.html")
    ):
        with path.open("rb") as stream:
            options = {"newstyle_gettext": "true", "trimmed": "false", "extensions": "jinja2.ext.i18n"}
            for _, message, _, _ in extract(babel_extract, stream, {"_": None, "ngettext": (1, 2)}, options=options):
                found[forms(message)] = str(path.relative_to(project))
    return found


def forms(message: object) -> Message:
    return tuple(part for part in message if isinstance(part, str)) if isinstance(message, tuple) else (str(message),)


def catalog(project: Path) -> Iterator[tuple[Path, Message, Message]]:
    for path in sorted((project / "generator/koers/language/nl").glob("*.po")):
        with path.open("rb") as stream:
            for entry in read_po(stream, locale="nl", abort_invalid=True):
                if entry.id:
                    translated = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
                    yield path, forms(entry.id), tuple(part or "" for part in translated)


def test_every_sentence_is_translated_and_none_is_left_over(project: Path) -> None:
    wanted = sentences(project)
    translated = {message for _, message, dutch in catalog(project) if all(dutch)}
    assert len(wanted) > 100, "the sentences were not found: is the test looking in the right place?"
    missing = sorted(f"{file}: {message[0]}" for message, file in wanted.items() if message not in translated)
    assert not missing, "no Dutch for:\n" + "\n".join(missing)
    leftover = sorted(message[0] for message in translated - set(wanted))
    assert not leftover, "Dutch for what nobody says any more:\n" + "\n".join(leftover)


def test_a_translation_has_the_places_of_its_sentence(project: Path) -> None:
    for path, message, dutch in catalog(project):
        wanted = {place for part in message for place in PLACES.findall(part)}
        for part in dutch:
            assert set(PLACES.findall(part)) <= wanted, f"{path.name}: {part}"
        assert {place for part in dutch for place in PLACES.findall(part)} >= wanted - {("count", ""), ("", "num")}, (
            f"{path.name}: {dutch}"
        )


def test_no_sentence_stands_in_two_catalogs_with_two_meanings(project: Path) -> None:
    seen: dict[str, tuple[Path, Message]] = {}
    for path, message, dutch in catalog(project):
        if message[0] in seen and seen[message[0]][1] != dutch:
            pytest.fail(f"{message[0]!r}: {seen[message[0]]} and {path.name} {dutch}")
        seen[message[0]] = (path, dutch)


def test_koers_reads_a_catalog_as_babel_does(project: Path) -> None:
    for path in sorted((project / "generator/koers/language/nl").glob("*.po")):
        with path.open("rb") as stream:
            expected = {
                forms(entry.id)[0]: (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
                for entry in read_po(stream, locale="nl")
                if entry.id
            }
        assert dict(sentences_of(path.read_text(encoding="utf-8"))) == expected


ODD = r"""
msgid ""
msgstr "Language: nl\n"

#: a comment
msgid ""
"say \"{x}\" "
"twice\n"
msgstr ""
"zeg "
"{x}\\"

msgid "one"
msgid_plural "many"
msgstr[0] "een"
msgstr[1] "meer"

msgid "not yet"
msgstr ""

msgid "half"
msgid_plural "halves"
msgstr[0] "half"
msgstr[1] ""
"""


def test_a_catalog_has_long_lines_escapes_and_forms_and_what_is_not_translated_is_left_out() -> None:
    expected = {'say "{x}" twice\n': ("zeg {x}\\",), "one": ("een", "meer")}
    assert dict(sentences_of(ODD)) == expected
    babel = {forms(entry.id)[0]: entry.string for entry in read_po(io.BytesIO(ODD.encode()), locale="nl") if entry.id}
    assert set(babel) == {*expected, "not yet", "half"}
    assert babel['say "{x}" twice\n'] == "zeg {x}\\"
