"""The contract of the command line: exit codes, shapes, and flags before or after the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from koers.progress.moments import MomentKind, Mover, Why
from koers.report.findings import Report

MISTAKES = "tests/cases/every-mistake"
CLEAN = "tests/cases/dutch-organization"


def koers(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user does, without a terminal."""
    settings = {name: value for name, value in os.environ.items() if name not in ("CI", "SOURCE_DATE_EPOCH")}
    return subprocess.run(
        [sys.executable, "-m", "koers", *map(str, arguments)],
        cwd=cwd,
        env={**settings, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_check_ends_with_1_when_the_plans_have_errors_and_writes_data_only_to_stdout(project: Path) -> None:
    done = koers("-C", MISTAKES, "check", cwd=project)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("error") > 40


def test_check_ends_with_0_when_they_have_none(project: Path) -> None:
    assert koers("check", "-C", CLEAN, "--as-of", "2026-04-10", cwd=project).returncode == 0


def test_strict_fails_on_warnings_too(project: Path) -> None:
    done = koers("-C", CLEAN, "--as-of", "2026-04-10", "check", "--strict", "--format", "json", cwd=project)
    counts = json.loads(done.stdout)["counts"]
    assert counts["error"] == 0
    assert counts["warning"] > 0
    assert done.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["-C", CLEAN, "--as-of", "2026-04-10", "check", "--format", "json"],
        ["check", "-C", CLEAN, "--as-of", "2026-04-10", "--format", "json"],
        ["-C", "tests", "check", "-C", "cases/dutch-organization", "--as-of", "2026-04-10", "--format", "json"],
        ["-C", f"{CLEAN}/plans/leaders/bram-de-wit", "--as-of=2026-04-10", "check", "--format=json"],
    ],
)
def test_common_flags_stand_before_or_after_the_command_and_the_root_is_found_upward(
    project: Path, arguments: list[str]
) -> None:
    report = json.loads(koers(*arguments, cwd=project).stdout)
    assert report["as_of"] == "2026-04-10"
    assert report["files"] > 30


def test_json_has_just_the_shape_of_the_contract(project: Path) -> None:
    report: dict[str, Any] = json.loads(koers("-C", MISTAKES, "check", "--format", "json", cwd=project).stdout)
    assert list(report) == ["version", "as_of", "files", "counts", "diagnostics"]
    assert report["version"] == 1
    assert set(report["counts"]) == {"error", "warning", "info"}
    assert sum(report["counts"].values()) == len(report["diagnostics"])
    for diagnostic in report["diagnostics"]:
        assert set(diagnostic) == {
            "path", "line", "column", "end_line", "end_column", "severity", "rule", "message", "hint", "pointer",
        }  # fmt: skip
        assert isinstance(diagnostic["pointer"], list)
        assert diagnostic["hint"] is None or isinstance(diagnostic["hint"], str)
        assert diagnostic["line"] >= 1 <= diagnostic["column"]
    whole_file = [d for d in report["diagnostics"] if d["pointer"] == [] and d["rule"] == "F012"]
    assert [(d["path"], d["line"], d["column"]) for d in whole_file] == [("plans/teams/north.yaml", 1, 1)]


def test_a_text_line_has_the_form_of_the_contract(project: Path) -> None:
    done = koers("-C", MISTAKES, "check", cwd=project)
    assert done.stdout.splitlines()[:2] == [
        "plans/competencies/coaching.yml:2:1: error F001 unknown key `defintion`",
        "    hint: did you mean `definition`?",
    ]


def test_paths_and_rules_narrow_the_report_but_not_the_check(project: Path) -> None:
    def paths(*arguments: str) -> set[tuple[str, str]]:
        done = koers("check", "--format", "json", *arguments, cwd=project / MISTAKES / "plans")
        return {(d["path"], d["rule"]) for d in json.loads(done.stdout)["diagnostics"]}

    everything = paths()
    assert paths("teams") == {found for found in everything if found[0].startswith("plans/teams/")}
    assert paths("teams/deep.yml") == {("plans/teams/deep.yml", "Y016")}
    assert paths("--select", "Y,F001") == {f for f in everything if f[1][0] == "Y" or f[1] == "F001"}
    assert paths("--ignore", "Y,F") == {f for f in everything if f[1][0] not in "YF"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere"], "nowhere bestaat niet"),
        (["check", "/"], "/ ligt niet in"),
        (["check", "--as-of", "2026-02-30"], "is not a date"),
        (["check", "--as-of", "2026-W14-2"], "is not a date"),
        (["check", "--format", "yaml"], "Invalid value"),
        (["chekc"], "No such command"),
        (["-C", "nowhere", "check"], "there is no folder"),
        (["build", "--audience", "boss"], "is not an audience"),
        (["pages", "--audience", "leader:nobody", "--as-of", "2026-04-10"], "nobody"),
        (["explain", "Z999"], "there is no rule"),
        (["gaps", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_run_ends_with_2_and_one_clear_sentence(project: Path, arguments: list[str], says: str) -> None:
    done = koers(*arguments, cwd=project / CLEAN)
    assert done.returncode == 2, done.stdout
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_without_plans_every_command_that_needs_them_says_so(tmp_path: Path) -> None:
    for command in (["check"], ["build"], ["pages"], ["due"], ["gaps", "anna"], ["codeowners"]):
        done = koers(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "no plans/ folder" in done.stderr


def test_an_unreadable_file_costs_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/organization.yml").mkdir()
    done = koers("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "organization.yml" in done.stdout


def test_the_day_comes_from_source_date_epoch_when_no_flag_says_it(project: Path) -> None:
    done = koers("-C", CLEAN, "check", "--format", "json", cwd=project, SOURCE_DATE_EPOCH="1775779200")
    assert json.loads(done.stdout)["as_of"] == "2026-04-10"
    assert koers("-C", CLEAN, "check", cwd=project, SOURCE_DATE_EPOCH="soon").returncode == 2


def test_rules_and_explain_work_without_plans(tmp_path: Path) -> None:
    done = koers("rules", "--format", "json", cwd=tmp_path)
    rules = json.loads(done.stdout)
    assert rules["version"] == 1
    assert {"id", "family", "severity", "title", "source"} == set(rules["rules"][0])
    families = {rule["family"] for rule in rules["rules"]}
    assert families == set("YFSMARTCGP")
    assert len([rule for rule in rules["rules"] if rule["family"] not in "YF"]) >= 45
    for rule in rules["rules"]:
        explained = koers("explain", rule["id"].lower(), cwd=tmp_path) if rule["id"] in ("S101", "Y001") else None
        assert explained is None or (explained.returncode == 0 and rule["title"] in explained.stdout)


def test_nothing_is_coloured_without_a_terminal(project: Path) -> None:
    assert "\x1b" not in koers("-C", MISTAKES, "check", cwd=project, FORCE_COLOR="1").stdout


def test_a_reader_that_stops_reading_is_no_failure(project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "koers", "-C", MISTAKES, "check", "--full"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_interrupted_is_130_and_what_was_begun_is_cleared_away(
    project: Path, tmp_path: Path, number: signal.Signals, workers: str
) -> None:
    program = (
        "import koers.cli.check as c, koers.cli as cli, koers.workers as w, os, sys, tempfile, time\n"
        "def work(_):\n"
        "    os.write(1, b'working\\n')\n"
        "    time.sleep(60)\n"
        "def check(*_):\n"
        "    with tempfile.TemporaryDirectory():\n"
        "        list(w.fork_map(work, [1, 2]))\n"
        "c.check = check\n"
        "sys.argv = ['koers', 'check']; cli.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "KOERS_WORKERS": workers, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout is not None
    for _ in range(int(workers)):
        assert process.stdout.readline() == b"working\n"
    assert list(tmp_path.iterdir())
    process.send_signal(number)
    # communicate ends only when nobody has the pipe open any more: no worker lives on.
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_every_format_comes_out(project: Path, form: str) -> None:
    done = koers("-C", MISTAKES, "check", "--format", form, cwd=project)
    assert done.returncode == 1
    assert "F012" in done.stdout


def test_due_and_gaps_have_the_shapes_of_the_contract(project: Path) -> None:
    due = json.loads(koers("-C", CLEAN, "--as-of", "2026-04-10", "due", "--format", "json", cwd=project).stdout)
    assert list(due) == ["version", "as_of", "due", "moves"]
    assert due["due"]
    assert due["moves"]
    for one in (*due["due"], *due["moves"]):
        assert list(one) == ["leader", "goal", "what", "on", "days_overdue", "whose", "people", "why", "since"]
        assert one["what"] in tuple(MomentKind)
        assert one["whose"] in tuple(Mover)
        assert one["why"] in tuple(Why)
    goals = [(one["leader"], one["goal"]) for one in due["moves"]]
    assert goals == sorted(set(goals)), "one move a goal"
    done = koers("-C", CLEAN, "--as-of", "2026-04-10", "gaps", "bram-de-wit", "--format", "json", cwd=project)
    gaps = json.loads(done.stdout)
    assert gaps["version"] == 1
    assert gaps["gaps"]
    for gap in gaps["gaps"]:
        assert list(gap) == ["competency", "required", "behavior", "aptitude", "gap", "goal"]


def test_a_report_counts_what_it_holds() -> None:
    from datetime import date

    assert Report(date(2026, 1, 1), 0, ()).counts == {"error": 0, "warning": 0, "info": 0}
