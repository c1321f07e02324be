"""Decisions: the steps that need git. Only the leaders that are asked about are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koers import publish, ssh
from koers.approval.decide import (
    Outcome,
    change_to_ask,
    decide,
    decide_by_reviews,
    folder_named,
    goal_named,
    with_signature,
)
from koers.approval.past import Past
from koers.approval.records import NewRecord
from koers.approval.statement import statement
from koers.approval.verdict import Present
from koers.approval.verify import verify
from koers.errors import KoersError
from koers.forge.connect import connect
from koers.forge.decisions import decisions
from koers.git.repository import Repository
from koers.model.approval import Verdict
from koers.model.goal import GoalKey
from koers.pipeline.ledger import trust
from koers.pipeline.part import Part
from koers.pipeline.world import World
from koers.reading.places import leader_folder
from koers.texts import Text, text


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


def verify_all(world: World, base: str | None = None) -> dict[GoalKey, Verdict]:
    """Every goal's approval, judged with git and keys; with `base`, as in a pull request into it."""
    history = History.of(world.whole, *([base] if base else []))
    return verify(
        history.now,
        history.past,
        base=history.repository.base(base) if base else None,
        signatures=ssh.Checker(),
        trust=trust(history.repository),
        as_of=world.as_of,
    )


def record(
    world: World, goals: Sequence[str], decision: str, *, note: str | None = None, key: str | None = None
) -> tuple[NewRecord, ...] | tuple[Text, ...]:
    """Writes the decision of the author git would use on these goals as they are now; all of them or none.

    `key` is a file with an SSH key to sign with. Returns the records written, or, when anything was refused, why.
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
    return decided.refusals or _written(world, decided, key)


def record_reviews(
    world: World, goals: Sequence[str], forge: str, token: str | None, address: str | None
) -> tuple[tuple[NewRecord, ...], tuple[Text, ...]]:
    """Asks the forge who reviewed the merged change of each goal and records the last decision that counts.

    Returns the records written and, of the other goals, why nothing was.
    """
    history = History.of(_part_of(world, goals))
    asked = connect(world.organization.forge, token, kind=forge, address=address)
    records: list[NewRecord] = []
    others: list[Text] = []
    for named in [goal_named(history.now, goal) for goal in goals]:
        change = change_to_ask(history.now, history.past, named)
        if isinstance(change, Text):
            others.append(change)
            continue
        reviews = decisions(asked.merged_reviews(change), world.organization.timezone)
        found = decide_by_reviews(history.now, history.past, named, asked.kind, reviews)
        if found is None:
            others.append(text("{goal}: its review is on record already", goal="/".join(named)))
        elif isinstance(found, Text):
            others.append(found)
        else:
            records.append(found)
    return _written(world, Outcome(tuple(records)), None), tuple(others)


def _written(world: World, decided: Outcome, key: str | None) -> tuple[NewRecord, ...]:
    records = decided.records
    if key is not None:
        signed = []
        for new in records:
            leader = leader_folder(new.path)
            signed.append(with_signature(new, ssh.sign(statement(leader, new.approval), key)))
        records = tuple(signed)
    kept = publish.write_new(world.root, {new.path: new.text for new in records})
    if kept:
        raise KoersError(text("{path} is there already; look at it and try again", path=kept[0]))
    return records


def _part_of(world: World, goals: Iterable[str]) -> Part:
    """The leaders whose goals are named, in full."""
    return world.part({folder for goal in goals if (folder := folder_named(goal)) in world.folders})
