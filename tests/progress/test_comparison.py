"""Before and after, or the reason why not; and the window of the re-measurement."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from koers.model.as_of import leader_as_of
from koers.model.log import Measurement, Score
from koers.model.organization import Organization
from koers.progress.comparable import why_not_comparable, why_untold
from koers.progress.comparison import (
    ChangeIn,
    ScoreChange,
    WindowState,
    compare,
    comparisons,
    proof,
    remeasure_window,
)
from koers.progress.values import Grade
from koers.reading.guard import Guard, Means, Untold
from koers.texts import text
from progress.build import check_in, day, goal, indicator, leader, measurement

EXAMPLE = Organization("Example")
SCALE = (Fraction(0), Fraction(100))


def scan(on: str, behavior: int, groups: dict[str, int], means: dict[str, int], **fields: Any) -> Measurement:
    score = Score(
        behavior=Fraction(behavior),
        by_group={group: Fraction(mean) for group, mean in means.items()},
        facets={"listening": Fraction(behavior - 5)},
    )
    known: dict[str, Any] = {
        "version": "2025-1",
        "scale": SCALE,
        "groups": groups,
        "competencies": {"coaching": score},
        "kind": "survey360",
        "readings": {"a": behavior},
    }
    known.update(fields)
    kind, readings = known.pop("kind"), known.pop("readings")
    return measurement(on, known.pop("instrument", "leadership-scan"), kind, readings, **known)


BEFORE = scan("01-10", 45, {"team": 7, "peers": 5}, {"team": 44, "peers": 47})


def test_same_groups_side_by_side() -> None:
    after = scan("04-14", 58, {"team": 7, "peers": 5}, {"team": 58, "peers": 55})
    it = compare(BEFORE, after)
    assert (it.reason, it.grade, it.has_hidden_groups) == (None, Grade.MEASURED, False)
    assert [(row.what.value, row.id, row.before, row.after, row.difference, row.respondents) for row in it.changes] == [
        ("competency", "coaching", 45, 58, 13, (12, 12)),
        ("group", "team", 44, 58, 14, (7, 7)),
        ("group", "peers", 47, 55, 8, (5, 5)),
        ("facet", "listening", 40, 53, 13, (12, 12)),
        ("indicator", "a", 45, 58, 13, (12, 12)),
    ]


def test_rounds_far_apart_are_compared_whatever_their_sizes() -> None:
    it = compare(BEFORE, scan("04-14", 58, {"team": 8, "peers": 6}, {"team": 58, "peers": 55}))
    assert [(row.id, row.difference, row.respondents) for row in it.changes if row.what is ChangeIn.GROUP] == [
        ("team", 14, (7, 8)),
        ("peers", 8, (5, 6)),
    ]
    assert it.of(ChangeIn.COMPETENCY, "coaching") == ScoreChange(
        ChangeIn.COMPETENCY, "coaching", "coaching", Fraction(45), Fraction(58), (12, 14)
    )


MEANS = Means.on(SCALE, 5)


def told(round: Measurement, untold: Untold | None = None, beside: str | None = None) -> Measurement:
    """The round as a reader gets it."""
    guard = Guard(MEANS, 12, untold=untold, beside=day(beside) if beside else None)
    return replace(round, guard=guard)


@pytest.mark.parametrize(
    ("before", "after", "difference", "is_at_least"),
    [
        (45, 62, 17, False),
        (45, 95, 50, True),
        (5, 62, 57, True),
        (62, 5, -57, True),
        (5, 95, 90, True),
        (95, 95, None, True),
        (5, 5, None, True),
    ],
)
def test_a_change_to_or_from_an_end_of_the_scale_is_a_bound(
    before: int, after: int, difference: int | None, is_at_least: bool
) -> None:
    groups = {"team": 7, "peers": 5}
    it = compare(told(scan("01-10", before, groups, {})), told(scan("04-14", after, groups, {})))
    row = it.of(ChangeIn.COMPETENCY, "coaching")
    assert row is not None
    assert (row.difference, row.is_at_least) == (difference, is_at_least)


def test_a_round_of_which_nothing_may_be_told_is_not_compared_and_says_why() -> None:
    groups = {"team": 7, "peers": 5}
    after, close = told(scan("04-14", 58, groups, {})), told(scan("04-30", 60, groups, {}), Untold.TOO_CLOSE, "04-14")
    person = leader(GOAL, log=[told(BEFORE), after, close])
    assert [(it.before.date, it.after.date) for it in comparisons(person)] == [(day("01-10"), day("04-14"))]
    reason = text(
        "Not shown: {kind} of {day}. It follows so closely on the one of {earlier}, with a few people more or fewer, "
        "that their answers would show.",
        kind=text("a 360"),
        day=day("04-30"),
        earlier=day("04-14"),
    )
    assert why_untold(close) == compare(after, close).reason == reason
    it = proof(leader(GOAL, log=[told(BEFORE), close]), GOAL, day("05-01"), EXAMPLE)
    assert it is not None
    assert (it.reason, it.changes) == (reason, ())


def test_manager_and_self_are_named_openly() -> None:
    before = scan("01-10", 45, {"team": 7}, {"team": 44, "self": 60, "manager": 50})
    after = scan("04-14", 58, {"team": 7, "manager": 1}, {"team": 58, "self": 61, "manager": 55})
    it = compare(before, after)
    assert [(row.id, row.difference) for row in it.changes if row.what is ChangeIn.GROUP] == [
        ("team", 14),
        ("self", 1),
        ("manager", 5),
    ]
    assert it.has_hidden_groups is False


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"instrument": "other"},
            text(
                "Not comparable: the instrument was {before}, now {after}.",
                before="leadership-scan",
                after="other",
            ),
        ),
        (
            {"version": "2026-1"},
            text("Not comparable: the version was {before}, now {after}.", before="2025-1", after="2026-1"),
        ),
        (
            {"version": None},
            text("Not comparable: the version was {before}, now {after}.", before="2025-1", after=text("unknown")),
        ),
        (
            {"scale": (Fraction(1), Fraction(5))},
            text(
                "Not comparable: the scale was {before}, now {after}.",
                before=text("{lowest} to {highest}", lowest=Fraction(0), highest=Fraction(100)),
                after=text("{lowest} to {highest}", lowest=Fraction(1), highest=Fraction(5)),
            ),
        ),
        (
            {"kind": "observation"},
            text("Not comparable: {before} first, {after} later.", before=text("a 360"), after=text("an observation")),
        ),
    ],
)
def test_the_reason_is_said(change: dict[str, Any], reason: object) -> None:
    after = scan("04-14", 58, {"team": 7, "peers": 5}, {}, **change)
    assert why_not_comparable(BEFORE, after) == reason
    it = compare(BEFORE, after)
    assert (it.reason, it.changes) == (reason, ())


def test_the_latest_round_against_the_earliest_comparable_one() -> None:
    groups = {"team": 7, "peers": 5}
    second = scan("02-20", 50, groups, {}, version="2026-1")
    third = scan("04-14", 58, groups, {}, version="2026-1")
    fourth = scan("06-14", 60, groups, {}, version="2027-1")
    pulse = scan("02-01", 50, groups, {}, instrument="pulse", kind="pulse")
    person = leader(log=[fourth, BEFORE, third, pulse, second])

    def pairs(as_of: str) -> list[tuple[str, str, bool]]:
        found = comparisons(leader_as_of(person, day(as_of)))
        return [(it.before.date.isoformat()[5:], it.after.date.isoformat()[5:], it.reason is None) for it in found]

    assert pairs("01-31") == []
    assert pairs("03-01") == [("01-10", "02-20", False)]
    assert pairs("05-01") == [("02-20", "04-14", True)]
    assert pairs("07-01") == [("04-14", "06-14", False)]


GOAL = goal(indicator("level", 45, 65, source="survey360"), competency="coaching", remeasure="2026-04-14")


def window(log: list[Any], as_of: str) -> tuple[str, str | None, Grade | None]:
    it = remeasure_window(leader_as_of(leader(GOAL, log=log), day(as_of)), GOAL, day(as_of), EXAMPLE)
    assert it is not None
    assert (it.opens, it.closes) == (day("03-09"), day("07-03"))
    return it.state.value, it.done.date.isoformat()[5:] if it.done else None, it.grade


def test_the_window_opens_closes_and_is_missed() -> None:
    assert window([BEFORE], "03-08") == ("not_yet", None, None)
    assert window([BEFORE], "03-09") == ("open", None, None)
    assert window([BEFORE], "07-03") == ("open", None, None)
    assert window([BEFORE], "07-04") == ("missed", None, None)


def test_what_counts_as_the_re_measurement() -> None:
    groups = {"team": 7, "peers": 5}
    after = scan("04-14", 58, groups, {})
    assert window([BEFORE, after], "04-13") == ("open", None, None)
    assert window([BEFORE, after], "04-14") == ("done", "04-14", Grade.MEASURED)
    assert window([after], "05-01") == ("open", None, None)
    assert window([BEFORE, replace(after, version="2026-1")], "05-01") == ("open", None, None)
    assert window([BEFORE, replace(after, date=day("07-04"))], "07-05") == ("missed", None, None)
    seen = scan("05-01", 55, {}, {}, instrument="sit-in", kind="observation")
    assert window([BEFORE, seen], "05-01") == ("done", "05-01", Grade.OBSERVED)
    own = scan("05-01", 55, {}, {}, instrument="own-view", kind="self")
    assert window([own], "05-01") == ("done", "05-01", Grade.SELF_REPORTED)
    pulses = [scan(on, 50, groups, {}, instrument="pulse", kind="pulse") for on in ("01-20", "03-20", "04-20")]
    assert window(pulses, "04-01") == ("open", None, None)
    assert window(pulses, "05-01") == ("done", "04-20", Grade.MEASURED)
    assert window([BEFORE, replace(after, date=day("03-09"))], "05-01") == ("done", "03-09", Grade.MEASURED)


def test_what_comes_along_the_way_counts_from_two_weeks_before_and_after_a_whole_round() -> None:
    early, late = (scan(on, 55, {}, {}, instrument="sit-in", kind="observation") for on in ("03-30", "03-31"))
    assert window([BEFORE, early], "05-01") == ("open", None, None)
    assert window([BEFORE, early, late], "05-01") == ("done", "03-31", Grade.OBSERVED)
    own = scan("03-31", 55, {}, {}, instrument="own-view", kind="self")
    assert window([own, late], "05-01") == ("done", "03-31", Grade.OBSERVED)
    after = scan("06-01", 58, {"team": 7, "peers": 5}, {})
    assert window([BEFORE, own, late, after], "07-01") == ("done", "06-01", Grade.MEASURED)


def test_the_window_needs_dates_and_follows_the_limits() -> None:
    assert remeasure_window(leader(GOAL), goal(start=None), day("04-01"), EXAMPLE) is None
    strict = replace(EXAMPLE, limits={"remeasure_weeks_minimum": Fraction(4), "remeasure_weeks_maximum": Fraction(2)})
    it = remeasure_window(leader(GOAL), GOAL, day("04-01"), strict)
    assert it is not None
    assert (it.opens, it.closes, it.state) == (day("02-09"), day("04-24"), WindowState.OPEN)


def test_a_round_that_repeats_the_re_measurement_is_where_the_proof_goes_to() -> None:
    """The goal stands at its last reading; its page must not say that more is left to go."""
    sizes = {"team": 7, "peers": 5}
    done, again = (
        scan("03-31", 53, sizes, {"team": 52, "peers": 54}),
        scan("04-21", 55, sizes, {"team": 55, "peers": 55}),
    )
    folder = leader(GOAL, log=[BEFORE, done, again])
    it = proof(folder, GOAL, day("05-01"), EXAMPLE)
    assert it is not None
    assert (it.before.date, it.after.date) == (BEFORE.date, again.date)
    assert it.after == comparisons(folder)[0].after
    state = remeasure_window(folder, GOAL, day("05-01"), EXAMPLE)
    assert state is not None
    assert state.done == done, "it was done when it was first done"
    other = replace(again, version="2025-2")
    assert getattr(proof(leader(GOAL, log=[BEFORE, done, other]), GOAL, day("05-01"), EXAMPLE), "after", None) == done


def test_proof_is_about_the_goal_alone() -> None:
    groups = {"team": 7, "peers": 5}
    other = {"coaching": BEFORE.competencies["coaching"], "other": Score(behavior=Fraction(30))}
    after = replace(scan("04-14", 58, groups, {}), competencies=other)
    log = [replace(BEFORE, competencies=other), after, check_in("02-01", {"a": 1})]
    it = proof(leader(GOAL, log=log), GOAL, day("05-01"), EXAMPLE)
    assert it is not None
    assert {row.of for row in it.changes} == {"coaching", "goal"}
    early = leader_as_of(leader(GOAL, log=log), day("04-01"))
    assert proof(early, GOAL, day("04-01"), EXAMPLE) is None
    seen = scan("05-01", 55, {}, {}, instrument="sit-in", kind="observation")
    fallback = proof(leader(GOAL, log=[BEFORE, seen]), GOAL, day("05-01"), EXAMPLE)
    assert fallback is not None
    assert (fallback.grade, fallback.reason is not None, fallback.changes) == (Grade.OBSERVED, True, ())
