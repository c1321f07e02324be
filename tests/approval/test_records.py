"""A decision becomes one new, valid file that says exactly what was decided."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approval.agreed_goal import load
from assurance.claims import Claim, proves
from koers.approval.records import MODELINE, new_record, next_round, record_path, record_text
from koers.model.log import Approval, Evidence

pytestmark = proves(Claim.APPROVALS)

FINGERPRINT = "koers1:sha256:" + "0f" * 32


def test_an_approval_is_written_in_full() -> None:
    record = new_record(
        "anna", "coaching-one-on-ones", 1, decision="approved", by="bram", on=date(2026, 1, 14), fingerprint=FINGERPRINT
    )
    assert record.path == "plans/leaders/anna/approvals/coaching-one-on-ones.1.yml"
    assert record.text == (
        "# yaml-language-server: $schema=../../../../schema/approval.schema.json\n"
        "version: 1\n"
        "decision: approved\n"
        "by: bram\n"
        "date: 2026-01-14\n"
        f"fingerprint: {FINGERPRINT}\n"
        "evidence:\n"
        "  kind: commit\n"
    )
    assert record.approval.evidence == Evidence("commit")


def test_a_return_says_why_and_a_forge_review_where() -> None:
    record = new_record(
        "anna",
        "coaching",
        12,
        decision="returned",
        by="bram",
        on=date(2026, 2, 1),
        fingerprint=FINGERPRINT,
        evidence=Evidence("github", url="https://forge.example/o/plans/pull/7", reviewer="bram-v", commit="ab" * 20),
        note="Which behavior: asking?\n  - and when\n\n# not yet",
    )
    assert record.text == (
        f"{MODELINE}\n"
        "version: 1\n"
        "decision: returned\n"
        "by: bram\n"
        "date: 2026-02-01\n"
        f"fingerprint: {FINGERPRINT}\n"
        "evidence:\n"
        "  kind: github\n"
        '  url: "https://forge.example/o/plans/pull/7"\n'
        "  reviewer: bram-v\n"
        f"  commit: {'ab' * 20}\n"
        "note: |\n"
        "  Which behavior: asking?\n"
        "    - and when\n"
        "\n"
        "  # not yet\n"
    )


@pytest.mark.parametrize("note", [None, "", "  \n"])
def test_a_return_without_a_reason_is_no_return(note: str | None) -> None:
    with pytest.raises(ValueError, match="note"):
        new_record(
            "anna", "x", 1, decision="returned", by="bram", on=date(2026, 2, 1), fingerprint=FINGERPRINT, note=note
        )


def test_a_decision_is_one_of_two_words() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        new_record("anna", "x", 1, decision="perhaps", by="bram", on=date(2026, 2, 1), fingerprint=FINGERPRINT)


NAUGHTY = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    [
        "yes",
        "12,5",
        "0x1F",
        "- a",
        "a: b",
        "'",
        '"',
        "\\",
        "~",
        "2026-01-01",
        "null",
        "|",
        "> x",
        "#",
        "a #b",
        "!x",
        "%",
    ]
)


@given(NAUGHTY)
def test_any_note_comes_back_as_text_without_what_cannot_be_seen(note: str) -> None:
    approval = Approval(
        "x", 1, record_path("anna", "x", 1), "approved", "bram", date(2026, 1, 1), FINGERPRINT, Evidence("commit"), note
    )
    data = load(record_text(approval))
    assert set(data) == {"version", "decision", "by", "date", "fingerprint", "evidence", "note"}
    back = data["note"]
    assert isinstance(back, str)
    assert "".join(back.split()) in "".join(note.split()) or any(not c.isprintable() for c in note)
    assert all(c == "\n" or c >= " " for c in back)


def test_visible_text_comes_back_letter_for_letter() -> None:
    for note in ("yes", "Één gesprek: 12,5 'zo' \"goed\" \\n", "a\n  b\n\nc: d # e", "😀 – ok"):
        approval = Approval("x", 1, "p", "approved", "bram", date(2026, 1, 1), FINGERPRINT, Evidence("commit"), note)
        back = load(record_text(approval))["note"]
        assert isinstance(back, str)
        assert back.rstrip("\n") == note


def test_rounds_count_on_from_the_last() -> None:
    assert next_round([]) == 1
    assert next_round([1, 3]) == 4
