"""What a record rests on: the commit that wrote it, a review on a forge, or the approver's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from koers.approval import appointments
from koers.approval.appointments import Decided
from koers.approval.approvers import refusal
from koers.approval.past import SIGNERS, Past, PeopleThen
from koers.approval.reviewed import FORGES, weigh_review
from koers.approval.reviews import Reviews
from koers.approval.revocations import revoked, revoked_here
from koers.approval.standpoint import Standpoint
from koers.approval.statement import Outcome, Signatures, Trust, is_pattern, listed_for, public_key, statement
from koers.model.approval import Level
from koers.model.goal import GoalKey
from koers.model.log import Approval
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who can speak for a record: the past; for signed ones the door to ssh-keygen and who signs with what; for reviews
    the door to the forge, None when it is not to be asked."""

    past: Past
    signatures: Signatures | None = None
    trust: Trust | None = None
    reviews: Reviews | None = None
    lists: dict[tuple[str | None, str], Trust | Text] = field(default_factory=dict)
    """What the lists of keys said, by the list of signers (a blob) and the commit up to which keys were revoked."""


def weigh(ask: Witnesses, key: GoalKey, path: str, record: Approval, stand: Standpoint) -> tuple[Level, Text]:
    """What the evidence of a record is worth, for the goal `key` whose file is `path`.

    That who decided was allowed to is known by now. Reasons name people by id, never by address or account: these are
    nobody's business. The evidence that a record names must hold: a signed record
    whose key is unknown is not taken for one that rests on its commit.
    """
    if record.evidence.kind == "ssh":
        return _signed(ask, key, record, stand)
    if record.evidence.kind in FORGES:
        return weigh_review(ask.past, ask.reviews, key, path, record, stand)
    return _committed(key, record, stand)


def _committed(key: GoalKey, record: Approval, stand: Standpoint) -> tuple[Level, Text]:
    """The commit that wrote the record claims to be the approver's."""
    commit = stand.commit
    people = stand.moment.owners(commit.author_email)
    short = commit.id[:10]
    if not people:
        return Level.UNVERIFIABLE, text("the author's address in commit {commit} is nobody's on file", commit=short)
    if record.by not in people:
        return Level.FORGED, text(
            "commit {commit} is not {approver}'s: it is by {author}; a squash looks the same, "
            "so record the decision after the merge, or sign it",
            commit=short,
            approver=record.by,
            author=tuple(sorted(people)),
        )
    if len(people) > 1:
        return Level.UNVERIFIABLE, text(
            "the address of commit {commit} is on file for {people}", commit=short, people=tuple(sorted(people))
        )
    # A delegate's decision counts when the commit, too, was made within the delegation.
    leader = stand.moment.leader(key[0])
    late = refusal(leader, record.by, commit.authored.date()) if leader else None
    if late is not None:
        return Level.FORGED, late
    return Level.RECORDED, text("commit {commit} is in {approver}'s name", commit=short, approver=record.by)


def _signed(ask: Witnesses, key: GoalKey, record: Approval, stand: Standpoint) -> tuple[Level, Text]:
    """The approver's key signed the statement of this decision."""
    signature = record.evidence.signature or ""
    found = public_key(signature)
    if found is None:
        return Level.FORGED, text("what stands as a signature is none")
    if ask.signatures is None:
        return Level.UNVERIFIABLE, text("the signature was not checked")
    asked = (stand.moment.line.blob(SIGNERS, stand.moment.position), stand.line.commits[-1].id)
    if asked not in ask.lists:
        ask.lists[asked] = _trust(ask, stand)
    trust = ask.lists[asked]
    if isinstance(trust, Text):
        return Level.UNVERIFIABLE, trust
    words = statement(key[0], record)
    at = _signed_at(record, stand)
    listed = listed_for(trust.signers or b"", found)
    match ask.signatures.check(words, signature, _names(stand.moment, record.by), trust, at):
        case Outcome.BROKEN:
            return Level.FORGED, text("the signature is not of this decision")
        case Outcome.REVOKED:
            return Level.UNVERIFIABLE, text("the key of the signature was revoked")
        case Outcome.LAPSED:
            return Level.UNVERIFIABLE, text("the key of the signature was not valid when this came in")
        case Outcome.UNKNOWN if listed:
            return Level.FORGED, text("the signature is by the key of somebody else")
        case Outcome.UNKNOWN:
            return Level.UNVERIFIABLE, text("the key of the signature is not on the list of signers")
        case Outcome.GOOD:
            pass
    if stand.entry is not None:
        why = _appointed(ask, key, record, stand, stand.entry, trust, at)
        if why is not None:
            return Level.UNVERIFIABLE, why
    own = _names(stand.moment, key[0])
    is_shared = bool(listed & set(own)) or (
        any(map(is_pattern, listed)) and ask.signatures.check(words, signature, own, trust, at) is Outcome.GOOD
    )
    if is_shared:
        return Level.FORGED, text("the key of the signature is the leader's own as well")
    return Level.SIGNED, text("signed with the key of {person}", person=record.by)


def _appointed(
    ask: Witnesses, key: GoalKey, record: Approval, stand: Standpoint, entry: int, trust: Trust, at: datetime
) -> Text | None:
    """Why the key does not count as the approver's: who listed it, or who put the address on file that it goes by."""
    assert ask.signatures is not None
    signature = record.evidence.signature or ""
    decided = Decided(ask.past, stand.line, entry, record.path, key[0], record.by)
    why = None if ask.trust else appointments.key(decided, signature)
    doubts = {name: appointments.address(decided, name) for name in _names(stand.moment, record.by)[1:]}
    if why is not None or not any(doubts.values()):
        return why
    sound = (record.by, *(name for name, doubt in doubts.items() if doubt is None))
    if ask.signatures.check(statement(key[0], record), signature, sound, trust, at) is Outcome.GOOD:
        return None
    return next(doubt for doubt in doubts.values() if doubt is not None)


def _names(moment: PeopleThen, person: str) -> tuple[str, ...]:
    """How a person may be called in a list of signers: by id or by any address on file."""
    found = moment.leader(person)
    return (person, *(found.emails if found else ()))


def _trust(ask: Witnesses, stand: Standpoint) -> Trust | Text:
    """Signers from outside the repository, else as of the standpoint, and all that is revoked; or why none counts."""
    outside = ask.trust or Trust(None)
    signers = stand.moment.keys(SIGNERS) if outside.signers is None else outside.signers
    if signers is None:
        return text("there is no list of signers; put it in plans/signers, or set koers.signersFile in git's settings")
    here, there = revoked_here(ask.past, stand.line, ask.past.chronicle.main), revoked(outside.revoked)
    # Who keeps a list outside the repository has the last word on what nobody can read here.
    doubt = there.doubt if outside.revoked else here.doubt
    return doubt or Trust(signers, (*there.lists, *here.lists))


def _signed_at(record: Approval, stand: Standpoint) -> datetime:
    """When the signature was made at the earliest: not before the newest commit under the record.

    An expired key with an old date is found out, because the commits below it are younger.
    """
    claimed = datetime.combine(record.date, time(12), UTC)
    entry = stand.line.last if stand.entry is None else stand.entry
    return max(claimed, stand.line.not_before(entry)) if entry >= 0 else claimed
