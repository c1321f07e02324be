"""The gaps of a role profile, which goal works on which, which wait and why; hours by mode."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from koers.dates import parse_period
from koers.model.as_of import leader_as_of
from koers.model.goal import Action, Choice, Goal, Mode, Relevant
from koers.model.log import Measurement, Score
from koers.model.organization import Role
from koers.progress.gaps import CompetencyGap, gaps
from koers.progress.learning_mix import learning_mix
from koers.progress.values import Grade
from koers.texts import text, texts
from progress.build import day, goal, indicator, leader, measurement, plans

LEVEL = indicator("level", 0, 10)
ROLE = Role(
    "lead", "plans/roles/lead.yml", "Lead", {"coaching": Fraction(70), "feedback": Fraction(60), "vision": Fraction(50)}
)


def scores(on: str, kind: str, instrument: str = "scan", **behavior: int) -> Measurement:
    competencies = {id: Score(behavior=Fraction(value)) for id, value in behavior.items()}
    return measurement(on, instrument, kind, competencies=competencies)


def found(*goals: Goal, log: list[Any], **settings: Any) -> dict[str, CompetencyGap]:
    person = leader_as_of(leader(*goals, log=log, role="lead"), day("03-01"))
    whole = replace(plans(person, **settings), roles={"lead": ROLE})
    return {gap.competency: gap for gap in gaps(whole, person)}


def test_largest_first_with_the_goal_that_works_on_it() -> None:
    score = Score(Fraction(45), Fraction(70), {}, {"listening": Fraction(50), "asking": Fraction(40)})
    scan = measurement("01-10", "scan", "assessment", competencies={"coaching": score, "feedback": Score(Fraction(65))})
    it = found(goal(LEVEL, id="talks", competency="coaching"), log=[scan])
    assert list(it) == ["coaching", "feedback", "vision"]
    assert it["coaching"] == CompetencyGap(
        competency="coaching",
        required=Fraction(70),
        behavior=Fraction(45),
        aptitude=Fraction(70),
        gap=Fraction(25),
        goal="talks",
        state=it["coaching"].state.WORKED_ON,
        weight=8,
        facets={"asking": Fraction(40), "listening": Fraction(50)},
        measured_on=day("01-10"),
        grade=Grade.MEASURED,
    )
    assert list(it["coaching"].facets) == ["asking", "listening"]
    assert (it["feedback"].gap, it["feedback"].state.value, it["feedback"].reason) == (Fraction(-5), "met", None)
    assert (it["vision"].gap, it["vision"].state.value) == (None, "not_measured")
    exact = found(log=[scores("01-10", "survey360", coaching=70)])["coaching"]
    assert (exact.gap, exact.state.value) == (0, "met")


def test_which_wait_and_why() -> None:
    scan = scores("01-10", "survey360", coaching=60, feedback=30)
    room = found(goal(LEVEL, id="talks", competency="coaching"), log=[scan])
    assert list(room) == ["feedback", "coaching", "vision"]
    assert (room["feedback"].state.value, room["feedback"].goal) == ("waiting", None)
    assert room["feedback"].reason == text("No goal works on this yet, and there is room for one.")
    small = found(log=[scores("01-10", "survey360", coaching=61, feedback=50)])
    assert [(id, gap.reason) for id, gap in small.items() if gap.gap] == [
        ("feedback", text("No goal works on this yet, and there is room for one.")),
        ("coaching", text("A small gap: it can wait.")),
    ]
    draft = goal(LEVEL, id="draft", status="draft", competency="feedback")
    drafted = found(goal(LEVEL, id="talks", competency="coaching"), draft, log=[scan])
    assert (drafted["feedback"].goal, drafted["feedback"].reason) == ("draft", text("There is a draft: propose it."))
    full = found(
        goal(LEVEL, id="talks", competency="coaching"), draft, log=[scan], limits={"active_goals": Fraction(1)}
    )
    assert full["feedback"].reason == texts(
        "Waits: one goal is active, as many as there may be at once.",
        "Waits: {count} goals are active, as many as there may be at once.",
        1,
    )
    proposed = found(goal(LEVEL, id="p", status="proposed", competency="feedback"), draft, log=[scan])
    assert (proposed["feedback"].state.value, proposed["feedback"].goal) == ("proposed", "p")
    assert proposed["feedback"].reason == text("Waits for the manager's decision.")
    over = found(goal(LEVEL, status="achieved", competency="feedback"), log=[scan])
    assert (over["feedback"].state.value, over["feedback"].goal) == ("waiting", None)


def test_the_strongest_grade_and_then_the_latest_counts() -> None:
    log = [
        scores("01-10", "survey360", coaching=45),
        scores("02-10", "survey360", coaching=50),
        scores("02-20", "self", "own", coaching=90, vision=70),
        scores("02-25", "observation", "seen", vision=40),
        scores("03-10", "survey360", coaching=70),
    ]
    it = found(log=list(reversed(log)))
    assert (it["coaching"].behavior, it["coaching"].measured_on, it["coaching"].grade) == (
        50,
        day("02-10"),
        Grade.MEASURED,
    )
    assert (it["vision"].behavior, it["vision"].grade) == (40, Grade.OBSERVED)


def test_scores_come_from_their_scale_to_a_hundred() -> None:
    score = Score(Fraction(4), Fraction(3), {}, {"asking": Fraction(2)})
    scan = measurement("01-10", "s", "survey360", scale=(Fraction(1), Fraction(5)), competencies={"coaching": score})
    it = found(log=[scan])["coaching"]
    assert (it.behavior, it.aptitude, it.facets, it.gap) == (75, 50, {"asking": 25}, -5)


def test_weight_follows_the_choice_in_the_goal() -> None:
    chosen = Relevant(choice=Choice(impact="low", potential="low", energy="high"))
    it = found(
        goal(LEVEL, competency="coaching", relevant=chosen),
        log=[scores("01-10", "survey360", coaching=40, feedback=59)],
    )
    assert (it["coaching"].weight, it["feedback"].weight, it["vision"].weight) == (5, 5, 6)


def test_no_role_no_gaps() -> None:
    assert gaps(plans(leader()), leader()) == ()
    assert gaps(plans(leader(role="gone")), leader(role="gone")) == ()


def test_hours_by_mode_over_the_period() -> None:
    weekly = Action("w", "w", Mode.ON_THE_JOB, every=parse_period("week"), hours=Fraction("0.5"))
    monthly = Action("m", "m", Mode.FROM_OTHERS, every=parse_period("month"), hours=Fraction(1))
    once = Action("o", "o", Mode.FORMAL, due=day("02-01"), hours=Fraction(1))
    silent = Action("s", "s", Mode.FORMAL, due=day("02-01"))
    it = learning_mix([goal(LEVEL, actions=(weekly, monthly, once, silent))])
    assert dict(it.hours) == {Mode.ON_THE_JOB: 6, Mode.FROM_OTHERS: 2, Mode.FORMAL: 1}
    assert (it.total, it.percent(Mode.FROM_OTHERS), it.without_hours) == (9, Fraction(200, 9), ("s",))
    assert learning_mix([]).percent(Mode.FORMAL) is None
