"""What the rounds of a 360 say is the same on every page, in the data and in the feeds, for whoever may see it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from html import unescape
from typing import Any

import pytest

from koers.cli.gaps import FORMATS
from koers.language import translator
from koers.pipeline.gaps import gaps_of
from koers.site.artifacts import PageBody
from privacy.small_organization import FILES, TODAY, Remembered, signed_off, whole_site

ANNA = "leaders/anna/"
GOAL = f"{ANNA}goals/talks/"


def files(before: float, after: float, target: float, **changes: Any) -> dict[str, Mapping[str, Any]]:
    """Anna was measured twice with the same 360; her only active goal has its score as its one indicator."""
    found = {path: data for path, data in FILES.items() if f"{ANNA}measurements/" not in path}
    found["organization.yml"] = {**FILES["organization.yml"], "limits": {"minimum_group": 5}}
    goal = deepcopy(dict(FILES[f"{ANNA}goals/talks.yml"]))
    score = {**goal["measurable"]["indicators"]["score"], "baseline": before, "target": target}
    for key in ("threshold", "milestones", "hold"):
        score.pop(key, None)
    goal["measurable"] = {"indicators": {"score": {**score, "kind": "leading"}}}
    found[f"{ANNA}goals/talks.yml"] = goal
    for day, mean in (("2026-01-08", before), ("2026-03-30", after)):
        found[f"{ANNA}measurements/{day}-round.yml"] = {
            "kind": "survey360", "scale": [0, 100], "version": "1", "groups": {"team": 7, "peers": 5},
            "competencies": {"coaching": {"behavior": mean, "aptitude": 70}},
            "goals": {"talks": {"score": mean}},
            **changes.get(day, {}),
        }  # fmt: skip
    return signed_off(found)


def site(given: Mapping[str, Mapping[str, Any]], viewer: str) -> dict[str, str]:
    """The pages in bare words, by the folder of their address, and the data."""
    found = {}
    for name, made in whole_site(given, viewer).items():
        if name.startswith("data/") and isinstance(made, bytes):
            found[name] = made.decode()
        elif isinstance(made, PageBody):
            found[name] = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", str(made.html))))
    return found


def data_of(found: Mapping[str, str]) -> Any:
    """Anna's goal in the data, and its indicator."""
    (goal,) = (one for one in json.loads(found["data/leaders/anna.json"])["goals"] if one["id"] == "talks")
    return goal, goal["indicators"][0]


def gaps_as(form: str, given: Mapping[str, Mapping[str, Any]]) -> str:
    """What `koers gaps anna` says."""
    world = Remembered(given)
    part = world.part({"anna"})
    person = part.plans.leaders["anna"]
    return FORMATS[form](gaps_of(part, person), person, part.plans, TODAY, translator("en"))


INSIDE = ("hr", "manager:boss", "leader:anna")


@pytest.mark.parametrize("viewer", INSIDE)
def test_from_45_to_62_on_target_62_is_reached_everywhere(viewer: str) -> None:
    found = site(files(45, 62, 62), viewer)
    assert "The same 360 after 12 weeks: 45 to 62 . Target 62: reached ." in found[GOAL]
    assert "The target is reached : Score of the round stands at 62 of 62." in found[GOAL]
    assert "360, 8 Jan and 30 Mar 45 to 62 +17" in found[ANNA]
    assert "62 of 62 Achieved" in found[ANNA]
    assert "Anna Coaching, 360 45 to 62 +17" in found[""]
    assert "100 % of" in found["progress/"]
    goal, score = data_of(found)
    assert (goal["standing"], goal["progress"], score["current"], score["progress"]) == ("achieved", 1, 62, 1)
    assert [point["value"] for point in score["points"]] == [62]


@pytest.mark.parametrize("viewer", INSIDE)
def test_from_54_to_56_on_target_60_is_not_reached_anywhere(viewer: str) -> None:
    found = site(files(54, 56, 60), viewer)
    assert "54 to 56 . Target 60, so 4 points to go ." in found[GOAL]
    assert "54 to 56 +2" in found[ANNA]
    assert not any("reached" in found[page] for page in (GOAL, ANNA, "", "progress/", "managers/boss/"))
    goal, score = data_of(found)
    assert (goal["standing"], score["current"], score["standing"]) == ("at_risk", 56, "at_risk")
    assert score["progress"] == round(2 / 6, 6)


@pytest.mark.parametrize("viewer", INSIDE)
def test_what_is_told_is_rounded_and_what_is_concluded_is_not(viewer: str) -> None:
    """61.6 is told as 62, and has not reached 62."""
    found = site(files(44.6, 61.6, 62), viewer)
    assert "45 to 62 . Target 62, so less than a point to go ." in found[GOAL]
    assert "45 to 62 +17" in found[ANNA]
    _, score = data_of(found)
    assert (score["current"], score["standing"]) == (62, "on_track")
    assert 0.97 < score["progress"] < 1
    assert "98 % of" in found["progress/"]
    assert "61.6" not in "".join(found.values())


@pytest.mark.parametrize(("behavior", "told", "gap"), [(45, 45, 25), (61.6, 62, 8), (44.5, 45, 26), (66.4, 66, 4)])
def test_the_gap_is_the_same_number_on_every_page_and_in_the_command(behavior: float, told: int, gap: int) -> None:
    given = files(40, behavior, 80)
    row = f"{told} of 70 gap {gap}"
    for viewer in INSIDE:
        found = site(given, viewer)
        assert row in found[GOAL]
        assert row in found[ANNA]
    assert f"{told} of 70, gap {gap}" in gaps_as("text", given)
    (coaching,) = json.loads(gaps_as("json", given))["gaps"]
    assert (coaching["behavior"], coaching["gap"]) == (told, gap)


@pytest.mark.parametrize("after", [95, 97, 100])
def test_an_end_of_the_scale_is_a_bound_on_every_page(after: int) -> None:
    """And it is the same site, whatever lies behind the bound."""
    given = files(62, after, 80)
    found = site(given, "manager:boss")
    assert "62 to 95 or more . Target 80: reached ." in found[GOAL]
    assert "95 or more of 80" in found[ANNA]
    assert "62 to 95 or more +33 or more" in found[ANNA]
    goal, score = data_of(found)
    assert (goal["standing"], score["current"], score["points"][0]["reading"]) == ("achieved", ">=95", ">=95")
    assert "95 or more, the role asks 70: met" in gaps_as("text", given)
    assert found == site(files(62, 95, 80), "manager:boss")


@pytest.mark.parametrize("after", [95, 99])
def test_whether_a_target_behind_the_bound_is_reached_is_not_told(after: int) -> None:
    found = site(files(90, after, 98), "manager:boss")
    assert "90 to 95 or more . Whether the target of 98 is reached does not show." in found[GOAL]
    goal, _ = data_of(found)
    assert goal["standing"] == "on_track"
    assert found == site(files(90, 96, 98), "manager:boss")


def test_a_360_without_groups_says_so_instead_of_having_no_data() -> None:
    given = dict(files(45, 62, 62))
    for day in ("2026-01-08", "2026-03-30"):
        path = f"{ANNA}measurements/{day}-round.yml"
        given[path] = {key: value for key, value in given[path].items() if key != "groups"}
    why = (
        "Not shown: a 360 of 30 Mar that does not say how many answered. Add `groups:` to "
        "plans/leaders/anna/measurements/2026-03-30-round.yml."
    )
    for viewer in INSIDE:
        found = site(given, viewer)
        assert f"No reading to go by. {why}" in found[GOAL]
        assert why in found[ANNA]
    assert not any(why in page for page in site(given, "everyone").values())
    assert "not measured yet" in gaps_as("text", given)


def test_a_round_too_close_to_another_is_not_shown_beside_it_and_says_why() -> None:
    """Three weeks later, one person more: the round is nowhere, also not in the data."""
    given = dict(files(45, 62, 62))
    given[f"{ANNA}measurements/2026-04-08-round.yml"] = {
        **given[f"{ANNA}measurements/2026-03-30-round.yml"],
        "groups": {"team": 8, "peers": 5},
        "competencies": {"coaching": {"behavior": 64}},
        "goals": {"talks": {"score": 64}},
    }
    why = (
        "Not shown: a 360 of 8 Apr. It follows so closely on the one of 30 Mar, with a few people more or fewer, that "
        "their answers would show."
    )
    for viewer in INSIDE:
        found = site(given, viewer)
        assert "45 to 62 . Target 62: reached ." in found[GOAL]
        assert why in found[GOAL]
        assert why in found[ANNA]
        assert not any(re.search(r"\b64\b", found[page]) for page in (GOAL, "", "data/leaders/anna.json"))
    assert "62 of 70, gap 8" in gaps_as("text", given)


def test_rounds_far_apart_are_compared_though_a_person_came() -> None:
    given = files(45, 62, 62, **{"2026-03-30": {"groups": {"team": 8, "peers": 6}}})
    assert "45 to 62 . Target 62: reached ." in site(given, "manager:boss")[GOAL]


def test_nobody_else_learns_any_of_it() -> None:
    for viewer in ("everyone", "leader:bert"):
        assert site(files(45, 62, 62), viewer) == site(files(45, 97, 62), viewer)
