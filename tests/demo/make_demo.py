"""A small repository in which every approval level can be seen: `make demo`, tests and pictures use it.

The people, goals and check-ins are those of the example organization; here they come in as they would in real life:
leaders propose on a branch, managers merge and decide, some sign, one review comes from a forge, one record is
written by the wrong hand. The decisions are made by koers' own commands. No network: the forge is a server on this
very machine. The same commits come out every time, but for the keys and what is signed with them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml
from click.testing import CliRunner

from forge.loopback import loopback_forge
from git.real_repository import RealRepository
from koers import resources
from koers.authoring.engine_settings import TEMPLATE, engine_settings
from koers.cli import koers
from koers.language import translator

PROJECT = Path(__file__).parent.parent.parent
AS_OF = "2026-04-10"
MADE_BY = ".made-by-koers-demo"
MANAGER = "tomasz-wisniewski"
OFFICE = "Plan office <plans@example.org>"

LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "aylin-demir/evenings-without-mail": "unchecked",
        "fatou-diallo/near-miss-in-the-shift": "forged",
        "henrik-lindqvist/doubts-at-handover": "recorded",
        "jakub-dvorak/steering-group-voice": "missing",
        "jakub-dvorak/top-three": "unchecked",
        "kwame-boateng/at-the-kitchen-table": "recorded",
        "kwame-boateng/complaints-up-to-500": "unverifiable",
        "luis-ferreira/crews-plan-their-week": "recorded",
        "luis-ferreira/street-by-street": "returned",
        "maria-fernanda/decide-within-five-days": "recorded",
        "marit-solheim/one-owner-one-date": "signed",
        "niamh-oconnor/weekly-appreciation": "stale",
        "ravi-krishnamurthy/open-questions": "signed",
        "tomasz-wisniewski/three-renewal-goals": "recorded",
        "zoe-papadopoulou/advisers-coach-each-other": "missing",
        "zoe-papadopoulou/summary-before-solution": "recorded",
    }
)
"""What `koers verify` must say of each goal."""


@dataclass(frozen=True)
class Demo:
    """`root` is the repository, `keys` the folder with the managers' keys and the list of signers, outside it."""

    root: Path
    keys: Path

    @property
    def site(self) -> Path:
        """Where the site for everyone is built."""
        return self.root / "site"

    @property
    def manager_site(self) -> Path:
        """Where the site of `MANAGER` is built: only those concerned see that a goal was returned."""
        return self.root / f"site-{MANAGER}"


def make_demo(folder: Path, plans: Path = PROJECT / "plans") -> Demo:
    """Makes the repository in `folder`, which must not exist yet, be empty, or be an earlier demo."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MADE_BY).exists():
        raise FileExistsError(f"{folder} holds something else than an earlier demo; nothing was touched")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MADE_BY).write_text("make demo writes this folder anew\n", encoding="utf-8")
    story = _Story.begin(folder, plans)
    story.january()
    story.quarter()
    story.spring()
    return Demo(story.repository.root, folder / "keys")


def build_site(demo: Demo) -> None:
    """Builds the demo's sites with the command a user would run."""
    run_koers(demo.root, "build", "--audience", f"manager:{MANAGER}", "--site-dir", demo.manager_site.name)
    run_koers(demo.root, "build")


def run_koers(root: Path, *arguments: str, on: str = AS_OF, who: str | None = None, **environment: str) -> str:
    """What koers writes to standard output; `who` is the author git would use, as `Name <address>`."""
    kept: dict[str, str | None] = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment}
    if who is not None:
        name, email = who.removesuffix(">").split(" <")
        kept |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
    done = CliRunner().invoke(koers, ["-C", str(root), "--as-of", on, *arguments], env=kept, catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(f"koers {' '.join(arguments)} ended with {done.exit_code}:\n{done.output}")
    return done.stdout


@dataclass(frozen=True)
class _Story:
    """The quarter, step by step. `files` are the example's, as they stand at the end."""

    repository: RealRepository
    keys: Path
    files: Mapping[str, str]
    people: Mapping[str, str]
    approvers: Mapping[str, str]

    @classmethod
    def begin(cls, folder: Path, plans: Path) -> _Story:
        """The organization comes in without any goal, and the managers get their keys."""
        files = {
            f"plans/{path.relative_to(plans).as_posix()}": path.read_text(encoding="utf-8")
            for path in sorted(plans.rglob("*"))
            if path.is_file()
        }
        people, approvers = {}, {}
        for path, text in files.items():
            if path.endswith("/leader.yml"):
                person = yaml.safe_load(text)
                id = path.split("/")[2]
                people[id] = f"{person['name']} <{person['email']}>"
                approvers[id] = person.get("manager") or person.get("approver") or ""
        repository = RealRepository.new(folder / "repository")
        settings = (resources.directory("site_templates") / TEMPLATE).read_text(encoding="utf-8")
        own = {path: text for path, text in files.items() if path.count("/") < 3 or path.endswith("/leader.yml")}
        own |= {
            "mkdocs.yml": engine_settings(settings, "Waterlinie", translator("en")),
            ".gitignore": "/build/\n/site*/\n",
        }
        repository.commit(own, author=OFFICE, message="The organization", when=_at("2025-12-15"))
        keys = folder / "keys"
        keys.mkdir()
        lines = []
        for person in ("marit-solheim", "josephine-adeyemi"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(keys / person)]
            subprocess.run(command, check=True)
            public = (keys / f"{person}.pub").read_text(encoding="ascii")
            lines.append(f'{person} namespaces="koers-approval@v1" {public}')
        (keys / "signers").write_text("".join(lines), encoding="ascii")
        repository.git("config", "koers.signersFile", "../keys/signers")
        return cls(repository, keys, files, people, approvers)

    def january(self) -> None:
        """Twelve goals are proposed, merged, decided on and taken up."""
        changes = {}
        for goal, level in LEVELS.items():
            if level != "missing" and goal not in (
                "luis-ferreira/street-by-street",
                "kwame-boateng/complaints-up-to-500",
            ):
                changes[goal] = self.propose(goal, self.first_text(goal), "2026-01-02")
        for goal in changes:
            match LEVELS[goal]:
                case "signed":
                    self.decide(goal, "2026-01-05", "--sign", str(self.keys / self.approver(goal)))
                case "unchecked":
                    self.record_review(goal, "2026-01-05", changes[goal])
                case "forged":
                    self.decide(goal, "2026-01-05", author=self.leader(goal))
                case _:
                    self.decide(goal, "2026-01-05")
        for goal in changes:
            active = self.first_text(goal).replace("status: proposed\n", "status: active\n")
            self.commit_goal(goal, active, "goal active", "2026-01-06")

    def quarter(self) -> None:
        """Luís asks for less, which is agreed again; Niamh too, and forgets to ask."""
        crews = "luis-ferreira/crews-plan-their-week"
        self.commit_goal(crews, self.text(crews), "90 percent is enough: two crews work shifts", "2026-02-13")
        self.decide(crews, "2026-02-16")
        niamh = "niamh-oconnor/weekly-appreciation"
        weaker = self.text(niamh).replace("target: 5\n", "target: 4\n")
        self.commit_goal(niamh, weaker, "four a week", "2026-03-16")

    def spring(self) -> None:
        """New proposals: one comes back, one is approved from an address nobody knows, one waits; and all the logs."""
        crossing, complaints = "luis-ferreira/street-by-street", "kwame-boateng/complaints-up-to-500"
        self.propose(crossing, self.text(crossing), "2026-03-27")
        self.propose(complaints, self.proposed(self.text(complaints)), "2026-03-27")
        reason = yaml.safe_load(self.files["plans/leaders/luis-ferreira/approvals/street-by-street.1.yml"])["note"]
        self.decide(crossing, "2026-03-31", "--reason", reason, command="return")
        self.decide(complaints, "2026-04-01", author="Marit <marit@laptop.example>")
        self.propose("zoe-papadopoulou/advisers-coach-each-other", None, "2026-04-07")
        self.propose("jakub-dvorak/steering-group-voice", None, "2026-04-07")
        for leader, who in self.people.items():
            kept = {path: text for path, text in self.files.items() if self._is_later(path, leader)}
            if kept:
                self.repository.commit(kept, author=who, message="The logs of the quarter", when=_at("2026-04-09"))

    def _is_later(self, path: str, leader: str) -> bool:
        """Logs, and the goals as they ended; Niamh's stays as she made it."""
        if not path.startswith(f"plans/leaders/{leader}/"):
            return False
        folder = path.split("/")[3]
        return folder in ("checkins", "measurements", "reviews") or (
            folder == "goals" and not path.endswith("/weekly-appreciation.yml")
        )

    def first_text(self, goal: str) -> str:
        """The goal as it was first proposed."""
        text = self.proposed(self.text(goal))
        return text.replace("target: 90\n", "target: 95\n") if goal.endswith("crews-plan-their-week") else text

    def text(self, goal: str) -> str:
        """The goal's file in the example."""
        return self.files[_path(goal)]

    @staticmethod
    def proposed(text: str) -> str:
        """The same plan before anybody decided on it."""
        for status in ("active", "achieved", "stopped"):
            text = text.replace(f"\nstatus: {status}\n", "\nstatus: proposed\n")
        return text

    def leader(self, goal: str) -> str:
        """Whose goal it is, as git names people."""
        return self.people[goal.split("/")[0]]

    def approver(self, goal: str) -> str:
        """The id of who decides on it."""
        return self.approvers[goal.split("/")[0]]

    def propose(self, goal: str, text: str | None, day: str) -> str:
        """The leader writes the goal on a branch, the manager merges it; the id of the leader's commit."""
        branch = goal.replace("/", "-")
        self.repository.branch(branch)
        commit = self.commit_goal(goal, text or self.text(goal), f"propose {goal}", day)
        self.repository.switch("main")
        manager = self.people[self.approver(goal)]
        self.repository.git(
            "merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch, author=manager, when=_at(day, "11")
        )
        self.repository.git("branch", "-q", "-d", branch)
        return commit

    def commit_goal(self, goal: str, text: str, message: str, day: str) -> str:
        """The leader's own commit."""
        return self.repository.commit({_path(goal): text}, author=self.leader(goal), message=message, when=_at(day))

    def decide(self, goal: str, day: str, *options: str, command: str = "approve", author: str | None = None) -> None:
        """`koers approve` or `koers return` in the manager's name, committed by the manager or by another hand."""
        manager = self.people[self.approver(goal)]
        self._record(
            run_koers(self.repository.root, command, goal, *options, on=day, who=manager), author or manager, day
        )

    def record_review(self, goal: str, day: str, reviewed: str) -> None:
        """`koers approve --from github` after the merge, as CI does; the forge is a server on this machine."""
        merge = self.repository.git("rev-list", "-1", "--first-parent", "HEAD", "--", _path(goal))
        number = sorted(LEVELS).index(goal) + 1
        handle = yaml.safe_load(self.files[f"plans/leaders/{self.approver(goal)}/leader.yml"])["forge"]["github"]
        url = f"https://github.com/example/plans/pull/{number}"
        with loopback_forge() as server:
            server.answers(
                f"/repos/example/plans/commits/{merge}/pulls?per_page=100",
                [{"number": number, "merged_at": _at(day), "user": {"login": goal.split("/")[0]}}],
            )
            server.answers(
                f"/repos/example/plans/pulls/{number}/reviews?per_page=100",
                [
                    {
                        "user": {"login": handle},
                        "state": "APPROVED",
                        "commit_id": reviewed,
                        "html_url": f"{url}#pullrequestreview-{1000 + number}",
                        "submitted_at": _at(day, "10"),
                        "body": "",
                    }
                ],
            )
            written = run_koers(
                self.repository.root, "approve", "--from", "github", goal, on=day, GITHUB_API_URL=server.base
            )
        self._record(written, OFFICE, day)

    def _record(self, written: str, author: str, day: str) -> None:
        paths = written.splitlines()
        files = {path: (self.repository.root / path).read_text(encoding="utf-8") for path in paths}
        self.repository.commit(files, author=author, message="decision", when=_at(day, "14"))


def _path(goal: str) -> str:
    leader, id = goal.split("/")
    return f"plans/leaders/{leader}/goals/{id}.yml"


def _at(day: str, hour: str = "09") -> str:
    return f"{day}T{hour}:00:00+01:00"


def pages_to_look_at(demo: Demo) -> Iterator[tuple[str, Path]]:
    """Per level one page that shows it."""
    shown: set[str] = set()
    for goal, level in LEVELS.items():
        if level not in shown and goal != "jakub-dvorak/steering-group-voice":  # a draft has no badge
            shown.add(level)
            leader, id = goal.split("/")
            site = demo.manager_site if level == "returned" else demo.site
            yield level, site / "leaders" / leader / "goals" / id / "index.html"


def main() -> None:
    """Makes the demo, builds its sites and says where to look."""
    parser = argparse.ArgumentParser(description="A repository whose goals show every approval level.")
    parser.add_argument("folder", type=Path, nargs="?", default=PROJECT / "build" / "demo")
    demo = make_demo(parser.parse_args().folder.absolute())
    build_site(demo)
    print(f"The repository: {demo.root}\nIts site:       {demo.site / 'index.html'}")
    print(f"For a manager:  {demo.manager_site / 'index.html'}\n")
    for level, page in pages_to_look_at(demo):
        print(f"{level:<13} {page}")


if __name__ == "__main__":
    main()
