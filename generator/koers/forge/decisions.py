"""Reviews on a forge as decisions that `koers.approval` can weigh."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from koers.approval.decide import ForgeReview
from koers.approval.records import APPROVED, RETURNED
from koers.forge.reviews import Review, ReviewState, standing_reviews


def decisions(reviews: Iterable[Review], timezone: str) -> tuple[ForgeReview, ...]:
    """The reviews that stand, oldest first: an approval, or a return, on its day in the organization's time zone.

    ZoneInfoNotFoundError for a time zone there is none of (check has refused it by then).
    """
    zone = ZoneInfo(timezone)
    return tuple(
        ForgeReview(
            reviewer=review.reviewer,
            decision=APPROVED if review.state is ReviewState.APPROVED else RETURNED,
            commit=review.commit,
            url=review.url,
            on=review.submitted_at.astimezone(zone).date(),
            note=review.note,
        )
        for review in standing_reviews(reviews)
    )
