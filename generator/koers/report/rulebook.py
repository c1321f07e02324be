"""The rulebook as text and as JSON, and one rule explained."""

from __future__ import annotations

import json
from collections.abc import Iterable

from koers.language import Translator
from koers.rules.rulebook import Entry
from koers.texts import text


def as_text(entries: Iterable[Entry], language: Translator) -> str:
    """One line a rule: id, default severity, title."""
    return "".join(f"{entry.id}  {entry.severity.value:<7}  {language.say(entry.title)}\n" for entry in entries)


def as_json(entries: Iterable[Entry], language: Translator) -> str:
    """`{"version": 1, "rules": [{"id", "family", "severity", "title", "source"}]}`."""
    rules = [
        {
            "id": entry.id,
            "family": entry.family,
            "severity": entry.severity.value,
            "title": language.say(entry.title),
            "source": entry.source,
        }
        for entry in entries
    ]
    return json.dumps({"version": 1, "rules": rules}, ensure_ascii=False, indent=2) + "\n"


def explained(entry: Entry, language: Translator) -> str:
    """One rule for a person: what it asks, why, a bad and a good example, its source."""
    say = language.say
    parts = [f"{entry.id} ({entry.severity.value}): {say(entry.title)}", say(entry.reason)]
    example = entry.example(language.language)
    if example is not None:
        for heading, lines in ((text("Not so:"), example.bad), (text("But so:"), example.good)):
            parts.append(f"{say(heading)}\n" + "\n".join(f"    {line}".rstrip() for line in lines.splitlines()))
    parts.append(say(text("Source: {source}", source=entry.source)))
    return "\n\n".join(parts) + "\n"
