"""What is worked out for a reader is not only silent about what is hidden; what it says is true as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from audience.test_reduce import document, organization
from koers.audience import (
    EVERYONE,
    insiders,
    narrowing,
    parse_viewer,
    reduce,
    relations,
    seen_letters,
    seen_moments,
    seen_verdict,
)
from koers.model.approval import Level, Verdict
from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.log import Approval, Evidence
from koers.progress.measure import measure
from koers.progress.moments import MomentKind, Mover, Why
from koers.reading.document import Document
from koers.reading.read import read_all
from koers.rules.judge import judge
from koers.texts import Text
from koers.workspace import scan
from privacy.small_organization import FILES, TODAY, documents, site, site_input

PROJECT = Path(__file__).parent.parent.parent


def written(where: str) -> tuple[Document, ...]:
    if where == "small":
        return documents(FILES)
    root = PROJECT if where == "example" else PROJECT / "tests/cases/dutch-organization"
    return read_all(scan(root).files).documents


@pytest.mark.parametrize("where", ["small", "example", "dutch"])
def test_a_stranger_is_told_nothing_by_the_letters_that_is_not_so(where: str) -> None:
    """What is hidden is never taken for what is missing: whatever everyone is told, the rules find in the whole too.

    But for a draft whose indicator has no numbers yet: nobody else knows that it has none.
    """
    everything = written(where)
    plans = as_of(build(everything), TODAY)
    found = {(one.goal, one.rule.id, one.finding.message) for one in judge(plans, measure(plans, TODAY), TODAY)}
    shown = reduce(everything, EVERYONE, TODAY)
    narrowed = as_of(build(shown), TODAY)
    letters = seen_letters(shown, narrowed, measure(narrowed, TODAY), TODAY, frozenset())
    told = {
        (key, rule, message)
        for key, five in letters.items()
        for letter in five.values()
        for rule, message in letter.remarks
        if key[1] != "certificate"
    }
    assert told - found == set()
    assert letters


def test_a_reader_is_told_that_a_baseline_differs_when_the_check_says_so() -> None:
    """The baseline 45 and the round's 45 agree; the 51 of the case is no mean."""
    for viewer in ("hr", "leader:anna", "manager:boss"):
        letters = site_input(FILES, viewer).letters["anna", "talks"]
        said = [message for letter in letters.values() for rule, message in letter.remarks if rule == "M111"]
        assert [dict(message.params)["instrument"] for message in said if isinstance(message, Text)] == ["case"]


def test_an_indicator_whose_numbers_are_withheld_still_counts_the_behavior() -> None:
    path = "leaders/anna/goals/talks.yml"
    goal = dict(FILES[path])
    goal["measurable"] = {"indicators": {id: goal["measurable"]["indicators"][id] for id in ("safety", "score")}}
    letters = site_input({**FILES, path: goal}, "everyone").letters["anna", "talks"]
    assert {"M101", "M106"}.isdisjoint(rule for letter in letters.values() for rule, _ in letter.remarks)


def test_of_an_indicator_with_private_numbers_everyone_reads_name_kind_and_source() -> None:
    page = site(site_input(FILES, "everyone"))["leaders/anna/goals/talks/index.md"]
    assert isinstance(page, str)
    assert "Score of the round" in page
    assert "Its numbers are for Anna, the manager and HR." in page
    own = site(site_input(FILES, "leader:anna"))["leaders/anna/goals/talks/index.md"]
    assert isinstance(own, str)
    assert "Its numbers are for" not in own


def test_a_draft_that_lacks_numbers_withholds_nothing_from_its_leader() -> None:
    for viewer, withheld in (("everyone", 1), ("leader:anna", 0)):
        goal = site_input(FILES, viewer).plans.goal(("anna", "certificate"))
        assert (len(goal.indicators), len(goal.withheld)) == (0, withheld)


def test_a_return_that_a_reader_may_not_see_reads_as_no_decision() -> None:
    key = ("anna", "proposal")
    never, returned = Verdict(key, Level.MISSING), Verdict(key, Level.RETURNED, "boss", date(2026, 3, 14), 1)
    stranger = site_input(FILES, "everyone").plans.leaders["anna"]
    concerned = site_input(FILES, "leader:anna").plans.leaders["anna"]
    inside = frozenset({"anna"})
    hidden = seen_verdict(returned, stranger, frozenset())
    assert (hidden.level, hidden.approver, hidden.on, hidden.round) == (Level.MISSING, None, None, None)
    assert str(hidden.reason) == str(site_input(without_decisions(), "everyone").verdicts[key].reason)
    assert seen_verdict(returned, concerned, inside) is returned
    assert seen_verdict(never, stranger, frozenset()) is never


def test_on_which_day_an_agreed_goal_was_changed_is_for_those_concerned() -> None:
    """What changed may be a field that others may not see; they are told that something did, and not when."""
    key = ("anna", "talks")
    stale = Verdict(key, Level.STALE, "boss", TODAY, 1, fits=False, changed_on=TODAY)
    anna = site_input(FILES, "everyone").plans.leaders["anna"]
    record = Approval("talks", 1, "a", "approved", "boss", TODAY, "", Evidence("commit"))
    anna = replace(anna, approvals={**anna.approvals, "talks": (record,)})
    assert seen_verdict(stale, anna, frozenset({"anna"})).changed_on == TODAY
    hidden = seen_verdict(stale, anna, frozenset())
    assert (hidden.level, hidden.fits, hidden.changed_on) == (Level.STALE, False, None)


def test_a_stranger_cannot_tell_whose_move_a_goal_without_approval_is() -> None:
    """It may have been returned, which is between those concerned: they read that the two have yet to agree."""
    key = ("anna", "proposal")
    plans = as_of(build(reduce(documents(FILES), EVERYONE, TODAY)), TODAY)
    verdicts = {goal.key: Verdict(goal.key, Level.MISSING) for goal in plans.goals()}

    def asked(inside: frozenset[str], on: date = TODAY) -> list[tuple[Mover, Why, tuple[str, ...], bool]]:
        found = seen_moments(plans, measure(plans, on), on, verdicts, inside)
        return [(m.whose, m.why, m.people, m.is_overdue) for m in found if (m.leader, m.goal) == key]

    later = TODAY + timedelta(days=90)
    for on in (TODAY, later):
        assert asked(frozenset(), on) == [(Mover.BOTH, Why.UNAGREED, ("anna", "boss", "chef"), False)]
    (concerned,), (late,) = asked(frozenset({"anna"})), asked(frozenset({"anna"}), later)
    assert concerned[:3] == (Mover.MANAGER, Why.PROPOSED, ("boss", "chef"))
    assert late[3], "whoever may know of a return reads that it is late"


def without_decisions() -> dict[str, object]:
    return {path: data for path, data in FILES.items() if not path.endswith("approvals/proposal.1.yml")}


@pytest.mark.parametrize("days", [-30, -1, 0, 1, 30])
def test_a_stranger_is_told_the_day_of_a_re_measurement_until_it_is_there(days: int) -> None:
    """Never that it was kept or missed: neither the moment nor the page says so afterwards."""
    day = date(2026, 4, 7) + timedelta(days=days)
    everything = documents(FILES)
    plans = as_of(build(reduce(everything, EVERYONE, day)), day)
    progress = measure(plans, day)
    verdicts = {goal.key: Verdict(goal.key, Level.MISSING) for goal in plans.goals()}
    found = [
        moment
        for moment in seen_moments(plans, progress, day, verdicts, frozenset())
        if (moment.leader, moment.goal, moment.what) == ("anna", "talks", MomentKind.REMEASURE)
    ]
    assert [(moment.on, moment.is_overdue) for moment in found] == ([(date(2026, 4, 7), False)] if days <= 0 else [])


def test_the_page_does_not_say_that_a_hidden_re_measurement_is_due_when_its_day_has_passed() -> None:
    for viewer, is_told in (("everyone", False), ("leader:bert", False)):
        page = site(site_input(FILES, viewer))["leaders/anna/goals/talks/index.md"]
        assert isinstance(page, str)
        assert ("due 7 Apr" in page) is is_told


def test_a_check_in_of_private_words_alone_was_held_for_everyone() -> None:
    private = document("plans/leaders/anna/checkins/2026-03-02.yml", "checkin", {"private": "words"})
    shown = {one.path: one.data for one in reduce(organization(private), EVERYONE, TODAY)}
    assert shown[private.path] == {}


def test_what_is_withheld_is_marked_whether_it_is_there_or_not() -> None:
    goal = "plans/leaders/anna/goals"
    one = document(f"{goal}/a.yml", "goal", {"achievable": {"hours_per_week": 2}}, id="a")
    other = document(f"{goal}/b.yml", "goal", {"achievable": {}}, id="b")
    marks = [shown.withheld for shown in reduce(organization(one, other), EVERYONE, TODAY) if shown.path[-5:-4] in "ab"]
    assert marks[-2] == marks[-1]
    assert ("achievable", "hours_per_week") in marks[-1]


def test_insiders_are_those_of_whom_more_is_seen() -> None:
    everything = documents(FILES)

    def of(viewer: str) -> frozenset[str]:
        return insiders(relations(everything, parse_viewer(viewer), TODAY))

    assert of("everyone") == frozenset()
    assert of("hr") == frozenset({"anna", "bert", "boss", "cara", "chef", "dirk", "emil"})
    assert of("manager:boss") == frozenset({"anna", "boss", "cara", "chef", "dirk", "emil"})
    assert of("leader:anna") == frozenset({"anna"})


def test_earlier_versions_are_narrowed_by_what_the_reader_is_now() -> None:
    see = narrowing(documents(FILES), parse_viewer("manager:boss"), TODAY)
    old = document("plans/leaders/anna/reviews/2026-01-02.yml", "review", {"kind": "interim", "notes": "words"})
    strange = document("plans/leaders/bert/reviews/2026-01-02.yml", "review", {"notes": "words"}, leader="bert")
    assert [one.data for one in see([old, strange])] == [{"kind": "interim", "notes": "words"}, {}]
