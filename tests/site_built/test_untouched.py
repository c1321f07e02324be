"""A build that does not succeed, for whatever reason and at whatever moment, leaves the published site as it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_built.sites import AS_OF, Built, environment, koers

GOAL = "plans/leaders/robin-vale/goals/open-one-on-ones.yml"
GOAL_PAGE = "leaders/robin-vale/goals/open-one-on-ones/"


@pytest.fixture
def repository(started: Built, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    root = tmp_path / "repository"
    shutil.copytree(started.root, root)
    return root


@pytest.fixture
def published(repository: Path) -> Iterator[None]:
    """The site stands after the test byte for byte as before, and nothing half-built lies beside it."""
    before = tree(repository / "site")
    assert f"{GOAL_PAGE}index.html" in before
    yield
    assert tree(repository / "site") == before
    assert sorted(path.name for path in repository.iterdir() if "site" in path.name and path.name[0] == ".") == []


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.usefixtures("published")
def test_an_error_in_a_plan(repository: Path) -> None:
    edit(repository / GOAL, "status: active", "status: busy")
    done = koers(repository, "build", "--as-of", AS_OF)
    assert done.returncode == 1
    assert f"{GOAL}:" in done.stdout + done.stderr
    assert "Nothing was published" in done.stderr


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_an_engine_that_fails(repository: Path, engine: str) -> None:
    theme = repository / "site_templates/theme"
    theme.mkdir(parents=True)
    (theme / "main.html").write_text("{% extends 'base.html' %}{% block content %}", encoding="utf-8")
    done = koers(repository, "build", "--as-of", AS_OF, "--engine", engine)
    assert done.returncode == 2
    assert f"{engine} could not build the site" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("published")
def test_engine_settings_that_are_wrong(repository: Path) -> None:
    with (repository / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nmarkdown_extensions: [no_such_extension]\n")
    done = koers(repository, "build", "--as-of", AS_OF)
    assert done.returncode == 2
    assert "no_such_extension" in done.stderr


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "template",
    [
        "{% if view %}never closed",
        "{{ view.title.no_such_thing.at_all }}",
        "{% include 'pages/no-such.html' %}",
        "{{ 1 // 0 }}",
    ],
    ids=["syntax", "undefined", "missing", "raises"],
)
def test_a_template_that_is_wrong(repository: Path, template: str) -> None:
    own = repository / "site_templates/pages"
    own.mkdir(parents=True)
    (own / "goal.html").write_text(template, encoding="utf-8")
    done = koers(repository, "build", "--as-of", AS_OF)
    assert done.returncode == 2, done.stderr
    assert "pages/goal.html" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert not list(repository.glob("build/koers-bug*"))


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_a_build_killed_in_the_middle(repository: Path, engine: str) -> None:
    """Killed when it has begun to write the next site; the build after it is whole and new."""
    before = tree(repository / "site")
    edit(repository / GOAL, "title:", "title: Renewed,")
    for moment in ("started", "writing"):
        command = [sys.executable, "-m", "koers", "-C", str(repository), "build", "--as-of", AS_OF, "--engine", engine]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(), start_new_session=True
        )
        try:
            wait_for(process, repository, moment)
        finally:
            process.kill()  # koers alone: what it started may live on for a while
            process.wait(timeout=30)
        assert tree(repository / "site") == before
        done = koers(repository, "check", "--as-of", AS_OF)
        assert done.returncode == 0
    done = koers(repository, "build", "--as-of", AS_OF, "--engine", engine)
    assert done.returncode == 0, done.stderr
    after = tree(repository / "site")
    assert b"Renewed" in after[f"{GOAL_PAGE}index.html"]
    assert {name for name in after if name.endswith("index.html")} == {
        name for name in before if name.endswith("index.html")
    }


def is_at(repository: Path, moment: str) -> bool:
    """Whether the build has the folder of the next site, or has begun to fill it."""
    stage = repository / ".site.next"
    return stage.is_dir() and (moment == "started" or any(stage.iterdir()))


def wait_for(process: subprocess.Popen[bytes], repository: Path, moment: str, seconds: float = 60) -> None:
    """Waits until the build is at this moment; fails when it is over before, or it takes too long."""
    end = time.monotonic() + seconds
    while not is_at(repository, moment):
        assert process.poll() is None, "the build was over before it could be killed"
        assert time.monotonic() < end, f"it took more than {seconds} seconds"
        time.sleep(0.002)


def test_the_half_of_a_killed_build_is_cleared_away_by_the_next(repository: Path) -> None:
    left = repository / "build/stage"
    left.mkdir()
    (left / "half.html").write_text("half", encoding="utf-8")
    done = koers(repository, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    assert not (repository / "site/half.html").exists()
    assert not list((repository / "build").glob("stage*"))
