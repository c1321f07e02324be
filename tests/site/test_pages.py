"""The pages: what stands on them, for whom, and that they are sound HTML whatever the plans say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from jinja2 import ChoiceLoader, DictLoader, TemplateError

from koers.model.goal import Status
from koers.model.organization import Forge
from koers.site import render

from .pages import Element, read
from .sample import ANNA, AS_OF, BRAM, PROJECT, plans, sample

KINDS = {
    "home": "index.md",
    "progress": "progress/index.md",
    "leader": "leaders/anna/index.md",
    "goal": "leaders/anna/goals/coaching/index.md",
}
GOAL = KINDS["goal"]


@cache
def in_language(language: str) -> Mapping[str, str | bytes]:
    return render(sample(language=language))


@pytest.fixture(scope="module")
def files() -> Mapping[str, str | bytes]:
    return in_language("en")


def text_of(element: Element) -> str:
    return " ".join(element.text.split())


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind(golden: Callable[[Path, str], None], kind: str, language: str) -> None:
    body = in_language(language)[KINDS[kind]]
    assert isinstance(body, str)
    golden(Path(__file__).parent / "expected" / f"{kind}.{language}.md", body)


def test_every_goal_and_everybody_has_a_page_at_its_url(files: Mapping[str, str | bytes]) -> None:
    people = [name for name in files if name.startswith("leaders/")]
    assert people == [
        "leaders/anna/index.md",
        "leaders/anna/goals/coaching/index.md",
        "leaders/anna/goals/delegating/index.md",
        "leaders/anna/goals/feedback/index.md",
        "leaders/bram/index.md",
        "leaders/bram/goals/closing-round/index.md",
        "leaders/bram/goals/rota/index.md",
        "leaders/bram/goals/talk/index.md",
        "leaders/femke/index.md",
        "leaders/marieke/index.md",
    ]
    assert files["data/koers.json"] == '{"version": 1}\n'
    assert files["assets/fonts/example.woff2"] == b"wOF2"
    assert {"assets/koers.css", "assets/koers.js"} < set(files)


def test_the_goal_says_for_scripts_what_it_says_in_words(files: Mapping[str, str | bytes]) -> None:
    page = read(files[GOAL])
    root = page.one(data_goal="anna/coaching")
    assert {name: value for name, value in root.attributes.items() if name.startswith("data-")} == {
        "data-goal": "anna/coaching",
        "data-status": "active",
        "data-standing": "at_risk",
        "data-progress": "0.364",
        "data-expected": "0.788",
        "data-move": "check_in",
        "data-whose": "leader",
        "data-why": "planned",
        "data-since": "2026-05-04",
    }
    rows = [
        element.attributes for element in page.walk() if element.tag == "tr" and "data-indicator" in element.attributes
    ]
    assert rows == [
        {
            "data-indicator": "open-conversations",
            "data-current": "4.5",
            "data-progress": "0.700",
            "data-standing": "on_track",
        },
        {"data-indicator": "next-step", "data-current": "54.545", "data-progress": "0.364", "data-standing": "at_risk"},
        {"data-indicator": "escalations", "data-current": "5", "data-progress": "0.833", "data-standing": "on_track"},
        {"data-indicator": "score", "data-current": "58", "data-progress": "0.765", "data-standing": "on_track"},
    ]


def test_where_there_is_nothing_the_attributes_are_empty(files: Mapping[str, str | bytes]) -> None:
    draft = read(files["leaders/bram/goals/talk/index.md"]).one(data_goal="bram/talk")
    assert [draft.attributes[name] for name in ("data-status", "data-standing", "data-progress", "data-expected")] == [
        "draft",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("page", "lede"),
    [
        (
            "index.md",
            "One of two goals is on course or achieved. One needs a conversation this week. "
            "One more has not begun yet.",
        ),
        (
            "progress/index.md",
            "3 active goals of 2 leaders. One of them has not begun yet. One is at risk; none is off track.",
        ),
        ("leaders/anna/index.md", "Two active goals. One needs a conversation; nine of twelve check-ins were held."),
        ("leaders/femke/index.md", "No active goal at the moment."),
        ("leaders/marieke/index.md", "No active goal of their own; approver of 3 people."),
        (
            "leaders/anna/goals/coaching/index.md",
            "At risk The other names the next step lags 17 points behind the line; "
            "the other leading indicator keeps up.",
        ),
        (
            "leaders/anna/goals/delegating/index.md",
            "On track On course: Delegated decisions stands at 5 of 9, 0.6 decisions ahead of the line.",
        ),
        ("leaders/anna/goals/feedback/index.md", "Closed as achieved Achieved and closed."),
        (
            "leaders/bram/goals/closing-round/index.md",
            "Not begun yet Starts Mon 18 May. Until then there is nothing to measure.",
        ),
        ("leaders/bram/goals/rota/index.md", "Proposed Proposed. It waits for Marieke van Dam."),
        (
            "leaders/bram/goals/talk/index.md",
            "Draft A draft: Bram Visser is still writing it, nothing has been agreed.",
        ),
    ],
)  # fmt: skip
def test_a_page_opens_with_the_answer(files: Mapping[str, str | bytes], page: str, lede: str) -> None:
    assert text_of(read(files[page]).one("p", class_="k-lede")) == lede


def test_the_brief_has_the_agreement_two_indicators_and_questions(files: Mapping[str, str | bytes]) -> None:
    brief = read(files["leaders/anna/index.md"]).one("section", class_="k-brief")
    assert text_of(brief.one("h2")) == "One-on-one, Monday 11 May"
    assert (
        text_of(brief.one("p", class_="k-agreed")) == "Ask “what is your next step?” before I say anything about mine."
    )
    assert [row.attributes["data-indicator"] for row in brief.all("div", class_="k-look")] == ["next-step", "decisions"]
    assert [text_of(question) for question in brief.one("ol", class_="k-ask").all("li")] == [
        "What keeps “The other names the next step” at 55 %, and what would bring it to 80 %?",
        "Last time this was hard: “Under time pressure I still give the answer.” What has changed?",
        "“A card with questions on the table” was planned for 1 May: what came in between?",
    ]


def test_a_missed_check_in_is_a_row_of_its_own(files: Mapping[str, str | bytes]) -> None:
    rows = [text_of(row) for row in read(files[GOAL]).all("div", class_="k-missed")]
    assert rows == ["Mon 23 Mar No check-in. Shown as a gap, never counted as zero."]


def test_progress_is_sorted_by_what_needs_a_person(files: Mapping[str, str | bytes]) -> None:
    rows = read(files["progress/index.md"]).one("table", id="k-goals").one("tbody").all("tr")
    assert [(row.attributes["data-goal"], row.attributes["data-standing"]) for row in rows] == [
        ("anna/coaching", "at_risk"),
        ("bram/closing-round", "no_data"),
        ("anna/delegating", "on_track"),
    ]
    assert [row.attributes["data-team"] for row in rows] == ["customer", "planning", "customer"]


def test_what_this_audience_may_not_see_leaves_no_heading() -> None:
    """Without measurements, reasons and letters the page shows what remains."""
    whole = plans()
    anna = replace(
        whole.leaders[ANNA],
        measurements=(),
        reviews=(),
        approvals={},
        check_ins=tuple(
            replace(c, goals={id: replace(log, confidence=None) for id, log in c.goals.items()})
            for c in whole.leaders[ANNA].check_ins
        ),
    )
    reduced = replace(
        sample(replace(whole, leaders={**whole.leaders, ANNA: anna})), letters={}, verdicts={}, history={}
    )
    page = read(render(reduced)[GOAL])
    headings = [text_of(heading) for heading in page.walk() if heading.tag in ("h2", "h3")]
    assert headings == [
        "Goal", "Specific", "Measurable", "Achievable", "Relevant", "Time-bound", "Actions", "Check-ins", "Reviews",
        "No review yet",
    ]  # fmt: skip
    assert not page.all(class_="k-badge")
    assert not page.all(class_="k-letters")
    assert not page.all(class_="k-confidence")


def columns(table: Element) -> dict[str, list[str]]:
    """What stands in each column, by its heading; an SVG counts as something."""
    head, *rows = [row for row in table.walk() if row.tag == "tr"]

    def said(cell: Element) -> str:
        return text_of(cell) or ("svg" if cell.all("svg") else "")

    return {text_of(cell): [said(row.children[i]) for row in rows] for i, cell in enumerate(head.children)}


def test_no_column_stands_without_content() -> None:
    """Hours, rhythm, notes: what no row has, or what this audience may not see, has no heading either."""
    whole = plans()
    anna = whole.leaders[ANNA]
    bare = {
        id: replace(goal, actions=tuple(replace(action, hours=None, every=None, due=None) for action in goal.actions))
        for id, goal in anna.goals.items()
    }
    silent = tuple(
        replace(c, goals={id: replace(log, note=None) for id, log in c.goals.items()}) for c in anna.check_ins
    )
    reduced = replace(whole, leaders={**whole.leaders, ANNA: replace(anna, goals=bare, check_ins=silent)})
    for what, actions in ((whole, {"What", "How", "Rhythm", "Hours", "Stands"}), (reduced, {"What", "How", "Stands"})):
        files = render(sample(what))
        assert set(columns(read(files[GOAL]).one("table", class_="k-actions"))) == actions
        for name, text in pages_of(files).items():
            for table in read(text).all("table"):
                empty = [heading for heading, cells in columns(table).items() if not any(cells)]
                assert not empty, f"{name}: {empty}"


def test_a_goal_without_a_reading_says_when_it_starts_and_never_zero_percent(files: Mapping[str, str | bytes]) -> None:
    row = read(files["progress/index.md"]).one("tr", data_goal="bram/closing-round")
    assert text_of(row.one("td", class_="c-bar")) == "starts 18 May"
    page = read(files["leaders/bram/goals/closing-round/index.md"])
    assert page.all("svg", class_="k-line"), "the way ahead is drawn"
    assert "0 %" not in page.text


def pages_of(files: Mapping[str, str | bytes]) -> dict[str, str]:
    return {name: text for name, text in files.items() if name.endswith(".md") and isinstance(text, str)}


def assert_is_sound(name: str, text: str, files: Mapping[str, str | bytes]) -> None:
    """One block without blank lines, balanced elements, one h1, no gaps between headings, unique ids, safe links."""
    head, body = text.split("---\n", 2)[1:]
    assert re.fullmatch(r'title: "[^"\n]*"\nhide: \[navigation, toc\]\n', head)
    assert "\n\n" not in body.strip("\n")
    page = read(text)
    elements = page.walk()
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), f"{name}: an id twice in {sorted(ids)}"
    levels = [int(element.tag[1]) for element in elements if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), f"{name}: {levels}"
    here = "https://site.invalid/" + name.removesuffix("index.md")
    for element in elements:
        assert not [a for a in element.attributes if a.startswith("on") or a == "style"], element.attributes
        assert element.tag not in ("script", "iframe", "img", "form", "object", "style")
        if element.attributes.get("role") == "img":
            label = element.attributes.get("aria-label") or next(
                (c.text for c in element.children if c.tag == "title"), ""
            )
            assert label, f"{name}: {element.tag} {element.attributes} has no name"
        if element.tag == "a" or (element.tag == "use" and "href" in element.attributes):
            target = urlsplit(urljoin(here, element.attributes["href"]))
            if target.netloc == "site.invalid":
                path = target.path[1:]
                wanted = path + "index.md" if path.endswith("/") or not path else path
                assert wanted in files, f"{name}: {element.attributes['href']} leads nowhere"
                if target.fragment:
                    there = files[wanted]
                    assert isinstance(there, str)
                    assert f'id="{target.fragment}"' in there, f"{name}: no #{target.fragment} on {wanted}"
            else:
                assert target.scheme in ("https", "mailto"), element.attributes["href"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_is_sound(language: str) -> None:
    files = in_language(language)
    for name, text in pages_of(files).items():
        assert_is_sound(name, text, files)


def test_an_empty_organization_has_pages_that_say_what_to_do() -> None:
    empty = replace(plans(), leaders={}, teams={}, roles={}, competencies={})
    files = render(sample(empty))
    for name, text in pages_of(files).items():
        assert_is_sound(name, text, files)
    assert text_of(read(files["index.md"]).one("p", class_="k-lede")) == (
        "There is no active goal yet. A leader writes one, the manager approves it, and it appears here."
    )


HOSTILE = (
    '"><script>alert(1)</script>\n<![CDATA[ ]]>\n</svg><svg onload=alert(1)>\n<!--k-sprite-->',
    "{{ 7*7 }}{% raw %} %(name)s {name} {0} %s &lt;b&gt; &amp; \x02wzxhzdk:0\x03",
    '```\ncode\n```\n# heading\n\n\n--8<-- "/etc/passwd"\n[a](javascript:alert(1)) *star* **stars** ~~c~~',
)


def poisoned(value: Any, text: str) -> Any:
    """The same plans with this text in every field that is free text."""
    if isinstance(value, Enum | Fraction | date | bool | int) or value is None or isinstance(value, SAFE):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if isinstance(value, Mapping):
        return {key: poisoned(item, text) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        free = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in REFERENCES}
        return replace(value, **{name: poisoned(item, text) for name, item in free.items()})
    return value


SAFE = (frozenset,)
REFERENCES = frozenset(
    {
        *("id", "leader", "path", "competency", "team", "role", "manager", "approver", "co_managers", "observers"),
        *("team_goal", "impact", "potential", "energy", "forge", "by", "goal", "instrument", "version", "fingerprint"),
        *("decision", "language", "timezone", "approval", "delegates", "every", "check_in", "review", "per"),
        *("evidence", "emails"),
    }
)
"""Fields that are not free text: ids that refer to something, words from a list, periods."""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_shown_as_text(text: str) -> None:
    what = poisoned(plans(), text)
    files = render(sample(what))
    for name, page in pages_of(files).items():
        assert_is_sound(name, page, files)
    shown = read(files[GOAL])
    expected = re.sub(r"[\x00-\x08\x0e-\x1f]", "\ufffd", text)
    assert shown.one("h1").text == expected
    assert [dd.text for dd in shown.one("div", id="smart-s").all("dd")] == [expected] * 3


def test_the_forge_gets_only_what_is_plainly_a_repository() -> None:
    whole = plans()
    evil = replace(whole.organization, forge=Forge("github", "a/b?x=1#", host='evil.example"onclick='))
    page = read(render(sample(replace(whole, organization=evil)))[GOAL])
    assert not page.all("a", class_="k-button")
    fine = read(render(sample())[GOAL])
    primary, change = fine.all("a", class_="k-button")
    assert (
        change.attributes["href"]
        == "https://github.com/waterlinie/plans/edit/main/plans/leaders/anna/goals/coaching.yml"
    )
    assert primary.attributes["href"] == "https://github.com/waterlinie/plans/tree/main/plans/leaders/anna/checkins"
    assert primary.attributes["data-k-today"].startswith(
        "https://github.com/waterlinie/plans/new/main/plans/leaders/anna/checkins?filename=%7Bday%7D.yml&value=%23+yaml-language-server"
    )


def test_a_user_may_put_another_template_in_place_of_ours() -> None:
    own = DictLoader(
        {"pages/home.html": '{% extends "parts/page.html" %}{% block body %}<h1>{{ view.title }}!</h1>{% endblock %}'}
    )
    given = sample()
    files = render(replace(given, templates=ChoiceLoader([own, given.templates])))
    assert "<h1 data-search-exclude>Leadership at Waterlinie!</h1>" in str(files["index.md"])


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.nothing_of_the_kind }}",
        "{{ ''.__class__.__mro__ }}",
        "{% for",
        "{{ view.counts.append(1) }}",
    ],
)
def test_a_wrong_or_prying_template_is_refused(template: str) -> None:
    given = sample()
    own = DictLoader({"pages/home.html": template})
    with pytest.raises((TemplateError, AttributeError)):
        render(replace(given, templates=ChoiceLoader([own, given.templates])))


def test_what_a_template_prints_is_encoded_even_if_it_says_nothing_about_it() -> None:
    given = sample(poisoned(plans(), "<b>*x*</b>"))
    own = DictLoader({"pages/home.html": "<div>{{ site.organization }}</div>"})
    files = render(replace(given, templates=ChoiceLoader([own, given.templates])))
    assert "&#60;b&#62;&#42;x&#42;&#60;&#47;b&#62;" in str(files["index.md"])


def test_rendering_twice_gives_the_same() -> None:
    assert render(sample()) == render(sample())


def test_every_status_and_standing_has_a_page(files: Mapping[str, str | bytes]) -> None:
    statuses = {
        element.attributes["data-status"]
        for name, text in pages_of(files).items()
        if "/goals/" in name
        for element in read(text).walk()
        if element.tag == "article"
    }
    assert statuses == {"draft", "proposed", "active", "achieved"}
    whole = plans()
    goals = whole.leaders[BRAM].goals
    stopped = replace(whole.leaders[BRAM], goals={**goals, "rota": replace(goals["rota"], status=Status.STOPPED)})
    page = read(
        render(sample(replace(whole, leaders={**whole.leaders, BRAM: stopped})))["leaders/bram/goals/rota/index.md"]
    )
    assert text_of(page.one("p", class_="k-lede")) == "Stopped Stopped."


def test_the_page_is_made_for_its_day() -> None:
    later = render(sample(as_of=date(2026, 7, 1)))
    assert later["assets/koers-build.js"] == (
        'window.koersBuild = {"as_of": "2026-07-01", "day": "1 Jul 2026", "commit": "4f2c91e"};\n'
    )
    assert render(sample(as_of=AS_OF))[GOAL] != later[GOAL]


def test_a_lede_never_claims_what_nobody_measured() -> None:
    """Weeks after the last check-in there is nothing to go by, and the pages say so."""
    late = render(sample(as_of=date(2026, 6, 10)))
    assert text_of(read(late["index.md"]).one("p", class_="k-lede")) == (
        "There is no recent reading of any of the three goals."
    )
    assert text_of(read(late["progress/index.md"]).one("p", class_="k-lede")) == (
        "3 active goals of 2 leaders. There is no recent reading."
    )
    page = read(late[GOAL])
    assert (
        text_of(page.one("p", class_="k-lede")) == "No recent data No recent reading, so nobody can say how it stands."
    )
    assert "No data yet" not in late[GOAL], "there are readings; they are too old"
    first, *_ = page.one("dl", class_="k-next").all("dt")
    assert text_of(first) == "Whose move it is"


def test_the_style_sheet_asks_nobody_and_keeps_its_prefix() -> None:
    css = (PROJECT / "site_templates/assets/koers.css").read_text(encoding="utf-8")
    assert not re.search(r"https?:|@import|//", css)
    assert set(re.findall(r"url\(\"?([^\")]*)", css)) == {
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "fonts/source-sans-3-latin-ext-wght-normal.woff2",
    }
