"""GitHub, as its REST API documents it (version 2022-11-28): pull requests of a commit, their reviews, and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from koers.approval.chronicle import Commit
from koers.errors import KoersError
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
from koers.texts import text

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
    settings: Settings
    kind: str = "github"

    @property
    def web(self) -> str:
        """See `Forge.web`."""
        return self.settings.web

    def merged_reviews(self, line: Sequence[Commit]) -> tuple[Review, ...]:
        """See `Forge.merged_reviews`. GitHub knows of every commit which pull request brought it in."""
        commit = line[0].id
        listed = f"/repos/{self.settings.repository}/commits/{commit}/pulls?per_page=100"
        unknown = text("{forge} does not have commit {commit}; push it first", forge=self.web, commit=commit)
        pulls = [
            pull
            for pull in self.api.pages(listed, {422: KoersError(unknown)})
            if found(pull, "merged_at") is not None and self._is_ours(pull)
        ]
        reviews = [
            review
            for pull in merged_into(self.settings.branch, pulls, "base", "ref")
            for review in self._reviews(number(pull, "number"), words_or_none(pull, "user", "login"))
        ]
        return tuple(sorted(reviews, key=lambda review: review.submitted_at))

    def file(self, commit: str, path: str) -> bytes | None:
        """See `Forge.file`. The commits of a pull request stay readable by their id."""
        where = f"/repos/{self.settings.repository}/contents/{quote(path)}?ref={commit}"
        return self.api.file(where)

    def _is_ours(self, pull: object) -> bool:
        """Whether it was merged here: a commit may be part of a fork's own pull requests too."""
        target = words_or_none(pull, "base", "repo", "full_name")
        return target is None or target.casefold() == self.settings.repository.casefold()

    def _reviews(self, change: int, author: str | None) -> Iterator[Review]:
        for review in self.api.pages(f"/repos/{self.settings.repository}/pulls/{change}/reviews?per_page=100"):
            state = _STATES.get(words(review, "state").upper())
            if state is None:
                continue
            place = fragment_or_none(review, "html_url") or f"pullrequestreview-{number(review, 'id')}"
            yield Review(
                reviewer=words_or_none(review, "user", "login"),
                state=state,
                commit=commit_or_none(review, "commit_id"),
                url=f"{self.web}/pull/{change}#{place}",
                submitted_at=moment(review, "submitted_at"),
                change=change,
                author=author,
                note=words_or_none(review, "body"),
            )
