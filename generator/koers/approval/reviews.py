"""Reviews on a forge as evidence: what a forge is asked, which word of a person is the last, what a review was of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from koers.approval.chronicle import Commit, FirstParentLine
from koers.approval.past import Past

LONGEST_CHANGE = 50
"""Commits of the main line that a forge is told of at most: the one that is asked about and what followed it."""


@dataclass(frozen=True, slots=True)
class ForgeReview:
    """A review that decides. `decision` is approved or returned, None when it was reset, dismissed or taken back.

    `reviewer` is an account, None when nobody can be held to it; `commit` the full id of what was looked at, None when
    the forge does not say; `url` begins with the repository's web address; `on` is the review's day in the
    organization's time zone; `change` the number of the pull or merge request.
    """

    reviewer: str | None
    decision: str | None
    commit: str | None
    url: str
    on: date
    change: int
    note: str | None = None


class Reviews(Protocol):
    """The door to a forge."""

    @property
    def kind(self) -> str:
        """github, gitlab or forgejo."""

    @property
    def web(self) -> str:
        """The repository's web address, without a slash at its end."""

    def of(self, line: Sequence[Commit]) -> tuple[ForgeReview, ...]:
        """The reviews of the change that brought the first commit of `line` in, oldest first; `line` goes on with what
        followed on the main line. KoersError when the forge cannot be asked."""

    def file(self, commit: str, path: str) -> bytes | None:
        """What a file held in a commit; None when the forge has no such commit, or no such file in it."""


def last_words(reviews: Iterable[ForgeReview]) -> tuple[ForgeReview, ...]:
    """Per change and account the newest review, in the order given. An approval that was followed by another word,
    or was taken back, is not among them; the word that took it back is."""
    last: dict[tuple[int, str], ForgeReview] = {}
    for review in reviews:
        if review.reviewer is not None:
            key = (review.change, review.reviewer.casefold())
            last.pop(key, None)
            last[key] = review
    return tuple(last.values())


def brought_in(line: FirstParentLine, position: int) -> Sequence[Commit]:
    """The commit at a position and those that followed it, as `Reviews.of` takes them."""
    return line.commits[position : position + LONGEST_CHANGE]


def text_reviewed(past: Past, forge: Reviews | None, path: str, commit: str) -> str | None:
    """The fingerprint of the goal in `path` as the reviewed commit has it, from this clone or from the forge.

    None when neither can tell.
    """
    known = past.chronicle.commit(commit)
    if known is not None:
        return past.fingerprint(path, past.chronicle.state(known.id, path))
    return past.fingerprint_of(path, forge.file(commit, path)) if forge is not None else None
