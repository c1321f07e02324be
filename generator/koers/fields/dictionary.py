"""The data dictionary: what every kind of file may hold, as a page of Markdown made from the schemas alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

from koers.fields.audience import EVERYONE
from koers.fields.field import Audience, Field, Need
from koers.fields.registry import KINDS, of_kind, walk

_HEAD = """\
# The fields of the files

This page is made from `schema/` by `python -m koers.fields > docs/fields.md`; a test fails when it is not current.

* A `*` stands for an id, a date or a position in a list.
* **Needed**: a field that is needed *sometimes* depends on another one, such as the status of a goal.
* **Seen by**: everyone, nobody, or the leader, the manager and HR, as seen from whose folder it is.
* **Agreed**: part of what a manager approves, or of who decides; a change of it is told by `koers diff`.
"""

_NEEDS = {Need.ALWAYS: "yes", Need.SOMETIMES: "sometimes", Need.NEVER: ""}
_ROLES = ("leader", "manager", "hr")


def dictionary() -> str:
    """The page: a table per kind of file, and the declared exceptions to who sees what."""
    parts = [_HEAD]
    for kind in KINDS:
        whole = of_kind(kind)
        parts.append(f"\n## {whole.label}\n\n{whole.help}\n\n{_table(whole)}")
    parts.append("\n## What follows from a field and is seen by more people\n\n")
    parts.append("The rule is that nothing shown to a reader depends on what this reader may not see. These are the\n")
    parts.append("exceptions, each declared in the schema (`x-shows`) with its reason.\n\n")
    parts.append("| file | field | what shows | why |\n|---|---|---|---|\n")
    parts.extend(_exceptions())
    parts.append("\n## What is kept and not read\n\n")
    parts.append(
        "Another value of any field changes something that somebody reads: a page, a problem, what is due. For\n"
    )
    parts.append(
        "these fields that is not so; each says why in the schema (`x-kept`). Where the reader may see them, the\n"
    )
    parts.append("data of the site holds them.\n\n")
    parts.append("| file | field | why |\n|---|---|---|\n")
    parts.extend(_kept())
    return "".join(parts)


def _table(whole: Field) -> str:
    rows = ["| field | label | type | needed | seen by | agreed | what it is | example |\n", f"|{'---|' * 8}\n"]
    rows.extend(_row(field) for field in walk(whole) if field.pointer)
    return "".join(rows)


def _row(field: Field) -> str:
    agreed = "yes" if field.is_approved else ""
    cells = (_code(".".join(field.pointer)), field.label, _type(field), _NEEDS[field.need], _seen_by(field), agreed)
    example = "" if field.example is None else _code(json.dumps(field.example, ensure_ascii=False).strip('"'))
    return f"| {' | '.join((*cells, _cell(field.help), example))} |\n"


def _type(field: Field) -> str:
    if field.reference:
        return f"{field.type} of a {field.reference.replace('_', ' ')}"
    if field.choices:
        return ", ".join(_code(str(choice)) for choice in field.choices)
    return str(field.type)


def _seen_by(field: Field) -> str:
    cases = (
        f"{_people(case.audience)} when {_code(case.pointer[-1])} is {_code(str(case.value))}"
        for case in field.cases
        if case.audience != field.audience
    )
    return "; ".join((_people(field.audience), *cases))


def _people(audience: Audience) -> str:
    if audience == EVERYONE:
        return "everyone"
    return ", ".join("HR" if role == "hr" else role for role in _ROLES if role in audience) or "nobody"


def _exceptions() -> Iterator[str]:
    for kind in KINDS:
        for field in walk(of_kind(kind)):
            place = _code(".".join(field.pointer)) if field.pointer else "the whole file"
            if field.shows is not None:
                what, why = field.shows
                yield f"| {kind} | {place} | {_cell(what)} | {_cell(why)} |\n"


def _kept() -> Iterator[str]:
    for kind in KINDS:
        yield from _kept_in(of_kind(kind), None)


def _kept_in(field: Field, reason: str | None) -> Iterator[str]:
    """The field where it has a reason that its parent does not give, then those inside."""
    if field.kept is not None and field.kept != reason:
        place = _code(".".join(field.pointer)) if field.pointer else "the whole file"
        yield f"| {field.kind} | {place} | {_cell(field.kept)} |\n"
    for child in field.children:
        yield from _kept_in(child, field.kept)


def _code(words: str) -> str:
    return f"`{_cell(words)}`"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
