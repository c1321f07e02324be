"""What is drawn is read back and compared with the data: every reading, what was judged, and the number beside it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from koers.language import translator
from koers.model.build import build
from koers.model.goal import Measure
from koers.model.log import Share
from koers.progress.measure import measure
from koers.progress.values import IndicatorProgress, Point
from koers.reading.read import read_all
from koers.site.charts.readings import readings_chart
from koers.site.voice import PageVoice
from koers.story.sentences import chart_sentence
from koers.workspace import scan

from .test_charts import dots, level, pieces

PROJECT = Path(__file__).parents[2]
AS_OF = date(2026, 4, 10)
VOICE = PageVoice(translator("en"), AS_OF)
TOP, BOTTOM = 22, 122
WEEK = 7


@cache
def example() -> dict[str, IndicatorProgress]:
    """Every indicator of the example that has a chart, by leader, goal and its id."""
    plans = build(read_all(scan(PROJECT).files).documents)
    return {
        f"{'/'.join(key)}#{one.indicator.id}": one
        for key, goal in measure(plans, AS_OF).items()
        for one in goal.indicators
        if one.expected_line
    }


def drawing(progress: IndicatorProgress) -> ElementTree.Element:
    return ElementTree.fromstring(str(readings_chart(progress, AS_OF, VOICE, "title", "description")))


def value_at(svg: ElementTree.Element, progress: IndicatorProgress, y: float) -> tuple[Fraction, Fraction]:
    """The value that stands at a height, and how much a pixel is: told by the lines of which the value is known."""
    target = next(float(line.attrib["y1"]) for line in svg.iter("line") if line.get("class") == "t")
    indicator = progress.indicator
    way = svg.find("g[@class='e']/line")
    if way is not None:
        other, known = float(way.attrib["y1"]), progress.expected_line[0][1]
    else:  # a value that is to be held has no way; its threshold is the edge of the field
        assert indicator.threshold is not None
        field = next(rect for rect in svg.iter("rect") if rect.get("class") == "f")
        edge = float(field.attrib["y"])
        other = edge + float(field.attrib["height"]) if indicator.is_lower_better else edge
        known = indicator.threshold
    pixel = (known - indicator.target) / Fraction(other - target)
    return indicator.target + pixel * Fraction(y - target), abs(pixel)


def in_words(points: tuple[Point, ...], index: int, progress: IndicatorProgress) -> Fraction:
    """What a dot must say, counted again from what was written: the reading, with its week when it covers less."""
    indicator, last = progress.indicator, points[index]
    if indicator.measure in (Measure.LEVEL, Measure.TOTAL) or last.days is None:
        return last.value
    week = [last]
    while sum(point.days or 0 for point in week) < WEEK and len(week) <= index:
        week.insert(0, points[index - len(week)])
    if len(week) == 1:
        return last.value
    if indicator.measure is Measure.SHARE:
        shares = [point.reading for point in week if isinstance(point.reading, Share)]
        return Fraction(100 * sum(share.met for share in shares), sum(share.of for share in shares))
    assert indicator.per is not None
    count = sum(point.reading for point in week if isinstance(point.reading, Fraction))
    return Fraction(count) * indicator.per.days / sum(point.days or 0 for point in week)


@pytest.mark.parametrize("name", sorted(example()))
def test_every_reading_is_drawn_where_it_lies(name: str) -> None:
    progress = example()[name]
    svg, points = drawing(progress), progress.points
    drawn = dots(svg)
    assert len(drawn) == len(points)
    first = progress.expected_line[0][0]
    last = max(progress.expected_line[-1][0], *(point.date for point in points), first)
    for index, (point, (x, y)) in enumerate(zip(points, drawn, strict=True)):
        assert x == pytest.approx(1000 * (point.date - first).days / (last - first).days, abs=0.6)
        value, pixel = value_at(svg, progress, y)
        if TOP < y < BOTTOM:
            assert abs(value - in_words(points, index, progress)) <= pixel * Fraction(3, 2)


@pytest.mark.parametrize("name", sorted(example()))
def test_the_line_ends_at_the_number_beside_the_chart(name: str) -> None:
    progress = example()[name]
    svg = drawing(progress)
    end, label = svg.find("g[@class='d']/circle"), [words for words in svg.iter("text") if words.get("class") == "v"]
    if progress.current is None:
        assert end is None
        assert not label
        return
    assert end is not None
    value, pixel = value_at(svg, progress, float(end.attrib["cy"]))
    assert abs(value - progress.current) <= pixel * Fraction(3, 2)
    assert [words.text for words in label] == [VOICE.current(progress)]
    assert progress.course[-1].judged == progress.current
    corners = [place for name in ("l", "l g") for piece in pieces(svg, name) for place in piece]
    if corners:
        assert (round(float(end.attrib["cx"].rstrip("%")) * 10), float(end.attrib["cy"])) == max(corners)


def test_the_example_draws_more_than_three_hundred_readings() -> None:
    assert sum(len(dots(drawing(progress))) for progress in example().values()) > 300


def test_the_sentence_speaks_of_what_is_judged() -> None:
    """It was 6 every two weeks in March and is 3 now."""
    fallen = example()["ravi-krishnamurthy/open-questions#open-conversations"]
    assert VOICE.plain(chart_sentence(VOICE, fallen)) == "Falling back, 0.9 conversations short of the line."
    back = level([6] * 17 + [5])
    assert VOICE.plain(chart_sentence(VOICE, back)).startswith("Falling back, but still")
