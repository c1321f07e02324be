"""A large organization is shown by team: every goal can still be reached, and no page grows with the organization."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from koers.model.goal import Status
from koers.model.organization import Leader, Plans
from koers.site import PageBody, Site
from koers.site.artifacts import SHAPES
from koers.site.frames import stub_url
from koers.site.groups import MOST_GOALS, groups
from koers.site.views.competency import MOST_LINES
from koers.story.facts import Facts

from .library import library, organization, scene
from .sample import PROJECT

MOST_BYTES = 400_000
TEAM = re.compile(r'href="([^"?#]*)[^"]*"')


def copied(leader: Leader, number: int, team: str | None) -> Leader:
    """The same person once more, under another id and in another team."""
    id = f"{leader.id}-{number}"
    goals = {key: replace(goal, leader=id) for key, goal in leader.goals.items()}
    return replace(leader, id=id, path=f"plans/leaders/{id}/leader.yml", team=team, goals=goals)


@cache
def large(copies: int = 200) -> Plans:
    """Hundreds of people: in small teams, in one team that does not fit on a page, and without a team."""
    plans = organization()
    (team, *_) = plans.teams.values()
    teams = {f"team-{number}": replace(team, id=f"team-{number}", name=f"Team {number}") for number in range(20)}
    leaders = dict(plans.leaders)
    for number in range(copies):
        team_id = None if number % 10 == 0 else "team-0" if number % 2 else f"team-{1 + number % 19}"
        for leader in plans.leaders.values():
            one = copied(leader, number, team_id)
            leaders[one.id] = one
    return replace(plans, teams={**plans.teams, **teams}, leaders=leaders)


@cache
def pages(start: str) -> dict[str, str]:
    made = ((one.url, one.make()) for one in Site(library(what=large())).shared() if one.url.startswith(start))
    return {url: body.html for url, body in made if isinstance(body, PageBody)}


def active() -> list[str]:
    return sorted(f"{goal.leader}/{goal.id}" for goal in large().goals() if goal.status is Status.ACTIVE)


def test_every_active_goal_stands_on_one_page_of_progress() -> None:
    assert len(active()) > 2 * MOST_GOALS
    rows = [goal for html in pages("progress/").values() for goal in re.findall(r'data-goal="([^"]*)"', html)]
    assert sorted(rows) == active()


def test_a_competency_counts_each_of_its_active_goals_once_and_leads_to_them() -> None:
    plans, found = large(), pages("competencies/")
    for id in plans.competencies:
        own = [goal for goal in plans.by_competency.get(id, ()) if goal.status is Status.ACTIVE]
        if len(plans.by_competency.get(id, ())) <= MOST_LINES:
            continue
        html = found[f"competencies/{id}/"]
        led = re.findall(
            rf'<a href="([^"?]*)\?(?:team=[\w-]+&#38;)?competency={id}">[^<]*</a></span> <span class="k-meta">(\d+) ',
            html,
        )
        assert sum(int(count) for _, count in led) == len(own) > MOST_LINES
        assert {urljoin(f"competencies/{id}/", page) for page, _ in led} <= set(pages("progress/"))
        assert html.count("data-goal=") == MOST_LINES
        return
    pytest.fail("no competency is worked on so much")


@pytest.mark.parametrize("start", ["progress/", "calendar/", "competencies/"])
def test_no_page_grows_with_the_organization(start: str) -> None:
    found = pages(start)
    assert len(found) > (1 if start == "competencies/" else 5)
    assert {url: len(html.encode()) for url, html in found.items() if len(html.encode()) > MOST_BYTES} == {}
    assert len(pages("")[""].encode()) < MOST_BYTES


@pytest.mark.parametrize("start", ["progress/", "calendar/"])
def test_the_list_of_teams_leads_to_each_page(start: str) -> None:
    led_to = {urljoin(start, link) for link in TEAM.findall(pages(start)[start])}
    assert led_to >= {url for url in pages(start) if url != "progress/formulas/"} - {start}
    assert {f"{start}no-team/", f"{start}teams/team-0/", f"{start}teams/team-0/2/"} < set(pages(start))


@pytest.mark.parametrize("known", [frozenset({""}), frozenset({"", "progress/", "calendar/", "rules/"})])
def test_each_page_has_a_shape_for_which_a_frame_is_made(known: frozenset[str]) -> None:
    framed = {stub_url(shape, known) for shape in SHAPES} | known
    assert {url for url in pages("") if stub_url(url, known) not in framed} == set()


def test_numbers_lead_to_the_goals_that_they_count() -> None:
    counts: Counter[str] = Counter()
    links = r'href="([^"?]*)\?(?:team=([\w-]+)&#38;)?(status=\w+)">(\d+)<'
    for url, team, query, number in re.findall(links, pages("progress/")["progress/"]):
        rows = re.findall(
            r'<tr[^>]* data-standing="(\w+)"[^>]* data-team="([\w-]*)"', pages("progress/")[urljoin("progress/", url)]
        )
        counted = [standing for standing, of in rows if team in ("", of)]
        assert counted.count(query.removeprefix("status=")) == int(number)
        counts[query] += int(number)
    assert sum(counts.values()) == len(active())


def test_small_teams_share_pages_that_are_full() -> None:
    facts = scene(library(what=large()))
    sizes = [len(facts.active_of(group.people)) for group in facts.groups]
    assert max(sizes) <= MOST_GOALS
    for group, following in pairwise(facts.groups):
        if following.shares[0].id:
            first = len(facts.active_of(following.shares[0].people))
            assert len(facts.active_of(group.people)) + first > MOST_GOALS
    assert max(len(group.shares) for group in facts.groups) > 2


def test_whoever_has_a_moment_stands_in_one_calendar() -> None:
    feeds = [link for html in pages("calendar/").values() for link in re.findall(r'href="[./]*([\w-]+\.ics)"', html)]
    assert sorted(feeds) == sorted(f"{id}.ics" for id in large().leaders)


def test_an_organization_that_fits_on_a_page_has_one_page() -> None:
    assert scene().groups == ()
    some = scene(library(what=large())).active[: MOST_GOALS + 1]
    for count, is_cut in ((MOST_GOALS, False), (MOST_GOALS + 1, True)):
        facts = Facts(large(), {one.goal.key: one for one in some[:count]}, scene().voice)
        assert bool(groups(facts)) is is_cut


@pytest.mark.browser
def test_what_the_address_asks_for_goes_along_to_the_team(tmp_path: Path, browser: Browser) -> None:
    """The home page leads to `progress/?status=at_risk`: only teams with such goals stay, and lead to just these."""
    script = (PROJECT / "site_templates/assets/koers.js").read_text(encoding="utf-8")
    for url, html in pages("progress/").items():
        file = tmp_path / url / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><meta charset=utf-8><body>{html}<script>{script}</script>", encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'progress/index.html').as_uri()}?status=at_risk")
    rows = page.locator("tbody tr")
    shown = page.locator("tbody tr:visible")
    assert 0 < shown.count() < rows.count()
    link = shown.first.get_by_role("link").first
    assert re.search(r"/\?(team=[\w-]+&)?status=at_risk$", link.get_attribute("href") or "")
    page.goto((link.get_attribute("href") or "").replace("/?", "/index.html?"))
    goals = page.locator("#k-goals tbody tr:visible")
    assert goals.count() > 0
    assert {row.get_attribute("data-standing") for row in goals.all()} == {"at_risk"}
    page.close()
