"""The job summary: everything in one table, and no word of a plan becomes markup."""

from __future__ import annotations

from datetime import date

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.diagnostic import WHOLE_FILE, Diagnostic, Severity, Span
from koers.language import translator
from koers.report import Report
from koers.report import markdown as as_markdown
from koers.texts import text

say = translator("en").say


def problem(words: str, severity: Severity = Severity.WARNING, line: int = 3, hint: str | None = None) -> Diagnostic:
    """A problem that says these words."""
    return Diagnostic(
        "plans/leaders/anna/goals/coaching_1.yml",
        Span(line, 1, line, 2),
        severity,
        "S101",
        text("{words}", words=words),
        None if hint is None else text("{hint}", hint=hint),
    )


REPORT = Report(
    date(2026, 3, 31),
    120,
    (problem("be concrete", hint="say when"), Diagnostic("plans/x.yaml", WHOLE_FILE, Severity.ERROR, "F1", text("no"))),
)


def test_the_worst_stand_first_and_rules_link_to_the_rulebook() -> None:
    assert as_markdown.render(REPORT, say, rulebook="https://example.org/plans/rules/") == (
        "### 1 error, 1 warning and 0 notes in 120 files (as of 31 Mar 2026)\n"
        "\n"
        "| Severity | Place | Rule | What to do |\n"
        "|---|---|---|---|\n"
        "| error | plans/x&#46;yaml&#58;1 | [F1](https://example.org/plans/rules/#F1) | no |\n"
        "| warning | plans/leaders/anna/goals/coaching&#95;1&#46;yml&#58;3 | [S101](https://example.org/plans/rules/#S101)"
        " | be concrete<br>say when |\n"
    )


def test_without_a_rulebook_it_says_how_to_ask() -> None:
    assert as_markdown.render(REPORT, translator("nl").say).splitlines()[-1] == (
        "`koers explain REGEL` laat zien wat een regel vraagt, met voorbeelden."
    )
    clean = Report(date(2026, 3, 31), 2, ())
    assert as_markdown.render(clean, say) == "### No problems in 2 files (as of 31 Mar 2026)\n"


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "https://x.example/) <img> [x](https://y.example"])
def test_what_is_no_plain_address_is_no_link(address: str) -> None:
    assert as_markdown.render(REPORT, say, rulebook=address) == as_markdown.render(REPORT, say)


def test_a_long_list_says_how_much_is_left_out() -> None:
    many = Report(date(2026, 3, 31), 1, tuple(problem("x", line=number) for number in range(1, 504)))
    lines = as_markdown.render(many, say).splitlines()
    assert sum(line.startswith("| warning |") for line in lines) == 500
    assert "3 more problems are not listed here." in lines


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_no_words_become_markup(words: str, hint: str) -> None:
    plain = Report(date(2026, 3, 31), 1, (problem("words", hint="hint"),))
    odd = Report(date(2026, 3, 31), 1, (problem(words, hint=hint),))

    def shape(report: Report) -> list[str]:
        html = markdown.markdown(as_markdown.render(report, say, rulebook="https://x.example/"), extensions=["extra"])
        return [part.split(">")[0] for part in html.split("<")[1:]]

    assert shape(odd) == shape(plain)


def test_nobody_is_mentioned_and_nothing_links() -> None:
    row = as_markdown.render(
        Report(date(2026, 3, 31), 1, (problem("@all [x](https://evil.example) <img> `a|b` www.evil.example"),)), say
    )
    assert (
        "&#64;&#8203;all &#91;x&#93;(https&#58;//evil&#46;example) &#60;img&#62; "
        "&#96;a&#124;b&#96; www&#46;evil&#46;example" in row
    )
