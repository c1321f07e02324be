"""The shell in the CI files, run as a runner would, with a `koers` that notes how it is called and ends as told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from ci.written import WORKFLOWS, all_steps, gitlab_job, steps, text

ACTION = "ci/github/action.yml"
FORGEJO = "forgejo"
"""The workflow that `koers init` writes there for a pull request."""

STUB = """#!/usr/bin/env bash
echo "koers $*" >> "$NOTES"
echo "output of koers $*"
case "$*" in
    *check*) exit "${CHECK_EXIT:-0}" ;;
    *verify*) exit "${VERIFY_EXIT:-0}" ;;
esac
"""


@dataclass(frozen=True)
class Runner:
    """A clone with a main line and a branch, a `koers` on PATH, and the files a runner offers."""

    project: Path
    folder: Path
    environment: dict[str, str]
    base: str

    def step(self, file: str, name: str, **values: str) -> int:
        """Runs one step of an action or workflow with `bash -e -o pipefail`; the exit code."""
        if file == FORGEJO:
            (script,) = [step.script for step in steps(FORGEJO, "koers", "plans") if step.name == name]
        else:
            data = yaml.safe_load((self.project / file).read_text(encoding="utf-8"))
            (script,) = [step["run"] for step in data["runs"]["steps"] if step["name"] == name]
        return self.shell(script, **values)

    def job(self, **values: str) -> int:
        """Runs the script of the GitLab job, line after line in one shell."""
        return self.shell(gitlab_job("koers").script, **values)

    def shell(self, script: str, **values: str) -> int:
        """The exit code of a script."""
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.folder, env=self.environment | values, timeout=60).returncode

    @property
    def calls(self) -> list[str]:
        """How koers was called."""
        notes = self.folder / "notes"
        return notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []

    def text(self, name: str) -> str:
        """What a file in the clone holds."""
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def runner(project: Path, tmp_path: Path) -> Runner:
    """The branch has one commit of its own, main has moved on since."""
    if shutil.which("bash") is None or shutil.which("git") is None:
        pytest.skip("needs bash and git")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, content in (("koers", STUB), ("python", '#!/usr/bin/env bash\necho "python $*" >> "$NOTES"\n')):
        (tools / name).write_text(content, encoding="utf-8")
        (tools / name).chmod(0o755)
    folder = tmp_path / "clone"
    folder.mkdir()
    environment = {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "NOTES": str(folder / "notes"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "Anna", f"GIT_{role}_EMAIL": "anna@example.org"}

    def git(*arguments: str) -> str:
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    git("init", "--quiet", "--initial-branch=main")
    git("remote", "add", "origin", str(folder))
    git("commit", "--quiet", "--allow-empty", "--message", "first")
    base = git("rev-parse", "HEAD")
    git("switch", "--quiet", "--create", "branch")
    git("commit", "--quiet", "--allow-empty", "--message", "a goal")
    git("switch", "--quiet", "main")
    git("commit", "--quiet", "--allow-empty", "--message", "meanwhile")
    environment["MAIN"] = git("rev-parse", "HEAD")
    git("switch", "--quiet", "branch")
    return Runner(project, folder, environment, base)


@pytest.mark.parametrize("file", [ACTION, FORGEJO])
def test_an_error_fails_the_check_but_not_the_summary(runner: Runner, file: str) -> None:
    assert runner.step(file, "Check the plans", STRICT="false", CHECK_EXIT="1") == 1
    base = {"BASE_SHA": runner.environment["MAIN"]}
    assert runner.step(file, "Write the summary", CHECK_EXIT="1", **base) == 0
    assert runner.step(file, "Write the summary", CHECK_EXIT="2", **base) != 0
    assert runner.calls == [
        "koers check --format github",
        *[f"koers diff {runner.base} --format markdown", "koers check --format markdown"] * 2,
    ]
    assert runner.text("summary").startswith(
        f"output of koers diff {runner.base} --format markdown\noutput of koers check --format markdown\n"
    )


def test_strict_is_asked_for_in_words(runner: Runner) -> None:
    assert runner.step(ACTION, "Check the plans", STRICT="true") == 0
    assert runner.step(ACTION, "Check the plans", STRICT="no; touch broken") == 0
    assert runner.calls == ["koers check --format github --strict", "koers check --format github"]
    assert not (runner.folder / "broken").exists()


@pytest.mark.parametrize("file", [ACTION, FORGEJO])
def test_approvals_are_verified_by_where_a_pull_request_goes(runner: Runner, file: str) -> None:
    """As it is now, and not as it was when the branch began."""
    main = runner.environment["MAIN"]
    assert runner.step(file, "Verify the approvals", BASE_SHA=main) == 0
    assert runner.step(file, "Verify the approvals", BASE_SHA=main, VERIFY_EXIT="1") == 1
    assert runner.calls == [f"koers verify --base {main}"] * 2


def test_the_action_verifies_all_approvals_elsewhere(runner: Runner) -> None:
    assert runner.step(ACTION, "Verify the approvals", BASE_SHA="") == 0
    assert runner.calls == ["koers verify"]


def test_a_base_that_is_no_commit_fails(runner: Runner) -> None:
    assert runner.step(FORGEJO, "Write the summary", BASE_SHA="0" * 40) != 0
    assert runner.step(FORGEJO, "Write the summary", BASE_SHA="$(touch broken)") != 0
    assert runner.step(FORGEJO, "Verify the approvals", BASE_SHA="$(touch broken)") == 0
    assert runner.calls == ["koers verify --base $(touch broken)"]
    assert not (runner.folder / "broken").exists()


def test_koers_is_installed_from_where_the_maintainer_says(runner: Runner) -> None:
    assert runner.step(FORGEJO, "Install koers", KOERS_SOURCE="") == 1
    assert runner.step(FORGEJO, "Install koers", KOERS_SOURCE="-r evil.txt") == 0
    assert runner.step(ACTION, "Install koers", KOERS_SOURCE="", ACTION_PATH="/action/ci/github") == 0
    assert runner.calls == [
        "python -m pip install --quiet -- -r evil.txt",
        "python -m pip install --quiet -- /action/ci/github/../..",
    ]


def test_the_action_builds_outside_the_clone_and_says_where(runner: Runner) -> None:
    assert runner.step(ACTION, "Build the preview of the site", SITE="/tmp/koers-site") == 0
    assert runner.calls == ["koers build --site-dir /tmp/koers-site"]
    assert runner.text("output") == "site=/tmp/koers-site\n"


def test_gitlab_keeps_report_and_summary_when_the_check_fails(runner: Runner) -> None:
    values = {"KOERS_SOURCE": "koers", "CI_MERGE_REQUEST_DIFF_BASE_SHA": runner.base}
    assert runner.job(CHECK_EXIT="1", **values) == 1
    assert runner.calls == [
        "python -m pip install --quiet -- koers",
        "koers check --format gitlab",
        f"koers diff {runner.base} --format markdown",
        "koers check --format markdown",
        "koers check",
    ]
    assert runner.text("gl-code-quality-report.json") == "output of koers check --format gitlab\n"
    assert runner.text("koers-summary.md") == (
        f"output of koers diff {runner.base} --format markdown\noutput of koers check --format markdown\n"
    )


def test_gitlab_verifies_and_builds_when_all_is_well(runner: Runner) -> None:
    values = {"KOERS_SOURCE": "koers", "CI_MERGE_REQUEST_DIFF_BASE_SHA": runner.base}
    values |= {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    assert runner.job(**values) == 0
    assert runner.calls[-2:] == ["koers verify --base FETCH_HEAD", "koers build --site-dir site"]
    assert runner.text(".git/FETCH_HEAD").startswith(runner.environment["MAIN"])
    assert runner.job(VERIFY_EXIT="1", **values) == 1
    assert runner.calls[-1] == "koers verify --base FETCH_HEAD"
    assert runner.job(**values | {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "gone"}) != 0
    assert runner.job(KOERS_SOURCE="") == 1


@pytest.fixture(scope="module")
def found_tools() -> dict[str, str]:
    """The checkers that are on this machine, by name."""
    beside = str(Path(sys.executable).parent)
    tools = {name: shutil.which(name) or shutil.which(name, path=beside) for name in ("zizmor", "shellcheck")}
    return {name: path for name, path in tools.items() if path}


def test_zizmor_has_nothing_to_say(project: Path, tmp_path: Path, found_tools: dict[str, str]) -> None:
    if "zizmor" not in found_tools:
        pytest.skip("zizmor is not installed; the rules it would hold are held in test_ci_files.py")
    files = [str(project / name) for name in (ACTION, "ci/github/matrix.yml", "ci/forgejo/matrix.yml")]
    for forge, name in WORKFLOWS:
        if forge != "gitlab":
            file = tmp_path / forge / ".github" / "workflows" / f"{name}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(forge, name), encoding="utf-8")
            files.append(str(file))
    done = subprocess.run([found_tools["zizmor"], "--offline", *files], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("forge", "name"), WORKFLOWS)
def test_shellcheck_has_nothing_to_say(forge: str, name: str, found_tools: dict[str, str]) -> None:
    if "shellcheck" not in found_tools:
        pytest.skip("shellcheck is not installed; each script runs in tests/e2e/test_forge_loop.py")
    for step in all_steps(forge, name):
        done = subprocess.run(
            [found_tools["shellcheck"], "--shell", "bash", "-"], input=step.script, capture_output=True, text=True
        )
        assert done.returncode == 0, step.name + done.stdout
