"""Charts: small, whole without a script, read aloud, and drawn where the numbers say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers.dates import parse_period
from koers.language import translator
from koers.model.goal import Category, Goal, Indicator, Kind, Measure, Source, Status, TimeBound
from koers.model.log import CheckIn, GoalLog
from koers.model.organization import Leader
from koers.progress.absence import AwayDays
from koers.progress.expected import value_at
from koers.progress.measure import measure_goal
from koers.progress.values import IndicatorProgress, Rhythm, Slot, SlotState, Standing
from koers.site.charts.bars import gap_bar, mean_bar, mix_bar, progress_bar, standing_bar
from koers.site.charts.before_after import before_after, scale_for
from koers.site.charts.labels import pushed_apart
from koers.site.charts.readings import Ending, readings_chart
from koers.site.charts.rhythm import heat_head, heat_row, weeks_shown
from koers.site.charts.spark import sparkline
from koers.site.charts.svg import short
from koers.site.voice import PageVoice
from koers.texts import text

START, DEADLINE, AS_OF = date(2026, 1, 5), date(2026, 7, 3), date(2026, 5, 11)
VOICE = PageVoice(translator("en"), AS_OF)
NL = PageVoice(translator("nl"), AS_OF)


def level(values: list[int], baseline: int = 1, target: int = 6, threshold: int | None = 3) -> IndicatorProgress:
    """A level read every week, from a goal of half a year."""
    indicator = Indicator(
        "speed", "Days to <a> decision", Kind.LEADING, Measure.LEVEL, Source.LOG, Fraction(baseline), Fraction(target),
        threshold=None if threshold is None else Fraction(threshold),
    )  # fmt: skip
    goal = Goal(
        "g", "anna", "p", "Decide", Category.TEAM, Status.ACTIVE, indicators=(indicator,),
        time_bound=TimeBound(START, DEADLINE, parse_period("week"), parse_period("6 weeks")),
    )  # fmt: skip
    check_ins = tuple(
        CheckIn(START + timedelta(weeks=week + 1), 1, "c", goals={"g": GoalLog({"speed": Fraction(value)})})
        for week, value in enumerate(values)
    )
    leader = Leader("anna", "p", "Anna", goals={"g": goal}, check_ins=check_ins)
    return measure_goal(leader, goal, AS_OF).indicator("speed")


def chart(progress: IndicatorProgress, voice: PageVoice = VOICE) -> str:
    return str(
        readings_chart(progress, AS_OF, voice, "Days to <a> decision: on the line", "Now 4, expected 4, target 6.")
    )


def elements(svg: str) -> ElementTree.Element:
    """Parses as XML too: nothing left open, no attribute without quotes."""
    return ElementTree.fromstring(svg)


Place = tuple[float, float]


def pieces(svg: ElementTree.Element, name: str) -> list[list[Place]]:
    """The connected pieces of a path by its class; a dot is a piece of one place."""
    found = []
    for path in svg.iter("path"):
        if path.get("class") == name:
            for piece in path.attrib["d"].removeprefix("M").split("M"):
                found.append([(float(x), float(y)) for x, y in re.findall(r"([0-9.]+) ([0-9.]+)", piece)])
    return found


def dots(svg: ElementTree.Element) -> list[Place]:
    return [place for piece in pieces(svg, "p") for place in piece]


@given(
    st.lists(st.integers(-1000, 100000), max_size=17),
    st.integers(-50, 50),
    st.integers(-50, 50),
    st.one_of(st.none(), st.integers(-50, 50)),
)
@settings(deadline=None, max_examples=150)
def test_a_chart_is_small_one_line_and_leaves_no_reading_out(
    values: list[int], baseline: int, target: int, threshold: int | None
) -> None:
    for voice in (VOICE, NL):
        drawn = chart(level(values, baseline, target, threshold), voice)
        assert len(drawn.encode()) <= 2600
        assert "\n" not in drawn
        assert "style=" not in drawn
        assert len(dots(elements(drawn))) == len(values)


def test_a_chart_tells_what_it_shows() -> None:
    svg = elements(chart(level([1, 2, 3])))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["width"] == "100%"
    assert [(child.tag, child.text) for child in svg][:2] == [
        ("title", "Days to <a> decision: on the line"),
        ("desc", "Now 4, expected 4, target 6."),
    ]


def test_marks_lie_where_the_numbers_say() -> None:
    """Target on top (22 px), the last reading's dot at its week and height, months below."""
    svg = elements(chart(level([1, 2, 6])))
    target = next(line for line in svg.iter("line") if line.attrib.get("class") == "t")
    assert (target.attrib["y1"], target.attrib["x2"]) == ("22", "100%")
    assert dots(svg) == [(39, 114), (78, 96), (117, 22)]
    assert pieces(svg, "l") == [dots(svg)]
    end = svg.find("g[@class='d']/circle")
    assert end is not None
    assert (end.attrib["cx"], end.attrib["cy"], end.attrib["r"]) == ("11.7%", "22", "4.5")
    said = [text.text for text in svg.iter("text")]
    months = ["Feb", "Mar", "Apr", "May", "3 Jul"]
    assert said == ["adjust below", "today", "target", "6", "1", "3", *months, "expected 4.5", "6"]


def test_a_missing_period_is_dotted_with_a_ring_and_never_a_zero() -> None:
    progress = level([1, 2, 3, 4])
    gap = replace(progress.missing[0], date=START + timedelta(days=18)) if progress.missing else None
    assert gap is not None, "weeks without a check-in are gaps"
    svg = elements(chart(replace(progress, missing=(gap,))))
    rings = svg.findall("g[@class='o']")
    assert len(pieces(svg, "l g")) == 1
    assert [ring.attrib["cx"] for ring in rings[0]] == ["10.1%"]


def test_without_readings_the_way_ahead_is_drawn() -> None:
    svg = elements(chart(level([])))
    assert svg.find("g[@class='e']") is not None
    assert not list(svg.iter("path"))
    assert svg.find("g[@class='d']") is None
    assert "6" in [text.text for text in svg.iter("text")]


def test_lower_is_better_turns_the_field_around() -> None:
    upright = next(r for r in elements(chart(level([4], 1, 6, 3))).iter("rect"))
    turned = next(r for r in elements(chart(level([7], 10, 4, 9))).iter("rect"))
    assert float(upright.attrib["y"]) + float(upright.attrib["height"]) == 130
    assert float(turned.attrib["y"]) == 14
    assert "adjust above" in [text.text for text in elements(chart(level([7], 10, 4, 9))).iter("text")]


def target_height(svg: str) -> int:
    return int(next(line.get("y1", "") for line in elements(svg).iter("line") if line.get("class") == "t"))


def test_a_reading_far_beside_the_way_does_not_squash_it() -> None:
    quiet, loud = chart(level([1, 2, 3, 4, 5])), chart(level([1, 2, 60, 4, 5]))
    assert target_height(quiet) == 22
    assert 50 < target_height(loud) < 65, "most of the height is still the way from 1 to 6"
    assert min(y for _, y in dots(elements(loud))) == 22, "it is drawn at the edge, not beyond"
    assert [words.text for words in elements(loud).iter("text") if (words.text or "").startswith("\u2191")] == [
        "\u219160"
    ]
    assert "\u2191" not in quiet


def test_far_below_the_way_the_arrow_points_down() -> None:
    assert "\u2193\u221240" in chart(level([1, -40, 3, 4, 5]))


def test_the_chart_of_a_closed_goal_ends_on_that_day_and_tells_there_what_was_expected() -> None:
    on = START + timedelta(days=28)
    progress = level([1, 2, 3])
    progress = replace(progress, expected_value=value_at(progress.expected_line, on))
    ending = Ending(on, text("stopped"))
    svg = elements(str(readings_chart(progress, AS_OF, VOICE, "title", "description", ending=ending)))
    said = [words.text for words in svg.iter("text")]
    assert "today" not in said
    assert said.index("stopped") < said.index("target")
    ring = svg.findall("g[@class='o']/circle")[-1]
    (way,) = svg.findall("g[@class='e']/line")
    assert (ring.attrib["cx"], float(ring.attrib["cy"])) == ("100%", pytest.approx(float(way.attrib["y2"]), abs=1))
    assert dots(svg)[-1][0] == 750


@given(st.lists(st.integers(0, 200), min_size=1, max_size=3))
def test_labels_never_overlap(places: list[int]) -> None:
    placed = sorted(pushed_apart(places, 14))
    assert all(b - a >= 14 for a, b in pairwise(placed))


@pytest.mark.parametrize(
    ("now", "expected", "shapes"),
    [
        (Fraction(65, 100), Fraction(79, 100), ["k", "u 79%", "p 65%", "m 79%"]),
        (Fraction(9, 10), Fraction(1, 2), ["k", "p 90%", "m 50%"]),
        (Fraction(3, 2), Fraction(1), ["k", "p 100%", "m 100%"]),
        (Fraction(-1, 4), Fraction(1, 2), ["k", "u 50%", "m 50%"]),
        (None, Fraction(1, 2), ["k", "m 50%"]),
    ],
)
def test_progress_bar(now: Fraction | None, expected: Fraction, shapes: list[str]) -> None:
    svg = elements(progress_bar(now, expected, Standing.AT_RISK, "65 % of 79 % expected"))
    drawn = [(shape.get("class", ""), shape.get("width") or shape.get("x") or "") for shape in svg]
    assert [" ".join(one).rstrip() for one in drawn] == shapes
    assert svg.attrib["aria-label"] == "65 % of 79 % expected"
    assert svg.attrib["class"] == "k-bar s-at_risk"


def test_every_small_chart_is_named_and_small() -> None:
    progress = level([1, 2, 3, 5, 4])
    slots = tuple(Slot(START + timedelta(weeks=w), SlotState.HELD) for w in range(18))
    weeks = weeks_shown([START], AS_OF)
    scale = (Fraction(0), Fraction(100))
    drawings = [
        gap_bar(Fraction(45), Fraction(70), Fraction(74), scale, "45 of 70"),
        mean_bar(Fraction(9), Fraction(21), "9"),
        mix_bar([Fraction(7, 10), Fraction(2, 10), Fraction(1, 10)], [Fraction(7, 10)], "hours"),
        standing_bar([(Standing.OFF_TRACK, 2), (Standing.ON_TRACK, 5)], "2 off track"),
        before_after(Fraction(45), Fraction(58), Fraction(62), scale, "45 to 58"),
        sparkline(progress, "from 1 to 4"),
        heat_row(weeks, Rhythm(slots), Rhythm(slots[::6]), VOICE, "18 of 18 held"),
        heat_head(weeks, VOICE),
    ]
    for drawn in drawings:
        assert drawn is not None
        svg = elements(drawn)
        assert svg.attrib["role"] == "img"
        assert svg.attrib["aria-label"]
        assert len(drawn) <= 2048
        assert not re.search(r"viewBox|style=|\n", drawn)


def test_the_shared_scale_has_air_and_stays_on_the_instrument() -> None:
    assert scale_for([Fraction(45), Fraction(58)], (Fraction(0), Fraction(100))) == (30, 70)
    assert scale_for([Fraction(1), Fraction(5)], (Fraction(1), Fraction(5))) == (1, 5)
    assert scale_for([], (Fraction(0), Fraction(100))) == (0, 100)


def test_heat_cells_say_how_each_week_went() -> None:
    weeks = weeks_shown([date(2026, 4, 6)], date(2026, 5, 11))
    states = (SlotState.HELD, SlotState.HELD_LATE, SlotState.MISSED, SlotState.HELD, SlotState.HELD, SlotState.PLANNED)
    slots = tuple(Slot(date(2026, 4, 6) + timedelta(weeks=n), state) for n, state in enumerate(states))
    review = Slot(date(2026, 4, 8), SlotState.HELD, (date(2026, 4, 8),))
    svg = elements(heat_row(weeks, Rhythm(slots), Rhythm((review,)), VOICE, "4 of 5"))
    drawn = [shape.attrib.get("class", "") + (shape.text or "") for shape in svg]
    assert drawn == ["h", "wR", "l", "h", "m", "x×", "h", "h", "p", "d", "d", "d", "n"]


def test_numbers_are_written_short() -> None:
    assert [short(value) for value in (0, 12.0, 12.34, -0.01, Fraction(1, 3))] == ["0", "12", "12.3", "0", "0.3"]


def test_days_away_are_a_field_and_a_gap_for_those_who_may_see_them() -> None:
    progress = level([1, 2, 3, 5, 4])
    first, last = progress.points[1].date + timedelta(days=1), progress.points[2].date - timedelta(days=1)
    away = AwayDays(((first, last), (date(2020, 1, 1), date(2020, 1, 9))))
    plain = readings_chart(progress, AS_OF, VOICE, "t", "d")
    seen = readings_chart(progress, AS_OF, VOICE, "t", "d", away)
    assert "away" not in plain
    assert len([shape for shape in elements(seen) if shape.get("class") == "w"]) == 1
    assert len(pieces(elements(seen), "l g")) == 1
    assert not [group for group in elements(plain) if group.get("class") == "l g"]


def test_a_week_away_is_a_bar_where_nothing_was_due_or_held() -> None:
    weeks = weeks_shown([date(2026, 4, 6)], date(2026, 5, 11))
    slots = (Slot(date(2026, 4, 6), SlotState.HELD), Slot(date(2026, 4, 20), SlotState.HELD))
    away = AwayDays(((date(2026, 4, 6), date(2026, 4, 15)), (date(2026, 4, 20), date(2026, 4, 24))))
    drawn = [shape.get("class", "") for shape in elements(heat_row(weeks, Rhythm(slots), Rhythm(), VOICE, "2", away))]
    assert drawn[:4] == ["h", "y", "h", "d"]
