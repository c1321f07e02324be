"""A small organization made by hand, with something of everything: the plans that the tests of the site lay out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from jinja2 import FileSystemLoader

from koers.dates import parse_period
from koers.model.approval import Level as Verified
from koers.model.approval import Verdict
from koers.model.change import Direction, Event, EventKind
from koers.model.goal import (
    Achievable,
    Action,
    Category,
    Choice,
    Goal,
    Indicator,
    Kind,
    Measure,
    Mode,
    Relevant,
    Source,
    Specific,
    Status,
    TimeBound,
)
from koers.model.log import (
    Approval,
    CheckIn,
    Decision,
    Evidence,
    GoalLog,
    GoalReview,
    Measurement,
    MeasurementKind,
    Review,
    ReviewKind,
    Score,
    Share,
)
from koers.model.organization import (
    Competency,
    Forge,
    Leader,
    Organization,
    Plans,
    Role,
    Seniority,
    Team,
    TeamGoal,
)
from koers.progress.measure import measure
from koers.progress.moves import moments
from koers.rules.letters import Letter, Light
from koers.site import SiteInput
from koers.texts import text

PROJECT = Path(__file__).parent.parent.parent
AS_OF = date(2026, 5, 11)
ANNA, BRAM, MARIEKE, FEMKE = "anna", "bram", "marieke", "femke"
COACHING, DELEGATING, ROUND, FEEDBACK = "coaching", "delegating", "closing-round", "feedback"


def number(value: int | str) -> Fraction:
    return Fraction(value)


def coaching() -> Goal:
    """At risk: one leading indicator keeps up, the other lags; a missed check-in lies in between."""
    return Goal(
        id=COACHING,
        leader=ANNA,
        path="plans/leaders/anna/goals/coaching.yml",
        title="Coaching one-on-ones with open questions",
        category=Category.TEAM,
        status=Status.ACTIVE,
        competency="coaching-leadership",
        specific=Specific(
            situation="The two-weekly one-on-one with each of six team members",
            behavior="I open with a question and let the other name the next step",
            effect="The team solves more itself & escalates <earlier>",
        ),
        indicators=(
            Indicator(
                id="open-conversations",
                name="Run with open questions",
                kind=Kind.LEADING,
                measure=Measure.FREQUENCY,
                source=Source.LOG,
                unit="conversations",
                per=parse_period("2 weeks"),
                baseline=number(1),
                target=number(6),
                threshold=number(3),
            ),
            Indicator(
                id="next-step",
                name="The other names the next step",
                kind=Kind.LEADING,
                measure=Measure.SHARE,
                source=Source.LOG,
                unit="one-on-ones",
                baseline=number(40),
                target=number(80),
                threshold=number(50),
            ),
            Indicator(
                id="escalations",
                name="Escalations that reach Anna",
                kind=Kind.LAGGING,
                measure=Measure.LEVEL,
                source=Source.KPI,
                baseline=number(10),
                target=number(4),
                threshold=number(9),
            ),
            Indicator(
                id="score",
                name="Behavior score in the 360",
                kind=Kind.LAGGING,
                measure=Measure.LEVEL,
                source=Source.SURVEY360,
                baseline=number(45),
                target=number(62),
            ),
        ),
        achievable=Achievable(number(2), "A coach sits in twice", (FEMKE, BRAM)),
        relevant=Relevant(
            "Customers wait on decisions that the team could take itself",
            "answer",
            Choice("high", "high", "medium"),
            "The new rota",
        ),
        time_bound=TimeBound(
            date(2026, 1, 12), date(2026, 6, 12), parse_period("2 weeks"), parse_period("6 weeks"), date(2026, 4, 14)
        ),
        actions=(
            Action(
                "prepare",
                "Prepare three open questions",
                Mode.ON_THE_JOB,
                every=parse_period("week"),
                hours=number("1/2"),
            ),
            Action(
                "peer",
                "Peer coaching with two team leads",
                Mode.FROM_OTHERS,
                every=parse_period("month"),
                hours=number(1),
            ),
            Action(
                "module",
                "Micro-module: asking instead of telling",
                Mode.FORMAL,
                due=date(2026, 2, 1),
                done=date(2026, 1, 28),
                hours=number(3),
            ),
            Action("card", "A card with questions on the table", Mode.ON_THE_JOB, due=date(2026, 5, 1)),
        ),
        stop_if="Two reviews in a row under the threshold",
    )


def delegating() -> Goal:
    """On track; a frequency with no gaps."""
    return Goal(
        id=DELEGATING,
        leader=ANNA,
        path="plans/leaders/anna/goals/delegating.yml",
        title="Delegate decisions with a clear frame",
        category=Category.PERSONAL,
        status=Status.ACTIVE,
        competency="delegating",
        specific=Specific(behavior="I hand over a decision with its frame in one sentence"),
        indicators=(
            Indicator(
                id="decisions",
                name="Delegated decisions",
                kind=Kind.LEADING,
                measure=Measure.TOTAL,
                source=Source.LOG,
                unit="decisions",
                baseline=number(0),
                target=number(9),
            ),
        ),
        time_bound=TimeBound(
            date(2026, 3, 2), date(2026, 7, 24), parse_period("2 weeks"), parse_period("6 weeks"), None
        ),
    )


def _check_in(on: date, conversations: int, met: int, of: int, decisions: int | None, **words: str) -> CheckIn:
    goals = {
        COACHING: GoalLog(
            {"open-conversations": number(conversations), "next-step": Share(met, of)},
            note="Two were by phone" if met == 3 else None,
            confidence=4,
        )
    }
    if decisions is not None:
        goals[DELEGATING] = GoalLog({"decisions": number(decisions)})
    return CheckIn(
        date=on,
        number=1,
        path=f"plans/leaders/anna/checkins/{on}.yml",
        with_whom="manager",
        minutes=25,
        goals=goals,
        **words,
    )


def check_ins() -> tuple[CheckIn, ...]:
    """Every two weeks but for one in March."""
    return (
        _check_in(date(2026, 1, 26), 2, 2, 5, None, next="Put the card on the table"),
        _check_in(date(2026, 2, 9), 2, 3, 6, None, next="Ask one question more"),
        _check_in(date(2026, 2, 23), 3, 3, 6, None, next="Wait five seconds"),
        _check_in(date(2026, 3, 9), 4, 4, 7, 1, next="Ask Guus for his view"),
        _check_in(date(2026, 4, 7), 8, 4, 8, 1, next="Put the question on the agenda itself"),
        _check_in(date(2026, 4, 20), 5, 4, 7, 2, next="Agree with Guus which questions he brings"),
        _check_in(
            date(2026, 5, 4),
            5,
            4,
            7,
            1,
            done="Ran five of six one-on-ones from the card with three questions.",
            going_well="The first ten minutes are theirs now.",
            difficult="Under time pressure I still give the answer.",
            next="Ask “what is your next step?” before I say anything about mine.",
        ),
    )


def _round(on: date, score: int, groups: dict[str, int], sizes: dict[str, int]) -> Measurement:
    return Measurement(
        date=on,
        instrument="leadership-scan",
        path=f"plans/leaders/anna/measurements/{on}-leadership-scan.yml",
        kind=MeasurementKind.SURVEY360,
        version="2025-1",
        scale=(number(0), number(100)),
        groups=sizes,
        competencies={
            "coaching-leadership": Score(
                behavior=number(score),
                aptitude=number(74),
                by_group={group: number(mean) for group, mean in groups.items()},
            ),
            "delegating": Score(behavior=number(66), aptitude=number(60)),
        },
        goals={COACHING: GoalLog({"score": number(score)})},
    )


def measurements() -> tuple[Measurement, ...]:
    """A 360 before and after, and a monthly KPI."""
    sizes = {"team": 6, "peers": 5, "manager": 1, "self": 1}
    before = _round(date(2026, 1, 8), 45, {"team": 42, "peers": 47, "manager": 50, "self": 60}, sizes)
    after = _round(date(2026, 4, 14), 58, {"team": 57, "peers": 58, "manager": 60, "self": 59}, sizes)
    kpi = tuple(
        Measurement(
            date=on,
            instrument="desk",
            path=f"plans/leaders/anna/measurements/{on}-desk.yml",
            kind=MeasurementKind.KPI,
            goals={COACHING: GoalLog({"escalations": number(value)})},
        )
        for on, value in (
            (date(2026, 1, 31), 10),
            (date(2026, 2, 28), 9),
            (date(2026, 3, 31), 7),
            (date(2026, 4, 30), 5),
        )
    )
    return tuple(sorted((before, after, *kpi), key=lambda measurement: measurement.date))


def reviews() -> tuple[Review, ...]:
    """One that went on, one that adjusted."""
    return (
        Review(
            date(2026, 2, 23),
            1,
            "plans/leaders/anna/reviews/2026-02-23.yml",
            ReviewKind.INTERIM,
            {COACHING: GoalReview(Decision.CONTINUE, "Both leading indicators are above their threshold.")},
            (ANNA, MARIEKE),
        ),
        Review(
            date(2026, 4, 20),
            1,
            "plans/leaders/anna/reviews/2026-04-20.yml",
            ReviewKind.QUARTER,
            {COACHING: GoalReview(Decision.ADJUST, "Femke observes twice. The target stays.")},
            (ANNA, MARIEKE),
        ),
    )


def approvals() -> tuple[Approval, ...]:
    """Returned first, then approved."""
    return (
        Approval(
            COACHING,
            1,
            "plans/leaders/anna/approvals/coaching.1.yml",
            "returned",
            MARIEKE,
            date(2026, 1, 12),
            "koers1:sha256:" + "0" * 64,
            Evidence("commit"),
            "Make the second indicator something the team would notice.",
        ),
        Approval(
            COACHING,
            2,
            "plans/leaders/anna/approvals/coaching.2.yml",
            "approved",
            MARIEKE,
            date(2026, 1, 15),
            "koers1:sha256:" + "1" * 64,
            Evidence("commit"),
        ),
    )


def plans() -> Plans:
    """Four people, six goals in every status."""
    anna = Leader(
        id=ANNA,
        path="plans/leaders/anna/leader.yml",
        name="Anna de Vries",
        role="team-lead",
        level=Seniority.MEDIOR,
        team="customer",
        manager=MARIEKE,
        observers=(FEMKE, BRAM),
        goals={
            COACHING: coaching(),
            DELEGATING: delegating(),
            FEEDBACK: Goal(
                id=FEEDBACK,
                leader=ANNA,
                path="plans/leaders/anna/goals/feedback.yml",
                title="Two appreciative remarks a week",
                category=Category.TEAM,
                status=Status.ACHIEVED,
                skill="Appreciative feedback",
                time_bound=TimeBound(date(2025, 9, 1), date(2025, 12, 12)),
            ),
        },
        check_ins=check_ins(),
        measurements=measurements(),
        reviews=reviews(),
        approvals={COACHING: approvals()},
    )
    bram = Leader(
        id=BRAM,
        path="plans/leaders/bram/leader.yml",
        name="Bram Visser",
        role="team-lead",
        level=Seniority.JUNIOR,
        team="planning",
        manager=MARIEKE,
        goals={
            ROUND: replace(
                delegating(),
                id=ROUND,
                leader=BRAM,
                path="plans/leaders/bram/goals/closing-round.yml",
                title="A closing round in every work meeting",
                competency="psychological-safety",
                time_bound=TimeBound(date(2026, 5, 18), date(2026, 8, 28), parse_period("week")),
            ),
            "rota": replace(
                delegating(),
                id="rota",
                leader=BRAM,
                path="plans/leaders/bram/goals/rota.yml",
                title="The rota is made by the crew",
                status=Status.PROPOSED,
            ),
            "talk": Goal(
                id="talk",
                leader=BRAM,
                path="plans/leaders/bram/goals/talk.yml",
                title="Difficult conversations",
                category=Category.PERSONAL,
                status=Status.DRAFT,
            ),
        },
    )
    return Plans(
        organization=Organization(
            name="Waterlinie", forge=Forge("github", "waterlinie/plans"), limits={"active_goals": number(2)}
        ),
        competencies={
            "coaching-leadership": Competency(
                "coaching-leadership", "plans/competencies/coaching-leadership.yml", "Coaching leadership"
            ),
            "delegating": Competency("delegating", "plans/competencies/delegating.yml", "Delegating"),
            "psychological-safety": Competency(
                "psychological-safety", "plans/competencies/psychological-safety.yml", "Psychological safety"
            ),
        },
        roles={
            "team-lead": Role(
                "team-lead",
                "plans/roles/team-lead.yml",
                "Team lead",
                {"coaching-leadership": number(70), "delegating": number(65)},
            )
        },
        teams={
            "customer": Team(
                "customer",
                "plans/teams/customer.yml",
                "Customer service",
                {"answer": TeamGoal("answer", "Answer within one working day")},
            ),
            "planning": Team("planning", "plans/teams/planning.yml", "Planning"),
        },
        leaders={
            ANNA: anna,
            BRAM: bram,
            FEMKE: Leader(FEMKE, "plans/leaders/femke/leader.yml", "Femke de Boer", team="customer", manager=MARIEKE),
            MARIEKE: Leader(MARIEKE, "plans/leaders/marieke/leader.yml", "Marieke van Dam", level=Seniority.SENIOR),
        },
    )


_WEAKER = Event(
    (ANNA, COACHING),
    date(2026, 4, 7),
    EventKind.CHANGED,
    text("threshold {before} to {after}", before="60", after="50 %"),
    by=ANNA,
    commit="9c1f3a2b",
    direction=Direction.WEAKER,
)


def sample(what: Plans | None = None, language: str = "en", as_of: date = AS_OF) -> SiteInput:
    """The input of the site for these plans (by default all of the above), letters, verdicts and history included."""
    what = plans() if what is None else what
    progress = measure(what, as_of)
    warning = Letter("M", Light.WARNING, (("M103", text("“answer” is not a count that others could check")),))
    keys = [goal.key for goal in what.goals()]
    verdicts = {
        (ANNA, COACHING): Verdict((ANNA, COACHING), Verified.SIGNED, MARIEKE, date(2026, 1, 15), 2),
        (BRAM, "rota"): Verdict((BRAM, "rota"), Verified.MISSING),
    }
    history = {(ANNA, COACHING): (_WEAKER,)}
    return SiteInput(
        plans=what,
        progress=progress,
        as_of=as_of,
        language=language,
        templates=FileSystemLoader(PROJECT / "site_templates"),
        version="0.1.0",
        audience="hr",
        commit="4f2c91e0d1",
        letters={
            key: {letter: warning if letter == "M" else Letter(letter, Light.FINE) for letter in "SMART"}
            for key in keys
        },
        verdicts={key: verdict for key, verdict in verdicts.items() if key in keys},
        record_levels={
            record.path: "recorded"
            for leader in what.leaders.values()
            for records in leader.approvals.values()
            for record in records
        },
        moments=moments(what, progress, as_of, verdicts=verdicts),
        history={key: events for key, events in history.items() if key in keys},
        data='{"version": 1}\n',
        assets={"fonts/example.woff2": b"wOF2"},
    )
