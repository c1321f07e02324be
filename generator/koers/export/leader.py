"""One leader with everything on file, as far as the reader may see it: `/data/leaders/<id>.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from koers.export.goals import goal_record
from koers.export.means import means_told
from koers.export.plain import Plain
from koers.export.written import written
from koers.model.approval import Verdict
from koers.model.goal import GoalKey
from koers.model.log import Approval, CheckIn, Measurement, Review
from koers.model.organization import Leader
from koers.progress.values import GoalProgress
from koers.reading.document import Document

Documents = Mapping[str, Document]
"""Files by path, as far as the reader may see them."""


def leader_record(
    leader: Leader,
    documents: Documents,
    progress: Mapping[GoalKey, GoalProgress],
    verdicts: Mapping[GoalKey, Verdict],
) -> dict[str, Plain]:
    """Version 1: `id`, what leader.yml says, `goals`, `check_ins`, `measurements`, `reviews` and `approvals`.

    `documents` hold the leader's files, and `leader` is made of them as of the day: a file of a later day is not told.
    Goals are in the order of ids, the rest in the order of time. What a file says is there as `written` has it; keys
    that are worked out are always there, null where there is none. Ratios are unclipped, dates are ISO 8601.
    """
    approvals = (record for _, rounds in sorted(leader.approvals.items()) for record in rounds)
    return {
        "version": 1,
        "id": leader.id,
        **_profile(documents, leader),
        "goals": [
            goal_record(goal, documents[goal.path], progress.get(goal.key), verdicts.get(goal.key))
            for goal in leader.goals.values()
        ],
        "check_ins": _numbered("checkin", documents, leader.check_ins),
        "measurements": [_measurement(measurement, documents) for measurement in leader.measurements],
        "reviews": _numbered("review", documents, leader.reviews),
        "approvals": [_approval(record, documents) for record in approvals],
    }


def _profile(documents: Documents, leader: Leader) -> dict[str, Plain]:
    """The file without a last day that is still to come."""
    said = _said("leader", documents, leader.path)
    return said if leader.left is not None else {key: value for key, value in said.items() if key != "left"}


def _said(kind: str, documents: Documents, path: str) -> dict[str, Plain]:
    data: Mapping[str, Any] | None = documents[path].data
    return written(kind, data or {})


def _numbered(kind: str, documents: Documents, records: Iterable[CheckIn | Review]) -> list[Plain]:
    return [
        {"date": record.date.isoformat(), "number": record.number, **_said(kind, documents, record.path)}
        for record in records
    ]


def _measurement(record: Measurement, documents: Documents) -> dict[str, Plain]:
    named: dict[str, Plain] = {"date": record.date.isoformat(), "instrument": record.instrument}
    document = documents[record.path]
    return {**named, **written("measurement", means_told(document.data or {}, document.guard))}


def _approval(record: Approval, documents: Documents) -> dict[str, Plain]:
    return {"goal": record.goal, "round": record.round, **_said("approval", documents, record.path)}
