"""A forge as `koers.approval` asks it: its reviews as decisions, each change and file asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from koers.approval.chronicle import Commit
from koers.approval.records import APPROVED, RETURNED
from koers.approval.reviews import ForgeReview
from koers.forge.reviews import Forge, Review, ReviewState

_DECISIONS = {ReviewState.APPROVED: APPROVED, ReviewState.CHANGES_REQUESTED: RETURNED, ReviewState.DISMISSED: None}


@dataclass(frozen=True, slots=True)
class Decisions:
    """`timezone` is the organization's; ZoneInfoNotFoundError for one there is none of (check has refused it by then).

    `folder` is where the plans' root stands in the repository: empty, or `sub/folder/`.
    """

    forge: Forge
    timezone: str
    folder: str = ""
    _reviews: dict[str, tuple[ForgeReview, ...]] = field(default_factory=dict)
    _files: dict[tuple[str, str], bytes | None] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """See `Reviews.kind`."""
        return self.forge.kind

    @property
    def web(self) -> str:
        """See `Reviews.web`."""
        return self.forge.web

    def of(self, line: Sequence[Commit]) -> tuple[ForgeReview, ...]:
        """See `Reviews.of`. A remark decides nothing and is left out."""
        asked = line[0].id
        if asked not in self._reviews:
            zone = ZoneInfo(self.timezone)
            found = sorted(self.forge.merged_reviews(line), key=lambda review: review.submitted_at)
            self._reviews[asked] = tuple(
                _decision(review, zone) for review in found if review.state is not ReviewState.COMMENTED
            )
        return self._reviews[asked]

    def file(self, commit: str, path: str) -> bytes | None:
        """See `Reviews.file`; `path` is relative to the plans' root."""
        if (commit, path) not in self._files:
            self._files[commit, path] = self.forge.file(commit, f"{self.folder}{path}")
        return self._files[commit, path]


def _decision(review: Review, zone: ZoneInfo) -> ForgeReview:
    return ForgeReview(
        reviewer=review.reviewer,
        decision=_DECISIONS[review.state],
        commit=review.commit,
        url=review.url,
        on=review.submitted_at.astimezone(zone).date(),
        change=review.change,
        note=review.note,
    )
