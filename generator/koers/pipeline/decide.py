"""Decisions: the steps that need git. Only the leaders that are asked about are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from koers import publish, ssh
from koers.approval.decide import (
    Outcome,
    decide,
    decide_by_reviews,
    folder_named,
    goal_named,
    with_signature,
)
from koers.approval.fingerprint import fingerprint
from koers.approval.past import Past
from koers.approval.records import APPROVED, NewRecord
from koers.approval.statement import statement
from koers.approval.verdict import Present
from koers.approval.verify import verify
from koers.authoring.splice import spliced
from koers.errors import KoersError
from koers.git.repository import Repository
from koers.model.approval import Verdict
from koers.model.goal import GoalKey, Status
from koers.model.organization import Organization
from koers.pipeline.door import Access, decisions
from koers.pipeline.ledger import trust
from koers.pipeline.part import Part
from koers.pipeline.world import SETTINGS, World
from koers.progress.limits import limit
from koers.reading.places import leader_folder
from koers.reading.yaml_reader import read
from koers.texts import Text, text
from koers.workspace import read_bytes


@dataclass(frozen=True, slots=True)
class History:
    """The repository around the plans, what the files say now, and what they said before."""

    repository: Repository
    now: Present
    past: Past

    @classmethod
    def of(cls, part: Part, *revisions: str) -> History:
        """KoersError outside a repository, without git, or when there is no such revision."""
        repository = Repository.open(part.world.root)
        return cls(repository, part.now, Past(repository.chronicle(revisions), repository.read, part.documents))


@dataclass(frozen=True, slots=True)
class Verified:
    """Every goal's approval, and the settings that say whether they are required: those of the base where one was
    named. `settings` is None where they could not be read."""

    verdicts: Mapping[GoalKey, Verdict]
    settings: Organization | None


def verify_all(world: World, base: str | None = None, access: Access | None = None) -> Verified:
    """Every goal's approval, judged with git and keys; with `base`, as in a pull request into it.

    With `base`, its settings decide: a pull request says neither whether approvals are required, nor where the token
    goes. With `access` the forge is asked again about every review on record.
    KoersError when the forge cannot be asked.
    """
    history = History.of(world.whole, *([base] if base else []))
    past, fork = history.past, history.repository.base(base) if base else None
    line = past.base_line(fork.tip) if fork is not None else past.chronicle.main
    settings = past.at(line, line.last).settings if fork is not None else _own_settings(world, past)
    known = settings or Organization(name="")
    verdicts = verify(
        history.now,
        past,
        base=fork,
        signatures=ssh.Checker(),
        trust=trust(history.repository),
        reviews=decisions(world, known, history.repository, access) if access else None,
        as_of=world.as_of,
    )
    return Verified(verdicts, settings)


def _own_settings(world: World, past: Past) -> Organization | None:
    """The settings in the working tree; None where they are there and have errors, or were there and are gone."""
    if world.organization.name:
        return world.organization
    line = past.chronicle.main
    found = {entry.path for entry in world.listing.files} | {odd.path for odd in world.listing.oddities}
    return None if SETTINGS in found else past.at(line, line.last).settings


@dataclass(frozen=True, slots=True)
class Written:
    """What a decision wrote: its records, and the goals (paths) that it set to active. `kept` says of those that could
    not be set why not."""

    records: tuple[NewRecord, ...]
    begun: tuple[str, ...] = ()
    kept: tuple[Text, ...] = ()


def record(
    world: World,
    goals: Sequence[str],
    decision: str,
    *,
    note: str | None = None,
    key: str | None = None,
    keep_status: bool = False,
) -> Written | tuple[Text, ...]:
    """Writes the decision of the author git would use on these goals as they are now; all of them or none.

    What is approved and was proposed becomes active, unless `keep_status`. `key` is a file with an SSH key to sign
    with. Returns what was written, or, when anything was refused, why.
    """
    history = History.of(_part_of(world, goals))
    now, repository = history.now, history.repository
    named = [goal_named(now, goal) for goal in goals]
    decided = decide(
        now,
        named,
        email=repository.author().email,
        decision=decision,
        on=world.as_of,
        note=note,
        past=history.past,
        signatures=ssh.Checker(),
        trust=trust(repository),
    )
    return decided.refusals or _written(world, now, decided, key, keep_status)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of asking a forge: what was written, the goals whose review was on record already (a sentence each),
    and why nothing counts for the others."""

    written: Written
    known: tuple[Text, ...]
    refusals: tuple[Text, ...]


def record_reviews(world: World, goals: Sequence[str], access: Access, *, keep_status: bool = False) -> Recorded:
    """Asks the forge who reviewed the merged change of each goal and records the last decision that counts.

    What is approved and was proposed becomes active, unless `keep_status`. KoersError when the forge cannot be asked;
    nothing is written then.
    """
    history = History.of(_part_of(world, goals))
    asked = decisions(world, world.organization, history.repository, access)
    records: list[NewRecord] = []
    known: list[Text] = []
    refusals: list[Text] = []
    for named in dict.fromkeys(goal_named(history.now, goal) for goal in goals):
        found = decide_by_reviews(history.now, history.past, named, asked)
        if found is None:
            known.append(text("{goal}: its review is on record already", goal="/".join(named)))
        elif isinstance(found, Text):
            refusals.append(found)
        else:
            records.append(found)
    written = _written(world, history.now, Outcome(tuple(records)), None, keep_status)
    return Recorded(written, tuple(known), tuple(refusals))


def _written(world: World, now: Present, decided: Outcome, key: str | None, keep_status: bool) -> Written:
    records = decided.records
    if key is not None:
        signed = []
        for new in records:
            leader = leader_folder(new.path)
            signed.append(with_signature(new, ssh.sign(statement(leader, new.approval), key)))
        records = tuple(signed)
    begun, kept = ({}, ()) if keep_status else _begun(world, now, records)
    publish.revise(world.root, {new.path: new.text for new in records}, begun)
    return Written(records, tuple(begun), kept)


def _begun(
    world: World, now: Present, records: Sequence[NewRecord]
) -> tuple[dict[str, publish.Revision], tuple[Text, ...]]:
    """The goals that an approval makes active, as they will be; and why some stay as they are.

    Nobody is given more active goals than the organization allows: which of them waits is the leader's to choose.
    """
    most = int(limit(world.organization, "active_goals"))
    active = {
        id: sum(goal.status is Status.ACTIVE for goal in one.goals.values()) for id, one in now.plans.leaders.items()
    }
    begun: dict[str, publish.Revision] = {}
    kept: list[Text] = []
    for new in records:
        leader = leader_folder(new.path)
        goal = now.plans.goal((leader, new.approval.goal))
        if new.approval.decision != APPROVED or goal.status is not Status.PROPOSED:
            continue
        if active[leader] >= most:
            kept.append(
                text(
                    "{goal} stays proposed: {name} has {count} active goals, and {most} at once is the most",
                    goal="/".join(goal.key), name=now.plans.leaders[leader].name, count=active[leader], most=most,
                )
            )  # fmt: skip
            continue
        active[leader] += 1
        before = read_bytes(world.root / goal.path)
        after = spliced(before, goal.path, ("status",), Status.ACTIVE.value)
        changed = read(after, goal.path)[0]
        if not isinstance(changed, dict) or fingerprint(changed, *goal.key) != now.fingerprints[goal.key]:
            raise KoersError(text("{path} was changed meanwhile; look at it and try again", path=goal.path))
        begun[goal.path] = publish.Revision(before, after)
    return begun, tuple(kept)


def _part_of(world: World, goals: Iterable[str]) -> Part:
    """The leaders whose goals are named, in full."""
    return world.part({folder for goal in goals if (folder := folder_named(goal)) in world.folders})
