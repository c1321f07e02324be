"""The goals on which no decision is on record as they now stand: those for which a forge may have a review."""

from __future__ import annotations

from koers.approval.verdict import records_of
from koers.git.repository import Repository
from koers.model.goal import Status
from koers.pipeline.world import World
from koers.reading.places import leader_folder


def undecided(world: World, since: str | None = None) -> tuple[str, ...]:
    """Proposed and active goals, as `<leader>/<goal>`, whose last record is of another text, or that have none.

    With `since`, a revision, only those whose file changed after it. KoersError outside a repository, or when there
    is no such revision.
    """
    changed = None
    if since is not None:
        repository = Repository.open(world.root)
        changed = repository.changed_since(repository.commit(since))
    folders = world.folders if changed is None else {leader_folder(path) for path in changed} & set(world.folders)
    found = []
    for ids in world.parts(folders):
        now = world.part(ids).now
        for goal in now.plans.goals():
            if goal.key[0] not in ids or goal.status not in (Status.PROPOSED, Status.ACTIVE):
                continue
            records = records_of(now.plans, goal.key)
            is_decided = bool(records) and records[-1].fingerprint == now.fingerprints.get(goal.key)
            if not is_decided and (changed is None or goal.path in changed):
                found.append("/".join(goal.key))
    return tuple(sorted(found))
