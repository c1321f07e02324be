"""The buttons: which forge's editor they open, on which file, and what is filled in."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from koers.model.organization import Forge
from koers.reading.document import Place
from koers.reading.places import place
from koers.reading.read import read_document
from koers.site import render

from .pages import read
from .sample import ANNA, COACHING, plans, sample

GOAL_FILE = "plans/leaders/anna/goals/coaching.yml"
LEADER_FILE = "plans/leaders/anna/leader.yml"
CHECK_INS = "plans/leaders/anna/checkins"
FORM = """\
# yaml-language-server: $schema=../../../../schema/checkin.schema.json
# Check-in of 2026-05-11. Take away the # before what you fill in.
with: manager
minutes: 20
done:\x20
going_well:\x20
difficult:\x20
next:\x20
goals:
  coaching:
    # open-conversations: 0  # Run with open questions
    # next-step: 0/0  # The other names the next step
"""


def buttons(page: str, forge: Forge | None, language: str = "en") -> dict[str, str]:
    """Where each button of a page leads, by its words."""
    what = plans()
    what = replace(what, organization=replace(what.organization, forge=forge))
    found = read(render(sample(what, language=language))[page]).all("a", class_="k-button")
    return {button.text: button.attributes["href"] for button in found}


@pytest.mark.parametrize(
    ("forge", "edit", "new", "is_filled_in"),
    [
        (
            Forge("github", "waterlinie/plans"),
            "https://github.com/waterlinie/plans/edit/main/{file}",
            "https://github.com/waterlinie/plans/new/main/{folder}",
            "filename",
        ),
        (
            Forge("gitlab", "group/sub/plans", host="git.example.org", branch="trunk"),
            "https://git.example.org/group/sub/plans/-/edit/trunk/{file}",
            "https://git.example.org/group/sub/plans/-/new/trunk/{folder}",
            "",
        ),
        (
            Forge("forgejo", "waterlinie/plans", host="https://code.example.org:3000"),
            "https://code.example.org:3000/waterlinie/plans/_edit/main/{file}",
            "https://code.example.org:3000/waterlinie/plans/_new/main/{folder}",
            "filename",
        ),
    ],
    ids=["github", "gitlab", "forgejo"],
)
def test_the_forges_editor_opens_on_the_right_file(forge: Forge, edit: str, new: str, is_filled_in: str) -> None:
    goal = buttons("leaders/anna/goals/coaching/index.md", forge)
    assert list(goal) == ["New check-in", "Propose a change"]
    assert goal["Propose a change"] == edit.format(file=GOAL_FILE)
    address = urlsplit(goal["New check-in"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == new.format(folder=CHECK_INS)
    query = parse_qs(address.query)
    if is_filled_in:
        assert query == {"filename": ["2026-05-11.yml"], "value": [FORM]}
    else:
        assert query == {"file_name": ["2026-05-11.yml"]}, "GitLab takes the name, not the text"

    leader = buttons("leaders/anna/index.md", forge)
    assert list(leader) == ["New check-in", "Propose a goal", "Edit profile", "Calendar feed"]
    assert leader["Edit profile"] == edit.format(file=LEADER_FILE)
    assert leader["New check-in"].startswith(new.format(folder=CHECK_INS))


def test_the_form_of_a_leader_has_all_active_goals() -> None:
    address = buttons("leaders/anna/index.md", Forge("github", "waterlinie/plans"), "nl")["Nieuwe check-in"]
    (form,) = parse_qs(urlsplit(address).query)["value"]
    assert form.splitlines()[1] == "# Check-in van 2026-05-11. Haal de # weg voor wat je invult."
    assert list(yaml.safe_load(form)["goals"]) == ["coaching", "delegating"]
    filled = yaml.safe_load(form.replace("    # ", "    "))
    assert filled["goals"] == {
        "coaching": {"open-conversations": 0, "next-step": "0/0"},
        "delegating": {"decisions": 0},
    }


def test_a_name_cannot_leave_its_comment() -> None:
    what = plans()
    anna = what.leaders[ANNA]
    goal = anna.goals[COACHING]
    evil = replace(goal.indicators[0], name="Calls\nprivate: no\u2028with: self\x85minutes: 1")
    goals = {**anna.goals, COACHING: replace(goal, indicators=(evil, *goal.indicators[1:]))}
    page = render(sample(replace(what, leaders={**what.leaders, ANNA: replace(anna, goals=goals)})))
    first = read(page["leaders/anna/goals/coaching/index.md"]).all("a", class_="k-button")[0]
    (form,) = parse_qs(urlsplit(first.attributes["href"]).query)["value"]
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
        "title", "competency", "category", "status", "specific", "measurable", "time_bound"
    }  # fmt: skip
    where = place("plans/leaders/anna/goals/new-goal.yml")
    assert isinstance(where, Place)
    _, problems = read_document(where, form.encode())
    assert {problem.rule for problem in problems} == {"F009"}, "nothing but the words that are still to be written"
    assert {problem.pointer[-1] for problem in problems} == {
        "title", "competency", "situation", "behavior", "effect", "name"
    }  # fmt: skip
