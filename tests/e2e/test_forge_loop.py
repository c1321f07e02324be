"""The whole loop on three forges: a pull request is checked, merged in one of three ways, its review is recorded and
pushed, the site is published, people are reminded. The scripts are those of the workflows that `koers init` writes, run
as a runner runs them, on real repositories; the forge's API is a server on this very machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from assurance.claims import Claim, proves
from ci.written import Step, gitlab_job, steps
from cli.in_process import run
from forge.issue_forge import IssueForge, issue_forge
from forge.loopback import LoopbackForge, loopback_forge
from forge.three_forges import PROJECTS, Change, Given, tell
from git.real_repository import RealRepository, isolated

pytestmark = proves(Claim.HONEST)

FORGES = ("github", "gitlab", "forgejo")
WAYS = ("merge", "squash", "rebase")
ROBIN = "Robin Vale <robin.vale@example.org>"
MORGAN = "Morgan Hale <morgan.hale@example.org>"
OFFICE = "Plan office <office@example.org>"
GOAL = "plans/leaders/robin-vale/goals/open-one-on-ones.yml"
RECORD = "plans/leaders/robin-vale/approvals/open-one-on-ones.2.yml"
TOKEN = "t0ken-of-the-forge"
DAY = "2026-04-10"
_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


@dataclass
class Loop:
    """`origin` is the repository on the forge, `work` a person's clone, `runs` counts the runner's clones."""

    kind: str
    folder: Path
    reviews: LoopbackForge
    issues: IssueForge
    day: str = DAY
    settings: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    output: str = ""
    before: str = ""

    @property
    def origin(self) -> Path:
        return self.folder / "forge" / f"{PROJECTS[self.kind]}.git"

    @property
    def work(self) -> RealRepository:
        return RealRepository(self.folder / "work", day=90)

    def on_forge(self, *arguments: str) -> str:
        """What git says of the repository on the forge."""
        command = ["git", "--git-dir", str(self.origin), *arguments]
        done = subprocess.run(command, env=isolated(self.folder), capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def clone(self, branch: str) -> Path:
        """A runner's clone of a branch, with the whole history."""
        self.runs += 1
        target = self.folder / f"run-{self.runs}"
        command = ["git", "clone", "-q", "--branch", branch, self.origin.as_uri(), str(target)]
        subprocess.run(command, env=isolated(self.folder), check=True)
        return target

    def job(self, workflow: str, job: str, branch: str = "main", **values: str) -> int:
        """Runs the scripts of one job in a fresh clone, until one fails; its exit code."""
        place = self.clone(branch)
        self.output = ""
        for step in [gitlab_job(job)] if self.kind == "gitlab" else steps(self.kind, workflow, job):
            if step.condition and not self._runs(step.condition):
                continue
            code = self._step(step, place, values)
            if code:
                return code
        return 0

    def _runs(self, condition: str) -> bool:
        publishes = self.settings.get("KOERS_PUBLISH") == "everyone"
        known = {
            "!cancelled() && steps.install.outcome == 'success'": True,
            "!cancelled() && steps.build.outcome == 'success' && vars.KOERS_PUBLISH == 'everyone'": publishes,
        }
        return known[_EXPRESSION.sub(r"\1", condition)]

    def _step(self, step: Step, place: Path, values: Mapping[str, str]) -> int:
        seconds = int(datetime.fromisoformat(f"{self.day}T12:00:00").replace(tzinfo=UTC).timestamp())
        base = self.reviews.base if " --from " in step.script else self.issues.base
        environment = isolated(
            self.folder, SOURCE_DATE_EPOCH=str(seconds), PATH=f"{self.folder}/tools:{os.environ['PATH']}"
        )
        environment |= {"GITHUB_API_URL": base, "CI_API_V4_URL": base, "FORGEJO_API_URL": base}
        environment |= {"GITHUB_STEP_SUMMARY": str(place / ".git/summary"), "GITHUB_REPOSITORY": PROJECTS[self.kind]}
        if self.kind == "gitlab":
            environment |= {
                "KOERS_SOURCE": "koers",
                "KOERS_RECORD_TOKEN": TOKEN,
                "KOERS_REMIND_TOKEN": TOKEN,
                "CI_DEFAULT_BRANCH": "main",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
                "CI_PROJECT_VISIBILITY": "private",
                "CI_PROJECT_URL": self.origin.with_suffix("").as_uri(),
                **self.settings,
                **values,
            }
        known = {
            "vars.KOERS_SOURCE": "koers",
            "vars.KOERS_RULEBOOK": "",
            "vars.KOERS_SITE": self.settings.get("KOERS_SITE", ""),
            "vars.KOERS_PUBLISH": self.settings.get("KOERS_PUBLISH", ""),
            "vars.KOERS_PUBLISH || 'everyone'": self.settings.get("KOERS_PUBLISH", "everyone"),
            "github.event.before": values.get("CI_COMMIT_BEFORE_SHA", ""),
            "github.event.pull_request.base.sha": values.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""),
            "github.ref_name": "main",
            "github.token": TOKEN,
            "secrets.KOERS_TOKEN || github.token": TOKEN,
            "github.api_url": base,
            "github.server_url": (self.folder / "forge").as_uri(),
            "github.repository": PROJECTS[self.kind],
        }
        environment |= {name: _EXPRESSION.sub(lambda m: known[m[1]], value) for name, value in step.env.items()}
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.script]
        done = subprocess.run(
            command,
            cwd=place,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        self.output += done.stdout
        assert TOKEN not in done.stdout
        return done.returncode

    def propose(self, *edits: tuple[str, str]) -> list[str]:
        """Robin's commits on a branch, pushed: an edit of the goal each."""
        work = self.work
        work.git("fetch", "-q", "origin")
        work.git("checkout", "-q", "-B", "more", "origin/main")
        made = []
        for before, after in edits:
            written = (work.root / GOAL).read_text(encoding="utf-8")
            assert before in written
            made.append(work.commit({GOAL: written.replace(before, after, 1)}, author=ROBIN))
        work.git("push", "-q", "--force", "origin", "more")
        return made

    def merge(self, way: str) -> list[str]:
        """What the forge's button does; the commits that came on the main branch."""
        work = self.work
        work.git("fetch", "-q", "origin")
        work.git("checkout", "-q", "-B", "main", "origin/main")
        before = work.git("rev-parse", "main")
        if way == "merge":
            put = [work.merge("more", author=MORGAN)]
        elif way == "squash":
            put = [work.squash("more", author=ROBIN)]
        else:
            put = work.rebase("more")
        work.git("push", "-q", "origin", "main")
        self.before = before
        return put

    def reviewed(self, own: list[str], put: list[str], account: str = "morgan.h") -> None:
        """What the forge knows from now on of the change: its review by this account."""
        marks = [tuple(self.work.git("show", "-s", "--format=%H%n%ae%n%aI", commit).split("\n")) for commit in own]
        given = Given(account, "approved", "2026-04-09T09:00:00Z", own[-1])
        tell(self.reviews, self.kind, Change(put, [given], marks), self.work.root, [GOAL])  # type: ignore[arg-type]

    def record(self) -> int:
        """The job that records, as after a push of what `merge` put on the branch."""
        return self.job(
            "koers-main", "koers-record" if self.kind == "gitlab" else "record", CI_COMMIT_BEFORE_SHA=self.before
        )


@pytest.fixture(params=FORGES)
def loop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Loop]:
    """A repository as `koers init` leaves it, on a forge; Robin and Morgan have accounts there."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    kind = request.param
    with ExitStack() as stack:
        reviews = stack.enter_context(loopback_forge())
        issues = stack.enter_context(issue_forge(kind, PROJECTS[kind]))
        made = Loop(kind, tmp_path, reviews, issues)
        _tools(tmp_path / "tools")
        made.origin.parent.mkdir(parents=True)
        bare = ["git", "init", "-q", "--bare", "--initial-branch=main", str(made.origin)]
        subprocess.run(bare, env=isolated(tmp_path), check=True)
        made.on_forge("config", "receive.advertisePushOptions", "true")
        work = RealRepository.new(tmp_path / "work")
        assert run(work.root, "--as-of", DAY, "init", ".", "--forge", kind).code == 0
        settings = work.root / "plans/organization.yml"
        written = settings.read_text(encoding="utf-8").partition("\n# Where this")[0]
        settings.write_text(f"{written}\nforge: {{kind: {kind}, repository: {PROJECTS[kind]}}}\n", encoding="utf-8")
        for person, account in (("robin-vale", "robin-v"), ("morgan-hale", "morgan.h")):
            file = work.root / f"plans/leaders/{person}/leader.yml"
            said = file.read_text(encoding="utf-8").rstrip()
            file.write_text(f"{said}\nforge: {{{kind}: {account}}}\n", encoding="utf-8")
        assert run(work.root, "codeowners").code == 0
        work.git("add", "-A")
        work.commit({}, author=OFFICE)
        work.git("remote", "add", "origin", made.origin.as_uri())
        work.git("push", "-q", "origin", "main")
        yield made


def _tools(folder: Path) -> None:
    """`koers` as it is here, and a `python` that installs nothing."""
    folder.mkdir()
    for name, script in (("koers", f'exec "{sys.executable}" -m koers "$@"'), ("python", "exit 0")):
        (folder / name).write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)


@pytest.mark.parametrize("way", WAYS)
def test_from_a_pull_request_to_a_recorded_approval(loop: Loop, way: str) -> None:
    own = loop.propose(("target: 6\n", "target: 9\n"), ("target: 9\n", "target: 8\n"))
    base = loop.on_forge("rev-parse", "main")
    checked = loop.job(
        "koers", "koers" if loop.kind == "gitlab" else "plans", "more", CI_MERGE_REQUEST_DIFF_BASE_SHA=base
    )
    assert checked == 0, loop.output

    put = loop.merge(way)
    loop.reviewed(own, put)
    tip = loop.on_forge("rev-parse", "main")
    assert loop.record() == 0, loop.output
    made = loop.on_forge("log", "--format=%s <%ae>", f"{tip}..main").splitlines()
    assert made == ["Record approvals [skip ci] <koers@localhost>"], "one commit, which starts nothing"
    changed = loop.on_forge("diff", "--name-only", f"{tip}..main").splitlines()
    assert RECORD in changed
    assert set(changed) <= {RECORD, GOAL}, "the record, and at most the status of the goal"
    record = yaml.safe_load(loop.on_forge("show", f"main:{RECORD}"))
    assert (record["decision"], record["by"], record["evidence"]["kind"]) == ("approved", "morgan-hale", loop.kind)

    verify = ("koers-remind", "koers-verify" if loop.kind == "gitlab" else "verify")
    assert loop.job(*verify) == 0, loop.output
    assert re.search(r"(?m)^forge +robin-vale/open-one-on-ones ", loop.output), "asked again, the forge says the same"

    after = loop.on_forge("rev-parse", "main")
    assert loop.record() == 0, "run again, or by hand"
    assert loop.on_forge("rev-parse", "main") == after, "nothing is left to record: no loop"


def test_without_a_review_it_says_why_and_the_site_is_published_all_the_same(loop: Loop) -> None:
    own = loop.propose(("target: 6\n", "target: 8\n"))
    put = loop.merge("squash")
    loop.reviewed(own, put, account="robin-v")
    tip = loop.on_forge("rev-parse", "main")
    assert loop.record() == 1
    assert "robin-vale/open-one-on-ones: " in loop.output
    assert loop.on_forge("rev-parse", "main") == tip
    loop.settings["KOERS_PUBLISH"] = "everyone"
    assert loop.job("koers-main", "pages" if loop.kind == "gitlab" else "site") == 0, loop.output


def test_a_check_in_waits_for_nobody_and_records_nothing(loop: Loop) -> None:
    work = loop.work
    work.git("checkout", "-q", "-B", "more", "origin/main")
    loop.before = work.git("rev-parse", "HEAD")
    work.commit({"plans/leaders/robin-vale/checkins/2026-04-10.yml": _check_in(loop)}, author=ROBIN)
    work.git("push", "-q", "origin", "more:main")
    tip = loop.on_forge("rev-parse", "main")
    assert loop.record() == 0, loop.output
    assert "No goal waits for a decision." in loop.output
    assert loop.reviews.asked == [], "the forge is not even asked"
    assert loop.on_forge("rev-parse", "main") == tip


def test_somebody_merges_while_the_record_is_on_its_way(loop: Loop) -> None:
    own = loop.propose(("target: 6\n", "target: 8\n"))
    put = loop.merge("merge")
    loop.reviewed(own, put)
    # The first push meets a branch that has moved on: a hook of the forge moves it, once.
    work = loop.work
    work.git("checkout", "-q", "-B", "other", "main")
    work.commit({"README.md": "meanwhile\n"}, author=OFFICE)
    work.git("push", "-q", "origin", "other")
    hook = loop.origin / "hooks" / "pre-receive"
    script = (
        "mv hooks/pre-receive hooks/done; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main refs/heads/other"
    )
    hook.write_text(f"#!/bin/sh\n{script}\nexit 1\n")
    hook.chmod(0o755)
    assert loop.record() == 0, loop.output
    subjects = loop.on_forge("log", "--format=%s", "-2", "main").splitlines()
    assert subjects == ["Record approvals [skip ci]", "work"]


def test_a_protected_branch_that_lets_nobody_through_is_told(loop: Loop) -> None:
    own = loop.propose(("target: 6\n", "target: 8\n"))
    put = loop.merge("merge")
    loop.reviewed(own, put)
    hook = loop.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'protected branch'\nexit 1\n")
    hook.chmod(0o755)
    (loop.folder / "tools/sleep").write_text("#!/bin/sh\n")
    (loop.folder / "tools/sleep").chmod(0o755)
    assert loop.record() == 1
    assert "The branch does not take the commit; README.md says whom to let through." in loop.output


def test_the_site_is_published(loop: Loop) -> None:
    loop.settings["KOERS_PUBLISH"] = "everyone"
    assert loop.job("koers-main", "pages" if loop.kind == "gitlab" else "site") == 0, loop.output
    place = loop.folder / f"run-{loop.runs}"
    assert (place / ("public" if loop.kind == "gitlab" else "site") / "index.html").is_file()
    if loop.kind == "forgejo":
        files = loop.on_forge("ls-tree", "-r", "--name-only", "pages").splitlines()
        assert {"index.html", "assets/koers.js"} <= set(files)
        assert ".gitignore" not in files
        assert loop.on_forge("rev-list", "--count", "pages") == "1"
    if loop.kind != "github":  # whose Pages tell whether they are private
        loop.settings["KOERS_PUBLISH"] = "hr"
        code = loop.job("koers-main", "pages" if loop.kind == "gitlab" else "site", CI_PROJECT_VISIBILITY="public")
        assert code == 1
        assert "everyone's site only" in loop.output


def test_people_are_reminded_until_it_is_done(loop: Loop) -> None:
    loop.day = "2026-04-30"
    job = ("koers-remind", "koers-remind" if loop.kind == "gitlab" else "remind")
    loop.settings["KOERS_SITE"] = "https://riverbank.example/plans/"
    assert loop.job(*job) == 0, loop.output
    (issue,) = [issue for issue in loop.issues.open if "Robin" in issue["title"]]
    assert "(https://riverbank.example/plans/leaders/robin-vale/)" in issue["body"]
    work = loop.work
    work.commit({f"plans/leaders/robin-vale/checkins/{loop.day}.yml": _check_in(loop)}, author=ROBIN)
    work.git("push", "-q", "origin", "HEAD:main")
    assert loop.job(*job) == 0, loop.output
    assert not [issue for issue in loop.issues.open if "Robin" in issue["title"] and "check-in |" in issue["body"]]


def _check_in(loop: Loop) -> str:
    folder = loop.work.root / "plans/leaders/robin-vale/checkins"
    last = sorted(folder.glob("*.yml"))[-1].read_text(encoding="utf-8")
    return last.replace("next: Cut the agenda", "next: On time, cut the agenda")
