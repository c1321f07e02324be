"""Whose server gets a token: the forge of the main line, one that the user's own settings name, and no other."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, decided, people
from assurance.claims import Claim, proves
from cli.in_process import Ran, run
from forge.loopback import LoopbackForge, loopback_forge
from git.real_repository import RealRepository, isolated
from koers.model.log import Evidence

pytestmark = proves(Claim.REVIEWS)

SETTINGS = "plans/organization.yml"
COMMANDS = {
    "approve": ("approve", "--from", "github", "anna/coaching"),
    "remind": ("remind", "--to", "github"),
    "verify": ("verify", "--from", "github"),
}


def settings(host: str | None, kind: str = "github") -> str:
    lines = ["name: Waterlijn", "forge:", f"  kind: {kind}", "  repository: waterlijn/plans"]
    lines += [f"  host: {host}", "  plain_http: true"] if host else []
    return "\n".join(lines) + "\n"


@dataclass
class Clone:
    """A clone of the organization's repository, in which somebody's pull request is checked out."""

    repository: RealRepository
    forge: LoopbackForge
    thief: LoopbackForge

    def koers(self, *arguments: str, **environment: str) -> Ran:
        given = {"GITHUB_TOKEN": "t0ken", "GITHUB_API_URL": ""} | environment
        return run(self.repository.root, "--as-of", "2026-01-30", *arguments, **given)

    def pull_request(self, content: str) -> None:
        """What Anna proposes the settings to be."""
        self.repository.git("checkout", "-q", "-B", "work", "main")
        self.repository.commit({SETTINGS: content}, author="anna")


def host(server: LoopbackForge) -> str:
    return server.base.removeprefix("http://")


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    with loopback_forge() as forge, loopback_forge() as thief:
        origin = RealRepository.new(tmp_path / "origin")
        origin.commit(people() | {SETTINGS: settings(host(forge))}, author="robot")
        commit = origin.commit({GOAL_PATH: GOAL}, author="anna")
        evidence = Evidence("github", f"{forge.base}/waterlijn/plans/pull/7#pullrequestreview-1", "bram-s", commit)
        record = decided(origin, evidence=evidence)
        origin.commit({record.path: record.text}, author="robot")
        root = tmp_path / "clone"
        subprocess.run(["git", "clone", "-q", str(origin.root), str(root)], env=isolated(tmp_path), check=True)
        yield Clone(RealRepository(root, day=5), forge, thief)


def tokens(server: LoopbackForge) -> set[str | None]:
    """What came with the requests to a server."""
    return {headers.get("Authorization") for headers in server.headers}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_forge_of_the_main_line_gets_the_token(clone: Clone, command: str) -> None:
    """Also with a pull request checked out that is about something else."""
    clone.pull_request(settings(host(clone.forge)) + "language: nl\n")
    done = clone.koers(*COMMANDS[command])
    assert "t0ken" not in done.out + done.err
    assert tokens(clone.forge) == {"Bearer t0ken"}, done


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_pull_request_does_not_send_the_token_elsewhere(clone: Clone, command: str, is_committed: bool) -> None:
    clone.pull_request(settings(host(clone.thief)))
    if not is_committed:
        clone.repository.git("checkout", "-q", "main")
        clone.repository.write({SETTINGS: settings(host(clone.thief))})
    done = clone.koers(*COMMANDS[command])
    assert clone.thief.asked == []
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(
        f"the token does not go to http://{host(clone.thief)}: organization.yml on the main line names another forge, "
        f"or none; `git config koers.forgeHost http://{host(clone.thief)}` says that it may\n"
    )


@pytest.mark.parametrize(
    "content", [settings(None), settings("forge.example").replace("  plain_http: true\n", ""), "name: Waterlijn\n"]
)
def test_neither_to_the_public_forge_nor_to_another_scheme(clone: Clone, content: str) -> None:
    """Nothing listens at these; that koers ends before it asks is what is tried."""
    clone.pull_request(content)
    done = clone.koers("remind", "--to", "github")
    assert (done.code, done.out) == (2, "")
    assert "cannot be reached" not in done.err
    assert "organization.yml" in done.err


def test_without_a_token_there_is_nothing_to_take(clone: Clone) -> None:
    clone.pull_request(settings(host(clone.thief)))
    clone.koers("remind", "--to", "github", GITHUB_TOKEN="")
    assert tokens(clone.thief) == {None}


def test_a_user_may_name_a_host_of_their_own(clone: Clone) -> None:
    clone.pull_request(settings(host(clone.thief)))
    clone.repository.git("config", "--add", "koers.forgeHost", "git.example.org/gitlab")
    clone.repository.git("config", "--add", "koers.forgeHost", f"{clone.thief.base}/")
    clone.koers("remind", "--to", "github")
    assert tokens(clone.thief) == {"Bearer t0ken"}


def test_a_branch_named_in_the_pull_request_is_not_the_main_line(clone: Clone) -> None:
    """Neither a `branch:` in the settings, nor a branch called main that somebody has pushed."""
    clone.pull_request(settings(host(clone.thief)) + "  branch: work\n")
    clone.repository.git("branch", "-q", "-f", "main", "work")
    clone.repository.git("update-ref", "refs/remotes/origin/work", "work")
    assert clone.koers("remind", "--to", "github").code == 2
    assert clone.thief.asked == []


def test_a_clone_that_does_not_know_the_main_line_says_so(clone: Clone) -> None:
    clone.repository.git("remote", "set-head", "origin", "--delete")
    done = clone.koers("remind", "--to", "github")
    assert done.code == 2
    assert "`git remote set-head origin --auto` asks" in done.err
    assert clone.forge.asked == []


def test_a_base_is_no_main_line_by_being_named(clone: Clone) -> None:
    """A pull request into a branch of one's own."""
    clone.pull_request(settings(host(clone.thief)))
    done = clone.koers("verify", "--from", "github", "--base", "work")
    assert (done.code, clone.thief.asked) == (2, [])
