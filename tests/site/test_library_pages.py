"""The pages around the plans: managers, teams, competencies, roles, calendar, rules and formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from koers.model.approval import Level, Verdict
from koers.model.organization import Forge, Plans, TeamIndicator
from koers.progress.formulas import formulas
from koers.progress.moves import moments
from koers.progress.way import way_gone
from koers.rules.rulebook import rulebook
from koers.site import render, urls
from koers.site.input import SiteInput
from koers.site.views.manager import managers

from .library import CHANGED_SINCE, body, library, organization, scene
from .pages import Element, read
from .sample import ANNA, BRAM, FEMKE, MARIEKE
from .test_pages import assert_is_sound, pages_of, text_of

KINDS = {
    "manager": urls.manager(MARIEKE),
    "teams": urls.TEAMS,
    "team": urls.team("customer"),
    "competencies": urls.COMPETENCIES,
    "competency": urls.competency("coaching-leadership"),
    "role": urls.role("team-lead"),
    "calendar": urls.CALENDAR,
}


@cache
def files_in(language: str) -> Mapping[str, str | bytes]:
    return render(library(language))


def page(url: str, view: SiteInput | None = None) -> Element:
    files = files_in("en") if view is None else render(view)
    return read(files[urls.file_of(url)])


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind(golden: Callable[[Path, str], None], kind: str, language: str) -> None:
    golden(Path(__file__).parent / "expected" / f"{kind}.{language}.html", body(library(language), KINDS[kind]))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_sound_and_every_link_arrives(language: str) -> None:
    files = files_in(language)
    for name, text in pages_of(files).items():
        assert_is_sound(name, text, files)


LEDES = {
    "managers/marieke/": "Two goals wait for a decision, all of them too long. Of three active goals one needs a "
    "conversation.",
    "managers/femke/": "Nothing waits for a decision. The one active goal of these people needs no conversation.",
    "teams/": "Two teams. 2 of 3 key indicators are closer to their target than at the first reading.",
    "teams/customer/": "One team goal. Cases older than a week is further from its target than at first.",
    "teams/planning/": "No team goal yet.",
    "competencies/": "Three competencies, and active goals work on each of them.",
    "competencies/coaching-leadership/": "One active goal works on it and needs a conversation; one role asks for it.",
    "competencies/psychological-safety/": "One active goal works on it; no role asks for it.",
    "roles/team-lead/": "This role asks for two competencies; six people have this role.",
    "roles/director/": "This role asks for one competency; nobody has this role now.",
    "calendar/": "Two moments are left this week, and three are overdue.",
}


@pytest.mark.parametrize(("url", "lede"), LEDES.items())
def test_a_page_opens_with_the_answer(url: str, lede: str) -> None:
    assert text_of(page(url).one("p", class_="k-lede")) == lede


def test_everybody_who_decides_for_somebody_has_a_page_also_before_their_term() -> None:
    assert managers(scene()) == (FEMKE, MARIEKE)
    later = library(as_of=date(2026, 7, 1))
    assert managers(scene(later)) == (MARIEKE,)


def test_a_manager_sees_what_waits_with_the_change_and_the_command() -> None:
    decisions = page(urls.manager(MARIEKE)).one("ul", class_="k-decide").all("li")
    assert [text_of(one.one("h3")) for one in decisions] == [
        "The rota is made by the crew",
        "Coaching one-on-ones with open questions",
    ]
    assert [text_of(one.one("code")) for one in decisions] == [
        "koers approve bram/rota",
        "koers approve anna/coaching",
    ]
    first_changes, _ = decisions[0].all("a", class_="k-button")
    assert first_changes.attributes["href"] == (
        "https://github.com/waterlinie/plans/commits/main/plans/leaders/bram/goals/rota.yml"
    )
    changes, edit = decisions[1].all("a", class_="k-button")
    assert changes.attributes["href"] == f"https://github.com/waterlinie/plans/compare/{CHANGED_SINCE}...main"
    assert edit.attributes["href"] == (
        "https://github.com/waterlinie/plans/edit/main/plans/leaders/anna/goals/coaching.yml"
    )


def test_what_was_returned_waits_for_the_leader_with_the_managers_words() -> None:
    manager = page(urls.manager(MARIEKE))
    assert [text_of(quote) for quote in manager.all("q")] == ["Which meeting, and who would notice?"]
    assert "Difficult conversations" not in text_of(manager.one("ul", class_="k-decide"))


def test_a_delegate_decides_nothing_before_the_term_begins() -> None:
    before = page(urls.manager(FEMKE))
    assert not before.all("ul", class_="k-decide")
    during = page(urls.manager(FEMKE), library(as_of=date(2026, 6, 8)))
    assert text_of(during.one("ul", class_="k-decide").one("h3")) == "The rota is made by the crew"


def test_where_approval_is_not_asked_nothing_waits_for_want_of_one() -> None:
    what = organization()
    view = library(what=replace(what, organization=replace(what.organization, approval="none")))
    missing = {key: Verdict(key, Level.MISSING) for key in view.verdicts}
    due = moments(view.plans, view.progress, view.as_of, verdicts=missing)
    found = page(urls.manager(MARIEKE), replace(view, verdicts=missing, moments=due))
    assert not found.all("ul", class_="k-decide")


def indicator(target: int | None, *values: int) -> TeamIndicator:
    readings = tuple((date(2026, 1, number + 1), Fraction(value)) for number, value in enumerate(values))
    return TeamIndicator("x", "X", "lagging", target=None if target is None else Fraction(target), readings=readings)


@pytest.mark.parametrize(
    ("one", "way"),
    [
        (indicator(80, 68, 71, 76), Fraction(2, 3)),
        (indicator(10, 48, 41, 52), Fraction(-2, 19)),
        (indicator(20, 7, 23), Fraction(16, 13)),
        (indicator(80, 68, 68), Fraction(0)),
        (indicator(80, 80, 80), Fraction(1)),
        (indicator(80, 80, 79), None),
        (indicator(80, 68), None),
        (indicator(80), None),
        (indicator(None, 68, 70), None),
    ],
)
def test_the_way_from_the_first_reading_to_the_target(one: TeamIndicator, way: Fraction | None) -> None:
    assert way_gone(one) == way


def test_key_indicators_say_where_they_came_from_and_see_no_further_than_today() -> None:
    rows = page(urls.team("customer")).one("table", class_="k-keys").one("tbody").all("tr")
    assert [(row.attributes["data-indicator"], row.attributes["data-current"]) for row in rows] == [
        ("first-contact", "76"),
        ("waiting", "52"),
        ("listened", "23"),
        ("surveys", ""),
    ]
    assert [text_of(row.one("td", class_="c-bar")) for row in rows] == [
        "76 of 80 percent closer, from 68 on 31 Jan",
        "52 of 10 cases further away, from 48 on 31 Jan",
        "23 of 20 target met, from 7 on 31 Jan",
        "target 40 no reading yet",
    ]


def test_a_team_goal_and_the_goals_that_serve_it_lead_to_each_other() -> None:
    team = page(urls.team("customer"))
    group = team.one(id="goal-answer")
    assert [line.attributes["data-goal"] for line in group.all("li") if "data-goal" in line.attributes] == [
        "anna/coaching"
    ]
    links = [link.attributes["href"] for link in page(urls.goal((ANNA, "coaching"))).all("a")]
    assert "../../../../teams/customer/#goal-answer" in links


def test_the_mean_gap_is_of_enough_people_and_of_nobody_in_particular() -> None:
    competency = page(urls.competency("coaching-leadership"))
    sentence = text_of(competency.all("section")[2].one("p", class_="k-text"))
    assert sentence == (
        "The behavior of the 5 people whose role asks for it and who were measured is at 58 on average; "
        "their roles ask 70."
    )
    assert not {"Guus", "Hanna", "Ibrahim", "Jolien"} & set(competency.text.split())


def with_minimum(minimum: int) -> Plans:
    what = organization()
    return replace(what, organization=replace(what.organization, limits={"minimum_group": Fraction(minimum)}))


def without_measurements() -> Plans:
    what = organization()
    return replace(what, leaders={id: replace(one, measurements=()) for id, one in what.leaders.items()})


@pytest.mark.parametrize("what", [with_minimum(6), without_measurements()], ids=["too few", "not for this audience"])
def test_no_mean_and_no_heading_where_it_may_not_be_told(what: Plans) -> None:
    files = render(library(what=what))
    competency = read(files[urls.file_of(urls.competency("coaching-leadership"))])
    assert "Mean gap" not in competency.text
    assert "Mean gap" not in read(files[urls.file_of(urls.COMPETENCIES)]).text
    assert "mean" not in read(files[urls.file_of(urls.role("team-lead"))]).text


def test_the_calendar_goes_by_week_overdue_first() -> None:
    calendar = page(urls.CALENDAR)
    weeks = [text_of(heading) for heading in calendar.all("h2")]
    assert weeks[:3] == ["Overdue", "This week, 11 May to 17 May", "Week 21, 18 May to 24 May"]
    assert len(weeks) == len(set(weeks))
    feeds = [link.attributes["href"] for link in calendar.one("details", class_="k-feeds").all("a")]
    assert feeds[:2] == ["anna.ics", "bram.ics"]


def test_every_rule_is_on_the_page_with_its_two_examples() -> None:
    rules = page(urls.RULES)
    for entry in rulebook():
        block = rules.one(id=entry.id.lower())
        assert block.attributes["data-rule"] == entry.id
        assert text_of(block.one("h3")).startswith(f"{entry.id} ")
        example = entry.example("en")
        shown = [block.one("figure", class_="k-good").one("pre").text] if example and example.good else []
        assert shown == ([example.good.strip("\n")] if example and example.good else [])
    assert [text_of(heading) for heading in rules.all("h2")] == [
        "Specific", "Measurable", "Achievable", "Relevant", "Time-bound", "Check-ins", "Governance", "Privacy",
        "Form", "YAML",
    ]  # fmt: skip


def test_a_rule_in_full_in_dutch() -> None:
    block = read(files_in("nl")["rules/index.md"]).one(id="s101")
    bad, good = block.all("pre")
    assert bad.text == "specific:\n  behavior: Meer initiatief tonen richting het team"
    assert good.text == (
        "specific:\n  behavior: Ik leg in elk teamoverleg één voorstel op tafel en vraag om twee tegenargumenten"
    )
    assert text_of(block.one("header")).endswith("waarschuwing")


def test_the_rulebook_says_what_the_organization_made_of_it() -> None:
    what = organization()
    own = replace(what.organization, rules={"S104": "error", "A201": "none", "S101": "none", "Y001": "none"})
    rules = page(urls.RULES, library(what=replace(what, organization=own)))
    assert text_of(rules.one(id="s104").one("header").one("span", class_="k-meta")) == "error (otherwise: warning)"
    assert text_of(rules.one(id="s101").one("header").one("span", class_="k-meta")) == "turned off (otherwise: warning)"
    assert text_of(rules.one(id="y001").one("header").one("span", class_="k-meta")) == "error"
    assert text_of(rules.all("p", class_="k-text")[0]) == "Waterlinie changed the severity of 3 rules."


def test_what_a_letter_says_leads_to_the_rule() -> None:
    links = [link.attributes["href"] for link in page(urls.goal((ANNA, "coaching"))).all("a")]
    assert "../../../../rules/#m103" in links


def test_every_formula_with_its_example() -> None:
    found = page(urls.FORMULAS)
    assert [heading.attributes["id"] for heading in found.all("h2")] == [one.id for one in formulas()]
    assert text_of(found.all("section")[4].all("p")[2]) == (
        "3 times on 26 Jan 2026 and 5 times on 9 Feb 2026, in 28 days, per 14 days: (3 + 5) / 28 × 14 = 4."
    )


def test_an_organization_without_anything_says_what_to_do() -> None:
    empty = replace(organization(), leaders={}, teams={}, roles={}, competencies={})
    files = render(library(what=empty))
    headings = {
        name: [text_of(heading) for heading in read(text).all(class_="k-empty")]
        for name, text in pages_of(files).items()
    }
    assert headings["teams/index.md"] == ["No team yet Write the first one as a file in plans/teams/."]
    assert headings["competencies/index.md"] == [
        "No competency yet Write the first one as a file in plans/competencies/."
    ]
    assert headings["calendar/index.md"] == [
        "Nothing planned Check-ins, reviews and deadlines of active goals appear here."
    ]


@pytest.mark.parametrize(
    ("kind", "history", "compare"),
    [
        ("github", "https://github.com/o/r/commits/main/plans/a.yml", "https://github.com/o/r/compare/abcdef1...main"),
        (
            "gitlab",
            "https://gitlab.com/o/r/-/commits/main/plans/a.yml",
            "https://gitlab.com/o/r/-/compare/abcdef1...main",
        ),
        (
            "forgejo",
            "https://codeberg.org/o/r/commits/branch/main/plans/a.yml",
            "https://codeberg.org/o/r/compare/abcdef1...main",
        ),
    ],
)
def test_where_a_forge_shows_what_changed(kind: str, history: str, compare: str) -> None:
    forge = Forge(kind, "o/r")
    assert urls.changes(forge, "plans/a.yml") == history
    assert urls.changes(forge, "plans/a.yml", "abcdef1") == compare
    assert urls.changes(forge, "plans/a.yml", "not a commit") == history
    assert urls.changes(None, "plans/a.yml") is None


def test_a_manager_without_a_folder_has_a_page_under_the_id() -> None:
    what = organization()
    bram = replace(what.leaders[BRAM], manager="outside")
    found = page(urls.manager("outside"), library(what=replace(what, leaders={**what.leaders, BRAM: bram})))
    assert text_of(found.one("h1")) == "outside"
    assert text_of(found.one("p", class_="k-eyebrow")) == "As manager"
