"""Counts what the marked tests of one run tried, and writes the page that says so."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assurance.claims import MARKER, WHOLE, Claim, amount

_NOTED = "proof"


class Ledger:
    """A plugin. With `--assurance FILE` only the marked tests run, and FILE tells what came out."""

    def __init__(self, page: Path | None) -> None:
        self._page = page
        self._tests: Counter[Claim] = Counter()
        self._cases: Counter[Claim] = Counter()
        self._failed: Counter[Claim] = Counter()
        self._skipped: dict[Claim, set[str]] = {}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Notes at each test what it proves, since only notes travel with a report from worker to controller."""
        others = []
        for item in items:
            # Of a test's own mark and its module's for the same claim the nearest counts.
            cases = {Claim(mark.args[0]): mark.args[1] for mark in reversed(list(item.iter_markers(MARKER)))}
            item.user_properties += [(_NOTED, (claim.name, number)) for claim, number in cases.items()]
            if not cases:
                others.append(item)
        if self._page is not None:
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if item not in set(others)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts a test once: when it was called, or when it did not get so far."""
        if report.when != "call" and report.outcome == "passed":
            return
        for name, value in report.user_properties:
            if name != _NOTED:
                continue
            assert isinstance(value, tuple | list)
            claim, cases = Claim[value[0]], int(value[1])
            if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
                why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
                self._skipped.setdefault(claim, set()).add(why.removeprefix("Skipped: "))
                continue
            self._tests[claim] += 1
            self._cases[claim] += cases
            self._failed[claim] += report.outcome == "failed"

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Writes the page, in the process that heard of all tests."""
        if self._page is not None and not hasattr(session.config, "workerinput"):
            self._page.write_text(self.told(_circumstances()), encoding="utf-8")
            if any(not self._tests[claim] and claim not in self._skipped for claim in Claim):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED  # a claim that nobody tries is none

    def told(self, circumstances: Mapping[str, str]) -> str:
        """The page: a line a proof."""
        rows = [
            f"| {claim.value} | {self._tests[claim]:,} | {self._cases[claim]:,} | {self._result(claim)} |"
            for claim in Claim
        ]
        return "\n".join(
            [
                "# What is proven",
                "",
                "Written by `make assurance`, which runs the tests that are part of a proof and counts what they "
                "tried. Nobody writes a figure here by hand. A proof by trying is no proof that nothing is left: it "
                "says what was tried and did not succeed.",
                "",
                *(f"* {name}: {value}" for name, value in circumstances.items()),
                "",
                "| What is claimed | tests | cases | result |",
                "|---|--:|--:|---|",
                *rows,
                "",
                "The claims and the tests that prove them are in tests/assurance/claims.py and wherever a test says "
                "`proves`. `make test` tries a sample of the same cases.",
                "",
            ]
        )

    def _result(self, claim: Claim) -> str:
        if self._failed[claim]:
            return f"**{self._failed[claim]} of the tests failed**"
        left = "; ".join(sorted(self._skipped.get(claim, ())))
        if not self._tests[claim]:
            return f"not tried: {left}" if left else "**not tried**"
        return f"holds; not tried: {left}" if left else "holds"


def _circumstances() -> dict[str, str]:
    git = ["git", "log", "-1", "--format=%h of %cs"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    changed = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return {
        "commit": (commit or "not in git") + (", with changes of this working tree" if changed.strip() else ""),
        "day": f"{datetime.now(tz=UTC):%Y-%m-%d}",
        "size": f"whole ({WHOLE} is set)" if amount(0, 1) else f"a sample ({WHOLE} is not set)",
    }
