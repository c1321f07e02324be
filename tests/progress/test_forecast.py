"""At this pace: slope, date, and which way it goes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from koers.model.goal import Indicator
from koers.progress.forecast import Trend, theil_sen
from koers.progress.forecast import trend as trend_of
from koers.progress.formulas import points_of
from koers.progress.measure import measure_goal
from koers.progress.values import IndicatorProgress
from progress.build import check_in, day, goal, indicator, leader


def measured(it: Indicator, readings: dict[str, int], **fields: object) -> IndicatorProgress:
    whole = goal(it, **fields)  # type: ignore[arg-type]
    log = [check_in(on, {"a": value}) for on, value in readings.items()]
    return measure_goal(leader(whole, log=log), whole, day("04-10")).indicators[0]


def test_one_outlier_does_not_turn_the_slope() -> None:
    days = [date(2026, 1, 1 + index) for index in range(7)]
    steady = points_of(*((on, index) for index, on in enumerate(days)))
    assert theil_sen(steady) == 1
    assert theil_sen((*steady[:-1], points_of((days[-1], 900))[0])) == 1
    assert theil_sen(steady[:2]) is None


UP = indicator("level", 0, 10)
DOWN = indicator("level", 10, 5)
HOLD = indicator("level", 2, 2, threshold=4)


@pytest.mark.parametrize(
    ("shows", "indicator", "readings", "slope", "on", "trend"),
    [
        # 2, 4, 6 every ten days: 0.2 a day; from 6 to 10 is 20 days.
        ("up", UP, {"01-20": 2, "01-30": 4, "02-09": 6}, "1/5", "03-01", Trend.BETTER),
        ("rounded up", UP, {"01-20": 2, "01-30": 5, "02-09": 8}, "3/10", "02-16", Trend.BETTER),
        ("lower is better", DOWN, {"01-20": 10, "01-30": 9, "02-09": 8}, "-1/10", "03-11", Trend.BETTER),
        ("leads away", UP, {"01-20": 6, "01-30": 5, "02-09": 4}, "-1/10", None, Trend.WORSE),
        ("flat", UP, {"01-20": 5, "01-30": 5, "02-09": 5}, "0", None, Trend.FLAT),
        ("reached", UP, {"01-20": 6, "01-30": 8, "02-09": 10}, "1/5", None, Trend.BETTER),
        ("past and back", UP, {"01-20": 16, "01-30": 14, "02-09": 12}, "-1/5", None, Trend.WORSE),
        # 0.05 a day: 99 to go in 1,980 days is more than a year after the deadline; 1 of 100 is flat.
        ("too far", indicator("level", 0, 100), {"01-20": 0, "01-30": 1, "02-09": 1}, "1/20", None, Trend.FLAT),
        ("hold, lower", HOLD, {"01-20": 4, "01-30": 4, "02-09": 3}, "-1/20", "03-01", Trend.BETTER),
    ],
)  # fmt: skip
def test_by_hand(
    shows: str, indicator: Indicator, readings: dict[str, int], slope: str, on: str | None, trend: Trend
) -> None:
    progress = measured(indicator, readings)
    assert progress.forecast is not None
    assert (progress.forecast.slope_per_day, progress.forecast.date) == (Fraction(slope), day(on) if on else None)
    assert trend_of(progress) is trend


def test_a_year_after_the_deadline_is_the_last_day() -> None:
    # The deadline is 10 April 2026; the last point, 2, lies on 30 January.
    readings = {"01-20": 1, "01-25": 1, "01-30": 2}
    slope = measured(indicator("level", 0, 100), readings).forecast
    assert slope is not None
    edge = slope.slope_per_day * (date(2027, 4, 10) - day("01-30")).days + 2
    inside = measured(indicator("level", 0, edge), readings).forecast
    outside = measured(indicator("level", 0, str(edge + Fraction(1, 1000))), readings).forecast
    assert inside is not None
    assert outside is not None
    assert (inside.date, outside.date) == (date(2027, 4, 10), None)


def test_two_dates_are_no_forecast() -> None:
    progress = measured(indicator("level", 0, 10), {"01-20": 2, "01-30": 4})
    assert progress.forecast is None
    assert trend_of(progress) is None
