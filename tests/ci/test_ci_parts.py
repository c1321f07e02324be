"""The check in parts: the shell in the CI files divides the leaders, and the parts together say what the whole says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

NOTING = """#!/usr/bin/env bash
printf '%s\\n' "$@" > "$NOTES"
exit "${CHECK_EXIT:-0}"
"""
JUDGING = f"""#!/usr/bin/env bash
shift 3  # check --format github
exec "{sys.executable}" -m koers check --as-of 2026-04-10 --format json "$@" > "$ANSWER"
"""


def _github(project: Path, file: str) -> str:
    data = yaml.safe_load((project / file).read_text(encoding="utf-8"))
    (script,) = [step["run"] for step in data["jobs"]["part"]["steps"] if step["name"] == "Check this part"]
    return str(script)


def _gitlab(project: Path, file: str) -> str:
    (script,) = yaml.safe_load((project / file).read_text(encoding="utf-8"))["koers-part"]["script"]
    return str(script)


PARTED: Mapping[str, tuple[Callable[[Path, str], str], tuple[str, str]]] = {
    "ci/github/matrix.yml": (_github, ("PART", "PARTS")),
    "ci/forgejo/matrix.yml": (_github, ("PART", "PARTS")),
    "ci/gitlab/parallel.gitlab-ci.yml": (_gitlab, ("CI_NODE_INDEX", "CI_NODE_TOTAL")),
}


@dataclass(frozen=True)
class Runner:
    """A folder with plans, and a `koers` on PATH that is this script."""

    project: Path
    folder: Path
    tools: Path

    def part(self, file: str, koers: str, number: int, of: int, **values: str) -> int:
        """Runs one part as a runner would; the exit code."""
        (self.tools / "koers").write_text(koers, encoding="utf-8")
        (self.tools / "koers").chmod(0o755)
        find, (index, total) = PARTED[file]
        environment = os.environ | {
            "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(self.tools),
            index: str(number),
            total: str(of),
        }
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", find(self.project, file)]
        return subprocess.run(command, cwd=self.folder, env=environment | values, timeout=60).returncode

    def paths(self, file: str, number: int, of: int) -> list[str]:
        """Which paths a part hands to koers."""
        notes = self.tools / "notes"
        notes.unlink(missing_ok=True)
        assert self.part(file, NOTING, number, of, NOTES=str(notes)) == 0
        return notes.read_text(encoding="utf-8").partition("--\n")[2].splitlines() if notes.exists() else []


@pytest.fixture
def runner(project: Path, tmp_path: Path) -> Runner:
    if shutil.which("bash") is None or subprocess.run(["split", "--version"], capture_output=True).returncode:
        pytest.skip("needs bash and the split of GNU coreutils")
    shutil.copytree(project / "plans", tmp_path / "clone" / "plans")
    (tmp_path / "tools").mkdir()
    return Runner(project, tmp_path / "clone", tmp_path / "tools")


@pytest.mark.parametrize("file", PARTED)
def test_every_path_is_in_one_part(runner: Runner, file: str) -> None:
    (runner.folder / "plans" / "leaders" / "a name with spaces").mkdir()
    (runner.folder / "plans" / "leaders" / "no folder.txt").touch()
    plans = runner.folder / "plans"
    everything = {f"plans/leaders/{path.name}" for path in (plans / "leaders").iterdir()}
    everything |= {f"plans/{path.name}" for path in plans.iterdir() if path.name != "leaders"}
    for of in (1, 3, 20):  # 20 are more than there are leaders: some parts are empty, and pass
        parts = [runner.paths(file, number, of) for number in range(1, of + 1)]
        assert Counter(path for part in parts for path in part) == Counter(everything)
        assert of == 20 or all(any("/leaders/" in path for path in part) for part in parts)


@pytest.mark.parametrize("file", PARTED)
def test_a_part_with_an_error_fails(runner: Runner, file: str) -> None:
    assert runner.part(file, NOTING, 2, 3, NOTES=os.devnull, CHECK_EXIT="1") == 1
    assert runner.part(file, NOTING, 2, 3, NOTES=os.devnull, CHECK_EXIT="2") != 0


def test_the_parts_together_say_what_the_whole_says(runner: Runner, project: Path) -> None:
    _break(runner.folder / "plans")
    whole = subprocess.run(
        [sys.executable, "-m", "koers", "check", "--as-of", "2026-04-10", "--format", "json"],
        cwd=runner.folder,
        capture_output=True,
        text=True,
    )
    assert whole.returncode == 1
    merged: list[Any] = []
    for number in (1, 2, 3):
        answer = runner.tools / f"part-{number}.json"
        assert runner.part("ci/github/matrix.yml", JUDGING, number, 3, ANSWER=str(answer)) in (0, 1)
        part = json.loads(answer.read_text(encoding="utf-8"))["diagnostics"]
        assert part
        merged += part
    expected = json.loads(whole.stdout)["diagnostics"]
    # Somebody whose folder is gone is one problem a report, which counts the places: every part tells of its own.
    assert _places(merged) == _places(expected)
    assert max(_places(expected).values()) > 3
    assert _others(merged) == _others(expected)
    assert {diagnostic["rule"][0] for diagnostic in expected} >= {"Y", "F", "M", "C"}
    assert {diagnostic["path"].split("/")[1] for diagnostic in expected} >= {"leaders", "teams", "program.yml"}


_NOBODY = re.compile(r"there is nobody with the id ([a-z0-9-]+)(?:, and ([0-9]+) places name them)?")


def _places(diagnostics: Iterable[Any]) -> Counter[str]:
    """In how many places somebody is named who is not there, by id."""
    found = Counter[str]()
    for one in diagnostics:
        if (nobody := _NOBODY.fullmatch(one["message"])) is not None:
            found[nobody[1]] += int(nobody[2] or 1)
    return found


def _others(diagnostics: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in diagnostics if not _NOBODY.fullmatch(one["message"]))


def _break(plans: Path) -> None:
    """Mistakes of every kind: in the writing, in the form, in references between leaders, and in shared files."""

    def change(path: str, before: str, after: str) -> None:
        file = plans / path
        text = file.read_text(encoding="utf-8")
        assert before in text, path
        file.write_text(text.replace(before, after, 1), encoding="utf-8")

    change("leaders/aylin-demir/leader.yml", "manager: marit-solheim", "manager: nobody-here")
    change("leaders/fatou-diallo/goals/near-miss-in-the-shift.yml", "status: active", "status: maybe")
    change("leaders/zoe-papadopoulou/leader.yml", "level: ", "level: &anchor ")
    change("leaders/luis-ferreira/leader.yml", "team: network", "team: networks")
    change("teams/digital.yml", "owner: ravi-krishnamurthy", "owner: ravi")
    change("program.yml", "owner: kwame-boateng", "owner: kwame")
    change("organization.yml", "timezone: Europe/Amsterdam", "timezone: Europe/Amsterdam\nextra: 1")
    shutil.rmtree(plans / "leaders" / "henrik-lindqvist")
    (plans / "leaders" / "stray.txt").write_text("not a leader", encoding="utf-8")
