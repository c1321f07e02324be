"""What git, a forge or a key adds to what the files say of an approval.

The rules, and what each level can promise, are in the handbook's page on trust. In short: a decision is judged by
the plans as they were just before it came in on the main line, so that nobody brings their own approver along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from koers.approval.approvers import refusal
from koers.approval.chronicle import Commit, Line
from koers.approval.past import Moment, Past
from koers.approval.records import APPROVED, RETURNED
from koers.approval.statement import Outcome, Signatures, Trust, is_pattern, listed_for, public_key, statement
from koers.approval.verdict import Level, Present, Verdict, judge_goal, judge_record, records_of, verdict
from koers.model.goal import GoalKey
from koers.model.log import Approval
from koers.texts import Text, text

SIGNERS = "plans/signers"
REVOKED = "plans/revoked"
FORGES = ("github", "gitlab", "forgejo")


@dataclass(frozen=True, slots=True)
class Base:
    """What a pull request goes into: the commit `tip`, and the files (path -> blob) of it and of where the two parted.

    `changed` are the paths that differ between there and the working tree.
    """

    tip: str
    at_tip: Mapping[str, str]
    at_fork: Mapping[str, str]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Standpoint:
    """From where a decision is judged: the people as they were, and the commit that brought it in."""

    moment: Moment
    line: Line
    commit: Commit
    entry: int | None
    """The position at which the record came in on the line; None when it is newer than the base."""


def verify(
    now: Present,
    past: Past,
    *,
    base: Base | None = None,
    signatures: Signatures | None = None,
    trust: Trust | None = None,
    as_of: date | None = None,
) -> dict[GoalKey, Verdict]:
    """Every goal's approval, judged with git, in the order of the plans.

    `base`: records newer than it are judged by it, and goals whose approved part changed since are left out: they
    await this very review. `signatures` is the door to ssh-keygen; without it a signed record is `unverifiable`.
    `trust`: signers and revocations from outside the repository; without it `plans/signers` and `plans/revoked` as
    of the moment a record is judged by (a key revoked since counts as revoked).
    """
    inquiry = _Inquiry(now, past, base, signatures, trust, as_of)
    inquiry.prepare()
    return {goal.key: inquiry.goal(goal.key) for goal in now.plans.goals() if not inquiry.awaits_review(goal.key)}


def unapproved(now: Present, verdicts: Mapping[GoalKey, Verdict]) -> tuple[Verdict, ...]:
    """The verdicts that fail the gate: where approval is required, those of active goals that are not approved."""
    if now.plans.organization.approval != "required":
        return ()
    return tuple(
        found
        for key, found in verdicts.items()
        if now.plans.goal(key).status == "active" and not found.level.is_approved
    )


@dataclass(frozen=True)
class _Inquiry:
    now: Present
    past: Past
    base: Base | None
    signatures: Signatures | None
    trust: Trust | None
    as_of: date | None

    @property
    def _main(self) -> Line:
        return self.past.chronicle.main

    @property
    def _base_line(self) -> Line:
        return self.past.base_line(self.base.tip) if self.base else self._main

    def prepare(self) -> None:
        """Read in one go what nearly every goal needs."""
        records = [record for goal in self.now.plans.goals() for record in records_of(self.now.plans, goal.key)]
        self.past.fetch(line.blob(r.path, line.last) for r in records for line in (self._main, self._base_line))

    def awaits_review(self, key: GoalKey) -> bool:
        """Whether the approved part changed since the base, or the goal is new."""
        if self.base is None:
            return False
        path = self.now.plans.goal(key).path
        if path not in self.base.changed:
            return False
        return self.past.fingerprint(path, self.base.at_fork.get(path)) != self.now.fingerprints.get(key)

    def goal(self, key: GoalKey) -> Verdict:
        """How the last decision on this goal stands."""
        found = judge_goal(self.now, key, self.as_of)
        gone = self._removed(key, found.round or 0)
        if gone is not None:
            return gone
        records = records_of(self.now.plans, key, self.as_of)
        if not records or found.round != records[-1].round or found.level in (Level.STALE, Level.FORGED):
            return found
        proven = self._record(key, records, len(records) - 1)
        if found.level is Level.RETURNED:
            return proven if proven.level is Level.FORGED else found
        return proven

    # What became of records that were there ---------------------------------------------------------------------

    def _removed(self, key: GoalKey, last: int) -> Verdict | None:
        """A later decision that was taken away: removing a return does not bring back the approval before it."""
        line = self._main
        here = self.now.plans.goal(key).path
        current = max((r.path for r in records_of(self.now.plans, key) if r.round == last), default="")
        since = max(
            (position for path in (current, here) for position, _ in _arrivals(line, path)[-1:]),
            default=-1,
        )
        for path, round in sorted(self.past.records_of(*key), key=lambda found: -found[1]):
            if round <= last or path in self.now.texts:
                continue
            changes = line.changes(path)
            held = [blob for _, blob in changes if blob is not None]
            went = next((position for position, blob in reversed(changes) if blob is None), line.last)
            in_base = self.base.at_tip.get(path) if self.base else None
            is_gone_since = bool(held) and (changes[-1][1] is not None or went > since)
            if not is_gone_since and in_base is None:
                continue
            record = self.past.approval(path, held[-1] if held else in_base)
            if record is not None and self.as_of is not None and record.date > self.as_of:
                continue
            level = Level.RETURNED if record is not None and record.decision == RETURNED else Level.UNVERIFIABLE
            return Verdict(
                key,
                level,
                record.by if record else None,
                record.date if record else None,
                round,
                text("the record of round {round} was removed; records are kept, a later one decides", round=round),
            )
        return None

    # One record -------------------------------------------------------------------------------------------------

    def _record(self, key: GoalKey, records: tuple[Approval, ...], index: int) -> Verdict:
        """What git and its evidence say of one record, whatever the goal says now."""
        record = records[index]
        stand = self._standpoint(record)
        if isinstance(stand, Text):
            return verdict(key, record, Level.UNVERIFIABLE, stand)
        by_files = judge_record(self.now, key, record)
        if by_files.level is Level.FORGED:
            return by_files
        level, reason = self._people(key, record, stand) or self._own_words(key, records, index, stand) or (None, None)
        if level is None or reason is None:
            level, reason = self._evidence(key, record, stand)
        return verdict(key, record, level, reason, stand.commit.id)

    def _standpoint(self, record: Approval) -> _Standpoint | Text:
        """From where to judge a record, or why there is no such place."""
        text_now = self.now.texts.get(record.path, "")
        line = self._main
        blob = line.blob(record.path, line.last)
        if self.base is not None:
            base_line = self._base_line
            in_base = self.base.at_tip.get(record.path)
            if in_base is not None and self._is_same(text_now, in_base):
                line, blob = base_line, in_base
            elif blob is not None and self._is_same(text_now, blob):
                entry = line.came_in(record.path, blob)
                if entry is None:
                    return text("the record is not committed")
                commit = self.past.chronicle.origin(line.commits[entry], record.path)
                return _Standpoint(self.past.at(base_line, base_line.last), base_line, commit, None)
        if blob is None or not self._is_same(text_now, blob):
            return text("the record is not committed")
        entry = line.came_in(record.path, blob)
        if entry is None:
            return text("the record is not committed")
        if entry == 0:
            if not line.has_whole_past:
                return text("the clone is too shallow to show who decided; fetch the whole history")
            return text("the plan came in with its own approval, so nobody can have been its approver before")
        commit = self.past.chronicle.origin(line.commits[entry], record.path)
        if not commit.parents and not line.has_whole_past:
            return text("the clone is too shallow to show who decided; fetch the whole history")
        return _Standpoint(self.past.at(line, entry - 1), line, commit, entry)

    def _is_same(self, text_now: str, blob: str) -> bool:
        content = self.past.content(blob)
        if content is None:
            return False
        return content.decode("utf-8-sig", "replace").replace("\r\n", "\n") == text_now.replace("\r\n", "\n")

    def _people(self, key: GoalKey, record: Approval, stand: _Standpoint) -> tuple[Level, Text] | None:
        """What is wrong with who decided, as of the standpoint."""
        leader = stand.moment.leader(key[0])
        if leader is None:
            return Level.UNVERIFIABLE, text(
                "the plan came in with its own approval, so nobody can have been its approver before"
            )
        refused = refusal(leader, record.by, record.date)
        if refused is not None:
            return Level.FORGED, refused
        if stand.moment.leader(record.by) is None:
            return Level.UNVERIFIABLE, text("{person} was not on file when this came in", person=record.by)
        return None

    def _own_words(
        self, key: GoalKey, records: tuple[Approval, ...], index: int, stand: _Standpoint
    ) -> tuple[Level, Text] | None:
        """Whether who decided had changed the approved part since the last approved round."""
        record = records[index]
        path = self.now.plans.goal(key).path
        chronicle = self.past.chronicle
        changes = list(chronicle.own_changes(path))
        approver = stand.moment.leader(record.by)
        addresses = {address.casefold() for address in approver.emails} if approver else set()
        is_cut = chronicle.is_shallow and any(not commit.parents for commit, _ in changes)
        is_suspect = any(commit.author_email.casefold() in addresses for commit, _ in changes)
        if not is_cut and not is_suspect:
            return None
        agreed = self._last_approved(key, records, index)
        before = chronicle.ancestors(agreed.id) if agreed else frozenset()
        until = chronicle.ancestors(stand.line.commits[stand.entry].id) if stand.entry is not None else None
        self.past.fetch(blob for _, touch in changes for blob in (touch.before, touch.after))
        for commit, touch in changes:
            if commit.id in before or (until is not None and commit.id not in until):
                continue
            if chronicle.is_shallow and not commit.parents:
                return Level.UNVERIFIABLE, text("the clone is too shallow to show who decided; fetch the whole history")
            if commit.author_email.casefold() in addresses and self.past.fingerprint(
                path, touch.before
            ) != self.past.fingerprint(path, touch.after):
                return Level.FORGED, text(
                    "{person} changed what was to be agreed (commit {commit}); nobody approves their own words",
                    person=record.by,
                    commit=commit.id[:10],
                )
        return None

    def _last_approved(self, key: GoalKey, records: tuple[Approval, ...], index: int) -> Commit | None:
        """The commit on the main line that brought in the last round before this one that held."""
        for earlier in range(index - 1, -1, -1):
            record = records[earlier]
            if record.decision != APPROVED or not self._record(key, records, earlier).level.is_approved:
                continue
            stand = self._standpoint(record)
            if isinstance(stand, _Standpoint):
                return stand.line.commits[stand.entry] if stand.entry is not None else stand.commit
        return None

    # What it rests on -------------------------------------------------------------------------------------------

    def _evidence(self, key: GoalKey, record: Approval, stand: _Standpoint) -> tuple[Level, Text]:
        if record.evidence.kind == "ssh":
            return self._signed(key, record, stand)
        if record.evidence.kind in FORGES:
            return self._reviewed(key, record, stand)
        return self._committed(key, record, stand)

    def _committed(self, key: GoalKey, record: Approval, stand: _Standpoint) -> tuple[Level, Text]:
        """The commit that added the record claims to be the approver's."""
        commit = stand.commit
        people = stand.moment.owners(commit.author_email)
        short = commit.id[:10]
        if not people:
            return Level.UNVERIFIABLE, text(
                "commit {commit} is by {email}, which is nobody's address on file",
                commit=short,
                email=commit.author_email,
            )
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
        late = self._after_delegation(key, record, stand)
        if late is not None:
            return Level.FORGED, late
        return Level.RECORDED, text("commit {commit} is in {approver}'s name", commit=short, approver=record.by)

    def _after_delegation(self, key: GoalKey, record: Approval, stand: _Standpoint) -> Text | None:
        """A delegate's decision counts when the commit, too, was made within the delegation."""
        leader = stand.moment.leader(key[0])
        return refusal(leader, record.by, stand.commit.authored.date()) if leader else None

    def _reviewed(self, key: GoalKey, record: Approval, stand: _Standpoint) -> tuple[Level, Text]:
        """A review on a forge, which was recorded after the merge."""
        evidence = record.evidence
        approver = stand.moment.leader(record.by)
        handle = approver.forge.get(evidence.kind, "") if approver else ""
        if not handle:
            return Level.UNVERIFIABLE, text(
                "{person} had no account on {forge} on file", person=record.by, forge=evidence.kind
            )
        if handle.removeprefix("@").casefold() != (evidence.reviewer or "").removeprefix("@").casefold():
            return Level.FORGED, text(
                "{reviewer} is not the account of {person} on {forge}",
                reviewer=evidence.reviewer or "?",
                person=record.by,
                forge=evidence.kind,
            )
        if not evidence.url or not evidence.commit:
            return Level.UNVERIFIABLE, text("the record does not say which review it is of")
        if stand.entry is None:
            return Level.UNVERIFIABLE, text("a review is recorded after the merge; this record came with the change")
        people = stand.moment.owners(stand.commit.author_email)
        if key[0] in people:
            return Level.FORGED, text(
                "the leader wrote this record of a review (commit {commit})", commit=stand.commit.id[:10]
            )
        path = self.now.plans.goal(key).path
        if self.past.fingerprint(path, stand.line.blob(path, stand.entry - 1)) != record.fingerprint:
            return Level.UNVERIFIABLE, text("a review is recorded after the merge; this record came with the change")
        reviewed = self.past.chronicle.commit(evidence.commit)
        if reviewed is not None:
            seen = self.past.fingerprint(path, self.past.chronicle.state(reviewed.id, path))
            if seen != record.fingerprint:
                return Level.FORGED, text(
                    "the reviewed commit {commit} holds another text of the goal", commit=evidence.commit[:10]
                )
        return Level.FORGE, text(
            "{reviewer} reviewed it on {forge}", reviewer=evidence.reviewer or "", forge=evidence.kind
        )

    def _signed(self, key: GoalKey, record: Approval, stand: _Standpoint) -> tuple[Level, Text]:
        """The approver's key signed the statement of this decision."""
        signature = record.evidence.signature or ""
        found = public_key(signature)
        if found is None:
            return Level.FORGED, text("what stands as a signature is none")
        if self.signatures is None:
            return Level.UNVERIFIABLE, text("the signature was not checked")
        trust = self.trust or self._trust_in_repository(stand)
        if trust is None:
            return Level.UNVERIFIABLE, text(
                "there is no list of signers; put it in plans/signers, or set koers.signersFile in git's settings"
            )
        names = _names(stand.moment, record.by)
        words = statement(key[0], record)
        outcome = self.signatures.check(words, signature, names, trust, self._signed_at(record, stand))
        listed = listed_for(trust.signers, found)
        match outcome:
            case Outcome.BROKEN:
                return Level.FORGED, text("the signature is not of this decision")
            case Outcome.REVOKED:
                return Level.UNVERIFIABLE, text("the key of the signature was revoked")
            case Outcome.LAPSED:
                return Level.UNVERIFIABLE, text("the key of the signature was not valid when this came in")
            case Outcome.UNKNOWN if listed:
                return Level.FORGED, text("the signature is by the key of {people}", people=tuple(sorted(listed)))
            case Outcome.UNKNOWN:
                return Level.UNVERIFIABLE, text("the key of the signature is not on the list of signers")
        own = _names(stand.moment, key[0])
        if listed & set(own) or (
            any(map(is_pattern, listed))
            and self.signatures.check(words, signature, own, trust, self._signed_at(record, stand)) is Outcome.GOOD
        ):
            return Level.FORGED, text("the key of the signature is the leader's own as well")
        return Level.SIGNED, text("signed with the key of {person}", person=record.by)

    def _trust_in_repository(self, stand: _Standpoint) -> Trust | None:
        signers = stand.moment.content(SIGNERS)
        if signers is None:
            return None
        revoked = (stand.moment.content(REVOKED), self.past.content(stand.line.blob(REVOKED, stand.line.last)))
        return Trust(signers, tuple(dict.fromkeys(keys for keys in revoked if keys)))

    def _signed_at(self, record: Approval, stand: _Standpoint) -> datetime:
        """When the signature was made at the earliest: not before the newest commit under the record.

        An expired key with an old date is found out, because the commits below it are younger.
        """
        claimed = datetime.combine(record.date, time(12), UTC)
        if not stand.line.commits:
            return claimed
        return max(claimed, stand.line.not_before(stand.line.last if stand.entry is None else stand.entry))


def _names(moment: Moment, person: str) -> tuple[str, ...]:
    """How a person may be called in a list of signers: by id or by any address on file."""
    found = moment.leader(person)
    return (person, *(found.emails if found else ()))


def _arrivals(line: Line, path: str) -> tuple[tuple[int, str | None], ...]:
    """The steps at which a file came to be where there was none."""
    changes = line.changes(path)
    return tuple(
        change
        for index, change in enumerate(changes)
        if change[1] is not None and (index == 0 or changes[index - 1][1] is None)
    )
