"""Whatever a reader may not see can change, and no byte of that reader's site does.

Runs over every field of every kind of file and five readers. What shows nevertheless is declared in the schema
(`x-shows`) and is taken out of the way here: a goal that changed is agreed to again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from assurance.claims import Claim, proves
from koers import fields
from koers.audience import narrow, parse_viewer, protection, relations
from koers.progress.moments import Why
from koers.site.input import SiteInput
from privacy.small_organization import (
    FILES,
    TODAY,
    VIEWERS,
    Files,
    document,
    documents,
    signed_off,
    site,
    site_input,
    whole_site,
)

pytestmark = proves(Claim.NOT_SEEN)

Pointer = tuple[str | int, ...]
Site = Mapping[str, str | bytes]

_OTHER_WORDS = {
    "everyone": "boss",
    "high": "low",
    "medium": "high",
    "approved": "returned",
    "returned": "approved",
}


NOT_WORKING = "away"
"""Days away show by declaration in what is due and in what is counted, and nowhere else: see the test below."""

DECIDES = ("decision", "groups")
"""With another value here other parts of the file are for this reader: an approval instead of a return, a group that
is large enough. The schema declares that this shows.
"""


@cache
def as_it_is(viewer: str) -> tuple[SiteInput, Site]:
    view = site_input(FILES, viewer)
    return view, site(view)


@cache
def seen(viewer: str) -> Mapping[str, Any]:
    """What the reader sees of each file, by path."""
    everything = documents(FILES)
    who = parse_viewer(viewer)
    shown = narrow(everything, relations(everything, who, TODAY), protection(everything))
    return {one.path.removeprefix("plans/"): one.data for one in shown}


def leaves(data: Any, at: Pointer = ()) -> Iterator[Pointer]:
    """Where every single value stands."""
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from leaves(value, (*at, key))
    elif isinstance(data, list) and data:
        for index, value in enumerate(data):
            yield from leaves(value, (*at, index))
    else:
        yield at


def at(data: Any, pointer: Pointer) -> Any:
    """The value there; KeyError or IndexError when there is none."""
    for step in pointer:
        data = data[step]
    return data


def shown(viewer: str, path: str, data: Mapping[str, Any]) -> frozenset[Pointer]:
    """The places of a file that the reader sees, when this is what it says."""
    one = document(path, data)
    assert one is not None
    who = relations(documents(FILES), parse_viewer(viewer), TODAY)
    narrowed = narrow([one], who, protection(documents(FILES)))
    return frozenset(pointer for kept in narrowed for pointer in leaves(kept.data))


def is_hidden(viewer: str, path: str, pointer: Pointer) -> bool:
    try:
        at(seen(viewer)[path], pointer)
    except (KeyError, IndexError):
        return True
    return False


def others(value: Any) -> Iterator[Any]:
    """Other values of the same sort, one of which the schema may allow."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, value + 13, value / 2)
    elif isinstance(value, str):
        yield from (word for known, word in _OTHER_WORDS.items() if value == known)
        yield from (value[:-1] + "1", value[:-1] + "2", "dirk", "chef", "2026-03-05", "6/9", "other words")
        yield "koers1:sha256:" + "f" * 64
    else:
        yield from ({}, [])


@cache
def changed(path: str, pointer: Pointer) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The file with another value there, and without one; only what is still valid."""
    return tuple(_changed(path, pointer))


def _changed(path: str, pointer: Pointer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    value = at(FILES[path], pointer)
    for other in others(value):
        data = deepcopy(dict(FILES[path]))
        at(data, pointer[:-1])[pointer[-1]] = other
        if other != value and document(path, data) is not None:
            yield f"{value!r} to {other!r}", data
            break
    data = deepcopy(dict(FILES[path]))
    del at(data, pointer[:-1])[pointer[-1]]
    if document(path, data) is not None:
        yield "taken out", data


def files_that_differ(viewer: str, files: Files) -> list[str]:
    """The files of the reader's site that come out otherwise."""
    base, pages = as_it_is(viewer)
    view = site_input(files, viewer)
    if view == base:
        return []  # made from the same values: the pages are a function of them
    now = site(view)
    return sorted(name for name in {*pages, *now} if pages.get(name) != now.get(name))


def hidden(viewer: str) -> Iterator[tuple[str, Pointer]]:
    """What the reader may not see. Whoever sees anna and bert with the same eyes is asked about anna alone."""
    other = () if viewer.startswith(("manager", "leader")) else ("bert",)
    for path, data in FILES.items():
        if path.split("/")[1:2] in [[one] for one in ("boss", "cara", "dirk", "chef", *other)]:
            continue
        for pointer in leaves(data):
            if is_hidden(viewer, path, pointer):
                yield path, pointer


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_byte_changes_with_a_value_that_the_reader_may_not_see(viewer: str) -> None:
    leaks = []
    count = 0
    for path, pointer in hidden(viewer):
        if pointer[0] == NOT_WORKING:
            continue
        for what, data in changed(path, pointer):
            if pointer[0] in DECIDES and shown(viewer, path, data) != shown(viewer, path, FILES[path]):
                continue
            files = {**FILES, path: data}
            if pointer[-1] != "fingerprint":
                files = signed_off(files)
            elif "proposal" not in path or not is_hidden(viewer, path, ("decision",)):
                continue  # whether a decision fits the goal shows to who sees it, by declaration: see the test below
            count += 1
            if differ := files_that_differ(viewer, files):
                leaks.append(f"{path} {pointer}: {what}: {differ[:4]}")
    assert leaks == []
    assert count > {"everyone": 150, "hr": 30}.get(viewer, 100)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_byte_of_a_whole_build_changes_when_all_of_it_changes_at_once(viewer: str) -> None:
    files = {path: deepcopy(dict(data)) for path, data in FILES.items()}
    count = 0
    for path, pointer in hidden(viewer):
        if pointer[0] in (*DECIDES, NOT_WORKING, "fingerprint"):
            continue
        for other in others(at(FILES[path], pointer)):
            data = deepcopy(files[path])
            at(data, pointer[:-1])[pointer[-1]] = other
            if document(path, data) is not None:
                files[path] = data
                count += 1
                break
    assert count > {"hr": 10}.get(viewer, 50)
    before, after = whole_site(FILES, viewer), whole_site(signed_off(files), viewer)
    assert sorted(name for name in {*before, *after} if before.get(name) != after.get(name)) == []


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_byte_changes_with_a_file_of_which_the_reader_may_see_nothing(viewer: str) -> None:
    leaks = []
    for path in FILES:
        if path in seen(viewer):
            continue
        if differ := files_that_differ(viewer, {other: data for other, data in FILES.items() if other != path}):
            leaks.append(f"without {path}: {differ[:4]}")
        if "/measurements/" in path:
            moved = {other.replace("-round", "-again") if other == path else other: FILES[other] for other in FILES}
            if differ := files_that_differ(viewer, moved):
                leaks.append(f"another instrument than {path}: {differ[:4]}")
    assert leaks == []


def test_the_organization_has_a_value_in_every_field_of_every_kind() -> None:
    there: dict[str, set[Pointer]] = {kind: set() for kind in fields.KINDS}
    for one in documents(FILES):
        there[one.place.kind].update(leaves(one.data))
    missing = [
        (kind, field.pointer)
        for kind in fields.KINDS
        for field in fields.walk(fields.of_kind(kind))
        if field.type.is_leaf and not any(is_at(field.pointer, pointer) for pointer in there[kind])
    ]
    assert missing == []


def is_at(pattern: tuple[str, ...], pointer: Pointer) -> bool:
    return len(pattern) == len(pointer) and all(a in ("*", b) for a, b in zip(pattern, pointer, strict=True))


def test_what_is_hidden_covers_every_reader_and_every_field_that_not_everyone_sees() -> None:
    kinds = {path.split("/")[-2] for path, _ in hidden("everyone") if "/" in path}
    assert {"anna", "goals", "checkins", "measurements", "reviews", "approvals"} <= kinds


def test_a_change_that_makes_an_approval_stale_shows_in_the_approval_and_nowhere_else() -> None:
    """The declared exception, met without agreeing again: what else the site is made from stays as it is.

    That the approval is stale is the manager's move, too; since when, others are not told.
    """
    path = "leaders/anna/goals/talks.yml"
    data = deepcopy(dict(FILES[path]))
    data["achievable"]["hours_per_week"] = 5
    base, _ = as_it_is("everyone")
    now = site_input({**FILES, path: data}, "everyone")
    assert [key for key, verdict in now.verdicts.items() if base.verdicts[key] != verdict] == [("anna", "talks")]
    assert now.verdicts["anna", "talks"].level == "stale"
    (asked,) = set(now.moments) - set(base.moments)
    assert (asked.leader, asked.goal, asked.why) == ("anna", "talks", Why.CHANGED)
    assert tuple(moment for moment in now.moments if moment != asked) == base.moments
    for name in ("plans", "progress", "letters", "history", "insiders"):
        assert getattr(now, name) == getattr(base, name), name
    told, before = (json.loads(view.data or "") for view in (now, base))
    for whole in (told, before):
        for leader in whole["leaders"]:
            for goal in leader["goals"]:
                del goal["approval"]
    assert told == before


COUNTED = ("standing", "decisive", "progress", "expected", "evaluated_on", "indicators")
"""What the data of a goal tell that is worked out from its readings."""


def without_what_is_counted(view: SiteInput) -> Any:
    told = json.loads(view.data or "")
    for leader in told["leaders"]:
        for goal in leader["goals"]:
            for name in COUNTED:
                goal.pop(name, None)
    return told


@pytest.mark.parametrize("viewer", ["everyone", "leader:cara"])
def test_days_away_show_in_what_is_due_and_counted_and_nowhere_else(viewer: str) -> None:
    """The declared exception: what else the site is made from stays as it is."""
    path = "leaders/anna/leader.yml"
    base, _ = as_it_is(viewer)
    data = {**FILES[path], NOT_WORKING: [{"from": "2026-02-10", "until": "2026-02-20"}]}
    now = site_input({**FILES, path: data}, viewer)
    assert now.progress != base.progress
    assert not any(leader.away for leader in now.plans.leaders.values() if leader.id not in now.insiders)
    for name in ("plans", "letters", "verdicts", "record_levels", "history", "insiders", "as_of"):
        assert getattr(now, name) == getattr(base, name), name
    assert without_what_is_counted(now) == without_what_is_counted(base)
