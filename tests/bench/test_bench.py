"""The benchmark works: its organization is right and always the same, and its peers do the work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

AS_OF = "2026-04-10"
FAKE_CHECKER = """#!/usr/bin/env bash
if [ "$1" = --version ]; then echo 1.2.3; exit 0; fi
if grep -q {wrong} "${{@: -1}}"; then exit 1; fi
"""


def python(*arguments: str, cwd: Path, status: int = 0, **environment: str) -> str:
    """Runs Python; what it said."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, without those of git."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_organization_has_no_errors_and_is_always_the_same(project: Path, tmp_path: Path) -> None:
    made = [str(project / "bench/organization.py")]
    python(*made, "one", "--goals", "40", "--git", "30", cwd=tmp_path)
    python(*made, "again", "--goals", "40", cwd=tmp_path)
    python(*made, "other", "--goals", "40", "--seed", "2", cwd=tmp_path)
    one, again, other = (contents(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again
    assert one != other
    assert sum("/goals/" in path for path in one) == 32
    check_ins = [text for path, text in one.items() if "/checkins/" in path]
    assert len(check_ins) == 13 * 32
    assert len(set(check_ins)) == len(check_ins)
    assert 550 < sum(map(len, check_ins)) / len(check_ins) < 640
    said = python("-m", "koers", "check", "--as-of", AS_OF, cwd=tmp_path / "one")
    assert "0 errors" in said


def test_its_history_is_clean_and_by_its_people(project: Path, tmp_path: Path) -> None:
    python(str(project / "bench/organization.py"), "one", "--goals", "32", "--git", "400", cwd=tmp_path)

    def git(*arguments: str) -> str:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=tmp_path / "one", capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    assert git("status", "--porcelain") == ""
    assert git("rev-list", "--count", "HEAD").strip() == "401"
    assert "marit.solheim@example.org" in git("log", "--format=%ae")
    verified = json.loads(python("-m", "koers", "verify", "--format", "json", cwd=tmp_path / "one"))
    assert "recorded" in {goal["level"] for goal in verified["goals"]}


@pytest.fixture
def peers(tmp_path: Path) -> Path:
    """A folder with one peer that does its work."""
    return peer(tmp_path / "peers", "-e maybe -e extra -e 2026-13")


def peer(folder: Path, wrong: str) -> Path:
    tool = folder / "bin" / "check-jsonschema"
    tool.parent.mkdir(parents=True)
    tool.write_text(FAKE_CHECKER.format(wrong=wrong), encoding="utf-8")
    tool.chmod(0o755)
    return folder


def test_a_run_measures_the_peers_that_are_there(project: Path, tmp_path: Path, peers: Path) -> None:
    written, numbers = tmp_path / "page.md", tmp_path / "numbers.json"
    options = ["--only", "example", "--rounds", "1", "--limit", "1", "--write", str(written), "--json", str(numbers)]
    python(str(project / "bench/run.py"), *options, cwd=tmp_path, KOERS_BENCH_PEERS=str(peers), PATH="/usr/bin:/bin")
    page = written.read_text(encoding="utf-8")
    assert "| check-jsonschema | 1.2.3 |" in page
    results = json.loads(numbers.read_text(encoding="utf-8"))["results"]
    asked = {(result["case"], result["who"]) for result in results}
    assert asked >= {("one file", "koers"), ("one file", "check-jsonschema"), ("all files", "check-jsonschema")}
    assert all(result["cost"]["cpu"] > 0 for result in results)


def test_a_peer_that_does_not_look_is_not_measured(project: Path, tmp_path: Path) -> None:
    lazy = peer(tmp_path / "lazy", "-e maybe -e extra")
    options = ["--only", "example", "--rounds", "1"]
    said = python(
        str(project / "bench/run.py"),
        *options,
        cwd=tmp_path,
        status=1,
        KOERS_BENCH_PEERS=str(lazy),
        PATH="/usr/bin:/bin",
    )
    assert "check-jsonschema misjudges a goal with a day that is not there wrong in it" in said


def test_an_absent_peer_is_listed_with_how_to_install_it(project: Path, tmp_path: Path) -> None:
    said = python(str(project / "bench/run.py"), "--only", "start", "--rounds", "1", cwd=tmp_path, PATH="/nowhere")
    assert "| check-jsonschema | not installed: pip install check-jsonschema |" in said
    assert "| hugo | not installed: apt-get install hugo |" in said
    assert "koers --help" in said


def test_growth_is_the_slope_of_the_logarithms(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(project / "bench")
    from lab import exponent, size_within

    quadratic = {size: 3e-4 * size**2 for size in (100, 400, 2000)}
    assert exponent(quadratic) == pytest.approx(2)
    assert exponent({100: 1.0}) is None
    assert size_within(quadratic, 2, 4 * quadratic[2000]) == 4000


def test_a_file_is_written_when_it_was_touched_and_different_when_its_content_is(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(project / "bench")
    from measure import Written, compare, snapshot

    names = ("stays", "touched", "changed", "goes")
    for name in names:
        (tmp_path / name).write_text("text", encoding="utf-8")
        os.utime(tmp_path / name, ns=(1, 1))
    before = snapshot(tmp_path)
    (tmp_path / "touched").write_text("text", encoding="utf-8")
    (tmp_path / "changed").write_text("words", encoding="utf-8")
    (tmp_path / "new").write_text("new", encoding="utf-8")
    (tmp_path / "goes").unlink()
    assert compare(before, snapshot(tmp_path)) == Written(written=3, differ=2, removed=1, bytes=12)
