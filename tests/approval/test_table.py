"""docs/trust.md tells the attempts that the tests make, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.attempts import attempts, first_sentence, table, with_table
from conftest import Golden
from koers.model.approval import Level

HERE = Path(__file__).parent
GATE = {"the gate stays shut"}


def test_the_page_has_the_table_that_the_tests_make(project: Path, golden: Golden) -> None:
    page = project / "docs/trust.md"
    golden(page, with_table(page.read_text(encoding="utf-8"), table(HERE)))


def test_no_attempt_is_signed_or_of_the_forge() -> None:
    """What was invented is `unchecked` at most, and only while nobody has asked the forge. `recorded` is the honest
    decision that somebody wanted to make void."""
    for group in attempts(HERE):
        for row in group.rows:
            level = None if row.badge in GATE else Level(row.badge)
            assert level not in (Level.SIGNED, Level.FORGE), row
            assert level is not Level.UNCHECKED or "while nobody asks" in row.words, row


def test_no_two_attempts_are_told_in_the_same_words() -> None:
    words = [row.words for group in attempts(HERE) for row in group.rows]
    assert sorted(set(words)) == sorted(words)
    assert len(words) > 50


def test_every_attempt_says_what_it_tries() -> None:
    with pytest.raises(ValueError, match="test_x does not say in a sentence what it tries"):
        first_sentence("test_x", "no full stop")
    assert first_sentence("test_x", "A key\nis `a.b` old. More.") == "A key is `a.b` old"


@pytest.mark.parametrize("page", ["no marks", f"{table.__name__}"])
def test_a_page_without_marks_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="marks around the table"):
        with_table(page, "")
