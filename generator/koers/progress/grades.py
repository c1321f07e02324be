"""What a number rests on, and measurement scores on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from koers.model.log import Measurement, MeasurementKind
from koers.progress.values import Grade
from koers.reading.guard import End

_GRADES: Mapping[MeasurementKind, Grade] = MappingProxyType(
    {MeasurementKind.OBSERVATION: Grade.OBSERVED, MeasurementKind.SELF: Grade.SELF_REPORTED}
)

STRONGEST_FIRST = (Grade.MEASURED, Grade.OBSERVED, Grade.SELF_REPORTED)


def grade_of(measurement: Measurement) -> Grade:
    """An instrument measures; the manager or a mini round of colleagues observes; a self-rating is reported."""
    return _GRADES.get(measurement.kind, Grade.MEASURED)


def out_of_100(measurement: Measurement, score: Fraction) -> Fraction:
    """A score on the measurement's scale as a number from 0 to 100; without a scale it is one already.

    4 on a scale from 1 to 5: (4 - 1) / (5 - 1) x 100 = 75.
    """
    if measurement.scale is None or measurement.scale[0] == measurement.scale[1]:
        return score
    lowest, highest = measurement.scale
    if lowest == 0 and highest == 100:
        return score
    return (score - lowest) / (highest - lowest) * 100


def end_of(measurement: Measurement, mean: Fraction) -> End | None:
    """Which end of the scale a mean of this round lies at, if it is told as a bound only."""
    return measurement.guard.means.end(mean) if measurement.guard is not None else None
