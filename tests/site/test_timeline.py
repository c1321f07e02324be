"""The timeline of goals: where its marks lie, what it says in words, and that it stays small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from koers.language import translator
from koers.model.goal import Status
from koers.model.log import Decision, GoalReview
from koers.site import render
from koers.site.charts.rhythm import heat_head
from koers.site.charts.timeline import Track, timeline_row, weeks_spanned
from koers.site.voice import PageVoice

from .pages import Element, read
from .sample import ANNA, BRAM, COACHING, plans, sample

TODAY = date(2026, 5, 11)
VOICE = PageVoice(translator("en"), TODAY)
DAYS = some.dates(date(2024, 1, 1), date(2028, 12, 31))


def shapes(track: Track) -> list[tuple[str, str, str]]:
    """Every mark as (class, from, to): percent from the left, twice the same for what stands on one day."""
    weeks = weeks_spanned([track], TODAY)
    svg = ElementTree.fromstring(timeline_row(weeks, track, VOICE, "Goal: period", "1 check-in held"))
    found = []
    for part in svg:
        inside = list(part) if part.tag == "g" else [part]
        for one in inside:
            left = one.get("x1") or one.get("cx") or one.get("x") or ""
            found.append((part.get("class", ""), left, one.get("x2", left)))
    return [shape for shape in found if shape[1]]


def test_marks_lie_on_their_days() -> None:
    track = Track(
        start=date(2026, 3, 2),
        deadline=date(2026, 6, 22),
        check_ins=(date(2026, 3, 16), date(2026, 3, 30)),
        reviews=(date(2026, 4, 13),),
        remeasure=date(2026, 6, 29),
    )
    # 17 weeks and one more: from Monday 2 March up to Monday 6 July is 18 weeks, so a week is 5.56 %.
    assert shapes(track) == [
        ("a", "0%", "84.2%"),
        ("l", "0%", "52.6%"),
        ("e", "84.2%", "84.2%"),
        ("d", "10.5%", "10.5%"),
        ("d", "21.1%", "21.1%"),
        ("o", "89.5%", "89.5%"),
        ("r", "31.6%", "31.6%"),
        ("n", "52.6%", "52.6%"),
    ]


def test_a_closed_goal_is_dotted_from_the_day_it_was_closed() -> None:
    track = Track(date(2026, 3, 2), date(2026, 6, 22), closed=date(2026, 4, 13))
    assert shapes(track)[:3] == [("a", "0%", "33.3%"), ("g", "33.3%", "88.9%"), ("l", "0%", "33.3%")]


def test_what_has_not_begun_has_nothing_behind_it() -> None:
    track = Track(date(2026, 6, 1), date(2026, 8, 31))
    assert [name for name, _, _ in shapes(track)] == ["a", "e", "n"]


@given(
    start=DAYS,
    length=some.integers(0, 2000),
    check_ins=some.lists(DAYS, max_size=400),
    reviews=some.lists(DAYS, max_size=60),
    remeasure=some.none() | DAYS,
    closed=some.none() | DAYS,
)
def test_any_timeline_is_at_most_2_kb_and_stays_inside(
    start: date,
    length: int,
    check_ins: list[date],
    reviews: list[date],
    remeasure: date | None,
    closed: date | None,
) -> None:
    track = Track(start, start + timedelta(days=length), tuple(check_ins), tuple(reviews), remeasure, closed)
    weeks = weeks_spanned([track], TODAY)
    drawn = timeline_row(weeks, track, VOICE, "T" * 120, "D" * 200)
    assert len(drawn.encode()) <= 2048
    assert len(heat_head(weeks, VOICE).encode()) <= 2048
    places = [
        float(value.rstrip("%"))
        for part in ElementTree.fromstring(drawn).iter()
        for name, value in part.attrib.items()
        if name in {"x1", "x2", "cx", "x"}
    ]
    assert all(0 <= place <= 100 for place in places)


def test_a_long_time_names_every_few_months_and_each_year() -> None:
    track = Track(date(2024, 9, 2), date(2026, 12, 18))
    head = ElementTree.fromstring(heat_head(weeks_spanned([track], TODAY), VOICE))
    assert [part.text for part in head] == ["2025", "Jul", "2026", "today"]


@cache
def files() -> Mapping[str, str | bytes]:
    return render(sample())


def table(page: str | bytes) -> tuple[list[str], list[list[str]]]:
    """The timeline's table: its headings, and the words of each row."""
    (found,) = [
        one for one in read(page).all("table") if one.all("caption")[:1] and _words(one.all("caption")[0]) == "Timeline"
    ]
    head, *rows = found.all("tr")
    return [_words(cell) for cell in head.children], [[_words(cell) for cell in row.children] for row in rows]


def _words(element: Element) -> str:
    return " ".join(element.text.split())


def test_a_leader_has_all_goals_on_one_scale_closed_ones_included() -> None:
    headings, rows = table(files()["leaders/anna/index.md"])
    assert headings == ["Goal", "Period", "Check-ins", "Reviews", "Re-measurement"]
    assert rows == [
        ["Two appreciative remarks a week", "1 Sept 2025 to 12 Dec 2025", "", "", ""],
        [
            "Coaching one-on-ones with open questions",
            "12 Jan to 12 Jun",
            "7 of 8 check-ins held",
            "23 Feb, 20 Apr",
            "14 Apr",
        ],
        ["Delegate decisions with a clear frame", "2 Mar to 24 Jul", "2 of 4 check-ins held", "", ""],
    ]
    drawn = [svg for svg in read(files()["leaders/anna/index.md"]).all("svg", class_="k-time") if svg.all("title")]
    assert [_words(svg.one("title")) for svg in drawn] == [f"{row[0]}: {row[1]}" for row in rows]
    assert [_words(svg.one("desc")) for svg in drawn] == [
        "1 Sept 2025 to 12 Dec 2025",
        "7 of 8 check-ins held, reviews 23 Feb, 20 Apr, re-measurement 14 Apr",
        "2 of 4 check-ins held",
    ]


def test_a_column_without_content_is_left_out() -> None:
    headings, rows = table(files()["leaders/bram/index.md"])
    assert headings == ["Goal", "Period"]
    assert [row[0] for row in rows] == ["The rota is made by the crew", "A closing round in every work meeting"]


def test_a_team_has_the_goals_of_its_people_with_their_names() -> None:
    page = read(files()["teams/customer/index.md"])
    rows = [row for row in page.all(class_="k-heat-row") if row.all("svg", class_="k-time")]
    assert [_words(row.children[0]) for row in rows] == [
        "Two appreciative remarks a week Anna de Vries",
        "Coaching one-on-ones with open questions Anna de Vries",
        "Delegate decisions with a clear frame Anna de Vries",
    ]


@pytest.mark.parametrize("page", ["leaders/femke/index.md", "leaders/marieke/index.md", "teams/planning/index.md"])
def test_without_a_period_there_is_no_timeline(page: str) -> None:
    what = plans()
    bram = what.leaders[BRAM]
    talk = {"talk": bram.goals["talk"]}
    found = render(sample(replace(what, leaders={**what.leaders, BRAM: replace(bram, goals=talk)})))[page]
    assert isinstance(found, str)
    assert 'id="timeline"' not in found


def test_a_stopped_goal_says_when_it_was_closed() -> None:
    what = plans()
    anna = what.leaders[ANNA]
    last = replace(anna.reviews[-1], goals={COACHING: GoalReview(Decision.STOP, "Enough")})
    goals = {COACHING: replace(anna.goals[COACHING], status=Status.STOPPED)}
    stopped = replace(anna, goals=goals, reviews=(anna.reviews[0], last))
    page = read(render(sample(replace(what, leaders={**what.leaders, ANNA: stopped})))["leaders/anna/index.md"])
    (drawn,) = [svg for svg in page.all("svg", class_="k-time") if svg.all("title")]
    assert _words(drawn.one("desc")).endswith("re-measurement 14 Apr, closed 20 Apr")
    assert drawn.all("line", class_="g")
