"""How an approval stands, and what the files alone can say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from koers.approval.fingerprint import PATTERN, fingerprint
from koers.approval.records import RETURNED
from koers.model.approval import Level, Verdict
from koers.model.goal import GoalKey
from koers.model.log import Approval
from koers.model.organization import Plans
from koers.reading.document import Document
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Present:
    """What the files in the working tree say: the plans, each goal's fingerprint, and the text of each record.

    `broken` are the rounds whose file is there but cannot be read, by goal; `unsound` are goals of which that holds.
    """

    plans: Plans
    fingerprints: Mapping[GoalKey, str]
    texts: Mapping[str, str]
    broken: Mapping[GoalKey, frozenset[int]]
    unsound: frozenset[GoalKey] = frozenset()


def fingerprints(documents: Iterable[Document]) -> dict[GoalKey, str]:
    """The fingerprint of every goal among these files that could be read."""
    return {
        (document.place.leader, document.place.id): fingerprint(document.data, document.place.leader, document.place.id)
        for document in documents
        if document.place.kind == "goal" and document.data is not None
    }


def present(documents: Iterable[Document], plans: Plans) -> Present:
    """What there is to judge. `documents` as `read_all` gave them, `plans` as built from the same."""
    listed = tuple(documents)
    records = [document for document in listed if document.place.kind == "approval"]
    broken: dict[GoalKey, set[int]] = {}
    for record in records:
        if record.data is None:
            broken.setdefault((record.place.leader, record.place.id), set()).add(record.place.number)
    return Present(
        plans=plans,
        fingerprints=fingerprints(listed),
        texts={record.path: record.text for record in records},
        broken={key: frozenset(rounds) for key, rounds in broken.items()},
        unsound=frozenset(
            (document.place.leader, document.place.id) for document in listed if document.place.kind == "goal"
        )
        - {goal.key for goal in plans.goals()},
    )


def records_of(plans: Plans, goal: GoalKey, as_of: date | None = None) -> tuple[Approval, ...]:
    """The decisions on a goal, oldest round first; those dated after `as_of` are not seen."""
    leader = plans.leaders.get(goal[0])
    found = leader.approvals.get(goal[1], ()) if leader else ()
    return tuple(record for record in found if as_of is None or record.date <= as_of)


def judge_files(now: Present, as_of: date | None = None) -> dict[GoalKey, Verdict]:
    """What the files alone say of every goal's approval, in the order of the plans. Needs no git.

    Missing, returned, stale and "by the leader" are certain from the files. What holds so far reads `unverifiable`,
    until git, a forge or a key has spoken (`verify`).
    """
    return {goal.key: judge_goal(now, goal.key, as_of) for goal in now.plans.goals()}


def judge_goal(now: Present, goal: GoalKey, as_of: date | None = None) -> Verdict:
    """As `judge_files`, for one goal that is in the plans."""
    return judge_last(now, goal, records_of(now.plans, goal, as_of), now.broken.get(goal, frozenset()))


def judge_last(now: Present, goal: GoalKey, records: tuple[Approval, ...], broken: frozenset[int]) -> Verdict:
    """What the files alone say of the last of these decisions; `broken` are rounds whose file cannot be read."""
    last = records[-1].round if records else 0
    if max(broken, default=0) > last:
        return Verdict(
            goal,
            Level.UNVERIFIABLE,
            round=max(broken),
            reason=text("the record of round {round} cannot be read", round=max(broken)),
        )
    if not records:
        return Verdict(goal, Level.MISSING, reason=text("no decision is on record"))
    return judge_record(now, goal, records[-1])


def judge_record(now: Present, goal: GoalKey, record: Approval) -> Verdict:
    """What the files alone say of one decision, taken as the last."""
    current = now.fingerprints.get(goal)
    if record.by == goal[0]:
        return verdict(goal, record, Level.FORGED, text("nobody approves their own goal"))
    if not PATTERN.fullmatch(record.fingerprint):
        return verdict(goal, record, Level.UNVERIFIABLE, text("the record has a fingerprint of an unknown version"))
    if record.decision == RETURNED:
        if current == record.fingerprint:
            return verdict(goal, record, Level.RETURNED, text("given back; the goal is still as it was then"))
        why = text("given back, changed since; it waits for a new decision")
        return replace(verdict(goal, record, Level.RETURNED, why), fits=False)
    if current != record.fingerprint:
        why = text("what was agreed has changed since; it needs approval again")
        return replace(verdict(goal, record, Level.STALE, why), fits=False)
    return verdict(
        goal, record, Level.UNVERIFIABLE, text("the record fits the goal; the files alone cannot show who wrote it")
    )


def verdict(goal: GoalKey, record: Approval, level: Level, reason: Text, commit: str | None = None) -> Verdict:
    """A verdict on this record."""
    return Verdict(goal, level, record.by, record.date, record.round, reason, commit, record.evidence.url)
