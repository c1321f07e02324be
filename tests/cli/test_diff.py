"""`koers diff` on a real repository: what a manager reads of a pull request, read by a person as golden files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli.in_process import Ran, run
from git.real_repository import RealRepository
from koers import fields
from rules.plan_of_anna import GOAL, base

GOLDEN = Path(__file__).parent / "golden" / "diff"
OTHER = "plans/leaders/ben/goals/handing-over.yml"
NEW = "plans/leaders/cleo/goals/asking.yml"
PROFILE = "plans/leaders/anna/leader.yml"
DAY = ("--as-of", "2026-03-02")
FORMS = {"text": "txt", "markdown": "md", "json": "json"}


def changed(files: dict[str, str], path: str, **replaced: str) -> str:
    """The file with these lines (by their key) written otherwise; an empty one is left out."""
    lines = []
    for line in files[path].split("\n"):
        key = line.strip().split(":")[0]
        if key in replaced and line.strip() != f"{key}:":
            line = line.split(key)[0] + f"{key}: {replaced.pop(key)}"
        lines.append(line)
    assert not replaced, replaced
    return "\n".join(lines)


def a_quarter(language: str) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """The plan of the rulebook's examples with a second goal, and what one pull request makes of it."""
    files = base(language)
    old = files[GOAL]
    was: dict[str, str | None] = {**files, OTHER: old.replace("status: active", "status: proposed")}
    indicator = old[old.index("    behavior-score:") : old.index("achievable:")]
    vague = {"en": "Communicate better", "nl": "Beter communiceren"}[language]
    weaker = changed(files, GOAL, behavior=vague, target="4", deadline="2026-05-10", check_in="month")
    weaker = weaker.replace(indicator, "").replace("each team member", "everybody in my own team")
    weaker += "\n"
    fresh = changed(files, GOAL, status="proposed", support="|\n    A coach sits in\n    My manager reads along")
    fresh = "\n".join(line for line in fresh.split("\n") if not line.startswith("  effect:"))
    return was, {GOAL: weaker, OTHER: None, NEW: fresh, PROFILE: files[PROFILE].replace("marc", "petra")}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RealRepository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return RealRepository.new(tmp_path / "plans-of-us")


def begun(repository: RealRepository, language: str = "en") -> RealRepository:
    was, then = a_quarter(language)
    repository.commit(was)
    repository.write(then)
    return repository


def diff(repository: RealRepository, *arguments: str) -> Ran:
    done = run(repository.root, "diff", *arguments, *DAY)
    assert done.code == 0, done.err
    return done


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", FORMS)
def test_what_a_manager_reads(
    repository: RealRepository, form: str, language: str, golden: Callable[[Path, str], None]
) -> None:
    shown = diff(begun(repository, language), "HEAD", "--format", form).out
    golden(GOLDEN / f"{language}.{FORMS[form]}", shown)


@pytest.mark.parametrize("form", FORMS)
def test_two_commits_are_compared_as_the_working_tree_is(repository: RealRepository, form: str) -> None:
    """Also when the working tree has gone on since: the later commit is judged by what it holds itself."""
    shown = diff(begun(repository), "HEAD", "--format", form).out
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "A pull request")
    repository.write({"plans/roles/team-lead.yml": None, GOAL: "title: [\n", PROFILE: None})
    assert diff(repository, "HEAD~1", "HEAD", "--format", form).out == shown


def test_the_data_has_the_shape_that_is_documented(repository: RealRepository, project: Path) -> None:
    schema = json.loads((project / "docs/diff.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    data = json.loads(diff(begun(repository), "HEAD", "--format", "json").out)
    assert not list(validator.iter_errors(data))
    _forbid_more(schema, data)
    repository.write({NEW: "title: {\n", GOAL: "title: [\n"})
    assert not list(validator.iter_errors(json.loads(diff(repository, "HEAD", "--format", "json").out)))
    repository.git("checkout", "-q", "--", ".")
    repository.write({NEW: None})
    nothing = json.loads(diff(repository, "HEAD", "--format", "json").out)
    assert nothing == {"version": 1, "as_of": "2026-03-02", "changes": [], "goals": []}


def _forbid_more(schema: dict[str, Any], data: Any) -> None:
    """A value that the documentation does not name is no contract: the schema says `additionalProperties: false`."""
    for node in (schema, *schema["$defs"].values()):
        if node.get("type") == "object" and "properties" in node:
            assert node["additionalProperties"] is False
            assert set(node["required"]) == set(node["properties"])


def test_a_new_goal_is_shown_with_all_that_is_agreed_in_it(repository: RealRepository) -> None:
    """Every approved field of the schema that the file has stands at its place in the data, in order of the letters."""
    data = json.loads(diff(begun(repository), "HEAD", "--format", "json").out)
    (new,) = (goal for goal in data["goals"] if goal["what"] == "new")
    shown = {tuple(line["pointer"]) for part in new["parts"] for line in part["lines"]}
    from koers.reading.yaml_reader import read

    written, _, _ = read((repository.root / NEW).read_text(), NEW)
    for at, field, value in fields.values(fields.of_kind("goal"), written):
        if field is not None and field.is_approved and field.type.is_leaf and at != ("title",):
            assert any(at[: len(place)] == place for place in shown), (at, value)
    assert [part["letter"] for part in new["parts"]] == ["", "S", "M", "A", "R", "T"]
    assert new["title"] == "Coaching one-on-ones with open questions"


def test_what_is_found_stands_with_the_goal_it_is_due_to(repository: RealRepository) -> None:
    """The rules are those of `check`: the same remarks, and of a changed goal only what the change brought."""
    begun(repository)
    data = json.loads(diff(repository, "HEAD", "--format", "json").out)
    checked = run(repository.root, "check", "--format", "json", "--all", *DAY)
    if checked.code == 2:  # every finding is told without being asked for
        checked = run(repository.root, "check", "--format", "json", *DAY)
    found = {(one["rule"], tuple(one["pointer"])) for one in checked.data["diagnostics"] if one["path"] == NEW}
    (new,) = (goal for goal in data["goals"] if goal["what"] == "new")
    remarks = {(one["rule"], tuple(one["pointer"])) for one in new["remarks"]}
    assert remarks == {one for one in found if one[0][0] in "SMARTP"}
    assert ("S104", ("specific", "effect")) in remarks
    (old,) = (goal for goal in data["goals"] if goal["what"] == "changed")
    assert {one["rule"] for one in old["remarks"]} >= {"S101"}
    assert old["letters"]["before"]["S"] == "fine"
    assert old["letters"]["after"]["S"] == "warning"


def test_a_rule_that_is_content_now_is_told_too(repository: RealRepository) -> None:
    was, _ = a_quarter("en")
    repository.commit({**was, GOAL: str(was[GOAL]).replace("  effect:", "  # effect:")})
    repository.write({GOAL: was[GOAL]})
    (goal,) = json.loads(diff(repository, "HEAD", "--format", "json").out)["goals"]
    assert [one["rule"] for one in goal["settled"]] == ["S104"]
    assert "  no longer: S104 No effect" in diff(repository, "HEAD").out.splitlines()


def test_a_number_is_told_with_all_its_decimals_as_the_language_writes_them(repository: RealRepository) -> None:
    begun(repository, "nl")
    fresh = changed({NEW: (repository.root / NEW).read_text()}, NEW, hours_per_week="1.25", target="5.75")
    repository.write({NEW: fresh, GOAL: changed(base("nl"), GOAL, target="4.25")})
    shown = diff(repository, "HEAD").out
    assert "Uren per week: 1,25" in shown
    assert " -> 4,25 (zwakker)" in shown
    assert "5,75" in shown
    assert not re.search(r"\d\.\d", shown)
