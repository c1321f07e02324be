"""The goals and reviews that differ between two moments: only their files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from koers.approval.chronicle import Chronicle, Commit
from koers.approval.past import Past, leader_path
from koers.history.compare import NOTHING_JUDGED, Clarity, approver_changes, changes, reasons_between
from koers.model.build import build
from koers.model.change import Change, ChangeKind, Direction
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.reading.document import Document, Place
from koers.reading.places import place
from koers.texts import text

_KINDS = ("goal", "review", "leader")


@dataclass(frozen=True, slots=True)
class Side:
    """The files of interest at one moment, by path; None is a file that was there but could not be read."""

    documents: Mapping[str, Document | None]

    @property
    def goals(self) -> Mapping[GoalKey, Document]:
        """The goals that could be read."""
        return {
            (document.place.leader, document.place.id): document
            for document in self.documents.values()
            if document is not None and document.place.kind == "goal"
        }


def diff_commits(past: Past, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What changed in commitments between two commits, given as path -> blob id (`Repository.tree`)."""
    paths = differing(before, after)
    return told(committed(past, before, paths), committed(past, after, paths))


def diff_files(
    past: Past, before: Mapping[str, str], changed: Iterable[str], documents: Iterable[Document]
) -> tuple[Change, ...]:
    """What changed in commitments between a commit and the working tree.

    `changed` are the paths that differ (`Repository.changed_since`), `documents` the working tree's, as read.
    """
    paths = sorted(changed)
    return told(committed(past, before, paths), present(paths, documents))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The paths that are not the same in two commits, each given as path -> blob id."""
    return tuple(path for path in sorted({*before, *after}) if before.get(path) != after.get(path))


def committed(past: Past, tree: Mapping[str, str], paths: Iterable[str]) -> Side:
    """What these paths hold in a commit."""
    wanted = [path for path in paths if _kind(path) in _KINDS and path in tree]
    past.fetch(tree[path] for path in wanted)
    return Side({path: past.document(path, tree[path]) for path in wanted})


def present(paths: Iterable[str], documents: Iterable[Document]) -> Side:
    """What these paths hold among files that have been read."""
    now = {document.path: document for document in documents}
    return Side({path: now[path] if now[path].data is not None else None for path in paths if path in now})


def signed_off(found: Iterable[Change], past: Past, since: Commit | None, hand: str | None) -> tuple[Change, ...]:
    """The changes with who made them: the author of the last commit after `since` that touched the file.

    `past` needs the chronicle. `hand` is the person at work here (an id), for what is not committed; None when
    nobody knows.
    """
    chronicle = past.chronicle
    before = chronicle.ancestors(since.id) if since else frozenset()
    return tuple(replace(change, by=_author(past, chronicle, change.path, before) or hand) for change in found)


def _author(past: Past, chronicle: Chronicle, path: str, before: frozenset[str]) -> str | None:
    for commit, _ in chronicle.own_changes(path):
        if commit.id not in before:
            return past.person(commit.author_email)
    return None


def _kind(path: str) -> str:
    where = place(path)
    return where.kind if isinstance(where, Place) else ""


def _plans(documents: Iterable[Document]) -> Plans:
    """Plans of some files only: a leader whose own file is not among them gets an empty one."""
    given = list(documents)
    named = {document.place.leader for document in given if document.place.leader}
    known = {document.place.id for document in given if document.place.kind == "leader"}
    stand_ins = [Document(Place(leader_path(id), "leader", id, id), "", {}) for id in sorted(named - known)]
    return build([*stand_ins, *given])


def told(before: Side, after: Side, clarity: Clarity = NOTHING_JUDGED) -> tuple[Change, ...]:
    """What changed in commitments from one side to the other, by goal; `clarity` as in `compare.changes`."""
    old, new = (_plans(filter(None, side.documents.values())) for side in (before, after))
    unread = {path for side in (before, after) for path, document in side.documents.items() if document is None}
    goals = changes(_goals(before, unread), _goals(after, unread), reasons_between(old, new), clarity)
    people = (
        change
        for path in sorted({*before.documents} & {*after.documents})
        if _kind(path) == "leader"
        and (was := before.documents[path]) is not None
        and (now := after.documents[path]) is not None
        for change in approver_changes(was, now)
    )
    broken = (_unread(path, before, after) for path in sorted(unread) if _kind(path) == "goal")
    return tuple(sorted((*goals, *people, *broken), key=lambda change: change.goal))


def _goals(side: Side, unread: set[str]) -> dict[GoalKey, Document]:
    """Without the goals that cannot be read at the other moment: nothing can be said of what changed in them."""
    return {key: document for key, document in side.goals.items() if document.path not in unread}


def _unread(path: str, before: Side, after: Side) -> Change:
    where = place(path)
    assert isinstance(where, Place)
    is_now = path in after.documents and after.documents[path] is None
    return Change(
        goal=(where.leader, where.id),
        path=path,
        pointer=(),
        kind=ChangeKind.CHANGED if path in before.documents and path in after.documents else ChangeKind.ADDED,
        before=None,
        after=None,
        direction=Direction.NEUTRAL,
        text=text("the goal cannot be read as it is now") if is_now else text("the goal could not be read as it was"),
    )
