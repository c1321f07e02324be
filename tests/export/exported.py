"""Files as a program reads them after the export: what one reader gets of them, as the JSON that is published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from koers.audience import narrow
from koers.audience.small_groups import Protection
from koers.export import index_record, leader_record
from koers.model.approval import Verdict
from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.goal import GoalKey
from koers.progress.values import GoalProgress
from koers.reading.document import Document, Place
from koers.reading.places import place

DAY = date(2030, 1, 1)


def document(path: str, data: Mapping[str, Any]) -> Document:
    """A file below plans/ that says this."""
    where = place(f"plans/{path}")
    assert isinstance(where, Place), path
    return Document(where, "", dict(data))


def exported(
    documents: Iterable[Document],
    eyes: Iterable[str],
    day: date = DAY,
    progress: Mapping[GoalKey, GoalProgress] | None = None,
    verdicts: Mapping[GoalKey, Verdict] | None = None,
) -> dict[str, Any]:
    """The index under "index", and each leader's file under the id. The reader has these `eyes` for every file."""
    given = tuple(documents)
    owners = {one.place.leader for one in given}
    seen = {one.path: one for one in narrow(given, dict.fromkeys(owners, frozenset(eyes)), Protection())}
    plans = as_of(build(seen.values()), day)
    made = {
        "index": index_record(plans, seen, progress or {}, day),
        **{one.id: leader_record(one, seen, progress or {}, verdicts or {}) for one in plans.leaders.values()},
    }
    found: dict[str, Any] = json.loads(json.dumps(made, allow_nan=False))
    return found


def words(value: object) -> Iterator[str]:
    """Every single value of a JSON value as a string, keys too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from words(item)
    elif isinstance(value, list):
        for item in value:
            yield from words(item)
    else:
        yield str(value)
