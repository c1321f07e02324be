"""Anna's change of a goal, reviewed on a forge and merged in one of three ways; koers asks the forge about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from approval.agreed_goal import GOAL
from approval.organization import GOAL_PATH, WEAKER, now, people, person
from cli.in_process import Ran, run
from forge.loopback import LoopbackForge
from forge.three_forges import PROJECTS, Change, Given, review_address, tell
from git.real_repository import RealRepository
from koers.approval.records import new_record
from koers.model.log import Evidence

RECORD = "plans/leaders/anna/approvals/coaching.1.yml"
TOKENS = {"github": "GITHUB_TOKEN", "gitlab": "GITLAB_TOKEN", "forgejo": "FORGEJO_TOKEN"}
ADDRESSES = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL", "forgejo": "FORGEJO_API_URL"}
WAYS = ("merge", "squash", "rebase")
FIRST = GOAL.replace("target: 6\n", "target: 4\n")
"""What Anna proposed first, before `WEAKER`."""


@dataclass
class Merged:
    """`own` are the commits of Anna's branch, oldest first: the goal as `FIRST`, the goal as `WEAKER`, and one that has
    nothing to do with what is agreed. `merged` are those that came on the main line."""

    repository: RealRepository
    server: LoopbackForge
    kind: str
    merged: list[str]
    own: list[str] = field(default_factory=list)

    def koers(self, *arguments: str, token: str | None = "t0ken", address: str | None = None) -> Ran:
        environment = {ADDRESSES[self.kind]: self.server.base if address is None else address}
        environment |= {TOKENS[self.kind]: token} if token else {}
        return run(self.repository.root, "--as-of", "2026-01-30", *arguments, **environment)

    def ask(self, **options: str | None) -> Ran:
        return self.koers("approve", "--from", self.kind, "anna/coaching", **options)  # type: ignore[arg-type]

    def reviews(self, *given: Given, path: str = "", number: int = 7, target: str = "main") -> None:
        """These reviews, and no others, are what the forge knows."""
        marks = [
            tuple(self.repository.git("show", "-s", "--format=%H%n%ae%n%aI", commit).split("\n")) for commit in self.own
        ]
        change = Change(self.merged, given, marks, number, target)  # type: ignore[arg-type]
        tell(self.server, self.kind, change, self.repository.root, [GOAL_PATH], path)

    def approved(self, commit: int | str = -1, account: str = "bram-s", **more: Any) -> Given:
        """A review of a commit of the branch (by its place), or of any other."""
        looked_at = self.own[commit] if isinstance(commit, int) else commit
        return Given(account, **({"state": "approved", "at": "2026-01-15T09:00:00Z"} | more), commit=looked_at)

    def record(self) -> dict[str, Any]:
        found = yaml.safe_load((self.repository.root / RECORD).read_text(encoding="utf-8"))
        assert isinstance(found, dict)
        return found

    def keep(self, author: str = "robot") -> None:
        """Commits what was written."""
        self.repository.git("add", "-A")
        self.repository.commit({}, author=author)

    def verdict(self, *options: str, **more: Any) -> dict[str, Any]:
        (goal,) = self.koers("verify", "--format", "json", *options, **more).data["goals"]
        assert isinstance(goal, dict)
        return goal

    def level(self) -> str:
        """Without asking anybody."""
        return str(self.verdict()["level"])

    def asked_again(self) -> str:
        """After the forge was asked again."""
        return str(self.verdict("--from", self.kind)["level"])


def merged(tmp_path: Path, server: LoopbackForge, kind: str, *settings: str, way: str = "merge") -> Merged:
    """`settings` are more lines below `forge:`."""
    repository = RealRepository.new(tmp_path / "plans-of-us")
    lines = ["name: Waterlijn", "forge:", f"  kind: {kind}", f"  repository: {PROJECTS[kind]}", *settings]
    files = people() | person("bram", "forge:", f"  {kind}: Bram-S") | person("carla", "forge:", f"  {kind}: carla-v")
    repository.commit(files | {"plans/organization.yml": "\n".join(lines) + "\n"}, author="robot")
    repository.commit({GOAL_PATH: GOAL}, author="anna")
    repository.branch("work")
    own = [
        repository.commit({GOAL_PATH: FIRST}, author="anna"),
        repository.commit({GOAL_PATH: WEAKER}, author="anna"),
        repository.commit({GOAL_PATH: f"# what I do\n{WEAKER}", "README.md": "more\n"}, author="anna"),
    ]
    repository.switch("main")
    repository.commit({"LICENSE": "meanwhile\n"}, author="robot")
    match way:
        case "merge":
            put = [repository.merge("work")]
        case "squash":
            put = [repository.squash("work")]
        case _:
            put = repository.rebase("work")
    if way != "merge":
        repository.git("branch", "-q", "-D", "work")
    repository.commit({"LICENSE": "later\n"}, author="robot")
    return Merged(repository, server, kind, put, own)


def on_record(
    change: Merged,
    *,
    by: str = "bram",
    decision: str = "approved",
    on: str = "2026-01-15",
    author: str = "robot",
    kind: str | None = None,
    url: str | None = None,
    reviewer: str = "bram-s",
    commit: str | None = None,
) -> Merged:
    """A record of a review, as anybody who may push can write one; by default as `koers approve --from` writes it."""
    kind = kind or change.kind
    evidence = Evidence(kind, url or review_address(change.kind, 1), reviewer, commit or change.own[-1])
    record = new_record(
        "anna",
        "coaching",
        1,
        decision=decision,
        by=by,
        on=date.fromisoformat(on),
        fingerprint=now(change.repository.root).fingerprints["anna", "coaching"],
        evidence=evidence,
        note="Which meeting?" if decision == "returned" else None,
    )
    change.repository.commit({record.path: record.text}, author=author)
    return change
