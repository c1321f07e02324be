"""The buttons: which forge's editor they open, on which file, and what is filled in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser

from koers.model.organization import Forge
from koers.reading.document import Place
from koers.reading.places import place
from koers.reading.read import read_document
from koers.site import render

from .pages import read
from .sample import ANNA, COACHING, plans, sample

PROJECT = Path(__file__).parents[2]
GOAL_FILE = "plans/leaders/anna/goals/coaching.yml"
LEADER_FILE = "plans/leaders/anna/leader.yml"
CHECK_INS = "plans/leaders/anna/checkins"
FORM = """\
# yaml-language-server: $schema=../../../../schema/checkin.schema.json
# Check-in of {day}. Take away the # before what you fill in.
with: manager
minutes: 20
# done:\x20
# going_well:\x20
# difficult:\x20
# next:\x20
goals:
  coaching:
    # open-conversations: 0  # Run with open questions
    # next-step: 0/0  # The other names the next step
"""


def buttons(page: str, forge: Forge | None, language: str = "en", where: str = "href") -> dict[str, str]:
    """Where each button of a page leads, by its words; `data-k-today` is where the script lets it lead."""
    what = plans()
    what = replace(what, organization=replace(what.organization, forge=forge))
    found = read(render(sample(what, language=language))[page]).all("a", class_="k-button")
    return {button.text: button.attributes[where] for button in found if where in button.attributes}


@pytest.mark.parametrize(
    ("forge", "edit", "tree", "new", "is_filled_in"),
    [
        (
            Forge("github", "waterlinie/plans"),
            "https://github.com/waterlinie/plans/edit/main/{file}",
            "https://github.com/waterlinie/plans/tree/main/{folder}",
            "https://github.com/waterlinie/plans/new/main/{folder}",
            "filename",
        ),
        (
            Forge("gitlab", "group/sub/plans", host="git.example.org", branch="trunk"),
            "https://git.example.org/group/sub/plans/-/edit/trunk/{file}",
            "https://git.example.org/group/sub/plans/-/tree/trunk/{folder}",
            "https://git.example.org/group/sub/plans/-/new/trunk/{folder}",
            "",
        ),
        (
            Forge("forgejo", "waterlinie/plans", host="code.example.org:3000"),
            "https://code.example.org:3000/waterlinie/plans/_edit/main/{file}",
            "https://code.example.org:3000/waterlinie/plans/src/branch/main/{folder}",
            "https://code.example.org:3000/waterlinie/plans/_new/main/{folder}",
            "filename",
        ),
    ],
    ids=["github", "gitlab", "forgejo"],
)
def test_the_forges_editor_opens_on_the_right_file(
    forge: Forge, edit: str, tree: str, new: str, is_filled_in: str
) -> None:
    goal = buttons("leaders/anna/goals/coaching/index.md", forge)
    assert list(goal) == ["New check-in", "Propose a change"]
    assert goal["Propose a change"] == edit.format(file=GOAL_FILE)
    assert goal["New check-in"] == tree.format(folder=CHECK_INS), "without the script, the folder"
    dated = buttons("leaders/anna/goals/coaching/index.md", forge, where="data-k-today")
    assert list(dated) == ["New check-in"]
    address = urlsplit(dated["New check-in"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == new.format(folder=CHECK_INS)
    query = parse_qs(address.query)
    if is_filled_in:
        assert query == {"filename": ["{day}.yml"], "value": [FORM]}
    else:
        assert query == {"file_name": ["{day}.yml"]}, "GitLab takes the name, not the text"

    leader = buttons("leaders/anna/index.md", forge)
    assert list(leader) == ["New check-in", "Propose a goal", "Edit profile", "Calendar feed"]
    assert leader["Edit profile"] == edit.format(file=LEADER_FILE)
    assert leader["New check-in"] == tree.format(folder=CHECK_INS)


def test_before_the_first_check_in_the_button_opens_the_leaders_own_folder() -> None:
    what = plans()
    anna = replace(what.leaders[ANNA], check_ins=())
    organization = replace(what.organization, forge=Forge("github", "waterlinie/plans"))
    what = replace(what, organization=organization, leaders={**what.leaders, ANNA: anna})
    first = read(render(sample(what))["leaders/anna/index.md"]).all("a", class_="k-button")[0]
    assert first.attributes["href"] == "https://github.com/waterlinie/plans/tree/main/plans/leaders/anna"


def test_no_link_carries_the_day_of_the_build() -> None:
    forge = Forge("github", "waterlinie/plans")
    for page in ("leaders/anna/index.md", "leaders/anna/goals/coaching/index.md"):
        for where in ("href", "data-k-today"):
            assert "2026-05-11" not in buttons(page, forge, where=where).get("New check-in", "")


def test_the_form_of_a_leader_has_all_active_goals() -> None:
    address = buttons("leaders/anna/index.md", Forge("github", "waterlinie/plans"), "nl", "data-k-today")[
        "Nieuwe check-in"
    ]
    (form,) = parse_qs(urlsplit(address).query)["value"]
    assert form.splitlines()[1] == "# Check-in van {day}. Haal de # weg voor wat je invult."
    assert list(yaml.safe_load(form)["goals"]) == ["coaching", "delegating"]
    assert "# Haal een doel dat niet ter sprake kwam eruit." in form
    filled = yaml.safe_load(form.replace("    # ", "    "))
    assert filled["goals"] == {
        "coaching": {"open-conversations": 0, "next-step": "0/0"},
        "delegating": {"decisions": 0},
    }


def test_a_check_in_filled_in_as_asked_has_the_form_that_the_schema_asks() -> None:
    for page in ("leaders/anna/index.md", "leaders/anna/goals/coaching/index.md"):
        address = buttons(page, Forge("github", "waterlinie/plans"), where="data-k-today")["New check-in"]
        (form,) = parse_qs(urlsplit(address.replace("%7Bday%7D", "2026-05-14")).query)["value"]
        whole = form.replace("0/0", "3/4").replace("    # ", "    ")
        answered = re.sub(r"^# (done|going_well|difficult|next): $", r"\1: said in a sentence", whole, flags=re.M)
        for filled in (answered, whole):  # the questions may be left as they are
            where = place("plans/leaders/anna/checkins/2026-05-14.yml")
            assert isinstance(where, Place)
            document, problems = read_document(where, filled.encode())
            assert document is not None
            assert not problems


def test_a_name_cannot_leave_its_comment() -> None:
    what = plans()
    anna = what.leaders[ANNA]
    goal = anna.goals[COACHING]
    evil = replace(goal.indicators[0], name="Calls\nprivate: no\u2028with: self\x85minutes: 1")
    goals = {**anna.goals, COACHING: replace(goal, indicators=(evil, *goal.indicators[1:]))}
    page = render(sample(replace(what, leaders={**what.leaders, ANNA: replace(anna, goals=goals)})))
    first = read(page["leaders/anna/goals/coaching/index.md"]).all("a", class_="k-button")[0]
    (form,) = parse_qs(urlsplit(first.attributes["data-k-today"]).query)["value"]
    assert "    # open-conversations: 0  # Calls private: no with: self minutes: 1\n" in form
    assert yaml.safe_load(form)["with"] == "manager"


@pytest.mark.parametrize("page", ["leaders/anna/index.md", "leaders/anna/goals/coaching/index.md"])
def test_without_a_forge_there_is_nothing_to_open(page: str) -> None:
    assert set(buttons(page, None)) <= {"Calendar feed"}


def test_a_goal_to_propose_opens_with_the_five_letters_and_only_their_words_to_fill_in() -> None:
    found = buttons("leaders/anna/index.md", Forge("github", "waterlinie/plans"))
    address = urlsplit(found["Propose a goal"])
    query = parse_qs(address.query)
    assert address.path == "/waterlinie/plans/new/main/plans/leaders/anna/goals"
    assert query["filename"] == ["new-goal.yml"]
    form = query["value"][0]
    assert yaml.safe_load(form).keys() == {
        "title", "competency", "category", "status", "specific", "measurable", "achievable", "relevant", "time_bound",
        "actions", "stop_if"
    }  # fmt: skip
    where = place("plans/leaders/anna/goals/new-goal.yml")
    assert isinstance(where, Place)
    _, problems = read_document(where, form.encode())
    assert {problem.rule for problem in problems} == {"F009"}, "nothing but the words that are still to be written"
    assert {problem.pointer[-1] for problem in problems} == {
        "title", "competency", "situation", "behavior", "effect", "name", "unit", "baseline", "target", "threshold",
        "hours_per_week", "support", "why", "team_goal", "impact", "potential", "energy", "not_now", "what", "hours",
        "stop_if"
    }  # fmt: skip


@pytest.mark.browser
def test_the_script_names_a_new_check_in_by_the_day_of_the_reader(tmp_path: Path, browser: Browser) -> None:
    what = plans()
    what = replace(what, organization=replace(what.organization, forge=Forge("github", "waterlinie/plans")))
    html = render(sample(what))["leaders/anna/index.md"]
    script = (PROJECT / "site_templates/assets/koers.js").read_text(encoding="utf-8")
    file = tmp_path / "index.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{html}<script>{script}</script>", encoding="utf-8")
    context = browser.new_context(timezone_id="Europe/Amsterdam")
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    page.goto(file.as_uri())
    link = page.locator("a.k-primary")
    (name,) = parse_qs(urlsplit(link.get_attribute("href") or "").query)["filename"]
    assert name == "2026-06-02.yml", "past midnight in Amsterdam"
    page.clock.set_fixed_time(datetime(2026, 6, 3, 10, 0, tzinfo=UTC))  # the page stayed open
    link.dispatch_event("pointerdown")
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert query["filename"] == ["2026-06-03.yml"]
    assert "Check-in of 2026-06-03." in query["value"][0]
    context.close()
