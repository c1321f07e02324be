"""`koers verify --from FORGE`: a review on record reads `unchecked` until the forge was asked about it, and one that
somebody invented never reads `forge`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from approval.organization import GOAL_PATH, person
from assurance.claims import Claim, proves
from cli.merged_change import RECORD, WAYS, merged, on_record
from forge.loopback import LoopbackForge, Reply, loopback_forge
from forge.three_forges import FORGES, PROJECTS, review_address

pytestmark = proves(Claim.REVIEWS)

UNKNOWN = "0a1b2c3d" * 5


@pytest.fixture
def server() -> Iterator[LoopbackForge]:
    with loopback_forge() as told:
        yield told


# What holds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_a_review_reads_unchecked_until_the_forge_was_asked(
    tmp_path: Path, server: LoopbackForge, kind: str, way: str
) -> None:
    change = on_record(merged(tmp_path, server, kind, way=way))
    change.reviews(change.approved())
    found = change.verdict()
    assert found["level"] == "unchecked"
    assert found["reason"] == (
        f"bram reviewed it on {kind}, says the record; nobody has asked {kind} again "
        f"(`koers verify --from {kind}` does)"
    )
    assert server.asked == []
    asked = change.verdict("--from", kind)
    assert asked == found | {
        "level": "forge",
        "reason": f"bram reviewed this text on {kind}, which says so again",
    }
    said = change.koers("verify")
    assert said.out.startswith("unchecked     anna/coaching  Bram Smit, 15 Jan 2026, round 1\n")


@pytest.mark.parametrize("kind", FORGES)
def test_a_second_approval_by_the_same_person_takes_nothing_away(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    change = on_record(merged(tmp_path, server, kind))
    change.reviews(change.approved(), change.approved(at="2026-01-17T09:00:00Z"))
    assert change.asked_again() == "forge"


@pytest.mark.parametrize("kind", FORGES)
def test_what_is_unchecked_counts_where_approval_is_required_until_the_forge_says_no(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    change = merged(tmp_path, server, kind)
    settings = (change.repository.root / "plans/organization.yml").read_text(encoding="utf-8")
    change.repository.commit({"plans/organization.yml": f"{settings}approval: required\n"}, author="robot")
    on_record(change)
    change.reviews(change.approved())
    assert change.koers("verify").code == 0
    assert change.koers("verify", "--from", kind).code == 0
    change.reviews()
    refused = change.koers("verify", "--from", kind)
    assert (refused.code, refused.err) == (1, "1 active goal is not approved, and organization.yml requires it\n")


def test_a_repository_that_was_renamed_since_is_still_found(tmp_path: Path, server: LoopbackForge) -> None:
    change = on_record(merged(tmp_path, server, "github"))
    change.reviews(change.approved())
    old, new = PROJECTS["github"], "waterlijn/leaders"
    settings = (change.repository.root / "plans/organization.yml").read_text(encoding="utf-8")
    change.repository.commit({"plans/organization.yml": settings.replace(old, new)}, author="robot")
    server.replies = {
        path.replace(old, new): [replace(one, body=_renamed(one.body, old, new)) for one in replies]
        for path, replies in server.replies.items()
    }
    assert change.asked_again() == "forge"
    change.reviews()
    server.answers(f"/repos/{new}/commits/{change.merged[0]}/pulls?per_page=100", [])
    assert change.asked_again() == "unverifiable", "elsewhere, it may have had another number"


def _renamed(body: object, old: str, new: str) -> object:
    if isinstance(body, dict):
        return {key: _renamed(value, old, new) for key, value in body.items()}
    if isinstance(body, list):
        return [_renamed(value, old, new) for value in body]
    return body.replace(old, new) if isinstance(body, str) else body


# What was invented --------------------------------------------------------------------------------------------------

LIES: dict[str, tuple[dict[str, Any], str, str]] = {
    # What the record says other than the truth: its level when nobody asks, and when the forge is asked.
    "another account": ({"reviewer": "friend-of-anna"}, "forged", "forged"),
    "the leader's own hand": ({"author": "anna"}, "forged", "forged"),
    "another site's address": (
        {"url": "https://forge.example/waterlijn/plans/pull/7#pullrequestreview-1"},
        "forged",
        "forged",
    ),
    "an address that only begins alike": (
        {"url": "https://github.com.evil.example/waterlijn/plans/pull/7#pullrequestreview-1"},
        "forged",
        "forged",
    ),
    "an address that climbs out": (
        {"url": "https://github.com/waterlijn/plans/../../evil/plans/pull/7#pullrequestreview-1"},
        "forged",
        "forged",
    ),
    "another repository's address": (
        {"url": "https://github.com/waterlijn/other/pull/7#pullrequestreview-1"},
        "forged",
        "forged",
    ),
    "a forge of another kind": ({"kind": "gitlab"}, "unverifiable", "unverifiable"),
    "somebody who does not decide": ({"by": "carla", "reviewer": "carla-v"}, "forged", "forged"),
    "an unknown commit": ({"commit": UNKNOWN}, "unchecked", "forged"),
    "a review that never was": ({"url": review_address("github", 99)}, "unchecked", "forged"),
    "a review of another pull request": ({"url": review_address("github", 1, number=9)}, "unchecked", "forged"),
    "another day": ({"on": "2026-01-10"}, "unchecked", "forged"),
}


@pytest.mark.parametrize("lie", list(LIES))
def test_what_was_invented_never_reads_forge(tmp_path: Path, server: LoopbackForge, lie: str) -> None:
    said, alone, asked = LIES[lie]
    change = on_record(merged(tmp_path, server, "github"), **said)
    change.reviews(change.approved(), change.approved(account="carla-v", at="2026-01-14T09:00:00Z"))
    truth = dict(server.replies)
    change.reviews(change.approved(), number=9)
    server.replies |= truth
    assert (change.level(), change.asked_again()) == (alone, asked)


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_that_never_was(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(merged(tmp_path, server, kind))
    change.reviews()
    found = change.verdict("--from", kind)
    assert (found["level"], found["reason"]) == (
        "forged",
        f"{kind} knows no such review by this account of the change that brought this text in",
    )


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_of_a_pull_request_that_did_not_bring_the_text_in(
    tmp_path: Path, server: LoopbackForge, kind: str
) -> None:
    """Bram did approve something whose commits hold this very goal, as every later commit does."""
    change = merged(tmp_path, server, kind)
    repository = change.repository
    repository.branch("typo")
    typo = repository.commit({"README.md": "typo\n"}, author="anna")
    repository.switch("main")
    other = repository.merge("typo")
    on_record(change, url=review_address(kind, 1, number=9), commit=typo)
    change.reviews()
    truth = dict(server.replies)
    change.merged = [other]
    change.reviews(change.approved(typo), number=9)
    server.replies |= truth
    assert change.asked_again() == "forged"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FORGES)
def test_a_review_of_another_text(tmp_path: Path, server: LoopbackForge, kind: str, way: str) -> None:
    """After a squash or a rebase only the forge still has what was reviewed."""
    change = merged(tmp_path, server, kind, way=way)
    on_record(change, commit=change.own[0])
    change.reviews(change.approved(0))
    assert change.level() == ("forged" if way == "merge" else "unchecked")
    found = change.verdict("--from", kind)
    assert (found["level"], found["reason"]) == (
        "forged",
        f"the reviewed commit {change.own[0][:10]} holds another text of the goal",
    )


@pytest.mark.parametrize("kind", FORGES)
def test_a_reviewed_commit_that_nobody_has_any_more(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(merged(tmp_path, server, kind, way="squash"), commit=UNKNOWN)
    change.reviews(change.approved(UNKNOWN))
    found = change.verdict("--from", kind)
    assert found["level"] == "unverifiable"
    assert found["reason"].startswith(f"the reviewed commit 0a1b2c3d0a is neither here nor on {kind} any more")


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_that_was_taken_back_after_it_was_recorded(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(merged(tmp_path, server, kind))
    change.reviews(change.approved(stands=False))
    found = change.verdict("--from", kind)
    assert (found["level"], found["reason"]) == (
        "unverifiable",
        f"the review was reset, dismissed or taken back on {kind}",
    )


@pytest.mark.parametrize("kind", FORGES)
def test_a_request_for_changes_after_the_approval(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(merged(tmp_path, server, kind))
    change.reviews(change.approved(), change.approved(state="returned", at="2026-01-16T09:00:00Z"))
    found = change.verdict("--from", kind)
    assert (found["level"], found["reason"]) == ("unverifiable", f"bram has said something else on {kind} since")


@pytest.mark.parametrize("kind", FORGES)
def test_a_return_that_is_told_as_an_approval(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = on_record(merged(tmp_path, server, kind))
    change.reviews(change.approved(state="returned"))
    assert change.asked_again() == "forged"


@pytest.mark.parametrize("kind", FORGES)
def test_an_account_that_came_on_file_with_the_change_itself(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    repository = change.repository
    repository.branch("more")
    text = (repository.root / GOAL_PATH).read_text(encoding="utf-8").replace("target: 5\n", "target: 3\n")
    own = repository.commit({GOAL_PATH: text} | person("bram", "forge:", f"  {kind}: friend"), author="anna")
    repository.switch("main")
    change.merged = [repository.merge("more")]
    on_record(change, reviewer="friend", commit=own)
    change.reviews(change.approved(own, account="friend"))
    assert (change.level(), change.asked_again()) == ("forged", "forged")
    assert change.ask().code == 1


def test_an_account_that_is_gone_proves_nothing(tmp_path: Path, server: LoopbackForge) -> None:
    change = on_record(merged(tmp_path, server, "github"))
    change.reviews(replace(change.approved(), account=None))
    assert change.asked_again() == "unverifiable"


def test_settings_that_named_no_forge_prove_nothing(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    change.repository.commit({"plans/organization.yml": "name: Waterlijn\n"}, author="robot")
    assert on_record(change).level() == "unverifiable"


# In a pull request, and when the forge is away ----------------------------------------------------------------------


def test_a_pull_request_does_not_say_where_the_token_goes(tmp_path: Path, server: LoopbackForge) -> None:
    host = server.base.removeprefix("http://")
    change = merged(tmp_path, server, "github", f"  host: {host}", "  plain_http: true")
    on_record(change, url=review_address("github", 1, site=server.base))
    change.reviews(change.approved(), path="/api/v3")
    repository = change.repository
    repository.branch("work2")
    with loopback_forge() as thief:
        settings = (repository.root / "plans/organization.yml").read_text(encoding="utf-8")
        stolen = settings.replace(host, thief.base.removeprefix("http://"))
        repository.commit({"plans/organization.yml": stolen}, author="anna")
        found = change.verdict("--from", "github", "--base", "main", address="")
        assert (found["level"], thief.asked) == ("forge", [])


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_forge_that_does_not_answer_says_nothing_of_anybody(
    tmp_path: Path, server: LoopbackForge, status: int
) -> None:
    change = on_record(merged(tmp_path, server, "github"))
    server.answers(f"/repos/waterlijn/plans/commits/{change.merged[0]}/pulls?per_page=100", Reply({}, status))
    done = change.koers("verify", "--from", "github", "--format", "json")
    assert (done.code, done.out) == (2, "")
    assert len(server.asked) == 1


def test_only_reviews_on_record_are_asked_about(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    assert change.verdict("--from", "github")["level"] == "missing"
    assert server.asked == []
    assert not (change.repository.root / RECORD).exists()
