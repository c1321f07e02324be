"""The CI files that are handed out: pinned, with least rights, nothing of a pull request in a script."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ci.written import PATHS, WORKFLOWS, all_steps, data, gitlab_job, text
from koers.authoring.init import LANGUAGES, init_files
from koers.language import translator
from koers.model.organization import Forge

FORBIDDEN = ("pull_request_target", "|| true", "continue-on-error", "allow_failure", "CI_JOB_TOKEN")


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_no_workflow_hides_a_failure_or_runs_what_a_stranger_wrote_with_rights(forge: str, name: str) -> None:
    for language in LANGUAGES:
        found = text(forge, name, language)
        for forbidden in FORBIDDEN:
            assert forbidden not in found, forbidden
        assert "${{" not in "\n".join(step.script for step in all_steps(forge, name))


@pytest.mark.parametrize(("forge", "name"), [pair for pair in WORKFLOWS if pair[0] != "gitlab"])
def test_every_action_is_pinned_and_every_value_comes_through_env(forge: str, name: str) -> None:
    for job in data(forge, name)["jobs"].values():
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step
    for line in text(forge, name).splitlines():
        assert "uses:" not in line or re.search(r"@[0-9a-f]{40} # v[0-9]", line), line
    for step in all_steps(forge, name):
        asked = set(re.findall(r"\$\{?([A-Z][A-Z_0-9]+)", step.script))
        given = {*step.env, "GITHUB_STEP_SUMMARY", "GITHUB_REPOSITORY", *re.findall(r"\b([A-Z_]+)=", step.script)}
        assert asked <= given, step.name


def test_each_job_of_github_has_just_the_rights_it_needs() -> None:
    rights = {
        (name, id): job.get("permissions", data("github", name)["permissions"])
        for name in PATHS["github"]
        for id, job in data("github", name)["jobs"].items()
    }
    assert rights == {
        ("koers", "plans"): {"contents": "read"},
        ("koers-main", "record"): {"contents": "write", "pull-requests": "read"},
        ("koers-main", "site"): {"contents": "read", "pages": "read"},
        ("koers-main", "publish"): {"pages": "write", "id-token": "write"},
        ("koers-remind", "remind"): {"contents": "read", "issues": "write"},
        ("koers-remind", "verify"): {"contents": "read", "pull-requests": "read"},
    }
    for name in PATHS["github"]:
        for id, job in data("github", name)["jobs"].items():
            for step in job["steps"]:
                if "checkout" in step.get("uses", ""):
                    assert step["with"]["persist-credentials"] is (id == "record"), (name, id)


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_secrets_are_used_after_a_merge_only(forge: str, name: str) -> None:
    """What a pull request brings along never runs beside a secret."""
    found = text(forge, name)
    if name != "koers":
        assert data(forge, name)[True].keys() <= {"push", "workflow_dispatch", "schedule"}  # `on` is True in YAML 1.1
    elif forge == "gitlab":
        checks = data(forge, name)["koers"]
        assert checks["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
        assert "TOKEN" not in gitlab_job("koers").script
    else:
        assert data(forge, name)[True] == {"pull_request": None}
        assert "secrets." not in found


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_no_workflow_starts_itself(forge: str) -> None:
    main = data(forge, "koers-main")
    assert main[True]["push"] == {"branches": ["main"]}
    (record,) = [
        step for step in all_steps(forge, "koers-main") if "git commit" in step.script and step.job == "record"
    ]
    assert re.findall(r'git commit --quiet --message "([^"]+)"', record.script) == ["Record approvals [skip ci]"]
    assert record.script.count("git push") == 1


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_what_somebody_starts_by_hand_on_another_branch_records_and_publishes_nothing(forge: str) -> None:
    jobs = data(forge, "koers-main")["jobs"]
    for name in ("record", "site"):
        assert "github.ref_name == 'main'" in jobs[name]["if"], name


def test_gitlabs_record_starts_no_pipeline() -> None:
    script = gitlab_job("koers-record").script
    assert "git push --quiet --push-option ci.skip" in script
    assert "[skip ci]" in script


def test_the_branch_is_the_one_that_the_remote_names() -> None:
    told = Forge("forgejo", "riverside/plans", "trunk")
    files = init_files("en", "forgejo", date(2026, 3, 31), mkdocs=str, say=translator("en").say, kept_at=told)
    assert yaml.safe_load(files[PATHS["forgejo"]["koers-main"]])[True]["push"] == {"branches": ["trunk"]}


@pytest.fixture
def action(project: Path) -> Any:
    """The composite action as data."""
    return yaml.safe_load((project / "ci/github/action.yml").read_text(encoding="utf-8"))


def test_the_action_runs_its_steps_in_order(action: Any) -> None:
    assert [step["name"] for step in action["runs"]["steps"]] == [
        "Set up Python",
        "Install koers",
        "Check the plans",
        "Write the summary",
        "Verify the approvals",
        "Build the preview of the site",
        "Keep the preview",
    ]
    assert action["runs"]["using"] == "composite"


def test_the_action_is_pinned_and_takes_values_through_env_only(action: Any) -> None:
    steps = action["runs"]["steps"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert len(used) == 2
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) for name in used)
    scripts = [step for step in steps if "run" in step]
    assert all(step["shell"] == "bash" and "${{" not in step["run"] for step in scripts)
    assert not [step for step in steps if "continue-on-error" in step or "|| true" in step.get("run", "")]
    for step in scripts:
        asked = set(re.findall(r"\$\{?([A-Z_]+)", step["run"])) - {"GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"}
        assert asked <= set(step.get("env", {})), step["name"]


def test_every_input_of_the_action_is_described_and_used(action: Any, project: Path) -> None:
    found = (project / "ci/github/action.yml").read_text(encoding="utf-8")
    for name, given in action["inputs"].items():
        assert given["description"], name
        assert "required" not in given, name
        assert f"inputs.{name}" in found, name


def test_the_hooks_run_commands_that_exist(project: Path) -> None:
    hooks = yaml.safe_load((project / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"]: (hook["entry"], hook["language"], hook["pass_filenames"]) for hook in hooks} == {
        "koers-check": ("koers check", "python", False),
        "koers-codeowners": ("koers codeowners --check", "python", False),
    }
    checks = {hook["id"]: re.compile(hook["files"]) for hook in hooks}
    assert checks["koers-check"].search("plans/leaders/anna/goals/coaching.yml")
    assert not checks["koers-check"].search("docs/plans/x.md")
    assert checks["koers-codeowners"].search("plans/leaders/anna/leader.yml")
    assert checks["koers-codeowners"].search("CODEOWNERS")
    assert not checks["koers-codeowners"].search("plans/leaders/anna/goals/coaching.yml")


@pytest.mark.parametrize(
    "path",
    [
        "ci/github/action.yml",
        "ci/github/matrix.yml",
        "ci/gitlab/parallel.gitlab-ci.yml",
        "ci/forgejo/matrix.yml",
        ".pre-commit-hooks.yaml",
    ],
)
def test_nothing_privileged_is_asked_for(project: Path, path: str) -> None:
    found = (project / path).read_text(encoding="utf-8")
    for forbidden in ("pull_request_target", "secrets.", "GITHUB_TOKEN", "CI_JOB_TOKEN", ": write", "|| true"):
        assert forbidden not in found, forbidden
