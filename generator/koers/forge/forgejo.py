"""Forgejo (and Gitea, from which it came), as its API documents it: the pull request of a commit, and its reviews.

Lists have no Link header there (and the root address a server believes in need not be the one it is reached by), so
pages are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from koers.approval.chronicle import Commit
from koers.forge.answers import (
    commit_or_none,
    found,
    fragment_or_none,
    moment,
    number,
    words,
    words_or_none,
)
from koers.forge.api import Api
from koers.forge.reviews import Review, ReviewState, merged_into
from koers.model.organization import Forge as Settings

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


LONGEST_REBASE = 50
"""Commits of one pull request that koers follows when they were put on the main branch one by one."""


@dataclass(frozen=True, slots=True)
class Forgejo:
    """One repository, `owner/name`."""

    api: Api
    settings: Settings
    kind: str = "forgejo"

    @property
    def web(self) -> str:
        """See `Forge.web`."""
        return self.settings.web

    @property
    def _repository(self) -> str:
        return f"/repos/{self.settings.repository}"

    def merged_reviews(self, line: Sequence[Commit]) -> tuple[Review, ...]:
        """See `Forge.merged_reviews`. A commit that came in without a pull request, or is unknown, has none."""
        merged = self._merged(line)
        pulls = () if merged is None else (merged,)
        reviews = [
            review
            for pull in merged_into(self.settings.branch, pulls, "base", "ref")
            for review in self._reviews(number(pull, "number"), words_or_none(pull, "user", "login"))
        ]
        return tuple(sorted(reviews, key=lambda review: review.submitted_at))

    def file(self, commit: str, path: str) -> bytes | None:
        """See `Forge.file`. What was pushed over may be cleared away after some weeks."""
        where = f"{self._repository}/contents/{quote(path)}?ref={commit}"
        return self.api.file(where)

    def _merged(self, line: Sequence[Commit]) -> object | None:
        """The pull request that brought the first of these commits in.

        Forgejo knows a merged pull request by the last commit it put on the main branch. One that was rebased put
        its commits there one by one: then the first later commit it knows must be of a pull request that has this
        very commit, which a rebase leaves its author, and the author's time.
        """
        for behind, commit in enumerate(line[:LONGEST_REBASE]):
            if behind and len(commit.parents) > 1:
                return None  # a merge: the commits below it came in before, and not by it
            pull = self.api.get(f"{self._repository}/commits/{commit.id}/pull", allowed=frozenset({404}))
            if pull.status == 404:
                if not behind:
                    # The same answer is given when there is no such repository, or it is hidden: that is an error.
                    self.api.get(self._repository)
                continue
            if found(pull.body, "merged") is not True:
                return None
            return pull.body if not behind or self._was_rebased(pull.body, line[: behind + 1]) else None
        return None

    def _was_rebased(self, pull: object, run: Sequence[Commit]) -> bool:
        """Whether the last commits of a pull request are, one by one, those of `run`, by author and author's time."""
        path = f"{self._repository}/pulls/{number(pull, 'number')}/commits?limit=50&files=false&verification=false"
        theirs = [
            (words(commit, "commit", "author", "email").casefold(), moment(commit, "commit", "author", "date"))
            for commit in self.api.numbered_pages(path)
        ]
        ours = [(commit.author_email.casefold(), commit.authored) for commit in run]
        return all(theirs.count(mark) >= ours.count(mark) for mark in ours)

    def _reviews(self, change: int, author: str | None) -> Iterator[Review]:
        for review in self.api.numbered_pages(f"{self._repository}/pulls/{change}/reviews?limit=50"):
            state = _STATES.get(words(review, "state"))
            if state is None:
                continue
            place = fragment_or_none(review, "html_url") or f"review-{number(review, 'id')}"
            yield Review(
                reviewer=words_or_none(review, "user", "login"),  # a team's review has none
                state=ReviewState.DISMISSED if found(review, "dismissed") is True else state,
                commit=commit_or_none(review, "commit_id"),
                url=f"{self.web}/pulls/{change}#{place}",
                submitted_at=moment(review, "submitted_at"),
                change=change,
                author=author,
                note=words_or_none(review, "body"),
            )
