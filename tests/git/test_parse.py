"""What git prints becomes values; whatever people put into it stays data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers.approval.chronicle import Commit, Touch
from koers.git import parse
from koers.git.command import environment
from koers.git.identity import Identity, identity

A, B, C = "a" * 40, "b" * 40, "c" * 40
ZERO = "0" * 40


def log(*tokens: str) -> bytes:
    return "\0".join(tokens).encode() + b"\0"


def test_commits_come_out_in_full() -> None:
    output = log(
        *(A, f"{B} {C}", "bram@example.org", "1767261600 +0100", "1767265200 +0000", "Bram Smit"),
        *(f"\n:000000 100644 {ZERO} {B} A", "sub/plans/leaders/anna/goals/x.yml"),
        *(f":100644 000000 {B} {ZERO} D", "sub/plans/signers"),
        *(f":000000 100644 {ZERO} {B} A", "elsewhere/plans/signers"),
        *(f":100644 120000 {B} {C} T", "sub/plans/revoked"),
        *(B, "", "anna@example.org", "1767261600 -0230", "1767261600 +0000", ""),
    )
    plus = timezone(timedelta(hours=1))
    assert parse.commits(output, "sub/") == (
        Commit(
            id=A,
            parents=(B, C),
            author_name="Bram Smit",
            author_email="bram@example.org",
            authored=datetime(2026, 1, 1, 11, 0, tzinfo=plus),
            committed=datetime(2026, 1, 1, 11, 0, tzinfo=UTC),
            touches={
                "plans/leaders/anna/goals/x.yml": Touch("plans/leaders/anna/goals/x.yml", None, B),
                "plans/signers": Touch("plans/signers", B, None),
                "plans/revoked": Touch("plans/revoked", B, None, is_odd=True),
            },
        ),
        Commit(
            id=B,
            parents=(),
            author_name="",
            author_email="anna@example.org",
            authored=datetime(2026, 1, 1, 7, 30, tzinfo=timezone(-timedelta(hours=2, minutes=30))),
            committed=datetime(2026, 1, 1, 10, 0, tzinfo=UTC),
        ),
    )


def test_nothing_printed_is_no_commits() -> None:
    assert parse.commits(b"") == ()


def test_what_is_no_log_is_refused() -> None:
    with pytest.raises(ValueError, match="head of a commit"):
        parse.commits(b"fatal: what\0is\0this\0\0\0\0")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna de Wit", "Anna de Wit"),
        ("Ann\x1b[31ma", "Ann\ufffd[31ma"),
        ("a\u202ennA", "a\ufffdnnA"),
        ("a\x07\x00b", "a\ufffd\ufffdb"),
        ("two\nlines\tof", "two lines of"),
        ("x" * 300, "x" * 199 + "…"),
        ("Zoë 😀", "Zoë 😀"),
        ("a\u200bb\u2028c", "a\ufffdb\ufffdc"),
    ],
)
def test_a_hostile_name_is_shown_harmless(name: str, shown: str) -> None:
    assert parse.harmless(name) == shown


@given(st.text(), st.text())
def test_hiding_never_makes_an_address_that_is_on_file(a: str, b: str) -> None:
    """Otherwise bram\\x00@example.org would pass for bram@example.org."""
    shown = parse.harmless(f"{a}\x07{b}", limit=10_000)
    assert parse.HIDDEN in shown


@pytest.mark.parametrize("raw", ["", "yesterday", "1767261600", "99999999999999999999 +0000", "١٢ +0000"])
def test_a_date_written_by_hand_is_the_epoch(raw: str) -> None:
    assert parse.moment(raw) == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_date_out_of_the_calendar_is_the_epoch() -> None:
    assert parse.moment("999999999999999999 +0000") == datetime(1970, 1, 1, tzinfo=UTC)
    assert parse.moment("1767261600 +9900") == datetime(2026, 1, 1, 10, 0, tzinfo=UTC)


def test_a_tree_lists_plain_files_only() -> None:
    output = (
        f"100644 blob {A}\tsub/plans/a b\n.yml\x00120000 blob {B}\tsub/plans/link\0"
        f"160000 commit {C}\tsub/plans/module\x00100755 blob {C}\tsub/plans/x.yml\x00100644 blob {A}\tother.yml\0"
    ).encode()
    assert parse.tree(output, "sub/") == {"plans/a b\n.yml": A, "plans/x.yml": C}


def test_blobs_may_hold_anything() -> None:
    body = f"{B} blob 3\n".encode()
    output = f"{A} blob {len(body)}\n".encode() + body + b"\n" + f"{C} missing\n".encode() + f"{B} blob 0\n\n".encode()
    assert parse.blobs(output) == {A: body, B: b""}
    assert parse.sizes(f"{A} blob 12\n{C} missing\n{B} tree 5\n".encode()) == {A: 12}


def test_an_identity_is_taken_apart() -> None:
    assert identity("Anna de Wit <anna@example.org> 1767261600 +0100\n") == Identity("Anna de Wit", "anna@example.org")
    assert identity("<anna@example.org> 1767261600 +0100") == Identity("", "anna@example.org")
    assert identity("Anna") is None


def test_what_a_hook_sets_does_not_reach_git() -> None:
    given = {
        "PATH": "/bin",
        "GIT_DIR": "elsewhere",
        "GIT_INDEX_FILE": "elsewhere",
        "GIT_AUTHOR_NAME": "Anna",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_REPLACE_REF_BASE": "refs/x",
        "LC_ALL": "nl_NL.UTF-8",
    }
    assert environment(given) == {
        "PATH": "/bin",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "LANGUAGE": "",
    }
    assert environment(given, keep=["GIT_AUTHOR_NAME"])["GIT_AUTHOR_NAME"] == "Anna"
