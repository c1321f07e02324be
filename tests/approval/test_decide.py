"""Who may decide now, what is written then, and what is refused before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from approval.agreed_goal import GOAL
from approval.organization import (
    COACHING,
    GOAL_PATH,
    WEAKER,
    approve,
    decided,
    judged,
    level,
    new_key,
    now,
    people,
    person,
    signer,
)
from git.real_repository import RealRepository
from koers.approval.as_json import verdicts_as_json
from koers.approval.chronicle import Commit
from koers.approval.decide import (
    Outcome,
    decide,
    decide_by_reviews,
    goal_named,
    with_signature,
)
from koers.approval.past import Past
from koers.approval.records import NewRecord
from koers.approval.reviews import ForgeReview
from koers.approval.statement import statement
from koers.errors import KoersError
from koers.git import Repository
from koers.model.log import Evidence
from koers.ssh import sign
from koers.texts import Text, text

TODAY = date(2026, 1, 20)
OTHER = ("carla", "coaching")
OTHER_PATH = "plans/leaders/carla/goals/coaching.yml"


@pytest.fixture
def repository(empty: RealRepository) -> RealRepository:
    """Anna and Carla have a goal; Bram is Anna's manager, Emma Carla's."""
    empty.commit(people() | person("carla", "manager: emma"), author="robot")
    empty.commit({GOAL_PATH: GOAL, OTHER_PATH: GOAL}, author="anna")
    return empty


def past(repository: RealRepository) -> Past:
    opened = Repository.open(repository.root)
    return Past(opened.chronicle(), opened.read)


def decision(
    repository: RealRepository, *goals: tuple[str, str], email: str = "bram@example.org", **more: object
) -> Outcome:
    asked = {"decision": "approved", "on": TODAY, "past": past(repository)} | more
    return decide(now(repository.root), goals or (COACHING,), email=email, **asked)  # type: ignore[arg-type]


def test_an_approval_is_a_new_file_in_the_next_round(repository: RealRepository) -> None:
    made = decision(repository, email="BRAM@example.org")
    assert made.refusals == ()
    (record,) = made.records
    assert record.path == "plans/leaders/anna/approvals/coaching.1.yml"
    repository.commit({record.path: record.text}, author="bram")
    assert level(repository.root) == "recorded"
    (second,) = decision(repository, decision="returned", note="Say when").records
    assert (second.path, second.approval.note) == ("plans/leaders/anna/approvals/coaching.2.yml", "Say when")


def test_a_round_that_was_removed_is_not_used_again(repository: RealRepository) -> None:
    approve(repository)
    approve(repository, round=2, decision="returned")
    repository.commit({"plans/leaders/anna/approvals/coaching.2.yml": None}, author="anna")
    (record,) = decision(repository).records
    assert record.approval.round == 3
    repository.commit({record.path: record.text}, author="bram")
    assert level(repository.root) == "recorded"


def test_a_broken_record_keeps_its_round(repository: RealRepository) -> None:
    repository.commit({"plans/leaders/anna/approvals/coaching.4.yml": "approved: true\n"})
    (record,) = decision(repository).records
    assert record.approval.round == 5


def test_with_several_goals_it_is_all_or_nothing(repository: RealRepository) -> None:
    assert decision(repository, COACHING, OTHER) == Outcome(
        refusals=(
            text(
                "{goal}: {why}",
                goal="carla/coaching",
                why=text(
                    "{person} does not decide on the goals of {leader}; {approvers} may",
                    person="bram",
                    leader="carla",
                    approvers=("emma",),
                ),
            ),
        )
    )


@pytest.mark.parametrize(
    ("email", "why"),
    [
        (
            "anna@example.org",
            text("{goal}: {why}", goal="anna/coaching", why=text("nobody approves their own goal")),
        ),
        (
            "who@example.org",
            text(
                "{email} is nobody's address in plans/leaders; set user.email in git, or add it to your leader.yml",
                email="who@example.org",
            ),
        ),
    ],
)
def test_who_may_not(repository: RealRepository, email: str, why: Text) -> None:
    assert decision(repository, email=email) == Outcome(refusals=(why,))


def test_an_address_on_file_twice_is_nobodys(repository: RealRepository) -> None:
    repository.write(person("emma", "emails: [bram@example.org]"))
    assert decision(repository).refusals == (
        text(
            "{email} is on file for {people}; take it out of all but one",
            email="bram@example.org",
            people=("bram", "emma"),
        ),
    )


def test_a_leader_without_anybody_above(repository: RealRepository) -> None:
    repository.write(person("anna"))
    assert decision(repository).refusals == (
        text(
            "{goal}: {why}",
            goal="anna/coaching",
            why=text("{leader} has no manager and no approver on file", leader="anna"),
        ),
    )


def test_a_delegate_whose_time_is_over(repository: RealRepository) -> None:
    repository.write(person("anna", "manager: emma", "delegates:", "  bram: {from: 2026-01-01, until: 2026-01-19}"))
    assert decision(repository).refusals == (
        text(
            "{goal}: {why}",
            goal="anna/coaching",
            why=text(
                "{person} decides for {leader} from {start} to {until}, and this is {on}",
                person="bram",
                leader="anna",
                start=date(2026, 1, 1),
                until=date(2026, 1, 19),
                on=TODAY,
            ),
        ),
    )


def test_nobody_approves_their_own_words_but_may_return_them(repository: RealRepository) -> None:
    commit = repository.commit({GOAL_PATH: WEAKER}, author="bram")
    assert decision(repository).refusals == (
        text(
            "{goal}: {why}",
            goal="anna/coaching",
            why=text(
                "{person} changed what was to be agreed (commit {commit}); nobody approves their own words",
                person="bram",
                commit=commit[:10],
            ),
        ),
    )
    assert decision(repository, decision="returned", note="On second thoughts").refusals == ()


def test_a_goal_with_errors_of_form_is_not_decided_on(repository: RealRepository) -> None:
    repository.write({GOAL_PATH: GOAL.replace("category: team", "category: nothing")})
    assert decision(repository).refusals == (
        text("{goal}: {why}", goal="anna/coaching", why=text("its file has errors; `koers check` shows them")),
    )


@pytest.mark.parametrize("note", [None, " "])
def test_a_return_has_a_reason(repository: RealRepository, note: str | None) -> None:
    assert decision(repository, decision="returned", note=note).refusals == (
        text("a return needs a reason; say it with --reason"),
    )


def test_a_signed_decision(repository: RealRepository, tmp_path: Path) -> None:
    key = new_key(tmp_path / "keys", "bram")
    repository.commit({"plans/signers": signer("bram", key)}, author="robot")
    (record,) = decision(repository, note="Good luck").records
    record = with_signature(record, sign(statement("anna", record.approval), key))
    repository.commit({record.path: record.text}, author="anna")
    assert level(repository.root) == "signed"


@pytest.mark.parametrize("written", ["anna/coaching", GOAL_PATH, f"./{GOAL_PATH}", GOAL_PATH.replace("/", "\\")])
def test_a_goal_is_named_by_leader_and_id_or_by_its_file(repository: RealRepository, written: str) -> None:
    assert goal_named(now(repository.root), written) == COACHING


@pytest.mark.parametrize("written", ["anna", "anna/nothing", "plans/leaders/anna/leader.yml", "", "anna/coaching/x"])
def test_what_names_no_goal(repository: RealRepository, written: str) -> None:
    with pytest.raises(KoersError) as raised:
        goal_named(now(repository.root), written)
    assert raised.value.message == text(
        "there is no goal {name}; name it as <leader>/<goal>, or by the path of its file", name=written
    )


def test_many_rounds_that_did_not_hold_are_judged_in_no_time(repository: RealRepository) -> None:
    """Each asks whether an earlier one held; asked anew each time, sixty would take longer than anybody lives."""
    repository.commit({GOAL_PATH: WEAKER}, author="bram")
    files = {}
    for round in range(1, 61):
        record = decided(repository, round=round)
        files[record.path] = record.text
    repository.commit(files, author="bram")
    assert level(repository.root) == "forged"


# From a forge -------------------------------------------------------------------------------------------------------

WEB = "https://github.com/us/plans"
URL = WEB + "/pull/7#pullrequestreview-{}"


def review(
    commit: str | None, decision: str | None = "approved", reviewer: str | None = "bram-s", number: int = 1
) -> ForgeReview:
    note = "Which behavior?" if decision == "returned" else None
    return ForgeReview(reviewer, decision, commit, URL.format(number), date(2026, 1, 18), 7, note)


@dataclass
class Told:
    """A forge that has these reviews of the change, and these files of commits that are not here."""

    reviews: tuple[ForgeReview, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    kind: str = "github"
    web: str = WEB

    def of(self, line: Sequence[Commit]) -> tuple[ForgeReview, ...]:
        self.asked.append(line[0].id)
        return self.reviews

    def file(self, commit: str, path: str) -> bytes | None:
        assert path == GOAL_PATH
        return self.files[commit].encode() if commit in self.files else None


def merged(repository: RealRepository) -> str:
    repository.branch("work")
    commit = repository.commit({GOAL_PATH: WEAKER}, author="anna")
    repository.switch("main")
    repository.merge("work")
    repository.commit({GOAL_PATH: "# a comment\n" + WEAKER}, author="anna")
    return commit


def by_reviews(repository: RealRepository, *reviews: ForgeReview) -> NewRecord | Text | None:
    return decide_by_reviews(now(repository.root), past(repository), COACHING, Told(reviews))


def test_a_review_of_the_merged_change_becomes_a_record(repository: RealRepository) -> None:
    reviewed = merged(repository)
    merge = repository.git("rev-parse", "HEAD^")
    told = Told((review(reviewed),))
    record = decide_by_reviews(now(repository.root), past(repository), COACHING, told)
    assert told.asked == [merge]
    assert isinstance(record, NewRecord)
    assert (record.approval.by, record.approval.date, record.approval.decision) == (
        "bram",
        date(2026, 1, 18),
        "approved",
    )
    assert record.approval.evidence == Evidence("github", URL.format(1), "bram-s", reviewed)
    repository.commit({record.path: record.text}, author="robot")
    assert level(repository.root) == "unchecked"
    assert by_reviews(repository, review(reviewed)) is None, "it is on record already"


def test_the_last_review_that_counts_decides(repository: RealRepository) -> None:
    reviewed = merged(repository)
    record = by_reviews(
        repository,
        review(reviewed),
        review(reviewed, "returned", number=2),
        review(reviewed, reviewer="stranger", number=3),
        review(reviewed, reviewer="anna", number=4),
    )
    assert isinstance(record, NewRecord)
    assert (record.approval.decision, record.approval.note) == ("returned", "Which behavior?")
    assert record.approval.evidence.url == URL.format(2)


def test_reviews_that_do_not_count(repository: RealRepository) -> None:
    before = repository.git("rev-parse", "HEAD")
    reviewed = merged(repository)
    nothing = text(
        "{goal}: no review of the change that counts; {approvers} may decide",
        goal="anna/coaching",
        approvers=("bram",),
    )
    assert by_reviews(repository) == nothing
    assert by_reviews(repository, review(reviewed, reviewer="stranger")) == nothing
    assert by_reviews(repository, review(reviewed, reviewer=None)) == nothing

    def why(said: Text) -> Text:
        return text("{goal}: {why}", goal="anna/coaching", why=said)

    another = why(
        text(
            "{person} reviewed another text (commit {commit}): what is to be agreed has changed since, so ask for the "
            "decision again",
            person="bram",
            commit=before[:10],
        )
    )
    assert by_reviews(repository, review(before)) == another
    assert by_reviews(repository, review(None)) == why(
        text("{forge} does not say which text {person} reviewed", forge="github", person="bram")
    )
    taken_back = why(text("the review by {person} was reset, dismissed or taken back", person="bram"))
    assert by_reviews(repository, review(reviewed, None)) == taken_back
    assert by_reviews(repository, review(reviewed), review(reviewed, None)) == taken_back
    assert by_reviews(repository, review(reviewed), review(before)) == another, "the last word was of another text"


ELSEWHERE = "0a1b2c3d" * 5


@pytest.mark.parametrize(
    ("seen", "counts"),
    [
        (WEAKER, True),
        ("# laid out otherwise\n" + WEAKER.replace("\n", "\r\n"), True),
        (WEAKER.replace("status: active", "status: proposed"), True),
        (WEAKER.replace("notes: Talk", "notes: Speak"), True),
        (GOAL, False),
        (WEAKER + "extra: 1\n", False),
        ("title: [\n", False),
        ("", False),
        (None, False),
    ],
)
def test_what_only_the_forge_still_has_is_compared_too(
    repository: RealRepository, seen: str | None, counts: bool
) -> None:
    """After a squash nobody else has the reviewed commit. What was agreed must be the same, not a byte of it more."""
    merged(repository)
    told = Told((review(ELSEWHERE),), {} if seen is None else {ELSEWHERE: seen})
    record = decide_by_reviews(now(repository.root), past(repository), COACHING, told)
    assert isinstance(record, NewRecord) == counts


def test_a_co_managers_review_counts_when_the_managers_was_of_another_text(repository: RealRepository) -> None:
    repository.commit(
        person("anna", "manager: bram", "co_managers: [carla]") | person("carla", "forge: {github: carla-v}"),
        author="robot",
    )
    before = repository.git("rev-parse", "HEAD")
    reviewed = merged(repository)
    record = by_reviews(repository, review(reviewed, reviewer="carla-v"), review(before, number=2))
    assert isinstance(record, NewRecord)
    assert record.approval.by == "carla"


def test_two_reviews_at_one_address_are_told_apart_by_their_account(repository: RealRepository) -> None:
    """An older GitLab has one address for all approvals of a merge request."""
    repository.commit(
        person("anna", "manager: bram", "co_managers: [carla]") | person("carla", "forge: {github: carla-v}"),
        author="robot",
    )
    reviewed = merged(repository)
    first = by_reviews(repository, review(reviewed, reviewer="carla-v"))
    assert isinstance(first, NewRecord)
    repository.commit({first.path: first.text}, author="robot")
    assert by_reviews(repository, review(reviewed, reviewer="carla-v")) is None
    second = by_reviews(repository, review(reviewed, reviewer="carla-v"), review(reviewed))
    assert isinstance(second, NewRecord)
    assert (second.approval.by, second.approval.round) == ("bram", 2)


def test_an_account_put_on_file_in_the_change_itself_does_not_count(repository: RealRepository) -> None:
    repository.branch("work")
    reviewed = repository.commit(
        {GOAL_PATH: WEAKER} | person("anna", "manager: emma") | person("emma", "forge:", "  github: friend"),
        author="anna",
    )
    repository.switch("main")
    repository.merge("work")
    assert isinstance(by_reviews(repository, review(reviewed, reviewer="friend")), Text)


def test_what_is_not_committed_has_no_change_to_ask_for(repository: RealRepository) -> None:
    repository.write({GOAL_PATH: WEAKER})
    why = text("{goal}: what it says now is not committed", goal="anna/coaching")
    assert by_reviews(repository, review("0" * 40)) == why


# As data ------------------------------------------------------------------------------------------------------------


def test_verdicts_as_data(repository: RealRepository) -> None:
    approve(repository)
    repository.commit({GOAL_PATH: WEAKER}, author="anna")
    assert verdicts_as_json(judged(repository.root), TODAY, lambda sentence: sentence.msgid) == {
        "version": 1,
        "as_of": "2026-01-20",
        "goals": [
            {
                "goal": "anna/coaching",
                "level": "stale",
                "approver": "bram",
                "on": "2026-01-14",
                "round": 1,
                "reason": "what was agreed has changed since; it needs approval again",
            },
            {
                "goal": "carla/coaching",
                "level": "missing",
                "approver": None,
                "on": None,
                "round": None,
                "reason": "no decision is on record",
            },
        ],
    }


def test_moments_have_zones(repository: RealRepository) -> None:
    (newest, *_) = past(repository).chronicle.commits
    assert newest.committed.astimezone(UTC) == datetime(2026, 1, 2, 11, tzinfo=UTC)
