"""`check PATH` narrows the report and nothing else: what it says of a path is what the whole says of it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from koers.pipeline.check import check
from koers.report.selection import narrow

DAY = date(2026, 4, 10)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """The case with every mistake, with a few more things that stand where they should not."""
    root = tmp_path_factory.mktemp("paths")
    shutil.copytree(project / "tests/cases/every-mistake/plans", root / "plans")
    (root / "plans/leaders/stray.txt").write_text("a file beside the folders", encoding="utf-8")
    (root / "plans/leaders/Not An Id").mkdir()
    (root / "plans/leaders/Not An Id/leader.yml").write_text("name: X\n", encoding="utf-8")
    (root / "plans/leaders/empty").mkdir()
    (root / "plans/teams/link.yml").symlink_to(root / "plans/organization.yml")
    return root


@proves(Claim.PARTS)
def test_every_path_is_told_what_the_whole_tells_of_it(root: Path) -> None:
    everything = check(root, lambda _: DAY)
    whole, files = everything.diagnostics, everything.files
    paths = [root, *sorted((root / "plans").rglob("*")), root / "plans"]
    assert len(whole) > 40
    for path in paths:
        if path.is_symlink():
            continue
        under = [path.relative_to(root).as_posix()]
        found = check(root, lambda _: DAY, [path])
        assert narrow(found.diagnostics, under=under) == narrow(whole, under=under), path
        assert found.files == files
