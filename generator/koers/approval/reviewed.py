"""What a record of a review on a forge is worth: by the files and git alone, and once the forge was asked again."""

from __future__ import annotations

from koers.approval.approvers import refusal
from koers.approval.past import Past, PeopleThen
from koers.approval.reviews import ForgeReview, Reviews, brought_in, last_words, text_reviewed
from koers.approval.standpoint import Standpoint, own_approval
from koers.model.approval import Level
from koers.model.goal import GoalKey
from koers.model.log import Approval, Evidence
from koers.model.organization import Leader
from koers.texts import Text, text

FORGES = ("github", "gitlab", "forgejo")

Weighed = tuple[Level, Text]


def weigh_review(
    past: Past, forge: Reviews | None, key: GoalKey, path: str, record: Approval, stand: Standpoint
) -> Weighed:
    """A review on a forge, recorded after the merge: what was agreed stood on the main line before the record did.

    `forge` is the door to the forge, None when it is not to be asked: then nothing says that there is such a review
    but the record itself, and what holds reads `unchecked`. Whoever decides, with the account, is looked up as of
    before the change itself, so that nobody brings their own approver along with it.
    """
    evidence = record.evidence
    wrong = _account(stand.moment, record) or _address(stand.moment, evidence)
    if wrong is not None:
        return wrong
    if key[0] in stand.moment.owners(stand.commit.author_email):
        return Level.FORGED, text(
            "the leader wrote this record of a review (commit {commit})", commit=stand.commit.id[:10]
        )
    since = None if stand.entry is None else past.since(path, record.fingerprint, stand.line, stand.entry - 1)
    if since is None:
        return Level.UNVERIFIABLE, text("a review is recorded after the merge; this record came with the change")
    before = past.at(stand.line, since - 1)
    leader = before.leader(key[0])
    if leader is None:
        return Level.UNVERIFIABLE, own_approval()
    refused = refusal(leader, record.by, record.date)
    wrong = (Level.FORGED, refused) if refused is not None else _account(before, record)
    if wrong is not None:
        return wrong
    wrong = _recorder(before, stand) or _another_text(past, None, path, record)
    if wrong is not None:
        return wrong
    if forge is None or forge.kind != evidence.kind:
        return Level.UNCHECKED, text(
            "{person} reviewed it on {forge}, says the record; nobody has asked {forge} again "
            "(`koers verify --from {forge}` does)",
            person=record.by,
            forge=evidence.kind,
        )
    return _asked_again(past, forge, path, record, stand, since, leader)


def _account(moment: PeopleThen, record: Approval) -> Weighed | None:
    """What is wrong with the account that reviewed, by what was on file at that moment."""
    kind = record.evidence.kind
    approver = moment.leader(record.by)
    handle = account(approver.forge.get(kind) if approver else None)
    if not handle:
        return Level.UNVERIFIABLE, text("{person} had no account on {forge} on file", person=record.by, forge=kind)
    if handle != account(record.evidence.reviewer):
        return Level.FORGED, text(
            "the account that reviewed is not {person}'s on {forge}", person=record.by, forge=kind
        )
    return None


def _recorder(before: PeopleThen, stand: Standpoint) -> Weighed | None:
    """Whether somebody else than the settings allow wrote the record: by those of just before it came in, and of
    `before` the change, so that nobody makes themself a recorder along with it."""
    email = stand.commit.author_email.casefold()
    told = [moment.forge.recorders for moment in (before, stand.moment) if moment.forge and moment.forge.recorders]
    if all(email in recorders for recorders in told):
        return None
    short, people = stand.commit.id[:10], stand.moment.owners(email)
    if not people:
        return Level.UNVERIFIABLE, text(
            "commit {commit} is by nobody whom organization.yml lets record reviews", commit=short
        )
    return Level.FORGED, text(
        "commit {commit} is by {author}, whom organization.yml does not let record reviews",
        commit=short,
        author=tuple(sorted(people)),
    )


def _address(moment: PeopleThen, evidence: Evidence) -> Weighed | None:
    """What is wrong with the review's address, by the settings as they were at that moment."""
    if not evidence.url or not evidence.commit:
        return Level.UNVERIFIABLE, text("the record does not say which review it is of")
    settings = moment.forge
    if settings is None:
        return Level.UNVERIFIABLE, text("organization.yml did not say on which forge the plans were kept")
    if settings.kind != evidence.kind or _place(evidence.url, settings.web) is None:
        return Level.FORGED, text(
            "the review's address is not one of this repository, which organization.yml says is at {place}",
            place=settings.web,
        )
    return None


def _another_text(past: Past, forge: Reviews | None, path: str, record: Approval) -> Weighed | None:
    """Whether the reviewed commit is known, and holds something else than what was recorded."""
    commit = record.evidence.commit or ""
    seen = text_reviewed(past, forge, path, commit)
    if seen == record.fingerprint or (seen is None and past.chronicle.commit(commit) is None):
        return None
    return Level.FORGED, text("the reviewed commit {commit} holds another text of the goal", commit=commit[:10])


def _asked_again(
    past: Past, forge: Reviews, path: str, record: Approval, stand: Standpoint, since: int, leader: Leader
) -> Weighed:
    """What the forge says of the review now. `leader` is as on file before the change."""
    evidence, kind = record.evidence, record.evidence.kind
    reviews = forge.of(brought_in(stand.line, since))
    then = stand.moment.forge
    place = _place(evidence.url or "", then.web) if then else None
    at = [review for review in reviews if _place(review.url, forge.web) == place]
    found = next((review for review in at if account(review.reviewer) == account(evidence.reviewer)), None)
    if found is None and any(review.reviewer is None for review in at):
        return Level.UNVERIFIABLE, text("the account that reviewed is gone from {forge}", forge=kind)
    if found is None and not at and (then is None or then.web.casefold() != forge.web.casefold()):
        return Level.UNVERIFIABLE, text(
            "the plans were kept elsewhere then, at {place}", place=then.web if then else ""
        )
    if found is None:
        return Level.FORGED, text(
            "{forge} knows no such review by this account of the change that brought this text in", forge=kind
        )
    late = refusal(leader, record.by, found.on)
    wrong = (Level.FORGED, late) if late is not None else _said_otherwise(record, found, reviews)
    if wrong is not None:
        return wrong
    wrong = _another_text(past, forge, path, record)
    if wrong is not None:
        return wrong
    if text_reviewed(past, forge, path, evidence.commit or "") is None:
        return Level.UNVERIFIABLE, text(
            "the reviewed commit {commit} is neither here nor on {forge} any more, so nobody can tell whether it held "
            "this text",
            commit=(evidence.commit or "")[:10],
            forge=kind,
        )
    return Level.FORGE, text(
        "{person} reviewed this text on {forge}, which says so again", person=record.by, forge=kind
    )


def _said_otherwise(record: Approval, found: ForgeReview, reviews: tuple[ForgeReview, ...]) -> Weighed | None:
    """How the review on the forge differs from what the record says of it."""
    kind = record.evidence.kind
    if found.decision is None:
        return Level.UNVERIFIABLE, text("the review was reset, dismissed or taken back on {forge}", forge=kind)
    # A day of grace, for an organization that has moved to another time zone since.
    if found.decision != record.decision or abs((found.on - record.date).days) > 1:
        return Level.FORGED, text("the review on {forge} says something else, or was on another day", forge=kind)
    if found.commit is None:
        return Level.UNVERIFIABLE, text("{forge} does not say which commit was reviewed", forge=kind)
    if found.commit != record.evidence.commit:
        return Level.FORGED, text("the review on {forge} was of another commit", forge=kind)
    mine = [review for review in last_words(reviews) if account(review.reviewer) == account(found.reviewer)]
    if any(review.change == found.change and review.decision != found.decision for review in mine):
        return Level.UNVERIFIABLE, text(
            "{person} has said something else on {forge} since", person=record.by, forge=kind
        )
    return None


def account(handle: str | None) -> str:
    """An account's name as forges compare it: without regard to case, and without the mark of a mention."""
    return (handle or "").removeprefix("@").casefold()


def _place(address: str, web: str) -> str | None:
    """What follows the repository's own address in a review's, None when it is of another one."""
    own = f"{web}/"
    return address[len(own) :] if address.casefold().startswith(own.casefold()) and ".." not in address else None
