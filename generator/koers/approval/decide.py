"""A decision: by whom, on which goals, and whether it may be; nothing is written here.

`koers approve` and `koers return` call `decide`, `koers approve --from FORGE` calls `change_to_ask` and
`decide_by_reviews`; both get new files to write, or sentences that say why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from koers.approval.approvers import holder, owners, refusal
from koers.approval.chronicle import Commit
from koers.approval.past import Past
from koers.approval.records import RETURNED, NewRecord, new_record, next_round, record_text
from koers.approval.since import came_to_say
from koers.approval.statement import Signatures, Trust
from koers.approval.verdict import Present, records_of
from koers.approval.verify import their_words, unsound, words_of
from koers.errors import KoersError
from koers.model.goal import GoalKey
from koers.model.log import Approval, Evidence
from koers.model.organization import Leader
from koers.reading.document import Place
from koers.reading.places import place
from koers.texts import Text, text

LONGEST_NOTE = 2000
"""Characters of a review's text that are kept as the note."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The files to write, one a goal; or, when anything is refused, no files and all refusals."""

    records: tuple[NewRecord, ...] = ()
    refusals: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ForgeReview:
    """A review that stands: `decision` approved or returned, `on` its day in the organization's time zone."""

    reviewer: str
    decision: str
    commit: str | None
    url: str
    on: date
    note: str | None = None


def goal_named(now: Present, written: str) -> GoalKey:
    """The goal a person means by `<leader>/<goal>` or by its file's path. KoersError when there is none."""
    key = _key_named(written)
    known = {goal.key for goal in now.plans.goals()} | now.unsound
    if key not in known:
        raise KoersError(
            text("there is no goal {name}; name it as <leader>/<goal>, or by the path of its file", name=written)
        )
    return key


def folder_named(written: str) -> str:
    """Whose goal a person means, by the id of the leader; perhaps nobody's. See `goal_named`."""
    return _key_named(written)[0]


def _key_named(written: str) -> GoalKey:
    name = written.replace("\\", "/").removeprefix("./")
    where = place(name) if name.startswith("plans/") else None
    if isinstance(where, Place) and where.kind == "goal":
        return (where.leader, where.id)
    leader, _, goal = name.partition("/")
    return (leader, goal)


def decide(
    now: Present,
    goals: Sequence[GoalKey],
    *,
    email: str,
    decision: str,
    on: date,
    note: str | None = None,
    past: Past | None = None,
    evidence: Evidence | None = None,
    signatures: Signatures | None = None,
    trust: Trust | None = None,
) -> Outcome:
    """The records of one person's decision on these goals as they are now, with all or none.

    `email` is the author git would write; `past` makes sure that nobody approves their own words (HEAD's history).
    `evidence` is a commit's unless told otherwise. `decision` is "approved" or "returned", a return has a note.
    """
    if decision == RETURNED and not (note and note.strip()):
        return Outcome(refusals=(text("a return needs a reason; say it with --reason"),))
    found = sorted(owners(now.plans.leaders, email))
    if len(found) != 1:
        return Outcome(refusals=(_nobody(email, found),))
    person = now.plans.leaders[found[0]]
    refusals = []
    records = []
    for key in dict.fromkeys(goals):
        why = _why_not(now, key, person, on, decision, past, signatures, trust)
        if why is not None:
            refusals.append(text("{goal}: {why}", goal="/".join(key), why=why))
        else:
            records.append(_record(now, key, person.id, decision, on, note, past, evidence))
    return Outcome(refusals=tuple(refusals)) if refusals else Outcome(tuple(records))


def with_signature(record: NewRecord, signature: str) -> NewRecord:
    """The same decision, resting on the signature of its `statement` instead of on a commit."""
    old = record.approval
    evidence = Evidence("ssh", signature=signature)
    approval = Approval(
        old.goal, old.round, old.path, old.decision, old.by, old.date, old.fingerprint, evidence, old.note
    )
    return NewRecord(record.path, record_text(approval), approval)


def change_to_ask(now: Present, past: Past, key: GoalKey) -> str | Text:
    """The commit of the main line with which the goal came to say what it says now: whose reviews count.

    A sentence when there is no such commit.
    """
    position = came_to_say(now, past, key)
    if position is None:
        return text("{goal}: what it says now is not committed", goal="/".join(key))
    return past.chronicle.main.commits[position].id


def decide_by_reviews(
    now: Present, past: Past, key: GoalKey, forge: str, reviews: Sequence[ForgeReview]
) -> NewRecord | Text | None:
    """The record of the last review by somebody who may decide; None when that review is on record already.

    `reviews` are those that stand of the change that `change_to_ask` named, oldest first; `forge` is github, gitlab
    or forgejo. Who may decide, and whose account it is, is taken from before that change. A sentence when no review
    counts.
    """
    name = "/".join(key)
    position = came_to_say(now, past, key)
    if position is None:
        return text("{goal}: what it says now is not committed", goal=name)
    moment = past.at(past.chronicle.main, position - 1)
    before = {id: person for id in now.plans.leaders if (person := moment.leader(id)) is not None}
    leader = before.get(key[0])
    if leader is None:
        return text("{goal}: the leader came in with this change, so nobody was their approver before", goal=name)
    for review in reversed(reviews):
        people = sorted(holder(before, forge, review.reviewer))
        if len(people) != 1 or refusal(leader, people[0], review.on) is not None:
            continue
        if _saw_another_text(now, past, key, review):
            continue
        if any(record.evidence.url == review.url for record in records_of(now.plans, key)):
            return None
        if review.decision != RETURNED and isinstance(words_of(now, past, key, before[people[0]]), Commit):
            continue
        evidence = Evidence(forge, review.url, review.reviewer, review.commit)
        note = (review.note or "").strip()[:LONGEST_NOTE] or (review.url if review.decision == RETURNED else None)
        return _record(now, key, people[0], review.decision, review.on, note, past, evidence)
    return text(
        "{goal}: no review of the change that counts; {approvers} may decide",
        goal=name,
        approvers=leader.approvers(date.max),
    )


def _nobody(email: str, found: Sequence[str]) -> Text:
    if found:
        return text("{email} is on file for {people}; take it out of all but one", email=email, people=tuple(found))
    return text(
        "{email} is nobody's address in plans/leaders; set user.email in git, or add it to your leader.yml", email=email
    )


def _why_not(
    now: Present,
    key: GoalKey,
    person: Leader,
    on: date,
    decision: str,
    past: Past | None,
    signatures: Signatures | None,
    trust: Trust | None,
) -> Text | None:
    if key in now.unsound:
        return unsound()
    refused = refusal(now.plans.leaders[key[0]], person.id, on)
    if refused is not None or decision == RETURNED or past is None:
        return refused
    words = words_of(now, past, key, person, signatures=signatures, trust=trust)
    return their_words(person.id, words) if isinstance(words, Commit) else None


def _record(
    now: Present,
    key: GoalKey,
    by: str,
    decision: str,
    on: date,
    note: str | None,
    past: Past | None,
    evidence: Evidence | None,
) -> NewRecord:
    taken = {record.round for record in records_of(now.plans, key)} | now.broken.get(key, frozenset())
    if past is not None:
        taken |= {round for path, round in past.records_of(*key) if past.chronicle.main.arrived(path) is not None}
    return new_record(
        *key,
        next_round(taken),
        decision=decision,
        by=by,
        on=on,
        fingerprint=now.fingerprints[key],
        evidence=evidence,
        note=note,
    )


def _saw_another_text(now: Present, past: Past, key: GoalKey, review: ForgeReview) -> bool:
    """Whether the reviewed commit is known here and holds something else than what was merged."""
    commit = past.chronicle.commit(review.commit) if review.commit else None
    if commit is None:
        return review.commit is None
    path = now.plans.goal(key).path
    return past.fingerprint(path, past.chronicle.state(commit.id, path)) != now.fingerprints[key]
