"""`# koers: ignore`: where it counts, what it needs, and what becomes of one that hides nothing."""

from __future__ import annotations

import pytest

from rules.plan_of_anna import GOAL, Judged, base, run

REASON = "agreed with the works council"


def goal_with(old: str, new: str) -> Judged:
    files = base("en")
    assert old in files[GOAL]
    return run({**files, GOAL: files[GOAL].replace(old, new)})


def said(judged: Judged) -> list[tuple[str, int, int]]:
    return [(diagnostic.rule, diagnostic.span.line, diagnostic.span.column) for diagnostic in judged.diagnostics]


def test_without_a_comment_the_problem_is_there() -> None:
    assert said(goal_with("review: 6 weeks", "review: quarter")) == [("T104", 42, 11)]


@pytest.mark.parametrize(
    "text",
    [
        f"review: quarter  # koers: ignore T104 - {REASON}",
        f"# koers: ignore T104 - {REASON}\n  review: quarter",
        f"# koers: ignore t104 - {REASON}\n  review: quarter",
        f"# Koers: Ignore T104: {REASON}\n  review: quarter",
        f"# koers: ignore T104 — {REASON}\n  review: quarter",
        f"review: quarter  # see the minutes # koers: ignore T104 - {REASON}",
    ],
)
def test_on_its_line_or_the_line_above(text: str) -> None:
    assert said(goal_with("review: 6 weeks", text)) == []


def test_two_rules_at_once_and_each_must_hide_something() -> None:
    both = f"# koers: ignore T104, T106 - {REASON}\n  review: quarter"
    assert said(goal_with("review: 6 weeks", both)) == [("G902", 42, 3)]
    same_line = f"# koers: ignore T104 T101 - {REASON}\n  review: quarter"
    assert said(goal_with("review: 6 weeks", same_line)) == [("G902", 42, 3)]


def test_two_lines_above_is_too_far() -> None:
    far = f"# koers: ignore T104 - {REASON}\n\n  review: quarter"
    assert said(goal_with("review: 6 weeks", far)) == [("G902", 42, 3), ("T104", 44, 11)]


def test_a_text_over_several_lines_is_ignored_at_its_key() -> None:
    behavior = "behavior: I open with questions and let the other name the next step"
    folded = f"# koers: ignore S101 - {REASON}\n  behavior: |\n    Every week,\n    communicate better"
    assert said(goal_with(behavior, folded)) == []
    bare = "behavior: |\n    Every week,\n    communicate better"
    assert said(goal_with(behavior, bare)) == [("S101", 9, 5)]


def test_a_whole_file_is_ignored_at_its_first_line() -> None:
    without = "stop_if: Two reviews in a row under the threshold\n"
    assert said(goal_with(without, "")) == [("T107", 1, 1)]
    files = base("en")
    ignored = f"# koers: ignore T107 - {REASON}\n" + files[GOAL].replace(without, "")
    assert said(run({**files, GOAL: ignored})) == []


@pytest.mark.parametrize(
    "comment",
    [
        "# koers: ignore",
        "# koers: ignore - because",
        "# koers: ignore T104",
        "# koers: ignore T104 -",
        "# koers: ignore X1",
    ],
)
def test_a_comment_without_rule_or_reason_hides_nothing_and_is_reported(comment: str) -> None:
    found = goal_with("review: 6 weeks", f"{comment}\n  review: quarter")
    assert said(found) == [("G901", 42, 3), ("T104", 43, 11)]


def test_an_unknown_rule_is_reported() -> None:
    found = goal_with("review: 6 weeks", f"# koers: ignore T999 - {REASON}\n  review: 6 weeks")
    assert said(found) == [("G901", 42, 3)]


def test_what_could_not_be_understood_cannot_be_ignored() -> None:
    found = goal_with("review: 6 weeks", f"# koers: ignore F001 - {REASON}\n  revieuw: 6 weeks")
    assert [rule for rule, _, _ in said(found)] == ["G901", "F001"]


def test_text_that_looks_like_a_comment_is_text() -> None:
    quoted = f'review: quarter\nnotes: "# koers: ignore T104 - {REASON}"'
    judged = goal_with(
        "review: 6 weeks\n  remeasure: 2026-04-14", quoted.replace("\nnotes", "\n  remeasure: 2026-04-14\nnotes")
    )
    assert said(judged) == [("T104", 42, 11)]
    block = f"stop_if: |\n  Two reviews\n  # koers: ignore T107 - {REASON}\n"
    assert said(goal_with("stop_if: Two reviews in a row under the threshold\n", block)) == []


def test_the_organization_may_turn_the_report_off() -> None:
    files = base("en")
    files["plans/organization.yml"] += "rules:\n  G902: none\n"
    files[GOAL] = files[GOAL].replace("review: 6 weeks", f"review: 6 weeks  # koers: ignore T104 - {REASON}")
    assert said(run(files)) == []
