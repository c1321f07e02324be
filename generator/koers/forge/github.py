"""GitHub, as its REST API documents it (version 2022-11-28): pull requests of a commit, and their reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from koers.forge.answers import address, commit_or_none, found, moment, number, words, words_or_none
from koers.forge.api import Api
from koers.forge.reviews import Review, ReviewState

# PENDING is a review that nobody but its writer can see yet.
_STATES: Mapping[str, ReviewState] = MappingProxyType(
    {
        "APPROVED": ReviewState.APPROVED,
        "CHANGES_REQUESTED": ReviewState.CHANGES_REQUESTED,
        "COMMENTED": ReviewState.COMMENTED,
        "DISMISSED": ReviewState.DISMISSED,
    }
)


def headers(token: str | None) -> dict[str, str]:
    """What each request carries."""
    common = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    return {**common, "Authorization": f"Bearer {token}"} if token else common


@dataclass(frozen=True, slots=True)
class GitHub:
    """One repository, `owner/name`."""

    api: Api
    repository: str
    kind: str = "github"

    def merged_reviews(self, commit: str) -> tuple[Review, ...]:
        """See `Forge.merged_reviews`. A commit GitHub does not have raises: push it first."""
        reviews: list[Review] = []
        for pull in self.api.pages(f"/repos/{self.repository}/commits/{commit}/pulls?per_page=100"):
            if found(pull, "merged_at") is not None and self._is_ours(pull):
                reviews += self._reviews(number(pull, "number"), words_or_none(pull, "user", "login"))
        return tuple(sorted(reviews, key=lambda review: review.submitted_at))

    def _is_ours(self, pull: object) -> bool:
        """Whether it was merged here: a commit may be part of a fork's own pull requests too."""
        target = words_or_none(pull, "base", "repo", "full_name")
        return target is None or target.casefold() == self.repository.casefold()

    def _reviews(self, change: int, author: str | None) -> Iterator[Review]:
        for review in self.api.pages(f"/repos/{self.repository}/pulls/{change}/reviews?per_page=100"):
            state = _STATES.get(words(review, "state").upper())
            reviewer = words_or_none(review, "user", "login")
            # The account of somebody who left GitHub is null: then nobody can be held to it.
            if state is None or reviewer is None:
                continue
            yield Review(
                reviewer=reviewer,
                state=state,
                commit=commit_or_none(review, "commit_id"),
                url=address(review, "html_url"),
                submitted_at=moment(review, "submitted_at"),
                change=change,
                author=author,
                note=words_or_none(review, "body"),
            )
