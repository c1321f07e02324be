"""Five letters a goal, each with what was found, never one score."""

from __future__ import annotations

from koers.model.build import build
from koers.progress.measure import measure
from koers.reading.read import read_all
from koers.rules.judge import judge
from koers.rules.letters import letters
from rules.plan_of_anna import AS_OF, base, with_example


def lights(*parts: str) -> dict[str, list[tuple[str, str, list[str]]]]:
    files = with_example(base("en"), "\n".join(parts)) if parts else base("en")
    plans = build(read_all((path, content.encode()) for path, content in files.items()).documents)
    found = letters(plans, judge(plans, measure(plans, AS_OF), AS_OF))
    return {
        "/".join(key): [
            (letter.letter, letter.light.value, [rule for rule, _ in letter.remarks]) for letter in five.values()
        ]
        for key, five in found.items()
    }


def test_a_sound_goal_is_fine_five_times() -> None:
    assert lights() == {"anna/coaching": [(letter, "fine", []) for letter in "SMART"]}


def test_the_worst_comes_first_and_gives_the_light() -> None:
    assert lights(
        "specific:",
        "  behavior: Communicate better",
        "  # no effect",
        "measurable:",
        "  indicators:",
        "    open-conversations:",
        "      threshold: 8",
        "      # no unit",
        "# no stop_if",
    ) == {
        "anna/coaching": [
            ("S", "warning", ["S101", "S104"]),
            ("M", "error", ["M102", "M113"]),
            ("A", "fine", []),
            ("R", "fine", []),
            ("T", "fine", ["T107"]),
        ]
    }


def test_a_closed_goal_has_no_letters() -> None:
    assert lights("status: stopped") == {}
