"""At this pace: the slope of the points, when the target is reached, and whether it gets better or worse."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil, lcm

from koers.dates import Period, Unit
from koers.model.goal import Indicator
from koers.progress.values import Forecast, IndicatorProgress, Point

_YEAR = Period(1, Unit.YEAR)
_FLAT = Fraction(5, 100)


class Trend(StrEnum):
    """Which way the points go, in terms of what is wanted: fewer days to a decision is better, not "down"."""

    BETTER = "better"
    FLAT = "flat"
    WORSE = "worse"


def theil_sen(points: tuple[Point, ...]) -> Fraction | None:
    """The median of the slopes between all pairs of points, in units a day; None for fewer than three dates.

    One outlier does not turn it. 2 on day 0, 4 on day 10, 3 on day 20: slopes 0.2, 0.05, -0.1; median 0.05.
    Source: Sen, P.K. (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63, 1379-1389.

    >>> from koers.progress.formulas import points_of
    >>> theil_sen(points_of((date(2026, 1, 1), 2), (date(2026, 1, 11), 4), (date(2026, 1, 21), 3)))
    Fraction(1, 20)
    """
    if len(points) < 3:
        return None
    # In whole numbers over one denominator: exact, and many times faster than comparing fractions.
    scale = lcm(*(point.value.denominator for point in points))
    values = [point.value for point in points]
    rises = [value.numerator * (scale // value.denominator) for value in values]
    dated = list(zip((point.date.toordinal() for point in points), rises, strict=True))
    pairs = [
        (value - earlier_value, day - earlier)
        for index, (day, value) in enumerate(dated)
        for earlier, earlier_value in dated[:index]
    ]
    common = lcm(*{days for _, days in pairs})
    slopes = sorted([rise * (common // days) for rise, days in pairs])
    return Fraction(slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2], 2 * common * scale)


def forecast(
    indicator: Indicator, points: tuple[Point, ...], current: Fraction | None, deadline: date | None
) -> Forecast | None:
    """When the target is reached at this pace; None under three dates.

    date = the last point's date + (target - current) / slope, rounded up to a whole day. Its `date` is None when
    the slope is 0 or leads away, when the target has been reached, or more than a year after the deadline.
    Target 6, current 4, slope 0.05 a day, last point 9 Feb: 2 / 0.05 = 40 days on, 21 March.
    """
    slope = theil_sen(points)
    if slope is None or current is None:
        return None
    left = indicator.target - current
    if deadline is None or slope == 0 or left == 0 or (left > 0) is not (slope > 0):
        return Forecast(slope, None)
    if left > 0 if indicator.is_lower_better else left < 0:
        return Forecast(slope, None)  # past the target: the line leads back to it, which is no promise
    days = ceil(left / slope)
    last = points[-1].date
    if days > (_YEAR.after(deadline) - last).days:
        return Forecast(slope, None)
    return Forecast(slope, last + timedelta(days=days))


def trend(progress: IndicatorProgress) -> Trend | None:
    """Which way the points go; None under three dates.

    Flat when the slope, over the days from first to last point, makes less than 5 % of the whole way from baseline
    to target (on hold: from threshold to target).
    """
    if progress.forecast is None:
        return None
    indicator = progress.indicator
    way = abs(indicator.target - indicator.baseline)
    if way == 0 and indicator.threshold is not None:
        way = abs(indicator.target - indicator.threshold)
    slope = progress.forecast.slope_per_day
    change = slope * (progress.points[-1].date - progress.points[0].date).days
    if change == 0 or abs(change) < _FLAT * way:
        return Trend.FLAT
    return Trend.BETTER if (change < 0) is indicator.is_lower_better else Trend.WORSE
