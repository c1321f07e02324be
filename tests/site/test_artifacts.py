"""The site as a stream: what belongs to a leader is made from that folder alone, and nothing else reads a check-in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from koers.model.goal import GoalKey, Status
from koers.model.organization import Leader, Plans
from koers.site import Artifact, PageBody, Site, SiteInput, urls

from .library import library, organization
from .sample import ANNA, AS_OF, BRAM, MARIEKE

Made = dict[str, PageBody | bytes]


def made(artifacts: list[Artifact]) -> Made:
    return {artifact.url: artifact.make() for artifact in artifacts}


def profile(leader: Leader) -> Leader:
    """What everybody else may know of a leader's folder: the leader.yml."""
    return replace(leader, goals={}, check_ins=(), measurements=(), reviews=(), approvals={})


def alone(view: SiteInput, id: str) -> SiteInput:
    """The input as it is when only this leader's folder was read and measured."""
    plans = view.plans
    others = {one.id: one if one.id == id else profile(one) for one in plans.leaders.values()}

    def own(key: GoalKey) -> bool:
        return key[0] == id

    return replace(
        view,
        plans=replace(plans, leaders=others),
        progress={key: value for key, value in view.progress.items() if own(key)},
        letters={key: value for key, value in view.letters.items() if own(key)},
        verdicts={key: value for key, value in view.verdicts.items() if own(key)},
        history={key: value for key, value in view.history.items() if own(key)},
        moments=tuple(moment for moment in view.moments if moment.leader == id),
    )


def without_check_ins(plans: Plans) -> Plans:
    return replace(plans, leaders={id: replace(one, check_ins=()) for id, one in plans.leaders.items()})


@pytest.fixture(params=["everyone", "hr"])
def view(request: pytest.FixtureRequest) -> SiteInput:
    return replace(library(), audience=request.param)


def test_the_pages_of_a_leader_need_no_other_folder(view: SiteInput) -> None:
    for id in view.plans.leaders:
        whole = [artifact for artifact in Site(view).of_leader(id) if artifact.leader == id]
        assert made(whole) == made([one for one in Site(alone(view, id)).of_leader(id) if one.leader == id])


def test_the_pages_of_the_organization_read_no_check_in(view: SiteInput) -> None:
    shared = [artifact for artifact in Site(view).artifacts() if artifact.leader is None]
    bare = replace(view, plans=without_check_ins(view.plans))
    assert made(shared) == made([artifact for artifact in Site(bare).artifacts() if artifact.leader is None])


def test_whose_each_artifact_is(view: SiteInput) -> None:
    artifacts = list(Site(view).artifacts())
    assert not [url for url, count in Counter(artifact.url for artifact in artifacts).items() if count > 1]
    owner = {artifact.url: artifact.leader for artifact in artifacts}
    assert (
        owner[f"leaders/{ANNA}/goals/coaching/"] == owner[f"leaders/{ANNA}/"] == owner[f"calendar/{ANNA}.ics"] == ANNA
    )
    # A manager's feed holds what is due with the people led.
    assert owner[f"calendar/{MARIEKE}.ics"] is None
    assert {owner[url] for url in ("", "progress/", f"managers/{MARIEKE}/", "data/koers.json")} == {None}
    assert {artifact.kind for artifact in artifacts if artifact.leader == BRAM} == {"leader", "goal", "feed"}


def test_nothing_is_made_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a view was made for a list of artifacts")

    views = ("goal.goal_view", "leader.leader_view", "home.home_view", "progress.progress_view", "team.team_view")
    for name in views:
        monkeypatch.setattr(f"koers.site.views.{name}", never)
    assert {"goal", "leader", "home", "progress", "team"} < {one.kind for one in Site(library()).artifacts()}


def test_another_commit_changes_one_small_file(view: SiteInput) -> None:
    before, after = (made(list(Site(replace(view, commit=commit)).artifacts())) for commit in ("abc1234", None))
    assert {url for url in before if before[url] != after[url]} == {"assets/koers-build.js"}


def test_another_day_changes_only_what_tells_of_days() -> None:
    today, tomorrow = (made(list(Site(library(as_of=AS_OF + timedelta(days=days))).artifacts())) for days in (0, 1))
    same = {url for url in today if today[url] == tomorrow[url] and not url.startswith("assets/")}
    closed_or_waiting = {
        urls.goal(goal.key) for goal in organization().goals() if goal.status not in (Status.ACTIVE, Status.PROPOSED)
    }
    assert same >= closed_or_waiting | {"rules/", "progress/formulas/", "competencies/", "roles/team-lead/"}
    assert not same & {"", "progress/", "calendar/"}
