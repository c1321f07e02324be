"""What changed in a commitment, in plain words, and whether that is more or less than was promised."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approval.agreed_goal import GOAL, load
from koers.history.compare import changes, unexplained
from koers.language import translator
from koers.model.change import Change, ChangeKind, Direction
from koers.model.log import Decision
from koers.reading.document import Document, Place, Value
from koers.texts import text

KEY = ("anna", "coaching")
PATH = "plans/leaders/anna/goals/coaching.yml"
OPEN = ("measurable", "indicators", "open-conversations")
SCORE = ("measurable", "indicators", "behavior-score")
GONE = object()
say = translator("en").say

Edit = tuple[tuple[str, ...], object]


def goal(*edits: Edit) -> Document:
    """The agreed goal with values replaced, added or (GONE) taken away."""
    data = copy.deepcopy(load(GOAL))
    for path, value in edits:
        here: dict[str, Value] = data
        for step in path[:-1]:
            here = here.setdefault(step, {})  # type: ignore[assignment]
        if value is GONE:
            del here[path[-1]]
        else:
            here[path[-1]] = value  # type: ignore[assignment]
    return Document(Place(PATH, "goal", "coaching", "anna"), "", data)


def changed(*edits: Edit, before: tuple[Edit, ...] = ()) -> tuple[Change, ...]:
    return changes({KEY: goal(*before)}, {KEY: goal(*before, *edits)}, {})


def told(*edits: Edit, before: tuple[Edit, ...] = ()) -> list[tuple[str, str]]:
    """(direction, words) of every change."""
    return [(change.direction.value, say(change.text)) for change in changed(*edits, before=before)]


LOWER: tuple[Edit, ...] = (((*SCORE, "baseline"), 10), ((*SCORE, "target"), 5), ((*SCORE, "threshold"), 8))
TOTAL: tuple[Edit, ...] = (((*SCORE, "measure"), "total"),)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([((*OPEN, "target"), 4)], [("weaker", "target of open conversations 6 -> 4 (weaker)")]),
        ([((*OPEN, "target"), 8)], [("stronger", "target of open conversations 6 -> 8 (stronger)")]),
        ([((*OPEN, "target"), 6.0)], []),
        ([((*SCORE, "target"), 62.05)], [("stronger", "target of behavior score 62 -> 62.05 (stronger)")]),
        ([((*OPEN, "per"), "month")], [("weaker", "period of open conversations 2 weeks -> month (weaker)")]),
        ([((*OPEN, "per"), "week")], [("stronger", "period of open conversations 2 weeks -> week (stronger)")]),
        (
            [((*OPEN, "per"), "4 weeks"), ((*OPEN, "target"), 12)],
            [
                ("neutral", "period of open conversations 2 weeks -> 4 weeks"),
                ("neutral", "target of open conversations 6 -> 12"),
            ],
        ),
        (
            [((*OPEN, "per"), "4 weeks"), ((*OPEN, "target"), 8)],
            [
                ("weaker", "period of open conversations 2 weeks -> 4 weeks (weaker)"),
                ("weaker", "target of open conversations 6 -> 8 (weaker)"),
            ],
        ),
        (
            [((*OPEN, "measure"), "total"), ((*OPEN, "target"), 3), ((*OPEN, "per"), GONE)],
            [
                ("neutral", "measure of open conversations frequency -> total"),
                ("neutral", "period of open conversations removed: 2 weeks"),
                ("neutral", "target of open conversations 6 -> 3"),
            ],
        ),
        ([((*OPEN, "threshold"), 5)], [("stronger", "threshold of open conversations 4 -> 5 (stronger)")]),
        ([((*OPEN, "threshold"), 2)], [("weaker", "threshold of open conversations 4 -> 2 (weaker)")]),
        ([((*OPEN, "threshold"), GONE)], [("weaker", "threshold of open conversations removed: 4 (weaker)")]),
        ([((*OPEN, "baseline"), 2)], [("neutral", "baseline of open conversations 1 -> 2")]),
        ([((*OPEN, "kind"), "lagging")], [("neutral", "kind of open conversations leading -> lagging")]),
        ([((*OPEN, "unit"), "talks")], [("neutral", "unit of open conversations reworded")]),
        ([((*OPEN, "source"), "pulse")], [("neutral", "source of open conversations log -> pulse")]),
        ([((*OPEN, "name"), "Talks")], [("neutral", "name of open conversations reworded")]),
        (
            [((*OPEN, "milestones"), {"2026-02-15": 2, "2026-04-01": 5})],
            [
                ("weaker", "milestone of open conversations on 15 Feb 2026 3 -> 2 (weaker)"),
                ("weaker", "milestone of open conversations on 15 Mar 2026 removed: 4.5 (weaker)"),
                ("stronger", "milestone of open conversations on 1 Apr 2026 set: 5 (stronger)"),
            ],
        ),
        ([(SCORE, GONE)], [("weaker", "indicator removed: behavior score")]),
        (
            [
                (
                    ("measurable", "indicators", "escalations"),
                    {"name": "Escalations", "kind": "lagging", "measure": "level", "baseline": 9, "target": 3},
                )
            ],
            [("stronger", "new indicator: escalations")],
        ),
        (
            [(("time_bound", "deadline"), "2026-05-10")],
            [("weaker", "deadline 10 Apr 2026 -> 10 May 2026, 30 days later (weaker)")],
        ),
        (
            [(("time_bound", "deadline"), "2026-04-09")],
            [("stronger", "deadline 10 Apr 2026 -> 9 Apr 2026, 1 day earlier (stronger)")],
        ),
        ([(("time_bound", "deadline"), GONE)], [("weaker", "deadline removed: 10 Apr 2026 (weaker)")]),
        ([(("time_bound", "start"), "2026-01-19")], [("neutral", "start 12 Jan 2026 -> 19 Jan 2026, 7 days later")]),
        ([(("time_bound", "check_in"), "3 weeks")], [("weaker", "check-in 2 weeks -> 3 weeks (weaker)")]),
        ([(("time_bound", "review"), "month")], [("stronger", "review 6 weeks -> month (stronger)")]),
        ([(("time_bound", "review"), GONE)], [("weaker", "review removed: 6 weeks (weaker)")]),
        (
            [(("time_bound", "remeasure"), "2026-05-01")],
            [("neutral", "re-measurement 14 Apr 2026 -> 1 May 2026, 17 days later")],
        ),
        ([(("time_bound", "remeasure"), GONE)], [("weaker", "re-measurement removed: 14 Apr 2026 (weaker)")]),
        ([(("achievable", "hours_per_week"), 1.5)], [("weaker", "hours a week 2 -> 1.5 (weaker)")]),
        ([(("achievable", "support"), "None")], [("neutral", "support reworded")]),
        (
            [(("achievable", "observers"), ["dirk"])],
            [("weaker", "observers carla, dirk -> dirk (weaker)")],
        ),
        ([(("achievable", "observers"), ["dirk", "carla", "dirk"])], []),
        (
            [(("achievable", "observers"), ["dirk", "emma"])],
            [("neutral", "observers carla, dirk -> dirk, emma")],
        ),
        ([(("specific", "behavior"), "I listen")], [("neutral", "behavior reworded")]),
        ([(("specific", "quality"), GONE)], [("weaker", "quality criterion removed (weaker)")]),
        ([(("specific", "situation"), GONE)], [("neutral", "situation removed")]),
        ([(("title",), "Coaching  one-on-ones\nwith open questions")], []),
        ([(("competency",), "delegating")], [("neutral", "competency coaching-leadership -> delegating")]),
        ([(("relevant", "choice", "energy"), "low")], [("neutral", "energy medium -> low")]),
        (
            [(("relevant", "choice"), GONE)],
            [
                ("neutral", "impact removed: high"),
                ("neutral", "potential removed: high"),
                ("neutral", "energy removed: medium"),
            ],
        ),
        ([(("stop_if",), GONE)], [("neutral", "when to stop removed")]),
        ([(("actions", "shadow-the-coach"), GONE)], [("weaker", "action removed: shadow the coach")]),
        ([(("actions", "read"), {"what": "Read", "mode": "formal"})], [("stronger", "new action: read")]),
        (
            [(("actions", "open-the-one-on-ones", "every"), "2 weeks")],
            [("weaker", "rhythm of open the one on ones week -> 2 weeks (weaker)")],
        ),
        (
            [(("actions", "shadow-the-coach", "due"), "2026-02-08")],
            [("weaker", "date of shadow the coach 1 Feb 2026 -> 8 Feb 2026, 7 days later (weaker)")],
        ),
        (
            [(("actions", "shadow-the-coach", "hours"), 2)],
            [("stronger", "hours of shadow the coach 1.5 -> 2 (stronger)")],
        ),
        ([(("actions", "shadow-the-coach", "what"), "Watch")], [("neutral", "action shadow the coach reworded")]),
        (
            [(("actions", "shadow-the-coach", "mode"), "formal")],
            [("neutral", "mode of shadow the coach from_others -> formal")],
        ),
        ([(("actions", "shadow-the-coach", "done"), "2026-02-02")], []),
        ([(("notes",), "Something else")], []),
        ([(("status",), "stopped")], [("weaker", "goal stopped")]),
        ([(("status",), "achieved")], [("neutral", "goal achieved")]),
        ([(("status",), "draft")], [("weaker", "goal a draft again")]),
        ([(("status",), "proposed")], [("weaker", "goal proposed")]),
    ],
)
def test_a_change_in_words(edits: list[Edit], expected: list[tuple[str, str]]) -> None:
    assert told(*edits) == expected


@pytest.mark.parametrize(
    ("before", "edit", "expected"),
    [
        (LOWER, ((*SCORE, "target"), 7), ("weaker", "target of behavior score 5 -> 7 (weaker)")),
        (LOWER, ((*SCORE, "target"), 3), ("stronger", "target of behavior score 5 -> 3 (stronger)")),
        (LOWER, ((*SCORE, "target"), 20), ("weaker", "target of behavior score 5 -> 20 (weaker)")),
        (LOWER, ((*SCORE, "threshold"), 9), ("weaker", "threshold of behavior score 8 -> 9 (weaker)")),
        (TOTAL, ((*SCORE, "baseline"), 50), ("weaker", "baseline of behavior score 45.5 -> 50 (weaker)")),
        (TOTAL, ((*SCORE, "baseline"), 40), ("stronger", "baseline of behavior score 45.5 -> 40 (stronger)")),
        (
            (((*SCORE, "hold"), False),),
            ((*SCORE, "hold"), True),
            ("neutral", "behavior score is to be held at its level"),
        ),
        (((("status",), "stopped"),), (("status",), "active"), ("stronger", "goal active")),
        (((("status",), "draft"),), (("status",), "proposed"), ("neutral", "goal proposed")),
        (((("status",), "draft"),), (("status",), "stopped"), ("neutral", "goal stopped")),
    ],
)
def test_which_way_is_better_follows_from_the_goal_as_it_was(
    before: tuple[Edit, ...], edit: Edit, expected: tuple[str, str]
) -> None:
    assert told(edit, before=before) == [expected]


def test_a_change_as_a_value() -> None:
    assert changed(((*OPEN, "target"), 4)) == (
        Change(
            goal=KEY,
            path=PATH,
            pointer=(*OPEN, "target"),
            kind=ChangeKind.CHANGED,
            before=6,
            after=4,
            direction=Direction.WEAKER,
            text=text(
                "{what} (weaker)",
                what=text(
                    "{what} {before} -> {after}",
                    what=text("target of {indicator}", indicator="open conversations"),
                    before=Fraction(6),
                    after=Fraction(4),
                ),
            ),
            is_agreed=True,
            has_reason=False,
        ),
    )


def test_goals_come_and_go() -> None:
    added = changes({}, {KEY: goal()}, {})
    assert [(change.kind.value, change.direction.value, say(change.text)) for change in added] == [
        ("added", "stronger", 'new goal "Coaching one-on-ones with open questions"')
    ]
    removed = changes({KEY: goal()}, {}, {})
    assert [(change.kind.value, change.direction.value, say(change.text)) for change in removed] == [
        ("removed", "weaker", 'goal "Coaching one-on-ones with open questions" removed')
    ]
    draft = changes({KEY: goal((("status",), "draft"))}, {}, {})
    assert [change.direction.value for change in draft] == ["neutral"]


# Reasons ------------------------------------------------------------------------------------------------------------


def test_a_weakening_of_what_was_agreed_needs_a_reason() -> None:
    old, new = {KEY: goal()}, {KEY: goal(((*OPEN, "target"), 4), ((*SCORE, "target"), 70))}
    assert [say(change.text) for change in unexplained(changes(old, new, {}))] == [
        "target of open conversations 6 -> 4 (weaker)"
    ]
    assert unexplained(changes(old, new, {KEY: {Decision.ADJUST: "Half the team left"}})) == ()
    assert len(unexplained(changes(old, new, {KEY: {Decision.CONTINUE: "Going well"}}))) == 1
    assert len(unexplained(changes(old, new, {("anna", "other"): {Decision.ADJUST: "Half the team left"}}))) == 1


@pytest.mark.parametrize("status", ["draft", "proposed", "stopped", "achieved"])
def test_what_was_not_active_may_be_weakened_freely(status: str) -> None:
    before: Edit = (("status",), status)
    assert unexplained(changed(((*OPEN, "target"), 4), before=(before,))) == ()


def test_a_stop_says_its_reason() -> None:
    stopped = changes(
        {KEY: goal()}, {KEY: goal((("status",), "stopped"))}, {KEY: {Decision.STOP: "The team\nwas  dissolved"}}
    )
    assert [(say(change.text), change.has_reason) for change in stopped] == [
        ("goal stopped: The team was dissolved", True)
    ]


# Laws ---------------------------------------------------------------------------------------------------------------

NUMBERS = st.integers(-50, 50)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_change_and_its_undoing_go_opposite_ways(baseline: int, one: int, other: int) -> None:
    """As long as both targets are on the same side of the baseline."""
    if one == other or (one - baseline) * (other - baseline) <= 0:
        return
    fixed: tuple[Edit, ...] = (((*SCORE, "baseline"), baseline), ((*SCORE, "threshold"), GONE))
    a, b = goal(*fixed, ((*SCORE, "target"), one)), goal(*fixed, ((*SCORE, "target"), other))
    (there,), (back,) = changes({KEY: a}, {KEY: b}, {}), changes({KEY: b}, {KEY: a}, {})
    assert {there.direction, back.direction} == {Direction.STRONGER, Direction.WEAKER}
    assert (there.before, there.after) == (back.after, back.before)


def test_nothing_changed_says_nothing() -> None:
    assert changed() == ()


@pytest.mark.parametrize(
    ("clearer", "expected"),
    [
        (Direction.WEAKER, ("weaker", "behavior reworded, vague now (weaker)")),
        (Direction.STRONGER, ("stronger", "behavior reworded, no longer vague (stronger)")),
    ],
)
def test_words_that_became_vague_or_clear(clearer: Direction, expected: tuple[str, str]) -> None:
    """The rulebook tells where; a behavior that is new or gone is told as that."""
    clarity = {(KEY, ("specific", "behavior")): clearer}
    reworded = goal((("specific", "behavior"), "Communicate better"))
    (found,) = changes({KEY: goal()}, {KEY: reworded}, {}, clarity)
    assert (found.direction.value, say(found.text)) == expected
    assert found.has_reason is (clearer is Direction.STRONGER)
    (gone,) = changes({KEY: goal()}, {KEY: goal((("specific", "behavior"), GONE))}, {}, clarity)
    assert say(gone.text) == "behavior removed (weaker)"
