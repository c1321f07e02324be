"""The feeds as a calendar reads them: parsed back with a library, and to the letter where RFC 5545 is strict."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from koers.progress.moments import Moment, MomentKind, Why
from koers.site import render
from koers.site.ics import FeedEvent, calendar, escaped, folded
from koers.site.input import SiteInput
from koers.site.views import calendar as calendar_view

from .library import library, organization, scene
from .sample import ANNA, AS_OF, BRAM, FEMKE, MARIEKE

DAY = date(2026, 5, 18)


def feed(person: str, view: SiteInput | None = None) -> str:
    shown = scene(view)
    return calendar_view.feed(shown, shown.plans.leaders[person]).decode()


def events(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_everybody_has_a_feed() -> None:
    names = sorted(name for name in render(library()) if name.endswith(".ics"))
    assert names == [f"calendar/{id}.ics" for id in sorted(organization().leaders)]


def test_a_feed_to_the_letter() -> None:
    moment = Moment(ANNA, "coaching", MomentKind.REVIEW, DAY, 0, (ANNA, MARIEKE))
    assert feed(ANNA, replace(library(), moments=(moment,))) == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//koers//feed//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\n"
        "X-WR-CALNAME:Anna de Vries\\, Waterlinie\r\n"
        "X-WR-TIMEZONE:Europe/Amsterdam\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"
        "X-PUBLISHED-TTL:P1D\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:review.2026-05-18.coaching.anna@waterlinie.plans.koers\r\n"
        "DTSTAMP:20260518T000000Z\r\n"
        "DTSTART;VALUE=DATE:20260518\r\n"
        "SUMMARY:Review: Coaching one-on-ones with open questions\r\n"
        "DESCRIPTION:with Marieke van Dam\r\n"
        "CATEGORIES:Review\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_a_leader_finds_the_own_moments_a_manager_also_where_they_act() -> None:
    own = {str(event["SUMMARY"]) for event in events(feed(ANNA))}
    assert {text.partition(":")[0] for text in own} == {"Check-in", "Review", "Deadline", "Approval"}
    asked = {str(event["SUMMARY"]) for event in events(feed(MARIEKE))}
    assert "Approval Bram Visser: The rota is made by the crew" in asked
    assert "Review Anna de Vries: Coaching one-on-ones with open questions" in asked
    assert not any(text.startswith("Check-in") for text in asked)


def test_a_feed_is_the_same_on_the_next_day_when_its_moments_are() -> None:
    moments = (Moment(ANNA, "coaching", MomentKind.REVIEW, DAY, 0, (ANNA, MARIEKE)),)
    today, tomorrow = (replace(library(as_of=AS_OF + timedelta(days=n)), moments=moments) for n in (0, 1))
    assert feed(ANNA, today) == feed(ANNA, tomorrow)


def test_an_event_lasts_its_day_and_is_stamped_with_it() -> None:
    for event in events(feed(ANNA)):
        assert type(event["DTSTART"].dt) is date
        assert "DTEND" not in event
        assert event["DTSTAMP"].dt.date() == event["DTSTART"].dt
        assert event["TRANSP"] == "TRANSPARENT"
    whole = icalendar.Calendar.from_ical(feed(ANNA))
    assert whole["X-WR-TIMEZONE"] == "Europe/Amsterdam"
    assert whole["X-WR-CALNAME"] == "Anna de Vries\\, Waterlinie"  # the library leaves the unknown as it is written


def test_in_the_language_of_the_organization() -> None:
    moment = Moment(ANNA, "coaching", MomentKind.DEADLINE, DAY, 0, (ANNA, MARIEKE))
    (event,) = events(feed(ANNA, replace(library("nl"), moments=(moment,))))
    assert event["DESCRIPTION"] == "met Marieke van Dam"


def uids(moment: Moment) -> str:
    (event,) = events(feed(moment.leader, replace(library(), moments=(moment,))))
    return str(event["UID"])


@pytest.mark.parametrize(
    ("what", "is_same"),
    [
        (MomentKind.CHECK_IN, False),
        (MomentKind.REVIEW, False),
        (MomentKind.DECISION, False),
        (MomentKind.RESUBMIT, True),
        (MomentKind.DEADLINE, True),
        (MomentKind.REMEASURE, True),
        (MomentKind.APPROVAL, True),
    ],
)
def test_what_there_is_one_of_moves_and_what_recurs_is_another(what: MomentKind, is_same: bool) -> None:
    why = {MomentKind.DECISION: Why.OFF_TRACK, MomentKind.APPROVAL: Why.PROPOSED}.get(what, Why.PLANNED)
    first = Moment(BRAM, "rota", what, DAY, 0, (BRAM,), why=why)
    assert uids(first) == uids(first)
    assert (uids(first) == uids(replace(first, on=date(2026, 6, 1)))) is is_same
    assert uids(first) != uids(replace(first, goal="talk"))


def test_ids_stay_from_day_to_day_and_none_stands_twice() -> None:
    today = [str(event["UID"]) for event in events(feed(ANNA))]
    tomorrow = [str(event["UID"]) for event in events(feed(ANNA, library(as_of=date(2026, 5, 12))))]
    assert len(set(today)) == len(today)
    assert len(set(today) & set(tomorrow)) >= len(today) - 2


def test_nothing_to_say_is_still_a_calendar() -> None:
    empty = feed(FEMKE, replace(library(), moments=()))
    whole = icalendar.Calendar.from_ical(empty)
    assert whole.walk("VEVENT") == []
    assert [component.name for component in whole.subcomponents] == ["VTIMEZONE"]


def test_a_line_is_cut_at_75_octets_and_never_inside_a_character() -> None:
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
    assert folded("x" * 74 + "é") == "x" * 74 + "\r\n é"
    assert folded("x" * 75 + "y" * 75) == "x" * 75 + "\r\n " + "y" * 74 + "\r\n y"


def test_what_means_something_in_a_feed_is_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\nf\x00\x1bg:h") == "a\\;b\\,c\\\\d\\ne\\nfg:h"


@example("\\n")
@given(st.text(max_size=300))
def test_any_text_comes_back_and_breaks_no_line(text: str) -> None:
    written = calendar("x", [FeedEvent("u", DAY, text, text, "c")], "Europe/Amsterdam", "nl")
    assert written.endswith("END:VCALENDAR\r\n")
    for line in written.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
        assert "\r" not in line
    (event,) = events(written)
    assert str(event["SUMMARY"]) == re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], escaped(text))


def test_hostile_ids_and_names_stay_inside_their_line() -> None:
    written = calendar("A\nBEGIN:VEVENT", [FeedEvent("u\r\nX:1;é", DAY, "END:VEVENT\r\n")], "Etc/UTC\nX:1", "en")
    assert written.count("BEGIN:VEVENT") == 2  # one of them in a name, behind an escaped line break
    (event,) = events(written)
    assert event["UID"] == "u--X-1--"
    assert str(event["SUMMARY"]) == "END:VEVENT\n"
