"""Attempts with dates: a decision carries a day on which its maker might decide, or on which it cannot have been made.

The first sentence of each docstring says the attempt; `badge` is what koers says of the decision.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import COACHING, GOAL_PATH, WEAKER, approve, decided, judged, level, new_key, person, signer
from approval.organization import signed as with_key
from assurance.claims import Claim, proves
from git.real_repository import RealRepository
from koers.model.log import Evidence

pytestmark = proves(Claim.APPROVALS)

TERM = person("anna", "manager: bram", "delegates:", "  dirk: {from: 2026-02-01, until: 2026-02-14}")
IN_TERM = "2026-02-10T12:00:00+01:00"
BEFORE = "2026-01-20T12:00:00+01:00"
AFTER = "2026-03-02T12:00:00+01:00"


@pytest.fixture
def delegated(attacked: RealRepository) -> RealRepository:
    """Bram lets Dirk decide in the first half of February."""
    attacked.commit(TERM, author="bram")
    return attacked


def decide(repository: RealRepository, when: str, on: str = "2026-02-10", committed: str | None = None) -> None:
    """Dirk's record, in his commit with these dates."""
    record = decided(repository, "dirk", on=on)
    repository.commit({record.path: record.text}, author="dirk", when=when)
    if committed:
        repository.git("commit", "-q", "--amend", "--no-edit", f"--date={when}", author="dirk", when=committed)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_after_the_term(delegated: RealRepository, badge: str) -> None:
    """A delegate decides after the term, with record and commit dated into it."""
    delegated.commit({"README": "in March"}, author="emma", when=AFTER)
    decide(delegated, IN_TERM)
    assert level(delegated.root) == badge
    assert "nothing on main confirms" in str(judged(delegated.root)[COACHING].reason)


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_after_the_term_with_an_honest_committer(delegated: RealRepository, badge: str) -> None:
    """A delegate decides after the term, with a date of the author in it."""
    decide(delegated, IN_TERM, committed=AFTER)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_after_the_term_on_an_old_branch(delegated: RealRepository, badge: str) -> None:
    """A delegate decides after the term, on a branch that begins before it and is merged after it."""
    delegated.branch("work")
    delegated.switch("main")
    delegated.commit({"README": "in March"}, author="emma", when=AFTER)
    delegated.switch("work")
    decide(delegated, IN_TERM)
    delegated.switch("main")
    delegated.git("merge", "-q", "--no-ff", "-m", "merge", "work", author="emma", when=AFTER)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_after_the_term_with_later_commits_dated_back(delegated: RealRepository, badge: str) -> None:
    """As before, with another commit on top that is dated into the term as well."""
    delegated.commit({"README": "in March"}, author="emma", when=AFTER)
    decide(delegated, IN_TERM)
    delegated.commit({"README": "more"}, author="dirk", when="2026-02-11T12:00:00+01:00")
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_before_the_term(delegated: RealRepository, badge: str) -> None:
    """A delegate decides before the term, with record and commit dated into it; main goes on in the meantime."""
    decide(delegated, IN_TERM)
    delegated.commit({"README": "in January"}, author="emma", when=BEFORE)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_before_the_term_with_an_honest_committer(delegated: RealRepository, badge: str) -> None:
    """A delegate decides before the term, with a date of the author in it."""
    decide(delegated, IN_TERM, committed=BEFORE)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize(("before", "after"), [(AFTER, None), (None, BEFORE)])
def test_with_a_key(
    delegated: RealRepository, tmp_path: Path, badge: str, before: str | None, after: str | None
) -> None:
    """A delegate signs before or after the term, with a date in it."""
    key = new_key(tmp_path / "keys", "dirk")
    delegated.commit({"plans/signers": signer("dirk", key)}, author="robot")
    if before:
        delegated.commit({"README": "in March"}, author="emma", when=before)
    record = with_key(decided(delegated, "dirk", on="2026-02-10"), key)
    delegated.commit({record.path: record.text}, author="dirk", when=IN_TERM)
    if after:
        delegated.commit({"README": "in January"}, author="emma", when=after)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_with_a_review(delegated: RealRepository, badge: str) -> None:
    """A record of a delegate's review is dated into the term, of a change that came in after it."""
    delegated.commit(person("dirk", "forge:", "  github: dirk-k"), author="robot")
    delegated.branch("work")
    commit = delegated.commit({GOAL_PATH: WEAKER}, author="anna", when=IN_TERM)
    delegated.switch("main")
    delegated.git("merge", "-q", "--no-ff", "-m", "merge", "work", author="emma", when=AFTER)
    url = "https://github.com/us/plans/pull/7#pullrequestreview-1"
    evidence = Evidence("github", url=url, reviewer="dirk-k", commit=commit)
    record = decided(delegated, "dirk", on="2026-02-10", evidence=evidence)
    delegated.commit({record.path: record.text}, author="robot", when=AFTER)
    assert level(delegated.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_in_a_pull_request(delegated: RealRepository, badge: str) -> None:
    """A pull request holds a delegate's decision dated into the term, and main is past it."""
    delegated.commit({"README": "in March"}, author="emma", when=AFTER)
    delegated.branch("work")
    decide(delegated, IN_TERM)
    assert level(delegated.root, base="main") == badge


# Older than what it is about ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("badge", ["unverifiable"])
@pytest.mark.parametrize("on", ["2026-01-01", "2025-11-30", "1999-12-31"])
def test_older_than_its_goal(attacked: RealRepository, badge: str, on: str) -> None:
    """A decision is dated before the day on which its goal was written."""
    approve(attacked, on=on)
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_older_than_this_text_of_its_goal(attacked: RealRepository, badge: str) -> None:
    """A decision is dated before the day on which its goal came to say what was decided on."""
    attacked.commit({GOAL_PATH: WEAKER}, author="anna", when="2026-01-12T12:00:00+01:00")
    approve(attacked, on="2026-01-10")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_older_than_the_repository(attacked: RealRepository, badge: str) -> None:
    """Goal and decision are both dated back to before the repository began."""
    attacked.commit({GOAL_PATH: WEAKER}, author="anna", when="2025-06-01T12:00:00+01:00")
    record = decided(attacked, on="2025-06-02")
    attacked.commit({record.path: record.text}, author="bram", when="2025-06-02T12:00:00+01:00")
    assert level(attacked.root) == badge


@pytest.mark.parametrize("badge", ["unverifiable"])
def test_older_than_the_reviewed_commit(attacked: RealRepository, badge: str) -> None:
    """A record of a review is dated before the commit that was reviewed."""
    attacked.branch("work")
    commit = attacked.commit({GOAL_PATH: WEAKER}, author="anna", when="2026-01-12T12:00:00+01:00")
    attacked.switch("main")
    attacked.git("merge", "-q", "--no-ff", "-m", "m", "work", author="emma", when="2026-01-13T12:00:00+01:00")
    url = "https://github.com/us/plans/pull/7#pullrequestreview-1"
    approve(
        attacked,
        author="robot",
        on="2026-01-10",
        evidence=Evidence("github", url=url, reviewer="bram-s", commit=commit),
    )
    assert level(attacked.root) == badge


# What stays approved ------------------------------------------------------------------------------------------------


def test_within_the_term(delegated: RealRepository) -> None:
    delegated.commit({"README": "in January"}, author="emma", when=BEFORE)
    decide(delegated, IN_TERM)
    delegated.commit({"README": "in March"}, author="emma", when=AFTER)
    assert level(delegated.root) == "recorded"


def test_within_the_term_and_merged_within_it(delegated: RealRepository) -> None:
    delegated.branch("work")
    decide(delegated, IN_TERM)
    delegated.switch("main")
    delegated.git("merge", "-q", "--no-ff", "-m", "m", "work", author="emma", when="2026-02-13T12:00:00+01:00")
    assert level(delegated.root) == "recorded"


def test_a_commit_with_an_impossible_date_takes_nothing_away(delegated: RealRepository) -> None:
    """What is dated before all that lies under it says nothing about when the decision was."""
    delegated.commit({"README": "in January"}, author="emma", when=BEFORE)
    decide(delegated, IN_TERM)
    delegated.commit({"README": "long ago"}, author="carla", when="1999-01-01T12:00:00+01:00")
    assert level(delegated.root) == "recorded"


def test_the_manager_has_no_term(attacked: RealRepository) -> None:
    attacked.commit({"README": "in March"}, author="emma", when=AFTER)
    approve(attacked, on="2026-02-10")
    assert level(attacked.root) == "recorded"


def test_reviewed_before_a_squash(attacked: RealRepository) -> None:
    """A squash is younger than the review of what it holds."""
    attacked.branch("work")
    commit = attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    attacked.switch("main")
    attacked.git("merge", "-q", "--squash", "work")
    attacked.git("commit", "-q", "-m", "squash", author="anna", when=BEFORE)
    attacked.git("branch", "-q", "-D", "work")
    url = "https://github.com/us/plans/pull/7#pullrequestreview-1"
    approve(attacked, author="robot", evidence=Evidence("github", url=url, reviewer="bram-s", commit=commit))
    assert level(attacked.root) == "unchecked"


def test_signed_before_a_squash(attacked: RealRepository, tmp_path: Path) -> None:
    key = new_key(tmp_path / "keys", "bram")
    attacked.commit({"plans/signers": signer("bram", key)}, author="robot")
    attacked.branch("work")
    attacked.commit({GOAL_PATH: WEAKER}, author="anna")
    record = with_key(decided(attacked), key)
    attacked.commit({record.path: record.text}, author="bram")
    attacked.switch("main")
    attacked.git("merge", "-q", "--squash", "work")
    attacked.git("commit", "-q", "-m", "squash", author="anna", when=AFTER)
    assert level(attacked.root) == "signed"


def test_decided_on_a_branch_that_was_rebased_later(attacked: RealRepository) -> None:
    attacked.branch("work")
    attacked.commit({GOAL_PATH: WEAKER}, author="anna", when="2026-01-06T12:00:00+01:00")
    record = decided(attacked, on="2026-01-07")
    attacked.commit({record.path: record.text}, author="bram", when="2026-01-07T12:00:00+01:00")
    attacked.switch("main")
    attacked.commit({"README": "meanwhile"}, author="emma", when=AFTER)
    attacked.switch("work")
    attacked.git("rebase", "-q", "main", author="emma", when=AFTER)
    attacked.switch("main")
    attacked.merge("work", "--ff-only")
    assert level(attacked.root) == "recorded"


def test_the_same_day_in_the_organizations_zone(attacked: RealRepository) -> None:
    """Written after midnight by the leader's clock, and decided on before it by the organization's."""
    attacked.commit({GOAL_PATH: WEAKER}, author="anna", when="2026-01-12T01:00:00+09:00")
    approve(attacked, on="2026-01-11")
    assert level(attacked.root) == "recorded"


def test_the_goal_of_these_tests(attacked: RealRepository) -> None:
    assert (attacked.root / GOAL_PATH).read_text(encoding="utf-8") == GOAL
