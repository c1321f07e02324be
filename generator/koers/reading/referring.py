"""Which files refer to others: a problem that a change causes may show up in a file that did not change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from koers.reading.document import Document, Place, Value
from koers.reading.places import place


def referring(documents: Iterable[Document], changed: Collection[str]) -> frozenset[str]:
    """Returns the paths of documents that name something `changed` holds, whether those files still exist or not.

    The settings concern every file, a leader.yml all of the leader's folder, a team the goals of its members; a goal
    the logs of its leader that name it; anything else whoever names its id.
    """
    everything = tuple(documents)
    places = [where for path in changed if isinstance(where := place(path), Place)]
    if any(where.kind == "organization" for where in places):
        return frozenset(document.path for document in everything)
    teams = {where.id for where in places if where.kind == "team"}
    folders = {where.id for where in places if where.kind == "leader"} | {
        document.place.id
        for document in everything
        if document.place.kind == "leader" and document.data is not None and document.data.get("team") in teams
    }
    goals = {(where.leader, where.id) for where in places if where.kind == "goal"}
    named = {where.id for where in places if where.kind in ("leader", "competency", "role", "team", "module")}
    return frozenset(
        document.path
        for document in everything
        if document.place.leader in folders or _names(document, named) or _is_about(document, goals)
    )


def _is_about(document: Document, goals: set[tuple[str, str]]) -> bool:
    where = document.place
    own = {goal for leader, goal in goals if leader == where.leader}
    if not own or where.kind not in ("checkin", "measurement", "review", "approval"):
        return False
    return where.id in own if where.kind == "approval" else _names(document, own)


def _names(document: Document, ids: Collection[str]) -> bool:
    return bool(ids) and any(word in ids for word in _words(document.data))


def _words(value: Value) -> Iterator[str]:
    """Every key and every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
