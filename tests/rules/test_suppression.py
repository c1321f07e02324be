"""`# koers: ignore`: where it counts, what it needs, and what becomes of one that hides nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from koers.diagnostic import WHOLE_FILE
from koers.model.build import build
from koers.progress.measure import measure
from koers.reading.document import Document
from koers.reading.locate import locate
from koers.reading.read import read_all
from koers.rules.book import BY_ID
from koers.rules.judge import judge
from koers.rules.suppression import settle
from rules.plan_of_anna import AS_OF, GOAL, Judged, base, run

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


def test_what_is_ignored_is_no_judgment_any_more() -> None:
    found = goal_with("review: 6 weeks", "review: quarter")
    assert [judgment.rule.id for judgment in found.judgments] == ["T104"]
    ignored = goal_with("review: 6 weeks", f"review: quarter  # koers: ignore T104 - {REASON}")
    assert ignored.judgments == ()


def test_the_files_of_one_leader_settle_as_they_do_in_the_whole() -> None:
    comments = f"# koers: ignore T104 - {REASON}\n  review: quarter # koers: ignore M102 - {REASON}"
    files = {path: content.replace("review: 6 weeks", comments) for path, content in base("en").items()}
    files["plans/leaders/ben/leader.yml"] += f"# koers: ignore S101 - {REASON}\n"
    files["plans/leaders/ben/goals/delegating.yml"] = files[GOAL]
    documents = read_all((path, content.encode()) for path, content in files.items()).documents
    plans = build(documents)
    by_path = {document.path: document for document in documents}
    found = judge(plans, measure(plans, AS_OF), AS_OF)
    located = [(item, locate(by_path[item.finding.path], item.finding)) for item in found]
    whole = settle(located, documents, BY_ID)
    parts = [
        settle(
            [(item, span) for item, span in located if by_path[item.finding.path].place.leader == leader],
            [document for document in documents if document.place.leader == leader],
            BY_ID,
        )
        for leader in ("", *plans.leaders)
    ]
    assert {item.rule for item in whole.diagnostics} >= {"G902"}
    assert len(whole.judgments) == len(found) - 2
    assert {item for part in parts for item in part.judgments} == set(whole.judgments)
    assert sorted((item for part in parts for item in part.diagnostics), key=lambda item: item.order) == [
        *whole.diagnostics
    ]


def test_only_a_file_with_a_comment_is_asked_where_its_values_stand() -> None:
    has_no_marks = cast("Document", SimpleNamespace(path=GOAL, text="title: koers is the word for course\n"))
    judgments = [(item, WHOLE_FILE) for item in goal_with("review: 6 weeks", "review: quarter").judgments]
    assert [item.rule for item in settle(judgments, [has_no_marks], BY_ID).diagnostics] == ["T104"]
