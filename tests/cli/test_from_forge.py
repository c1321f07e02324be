"""`koers approve --from FORGE` from the command line to the verdict, against a server on this very machine that
answers as the public API documents say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, WEAKER, people, person
from cli.in_process import Ran, run
from forge.loopback import LoopbackForge, Reply, loopback_forge
from git.real_repository import RealRepository

RECORD = "plans/leaders/anna/approvals/coaching.1.yml"
TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "forgejo": "FORGEJO_TOKEN"}
ADDRESSES = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}
PROJECTS = {"github": "waterlijn/plans", "gitlab": "waterlijn/hr/plans", "forgejo": "waterlijn/plans"}
FORGES = tuple(TOKENS)
WEB = "https://forge.example/waterlijn/plans/7"


@dataclass
class Merged:
    """Anna's change, merged: `merge` on the main line, `reviewed` her commit; and the forge that knows of it."""

    repository: RealRepository
    server: LoopbackForge
    kind: str
    merge: str
    reviewed: str

    def koers(self, *arguments: str, token: str | None = "t0ken", address: str | None = None) -> Ran:
        environment = {ADDRESSES[self.kind]: address or self.server.base}
        environment |= {TOKENS[self.kind]: token} if token else {}
        return run(self.repository.root, "--as-of", "2026-01-20", *arguments, **environment)

    def ask(self, **options: str | None) -> Ran:
        return self.koers("approve", "--from", self.kind, "anna/coaching", **options)  # type: ignore[arg-type]

    def reviews(self, *given: tuple[str, str, str], commit: str | None = None) -> None:
        """(account, approved | returned, time) of each review of the change."""
        made = {"github": _github, "gitlab": _gitlab, "forgejo": _forgejo}[self.kind]
        made(self.server, self.merge, commit or self.reviewed, given)

    def record(self) -> dict[str, object]:
        found = yaml.safe_load((self.repository.root / RECORD).read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found

    def level(self) -> str:
        self.repository.git("add", "-A")
        self.repository.commit({}, author="robot")
        (goal,) = self.koers("verify", "--format", "json").data["goals"]
        return str(goal["level"])


def _github(server: LoopbackForge, merge: str, commit: str, given: tuple[tuple[str, str, str], ...]) -> None:
    states = {"approved": "APPROVED", "returned": "CHANGES_REQUESTED"}
    pull = {
        "number": 7,
        "state": "closed",
        "merged_at": "2026-01-16T10:00:00Z",
        "user": {"login": "anna-w"},
        "base": {"ref": "main", "repo": {"full_name": "waterlijn/plans"}},
    }
    server.answers(f"/repos/waterlijn/plans/commits/{merge}/pulls?per_page=100", [pull])
    reviews = [
        {
            "user": {"login": login},
            "state": states[state],
            "commit_id": commit,
            "html_url": f"{WEB}#pullrequestreview-{number}",
            "submitted_at": at,
            "body": "Which meeting?" if state == "returned" else "",
        }
        for number, (login, state, at) in enumerate(given, 1)
    ]
    first, second = "/repos/waterlijn/plans/pulls/7/reviews?per_page=100", "/repositories/1/pulls/7/reviews?page=2"
    server.answers(first, Reply(reviews[:1], headers={"Link": f'<{{base}}{second}>; rel="next"'}))
    server.answers(second, reviews[1:])


def _gitlab(server: LoopbackForge, merge: str, commit: str, given: tuple[tuple[str, str, str], ...]) -> None:
    words = {"approved": "approved this merge request", "returned": "requested changes"}
    project = "/projects/waterlijn%2Fhr%2Fplans"
    own = f"{project}/merge_requests/7"
    server.answers(
        f"{project}/repository/commits/{merge}/merge_requests?per_page=100",
        [{"iid": 7, "state": "merged", "web_url": WEB, "author": {"username": "anna-w"}}],
    )
    server.answers(
        f"{own}/versions?per_page=100", [{"head_commit_sha": commit, "created_at": "2026-01-12T07:00:00.000Z"}]
    )
    approved = [{"user": {"username": login}} for login, state, _ in given if state == "approved"]
    server.answers(f"{own}/approvals", {"approved_by": approved})
    server.answers(
        f"{own}/notes?sort=asc&order_by=created_at&per_page=100",
        [
            {"id": number, "body": words[state], "system": True, "author": {"username": login}, "created_at": at}
            for number, (login, state, at) in enumerate(given, 1)
        ],
    )


def _forgejo(server: LoopbackForge, merge: str, commit: str, given: tuple[tuple[str, str, str], ...]) -> None:
    states = {"approved": "APPROVED", "returned": "REQUEST_CHANGES"}
    pull = {"number": 7, "merged": True, "user": {"login": "anna-w"}}
    server.answers(f"/repos/waterlijn/plans/commits/{merge}/pull", pull)
    reviews = [
        {
            "user": {"login": login},
            "state": states[state],
            "commit_id": commit,
            "html_url": f"{WEB}#issuecomment-{number}",
            "submitted_at": at,
            "dismissed": False,
            "body": "Which meeting?" if state == "returned" else "",
        }
        for number, (login, state, at) in enumerate(given, 1)
    ]
    server.answers("/repos/waterlijn/plans/pulls/7/reviews?limit=50&page=1", reviews)
    server.answers("/repos/waterlijn/plans/pulls/7/reviews?limit=50&page=2", [])


@pytest.fixture
def server() -> Iterator[LoopbackForge]:
    with loopback_forge() as told:
        yield told


def merged(tmp_path: Path, server: LoopbackForge, kind: str, *settings: str, is_squash: bool = False) -> Merged:
    repository = RealRepository.new(tmp_path / "plans-of-us")
    lines = ["name: Waterlijn", "forge:", f"  kind: {kind}", f"  repository: {PROJECTS[kind]}", *settings]
    files = people() | person("bram", "forge:", f"  {kind}: Bram-S") | person("carla", "forge:", f"  {kind}: carla-v")
    repository.commit(files | {"plans/organization.yml": "\n".join(lines) + "\n"}, author="robot")
    repository.commit({GOAL_PATH: GOAL}, author="anna")
    repository.branch("work")
    reviewed = repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    merge = repository.squash("work") if is_squash else repository.merge("work")
    repository.commit({"README.md": "meanwhile\n"}, author="robot")
    return Merged(repository, server, kind, merge, reviewed)


@pytest.mark.parametrize("is_squash", [False, True])
@pytest.mark.parametrize("kind", FORGES)
def test_the_managers_review_becomes_a_record_that_rests_on_the_forge(
    tmp_path: Path, server: LoopbackForge, kind: str, is_squash: bool
) -> None:
    change = merged(tmp_path, server, kind, is_squash=is_squash)
    change.reviews(
        ("carla-v", "approved", "2026-01-15T08:00:00Z"),
        ("bram-s", "approved", "2026-01-15T23:30:00Z"),
    )
    done = change.ask()
    assert (done.code, done.out) == (0, f"{RECORD}\n")
    assert done.err == "Commit what was written: the decision counts once it is on the main line.\n"
    record = change.record()
    url = {"github": "#pullrequestreview-2", "gitlab": "#note_2", "forgejo": "#issuecomment-2"}[kind]
    assert record["evidence"] == {
        "kind": kind,
        "url": WEB + url,
        "reviewer": "bram-s",
        "commit": change.reviewed,
    }
    assert (record["decision"], record["by"]) == ("approved", "bram")
    assert str(record["date"]) == "2026-01-16", "the day it was where the organization is"
    assert change.level() == "forge"
    again = change.ask()
    assert (again.code, again.out) == (0, "")
    assert again.err == "anna/coaching: its review is on record already\n"


@pytest.mark.parametrize("kind", FORGES)
def test_a_request_for_changes_is_a_return(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(("bram-s", "returned", "2026-01-15T09:00:00Z"))
    assert change.ask().out == f"{RECORD}\n"
    assert change.record()["decision"] == "returned"
    assert change.level() == "returned"


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_by_somebody_else_writes_nothing(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(("carla-v", "approved", "2026-01-15T09:00:00Z"), ("stranger", "approved", "2026-01-15T09:00:00Z"))
    done = change.ask()
    assert (done.code, done.out) == (0, "")
    assert done.err == "anna/coaching: no review of the change that counts; bram may decide\n"
    assert not (change.repository.root / RECORD).exists()


@pytest.mark.parametrize("kind", FORGES)
def test_a_review_of_another_text_does_not_count(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(
        ("bram-s", "approved", "2026-01-15T09:00:00Z"),
        commit=change.repository.git("rev-parse", f"{change.reviewed}~1"),
    )
    assert "no review of the change that counts" in change.ask().err


@pytest.mark.parametrize("kind", FORGES)
def test_the_token_goes_along_and_is_never_said(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind)
    change.reviews(("bram-s", "approved", "2026-01-15T09:00:00Z"))
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


@pytest.mark.parametrize("kind", FORGES)
def test_a_host_in_the_settings_may_be_this_machine(tmp_path: Path, server: LoopbackForge, kind: str) -> None:
    change = merged(tmp_path, server, kind, "  host: 127.0.0.1")
    change.reviews(("bram-s", "approved", "2026-01-15T09:00:00Z"))
    assert (change.ask().code, change.level()) == (0, "forge")


def test_another_forge_than_the_settings_and_none_at_all(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    other = change.koers("approve", "--from", "gitlab", "anna/coaching")
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
    assert (done.code, done.err) == (2, "koers: http://forge.example/api/v3 is not an https address\n")


def test_from_a_forge_the_review_is_taken_as_it_is(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    done = change.koers("approve", "--from", "github", "anna/coaching", "--note", "mine")
    assert done.code == 2
    assert "--from takes the review as it is" in done.err
    assert server.asked == []


def test_a_broken_answer_writes_nothing(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    server.answers(f"/repos/waterlijn/plans/commits/{change.merge}/pulls?per_page=100", {"surprise": True})
    done = change.ask()
    assert (done.code, done.out) == (2, "")
    assert "answered with something koers does not understand" in done.err
    assert not (change.repository.root / RECORD).exists()


def test_build_and_check_ask_nobody(tmp_path: Path, server: LoopbackForge) -> None:
    change = merged(tmp_path, server, "github")
    for command in (["check"], ["pages"], ["verify"], ["diff", "HEAD~1"]):
        change.koers(*command)
    assert server.asked == []
