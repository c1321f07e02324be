"""A decision: by whom, on which goals, and whether it may be; nothing is written here.

`koers approve` and `koers return` call `decide`, `koers approve --from FORGE` calls `decide_by_reviews`; both get new
files to write, or sentences that say why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from koers.approval.approvers import holder, owners, refusal
from koers.approval.chronicle import Commit
from koers.approval.kept import ahead
from koers.approval.past import Past
from koers.approval.records import LAST_ROUND, RETURNED, NewRecord, new_record, next_round, record_text
from koers.approval.reviewed import account
from koers.approval.reviews import ForgeReview, Reviews, brought_in, last_words, text_reviewed
from koers.approval.since import came_to_say
from koers.approval.statement import Signatures, Trust
from koers.approval.verdict import Present, records_of
from koers.approval.verify import unsound, words_of
from koers.approval.words import their_words
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


def decide_by_reviews(now: Present, past: Past, key: GoalKey, forge: Reviews) -> NewRecord | Text | None:
    """The record of the last review by somebody who may decide; None when that review is on record already.

    The forge is asked about the change of the main line with which the goal came to say what it says now. Who may
    decide, and whose account it is, is taken from before that change. A review counts when the commit that was looked
    at has the very text that is on the main line now, as far as it is agreed. A sentence when no review counts.
    """
    name = "/".join(key)
    line = past.chronicle.main
    position = came_to_say(now, past, key)
    if position is None:
        return text("{goal}: what it says now is not committed", goal=name)
    moment = past.at(line, position - 1)
    before = {id: person for id in now.plans.leaders if (person := moment.leader(id)) is not None}
    leader = before.get(key[0])
    if leader is None:
        return text("{goal}: the leader came in with this change, so nobody was their approver before", goal=name)
    why = None
    for review in reversed(last_words(forge.of(brought_in(line, position)))):
        people = sorted(holder(before, forge.kind, review.reviewer or ""))
        if len(people) != 1 or refusal(leader, people[0], review.on) is not None:
            continue
        if review.decision is None:
            why = why or text("the review by {person} was reset, dismissed or taken back", person=people[0])
            continue
        if _is_on_record(now, key, review):
            return None
        refused = _why_it_does_not_count(now, past, key, before[people[0]], review, forge)
        if refused is not None:
            why = why or refused
            continue
        evidence = Evidence(forge.kind, review.url, review.reviewer, review.commit)
        note = (review.note or "").strip()[:LONGEST_NOTE] or (review.url if review.decision == RETURNED else None)
        return _record(now, key, people[0], review.decision, review.on, note, past, evidence)
    if why is not None:
        return text("{goal}: {why}", goal=name, why=why)
    return text(
        "{goal}: no review of the change that counts; {approvers} may decide",
        goal=name,
        approvers=leader.approvers(date.max),
    )


def _is_on_record(now: Present, key: GoalKey, review: ForgeReview) -> bool:
    """Whether this very review was recorded before. Where a forge has one address for all, the account tells."""
    return any(
        record.evidence.url == review.url and account(record.evidence.reviewer) == account(review.reviewer)
        for record in records_of(now.plans, key)
    )


def _why_it_does_not_count(
    now: Present, past: Past, key: GoalKey, person: Leader, review: ForgeReview, forge: Reviews
) -> Text | None:
    """Why a review by somebody who may decide is not one of this text; None when it counts."""
    if review.commit is None:
        return text("{forge} does not say which text {person} reviewed", forge=forge.kind, person=person.id)
    seen = text_reviewed(past, forge, now.plans.goal(key).path, review.commit)
    if seen is None and past.chronicle.commit(review.commit) is None:
        return text(
            "{person} reviewed commit {commit}, which is neither here nor on {forge} any more (or does not hold this "
            "goal), so nobody can tell whether it was this text; ask for the decision again",
            person=person.id,
            commit=review.commit[:10],
            forge=forge.kind,
        )
    if seen != now.fingerprints[key]:
        return text(
            "{person} reviewed another text (commit {commit}): what is to be agreed has changed since, so ask for the "
            "decision again",
            person=person.id,
            commit=review.commit[:10],
        )
    words = words_of(now, past, key, person) if review.decision != RETURNED else None
    return their_words(person.id, words) if isinstance(words, Commit) else None


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
    round = next_round(taken)
    if round > LAST_ROUND and past is not None:
        round = next_round(taken - ahead(past, key))  # somebody planted the highest number there is
    return new_record(
        *key,
        round,
        decision=decision,
        by=by,
        on=on,
        fingerprint=now.fingerprints[key],
        evidence=evidence,
        note=note,
    )
