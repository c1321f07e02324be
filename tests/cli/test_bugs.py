"""A bug of koers is told as one: exit code 3 and a report, which never holds anything from the plans."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

SECRET = "Anna-is-not-well"
REPORT = re.compile(r"(/\S*koers-bug-\w+\.txt)")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repo/plans").mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    return tmp_path / "repo"


def broken(
    repository: Path, how: str, *arguments: str, cwd: Path | None = None, out: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Runs koers with a `check` that does what `how` says."""
    program = textwrap.dedent(
        """
        import sys
        from koers.cli import main
        import koers.pipeline.check as pipeline

        def check(*arguments, **settings):
            plan = {plan!r}
            {how}

        pipeline.check = check
        main()
        """
    ).format(plan=SECRET, how=how)
    (repository.parent / "run.py").write_text(program)
    return subprocess.run(
        [sys.executable, str(repository.parent / "run.py"), *arguments],
        cwd=cwd or repository,
        env={**os.environ, "TMPDIR": str(repository.parent / "tmp")},
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )


def report_of(done: subprocess.CompletedProcess[str]) -> Path:
    found = REPORT.search(done.stderr)
    assert found, done.stderr
    return Path(found[1])


def test_a_bug_ends_with_3_one_sentence_and_a_report_in_build(repository: Path) -> None:
    done = broken(repository, "None.missing", "check", "--as-of", "2026-04-10", "--format=json")
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("koers: this is a bug in koers, not in your plans")
    report = report_of(done)
    assert report.parent == repository / "build"
    lines = report.read_text().splitlines()
    assert lines[0].startswith("koers 0.")
    assert lines[1].startswith("Python 3.")
    assert lines[3] == "koers check --as-of 2026-04-10 --format=..."
    assert "AttributeError: 'NoneType' object has no attribute 'missing'" in lines
    assert any(re.match(r"  koers/cli/check\.py:\d+ in command", line) for line in lines)
    assert str(repository.parent) not in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "how",
    [
        "raise ValueError(plan)",
        "{}[plan]",
        "int(plan)",
        "plan.encode().decode('utf-16')",
        "open(plan + '/x')",
        "raise type('Odd', (AttributeError,), {})(plan)",
    ],
)
def test_what_was_read_is_not_in_the_report(repository: Path, how: str) -> None:
    done = broken(repository, how, "check", SECRET, f"--select={SECRET}", f"https://me:{SECRET}@example.org")
    assert done.returncode == 3
    assert SECRET not in report_of(done).read_text()
    assert SECRET not in done.stderr


def test_what_led_to_it_is_in_the_report_and_control_characters_are_not(repository: Path) -> None:
    how = 'exec("try:\\n  1 // 0\\nexcept ZeroDivisionError as e:\\n  raise TypeError(chr(27) + chr(0x202e)) from e")'
    report = report_of(broken(repository, how, "check")).read_text()
    assert "ZeroDivisionError: integer division or modulo by zero" in report
    assert "came from:" in report
    assert r"TypeError: \x1b\u202e" in report
    assert "\x1b" not in report


def test_a_recursion_without_end_makes_a_short_report(repository: Path) -> None:
    done = broken(repository, "return check()", "check")
    assert done.returncode == 3
    assert len(report_of(done).read_text().splitlines()) < 150


def test_the_report_is_written_where_the_command_ran_and_speaks_the_language_of_the_organization(
    repository: Path,
) -> None:
    (repository / "plans/organization.yml").write_text("name: X\nlanguage: nl\n")
    done = broken(repository, "1 // 0", "-C", str(repository), "check", cwd=repository.parent)
    assert done.returncode == 3
    assert done.stderr.startswith("koers: dit is een fout in koers")
    assert report_of(done).parent == repository / "build"


def test_where_build_cannot_be_written_the_report_is_among_the_temporary_files(repository: Path) -> None:
    (repository / "build").write_text("a file")
    done = broken(repository, "1 // 0", "check")
    assert done.returncode == 3
    assert report_of(done).parent == repository.parent / "tmp"
    outside = broken(repository, "1 // 0", "check", cwd=repository.parent)
    assert report_of(outside).parent == repository.parent / "tmp"


def test_where_nothing_can_be_written_the_sentence_says_what_kind_of_bug_it_is(repository: Path) -> None:
    how = "from koers import files; files.create = lambda *_, **__: open('/nowhere/x'); 1 // 0"
    done = broken(repository, how, "check")
    assert done.returncode == 3
    assert "(ZeroDivisionError)" in done.stderr


def test_a_bug_in_the_language_does_not_hide_the_bug(repository: Path) -> None:
    done = broken(repository, "pipeline.language_here = None; 1 // 0", "check")
    assert done.returncode == 3
    assert "this is a bug in koers" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_no_exception_of_the_usual_kind_is_a_bug_too(repository: Path) -> None:
    done = broken(repository, "raise type('PanicException', (BaseException,), {})(plan)", "check")
    assert done.returncode == 3
    assert "PanicException" in report_of(done).read_text()


@pytest.mark.parametrize(
    ("how", "code", "says"),
    [
        ("raise KeyboardInterrupt", 130, "interrupted"),
        ("raise MemoryError", 2, "not enough memory"),
        ("raise OSError(28, 'No space left on device')", 2, "No space left on device"),
        ("raise PermissionError(13, 'Permission denied', 'x.yml')", 2, "Permission denied (x.yml)"),
        ("from koers.errors import KoersError; from koers.texts import text; raise KoersError(text('no'))", 2, "no"),
        ("sys.exit(0)", 0, ""),
        ("raise BrokenPipeError", 0, ""),
    ],
)
def test_what_is_no_bug_writes_no_report(repository: Path, how: str, code: int, says: str) -> None:
    done = broken(repository, how, "check")
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(repository.rglob("koers-bug*"))


def test_an_output_that_takes_nothing_more_is_no_bug(repository: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = broken(repository, "print('x' * 100); sys.exit(sys.stdout.flush())", "check", out=full.fileno())
    assert done.returncode == 2
    assert done.stderr == "koers: the system refused to go on: No space left on device\n"


def test_a_closed_output_is_no_bug(project: Path) -> None:
    command = f"{sys.executable} -m koers rules >&-"
    done = subprocess.run(["sh", "-c", command], cwd=project, capture_output=True, text=True, check=False, timeout=60)
    said = "koers: standard output is closed: what was asked for cannot be written\n"
    assert (done.returncode, done.stderr) == (2, said)
