"""The demo shows what it says: every approval level, on pages made from a real history with real keys."""

from __future__ import annotations

import html
import json
import subprocess
from pathlib import Path

import pytest
import yaml

from demo.make_demo import AS_OF, LEVELS, MADE_BY, Demo, make_demo, pages_to_look_at, run_koers
from koers.model.approval import Level
from published import leaders_in


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Made once for these tests."""
    return make_demo(tmp_path_factory.mktemp("demo") / "made")


def git(demo: Demo, *arguments: str) -> list[str]:
    """Lines of what git says."""
    done = subprocess.run(["git", *arguments], cwd=demo.root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def approvals(demo: Demo, *audience: str) -> dict[str, dict[str, object]]:
    """Per goal what the built pages' data says of its approval."""
    run_koers(demo.root, "pages", *audience)
    leaders = leaders_in(demo.root / "build/docs")
    return {goal["goal"]: goal["approval"] for leader in leaders for goal in leader.get("goals", [])}


def page(demo: Demo, goal: str) -> str:
    """The goal's page as koers wrote it."""
    leader, id = goal.split("/")
    return (demo.root / f"build/docs/leaders/{leader}/goals/{id}/index.md").read_text(encoding="utf-8")


def test_every_level_can_be_seen(demo: Demo) -> None:
    without_a_forge = {level.value for level in Level} - {"forge"}  # which is said only where the forge was asked again
    assert set(LEVELS.values()) == without_a_forge
    found = json.loads(run_koers(demo.root, "verify", "--format", "json"))
    assert (found["version"], found["as_of"]) == (1, AS_OF)
    assert {goal["goal"]: goal["level"] for goal in found["goals"]} == LEVELS
    assert {level for level, _ in pages_to_look_at(demo)} == set(LEVELS.values())


def test_the_site_says_the_same_and_keeps_a_return_between_those_concerned(demo: Demo) -> None:
    everyone = approvals(demo)
    assert {goal: approval["level"] for goal, approval in everyone.items() if goal in LEVELS} == {
        goal: "missing" if level == "returned" else level
        for goal, level in LEVELS.items()
        if goal in everyone  # a draft is not for everyone
    }
    assert set(LEVELS) - set(everyone) <= {"jakub-dvorak/steering-group-voice"}
    assert "given back" not in page(demo, "luis-ferreira/street-by-street")
    manager = approvals(demo, "--audience", "manager:tomasz-wisniewski")
    assert manager["luis-ferreira/street-by-street"] == {
        "level": "returned",
        "approver": "tomasz-wisniewski",
        "on": "2026-03-31",
        "round": 1,
    }
    assert "Come back to this after the review in May" in page(demo, "luis-ferreira/street-by-street")


def test_badges_name_person_day_round_and_ground(demo: Demo) -> None:
    run_koers(demo.root, "pages")
    signed = page(demo, "ravi-krishnamurthy/open-questions")
    assert "signed by the manager&#39;s key" in signed
    assert "5 Jan 2026, round 1" in " ".join(signed.split())
    assert "round 2" in page(demo, "luis-ferreira/crews-plan-their-week")
    stale = page(demo, "niamh-oconnor/weekly-appreciation")
    assert "Changed since approval" in stale
    assert "(weaker)" in stale
    forged = page(demo, "fatou-diallo/near-miss-in-the-shift")
    assert "Not the manager&#39;s commit" in forged
    assert "is-approved" not in forged


def test_a_badge_leads_to_its_review_or_its_commit(demo: Demo) -> None:
    run_koers(demo.root, "pages")
    (commit,) = git(demo, "log", "--format=%H", "--", "plans/leaders/henrik-lindqvist/approvals")
    recorded = page(demo, "henrik-lindqvist/doubts-at-handover")
    assert f'<a href="https://github.com/example/plans/commit/{commit}">see the commit</a>' in html.unescape(recorded)
    review = yaml.safe_load(
        (demo.root / "plans/leaders/jakub-dvorak/approvals/top-three.1.yml").read_text(encoding="utf-8")
    )["evidence"]["url"]
    assert f'<a href="{review}">see the review</a>' in html.unescape(page(demo, "jakub-dvorak/top-three"))


def test_the_history_runs_in_order_and_the_keys_stand_outside_it(demo: Demo) -> None:
    assert git(demo, "status", "--porcelain") == []
    dates = git(demo, "log", "--first-parent", "--format=%cs")
    assert dates == sorted(dates, reverse=True)
    assert (dates[0], dates[-1]) == ("2026-04-09", "2025-12-15")
    assert git(demo, "log", "--format=%an <%ae>", "--diff-filter=A", "--", "plans/leaders/fatou-diallo/approvals") == [
        "Fatou Diallo <fatou.diallo@example.org>"
    ]
    signed = git(demo, "grep", "-l", "BEGIN SSH SIGNATURE")
    assert signed == [
        "plans/leaders/marit-solheim/approvals/one-owner-one-date.1.yml",
        "plans/leaders/ravi-krishnamurthy/approvals/open-questions.1.yml",
    ]
    assert not list(demo.root.rglob("*.pub")), "keys stand outside the repository"


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(FileExistsError):
        make_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert not (tmp_path / MADE_BY).exists()
