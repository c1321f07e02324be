"""A review as the forges have it in common, and which of somebody's reviews stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from koers.forge.api import Api


class ReviewState(StrEnum):
    """What a reviewer said. A remark decides nothing; a dismissed review is one that was taken back or overruled."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Review:
    """One review of a merged change.

    `reviewer` is the account's name, `commit` the full id of the commit that was looked at (None when the forge
    does not say), `url` where people can read it, `submitted_at` has a time zone. `change` is the number of the
    pull or merge request, `author` the account that opened it, `note` what the reviewer wrote.
    """

    reviewer: str
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

    def merged_reviews(self, commit: str) -> tuple[Review, ...]:
        """The reviews of the merged change or changes that brought this commit (full id) in, oldest first.

        Empty when it came in without one. KoersError when the forge cannot be asked or does not answer sensibly.
        """


def standing_reviews(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Per change and reviewer the last word: the newest review that decides. In the order in which they were given.

    A remark after an approval leaves the approval standing, as on the forges; a dismissed one leaves nothing.
    """
    last: dict[tuple[int, str], Review] = {}
    for review in sorted(reviews, key=lambda review: review.submitted_at):
        if review.state is not ReviewState.COMMENTED:
            last[review.change, review.reviewer.casefold()] = review
    standing = (review for review in last.values() if review.state is not ReviewState.DISMISSED)
    return tuple(sorted(standing, key=lambda review: (review.submitted_at, review.change, review.reviewer)))
