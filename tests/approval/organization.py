"""A small fictional organization in a real repository, and its approvals judged as the program does."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from approval.agreed_goal import GOAL
from git.real_repository import PEOPLE, RealRepository
from koers.approval.past import Past
from koers.approval.records import NewRecord, new_record
from koers.approval.standpoint import Base
from koers.approval.statement import Trust, statement
from koers.approval.verdict import Present, judge_files, present
from koers.approval.verify import verify
from koers.git import Repository
from koers.model.approval import Verdict
from koers.model.build import build
from koers.model.goal import GoalKey
from koers.model.log import Evidence
from koers.reading.read import read_all
from koers.ssh import Checker, sign
from koers.workspace import scan

COACHING: GoalKey = ("anna", "coaching")
GOAL_PATH = "plans/leaders/anna/goals/coaching.yml"
ANNA = "plans/leaders/anna/leader.yml"
BRAM = "plans/leaders/bram/leader.yml"
WEAKER = GOAL.replace("target: 6\n", "target: 5\n")


def person(id: str, *lines: str) -> dict[str, str | None]:
    """A leader.yml: name and e-mail of one of PEOPLE, and more lines."""
    name, email = PEOPLE[id]
    return {f"plans/leaders/{id}/leader.yml": "\n".join([f"name: {name}", f"email: {email}", *lines]) + "\n"}


def people(*of_anna: str) -> dict[str, str | None]:
    """Everybody's leader.yml; Anna's manager is Bram unless `of_anna` says otherwise."""
    return {
        "plans/organization.yml": "name: Waterlijn\nforge: {kind: github, repository: us/plans}\n",
        **person("anna", *(of_anna or ("manager: bram",))),
        **person("bram", "forge:", "  github: Bram-S"),
        **person("carla"),
        **person("dirk"),
        **person("emma"),
    }


def now(root: Path) -> Present:
    """What the working tree says."""
    documents = read_all(scan(root).files).documents
    return present(documents, build(documents))


def decided(
    repository: RealRepository,
    by: str = "bram",
    *,
    round: int = 1,
    decision: str = "approved",
    on: str = "2026-01-14",
    evidence: Evidence | None = None,
    note: str | None = None,
    goal: GoalKey = COACHING,
) -> NewRecord:
    """A record of the goal as it is in the working tree."""
    return new_record(
        *goal,
        round,
        decision=decision,
        by=by,
        on=date.fromisoformat(on),
        fingerprint=now(repository.root).fingerprints[goal],
        evidence=evidence,
        note=note or ("Say when" if decision == "returned" else None),
    )


def approve(repository: RealRepository, by: str = "bram", author: str | None = None, **more: object) -> str:
    """Commit a record on what is checked out; the id of the commit."""
    record = decided(repository, by, **more)  # type: ignore[arg-type]
    return repository.commit({record.path: record.text}, author=author or by, message="decision")


def judged(
    root: Path, *, base: str | None = None, trust: Trust | None = None, as_of: date | None = None
) -> Mapping[GoalKey, Verdict]:
    """Every verdict, with git and ssh-keygen asked for real."""
    repository = Repository.open(root)
    documents = read_all(scan(root).files).documents
    past = Past(repository.chronicle([base] if base else []), repository.read, documents)
    against: Base | None = repository.base(base) if base else None
    return verify(now(root), past, base=against, signatures=Checker(), trust=trust, as_of=as_of)


def level(root: Path, goal: GoalKey = COACHING, **more: object) -> str:
    """One goal's level."""
    return judged(root, **more)[goal].level.value  # type: ignore[arg-type]


def by_files(root: Path, goal: GoalKey = COACHING) -> str:
    """One goal's level without git."""
    return judge_files(now(root))[goal].level.value


def new_key(folder: Path, name: str, kind: str = "ed25519") -> Path:
    """A private key without passphrase; its public half stands beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(file)], check=True)
    return file


def signer(names: str, key: Path, options: str = "") -> str:
    """A line of a file of signers."""
    kind, base64 = key.with_name(key.name + ".pub").read_text(encoding="ascii").split(" ")[:2]
    return " ".join(part for part in (names, options, kind, base64) if part) + "\n"


def signed(record: NewRecord, key: Path, leader: str = "anna") -> NewRecord:
    """The same record with a signature of its statement."""
    approval = record.approval
    return new_record(
        leader,
        approval.goal,
        approval.round,
        decision=approval.decision,
        by=approval.by,
        on=approval.date,
        fingerprint=approval.fingerprint,
        evidence=Evidence("ssh", signature=sign(statement(leader, approval), key)),
        note=approval.note,
    )
