"""One goal from proposal to return, in a real repository, with the commands people and CI would run."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from assurance.claims import Claim, proves
from cli.in_process import Ran, run
from git.real_repository import RealRepository
from published import leaders_in

pytestmark = proves(Claim.HONEST)

ROBIN = "Robin Vale <robin.vale@example.org>"
MORGAN = "Morgan Hale <morgan.hale@example.org>"
OFFICE = "Plan office <office@example.org>"
GOAL = "robin-vale/open-one-on-ones"
HEADING = f"{GOAL}  Robin Vale: One-on-ones that start with a question\n"
FILE = "plans/leaders/robin-vale/goals/open-one-on-ones.yml"
REVIEW = "plans/leaders/robin-vale/reviews/2026-04-10.yml"


@dataclass
class Story:
    """A repository as `koers init` leaves it, committed; people act in it on 10 April 2026."""

    repository: RealRepository

    @property
    def root(self) -> Path:
        return self.repository.root

    def koers(self, *arguments: str, who: str | None = None, root: Path | None = None) -> Ran:
        return run(root or self.root, "--as-of", "2026-04-10", *arguments, who=who)

    def text(self) -> str:
        """The goal's file."""
        return (self.root / FILE).read_text(encoding="utf-8")

    def edit(self, before: str, after: str, message: str = "edit", author: str = ROBIN) -> str:
        """Change the goal and commit it; the id of the commit."""
        assert before in self.text()
        return self.repository.commit({FILE: self.text().replace(before, after, 1)}, author=author, message=message)

    def commit_all(self, author: str, message: str = "decision") -> str:
        """Commit what koers wrote."""
        self.repository.git("add", "-A")
        return self.repository.commit({}, author=author, message=message)

    def decide(self, *arguments: str) -> list[str]:
        """Morgan decides and commits; the paths that were written."""
        done = self.koers(*arguments, who=MORGAN)
        assert done.code == 0, done.err
        self.commit_all(MORGAN)
        return done.out.splitlines()

    def verdict(self, *options: str, root: Path | None = None) -> dict[str, object]:
        """What `koers verify` says of the goal."""
        (found,) = self.koers("verify", "--format", "json", *options, root=root).data["goals"]
        assert isinstance(found, dict)
        return found

    def level(self, *options: str, root: Path | None = None) -> object:
        return self.verdict(*options, root=root)["level"]

    def on_site(self, *options: str, root: Path | None = None) -> dict[str, object]:
        """The approval in the data of the site."""
        assert self.koers("pages", *options, root=root).code == 0
        leaders = leaders_in((root or self.root) / "build/docs")
        (approval,) = (goal["approval"] for leader in leaders for goal in leader.get("goals", []))
        assert isinstance(approval, dict)
        return approval

    def page(self, root: Path | None = None) -> str:
        """The goal's page in words."""
        folder = (root or self.root) / "build/docs/leaders/robin-vale/goals/open-one-on-ones/index.md"
        return " ".join(html.unescape(re.sub("<[^>]*>", " ", folder.read_text(encoding="utf-8"))).split())

    def problems(self, *arguments: str) -> dict[str, str]:
        """Rule -> message of what `koers check` reports."""
        done = self.koers("check", "--format", "json", *arguments)
        return {found["rule"]: found["message"] for found in done.data["diagnostics"]}


@pytest.fixture
def story(tmp_path: Path) -> Story:
    root = tmp_path / "plans-of-us"
    assert run(tmp_path, "--as-of", "2026-04-10", "init", str(root), "--forge", "github", "--language", "en").code == 0
    made = Story(RealRepository.new(root))
    (root / ".gitignore").write_text("/build/\n/site/\n", encoding="utf-8")
    made.commit_all(OFFICE, "as koers init wrote it")
    return made


def agreed(story: Story) -> None:
    """Robin asks for more than the example, Morgan agrees after the merge: round 2."""
    story.repository.branch("more")
    story.edit("target: 6\n", "target: 8\n")
    story.repository.switch("main")
    story.repository.merge("more", author=MORGAN)
    story.decide("approve", GOAL)


def test_from_a_branch_with_an_error_to_a_recorded_approval_on_the_site(story: Story) -> None:
    assert story.verdict() == {
        "goal": GOAL,
        "level": "unverifiable",
        "approver": "morgan-hale",
        "on": story.verdict()["on"],
        "round": 1,
        "reason": "the plan came in with its own approval, so nobody can have been its approver before",
    }
    assert story.on_site()["level"] == "unverifiable"

    story.repository.branch("more")
    story.edit("target: 6\n", "target: 8\n")
    story.edit("threshold: 2\n", "threshold: 9\n")
    done = story.koers("check")
    assert done.code == 1
    assert f"{FILE}:26:18: error M102" in done.out
    assert story.koers("build").code == 1
    story.edit("threshold: 9\n", "threshold: 2\n", "fixed")
    assert story.koers("check").code == 0

    diff = story.koers("diff", "main")
    assert (diff.code, diff.out) == (0, f"{HEADING}  + target of opened with question 6 -> 8 (stronger)\n")
    assert story.koers("verify", "--base", "main", "--format", "json").data["goals"] == [], "it awaits this very review"

    story.repository.switch("main")
    merge = story.repository.merge("more", author=MORGAN)
    assert story.level() == "stale"
    refused = story.koers("approve", GOAL, who=ROBIN)
    assert (refused.code, refused.out) == (1, "")
    assert "nobody approves their own goal" in refused.err
    assert story.decide("approve", GOAL) == ["plans/leaders/robin-vale/approvals/open-one-on-ones.2.yml"]
    commit = story.repository.git("rev-parse", "HEAD")
    assert story.verdict() == {
        "goal": GOAL,
        "level": "recorded",
        "approver": "morgan-hale",
        "on": "2026-04-10",
        "round": 2,
        "reason": f"commit {commit[:10]} is in morgan-hale's name",
    }
    assert story.on_site() == {"level": "recorded", "approver": "morgan-hale", "on": "2026-04-10", "round": 2}
    page = story.page()
    assert "Approved by Morgan Hale 10 Apr 2026, round 2, recorded in the manager's commit" in page
    assert merge[:7] in page
    assert "stronger" in page


def test_a_weaker_target_turns_the_badge_stale_until_it_is_agreed_again(story: Story) -> None:
    agreed(story)
    story.repository.branch("less")
    story.edit("target: 8\n", "target: 4\n")
    assert story.koers("diff", "main").out == (
        f"{HEADING}  - target of opened with question 8 -> 4 (weaker); no review says why\n"
    )
    changes = story.koers("diff", "main", "HEAD", "--format", "json").data
    assert changes["version"] == 1
    (change,) = changes["changes"]
    assert (
        change.items()
        >= {
            "goal": GOAL,
            "pointer": ["measurable", "indicators", "opened-with-question", "target"],
            "kind": "changed",
            "before": 8,
            "after": 4,
            "direction": "weaker",
            "text": "target of opened with question 8 -> 4 (weaker)",
        }.items()
    )
    assert story.problems()["G105"] == "the goal changed after Morgan Hale approved it on 10 Apr 2026"
    assert "G111" not in story.problems(), "without --since there is one moment only"
    since = story.problems("--since", "main")
    assert since["G111"] == "weaker, without a reason: target of opened with question 8 -> 4 (weaker)"
    assert story.koers("check", "--since", "main").code == 0
    assert story.koers("check", "--since", "main", "--strict").code == 1

    goals = "  open-one-on-ones:\n    decision: adjust\n    reason: Half the team is on leave\n"
    story.repository.commit({REVIEW: f"kind: interim\ngoals:\n{goals}"}, author=MORGAN)
    assert "G111" not in story.problems("--since", "main"), "a review says why"

    story.repository.switch("main")
    story.repository.merge("less", author=MORGAN)
    assert (story.level(), story.on_site()["level"]) == ("stale", "stale")
    assert "Changed since approval by Morgan Hale" in story.page()
    story.decide("approve", GOAL)
    assert (story.level(), story.on_site()["round"]) == ("recorded", 3)


def test_a_return_is_the_last_word_and_stays_between_those_concerned(story: Story) -> None:
    agreed(story)
    without = story.koers("return", GOAL, who=MORGAN)
    assert without.code == 2, "a reason is required"
    (path,) = story.decide("return", GOAL, "--reason", "Which meeting, and who would notice?")
    assert "decision: returned" in (story.root / path).read_text(encoding="utf-8")
    assert (story.level(), story.verdict()["round"]) == ("returned", 3)
    assert "G106" in story.problems()
    assert story.on_site("--audience", "manager:morgan-hale")["level"] == "returned"
    assert "Which meeting, and who would notice?" in story.page()
    assert story.on_site()["level"] == "missing"
    assert "Which meeting" not in story.page()
    story.edit("target: 8\n", "target: 7\n", "as asked")
    assert story.level() == "returned", "waits for a new decision"
    story.decide("approve", FILE)
    assert story.level() == "recorded"


def test_squashed_with_its_record_it_looks_forged_and_recorded_after_the_squash_it_holds(story: Story) -> None:
    story.repository.branch("squashed")
    story.edit("target: 6\n", "target: 7\n")
    story.decide("approve", GOAL)
    story.repository.switch("main")
    story.repository.squash("squashed", author=ROBIN)
    found = story.verdict()
    assert found["level"] == "forged"
    assert "a squash looks the same, so record the decision after the merge, or sign it" in str(found["reason"])
    assert story.on_site()["level"] == "forged"
    assert "Not the manager's commit" in story.page()
    story.decide("approve", GOAL)
    assert story.level() == "recorded"


def test_rebased_onto_main_the_managers_commit_is_still_the_managers(story: Story) -> None:
    story.repository.branch("rebased")
    story.edit("target: 6\n", "target: 7\n")
    story.decide("approve", GOAL)
    story.repository.switch("main")
    story.repository.commit({"README.md": "meanwhile\n"}, author=OFFICE)
    story.repository.switch("rebased")
    story.repository.git("rebase", "-q", "main", author=ROBIN)
    story.repository.switch("main")
    story.repository.merge("rebased", "--ff-only")
    assert story.level() == "recorded"


def test_a_shallow_clone_says_so_instead_of_showing_a_flat_history(story: Story, tmp_path: Path) -> None:
    agreed(story)
    shallow = tmp_path / "shallow"
    story.repository.git("clone", "-q", "--depth", "1", f"file://{story.root}", str(shallow))
    found = story.verdict(root=shallow)
    assert (found["level"], found["reason"]) == (
        "unverifiable",
        "the clone is too shallow to show who decided; fetch the whole history",
    )
    assert story.on_site(root=shallow)["level"] == "unverifiable"
    page = story.page(shallow)
    assert "what was before is not in this clone; fetch the whole history" in page
    gone = story.koers("diff", "HEAD~2", root=shallow)
    assert gone.code == 2
    assert "this clone is shallow" in gone.err


def test_the_gate_is_verify_where_approval_is_required(story: Story) -> None:
    agreed(story)
    settings = story.root / "plans/organization.yml"
    required = settings.read_text(encoding="utf-8").replace("approval: advised", "approval: required")
    story.repository.commit({"plans/organization.yml": required}, author=OFFICE)
    assert story.koers("verify").code == 0
    story.repository.branch("less")
    story.edit("target: 8\n", "target: 4\n")
    failing = story.koers("verify")
    assert failing.code == 1
    assert failing.out.startswith(f"stale         {GOAL}  Morgan Hale, 10 Apr 2026, round 2\n")
    assert failing.err == "1 active goal is not approved, and organization.yml requires it\n"
    assert story.koers("verify", "--base", "main").code == 0, "in the pull request it awaits this very review"
    assert story.koers("check").code == 0, "check judges from the files alone, and only warns"
    story.repository.switch("main")
    story.repository.merge("less", author=MORGAN)
    story.decide("approve", GOAL)
    assert story.koers("verify").code == 0


def test_without_a_repository_the_site_is_built_and_nothing_is_shown_as_approved(tmp_path: Path) -> None:
    root = tmp_path / "no-git"
    assert run(tmp_path, "--as-of", "2026-04-10", "init", str(root), "--language", "en").code == 0
    alone = Story(RealRepository(root))
    assert alone.koers("check").code == 0
    assert alone.on_site()["level"] == "unverifiable"
    for command in (["verify"], ["diff", "HEAD"], ["check", "--since", "HEAD"], ["approve", GOAL]):
        done = alone.koers(*command, who=MORGAN)
        assert (done.code, done.out) == (2, "")
        assert "is not in a git repository" in done.err
