"""Laws of the rulebook over plans nobody would write: it never raises, and errors do not know the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koers.diagnostic import Severity
from koers.language import translator
from koers.model.approval import Level, Verdict
from koers.model.build import build
from koers.model.change import Change, ChangeKind, Direction
from koers.model.organization import Plans
from koers.progress.measure import measure
from koers.reading.read import read_all
from koers.rules.judge import Judgment, judge
from koers.rules.letters import letters
from koers.texts import text
from rules.generated_plans import ENDS, near_misses, plans
from rules.plan_of_anna import AS_OF, base

SOUND = build(read_all((path, content.encode()) for path, content in base("en").items()).documents)
LEVELS = ("signed", "forge", "recorded", "returned", "stale", "forged", "unverifiable", "missing")
CASES = near_misses(SOUND) | near_misses(SOUND) | plans()
DAYS = st.just(AS_OF) | ENDS


def law(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )


def judged(plans_: Plans, day: date, level: str = "missing") -> tuple[Judgment, ...]:
    verdicts = {goal.key: Verdict(goal.key, Level(level), "ben", date(2026, 1, 1), 1) for goal in plans_.goals()}
    changes = tuple(
        Change(
            goal=(leader.id, ""),
            path=leader.path,
            pointer=("manager",),
            kind=ChangeKind.CHANGED,
            before=None,
            after=None,
            direction=Direction.WEAKER,
            text=text("changed"),
            has_reason=False,
            by=leader.id,
        )
        for leader in plans_.leaders.values()
    )
    return judge(plans_, measure(plans_, day), day, verdicts, changes)


@law(120)
@given(CASES, DAYS, st.sampled_from(LEVELS))
def test_no_plan_makes_a_rule_raise_and_every_finding_is_sound(plans_: Plans, day: date, level: str) -> None:
    found = judged(plans_, day, level)
    assert len(set(found)) == len(found)
    keys = {goal.key for goal in plans_.goals()}
    for judgment in found:
        assert judgment.goal is None or judgment.goal in keys
        start, end = judgment.finding.phrase or (0, 1)
        assert 0 <= start < end
        for language in ("en", "nl"):
            say = translator(language).say
            assert say(judgment.finding.message)
            assert judgment.finding.hint is None or say(judgment.finding.hint)
    for key, five in letters(plans_, found).items():
        assert "".join(letter.letter for letter in five.values()) == "SMART"
        held = [remark for letter in five.values() for remark in letter.remarks]
        mine = [judgment for judgment in found if judgment.goal == key and judgment.rule.id[0] in "SMART"]
        assert sorted(held, key=repr) == sorted(((it.rule.id, it.finding.message) for it in mine), key=repr)


@law(40)
@given(CASES, DAYS)
def test_the_order_of_people_and_goals_does_not_matter(plans_: Plans, day: date) -> None:
    turned = replace(
        plans_,
        leaders={
            id: replace(leader, goals=dict(reversed(leader.goals.items())))
            for id, leader in reversed(plans_.leaders.items())
        },
    )
    assert judged(turned, day) == judged(plans_, day)


@law(60)
@given(CASES, DAYS, ENDS)
def test_what_is_free_of_errors_today_is_so_tomorrow(plans_: Plans, today: date, tomorrow: date) -> None:
    # a severity that the organization itself raised may well depend on the day
    unset = replace(plans_, organization=replace(plans_.organization, rules={}))

    def errors(day: date) -> set[Judgment]:
        return {judgment for judgment in judged(unset, day) if judgment.severity is Severity.ERROR}

    assert errors(today) == errors(tomorrow)
