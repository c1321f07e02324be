"""Check-ins, measurements, reviews and approvals of one leader."""

from __future__ import annotations

from collections.abc import Mapping

from koers.audience.small_groups import band
from koers.export.plain import Plain, plain, said
from koers.model.log import Approval, CheckIn, GoalLog, Measurement, Review


def check_in_record(check_in: CheckIn) -> dict[str, Plain]:
    """One check-in: its day, the three questions, and per goal the readings."""
    return said(
        date=check_in.date,
        number=check_in.number,
        with_whom=check_in.with_whom,
        minutes=check_in.minutes,
        done=check_in.done,
        going_well=check_in.going_well,
        difficult=check_in.difficult,
        next=check_in.next,
        goals=_readings(check_in.goals),
        private=check_in.private,
    )


def measurement_record(measurement: Measurement) -> dict[str, Plain]:
    """One round with one instrument, as much of it as small groups allow."""
    return said(
        date=measurement.date,
        instrument=measurement.instrument,
        kind=measurement.kind,
        version=measurement.version,
        scale=measurement.scale,
        by=measurement.by,
        groups={group: band(count) for group, count in measurement.groups.items()},
        competencies={
            id: said(
                behavior=score.behavior,
                aptitude=score.aptitude,
                by_group=score.by_group,
                facets=score.facets,
            )
            for id, score in measurement.competencies.items()
        },
        goals=_readings(measurement.goals),
        observed=measurement.observed,
        notes=measurement.notes,
    )


def review_record(review: Review) -> dict[str, Plain]:
    """One review: a decision per goal, with the reason where it may be seen."""
    return said(
        date=review.date,
        number=review.number,
        kind=review.kind,
        with_whom=review.with_whom,
        goals={id: said(decision=goal.decision, reason=goal.reason) for id, goal in review.goals.items()},
        notes=review.notes,
    )


def approval_record(approval: Approval) -> dict[str, Plain]:
    """One decision of an approver, as recorded."""
    return said(
        goal=approval.goal,
        round=approval.round,
        decision=approval.decision,
        by=approval.by,
        date=approval.date,
        fingerprint=approval.fingerprint,
        evidence=said(
            kind=approval.evidence.kind,
            url=approval.evidence.url,
            commit=approval.evidence.commit,
        ),
        note=approval.note,
    )


def _readings(goals: Mapping[str, GoalLog]) -> dict[str, Plain]:
    return {
        id: said(
            readings={indicator: plain(reading) for indicator, reading in log.readings.items()},
            note=log.note,
            confidence=log.confidence,
        )
        for id, log in goals.items()
    }
