"""Nobody's answer can be read from, or worked out of, what is published about a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.audience import Viewer, reduce
from koers.audience.close_rounds import Round, guarded
from koers.audience.small_groups import Protection, band, hidden_groups, protect, shown_groups
from koers.export.means import means_told
from koers.model.build import build
from koers.progress.measure import measure_goal
from koers.progress.values import Standing
from koers.reading.document import Document, Place
from koers.reading.guard import OPEN_GROUPS, End, Means, Untold, nearest

FIVE = Protection()
START = date(2026, 1, 9)


def survey(groups: dict[str, int], **more: Any) -> dict[str, Any]:
    return {
        "kind": "survey360",
        "scale": [0, 100],
        "groups": groups,
        "competencies": {
            "coaching": {
                "behavior": 47,
                "aptitude": 74,
                "facets": {"listening": 43},
                "by_group": dict.fromkeys(groups, 44),
            }
        },
        **more,
    }


def test_means_of_groups_large_enough_stay_as_they_are() -> None:
    data = survey({"team": 7, "manager": 1, "self": 1})
    shown, guard = protect(data, FIVE)
    assert shown == data
    assert (guard.respondents, guard.untold, guard.has_hidden_groups) == (7, None, False)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"team": 7, "peers": 5}, set()),
        ({"team": 7, "peers": 4}, {"peers", "team"}),  # 4 alone could be worked out of the total
        ({"team": 9, "peers": 3, "stakeholders": 2}, {"peers", "stakeholders"}),  # 5 together hide each other
        ({"team": 9, "peers": 6, "stakeholders": 2}, {"stakeholders", "peers"}),
        ({}, set()),
    ],
)
def test_small_groups_and_what_would_give_them_away_are_hidden(counts: dict[str, int], hidden: set[str]) -> None:
    assert hidden_groups(counts, 5) == hidden


@given(st.dictionaries(st.sampled_from(["team", "peers", "stakeholders", "clients", "board"]), st.integers(0, 30)))
def test_the_hidden_are_never_few(counts: dict[str, int]) -> None:
    hidden = hidden_groups(counts, 5)
    assert all(counts[group] >= 5 for group in counts if group not in hidden)
    together = sum(counts[group] for group in hidden)
    assert not hidden or together >= 5 or hidden == frozenset(counts)


def test_too_few_respondents_in_all_leave_no_score() -> None:
    protected, guard = protect(survey({"team": 3, "manager": 1}, goals={"g": {"score": 47, "note": "n"}}), FIVE)
    assert protected["competencies"] == {"coaching": {"by_group": {"manager": 44}}}
    assert protected["goals"] == {"g": {"note": "n"}}
    assert protected["groups"] == {"manager": 1}
    assert guard.untold is Untold.TOO_FEW


def test_a_round_that_nobody_counted_is_not_shown_and_says_so() -> None:
    data = {key: value for key, value in survey({"manager": 1}).items() if key != "groups"}
    protected, guard = protect(data, FIVE)
    assert protected["competencies"] == {"coaching": {"by_group": {"manager": 44}}}
    assert guard.untold is Untold.NOT_COUNTED
    named = {**data, "competencies": {"coaching": {"by_group": {"manager": 44}}}}
    assert protect(named, FIVE)[1].untold is None, "nobody else was asked"


def test_shares_of_few_are_left_out_and_unanimous_ones_are_a_bound() -> None:
    given = {"score": 47, "few": "3/4", "most": "5/7", "all": "7/7", "nobody": "0/6", "note": "n"}
    shown, guard = protect(survey({"team": 7}, goals={"g": given}), FIVE)
    assert shown["goals"] == {"g": {"score": 47, "most": "5/7", "all": "6/7", "nobody": "1/6", "note": "n"}}
    told = means_told(shown, guard)["goals"]["g"]
    assert told == {"score": 47, "most": 71, "all": ">=86", "nobody": "<=17", "note": "n"}


def test_other_kinds_are_left_alone() -> None:
    kpi = {"kind": "kpi", "goals": {"g": {"days": 4.2}}}
    (one, _) = reduce([Document(place("2026-01-09", "desk"), "", kpi), *ORGANIZATION], Viewer("hr"), START)
    assert (one.data, one.guard) == (kpi, None)


def place(on: str, instrument: str = "scan") -> Place:
    path = f"plans/leaders/anna/measurements/{on}-{instrument}.yml"
    return Place(path, "measurement", instrument, "anna", date.fromisoformat(on))


ORGANIZATION = (Document(Place("plans/leaders/anna/leader.yml", "leader", "anna"), "", {"name": "Anna"}),)


@pytest.mark.parametrize(
    ("scale", "minimum", "step", "lowest", "highest"),
    [
        (None, 5, "1", "5", "95"),
        ((0, 100), 5, "1", "5", "95"),
        ((0, 100), 4, "1", "7", "93"),  # one of four people, one answer short: 93.75
        ((0, 100), 10, "1", "5", "95"),
        ((1, 5), 5, "0.1", "1.2", "4.8"),
        ((1, 5), 4, "0.1", "1.3", "4.7"),
        ((0, 10), 5, "0.1", "0.5", "9.5"),
        ((1, 4), 5, "0.1", "1.2", "3.8"),
        ((1, 7), 5, "0.1", "1.3", "6.7"),
        ((0, 1), 5, "0.01", "0.2", "0.8"),
    ],
)
def test_where_an_end_begins(scale: Any, minimum: int, step: str, lowest: str, highest: str) -> None:
    means = Means.on(None if scale is None else (Fraction(scale[0]), Fraction(scale[1])), minimum)
    assert (means.step, means.lowest, means.highest) == (Fraction(step), Fraction(lowest), Fraction(highest))


@given(st.integers(4, 12), st.integers(0, 11), st.sampled_from([(0, 100), (1, 5), (1, 4), (0, 1), (0, 10)]))
def test_all_the_last_answer_and_one_the_last_but_one_are_told_alike(
    minimum: int, more: int, bounds: tuple[int, int]
) -> None:
    scale = (Fraction(bounds[0]), Fraction(bounds[1]))
    means, people = Means.on(scale, minimum), minimum + more
    nearly = scale[1] - means.answer / people
    assert means.end(scale[1]) is means.end(nearly) is End.OR_MORE
    assert means.told(scale[1]) == means.told(nearly) == means.highest


@pytest.mark.parametrize(("value", "told"), [("44.4", 44), ("44.5", 45), ("61.5", 62), ("-25.5", -26), ("0.4", 0)])
def test_halves_go_away_from_zero(value: str, told: int) -> None:
    assert nearest(Fraction(value)) == told


@pytest.mark.parametrize(
    ("value", "told"), [(97, ">=95"), (95, ">=95"), (94, 94), (5, "<=5"), (2.4, "<=5"), (61.6, 62)]
)
def test_ends_are_coded_for_whoever_reads(value: float, told: object) -> None:
    data = {**survey({"team": 7}), "competencies": {"coaching": {"behavior": value}}}
    shown, guard = protect(data, FIVE)
    assert means_told(shown, guard)["competencies"] == {"coaching": {"behavior": told}}


@pytest.mark.parametrize("value", [95, 96, 99.9, 100])
def test_behind_a_bound_nothing_differs(value: float) -> None:
    data = {**survey({"team": 7}), "competencies": {"coaching": {"behavior": value}}}
    assert protect(data, FIVE) == protect({**data, "competencies": {"coaching": {"behavior": 98}}}, FIVE)


def test_what_would_undo_a_bound_is_hidden_too() -> None:
    """Team 100, peers 50, all of them 75: ten people, so whoever sees the peers and all sees that the team agreed."""
    means, counts = Means.on(None, 5), {"team": 5, "peers": 5}

    def shown(team: int, peers: int) -> frozenset[str]:
        return shown_groups(
            {"team": Fraction(team), "peers": Fraction(peers)}, counts, Fraction(team + peers, 2), means
        )

    assert shown(100, 50) == {"team"}
    assert shown(0, 50) == {"team"}
    assert shown(60, 50) == {"team", "peers"}
    assert shown_groups({"team": Fraction(50)}, counts, Fraction(75), means) == frozenset(), "the peers all said 100"
    assert shown_groups({"team": Fraction(50)}, counts, Fraction(60), means) == {"team"}


def rounds(*weeks_and_counts: tuple[int, Mapping[str, int]], protection: Protection = FIVE) -> list[Untold | None]:
    given = [Round(START + timedelta(weeks=weeks), "scan", survey(dict(counts))) for weeks, counts in weeks_and_counts]
    return [guard.untold for _, guard in guarded(given, protection)]


@pytest.mark.parametrize(
    ("weeks", "team", "is_shown"),
    [(7, 7, True), (7, 8, False), (7, 6, False), (7, 11, False), (7, 12, True), (8, 8, True), (8, 11, True)],
)
def test_close_rounds_that_differ_by_a_few_people_are_not_shown_beside_each_other(
    weeks: int, team: int, is_shown: bool
) -> None:
    found = rounds((0, {"team": 7, "peers": 5}), (weeks, {"team": team, "peers": 5}))
    assert found == [None, None if is_shown else Untold.TOO_CLOSE]


def test_a_round_is_close_to_what_was_shown_and_not_to_what_was_hidden() -> None:
    assert rounds((0, {"team": 7}), (4, {"team": 8}), (7, {"team": 8})) == [None, Untold.TOO_CLOSE, Untold.TOO_CLOSE]
    assert rounds((0, {"team": 7}), (4, {"team": 8}), (8, {"team": 8})) == [None, Untold.TOO_CLOSE, None]


def test_people_who_changed_twice_are_not_taken_for_the_same() -> None:
    """In a hidden round between them one more took part: the seven of the third may be others than the first seven."""
    assert rounds((0, {"team": 7}), (3, {"team": 8}), (5, {"team": 7})) == [None, Untold.TOO_CLOSE, Untold.TOO_CLOSE]
    assert rounds((0, {"team": 7}), (3, {"team": 8}), (8, {"team": 7})) == [None, Untold.TOO_CLOSE, None]


def test_what_is_close_is_a_setting_and_never_under_four_weeks() -> None:
    for weeks, is_shown in ((12, False), (6, True), (1, True)):
        limits = {"name": "Example", "limits": {"close_rounds_weeks": weeks}}
        files = [
            Document(Place("plans/organization.yml", "organization"), "", limits),
            *ORGANIZATION,
            Document(place("2026-01-09"), "", survey({"team": 7})),
            Document(place("2026-02-25"), "", survey({"team": 8})),
            Document(place("2026-03-20", "other"), "", survey({"team": 9})),
            Document(place("2026-03-21", "other"), "", survey({"team": 10})),
        ]
        seen = reduce(files, Viewer("hr"), date(2026, 4, 1))
        guards = [one.guard for one in seen if one.place.kind == "measurement"]
        assert [guard and guard.untold for guard in guards] == [
            None,
            None if is_shown else Untold.TOO_CLOSE,
            None,
            Untold.TOO_CLOSE,
        ]
        assert guards[-1] is not None
        assert guards[-1].beside == date(2026, 3, 20)


def test_more_than_a_few_who_all_agree_are_given_away_all_the_same() -> None:
    """Twelve people at 70.8, seven of them at 50 before: the five who came all said 100."""

    def is_shown(*teams: tuple[int, float]) -> bool:
        given = []
        for week, (team, mean) in enumerate(teams):
            score = {"behavior": mean, "by_group": {"team": mean}}
            data = {**survey({"team": team}), "competencies": {"coaching": score}}
            given.append(Round(START + timedelta(weeks=week), "scan", data))
        return guarded(given, FIVE)[-1][1].untold is None

    assert not is_shown((7, 50), (12, 70.8))
    assert is_shown((7, 50), (12, 60))
    assert is_shown((7, 50), (7, 60))
    assert is_shown((7, 50), (12, 60), (12, 60))
    assert not is_shown((7, 50), (12, 60), (7, 50)), "who went may be others than those who came"


def pulse(on: int, share: str, instrument: str = "pulse", **groups: int) -> Round:
    data = {"kind": "pulse", "groups": groups or {"team": 20}, "goals": {"talks": {"mood": share}}}
    return Round(START + timedelta(weeks=on), instrument, data)


@pytest.mark.parametrize(
    ("before", "after", "is_shown"),
    [
        ("3/7", "4/7", True),
        ("3/7", "4/8", False),  # one more, who said yes
        ("3/7", "8/12", False),  # five more, who all said yes
        ("3/7", "6/12", True),
        ("3/7", "3/12", False),  # five more, who all said no
        ("8/12", "3/7", False),
        ("6/12", "5/6", False),  # all but one say so: a bound
        ("3/7", "2/4", True),  # of so few nothing is shown
    ],
)
def test_what_those_say_who_came_between_two_shares_is_not_shown(before: str, after: str, is_shown: bool) -> None:
    for instrument in ("pulse", "pulse-of-the-week"):
        found = guarded([pulse(0, before), pulse(3, after, instrument)], FIVE)
        assert (found[-1][1].untold is None) is is_shown
        assert guarded([pulse(0, before), pulse(8, after, instrument)], FIVE)[-1][1].untold is None


def test_another_instrument_asks_other_questions_but_of_an_indicator_that_both_read() -> None:
    scan = Round(START, "scan", survey({"team": 7}))
    other = Round(START + timedelta(weeks=1), "other", survey({"team": 8}))
    assert [guard.untold for _, guard in guarded([scan, other], FIVE)] == [None, None]
    read = {"goals": {"talks": {"score": 47}}}
    both = [replace(one, data={**one.data, **read}) for one in (scan, other)]
    assert [guard.untold for _, guard in guarded(both, FIVE)] == [None, Untold.TOO_CLOSE]


def test_a_score_that_is_not_written_down_may_be_what_an_indicator_reads() -> None:
    """Team 100, peers 50, all 75: without the reading nobody is told that the team agreed."""
    competencies = {"coaching": {"by_group": {"team": 100, "peers": 50}}}
    given = {**survey({"team": 5, "peers": 5}), "competencies": competencies}
    assert protect(given, FIVE)[0]["competencies"]["coaching"]["by_group"].keys() == {"team", "peers"}
    read = {**given, "goals": {"talks": {"score": 75}}}
    assert protect(read, FIVE)[0]["competencies"]["coaching"]["by_group"].keys() == {"team"}


def test_what_one_round_leaves_out_another_one_of_the_same_people_does_not_add() -> None:
    """A total today and the groups next week tell what neither does."""
    groups, total = {"by_group": {"team": 100, "peers": 50}}, {"behavior": 75}
    given = [
        Round(
            START + timedelta(weeks=week), "scan", {**survey({"team": 5, "peers": 5}), "competencies": {"coaching": it}}
        )
        for week, it in enumerate((groups, total, groups))
    ]
    assert [guard.untold for _, guard in guarded(given, FIVE)] == [None, Untold.TOO_CLOSE, None]


@pytest.mark.parametrize(
    ("first", "second", "target", "standing"),
    [
        (45, 62, 62, Standing.ACHIEVED),
        (54, 56, 60, Standing.AT_RISK),
        (45, 61.6, 62, Standing.ON_TRACK),
        (45, 97, 62, Standing.ACHIEVED),
        (90, 94, 98, Standing.AT_RISK),
        (90, 96, 98, Standing.ON_TRACK),  # 95 or more: nobody can tell, and nobody is held to it
        (90, 99, 98, Standing.ON_TRACK),
    ],
)
def test_a_verdict_is_of_the_exact_mean_and_never_of_what_lies_behind_a_bound(
    first: float, second: float, target: int, standing: Standing
) -> None:
    indicator = {"kind": "lagging", "measure": "level", "baseline": first, "target": target, "source": "survey360"}
    goal = {
        "title": "Talks", "competency": "coaching", "category": "team", "status": "active",
        "measurable": {"indicators": {"score": indicator}},
        "time_bound": {"start": "2026-01-05", "deadline": "2026-04-01", "check_in": "2 weeks"},
    }  # fmt: skip
    files = [
        *ORGANIZATION,
        Document(Place("plans/leaders/anna/goals/talks.yml", "goal", "talks", "anna"), "", goal),
        *(
            Document(place(on), "", {**survey({"team": 7}), "competencies": {}, "goals": {"talks": {"score": value}}})
            for on, value in (("2026-01-09", first), ("2026-03-31", second))
        ),
    ]
    anna = build(reduce(files, Viewer("manager", "anna"), date(2026, 4, 2))).leaders["anna"]
    found = measure_goal(anna, anna.goals["talks"], date(2026, 4, 2)).indicators[0]
    assert (found.standing, found.end) == (standing, End.OR_MORE if second >= 95 else None)


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1"), (4, "4"), (5, "5-9"), (9, "5-9"), (10, "10-19"), (19, "10-19"), (20, "20+")]
)
def test_counts_are_shown_in_bands(count: int, shown: str) -> None:
    assert band(count) == shown


def test_the_open_groups_are_the_two_who_are_named() -> None:
    assert {"manager", "self"} == OPEN_GROUPS
