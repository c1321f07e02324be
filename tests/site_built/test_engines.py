"""Both engines publish the same site, and what a script reads off the pages is what the data says."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from published import leaders_in
from site_built.sites import AS_OF, Built, koers, main_text

GOAL_KEYS = {"data-goal", "data-status", "data-standing", "data-progress", "data-expected"}
ROW_KEYS = {"data-indicator", "data-current", "data-progress", "data-standing"}
SEVERITY = ["off_track", "at_risk", "on_track", "achieved"]


def files(site: Path, *endings: str) -> dict[str, bytes]:
    """Every published file with one of these endings, by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name.endswith(endings)
    }


def test_the_same_pages(english: Built, english_zensical: Built) -> None:
    assert english.urls() == english_zensical.urls()
    assert len(english.urls()) == english_pages(english)


def english_pages(english: Built) -> int:
    """How many pages koers writes for the engine."""
    assert koers(english.root, "pages", "--as-of", AS_OF).returncode == 0
    return len(list((english.root / "build/docs").rglob("*.md")))


def test_the_same_words_on_one_page_of_each_kind(english: Built, english_zensical: Built) -> None:
    kinds = english.of_each_kind()
    assert {"home", "progress", "leader", "goal"} <= set(kinds)
    for urls in kinds.values():
        for url in urls:
            words = main_text(english.page(url))
            assert len(words) > 100, url
            assert main_text(english_zensical.page(url)) == words, url


def test_the_same_data_feeds_and_own_files(english: Built, english_zensical: Built) -> None:
    for folder in ("data", "calendar"):
        ours = files(english.site / folder, ".json", ".ics")
        assert files(english_zensical.site / folder, ".json", ".ics") == ours
    own = ("koers.css", "koers.js", ".woff2")
    for path, content in files(english.root / "build/docs/assets", *own).items():
        assert (english.site / "assets" / path).read_bytes() == content
        assert (english_zensical.site / "assets" / path).read_bytes() == content


def test_a_site_holds_no_file_of_plans_and_no_source(english: Built, english_zensical: Built) -> None:
    for built in (english, english_zensical):
        assert files(built.site, ".yml", ".yaml", ".md", ".j2", ".py") == {}
        assert not [path for path in built.site.rglob("*") if path.is_symlink()]


@pytest.mark.parametrize("engine", ["english", "english_zensical"])
def test_a_goals_root_element_says_what_the_data_says(engine: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(engine)
    goals = goals_of(built)
    assert len(goals) >= 16
    statuses = set()
    for key, goal in goals.items():
        leader, id = key.split("/")
        roots = [element for element in elements(built.page(f"leaders/{leader}/goals/{id}/")) if "data-goal" in element]
        assert len(roots) == 1, f"{key} has {len(roots)} root elements"
        assert {name: roots[0][name] for name in GOAL_KEYS} == expected_goal(key, goal)
        statuses.add(goal["status"])
    assert statuses == {"draft", "proposed", "active", "achieved", "stopped"}


def test_wherever_a_goal_is_shown_it_says_the_same(english: Built) -> None:
    goals = goals_of(english)
    seen = 0
    for url in english.urls():
        for element in elements(english.page(url)):
            if "data-goal" in element and "data-status" in element:
                key = element["data-goal"]
                assert {name: element.get(name) for name in GOAL_KEYS} == expected_goal(key, goals[key]), url
                seen += 1
    assert seen > 2 * len(goals)


@pytest.mark.parametrize("engine", ["english", "english_zensical"])
def test_a_row_of_an_indicator_says_what_the_data_says(engine: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(engine)
    standings = set()
    for key, goal in goals_of(built).items():
        leader, id = key.split("/")
        rows = [
            element for element in elements(built.page(f"leaders/{leader}/goals/{id}/")) if "data-indicator" in element
        ]
        indicators = {indicator["id"]: indicator for indicator in goal.get("indicators", [])}
        if goal["status"] not in ("draft", "proposed"):
            assert {row["data-indicator"] for row in rows} == set(indicators), key
        for row in rows:
            indicator = indicators[row["data-indicator"]]
            assert {name: row[name] for name in ROW_KEYS} == {
                "data-indicator": indicator["id"],
                "data-current": plain(indicator.get("current")),
                "data-progress": ratio(indicator.get("progress")),
                "data-standing": indicator.get("standing") or "",
            }, key
            standings.add(row["data-standing"])
    assert {"at_risk", "on_track", "no_data"} <= standings


def expected_goal(key: str, goal: dict[str, Any]) -> dict[str, str]:
    """The five attributes by the words of the contract, worked out from the indicators."""
    decisive = deciding(goal)
    return {
        "data-goal": key,
        "data-status": goal["status"],
        "data-standing": goal.get("standing") or "",
        "data-progress": ratio(decisive.get("progress")),
        "data-expected": ratio(decisive.get("expected")),
    }


def deciding(goal: dict[str, Any]) -> dict[str, Any]:
    """The indicator that gives the standing: of the leading ones with data the worst; then the least progress."""
    if not goal.get("standing"):
        return {}
    indicators = goal["indicators"]
    candidates = [indicator for indicator in indicators if indicator["kind"] == "leading"] or indicators
    worst = next((word for word in SEVERITY if word in {it["standing"] for it in candidates}), "no_data")
    assert worst == goal["standing"]
    alike = [indicator for indicator in candidates if indicator["standing"] == worst]
    return min(alike, key=progress_of)  # the first of equals


def progress_of(indicator: dict[str, Any]) -> float:
    value: float | None = indicator.get("progress")
    return float("inf") if value is None else value


def goals_of(built: Built) -> dict[str, dict[str, Any]]:
    """Every goal in the published data, by leader/goal."""
    return {goal["goal"]: goal for leader in leaders_in(built.site) for goal in leader.get("goals", [])}


def ratio(value: float | None) -> str:
    """Three decimals, always; nothing where there is none."""
    return "" if value is None else f"{rounded(value):.3f}"


def plain(value: float | None) -> str:
    """At most three decimals, without an exponent or a zero that says nothing."""
    if value is None:
        return ""
    text = f"{rounded(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.001"), ROUND_HALF_EVEN)


def elements(page: str) -> list[dict[str, str]]:
    """The attributes of every element of a page, in order."""
    found: list[dict[str, str]] = []

    class Collect(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append({name: value or "" for name, value in attrs})

    Collect(convert_charrefs=True).feed(page)
    return found
