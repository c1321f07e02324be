"""`koers approve --from FORGE` from the command line to the record, against a server on this very machine that answers
as the public API documents say: the manager's review counts when it was of the text that is on the main line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cli.merged_change import RECORD, WAYS, merged
from forge.loopback import LoopbackForge, Reply, loopback_forge
from forge.three_forges import API_PATHS, FORGES, SITES, review_address


@pytest.fixture
def server() -> Iterator[LoopbackForge]:
    with loopback_forge() as told:
        yield told


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_the_managers_review_of_the_merged_text_becomes_a_record(
    tmp_path: Path, server: LoopbackForge, kind: str, way: str
) -> None:
    change = merged(tmp_path, server, kind, way=way)
    change.reviews(
        change.approved(account="carla-v", at="2026-01-15T08:00:00Z"), change.approved(at="2026-01-15T23:30:00Z")
    )
    done = change.ask()
    assert (done.code, done.out) == (0, f"{RECORD}\n"), done.err
    assert done.err == "Commit what was written: the decision counts once it is on the main line.\n"
    record = change.record()
    assert record["evidence"] == {
        "kind": kind,
        "url": review_address(kind, 2),
        "reviewer": "bram-s",
        "commit": change.own[-1],
    }
    assert (record["decision"], record["by"]) == ("approved", "bram")
    assert str(record["date"]) == "2026-01-16", "the day it was where the organization is"
    change.keep()
    assert change.asked_again() == "forge"
    again = change.ask()
    assert (again.code, again.out) == (0, "")
    assert again.err == "anna/coaching: its review is on record already\n"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_what_changed_after_the_review_was_not_reviewed(
    tmp_path: Path, server: LoopbackForge, kind: str, way: str
) -> None:
    change = merged(tmp_path, server, kind, way=way)
    change.reviews(change.approved(0))
    done = change.ask()
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"anna/coaching: bram reviewed another text (commit {change.own[0][:10]}): what is to be agreed has changed "
        "since, so ask for the decision again\n"
    )
    assert not (change.repository.root / RECORD).exists()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_a_later_commit_about_something_else_takes_nothing_away(
    tmp_path: Path, server: LoopbackForge, kind: str, way: str
) -> None:
    change = merged(tmp_path, server, kind, way=way)
    change.reviews(change.approved(1))
    assert change.ask().out == f"{RECORD}\n"
    assert change.record()["evidence"]["commit"] == change.own[1]
    change.keep()
    assert change.asked_again() == "forge"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_a_second_look_at_the_changed_text_counts(tmp_path: Path, server: LoopbackForge, kind: str, way: str) -> None:
    change = merged(tmp_path, server, kind, way=way)
    change.reviews(change.approved(0), change.approved(2, at="2026-01-16T09:00:00Z"))
    assert change.ask().out == f"{RECORD}\n"
    assert change.record()["evidence"]["commit"] == change.own[2]


@pytest.mark.parametrize("kind", FORGES)
def test_going_back_to_a_text_that_was_approved_before_is_no_approval(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    """The last word was about something else; that an earlier one fits again does not make it the last."""
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(1), change.approved(0, at="2026-01-16T09:00:00Z"))
    assert "bram reviewed another text" in change.ask().err


@pytest.mark.parametrize("kind", FORGES)
def test_what_was_dismissed_reset_or_taken_back_does_not_count(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(stands=False))
    done = change.ask()
    assert (done.code, done.err) == (1, "anna/coaching: the review by bram was reset, dismissed or taken back\n")


@pytest.mark.parametrize("kind", ["github", "forgejo"])
def test_a_review_of_nobody_knows_what_does_not_count(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(replace(change.approved(), commit=None))
    done = change.ask()
    assert (done.code, done.err) == (1, f"anna/coaching: {kind} does not say which text bram reviewed\n")


@pytest.mark.parametrize("kind", FORGES)
def test_a_reviewed_commit_that_nobody_has_any_more_does_not_count(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    change = merged(tmp_path, server, kind, way="squash")
    change.reviews(change.approved("0a1b2c3d" * 5))
    done = change.ask()
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(
        f"anna/coaching: bram reviewed commit 0a1b2c3d0a, which is neither here nor on {kind} any more"
    )


@pytest.mark.parametrize("kind", FORGES)
def test_a_request_for_changes_is_a_return(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(state="returned"))
    assert change.ask().out == f"{RECORD}\n"
    assert change.record()["decision"] == "returned"
    change.keep()
    assert (change.level(), change.asked_again()) == ("returned", "returned")


@pytest.mark.parametrize("kind", FORGES)
def test_a_remark_after_the_approval_leaves_it_standing(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(), change.approved(state="commented", at="2026-01-16T09:00:00Z"))
    assert change.ask().out == f"{RECORD}\n"
    assert change.record()["decision"] == "approved"


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_by_somebody_else_writes_nothing(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(account="carla-v"), change.approved(account="stranger"))
    done = change.ask()
    assert (done.code, done.out) == (1, "")
    assert done.err == "anna/coaching: no review of the change that counts; bram may decide\n"
    assert not (change.repository.root / RECORD).exists()


@pytest.mark.parametrize("kind", FORGES)
def test_a_change_into_another_branch_brought_nothing_in(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(change.approved(), target="production")
    done = change.ask()
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "koers: the change was merged into production, and organization.yml says that the plans are on main; "
        "put the right name in `branch:` under `forge:`\n"
    )


def test_a_rebase_of_other_peoples_commits_is_not_taken_for_this_one(tmp_path: Path, server: LoopbackForge) -> None:
    """Forgejo knows a rebased pull request by its last commit only; that a later one is known does not mean that it
    brought in what came before it."""
    change = merged(tmp_path, server, "forgejo", way="rebase")
    change.own = [change.repository.git("rev-parse", "main")]
    change.reviews(change.approved(change.merged[-1]))
    done = change.ask()
    assert (done.code, done.err) == (1, "anna/coaching: no review of the change that counts; bram may decide\n")


@pytest.mark.parametrize("kind", FORGES)
def test_the_token_goes_along_and_is_never_said(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind, way="squash")
    change.reviews(change.approved())
    change.ask(token="s3cret")
    sent = [headers.get("Authorization") or headers.get("Private-Token") for headers in server.headers]
    assert set(sent) == {{"github": "Bearer s3cret", "gitlab": "s3cret", "forgejo": "token s3cret"}[kind]}
    server.replies.clear()
    server.replies |= {path: [Reply({"message": "s3cret"}, 401)] for path in set(server.asked)}
    refused = change.ask(token="s3cret")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "koers: 127.0.0.1 does not accept the token; is it still valid?\n"
    server.headers.clear()
    change.ask(token=None)
    assert not any({"Authorization", "Private-Token"} & set(headers) for headers in server.headers)


@pytest.mark.parametrize("kind", FORGES)
def test_a_token_goes_only_to_the_host_the_settings_name(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind, "  host: forge.example")
    done = change.ask()
    assert (done.code, done.out) == (2, "")
    assert done.err == "koers: organization.yml names forge.example, but this machine's forge is 127.0.0.1\n"
    assert server.asked == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_an_own_forge_under_a_path_without_encryption_when_the_settings_say_so(
    tmp_path: Path, server: LoopbackForge, kind: str, way: str
) -> None:
    host = f"{server.base.removeprefix('http://')}/our/forge"
    change = merged(tmp_path, server, kind, f"  host: {host}", "  plain_http: true", way=way)
    change.reviews(change.approved(), path=f"/our/forge{API_PATHS[kind]}")
    done = change.ask(address="")
    assert (done.code, done.out) == (0, f"{RECORD}\n"), done.err
    assert change.record()["evidence"]["url"] == review_address(kind, 1, site=f"http://{host}")
    change.keep()
    assert change.verdict("--from", kind, address="")["level"] == "forge"
    assert all(path.startswith(f"/our/forge{API_PATHS[kind]}/") for path in server.asked)


@pytest.mark.parametrize("kind", FORGES)
def test_the_recorded_address_is_the_one_of_the_settings(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    """A forge that is reached by another name than it believes in says wrong addresses; nobody can be sent there."""
    change = merged(tmp_path, server, kind, way="squash")
    change.reviews(change.approved())
    for path, replies in list(server.replies.items()):
        said = [replace(reply, body=_elsewhere(reply.body, SITES[kind])) for reply in replies]
        server.replies[path] = said
    change.ask()
    assert change.record()["evidence"]["url"] == review_address(kind, 1)


def _elsewhere(body: object, site: str) -> object:
    if isinstance(body, dict):
        return {key: _elsewhere(value, site) for key, value in body.items()}
    if isinstance(body, list):
        return [_elsewhere(value, site) for value in body]
    return body.replace(site, "http://forge.internal:3000") if isinstance(body, str) else body


def test_another_forge_than_the_settings_and_none_at_all(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    for command in (["approve", "anna/coaching"], ["verify"]):
        other = change.koers(*command, "--from", "gitlab")
        assert (other.code, other.out) == (2, "")
        assert other.err == "koers: organization.yml says this repository is on github, not on gitlab\n"
    change.repository.write({"plans/organization.yml": "name: Waterlijn\n"})
    none = change.ask()
    assert none.code == 2
    assert "organization.yml does not say where this repository is kept" in none.err
    assert server.asked == []


def test_an_address_in_the_clear_is_not_asked(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    done = change.ask(address="http://forge.example/api/v3")
    assert done.code == 2
    assert done.err.startswith("koers: http://forge.example/api/v3 is not an https address; a forge without encryption")


def test_from_a_forge_the_review_is_taken_as_it_is(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    done = change.koers("approve", "--from", "github", "anna/coaching", "--note", "mine")
    assert done.code == 2
    assert "--from takes the review as it is" in done.err
    assert server.asked == []


@pytest.mark.parametrize("kind", FORGES)
def test_a_broken_answer_writes_nothing(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind, way="squash")
    change.reviews(change.approved())
    change.ask()
    (change.repository.root / RECORD).unlink()
    known = dict(server.replies)
    for path in dict.fromkeys(server.asked):
        server.replies = known | {path: [Reply({"surprise": True, "merged": True, "size": 1})]}
        done = change.ask()
        assert (done.code, done.out) == (2, ""), path
        assert "answered with something koers does not understand" in done.err
    assert not (change.repository.root / RECORD).exists()


def test_build_and_check_ask_nobody(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    for command in (["check"], ["pages"], ["verify"], ["diff", "HEAD~1"]):
        change.koers(*command)
    assert server.asked == []
