"""What the path of a file says."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.dates import FIRST_DAY, LAST_DAY
from koers.diagnostic import Diagnostic, Severity
from koers.language import translator
from koers.reading.document import Place
from koers.reading.places import collisions, is_date, is_id, place, refused, suggested_id

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
ANNA = "plans/leaders/anna"

PLACES = {
    "plans/organization.yml": ("organization", "", "", None, 1),
    "plans/program.yml": ("program", "", "", None, 1),
    "plans/competencies/coaching.yml": ("competency", "coaching", "", None, 1),
    "plans/roles/team-lead.yml": ("role", "team-lead", "", None, 1),
    "plans/teams/north.yml": ("team", "north", "", None, 1),
    "plans/learning/listening.yml": ("module", "listening", "", None, 1),
    f"{ANNA}/leader.yml": ("leader", "anna", "anna", None, 1),
    f"{ANNA}/goals/coaching.yml": ("goal", "coaching", "anna", None, 1),
    f"{ANNA}/checkins/2026-02-09.yml": ("checkin", "", "anna", date(2026, 2, 9), 1),
    f"{ANNA}/checkins/2026-02-09-2.yml": ("checkin", "", "anna", date(2026, 2, 9), 2),
    f"{ANNA}/checkins/2024-02-29-12.yml": ("checkin", "", "anna", date(2024, 2, 29), 12),
    f"{ANNA}/measurements/2026-01-10-leadership-scan.yml": (
        "measurement", "leadership-scan", "anna", date(2026, 1, 10), 1),
    f"{ANNA}/reviews/2026-02-20.yml": ("review", "", "anna", date(2026, 2, 20), 1),
    f"{ANNA}/reviews/2026-02-20-3.yml": ("review", "", "anna", date(2026, 2, 20), 3),
    f"{ANNA}/approvals/coaching.1.yml": ("approval", "coaching", "anna", None, 1),
    f"{ANNA}/approvals/coaching.12.yml": ("approval", "coaching", "anna", None, 12),
}  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
def test_a_path_says_what_a_file_is(path: str) -> None:
    assert place(path) == Place(path, *PLACES[path])


@pytest.mark.parametrize(
    "path",
    ["plans/README.md", "plans/.git/config", f"{ANNA}/.draft.yml", "plans/signers", f"{ANNA}/notes.md", ".x/a.yml"],
)
def test_some_files_are_passed_over(path: str) -> None:
    assert place(path) is None


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"{ANNA}/approvals/coaching.0.yml", "F013"),
        (f"{ANNA}/approvals/coaching.01.yml", "F013"),
        (f"{ANNA}/approvals/coaching.yml", "F013"),
        (f"{ANNA}/checkins/2026-02-09-0.yml", "F013"),
        (f"{ANNA}/checkins/2026-02-09-02.yml", "F013"),
        (f"{ANNA}/checkins/٢٠٢٦-٠٢-٠٩.yml", "F013"),
        (f"{ANNA}/checkins/2026-13-01.yml", "F005"),
        (f"{ANNA}/checkins/0000-01-01.yml", "F005"),
        (f"{ANNA}/checkins/2025-02-29.yml", "F005"),
        (f"{ANNA}/goals/coaching.yml\n", "F011"),
        ("plans/teams/north.yml\n", "F011"),
        ("plans/teams/a\n.yml", "F013"),
        ("plans/teams/" + "a" * 65 + ".yml", "F013"),
        ("plans/teams/a-.yml", "F013"),
        ("plans/teams/.yml", None),
        ("plans/teams/x.YML", "F012"),
        ("plans/teams/x.Yaml", "F012"),
        ("plans/teams/deeper/x.yml", "F024"),
        ("plans/leaders/anna.yml", "F024"),
        ("plans/leaders/leader.yml", "F024"),
        (f"{ANNA}/coaching.yml", "F024"),
        ("plans/teams/north", "F012"),
        (f"{ANNA}/goals/coaching.yml.txt", "F012"),
        (f"{ANNA}/goals/coaching.txt", "F012"),
        (f"{ANNA}/goals/coaching.yml~", "F012"),
        (f"{ANNA}/goals/coaching.docx", "F011"),
        ("plans/teams/logo.png", "F011"),
        ("plans/notes.txt", "F011"),
    ],
)
def test_names_that_cannot_be(path: str, rule: str | None) -> None:
    found = place(path)
    assert getattr(found, "rule", None) == rule
    if isinstance(found, Diagnostic):
        assert found.severity is (Severity.WARNING if rule == "F011" else Severity.ERROR)
        assert found.path == path


@given(st.from_regex(re.compile(r"[a-z](?:[a-z0-9-]{0,62}[a-z0-9])?"), fullmatch=True))
def test_an_id_names_a_place(name: str) -> None:
    found = place(f"plans/teams/{name}.yml")
    assert isinstance(found, Place) == is_id(name)


@given(st.text(max_size=80))
def test_what_is_suggested_as_an_id_is_one(name: str) -> None:
    meant = suggested_id(name)
    assert meant is None or is_id(meant)
    if is_id(name) and "--" not in name:
        assert meant == name


@given(st.text(max_size=30), st.sampled_from(["plans/{}", "plans/teams/{}", f"{ANNA}/{{}}", f"{ANNA}/goals/{{}}"]))
def test_no_name_breaks_it(name: str, pattern: str) -> None:
    place(pattern.format(name))
    place(pattern.format(f"{name}.yml"))


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_every_day_is_a_date(day: date) -> None:
    assert is_date(day.isoformat())
    found = place(f"{ANNA}/reviews/{day.isoformat()}.yml")
    assert isinstance(found, Place)
    assert found.date == day


@pytest.mark.skipif(not (CORPORA / "blns").is_dir(), reason="no list of naughty strings beside the project")
def test_naughty_strings_are_no_ids_but_for_plain_words() -> None:
    strings: list[str] = json.loads((CORPORA / "blns" / "blns.json").read_text(encoding="utf-8"))
    accepted = {text for text in strings if isinstance(place(f"plans/teams/{text}.yml"), Place)}
    assert accepted == {text for text in strings if is_id(text)}
    assert accepted == {"undefined", "undef", "nil", "none", "hasownproperty", "then"} & accepted | {
        text for text in accepted if re.fullmatch("[a-z0-9-]+", text)
    }


def test_names_that_are_the_same_elsewhere_are_told_once_a_folder() -> None:
    found = collisions(
        [
            "plans/leaders/anna/leader.yml",
            "plans/leaders/Anna/leader.yml",
            "plans/leaders/Anna/goals/x.yml",
            "plans/teams/caf\u00e9.yml",
            "plans/teams/cafe\u0301.yml",
            "plans/teams/straße.yml",
            "plans/teams/strasse.yml",
            "plans/teams/other.yml",
        ]
    )
    assert [(problem.rule, problem.path) for problem in found] == [
        ("F014", "plans/teams/caf\u00e9.yml"),
        ("F014", "plans/teams/straße.yml"),
        ("F014", "plans/leaders/Anna/goals/x.yml"),
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("what", ["link", "device", "repository"])
def test_what_is_no_plain_file_is_told(what: str, language: str) -> None:
    problem = refused("plans/x", what)
    assert (problem.rule, problem.severity) == ("F015", Severity.ERROR)
    words = translator(language).say(problem.message)
    assert words != translator("nl" if language == "en" else "en").say(problem.message)
