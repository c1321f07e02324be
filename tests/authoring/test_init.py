"""A new repository: complete in both languages and for each forge, clean on any day, and careful with CI."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from koers.approval.fingerprint import fingerprint
from koers.authoring.init import FORGES, LANGUAGES, init_files
from koers.cli import COMMANDS
from koers.language import translator
from koers.reading.read import read_all

AS_OF = date(2026, 3, 31)
EVERY = [(language, forge) for language in LANGUAGES for forge in FORGES]
CI = {
    "github": ".github/workflows/koers.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/koers.yml",
}


def files(language: str, forge: str = "github", as_of: date = AS_OF) -> Mapping[str, str]:
    """What init writes, with a mkdocs.yml of one line."""
    return init_files(language, forge, as_of, mkdocs=lambda name: f"site_name: {name}\n", say=translator(language).say)


def plans(found: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """The files of plans/ as a reader gets them."""
    return [(path, text.encode()) for path, text in found.items() if path.startswith("plans/")]


def test_the_files_of_a_new_repository() -> None:
    assert list(files("en")) == [
        ".gitattributes",
        ".github/workflows/koers-main.yml",
        ".github/workflows/koers-remind.yml",
        ".github/workflows/koers.yml",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "CODEOWNERS",
        "README.md",
        "mkdocs.yml",
        "plans/competencies/coaching-leadership.yml",
        "plans/leaders/jo-park/leader.yml",
        "plans/leaders/morgan-hale/leader.yml",
        "plans/leaders/robin-vale/approvals/open-one-on-ones.1.yml",
        "plans/leaders/robin-vale/checkins/2026-02-24.yml",
        "plans/leaders/robin-vale/checkins/2026-03-10.yml",
        "plans/leaders/robin-vale/checkins/2026-03-24.yml",
        "plans/leaders/robin-vale/goals/open-one-on-ones.yml",
        "plans/leaders/robin-vale/leader.yml",
        "plans/leaders/robin-vale/measurements/2026-02-03-leadership-scan.yml",
        "plans/leaders/robin-vale/reviews/2026-03-24.yml",
        "plans/leaders/sam-ortiz/leader.yml",
        "plans/organization.yml",
        "plans/roles/team-lead.yml",
        "plans/teams/service-desk.yml",
    ]
    assert files("en")["mkdocs.yml"] == "site_name: Riverbank Works\n"
    assert files("nl")["mkdocs.yml"] == "site_name: Werkplaats Oeverzicht\n"


@pytest.mark.parametrize(("language", "forge"), EVERY)
def test_the_example_has_the_form_that_the_schema_asks(language: str, forge: str) -> None:
    reading = read_all(plans(files(language, forge)))
    assert reading.diagnostics == ()
    assert len(reading.documents) == 15


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2100, 12, 31)), st.sampled_from(LANGUAGES))
def test_on_any_day_its_dates_are_working_days_around_that_day(as_of: date, language: str) -> None:
    found = files(language, as_of=as_of)
    reading = read_all(plans(found))
    assert reading.diagnostics == ()
    check_ins = [document.place.date for document in reading.documents if document.place.kind == "checkin"]
    goal = next(document.data for document in reading.documents if document.place.kind == "goal")
    assert goal is not None
    bounds = goal["time_bound"]
    assert isinstance(bounds, dict)
    start, deadline = date.fromisoformat(str(bounds["start"])), date.fromisoformat(str(bounds["deadline"]))
    assert len(check_ins) == 3
    assert all(day is not None and start < day < as_of <= deadline and day.weekday() < 5 for day in check_ins)
    assert 7 <= (as_of - max(day for day in check_ins if day)).days <= 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_approval_on_file_is_of_the_goal_as_it_stands(language: str) -> None:
    documents = {d.place.kind: d for d in read_all(plans(files(language))).documents}
    goal, record = documents["goal"], documents["approval"]
    assert goal.data is not None
    assert record.data is not None
    assert record.data["fingerprint"] == fingerprint(goal.data, goal.place.leader, goal.place.id)
    assert record.data["by"] in ("morgan-hale", "bas-kuiper")


@pytest.mark.parametrize(("language", "forge"), EVERY)
def test_no_mark_of_the_starter_remains_and_every_plan_names_its_schema(language: str, forge: str) -> None:
    for path, text in files(language, forge).items():
        assert not re.search(
            r"@[+-]?\d+@|@forge@|@request@|@branch@|\.part\.yml|^\[(en|nl|github|gitlab|forgejo)\b", text, re.M
        ), path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        if path.startswith("plans/"):
            schema = re.match(r"# yaml-language-server: \$schema=((?:\.\./)+)schema/([a-z]+)\.schema\.json\n", text)
            assert schema, path
            assert schema[1].count("../") == path.count("/"), path


def structure(text: str) -> object:
    """A CI file's data without what is said in a language."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key != "name" or item == "site"}
        if isinstance(value, list):
            return [bare(item) for item in value]
        if isinstance(value, str):
            return [line for line in value.splitlines() if not re.search(r"^\s*#|\becho\b|\bgit commit\b", line)]
        return value

    return bare(yaml.safe_load(text))


@pytest.mark.parametrize("forge", FORGES)
def test_both_languages_run_the_same_ci(forge: str) -> None:
    for path, english in files("en", forge).items():
        if "workflows/" in path or path == CI[forge]:
            dutch = files("nl", forge)[path]
            assert structure(english) == structure(dutch), path
            assert english != dutch


@pytest.mark.parametrize("forge", FORGES)
def test_ci_checks_verifies_builds_and_keeps_the_preview(forge: str) -> None:
    ci = files("en", forge)[CI[forge]]
    commands = re.findall(r"\bkoers (?:check|diff|verify|build)[^\n|>]*", ci.partition("koers-record:")[0])
    annotations = "gitlab" if forge == "gitlab" else "github"
    fork = '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"' if forge == "gitlab" else '"$base"'
    tip = "FETCH_HEAD" if forge == "gitlab" else '"$BASE_SHA"'
    wanted = [
        f"koers check --format {annotations}",
        f"koers diff {fork} --format markdown",
        "koers check --format markdown",
        f"koers verify --base {tip}",
        "koers build --site-dir site",
    ]
    positions = [next(n for n, command in enumerate(commands) if command.strip() == want) for want in wanted]
    assert positions == sorted(positions)
    assert "|| true" not in ci
    assert "continue-on-error" not in ci
    assert "allow_failure" not in ci


@pytest.mark.parametrize("language", LANGUAGES)
def test_editors_and_pre_commit_know_where_things_are(language: str) -> None:
    found = files(language)
    schemas = json.loads(found[".vscode/settings.json"])["yaml.schemas"]
    assert len(schemas) == 12
    assert all(re.fullmatch(r"\./schema/[a-z]+\.schema\.json", schema) for schema in schemas)
    hook = yaml.safe_load(found[".pre-commit-config.yaml"])["repos"][0]["hooks"][0]
    assert (hook["entry"], hook["pass_filenames"], hook["files"]) == ("koers check", False, "^plans/")


@pytest.mark.parametrize(("language", "forge"), EVERY)
def test_the_readme_speaks_of_this_forge_only(language: str, forge: str) -> None:
    readme = files(language, forge)["README.md"]
    request = "merge request" if forge == "gitlab" else "pull request"
    assert request in readme
    assert ("merge request" in readme) is (forge == "gitlab")
    assert CI[forge] in readme
    assert not [other for other in FORGES if other != forge and CI[other] in readme]
    assert f"forge: {{{forge}: " in readme


@pytest.mark.parametrize(("language", "forge"), EVERY)
def test_only_commands_that_exist_are_named(language: str, forge: str) -> None:
    named = {
        command
        for text in files(language, forge).values()
        for command in re.findall(r"(?:`|^ *(?:- )?|if |then |\n)koers ([a-z]+)", text, re.M)
    }
    assert {"check", "explain", "codeowners", "approve", "verify", "build", "due"} <= named <= set(COMMANDS)


def test_other_languages_and_forges_are_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        files("de")
    with pytest.raises(ValueError, match="sourcehut"):
        files("en", "sourcehut")
