"""Forgejo (and Gitea, from which it came), as its API documents it: the pull request of a commit, and its reviews.

Lists have no Link header there (and the root address a server believes in need not be the one it is reached by), so
pages are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from koers.forge.answers import address, commit_or_none, found, moment, number, words, words_or_none
from koers.forge.api import Api
from koers.forge.reviews import Review, ReviewState

# PENDING is not yet sent, REQUEST_REVIEW is a question and no answer.
_STATES: Mapping[str, ReviewState] = MappingProxyType(
    {
        "APPROVED": ReviewState.APPROVED,
        "REQUEST_CHANGES": ReviewState.CHANGES_REQUESTED,
        "COMMENT": ReviewState.COMMENTED,
    }
)


def headers(token: str | None) -> dict[str, str]:
    """What each request carries."""
    common = {"Accept": "application/json"}
    return {**common, "Authorization": f"token {token}"} if token else common


@dataclass(frozen=True, slots=True)
class Forgejo:
    """One repository, `owner/name`."""

    api: Api
    repository: str
    kind: str = "forgejo"

    def merged_reviews(self, commit: str) -> tuple[Review, ...]:
        """See `Forge.merged_reviews`. A commit that came in without a pull request, or is unknown, has none."""
        pull = self.api.get(f"/repos/{self.repository}/commits/{commit}/pull", allowed=frozenset({404}))
        if pull.status == 404:
            # The same answer is given when there is no such repository, or it is hidden: that is an error.
            self.api.get(f"/repos/{self.repository}")
            return ()
        if found(pull.body, "merged") is not True:
            return ()
        reviews = self._reviews(number(pull.body, "number"), words_or_none(pull.body, "user", "login"))
        return tuple(sorted(reviews, key=lambda review: review.submitted_at))

    def _reviews(self, change: int, author: str | None) -> Iterator[Review]:
        for review in self.api.numbered_pages(f"/repos/{self.repository}/pulls/{change}/reviews?limit=50"):
            state = _STATES.get(words(review, "state"))
            reviewer = words_or_none(review, "user", "login")
            # A team's review has no user; nobody can be held to it.
            if state is None or reviewer is None:
                continue
            yield Review(
                reviewer=reviewer,
                state=ReviewState.DISMISSED if found(review, "dismissed") is True else state,
                commit=commit_or_none(review, "commit_id"),
                url=address(review, "html_url"),
                submitted_at=moment(review, "submitted_at"),
                change=change,
                author=author,
                note=words_or_none(review, "body"),
            )
