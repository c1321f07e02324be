"""Somebody whom files name and who has no folder: one problem, however many files name them.

People leave, and a folder is easily deleted. Every file that names the person then has a reference to nothing; each is
found by itself, as a folder is read by itself. What a person reads is put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from koers.diagnostic import Diagnostic, Severity
from koers.reading.document import Place
from koers.reading.places import leader_folder, place
from koers.texts import Text, text, texts

_FILES = 6
"""So many files are named in one hint."""

_RECORDS = frozenset(("approval", "checkin", "measurement", "review"))
"""Kinds of files that say what was, and that nobody rewrites."""


def nobody(name: str) -> Text:
    """That a person is named who has no folder."""
    return text("there is nobody with the id {name}", name=name)


def is_contained(problem: Diagnostic) -> bool:
    """Whether this error concerns no more than what one reference leads to: everything else can be published.

    It is a reference to a person, or one in a leader's own folder, that leads nowhere.
    """
    if problem.rule != "F016" or problem.severity is not Severity.ERROR:
        return False
    return leader_folder(problem.path) != "" or _who(problem) is not None


def one_for_each_person(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Returns the problems in order, with one for each person whom several places name and who has no folder.

    It stands at the first place where another can be named, and its hint has the remedy: the last day of somebody who
    left, or another name in these files. A single wrong name stays as it is.
    """
    named: dict[str, list[Diagnostic]] = {}
    others: list[Diagnostic] = []
    for problem in problems:
        who = _who(problem)
        if who is None:
            others.append(problem)
        else:
            named.setdefault(who, []).append(problem)
    together = (_together(who, sorted(places, key=lambda one: one.order)) for who, places in named.items())
    return tuple(sorted((*others, *together), key=lambda problem: problem.order))


def _who(problem: Diagnostic) -> str | None:
    if problem.rule != "F016" or problem.message.msgid != nobody("").msgid:
        return None
    params: Mapping[str, object] = dict(problem.message.params)
    return str(params["name"])


def _together(who: str, places: list[Diagnostic]) -> Diagnostic:
    if len(places) == 1:
        return places[0]
    changeable = [one for one in places if not _is_record(one.path)]
    files = tuple(dict.fromkeys(one.path for one in changeable))
    first = (changeable or places)[0]
    hint = _remedy(who, files)
    if all(one.hint is not None and one.hint == first.hint for one in places) and _is_guess(first.hint):
        hint = text("{guess} {otherwise}", guess=first.hint, otherwise=hint)
    message = text("there is nobody with the id {name}, and {count} places name them", name=who, count=len(places))
    return replace(first, message=message, hint=hint)


def _is_record(path: str) -> bool:
    where = place(path)
    return isinstance(where, Place) and where.kind in _RECORDS


def _is_guess(hint: Text | None) -> bool:
    return hint is not None and hint.msgid == text("did you mean {name}?").msgid


def _remedy(who: str, files: tuple[str, ...]) -> Text:
    profile = f"plans/leaders/{who}/leader.yml"
    if not files:
        return text("put {path} back, with `left: <last day>` in it when this person left", path=profile)
    shown: tuple[Text | str, ...] = files[:_FILES]
    if len(files) > _FILES:
        shown = (*shown, texts("{count} more file", "{count} more files", len(files) - _FILES))
    return text(
        "if this person left, put {path} back with `left: <last day>` in it; or name another in {files}",
        path=profile,
        files=shown,
    )
