"""Decisions and what changed: the parts of the line that need git."""

from __future__ import annotations

from koers.git.repository import Repository
from koers.pipeline.check import Checked
from koers.reading.referring import referring


def changed_and_what_refers_to_it(checked: Checked, revision: str) -> frozenset[str]:
    """Files that differ between merge-base(`revision`, HEAD) and the working tree, and those that refer to them.

    KoersError without git, or when there is no such commit.
    """
    repository = Repository.open(checked.root)
    tip = repository.commit(revision)
    head = repository.head()
    fork = repository.merge_base(tip, head) if head else None
    changed = repository.changed_since(fork or tip)
    return changed | referring(checked.documents, changed)
