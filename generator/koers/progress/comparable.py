"""Why two rounds cannot be laid side by side, and why one of them is not told at all."""

from __future__ import annotations

from koers.model.log import Measurement, MeasurementKind
from koers.reading.guard import Untold
from koers.texts import Text, text


def why_not_comparable(before: Measurement, after: Measurement) -> Text | None:
    """Why two rounds cannot be compared; None when they can."""
    if before.kind is not after.kind:
        return text("Not comparable: {before} first, {after} later.", before=_kind(before), after=_kind(after))
    if before.instrument != after.instrument:
        return text(
            "Not comparable: the instrument was {before}, now {after}.",
            before=before.instrument,
            after=after.instrument,
        )
    if before.version != after.version:
        return text(
            "Not comparable: the version was {before}, now {after}.",
            before=before.version or text("unknown"),
            after=after.version or text("unknown"),
        )
    if before.scale != after.scale:
        return text("Not comparable: the scale was {before}, now {after}.", before=_scale(before), after=_scale(after))
    return None


def why_untold(measurement: Measurement) -> Text | None:
    """Why nothing is told of what a round's respondents said; None when it is told."""
    guard, kind = measurement.guard, _kind(measurement)
    if guard is None or guard.untold is None:
        return None
    match guard.untold:
        case Untold.NOT_COUNTED:
            return text(
                "Not shown: {kind} of {day} that does not say how many answered. Add `groups:` to {file}.",
                kind=kind, day=measurement.date, file=measurement.path,
            )  # fmt: skip
        case Untold.TOO_FEW:
            return text(
                "Not shown: {kind} of {day} that so few answered that single answers would show.",
                kind=kind, day=measurement.date,
            )  # fmt: skip
        case Untold.TOO_CLOSE:
            return text(
                "Not shown: {kind} of {day}. It follows so closely on the one of {earlier}, with a few people more or "
                "fewer, that their answers would show.",
                kind=kind, day=measurement.date, earlier=guard.beside or measurement.date,
            )  # fmt: skip


def _kind(measurement: Measurement) -> Text:
    return {
        MeasurementKind.SURVEY360: text("a 360"),
        MeasurementKind.PULSE: text("a pulse"),
        MeasurementKind.ASSESSMENT: text("an assessment"),
        MeasurementKind.KPI: text("a KPI"),
        MeasurementKind.OBSERVATION: text("an observation"),
        MeasurementKind.SELF: text("a self-rating"),
    }[measurement.kind]


def _scale(measurement: Measurement) -> Text:
    if measurement.scale is None:
        return text("unknown")
    return text("{lowest} to {highest}", lowest=measurement.scale[0], highest=measurement.scale[1])
