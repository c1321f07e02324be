"""GitLab, as its REST API v4 documents it: the merge requests of a commit, their approvals and versions.

GitLab keeps no reviewed commit with an approval. It is worked out: the head of the merge request's newest version
at the moment of the approval, which its system notes (and, in newer releases, the approval itself) give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

from koers.approval.chronicle import Commit
from koers.forge.answers import commit_or_none, found, items, moment, number, words, words_or_none
from koers.forge.api import Api
from koers.forge.reviews import Review, ReviewState, merged_into
from koers.model.organization import Forge as Settings

# System notes, which only GitLab itself can write.
_NOTES: Mapping[str, ReviewState] = MappingProxyType(
    {
        "approved this merge request": ReviewState.APPROVED,
        "unapproved this merge request": ReviewState.DISMISSED,
        "requested changes": ReviewState.CHANGES_REQUESTED,
    }
)


def headers(token: str | None) -> dict[str, str]:
    """What each request carries."""
    common = {"Accept": "application/json"}
    return {**common, "PRIVATE-TOKEN": token} if token else common


@dataclass(frozen=True, slots=True)
class GitLab:
    """One project, `group/subgroup/name`."""

    api: Api
    settings: Settings
    kind: str = "gitlab"

    @property
    def web(self) -> str:
        """See `Forge.web`."""
        return self.settings.web

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.settings.repository, safe='')}"

    def merged_reviews(self, line: Sequence[Commit]) -> tuple[Review, ...]:
        """See `Forge.merged_reviews`. An approval that was reset or taken back later is dismissed.

        A merge request from the main branch into another one holds the commit as well, and did not bring it in.
        """
        listed = f"{self._project}/repository/commits/{line[0].id}/merge_requests?per_page=100"
        merged = [request for request in self.api.pages(listed) if found(request, "state") == "merged"]
        here = merged_into(self.settings.branch, merged, "target_branch")
        reviews = [review for request in here for review in self._reviews(request)]
        return tuple(sorted(reviews, key=lambda review: review.submitted_at))

    def file(self, commit: str, path: str) -> bytes | None:
        """See `Forge.file`. GitLab keeps every version of a merge request."""
        where = f"{self._project}/repository/files/{quote(path, safe='')}?ref={commit}"
        return self.api.file(where)

    def _reviews(self, request: object) -> Iterator[Review]:
        change = number(request, "iid")
        web = f"{self.web}/-/merge_requests/{change}"
        author = words_or_none(request, "author", "username")
        own = f"{self._project}/merge_requests/{change}"
        heads = self._heads(own)
        approvals = items(found(self.api.get(f"{own}/approvals").body, "approved_by"))
        approved = {name.casefold(): entry for entry in approvals if (name := words_or_none(entry, "user", "username"))}
        noted: set[str] = set()
        for note in self.api.pages(f"{own}/notes?sort=asc&order_by=created_at&per_page=100"):
            reviewer = words_or_none(note, "author", "username")
            state = _NOTES.get(words(note, "body").strip().casefold()) if found(note, "system") is True else None
            if reviewer is None or state is None:
                continue
            if state is ReviewState.APPROVED:
                noted.add(reviewer.casefold())
                if reviewer.casefold() not in approved:
                    # It is not among those that stand: new commits have reset it, or a rule has.
                    state = ReviewState.DISMISSED
            at = moment(note, "created_at")
            url = f"{web}#note_{number(note, 'id')}"
            yield Review(reviewer, state, _head_at(heads, at), url, at, change, author)
        for name, entry in approved.items():
            if name not in noted and words_or_none(entry, "approved_at"):
                at = moment(entry, "approved_at")
                reviewer = words(entry, "user", "username")
                yield Review(reviewer, ReviewState.APPROVED, _head_at(heads, at), web, at, change, author)

    def _heads(self, own: str) -> tuple[tuple[datetime, str | None], ...]:
        """The heads the merge request had, with the moment from which on, oldest first."""
        versions = self.api.pages(f"{own}/versions?per_page=100")
        heads = [(moment(version, "created_at"), commit_or_none(version, "head_commit_sha")) for version in versions]
        return tuple(sorted(heads, key=lambda head: head[0]))


def _head_at(heads: tuple[tuple[datetime, str | None], ...], at: datetime) -> str | None:
    shown = [commit for since, commit in heads if since <= at]
    return shown[-1] if shown else None
