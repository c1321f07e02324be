"""A check of what changed since an earlier moment: the rules that compare two moments, and which files it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from koers.approval.past import Past, leader_path
from koers.errors import KoersError
from koers.git.repository import Repository
from koers.history.between import diff_files, signed_off
from koers.model.change import Change
from koers.pipeline.check import Checked, as_it_was_then
from koers.pipeline.part import Part
from koers.pipeline.world import SHARED, Today, World
from koers.reading.document import Document
from koers.reading.places import folder_of
from koers.reading.referring import referring


def check_since(
    directory: Path, today: Today, revision: str, is_present: bool = False
) -> tuple[Checked, frozenset[str]]:
    """As `check`, judging also what changed between merge-base(`revision`, HEAD) and the working tree.

    Returns with it the files that changed and those that refer to them. A change in one leader's folder concerns that
    folder alone; a shared file or a profile may be referred to from anywhere, and then everything is read. KoersError
    without git, or when there is no such commit.
    """
    world = World.open(directory, today, is_present)
    repository = Repository.open(world.root)
    tip, head = repository.commit(revision), repository.head()
    fork = (repository.merge_base(tip, head) if head else None) or tip
    changed = repository.changed_since(fork)
    part = _concerned(world, changed)
    documents = part.documents
    past = Past(repository.chronicle([fork]), repository.read, documents)
    differences = diff_files(past, repository.tree(fork), changed, documents)
    signed = signed_off(differences, past, past.chronicle.commit(fork), _hand(repository, past))
    changes = tuple(_shown_where_there_is_a_file(signed, documents))
    files = changed | referring(documents, changed) | {change.path for change in changes}
    judged = part.since(changes)
    found = sorted((*judged.diagnostics, *world.odd(part.owners)), key=lambda problem: problem.order)
    return Checked(world, as_it_was_then(world, found)), files


def _concerned(world: World, changed: Iterable[str]) -> Part:
    folders = {folder_of(path) for path in changed}
    return world.whole if SHARED in folders else world.part(folders & set(world.folders))


def _hand(repository: Repository, past: Past) -> str | None:
    """Who is at work here, for what is not committed yet; a build server is nobody."""
    try:
        return past.person(repository.author().email)
    except KoersError:
        return None


def _shown_where_there_is_a_file(changes: Iterable[Change], documents: Iterable[Document]) -> Iterator[Change]:
    """A goal that is gone has no line to point at: its leader's own file stands in, and of who left nothing is said."""
    paths = {document.path for document in documents}
    for change in changes:
        stand_in = leader_path(change.goal[0])
        if change.path in paths:
            yield change
        elif stand_in in paths:
            yield replace(change, path=stand_in, pointer=())
