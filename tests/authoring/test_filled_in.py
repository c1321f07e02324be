"""What a page or a reminder asks to fill in passes `koers check` without a warning, filled in as it asks."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cli.in_process import run

MADE_ON = "2026-03-31"
TALK = "2026-04-07"
LEADERS = {"en": "robin-vale", "nl": "noor-visser"}
NOBODY_YET = {"en": "jo-park", "nl": "tim-bakker"}
WORDS = {
    "en": {
        "title": "One specific compliment after each team meeting",
        "situation": "After each team meeting on Monday",
        "behavior": "I tell one colleague what I saw them do well, twice a week",
        "effect": "People know what to do more often",
        "name": "Compliments given on what was seen",
        "unit": "compliments",
        "support": "The manager asks about it in our talk",
        "why": "People leave without knowing what they are good at",
        "not_now": "The weekly report",
        "what": "Write down in the meeting what I saw",
        "stop_if": "Two reviews in a row under the threshold",
    },
    "nl": {
        "title": "Na elk teamoverleg een concreet compliment",
        "situation": "Na elk teamoverleg op maandag",
        "behavior": "Ik zeg twee keer per week tegen een collega wat ik die goed zag doen",
        "effect": "Mensen weten wat ze vaker kunnen doen",
        "name": "Complimenten over wat is gezien",
        "unit": "complimenten",
        "support": "De manager vraagt ernaar in ons gesprek",
        "why": "Mensen vertrekken zonder te weten waar ze goed in zijn",
        "not_now": "Het weekverslag",
        "what": "In het overleg opschrijven wat ik zag",
        "stop_if": "Twee reviews achter elkaar onder de drempel",
    },
}


@pytest.fixture(params=["en", "nl"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def root(tmp_path: Path, language: str) -> Path:
    """The repository that `koers init` makes, on a forge."""
    root = tmp_path / "plans-of-all"
    assert run(tmp_path, "--as-of", MADE_ON, "init", str(root), "--language", language).code == 0
    settings = root / "plans/organization.yml"
    kept = settings.read_text(encoding="utf-8").partition("# forge:")[0]
    settings.write_text(f"{kept}forge: {{kind: github, repository: riverbank/plans}}\n", encoding="utf-8")
    return root


def problems(root: Path, day: str = TALK, *paths: str) -> list[Any]:
    """What koers finds, notes included but the one that a private note is not sealed."""
    done = run(root, "--as-of", day, "check", "--format", "json", *paths)
    found = done.data["diagnostics"]
    assert isinstance(found, list)
    return [problem for problem in found if problem["rule"] != "P111"]


def form(page: str, folder: str) -> str:
    """The text that a link of this page puts into a new file of this folder."""
    links = re.findall(r'(?:href|data-k-today)="([^"]+)"', page)
    (address,) = {link for link in map(html.unescape, links) if f"/new/main/plans/leaders/{folder}?" in link}
    (value,) = parse_qs(urlsplit(address).query)["value"]
    return value


def page(root: Path, person: str) -> str:
    assert run(root, "--as-of", TALK, "pages").code == 0
    return (root / f"build/docs/leaders/{person}/index.md").read_text(encoding="utf-8")


def answered(check_in: str) -> str:
    """A check-in with the marks taken away and the questions answered."""
    said = re.sub(r"(?m)^# ((?:done|going_well|difficult|next): )$", r"\1Three of four talks began with it", check_in)
    counted = re.sub(r"(?m)^    # ([a-z0-9-]+): 0/0 ", r"    \1: 3/4 ", said)
    return re.sub(r"(?m)^    # ([a-z0-9-]+): 0 ", r"    \1: 3 ", counted)


def test_the_starter_is_clean(root: Path) -> None:
    assert problems(root, MADE_ON) == []


def test_a_check_in_from_the_page(root: Path, language: str) -> None:
    person = LEADERS[language]
    asked = form(page(root, person), f"{person}/checkins")
    assert MADE_ON not in asked
    assert TALK not in asked
    filled = answered(asked.replace("{day}", TALK))
    (root / f"plans/leaders/{person}/checkins/{TALK}.yml").write_text(filled, encoding="utf-8")
    assert problems(root) == []


def test_a_check_in_from_the_reminder(root: Path, language: str) -> None:
    person = LEADERS[language]
    printed = run(root, "--as-of", "2026-04-10", "remind", "--for", person).out
    (address,) = re.findall(r"\]\((https://\S+/checkins\?\S+)\)", printed)
    (asked,) = parse_qs(urlsplit(address).query)["value"]
    (root / f"plans/leaders/{person}/checkins/2026-04-10.yml").write_text(answered(asked), encoding="utf-8")
    assert problems(root, "2026-04-10") == []


@pytest.mark.parametrize("who", [LEADERS, NOBODY_YET], ids=["a second goal", "the first of somebody without observers"])
def test_a_goal_from_the_page(root: Path, language: str, who: dict[str, str]) -> None:
    person = who[language]
    asked = form(page(root, person), f"{person}/goals")
    words = WORDS[language] | {
        "competency": next((root / "plans/competencies").iterdir()).stem,
        "team_goal": re.findall(r"team_goal:   # ([a-z-]+)", asked)[0],
        "hours_per_week": "1",
        "impact": "high",
        "potential": "high",
        "energy": "medium",
    }
    numbers = {"times-done": ("1", "4", "2"), "noticed-by-others": ("40", "60", "")}
    hours = iter(("0.7", "0.2", "0.1"))
    lines, indicator = [], ""
    for line in asked.splitlines():
        indicator = line.strip(" :") if line.strip(" :") in numbers else indicator
        empty = re.fullmatch(r"( *)([a-z_]+):   # .*", line)
        if empty is None:
            others = [id for id in (*LEADERS.values(), *NOBODY_YET.values(), "sam-ortiz", "eva-smit") if id != person]
            here = [id for id in others if (root / "plans/leaders" / id).is_dir()]
            lines.append(line.replace("[ ]", f"[{', '.join(here[:2])}]"))
            continue
        key = empty[2]
        if key == "hours":
            value = next(hours)
        elif key in ("baseline", "target", "threshold"):
            value = numbers[indicator][["baseline", "target", "threshold"].index(key)]
        else:
            value = words[key]
        lines.append(f"{empty[1]}{key}: {value}")
    (root / f"plans/leaders/{person}/goals").mkdir(exist_ok=True)
    (root / f"plans/leaders/{person}/goals/compliments.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = problems(root)
    assert found == [], [(problem["rule"], problem["message"], problem["path"]) for problem in found]


def test_the_example_copied_as_the_readme_asks(root: Path, language: str) -> None:
    """A folder of one's own with the example's goal, proposed, with dates of one's own."""
    leaders = root / "plans/leaders"
    example = leaders / LEADERS[language]
    own = leaders / "kim-own"
    (own / "goals").mkdir(parents=True)
    profile = (example / "leader.yml").read_text(encoding="utf-8")
    profile = re.sub(r"(?m)^name: .*$", "name: Kim Own", profile)
    (own / "leader.yml").write_text(re.sub(r"(?m)^email: .*$", "email: kim@example.org", profile), encoding="utf-8")
    (goal,) = (example / "goals").iterdir()
    text = goal.read_text(encoding="utf-8").replace("status: active", "status: proposed")
    shift = {
        "start": "2026-04-13",
        "deadline": "2026-07-13",
        "remeasure": "2026-07-20",
        "due": "2026-05-11",
    }
    for key, day in shift.items():
        text = re.sub(rf"(?m)^( +{key}): .*$", rf"\1: {day}", text)
    text = re.sub(r"(?m)^ +done: .*\n", "", text)
    (own / "goals" / goal.name).write_text(text, encoding="utf-8")
    shutil.rmtree(root / "build", ignore_errors=True)
    found = problems(root, MADE_ON)
    assert [problem for problem in found if problem["severity"] != "info"] == [], found
