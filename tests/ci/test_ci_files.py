"""The CI files that are handed out: pinned, with least rights, nothing of a pull request in a script."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from koers.authoring.init import init_files
from koers.language import translator

WRITTEN = [
    ("gitlab", ".gitlab-ci.yml", "ci/gitlab/koers.gitlab-ci.yml"),
    ("forgejo", ".forgejo/workflows/koers.yml", "ci/forgejo/koers.yml"),
]


@pytest.mark.parametrize(("forge", "written", "handed_out"), WRITTEN)
def test_a_template_is_what_init_writes(project: Path, forge: str, written: str, handed_out: str) -> None:
    files = init_files("en", forge, date(2026, 3, 31), mkdocs=lambda name: name, say=translator("en").say)
    assert (project / handed_out).read_text(encoding="utf-8") == files[written]


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
    text = (project / "ci/github/action.yml").read_text(encoding="utf-8")
    for name, given in action["inputs"].items():
        assert given["description"], name
        assert "required" not in given, name
        assert f"inputs.{name}" in text, name


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
        "ci/gitlab/koers.gitlab-ci.yml",
        "ci/gitlab/parallel.gitlab-ci.yml",
        "ci/forgejo/koers.yml",
        "ci/forgejo/matrix.yml",
        ".pre-commit-hooks.yaml",
    ],
)
def test_nothing_privileged_is_asked_for(project: Path, path: str) -> None:
    text = (project / path).read_text(encoding="utf-8")
    for forbidden in ("pull_request_target", "secrets.", "GITHUB_TOKEN", "CI_JOB_TOKEN", ": write", "|| true"):
        assert forbidden not in text, forbidden
