"""Who approved what, judged in real repositories: what holds, and every forgery that fooled plain git."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import (
    ANNA,
    BRAM,
    COACHING,
    GOAL_PATH,
    WEAKER,
    approve,
    by_files,
    decided,
    judged,
    level,
    now,
    people,
    person,
)
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.approval.gate import unapproved
from koers.model.approval import Level, Verdict
from koers.model.goal import GoalKey
from koers.model.log import Evidence
from koers.texts import text

pytestmark = proves(Claim.APPROVALS)

RECORD = "plans/leaders/anna/approvals/coaching.1.yml"
SECOND = "plans/leaders/anna/approvals/coaching.2.yml"


# What holds ---------------------------------------------------------------------------------------------------------


def test_the_managers_own_commit_is_recorded(repository: RealRepository) -> None:
    commit = approve(repository)
    assert judged(repository.root)[COACHING] == Verdict(
        COACHING,
        Level.RECORDED,
        "bram",
        date(2026, 1, 14),
        1,
        text("commit {commit} is in {approver}'s name", commit=commit[:10], approver="bram"),
        commit,
    )
    assert by_files(repository.root) == "unverifiable"


def test_without_a_decision_approval_is_missing(repository: RealRepository) -> None:
    assert judged(repository.root)[COACHING] == Verdict(
        COACHING, Level.MISSING, reason=text("no decision is on record")
    )
    assert by_files(repository.root) == "missing"


def test_case_of_an_address_does_not_matter(repository: RealRepository) -> None:
    approve(repository, author="Bram Smit <BRAM@Example.ORG>")
    assert level(repository.root) == "recorded"


def test_another_of_the_managers_addresses_does(repository: RealRepository) -> None:
    repository.commit(person("bram", "emails:", "  - bram@home.example"), author="bram")
    approve(repository, author="B. <bram@home.example>")
    assert level(repository.root) == "recorded"


def test_approved_on_the_branch_and_merged(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    commit = approve(repository)
    repository.switch("main")
    repository.merge("work", author="anna")
    found = judged(repository.root)[COACHING]
    assert (found.level.value, found.commit) == ("recorded", commit)


def test_a_rebase_keeps_the_author(repository: RealRepository) -> None:
    repository.branch("work")
    approve(repository)
    repository.switch("main")
    repository.commit({"README": "meanwhile"}, author="carla")
    repository.switch("work")
    repository.git("rebase", "-q", "main", author="anna")
    repository.switch("main")
    repository.merge("work", "--ff-only")
    assert level(repository.root) == "recorded"


def test_a_branch_updated_from_main_before_its_merge(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    repository.commit({"README": "meanwhile"}, author="carla")
    repository.switch("work")
    repository.merge("main", author="anna")
    commit = approve(repository)
    repository.switch("main")
    repository.merge("work")
    found = judged(repository.root)[COACHING]
    assert (found.level.value, found.commit) == ("recorded", commit)


def test_the_latest_round_decides(repository: RealRepository) -> None:
    approve(repository)
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    assert level(repository.root) == "stale"
    assert by_files(repository.root) == "stale"
    approve(repository, round=2)
    assert level(repository.root) == "recorded"
    repository.commit({GOAL_PATH: GOAL}, author="anna")
    assert level(repository.root) == "stale"


def test_content_is_the_working_trees(repository: RealRepository) -> None:
    approve(repository)
    repository.write({GOAL_PATH: WEAKER})
    assert level(repository.root) == "stale"
    repository.write({GOAL_PATH: "# why\n" + GOAL.replace("status: active", "status: stopped")})
    assert level(repository.root) == "recorded"


def test_a_return_outweighs_an_earlier_approval(repository: RealRepository) -> None:
    approve(repository)
    approve(repository, round=2, decision="returned")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.round, found.approver) == (Level.RETURNED, 2, "bram")
    assert by_files(repository.root) == "returned"
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    assert judged(repository.root)[COACHING].reason == text("given back, changed since; it waits for a new decision")
    approve(repository, round=3)
    assert level(repository.root) == "recorded"


def test_a_manager_who_left_had_the_right_then(repository: RealRepository) -> None:
    approve(repository)
    repository.commit(person("anna", "manager: carla"), author="robot")
    assert level(repository.root) == "recorded"


def test_a_manager_who_left_has_it_no_more(repository: RealRepository) -> None:
    repository.commit(person("anna", "manager: carla"), author="robot")
    approve(repository, "bram")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.FORGED,
        text(
            "{person} does not decide on the goals of {leader}; {approvers} may",
            person="bram",
            leader="anna",
            approvers=("carla",),
        ),
    )


def test_two_managers_may_both(repository: RealRepository) -> None:
    repository.commit(person("anna", "manager: bram", "co_managers: [carla]"), author="robot")
    approve(repository, "carla")
    assert level(repository.root) == "recorded"
    approve(repository, "bram", round=2)
    assert level(repository.root) == "recorded"


@pytest.mark.parametrize(
    ("on", "when", "expected"),
    [
        ("2026-02-01", "2026-02-01T09:00:00+01:00", "recorded"),
        ("2026-02-14", "2026-02-14T23:30:00+01:00", "recorded"),
        ("2026-01-31", "2026-02-01T09:00:00+01:00", "forged"),
        ("2026-02-15", "2026-02-15T00:10:00+01:00", "forged"),
        ("2026-02-14", "2026-02-15T00:10:00+01:00", "forged"),
    ],
)
def test_a_delegate_decides_between_two_dates(repository: RealRepository, on: str, when: str, expected: str) -> None:
    delegation = ("manager: bram", "delegates:", "  dirk: {from: 2026-02-01, until: 2026-02-14}")
    repository.commit(person("anna", *delegation), author="bram")
    record = decided(repository, "dirk", on=on)
    repository.commit({record.path: record.text}, author="dirk", when=when)
    assert level(repository.root) == expected


def test_the_person_at_the_top_has_an_approver(repository: RealRepository) -> None:
    repository.commit(person("anna", "approver: emma"), author="robot")
    approve(repository, "emma")
    assert level(repository.root) == "recorded"


def test_other_peoples_goals_do_not_come_into_it(repository: RealRepository) -> None:
    other = "plans/leaders/carla/goals/coaching.yml"
    repository.commit(person("carla", "manager: bram"), author="robot")
    repository.commit({other: GOAL}, author="carla")
    approve(repository, goal=("carla", "coaching"))
    assert {key: found.level.value for key, found in judged(repository.root).items()} == {
        ("anna", "coaching"): "missing",
        ("carla", "coaching"): "recorded",
    }


# Forgeries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["forged"])
def test_the_leader_writes_the_managers_record(repository: RealRepository, badge: str) -> None:
    """The leader commits the record with the manager's name in it."""
    commit = approve(repository, author="anna")
    assert judged(repository.root)[COACHING].reason == text(
        "commit {commit} is not {approver}'s: it is by {author}; a squash looks the same, "
        "so record the decision after the merge, or sign it",
        commit=commit[:10],
        approver="bram",
        author=("anna",),
    )
    assert level(repository.root) == badge


def test_a_squash_looks_like_a_forgery_and_says_what_to_do(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    approve(repository)
    repository.switch("main")
    repository.squash("work", author="anna")
    assert level(repository.root) == "forged"


def test_recorded_after_a_squash_it_holds(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    repository.squash("work", author="anna")
    approve(repository)
    assert level(repository.root) == "recorded"


def test_the_leader_cannot_approve(repository: RealRepository) -> None:
    approve(repository, "anna")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (Level.FORGED, text("nobody approves their own goal"))
    assert by_files(repository.root) == "forged"


@pytest.mark.parametrize("badge", ["forged"])
def test_nor_as_their_own_manager(repository: RealRepository, badge: str) -> None:
    """The leader makes themself their own manager, and agrees."""
    repository.commit(person("anna", "manager: anna"), author="anna")
    approve(repository, "anna")
    assert level(repository.root) == badge


def test_an_address_that_is_nobodys_proves_nothing(repository: RealRepository) -> None:
    approve(repository, author="Bram Smit <bram@elsewhere.example>")
    assert level(repository.root) == "unverifiable"


@pytest.mark.parametrize("badge", ["forged"])
def test_mailmap_does_not_make_somebody_the_manager(repository: RealRepository, badge: str) -> None:
    """A `.mailmap` shows the leader's commit as the manager's."""
    approve(repository, author="anna")
    repository.commit({".mailmap": "Bram Smit <bram@example.org> <anna@example.org>\n"})
    repository.git("config", "log.mailmap", "true")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_replaced_commit_does_not_either(repository: RealRepository, badge: str) -> None:
    """`git replace` shows another author of the commit."""
    mine = approve(repository, author="anna")
    tree, parent = repository.git("rev-parse", f"{mine}^{{tree}}", f"{mine}^").split()
    repository.git("replace", mine, repository.git("commit-tree", tree, "-p", parent, "-m", "x", author="bram"))
    assert repository.git("log", "-1", "--format=%ae") == "bram@example.org"
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_the_leader_adds_their_address_to_the_managers_file_on_the_branch(
    repository: RealRepository, badge: str
) -> None:
    """The leader puts their own address on the manager's file, in the same branch."""
    repository.branch("work")
    repository.commit(person("bram", "emails:", "  - anna@example.org"), author="anna")
    approve(repository, author="anna")
    repository.switch("main")
    repository.merge("work")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_an_address_of_two_people_proves_nothing(repository: RealRepository, badge: str) -> None:
    """An address is on file for leader and manager."""
    repository.commit(person("bram", "emails:", "  - carla@example.org"), author="robot")
    approve(repository, author="carla")
    assert level(repository.root) == badge


def test_the_leader_names_a_friend_manager_on_the_branch_first(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit(person("anna", "manager: carla"), author="anna")
    approve(repository, "carla")
    repository.switch("main")
    repository.merge("work", author="anna")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.approver) == (Level.FORGED, "carla")


def test_the_plan_came_in_with_its_own_approval(tmp_path: Path, repository: RealRepository) -> None:
    fresh = RealRepository.new(tmp_path / "import")
    fresh.write(people() | {GOAL_PATH: GOAL})
    record = decided(fresh)
    fresh.commit(people() | {GOAL_PATH: GOAL, record.path: record.text}, author="bram")
    found = judged(fresh.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.UNVERIFIABLE,
        text("the plan came in with its own approval, so nobody can have been its approver before"),
    )


def test_so_did_a_leader_who_came_in_later_with_everything(repository: RealRepository) -> None:
    """The first commit on the main line had other people only; the branch that adds the leader proves nothing."""
    repository.branch("work")
    goal = "plans/leaders/carla/goals/coaching.yml"
    repository.git("rm", "-q", "plans/leaders/carla/leader.yml")
    repository.git("commit", "-q", "-m", "carla leaves", author="robot")
    repository.switch("main")
    repository.merge("work", "--ff-only")
    repository.branch("back")
    repository.commit(person("carla", "manager: bram") | {goal: GOAL}, author="carla")
    approve(repository, goal=("carla", "coaching"))
    repository.switch("main")
    repository.merge("back")
    assert level(repository.root, ("carla", "coaching")) == "unverifiable"


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_record_that_is_not_committed_proves_nothing(repository: RealRepository, badge: str) -> None:
    """The record lies in the working tree and is in no commit."""
    record = decided(repository)
    repository.write({record.path: record.text})
    assert level(repository.root) == badge
    repository.git("add", "-A")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_record_changed_in_the_working_tree_proves_nothing(repository: RealRepository, badge: str) -> None:
    """A committed record is changed in the working tree."""
    record = decided(repository)
    approve(repository)
    repository.write({RECORD: record.text + "note: agreed in full\n"})
    repository.git("update-index", "--assume-unchanged", RECORD)
    assert level(repository.root) == badge


def test_a_record_changed_later_is_whose_change_it_is(repository: RealRepository) -> None:
    approve(repository)
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    record = decided(repository)
    repository.commit({RECORD: record.text}, author="anna")
    assert level(repository.root) == "forged"


def test_a_return_that_is_removed_still_stands(repository: RealRepository) -> None:
    approve(repository)
    approve(repository, round=2, decision="returned")
    repository.commit({SECOND: None}, author="anna")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.round, found.reason) == (
        Level.RETURNED,
        2,
        text("the record of round {round} was removed; records are kept, a later one decides", round=2),
    )


def test_also_when_it_is_only_removed_from_the_working_tree(repository: RealRepository) -> None:
    approve(repository)
    approve(repository, round=2, decision="returned")
    repository.write({SECOND: None})
    assert level(repository.root) == "returned"


def test_a_removed_record_put_back_by_the_leader_is_the_leaders(repository: RealRepository) -> None:
    record = decided(repository)
    approve(repository)
    repository.commit({RECORD: None}, author="bram", message="by mistake")
    assert level(repository.root) == "unverifiable"
    repository.commit({RECORD: record.text}, author="anna")
    assert level(repository.root) == "forged"


def test_a_goal_that_begins_anew_begins_without_decisions(repository: RealRepository) -> None:
    approve(repository)
    repository.commit({GOAL_PATH: None, RECORD: None}, author="anna")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    assert level(repository.root) == "missing"
    approve(repository)
    assert level(repository.root) == "recorded"


def test_nobody_approves_their_own_words(repository: RealRepository) -> None:
    commit = repository.commit({GOAL_PATH: WEAKER}, author="bram")
    approve(repository)
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.FORGED,
        text(
            "{person} changed what was to be agreed (commit {commit}); nobody approves their own words",
            person="bram",
            commit=commit[:10],
        ),
    )


def test_not_even_in_a_second_round(repository: RealRepository) -> None:
    """The first round did not hold, so it does not hide whose words they are."""
    repository.commit({GOAL_PATH: WEAKER}, author="bram")
    approve(repository)
    approve(repository, round=2)
    assert level(repository.root) == "forged"


def test_words_slipped_in_while_the_file_was_broken_are_still_ones_own(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: GOAL.replace("category: team", "category: broken")}, author="anna")
    commit = repository.commit({GOAL_PATH: WEAKER.replace("category: team", "category: broken")}, author="bram")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    approve(repository)
    found = judged(repository.root)[COACHING]
    assert found.level is Level.FORGED
    assert found.reason is not None
    assert dict(found.reason.params)["commit"] == commit[:10]


def test_words_that_were_approved_since_by_another_are_everybodys(repository: RealRepository) -> None:
    repository.commit(person("anna", "manager: bram", "co_managers: [carla]"), author="robot")
    repository.commit({GOAL_PATH: WEAKER}, author="bram")
    approve(repository, "carla")
    repository.commit({GOAL_PATH: GOAL}, author="anna")
    approve(repository, "bram", round=2)
    assert level(repository.root) == "recorded"


def test_what_is_not_agreed_may_be_anybodys(repository: RealRepository) -> None:
    repository.commit({GOAL_PATH: "# typo in the notes\n" + GOAL.replace("notes: Talk", "notes: Speak")}, author="bram")
    approve(repository)
    assert level(repository.root) == "recorded"


def test_merging_somebodys_words_does_not_make_them_yours(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    repository.merge("work", author="bram")
    approve(repository)
    assert level(repository.root) == "recorded"


@pytest.mark.parametrize("badge", ["forged"])
def test_slipping_words_into_a_merge_does(repository: RealRepository, badge: str) -> None:
    """A manager slips words of their own into a merge, and approves."""
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "work")
    repository.commit({GOAL_PATH: GOAL.replace("target: 6\n", "target: 3\n")}, author="bram")
    approve(repository)
    assert level(repository.root) == badge


def test_a_record_dated_later_is_not_seen_yet(repository: RealRepository) -> None:
    approve(repository, on="2026-03-01")
    assert level(repository.root, as_of=date(2026, 2, 28)) == "missing"
    assert level(repository.root, as_of=date(2026, 3, 1)) == "recorded"


@pytest.mark.parametrize(
    "broken",
    [
        "approved: true\n",
        "version: 2\ndecision: approved\n",
        "version: 1\ndecision: approved\nby: bram\ndate: 2026-01-14\nfingerprint: koers2:sha256:00\n"
        "evidence: {kind: commit}\n",
        "{[",
        "",
        "- approved\n",
        "decision: !!python/object/apply:os.system [echo]\n",
    ],
)
def test_a_broken_record_is_no_approval(repository: RealRepository, broken: str) -> None:
    approve(repository)
    repository.commit({SECOND: broken}, author="bram")
    found = judged(repository.root)[COACHING]
    assert (found.level, found.reason) == (
        Level.UNVERIFIABLE,
        text("the record of round {round} cannot be read", round=2),
    )
    assert by_files(repository.root) == "unverifiable"


def test_a_hostile_name_in_the_commit_changes_nothing(repository: RealRepository) -> None:
    approve(repository, author="Bram\x1b]0;owned\x07 <bram\x01@example.org>")
    assert level(repository.root) == "unverifiable"


def passes_not(repository: RealRepository, found: Mapping[GoalKey, Verdict]) -> tuple[Verdict, ...]:
    """What fails the gate, by the settings in the working tree."""
    here = now(repository.root)
    return unapproved(here, found, here.plans.organization)


def test_a_goal_that_cannot_be_read_stays_on_the_list(repository: RealRepository) -> None:
    repository.commit({"plans/organization.yml": "name: Waterlijn\napproval: required\n"}, author="robot")
    approve(repository)
    assert passes_not(repository, judged(repository.root)) == ()
    repository.write({GOAL_PATH: "title: [\n"})
    found = judged(repository.root)
    assert found == {
        COACHING: Verdict(COACHING, Level.UNVERIFIABLE, reason=text("its file has errors; `koers check` shows them"))
    }
    assert passes_not(repository, found) == (found[COACHING],)


@pytest.mark.parametrize(
    ("rule", "status", "is_failing"),
    [
        ("required", "active", True),
        ("required", "proposed", False),
        ("required", "draft", False),
        ("advised", "active", False),
        ("none", "active", False),
    ],
)
def test_the_gate_is_for_active_goals_where_approval_is_required(
    repository: RealRepository, rule: str, status: str, is_failing: bool
) -> None:
    repository.write(
        {
            "plans/organization.yml": f"name: Waterlijn\napproval: {rule}\n",
            GOAL_PATH: GOAL.replace("status: active", f"status: {status}"),
        }
    )
    failing = passes_not(repository, judged(repository.root))
    assert [found.goal for found in failing] == ([COACHING] if is_failing else [])


# How much history there is ------------------------------------------------------------------------------------------


def clone(repository: RealRepository, folder: Path, depth: int) -> Path:
    repository.git("clone", "-q", "--depth", str(depth), f"file://{repository.root}", str(folder))
    return folder


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_shallow_clone_says_so(repository: RealRepository, tmp_path: Path, depth: int) -> None:
    repository.commit({"README": "before"}, author="robot")
    approve(repository)
    shallow = clone(repository, tmp_path / "shallow", depth)
    found = judged(shallow)[COACHING]
    assert (found.level, found.reason) == (
        Level.UNVERIFIABLE,
        text("the clone is too shallow to show who decided; fetch the whole history"),
    )


def test_the_whole_history_fetched_later_shows_it(repository: RealRepository, tmp_path: Path) -> None:
    approve(repository)
    shallow = clone(repository, tmp_path / "shallow", 1)
    RealRepository(shallow).git("fetch", "-q", "--unshallow")
    assert level(shallow) == "recorded"


def test_an_approval_since_which_nothing_changed_needs_no_older_history(
    repository: RealRepository, tmp_path: Path
) -> None:
    approve(repository)
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    approve(repository, round=2)
    assert level(clone(repository, tmp_path / "deep", 5)) == "recorded"
    assert level(clone(repository, tmp_path / "shallow", 2)) == "unverifiable"


# In a pull request --------------------------------------------------------------------------------------------------


def test_a_goal_that_changed_since_the_base_awaits_this_very_review(repository: RealRepository) -> None:
    approve(repository)
    other = "plans/leaders/carla/goals/coaching.yml"
    repository.branch("work")
    repository.commit({GOAL_PATH: WEAKER, other: GOAL}, author="anna")
    assert dict(judged(repository.root, base="main")) == {}
    repository.commit({GOAL_PATH: "# only a comment\n" + GOAL}, author="anna")
    assert {key: found.level.value for key, found in judged(repository.root, base="main").items()} == {
        COACHING: "recorded"
    }


def test_records_newer_than_the_base_are_judged_by_it(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit(person("anna", "manager: carla"), author="anna")
    approve(repository, "carla")
    assert level(repository.root) == "unverifiable", "the branch alone does not show where main is"
    assert level(repository.root, base="main") == "forged"


def test_a_managers_record_in_a_pull_request_counts(repository: RealRepository) -> None:
    repository.branch("work")
    approve(repository)
    assert level(repository.root, base="main") == "recorded"
    repository.commit({"README": "more"}, author="anna")
    assert level(repository.root, base="main") == "recorded"


def test_what_was_in_the_base_is_judged_on_its_own_line(repository: RealRepository) -> None:
    """Main, merged into a branch that changed the manager, came in on the branch's line after that change."""
    repository.branch("work")
    repository.commit(person("anna", "manager: carla"), author="anna")
    repository.switch("main")
    approve(repository)
    repository.switch("work")
    repository.merge("main", author="anna")
    assert level(repository.root, base="main") == "recorded"


def test_a_pull_request_that_takes_a_record_away_is_seen(repository: RealRepository) -> None:
    approve(repository)
    approve(repository, round=2, decision="returned")
    repository.branch("work")
    repository.commit({SECOND: None}, author="anna")
    assert level(repository.root, base="main") == "returned"


def test_the_merge_commit_a_forge_checks_out_gives_the_same(repository: RealRepository) -> None:
    repository.branch("work")
    repository.commit(person("anna", "manager: carla"), author="anna")
    approve(repository, "carla")
    repository.switch("main")
    repository.commit({"README": "meanwhile"}, author="carla")
    repository.git("checkout", "-q", "--detach", "main")
    repository.merge("work", author="robot")
    assert level(repository.root, base="main") == "forged"


# Reviews on a forge -------------------------------------------------------------------------------------------------

URL = "https://github.com/us/plans/pull/7#pullrequestreview-1"


def reviewed(repository: RealRepository, commit: str, handle: str = "bram-s", author: str = "robot") -> str:
    evidence = Evidence("github", url=URL, reviewer=handle, commit=commit)
    return approve(repository, author=author, evidence=evidence)


def merged(repository: RealRepository, *, is_squash: bool = False) -> str:
    """Anna's change, reviewed at the commit that comes back, and merged."""
    repository.branch("work")
    commit = repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    if is_squash:
        repository.squash("work")
        repository.git("branch", "-q", "-D", "work")
    else:
        repository.merge("work")
    return commit


@pytest.mark.parametrize("is_squash", [False, True])
def test_a_review_recorded_after_the_merge_waits_for_somebody_who_asks(
    repository: RealRepository, is_squash: bool
) -> None:
    record = reviewed(repository, merged(repository, is_squash=is_squash))
    found = judged(repository.root)[COACHING]
    assert found == Verdict(
        COACHING,
        Level.UNCHECKED,
        "bram",
        date(2026, 1, 14),
        1,
        text(
            "{person} reviewed it on {forge}, says the record; nobody has asked {forge} again "
            "(`koers verify --from {forge}` does)",
            person="bram",
            forge="github",
        ),
        record,
        URL,
    )
    assert found.level.is_approved


def test_a_review_by_another_account_is_not_the_managers(repository: RealRepository) -> None:
    reviewed(repository, merged(repository), handle="carla-v")
    assert level(repository.root) == "forged"


def test_a_manager_without_an_account_on_file_proves_nothing(repository: RealRepository) -> None:
    repository.commit(person("bram"), author="robot")
    reviewed(repository, merged(repository))
    assert level(repository.root) == "unverifiable"


@pytest.mark.parametrize("badge", ["forged"])
def test_the_leader_does_not_record_reviews(repository: RealRepository, badge: str) -> None:
    """The leader records a review by the manager, where anybody may (without `recorders`)."""
    reviewed(repository, merged(repository), author="anna")
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["forged"])
def test_a_review_of_another_text_is_of_another_text(repository: RealRepository, badge: str) -> None:
    """The manager reviewed another text than the one that came in."""
    before = repository.git("rev-parse", "HEAD")
    merged(repository)
    reviewed(repository, before)
    assert level(repository.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_a_review_that_comes_with_the_change_proves_nothing(repository: RealRepository, badge: str) -> None:
    """The record of a review comes in with the very change that was to be reviewed."""
    repository.branch("work")
    commit = repository.commit({GOAL_PATH: WEAKER}, author="anna")
    reviewed(repository, commit)
    repository.switch("main")
    repository.merge("work")
    assert level(repository.root) == badge


def test_nor_in_a_pull_request(repository: RealRepository) -> None:
    commit = merged(repository)
    repository.branch("more")
    reviewed(repository, commit)
    assert level(repository.root, base="main") == "unverifiable"


# The files themselves -----------------------------------------------------------------------------------------------


def test_the_fixture_is_what_it_says(repository: RealRepository) -> None:
    assert (repository.root / ANNA).read_text(encoding="utf-8") == (
        "name: Anna de Wit\nemail: anna@example.org\nmanager: bram\n"
    )
    assert (repository.root / BRAM).read_text(encoding="utf-8") == (
        "name: Bram Smit\nemail: bram@example.org\nforge:\n  github: Bram-S\n"
    )
