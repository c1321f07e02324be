"""Plans that are valid as values and odd as plans: missing parts, dates at the edges, people in circles."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from koers.dates import Period, Unit
from koers.model import goal as g
from koers.model import log
from koers.model import organization as o

IDS = ("anna", "ben", "cleo", "manager", "x1")
DAYS = st.sampled_from(
    [date.min, date(1999, 12, 31), date(2025, 12, 31), date(2026, 1, 12), date(2026, 2, 28), date(2026, 3, 2)]
) | st.dates(date(2025, 10, 1), date(2026, 12, 31))
ENDS = DAYS | st.just(date.max)
NUMBERS = st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 3), Fraction(100), Fraction(10**9)]) | (
    st.fractions(-200, 200, max_denominator=10)
)
TEXTS = st.sampled_from(
    [
        "Communicate better",
        "Meer initiatief tonen",
        "I open with questions and let the other name the next step.",
        "Always",
        "The team decides",
        "Niet meer onderbreken",
        "-",
        "…",
        "a",
        "x\n\n- y\n- z\n- één",
        "İstanbul ﬁ ß Ⅷ",
        "burn-out",
        "mail a@b.nl or 06-12345678",
        "123456782",
        "{name} %(name)s {",
        "# koers: ignore S101 - no",
    ]
) | st.text(max_size=40)
PERIODS = st.builds(Period, st.integers(1, 999), st.sampled_from(list(Unit)))
MAYBE = st.none()


def mapping(keys: st.SearchStrategy[str], values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(keys, values, max_size=3)


ID = st.sampled_from(IDS)
INDICATORS = st.builds(
    g.Indicator,
    id=ID,
    name=TEXTS,
    kind=st.sampled_from(list(g.Kind)),
    measure=st.sampled_from(list(g.Measure)),
    source=st.sampled_from(list(g.Source)),
    baseline=NUMBERS,
    target=NUMBERS,
    unit=MAYBE | TEXTS,
    per=MAYBE | PERIODS,
    threshold=MAYBE | NUMBERS,
    hold=st.booleans(),
    milestones=st.lists(st.tuples(ENDS, NUMBERS), max_size=2).map(lambda items: tuple(sorted(dict(items).items()))),
).filter(lambda it: it.measure is not g.Measure.FREQUENCY or it.per is not None)
LEVELS = MAYBE | st.sampled_from(["high", "medium", "low"])
ACTIONS = st.builds(
    g.Action,
    id=ID,
    what=TEXTS,
    mode=st.sampled_from(list(g.Mode)),
    every=MAYBE | PERIODS,
    due=MAYBE | ENDS,
    done=MAYBE | DAYS,
    hours=MAYBE | st.fractions(0, 168, max_denominator=4),
)


@st.composite
def goals(draw: st.DrawFn, leader: str) -> g.Goal:
    id = draw(ID)
    indicators = {it.id: it for it in draw(st.lists(INDICATORS, max_size=4))}
    actions = {it.id: it for it in draw(st.lists(ACTIONS, max_size=4))}
    return g.Goal(
        id=id,
        leader=leader,
        path=f"plans/leaders/{leader}/goals/{id}.yml",
        title=draw(TEXTS),
        category=draw(st.sampled_from(list(g.Category))),
        status=draw(st.sampled_from(list(g.Status))),
        competency=draw(MAYBE | ID),
        skill=draw(MAYBE | TEXTS),
        specific=g.Specific(*(draw(MAYBE | TEXTS) for _ in range(4))),
        indicators=tuple(indicators.values()),
        achievable=draw(
            st.builds(
                g.Achievable,
                hours_per_week=MAYBE | st.fractions(0, 168, max_denominator=4),
                support=MAYBE | TEXTS,
                observers=st.lists(ID, max_size=3).map(tuple),
            )
        ),
        relevant=draw(
            st.builds(
                g.Relevant,
                why=MAYBE | TEXTS,
                team_goal=MAYBE | ID,
                choice=MAYBE | st.builds(g.Choice, LEVELS, LEVELS, LEVELS),
            )
        ),
        time_bound=draw(
            st.builds(
                g.TimeBound,
                start=MAYBE | ENDS,
                deadline=MAYBE | ENDS,
                check_in=MAYBE | PERIODS,
                review=MAYBE | PERIODS,
                remeasure=MAYBE | ENDS,
            )
        ),
        actions=tuple(actions.values()),
        stop_if=draw(MAYBE | TEXTS),
        notes=draw(MAYBE | TEXTS),
    )


READINGS = NUMBERS | st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda it: log.Share(min(it), max(it)))
GOAL_LOGS = st.builds(log.GoalLog, readings=st.dictionaries(ID, READINGS, max_size=3), note=MAYBE | TEXTS)
SCORES = st.builds(
    log.Score,
    behavior=MAYBE | NUMBERS,
    aptitude=MAYBE | NUMBERS,
    by_group=st.dictionaries(ID, NUMBERS, max_size=3),
    facets=st.dictionaries(ID, NUMBERS, max_size=2),
)


@st.composite
def leaders(draw: st.DrawFn, id: str) -> o.Leader:
    folder = f"plans/leaders/{id}"
    mine = {goal.id: goal for goal in draw(st.lists(goals(id), max_size=3))}
    check_ins = [
        log.CheckIn(
            day,
            1,
            f"{folder}/checkins/{day}.yml",
            minutes=draw(MAYBE | st.integers(1, 480)),
            difficult=draw(MAYBE | TEXTS),
            next=draw(MAYBE | TEXTS),
            goals=draw(st.dictionaries(ID, GOAL_LOGS, max_size=2)),
        )
        for day in sorted(draw(st.sets(DAYS, max_size=4)))
    ]
    measurements = [
        log.Measurement(
            day,
            "scan",
            f"{folder}/measurements/{day}-scan.yml",
            draw(st.sampled_from(list(log.MeasurementKind))),
            version=draw(MAYBE | st.just("1")),
            scale=draw(MAYBE | st.just((Fraction(0), Fraction(100))) | st.just((Fraction(1), Fraction(5)))),
            groups=draw(st.dictionaries(ID, st.integers(1, 9), max_size=3)),
            competencies=draw(st.dictionaries(ID, SCORES, max_size=2)),
            goals=draw(st.dictionaries(ID, GOAL_LOGS, max_size=2)),
        )
        for day in sorted(draw(st.sets(DAYS, max_size=3)))
    ]
    decisions = st.builds(log.GoalReview, st.sampled_from(list(log.Decision)), MAYBE | TEXTS)
    reviews = [
        log.Review(
            day,
            1,
            f"{folder}/reviews/{day}.yml",
            log.ReviewKind.INTERIM,
            draw(st.dictionaries(ID, decisions, max_size=2)),
        )
        for day in sorted(draw(st.sets(DAYS, max_size=2)))
    ]
    approvals = {
        goal: (
            log.Approval(
                goal,
                1,
                f"{folder}/approvals/{goal}.1.yml",
                "approved",
                draw(ID),
                draw(DAYS),
                "",
                log.Evidence("commit"),
            ),
        )
        for goal in mine
        if draw(st.booleans())
    }
    return o.Leader(
        id=id,
        path=f"{folder}/leader.yml",
        name=draw(TEXTS.filter(bool)),
        role=draw(MAYBE | ID),
        level=draw(MAYBE | st.sampled_from(list(o.Seniority))),
        team=draw(MAYBE | ID),
        manager=draw(MAYBE | ID),
        co_managers=tuple(draw(st.lists(ID, max_size=2))),
        approver=draw(MAYBE | ID),
        observers=tuple(draw(st.lists(ID, max_size=3))),
        capacity_hours_per_week=draw(MAYBE | st.fractions(0, 20, max_denominator=4)),
        goals=dict(sorted(mine.items())),
        check_ins=tuple(check_ins),
        measurements=tuple(measurements),
        reviews=tuple(reviews),
        approvals=approvals,
    )


@st.composite
def plans(draw: st.DrawFn) -> o.Plans:
    people = sorted(draw(st.sets(ID, max_size=3)))
    limits = {
        "active_goals": Fraction(3),
        "unknown": Fraction(1),
        "minimum_group": Fraction(2),
        "behaviors_maximum": Fraction(0),
    }
    return o.Plans(
        organization=o.Organization(
            draw(TEXTS),
            approval=draw(st.sampled_from(["required", "advised", "none"])),
            limits=draw(st.sampled_from([{}, limits])),
            rules=draw(st.sampled_from([{}, {"S101": "error", "T101": "none", "Q": "x", "F001": "none"}])),
        ),
        competencies={
            id: o.Competency(
                id,
                f"plans/competencies/{id}.yml",
                draw(TEXTS),
                behaviors=draw(st.sampled_from([{}, {o.Seniority.MEDIOR: ("Asks",)}])),
            )
            for id in sorted(draw(st.sets(ID, max_size=2)))
        },
        roles={
            id: o.Role(
                id, f"plans/roles/{id}.yml", draw(TEXTS), draw(st.dictionaries(ID, st.fractions(0, 100), max_size=3))
            )
            for id in sorted(draw(st.sets(ID, max_size=2)))
        },
        teams={
            id: o.Team(
                id, f"plans/teams/{id}.yml", draw(TEXTS), goals={"x1": o.TeamGoal("x1", "X", draw(MAYBE | DAYS))}
            )
            for id in sorted(draw(st.sets(ID, max_size=1)))
        },
        leaders={id: draw(leaders(id)) for id in people},
    )


@st.composite
def near_misses(draw: st.DrawFn, sound: o.Plans) -> o.Plans:
    """A sound plan of anna in which some parts come from a generated one."""
    anna = sound.leaders["anna"]
    goal = anna.goals["coaching"]
    other_goal, other = draw(goals("anna")), draw(leaders("anna"))
    kept = {"id", "leader", "path", "goals"}
    parts = sorted({field.name for field in fields(goal)} - kept)
    swapped = draw(st.lists(st.sampled_from(parts), max_size=4, unique=True))
    mixed = replace(goal, **{name: getattr(other_goal, name) for name in swapped})
    bounds = draw(st.lists(st.sampled_from(["start", "deadline", "check_in", "review", "remeasure"]), max_size=1))
    mixed = replace(
        mixed, time_bound=replace(mixed.time_bound, **{name: getattr(other_goal.time_bound, name) for name in bounds})
    )
    folder = draw(
        st.lists(st.sampled_from(["check_ins", "measurements", "reviews", "observers", "role", "manager"]), max_size=2)
    )
    leader = replace(anna, **{name: getattr(other, name) for name in folder})
    leader = replace(leader, goals={**other.goals, goal.id: mixed} if draw(st.booleans()) else {goal.id: mixed})
    return replace(sound, leaders={**sound.leaders, "anna": leader})
