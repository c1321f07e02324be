"""Who decides for whom when people have left: laws over any organization, and the cases that people meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from koers.model.as_of import as_of
from koers.model.organization import Delegation, Leader, Organization, Plans

IDS = ("anna", "bram", "carla", "dirk", "emma")
DAY = date(2026, 3, 2)
DAYS = st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5))


def leader(id: str, **more: object) -> Leader:
    return Leader(id=id, path=f"plans/leaders/{id}/leader.yml", name=id.title(), **more)  # type: ignore[arg-type]


@st.composite
def organizations(draw: st.DrawFn) -> Plans:
    """Any managers, circles and missing people too, any of whom may leave."""
    some = st.none() | st.sampled_from((*IDS, "nobody"))
    people = {}
    for id in IDS:
        co_managers = draw(st.lists(st.sampled_from(IDS), max_size=2, unique=True))
        terms = draw(st.lists(st.tuples(st.sampled_from(IDS), DAYS, DAYS), max_size=1))
        people[id] = leader(
            id,
            manager=draw(some),
            approver=draw(some),
            co_managers=tuple(co_managers),
            delegates=tuple(Delegation(*term) for term in terms),
            left=draw(st.none() | DAYS),
        )
    return Plans(Organization(name="Waterlijn"), leaders=people)


def without(plans: Plans) -> Plans:
    return replace(plans, leaders={id: replace(one, left=None) for id, one in plans.leaders.items()})


@settings(max_examples=300, deadline=None)
@given(organizations(), DAYS)
def test_nobody_decides_after_their_last_day_and_nobody_on_their_own(plans: Plans, day: date) -> None:
    for id, one in as_of(plans, day, IDS).leaders.items():
        deciding = one.approvers(day)
        assert id not in deciding
        assert "nobody" not in deciding
        for person in deciding:
            left = plans.leaders[person].left
            assert left is None or day <= left
        assert set(deciding) <= set(one.approvers_from(day))


@settings(max_examples=300, deadline=None)
@given(organizations(), DAYS)
def test_up_to_the_last_day_everything_is_as_without_it(plans: Plans, day: date) -> None:
    later = replace(
        plans,
        leaders={
            id: replace(one, left=one.left if one.left is not None and day <= one.left else None)
            for id, one in plans.leaders.items()
        },
    )
    assert as_of(later, day, IDS) == as_of(without(plans), day, IDS)


@settings(max_examples=300, deadline=None)
@given(organizations(), DAYS)
def test_who_left_is_in_no_index_of_people_of_whom_something_is_asked(plans: Plans, day: date) -> None:
    seen = as_of(plans, day, IDS)
    for index in (seen.by_team, seen.by_role, seen.by_named_manager, seen.by_approver(day)):
        assert all(one.left is None for people in index.values() for one in people)


@settings(max_examples=200, deadline=None)
@given(organizations(), DAYS, DAYS)
def test_a_decision_of_an_earlier_day_is_judged_by_who_was_there_then(plans: Plans, day: date, then: date) -> None:
    """Knowing of later departures takes nobody's earlier word away."""
    then = min(then, day)
    now, past = as_of(plans, day, IDS), as_of(plans, then, IDS)
    for id, one in now.leaders.items():
        assert one.approvers(then) == past.leaders[id].approvers(then)


def cut(*people: Leader, on: date = DAY) -> Mapping[str, Leader]:
    plans = Plans(Organization(name="Waterlijn"), leaders={one.id: one for one in people})
    return as_of(plans, on, [one.id for one in people]).leaders


GONE = DAY - timedelta(days=1)


def test_the_managers_manager_takes_over_step_by_step() -> None:
    people = (
        leader("anna", manager="bram"),
        leader("bram", manager="carla", left=GONE),
        leader("carla", approver="dirk", left=DAY),
        leader("dirk"),
    )
    assert cut(*people)["anna"].approvers(DAY) == ("carla",)
    after = cut(*people, on=DAY + timedelta(days=1))["anna"]
    assert after.approvers(DAY + timedelta(days=1)) == ("dirk",)
    assert after.approvers(DAY) == ("carla",)
    assert after.approvers(GONE) == ("bram",)


def test_a_co_manager_who_is_here_is_enough_and_a_delegate_decides_beside_who_takes_over() -> None:
    boss, other, gone = leader("carla"), leader("dirk"), leader("bram", manager="carla", left=GONE)
    with_co = leader("anna", manager="bram", co_managers=("dirk",))
    assert cut(with_co, gone, boss, other)["anna"].approvers(DAY) == ("dirk",)
    with_delegate = leader("anna", manager="bram", delegates=(Delegation("dirk", GONE, DAY),))
    assert cut(with_delegate, gone, boss, other)["anna"].approvers(DAY) == ("carla", "dirk")


def test_nobody_is_left_when_the_one_at_the_top_goes_or_the_folder_is_gone() -> None:
    top = leader("bram", left=GONE)
    assert cut(leader("anna", manager="bram"), top)["anna"].approvers(DAY) == ()
    assert cut(leader("anna", manager="bram"))["anna"].approvers(DAY) == ()
    in_a_circle = leader("bram", manager="anna", left=GONE)
    assert cut(leader("anna", manager="bram"), in_a_circle)["anna"].approvers(DAY) == ()
