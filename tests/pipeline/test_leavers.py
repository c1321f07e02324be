"""Whoever left is asked nothing on any page, in any feed, by any command; up to the last day nothing is otherwise.

The example organization, of which somebody leaves who leads, observes, keeps a team's number and has a plan.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from cli.in_process import run
from koers.audience import parse_viewer
from koers.pipeline import show
from koers.pipeline.world import World

PLANS = Path(__file__).parents[2] / "plans"
WHO, NAME, LEADS = "aylin-demir", "Aylin Demir", ("fatou-diallo", "henrik-lindqvist")
LEFT = date(2026, 3, 13)
AFTER = (date(2026, 3, 14), date(2026, 4, 10), date(2027, 1, 4))
READERS = ("everyone", f"leader:{WHO}", f"manager:{WHO}", "hr")


def organization(root: Path, *, left: bool) -> Path:
    shutil.copytree(PLANS, root / "plans")
    profile = root / f"plans/leaders/{WHO}/leader.yml"
    if left:
        profile.write_text(f"{profile.read_text(encoding='utf-8')}left: {LEFT}\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return organization(tmp_path_factory.mktemp("gone"), left=True)


def pages(root: Path, day: date, reader: str) -> Mapping[str, str | bytes]:
    return show.pages(World.open(root, lambda _: day), parse_viewer(reader))


@pytest.mark.parametrize("reader", READERS)
def test_up_to_the_last_day_no_byte_is_otherwise(tmp_path: Path, gone: Path, reader: str) -> None:
    assert pages(gone, LEFT, reader) == pages(organization(tmp_path, left=False), LEFT, reader)


@pytest.mark.parametrize("day", AFTER, ids=str)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_and_no_feed_asks_anything(gone: Path, reader: str, day: date) -> None:
    made = pages(gone, day, reader)
    own = f"leaders/{WHO}/index.md"
    lede = f"{NAME} left on"
    for url, content in made.items():
        if url.endswith(".ics"):
            assert NAME.encode() not in (content if isinstance(content, bytes) else content.encode()).replace(
                f"X-WR-CALNAME:{NAME}".encode(), b""
            ), url
        if not isinstance(content, str):
            continue
        if url.startswith(f"leaders/{WHO}/"):
            assert lede in content or "achieved" in content or "stopped" in content, url
            for asking in ('class="k-buttons"', "k-late", '<h2 id="moments"', "k-next", "due now", "overdue"):
                assert asking not in content, (url, asking)
        elif url in ("index.md", "progress/index.md", "calendar/index.md") or url.startswith(("teams/", "roles/")):
            assert f"leaders/{WHO}/goals/" not in content, url
    assert "What was agreed" in str(made[own])
    feed = made[f"calendar/{WHO}.ics"]
    assert b"BEGIN:VEVENT" not in (feed if isinstance(feed, bytes) else feed.encode())


@pytest.mark.parametrize("day", AFTER, ids=str)
def test_no_command_asks_anything(gone: Path, day: date) -> None:
    due = run(gone, "--as-of", str(day), "due", "--within", "366", "--format", "json").data["due"]
    assert due
    assert not [one for one in due if one["leader"] == WHO]
    assert NAME not in run(gone, "--as-of", str(day), "due", "--within", "366").out
    assert not run(gone, "--as-of", str(day), "due", "--for", WHO, "--format", "json").data["due"]
    told = run(gone, "--as-of", str(day), "check", "--format", "json").data["diagnostics"]
    assert not [one for one in told if one["path"].startswith(f"plans/leaders/{WHO}/")]
    asked = [one["hint"] or "" for one in told]
    assert not [hint for hint in asked if NAME in hint]


@pytest.mark.parametrize("day", AFTER, ids=str)
def test_who_takes_over_is_told_where_it_matters(gone: Path, day: date) -> None:
    made = pages(gone, day, "everyone")
    manager = str(made[f"managers/{WHO}/index.md"])
    assert "Who takes over" in manager
    assert "Marit Solheim" in manager
    for leader in LEADS:
        assert f"{NAME} left on" in str(made[f"leaders/{leader}/index.md"])
        assert f"leaders/{leader}/" in manager
    told = run(gone, "--as-of", str(day), "check", "--format", "json", "--select", "G119").data["diagnostics"]
    assert {one["path"] for one in told} == {f"plans/leaders/{leader}/leader.yml" for leader in LEADS}


def test_what_was_agreed_is_counted_up_to_the_last_day(gone: Path) -> None:
    """The numbers stand still: a year later they are those of the last day."""

    def goals(day: date) -> object:
        made = pages(gone, day, f"leader:{WHO}")[f"data/leaders/{WHO}.json"]
        record = json.loads(made)
        return [{key: value for key, value in goal.items() if key not in ("approval",)} for goal in record["goals"]]

    assert goals(AFTER[0]) == goals(AFTER[-1])
    assert re.search(r'"left":"2026-03-13"', str(pages(gone, AFTER[0], "everyone")["data/koers.json"]))
