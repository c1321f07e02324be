"""A review as the forges have it in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from koers.approval.chronicle import Commit
from koers.errors import KoersError
from koers.forge.answers import words_or_none
from koers.forge.api import Api
from koers.texts import text


class ReviewState(StrEnum):
    """What a reviewer said. A remark decides nothing; a dismissed review is one that was taken back or overruled."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Review:
    """One review of a merged change.

    `reviewer` is the account's name (None when nobody can be held to it: a team, an account that is gone), `commit`
    the full id of the commit that was looked at (None when the forge does not say), `url` where people can read it,
    `submitted_at` has a time zone. `change` is the number of the pull or merge request, `author` the account that
    opened it, `note` what the reviewer wrote.
    """

    reviewer: str | None
    state: ReviewState
    commit: str | None
    url: str
    submitted_at: datetime
    change: int
    author: str | None = None
    note: str | None = None


class Forge(Protocol):
    """What every forge can be asked."""

    @property
    def kind(self) -> str:
        """github, gitlab or forgejo."""

    @property
    def api(self) -> Api:
        """Its API, with the token."""

    @property
    def web(self) -> str:
        """The repository's web address, with which the address of every review begins."""

    def merged_reviews(self, line: Sequence[Commit]) -> tuple[Review, ...]:
        """The reviews of the merged change or changes that brought the first commit of `line` in, oldest first.

        `line` goes on with what followed it on the main branch, because a forge may know a change by its last commit
        only. Empty when it came in without a change. KoersError when the forge cannot be asked, does not answer
        sensibly, does not have the commit, or merged the change into another branch.
        """

    def file(self, commit: str, path: str) -> bytes | None:
        """What a file held in a commit (full id), also one that was squashed, rebased or pushed over.

        None when the forge no longer has the commit, or it has no such file.
        """


def merged_into(expected: str, changes: Sequence[object], *branch: str) -> tuple[object, ...]:
    """Of merged changes, as the forge tells them, those that went into the branch `expected` of the settings.

    `branch` is the path of keys to where a change went; one that does not tell counts as gone there. KoersError when
    every one of them went elsewhere.
    """
    went = [(words_or_none(change, *branch) or expected, change) for change in changes]
    here = tuple(change for to, change in went if to == expected)
    if went and not here:
        raise KoersError(
            text(
                "the change was merged into {branches}, and organization.yml says that the plans are on {expected}; "
                "put the right name in `branch:` under `forge:`",
                branches=tuple(sorted({to for to, _ in went})),
                expected=expected,
            )
        )
    return here
