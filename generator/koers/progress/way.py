"""The way a key indicator of a team has gone."""

from __future__ import annotations

from fractions import Fraction

from koers.model.organization import TeamIndicator


def way_gone(indicator: TeamIndicator) -> Fraction | None:
    """Which part of the way from the first reading to the target has been gone, as for a goal's indicator.

    (last - first) / (target - first): negative when it moved away, 1 or more at the target. The direction follows
    from the first reading, which stands in for a baseline. 1 when it was at the target and still is; None without
    a target or with fewer than two readings. First 68, last 76, target 80: 2/3.
    """
    if indicator.target is None or len(indicator.readings) < 2:
        return None
    first, last = indicator.readings[0][1], indicator.readings[-1][1]
    if first == indicator.target:
        return Fraction(1) if last == first else None
    return (last - first) / (indicator.target - first)
