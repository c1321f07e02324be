"""The sample organization with key indicators, five measured people of one role, and decisions that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from koers.model.approval import Level as Verified
from koers.model.approval import Verdict
from koers.model.as_of import as_of as cut
from koers.model.goal import Status
from koers.model.log import Approval, Evidence, Measurement, MeasurementKind, Score
from koers.model.organization import Delegation, Leader, Plans, Role, Seniority, TeamIndicator
from koers.progress.measure import measure
from koers.progress.moves import moments
from koers.site import SiteInput
from koers.site.artifacts import KINDS, PageBody, Site
from koers.site.scene import Scene

from .sample import ANNA, AS_OF, BRAM, COACHING, FEMKE, MARIEKE, plans, sample

MEASURED = ("guus", "hanna", "ibrahim", "jolien")
CHANGED_SINCE = "ab" * 20


def key_indicators() -> Mapping[str, TeamIndicator]:
    """One that comes closer, one that moves away (lower is better), one that is there, one without a reading."""

    def one(id: str, name: str, target: int, *values: int, kind: str = "lagging", **more: str) -> TeamIndicator:
        days = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 6, 30))
        readings = tuple((day, Fraction(value)) for day, value in zip(days, values, strict=False))
        return TeamIndicator(id, name, kind, target=Fraction(target), readings=readings, **more)

    found = (
        one("first-contact", "Questions settled at once", 80, 68, 71, 76, 90, unit="percent", owner=FEMKE,
            next_step="Let advisers plan a visit themselves"),
        one("waiting", "Cases older than a week", 10, 48, 41, 52, unit="cases", owner=ANNA),
        one("listened", "Calls listened to together", 20, 7, 23, kind="leading"),
        one("surveys", "Answered surveys", 40),
    )  # fmt: skip
    return {indicator.id: indicator for indicator in found}


def _measured(id: str, number: int) -> Leader:
    scan = Measurement(
        date=date(2026, 4, 1),
        instrument="leadership-scan",
        path=f"plans/leaders/{id}/measurements/2026-04-01-leadership-scan.yml",
        kind=MeasurementKind.ASSESSMENT,
        scale=(Fraction(0), Fraction(100)),
        competencies={"coaching-leadership": Score(behavior=Fraction(50 + 5 * number))},
    )
    name = id.capitalize()
    return Leader(id, f"plans/leaders/{id}/leader.yml", name, role="team-lead", team="planning", measurements=(scan,))


def organization() -> Plans:
    """The sample, grown. Anna's coaching goal changed since it was approved; Femke stands in for Marieke in June."""
    small = plans()
    anna, bram = small.leaders[ANNA], small.leaders[BRAM]
    approved = replace(anna.approvals[COACHING][1], evidence=Evidence("github", commit=CHANGED_SINCE))
    returned = Approval(
        "talk", 1, "plans/leaders/bram/approvals/talk.1.yml", "returned", MARIEKE, date(2026, 5, 6),
        "koers1:sha256:" + "2" * 64, Evidence("commit"), "Which meeting, and who would notice?",
    )  # fmt: skip
    talk = replace(bram.goals["talk"], status=Status.PROPOSED)
    people = {
        ANNA: replace(anna, approvals={COACHING: (anna.approvals[COACHING][0], approved)}),
        BRAM: replace(
            bram,
            goals={**bram.goals, "talk": talk},
            approvals={"talk": (returned,)},
            delegates=(Delegation(FEMKE, date(2026, 6, 1), date(2026, 6, 30)),),
        ),
        **{id: _measured(id, number) for number, id in enumerate(MEASURED)},
    }
    customer = replace(small.teams["customer"], indicators=key_indicators())
    coaching = replace(
        small.competencies["coaching-leadership"],
        definition="Helps people find their own next step, by asking before telling",
        facets={"open-questions": "Asks what cannot be answered with yes or no"},
        behaviors={
            Seniority.JUNIOR: ("Asks two open questions before giving an answer",),
            Seniority.SENIOR: ("Sits in on a one-on-one each quarter", "Sets up peer coaching"),
        },
    )
    director = Role("director", "plans/roles/director.yml", "Director", {"delegating": Fraction(80)}, "Sets the course")
    return replace(
        small,
        leaders={**small.leaders, **people},
        teams={**small.teams, "customer": customer},
        roles={**small.roles, "director": director},
        competencies={**small.competencies, "coaching-leadership": coaching},
    )


def library(language: str = "en", what: Plans | None = None, as_of: date = AS_OF) -> SiteInput:
    """The input of the site for it."""
    what = cut(organization() if what is None else what, as_of)
    progress = measure(what, as_of)
    verdicts = {
        (ANNA, COACHING): Verdict((ANNA, COACHING), Verified.STALE, MARIEKE, date(2026, 1, 15), 2, fits=False),
        (BRAM, "rota"): Verdict((BRAM, "rota"), Verified.MISSING),
        (BRAM, "talk"): Verdict((BRAM, "talk"), Verified.RETURNED, MARIEKE, date(2026, 5, 6), 1),
    }
    due = moments(what, progress, as_of, verdicts=verdicts)
    return replace(sample(what, language, as_of), verdicts=verdicts, moments=due)


def body(view: SiteInput, url: str) -> str:
    """The page at this URL, before it is wrapped for the engine."""
    made = next(artifact for artifact in Site(view).artifacts() if artifact.url == url).make()
    assert isinstance(made, PageBody)
    return made.html + "\n"


def scene(view: SiteInput | None = None) -> Scene:
    """A scene with every kind of page."""
    return Scene(view or library(), KINDS)
