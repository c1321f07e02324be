"""What changed in commitments between two moments, with what the rulebook says to it."""

from __future__ import annotations

from collections.abc import Mapping

from koers.approval.chronicle import Chronicle
from koers.approval.past import Past
from koers.git.repository import Repository
from koers.history.between import Side, committed, differing, present, told
from koers.model.goal import GoalKey
from koers.pipeline.part import Part
from koers.pipeline.then import Then
from koers.pipeline.world import World
from koers.reading.document import Document
from koers.reading.places import leader_folder
from koers.rules.letters import letters
from koers.story.comparison import Comparison, Judged, clarity, compare


def diff(world: World, base: str, head: str | None) -> Comparison:
    """Compares two commits, or a commit with the working tree; reads only the leaders whose folders changed.

    The rulebook judges a goal as it was in the surroundings of the later moment: what it finds new is due to the goal.
    KoersError outside a repository, or when there is no such revision.
    """
    repository = Repository.open(world.root)
    tree = repository.tree(repository.commit(base))
    if head is None:
        now, paths = world, tuple(sorted(repository.changed_since(repository.commit(base))))
    else:
        later = repository.tree(repository.commit(head))
        now, paths = Then(world, later, repository.read), differing(tree, later)
    part = now.part({leader_folder(path) for path in paths} & set(now.folders))
    past = Past(Chronicle((), None), repository.read, part.documents)
    before, after = committed(past, tree, paths), present(paths, part.documents)
    judged = _judged(part.with_files(_in_both(before, after)), before), _judged(part, after)
    found = told(before, after, clarity(*judged))
    return compare(found, (before, after), judged, part.plans, part.as_of)


def _in_both(before: Side, after: Side) -> Mapping[str, Document]:
    return {goal.path: goal for key, goal in before.goals.items() if key in after.goals}


def _judged(part: Part, side: Side) -> Judged:
    keys: set[GoalKey] = set(side.goals)
    judgments = tuple(one for one in part.judgments if one.goal in keys)
    found = letters(part.plans, judgments)
    return Judged(judgments, {key: found[key] for key in sorted(keys & set(found))})
