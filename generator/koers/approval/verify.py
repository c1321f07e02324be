"""What git, a forge or a key adds to what the files say of an approval.

A decision is judged by the plans as they were just before it came in on the main line, so that nobody brings their
own approver along; by whose words were agreed; and by what the record rests on. What each level can promise, and
what it cannot, is in the documentation of the approval.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from koers.approval.appointments import doubt as appointment_doubt
from koers.approval.approvers import refusal
from koers.approval.chronicle import Commit, FirstParentLine
from koers.approval.evidence import Witnesses, weigh
from koers.approval.kept import ahead, ahead_of_their_day, edited, in_order, removed
from koers.approval.past import Past
from koers.approval.records import APPROVED
from koers.approval.reviews import Reviews
from koers.approval.since import changed_on
from koers.approval.standpoint import Base, Standpoint, own_approval, standpoint, too_shallow
from koers.approval.statement import Signatures, Trust
from koers.approval.timing import out_of_term, too_early
from koers.approval.verdict import Present, judge_last, judge_record, records_of, verdict
from koers.approval.words import is_by, own_words, their_words
from koers.model.approval import Level, Verdict
from koers.model.goal import GoalKey
from koers.model.log import Approval
from koers.model.organization import Leader
from koers.texts import Text, text


def verify(
    now: Present,
    past: Past,
    *,
    base: Base | None = None,
    signatures: Signatures | None = None,
    trust: Trust | None = None,
    reviews: Reviews | None = None,
    as_of: date | None = None,
) -> dict[GoalKey, Verdict]:
    """Every goal's approval, judged with git, in the order of the plans.

    `base`: records newer than it are judged by it, and goals whose approved part changed since are left out: they
    await this very review. `signatures` is the door to ssh-keygen; without it a signed record is `unverifiable`.
    `trust`: signers and revocations from outside the repository; without it `plans/signers` and `plans/revoked` as
    of the moment a record is judged by (a key revoked since counts as revoked). `reviews` is the door to the forge,
    which is then asked again about every review; without it they are `unchecked`. A goal whose file has errors is
    `unverifiable`, so that breaking it does not take it off the list.
    """
    inquiry = _Inquiry(now, Witnesses(past, signatures, trust, reviews), base, as_of)
    past.fetch(inquiry.records_in_git())
    found = {goal.key: inquiry.goal(goal.key) for goal in now.plans.goals() if not inquiry.awaits_review(goal.key)}
    found |= {key: Verdict(key, Level.UNVERIFIABLE, reason=unsound()) for key in now.unsound}
    return dict(sorted(found.items()))


def verify_records(
    now: Present,
    past: Past,
    *,
    signatures: Signatures | None = None,
    trust: Trust | None = None,
    as_of: date | None = None,
) -> dict[str, Verdict]:
    """What every single decision on file was worth when it was taken, by record path, whatever came after it.

    An approval of an earlier round reads signed, unchecked or recorded here, although the goal has changed since.
    """
    inquiry = _Inquiry(now, Witnesses(past, signatures, trust), None, as_of)
    past.fetch(inquiry.records_in_git())
    return {
        record.path: inquiry.record(goal.key, records, index)
        for goal in now.plans.goals()
        for records in [records_of(now.plans, goal.key, as_of)]
        for index, record in enumerate(records)
    }


def might_decide(now: Present, past: Past, as_of: date | None = None) -> frozenset[str]:
    """The paths of the records whose maker might decide on the day they name, by the plans as they were when the record
    came in; and of those that a shallow clone cannot tell of. Whether they did is for `verify_records`."""
    found = set()
    for goal in now.plans.goals():
        for record in records_of(now.plans, goal.key, as_of):
            stand = standpoint(past, None, record, now.texts.get(record.path, ""))
            if isinstance(stand, Text):
                if stand == too_shallow():
                    found.add(record.path)
                continue
            leader = stand.moment.leader(goal.leader)
            if leader is not None and refusal(leader, record.by, record.date) is None:
                found.add(record.path)
    return frozenset(found)


def unsound() -> Text:
    """Why nothing can be said of a goal that cannot be read."""
    return text("its file has errors; `koers check` shows them")


def words_of(
    now: Present,
    past: Past,
    goal: GoalKey,
    person: Leader,
    *,
    signatures: Signatures | None = None,
    trust: Trust | None = None,
) -> Commit | Text | None:
    """The commit with which this person changed what is to be agreed now, since the last round that held.

    None when there is none; a sentence when a shallow clone hides it.
    """
    inquiry = _Inquiry(now, Witnesses(past, signatures, trust), None, None)
    records = records_of(now.plans, goal)
    return inquiry.own_words(goal, records, len(records), person)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    now: Present
    ask: Witnesses
    base: Base | None
    as_of: date | None
    judged: dict[str, Verdict] = field(default_factory=dict)
    """By record path: a round is judged once, also when many later ones ask whether it held."""

    @property
    def _main(self) -> FirstParentLine:
        return self.ask.past.chronicle.main

    def records_in_git(self) -> set[str | None]:
        """The blobs of every record, as HEAD and the base have them."""
        paths = [record.path for goal in self.now.plans.goals() for record in records_of(self.now.plans, goal.key)]
        found = {self._main.blob(path, self._main.last) for path in paths}
        return found | ({self.base.at_tip.get(path) for path in paths} if self.base else set())

    def awaits_review(self, key: GoalKey) -> bool:
        """Whether the approved part changed since the base, or the goal is new."""
        path = self.now.plans.goal(key).path
        if self.base is None or path not in self.base.changed:
            return False
        return self.ask.past.fingerprint(path, self.base.at_fork.get(path)) != self.now.fingerprints.get(key)

    def goal(self, key: GoalKey) -> Verdict:
        """How the last decision on this goal stands, and since when the goal is another one."""
        found = self._goal(key)
        if found.fits:
            return found
        return replace(found, changed_on=changed_on(self.now, self.ask.past, key, self.as_of))

    def _goal(self, key: GoalKey) -> Verdict:
        """A record whose number skipped others has the last word only while it holds, so that nobody plants one."""
        records, past = self._records(key), self.ask.past
        broken = self.now.broken.get(key, frozenset())
        found = self._last(key, records, broken)
        skipped = ahead(past, key)
        kept = tuple(
            record
            for index, record in enumerate(records)
            if record.round not in skipped or self.record(key, records, index).level.is_approved
        )
        if len(kept) == len(records) and not broken & skipped:
            return found
        instead = self._last(key, kept, broken - skipped)
        return instead if instead.level.is_approved or instead.level is Level.RETURNED else found

    def _records(self, key: GoalKey) -> tuple[Approval, ...]:
        """The decisions on a goal that count by now, the last word last."""
        records, past = records_of(self.now.plans, key, self.as_of), self.ask.past
        if self.as_of is not None:
            known = [record.path for record in records]
            early = ahead_of_their_day(self.now, past, self.base, key, known, self.as_of)
            records = tuple(sorted((*records, *early), key=lambda record: record.round)) if early else records
        return in_order(past, key, records)

    def _last(self, key: GoalKey, records: tuple[Approval, ...], broken: frozenset[int]) -> Verdict:
        found = judge_last(self.now, key, records, broken)
        last = records[-1] if records and records[-1].round == found.round else None
        gone = removed(self.now, self.ask.past, self.base, key, found.round or 0, last, self.as_of)
        if gone is not None:
            return gone
        if last is None or found.level is Level.FORGED:
            return found
        if found.level is Level.STALE:
            changed = self._edited(key, last)
            return found if changed is None else replace(found, level=Level.FORGED, reason=changed)
        proven = self.record(key, records, len(records) - 1)
        return found if found.level is Level.RETURNED and proven.level is not Level.FORGED else proven

    def _stand(self, record: Approval) -> Standpoint | Text:
        return standpoint(self.ask.past, self.base, record, self.now.texts.get(record.path, ""))

    def record(self, key: GoalKey, records: tuple[Approval, ...], index: int) -> Verdict:
        """What git and its evidence say of one record, whatever the goal says now."""
        path = records[index].path
        if path not in self.judged:
            self.judged[path] = self._judge(key, records, index)
        return self.judged[path]

    def _judge(self, key: GoalKey, records: tuple[Approval, ...], index: int) -> Verdict:
        record, path = records[index], self.now.plans.goal(key).path
        by_files = judge_record(self.now, key, record)
        if by_files.level is Level.FORGED:
            return by_files
        changed = self._edited(key, record)
        if changed is not None:
            return replace(verdict(key, record, Level.FORGED, changed), fits=by_files.fits)
        stand = self._stand(record)
        if isinstance(stand, Text):
            return verdict(key, record, Level.UNVERIFIABLE, stand)
        level, reason = (
            self._person(key, record, stand)
            or self._own_words(key, records, index, stand)
            or weigh(self.ask, key, path, record, stand)
        )
        if level.is_approved:
            why = self._doubt(path, key, record, stand, level)
            level, reason = (level, reason) if why is None else (Level.UNVERIFIABLE, why)
        return verdict(key, record, level, reason, stand.commit.id)

    def _edited(self, key: GoalKey, record: Approval) -> Text | None:
        return edited(self.ask.past, self.base, record.path, self.now.plans.goal(key).path)

    def _doubt(self, path: str, key: GoalKey, record: Approval, stand: Standpoint, level: Level) -> Text | None:
        """Why a decision that its evidence bears out does not count nevertheless."""
        past, leader = self.ask.past, stand.moment.leader(key[0])
        assert leader is not None
        why = appointment_doubt(past, key[0], path, record, stand)
        if why is not None or level is Level.FORGE:  # the forge told the day of the review as well
            return why
        zone = self.now.plans.organization.timezone
        return too_early(past, path, record, stand, zone) or out_of_term(past, path, record, stand, leader)

    def _person(self, key: GoalKey, record: Approval, stand: Standpoint) -> tuple[Level, Text] | None:
        """What is wrong with who decided, as of the standpoint."""
        leader = stand.moment.leader(key[0])
        if leader is None:
            return Level.UNVERIFIABLE, own_approval()
        refused = refusal(leader, record.by, record.date)
        if refused is not None:
            return Level.FORGED, refused
        if stand.moment.leader(record.by) is None:
            return Level.UNVERIFIABLE, text("{person} was not on file when this came in", person=record.by)
        return None

    def _own_words(
        self, key: GoalKey, records: tuple[Approval, ...], index: int, stand: Standpoint
    ) -> tuple[Level, Text] | None:
        """Whether who decided had changed the approved part since the last approved round."""
        person = stand.moment.leader(records[index].by)
        if person is None:
            return None
        found = self.own_words(key, records, index, person, stand)
        if found is None:
            return None
        if isinstance(found, Text):
            return Level.UNVERIFIABLE, found
        return Level.FORGED, their_words(person.id, found)

    def own_words(
        self, key: GoalKey, records: tuple[Approval, ...], index: int, person: Leader, stand: Standpoint | None = None
    ) -> Commit | Text | None:
        """The person's own change to what round `index` of `records` is about, up to when it came in."""
        until = None if stand is None or stand.entry is None else stand.line.commits[stand.entry]
        path, past = self.now.plans.goal(key).path, self.ask.past
        line, position = (stand.moment.line, stand.moment.position) if stand else (self._main, self._main.last)
        is_own = partial(is_by, past, person, line, position)
        if own_words(past, path, is_own, until=until) is None:
            return None
        return own_words(past, path, is_own, self._last_approved(key, records, index), until)

    def _last_approved(self, key: GoalKey, records: tuple[Approval, ...], index: int) -> Commit | None:
        """The commit of the main line that brought in the last round before this one that held.

        Oldest first, because each round may depend on the ones before it.
        """
        held = [
            record
            for earlier, record in enumerate(records[:index])
            if record.decision == APPROVED and self.record(key, records, earlier).level.is_approved
        ]
        stand = self._stand(held[-1]) if held else None
        if not isinstance(stand, Standpoint):
            return None
        return stand.commit if stand.entry is None else stand.line.commits[stand.entry]
