"""Reviews of a merged change from three forges, answered as their public API documents say."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from assurance.claims import Claim, proves
from forge.loopback import LoopbackForge, Reply
from koers.approval.chronicle import Commit
from koers.approval.reviews import ForgeReview, last_words
from koers.errors import KoersError
from koers.forge import Decisions, Forge, Review, ReviewState, connect
from koers.model.organization import Forge as Settings

pytestmark = proves(Claim.REVIEWS)

MERGE = "5c1d7e0f" * 5
REVIEWED = "0a1b2c3d" * 5
LATER = "99887766" * 5


def line(*ids: str, parents: int = 1) -> tuple[Commit, ...]:
    """Commits of the main line, a minute apart, by Anna."""
    return tuple(
        Commit(id, ("0" * 40,) * parents, "Anna", "Anna@example.org", at(15, 9, minute), at(15, 9, minute))
        for minute, id in enumerate(ids)
    )


def opened(kind: str, server: LoopbackForge, token: str | None = "t0ken") -> Forge:
    """The forge at the loopback server."""
    repository = "noordwind/hr/plans" if kind == "gitlab" else "noordwind/plans"
    return connect(Settings(kind, repository), token, address=server.base, sleep=server.slept.append, now=server.now)


def github_pull(number: int, **changed: object) -> dict[str, object]:
    """A pull request, as GitHub lists those of a commit."""
    return {
        "number": number,
        "html_url": f"https://github.com/noordwind/plans/pull/{number}",
        "state": "closed",
        "merged_at": "2026-01-15T10:00:00Z",
        "merge_commit_sha": MERGE,
        "user": {"login": "anna-codes"},
        "base": {"ref": "main", "repo": {"full_name": "Noordwind/plans"}},
        **changed,
    }


def github_review(id: int, login: str | None, state: str, at: str | None, **changed: object) -> dict[str, object]:
    """A review, as GitHub lists those of a pull request."""
    return {
        "id": id,
        "user": None if login is None else {"login": login},
        "body": "",
        "state": state,
        "html_url": f"https://github.com/noordwind/plans/pull/7#pullrequestreview-{id}",
        "submitted_at": at,
        "commit_id": REVIEWED,
        **changed,
    }


def page(body: object, next_path: str) -> Reply:
    """A page with a Link to the next one, as GitHub and GitLab write it."""
    link = f'<{{base}}/first>; rel="prev", <{{base}}{next_path}>; rel="next", <{{base}}/last>; rel="last"'
    return Reply(body, headers={"Link": link})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in January 2026, UTC."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def test_github_reads_all_pages_of_the_merged_pull_requests_reviews(forge: LoopbackForge) -> None:
    reviews = "/repos/noordwind/plans/pulls/7/reviews?per_page=100"
    forge.answers(
        f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100",
        [
            github_pull(7),
            github_pull(8, merged_at=None),
            github_pull(9, base={"repo": {"full_name": "somebody/fork"}}),
        ],
    )
    second = "/repositories/42/pulls/7/reviews?page=2"
    forge.answers(
        reviews,
        page([github_review(1, "Piet-M", "CHANGES_REQUESTED", "2026-01-13T09:00:00Z", body="Name a number")], second),
    )
    forge.answers(
        second,
        [
            github_review(2, "kim", "COMMENTED", "2026-01-14T08:00:00Z"),
            github_review(3, "Piet-M", "APPROVED", "2026-01-14T09:30:00Z", commit_id=LATER),
            github_review(4, None, "APPROVED", "2026-01-14T09:31:00Z"),
            github_review(5, "piet-m", "PENDING", None),
        ],
    )
    url = "https://github.com/noordwind/plans/pull/7#pullrequestreview-"
    assert opened("github", forge).merged_reviews(line(MERGE)) == (
        Review(
            "Piet-M", ReviewState.CHANGES_REQUESTED, REVIEWED, f"{url}1", at(13, 9), 7, "anna-codes", "Name a number"
        ),
        Review("kim", ReviewState.COMMENTED, REVIEWED, f"{url}2", at(14, 8), 7, "anna-codes"),
        Review("Piet-M", ReviewState.APPROVED, LATER, f"{url}3", at(14, 9, 30), 7, "anna-codes"),
        Review(None, ReviewState.APPROVED, REVIEWED, f"{url}4", at(14, 9, 31), 7, "anna-codes"),
    )
    assert forge.asked == [f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100", reviews, second]
    assert {headers["Authorization"] for headers in forge.headers} == {"Bearer t0ken"}
    assert forge.headers[0]["X-Github-Api-Version"] == "2022-11-28"
    assert forge.headers[0]["Accept"] == "application/vnd.github+json"


def test_what_came_in_without_a_pull_request_has_no_reviews(forge: LoopbackForge) -> None:
    forge.answers(f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100", [])
    assert opened("github", forge).merged_reviews(line(MERGE)) == ()


def test_a_stranger_sends_no_token(forge: LoopbackForge) -> None:
    forge.answers(f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100", [])
    opened("github", forge, token=None).merged_reviews(line(MERGE))
    assert not {"Authorization", "Private-Token"} & set(forge.headers[0])


GITLAB = "/projects/noordwind%2Fhr%2Fplans"


def gitlab_request(iid: int, state: str = "merged") -> dict[str, object]:
    """A merge request, as GitLab lists those of a commit."""
    return {
        "iid": iid,
        "state": state,
        "web_url": f"https://gitlab.com/noordwind/hr/plans/-/merge_requests/{iid}",
        "author": {"username": "anna"},
        "merged_at": "2026-01-15T10:00:00.000Z",
    }


def gitlab_note(id: int, body: str, username: str, created_at: str, is_system: bool = True) -> dict[str, object]:
    """A note, as GitLab lists those of a merge request."""
    return {"id": id, "body": body, "system": is_system, "author": {"username": username}, "created_at": created_at}


def test_gitlab_works_out_which_version_was_approved(forge: LoopbackForge) -> None:
    forge.answers(
        f"{GITLAB}/repository/commits/{MERGE}/merge_requests?per_page=100",
        [gitlab_request(3), gitlab_request(4, "opened")],
    )
    own = f"{GITLAB}/merge_requests/3"
    forge.answers(
        f"{own}/versions?per_page=100",
        [
            {"head_commit_sha": LATER, "created_at": "2026-01-14T07:00:00.000Z"},
            {"head_commit_sha": REVIEWED, "created_at": "2026-01-12T07:00:00.000Z"},
        ],
    )
    forge.answers(
        f"{own}/approvals",
        {
            "approved_by": [
                {"user": {"username": "piet"}},
                {"user": {"username": "vera"}, "approved_at": "2026-01-14T12:00:00.000Z"},
            ]
        },
    )
    notes = f"{own}/notes?sort=asc&order_by=created_at&per_page=100"
    forge.answers(
        notes,
        page(
            [
                gitlab_note(10, "requested changes", "piet", "2026-01-13T09:00:00.000Z"),
                gitlab_note(11, "approved this merge request", "kim", "2026-01-13T10:00:00.000Z"),
                gitlab_note(12, "approved this merge request", "anna", "2026-01-13T11:00:00.000Z", is_system=False),
            ],
            "/notes2",
        ),
    )
    forge.answers(
        "/notes2",
        [
            gitlab_note(13, "added 1 commit", "anna", "2026-01-14T07:00:00.000Z"),
            gitlab_note(14, "Approved this merge request", "piet", "2026-01-14T09:30:00.000Z"),
        ],
    )
    web = "https://gitlab.com/noordwind/hr/plans/-/merge_requests/3"
    reviews = opened("gitlab", forge).merged_reviews(line(MERGE))
    assert reviews == (
        Review("piet", ReviewState.CHANGES_REQUESTED, REVIEWED, f"{web}#note_10", at(13, 9), 3, "anna"),
        Review("kim", ReviewState.DISMISSED, REVIEWED, f"{web}#note_11", at(13, 10), 3, "anna"),
        Review("piet", ReviewState.APPROVED, LATER, f"{web}#note_14", at(14, 9, 30), 3, "anna"),
        Review("vera", ReviewState.APPROVED, LATER, web, at(14, 12), 3, "anna"),
    )
    assert {headers["Private-Token"] for headers in forge.headers} == {"t0ken"}


def forgejo_review(id: int, login: str | None, state: str, at: str, **changed: object) -> dict[str, object]:
    """A review, as Forgejo lists those of a pull request."""
    return {
        "id": id,
        "user": None if login is None else {"login": login},
        "state": state,
        "body": "",
        "commit_id": REVIEWED,
        "stale": False,
        "official": True,
        "dismissed": False,
        "html_url": f"https://codeberg.org/noordwind/plans/pulls/5#issuecomment-{id}",
        "submitted_at": at,
        **changed,
    }


def test_forgejo_reads_numbered_pages_until_all_are_seen(forge: LoopbackForge) -> None:
    forge.answers(
        f"/repos/noordwind/plans/commits/{MERGE}/pull",
        {"number": 5, "merged": True, "user": {"login": "anna"}},
    )
    reviews = "/repos/noordwind/plans/pulls/5/reviews?limit=50&page="
    total = {"X-Total-Count": "5"}
    forge.answers(
        f"{reviews}1",
        Reply(
            [
                forgejo_review(1, "piet", "REQUEST_CHANGES", "2026-01-13T10:00:00+01:00", body="By when?"),
                forgejo_review(2, "kim", "REQUEST_REVIEW", "2026-01-13T10:05:00+01:00"),
                forgejo_review(3, "vera", "APPROVED", "2026-01-13T11:00:00+01:00", dismissed=True),
            ],
            headers=total,
        ),
    )
    forge.answers(
        f"{reviews}2",
        Reply(
            [
                forgejo_review(4, "piet", "APPROVED", "2026-01-14T10:30:00+01:00", commit_id=LATER),
                forgejo_review(5, None, "APPROVED", "2026-01-14T10:31:00+01:00"),
            ],
            headers=total,
        ),
    )
    url = "https://codeberg.org/noordwind/plans/pulls/5#issuecomment-"
    assert opened("forgejo", forge).merged_reviews(line(MERGE)) == (
        Review("piet", ReviewState.CHANGES_REQUESTED, REVIEWED, f"{url}1", at(13, 9), 5, "anna", "By when?"),
        Review("vera", ReviewState.DISMISSED, REVIEWED, f"{url}3", at(13, 10), 5, "anna"),
        Review("piet", ReviewState.APPROVED, LATER, f"{url}4", at(14, 9, 30), 5, "anna"),
        Review(None, ReviewState.APPROVED, REVIEWED, f"{url}5", at(14, 9, 31), 5, "anna"),
    )
    assert forge.asked[1:] == [f"{reviews}1", f"{reviews}2"]
    assert {headers["Authorization"] for headers in forge.headers} == {"token t0ken"}


def test_forgejo_without_a_total_stops_at_the_first_empty_page(forge: LoopbackForge) -> None:
    forge.answers(f"/repos/noordwind/plans/commits/{MERGE}/pull", {"number": 5, "merged": True})
    reviews = "/repos/noordwind/plans/pulls/5/reviews?limit=50&page="
    forge.answers(f"{reviews}1", [forgejo_review(1, "piet", "APPROVED", "2026-01-13T10:00:00Z")])
    forge.answers(f"{reviews}2", [])
    assert len(opened("forgejo", forge).merged_reviews(line(MERGE))) == 1


def test_forgejo_tells_no_pull_request_from_no_repository(forge: LoopbackForge) -> None:
    with pytest.raises(KoersError, match="does not know"):
        opened("forgejo", forge).merged_reviews(line(MERGE))
    forge.answers("/repos/noordwind/plans", {"full_name": "noordwind/plans"})
    assert opened("forgejo", forge).merged_reviews(line(MERGE)) == ()


PULL = "/repos/noordwind/plans/commits/{}/pull"
COMMITS = "/repos/noordwind/plans/pulls/5/commits?limit=50&files=false&verification=false&page="


def rebased(forge: LoopbackForge, commits: tuple[Commit, ...], **changed: object) -> None:
    """Forgejo knows pull request 5 by the last of these commits, and Piet approved it."""
    merged = {"number": 5, "merged": True, "user": {"login": "anna"}, **changed}
    forge.answers(PULL.format(commits[-1].id), merged)
    forge.answers("/repos/noordwind/plans", {"full_name": "noordwind/plans"})
    total = {"X-Total-Count": str(len(commits))}
    own = [
        {"sha": REVIEWED, "commit": {"author": {"email": "anna@example.org", "date": commit.authored.isoformat()}}}
        for commit in commits
    ]
    forge.answers(f"{COMMITS}1", Reply(own, headers=total))
    reviews = "/repos/noordwind/plans/pulls/5/reviews?limit=50&page=1"
    given = [forgejo_review(1, "piet", "APPROVED", "2026-01-13T10:00:00Z")]
    forge.answers(reviews, Reply(given, headers={"X-Total-Count": "1"}))


IDS = [f"{number:02x}" * 20 for number in range(1, 61)]


def test_forgejo_finds_the_pull_request_of_the_first_of_several_rebased_commits(forge: LoopbackForge) -> None:
    commits = line(*IDS[:3])
    rebased(forge, commits)
    (found,) = opened("forgejo", forge).merged_reviews((*commits, *line(MERGE)))
    assert (found.reviewer, found.change) == ("piet", 5)


def test_forgejo_takes_no_later_pull_request_for_that_of_a_direct_push(forge: LoopbackForge) -> None:
    commits = line(*IDS[:3])
    rebased(forge, commits[1:])
    assert opened("forgejo", forge).merged_reviews(commits) == ()


def test_forgejo_looks_behind_no_merge(forge: LoopbackForge) -> None:
    """What was merged with a merge commit has only that one on the main line."""
    before, merge = line(IDS[0], IDS[1], parents=2)
    rebased(forge, (before, merge))
    assert opened("forgejo", forge).merged_reviews((before, merge)) == ()


def test_forgejo_follows_a_bounded_number_of_commits(forge: LoopbackForge) -> None:
    commits = line(*IDS)
    rebased(forge, commits)
    assert opened("forgejo", forge).merged_reviews(commits) == ()
    assert len(forge.asked) == 51, "fifty commits, and the repository once"


CONTENT = "title: Größer\n".encode()
FILE = "plans/leaders/anna/goals/coaching.yml"
FILE_PATHS = {
    "github": f"/repos/noordwind/plans/contents/{FILE}?ref={REVIEWED}",
    "gitlab": f"{GITLAB}/repository/files/plans%2Fleaders%2Fanna%2Fgoals%2Fcoaching.yml?ref={REVIEWED}",
    "forgejo": f"/repos/noordwind/plans/contents/{FILE}?ref={REVIEWED}",
}


@pytest.mark.parametrize("kind", list(FILE_PATHS))
def test_a_file_of_a_reviewed_commit(forge: LoopbackForge, kind: str) -> None:
    asked = opened(kind, forge)
    assert asked.file(REVIEWED, FILE) is None
    body = {"type": "file", "size": len(CONTENT), "encoding": "base64"}
    forge.answers(FILE_PATHS[kind], body | {"content": base64.encodebytes(CONTENT).decode()})
    assert asked.file(REVIEWED, FILE) == CONTENT
    forge.answers(FILE_PATHS[kind], {"type": "symlink", "target": "/etc/passwd"})
    assert asked.file(REVIEWED, FILE) is None
    forge.answers(FILE_PATHS[kind], [{"type": "file"}])
    assert asked.file(REVIEWED, FILE) is None, "a folder"
    forge.answers(FILE_PATHS[kind], body | {"size": 300_000, "encoding": "none", "content": ""})
    assert asked.file(REVIEWED, FILE) is None, "larger than any file of plans/"
    for broken in ({"encoding": "rot13"}, {"content": "no base 64!"}):
        forge.answers(FILE_PATHS[kind], body | {"content": ""} | broken)
        with pytest.raises(KoersError, match="does not understand"):
            asked.file(REVIEWED, FILE)


@pytest.mark.parametrize("kind", ["github", "gitlab", "forgejo"])
def test_a_change_that_went_into_another_branch_is_said(forge: LoopbackForge, kind: str) -> None:
    forge.answers(
        f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100", [github_pull(7, base={"ref": "production"})]
    )
    forge.answers(
        f"{GITLAB}/repository/commits/{MERGE}/merge_requests?per_page=100",
        [gitlab_request(3) | {"target_branch": "production"}],
    )
    forge.answers(PULL.format(MERGE), {"number": 5, "merged": True, "base": {"ref": "production"}})
    with pytest.raises(KoersError, match="merged into"):
        opened(kind, forge).merged_reviews(line(MERGE))


def test_a_commit_that_was_not_pushed_is_said(forge: LoopbackForge) -> None:
    forge.answers(f"/repos/noordwind/plans/commits/{MERGE}/pulls?per_page=100", Reply({}, 422))
    with pytest.raises(KoersError, match="push it first"):
        opened("github", forge).merged_reviews(line(MERGE))


def review(reviewer: str | None, decision: str | None, number: int, change: int = 1) -> ForgeReview:
    """A review; the higher its number, the later."""
    return ForgeReview(reviewer, decision, REVIEWED, f"https://example.org/{number}", date(2026, 1, 14), change)


def test_the_last_word_of_each_reviewer() -> None:
    first = review("Piet", "approved", 1)
    assert last_words([first]) == (first,)
    for later in ("returned", None, "approved"):
        assert last_words([first, review("piet", later, 2)]) == (review("piet", later, 2),)
    other, kim = review("piet", "approved", 3, change=2), review("kim", "returned", 2)
    assert last_words([first, kim, other]) == (first, kim, other)
    assert last_words([review(None, "approved", 1)]) == (), "nobody can be held to it"


class Told:
    """A forge that has these reviews, and counts what it is asked."""

    kind = "github"
    web = "https://github.com/noordwind/plans"

    def __init__(self, *reviews: Review) -> None:
        self.reviews = reviews
        self.asked: list[str] = []

    def merged_reviews(self, commits: Sequence[Commit]) -> tuple[Review, ...]:
        self.asked.append(commits[0].id)
        return self.reviews

    def file(self, commit: str, path: str) -> bytes | None:
        self.asked.append(path)
        return CONTENT


def test_decisions_are_dated_where_the_organization_is_and_asked_for_once() -> None:
    told = Told(
        Review("piet", ReviewState.CHANGES_REQUESTED, None, "https://example.org/1", at(14, 23, 30), 1, "anna", "Why?"),
        Review("vera", ReviewState.COMMENTED, REVIEWED, "https://example.org/3", at(14, 9), 1),
        Review("kim", ReviewState.APPROVED, REVIEWED, "https://example.org/2", at(14, 9), 1),
        Review("lena", ReviewState.DISMISSED, REVIEWED, "https://example.org/4", at(14, 8), 1),
    )
    asked = Decisions(told, "Europe/Amsterdam", "hr/")
    for _ in range(2):
        assert asked.of(line(MERGE)) == (
            ForgeReview("lena", None, REVIEWED, "https://example.org/4", date(2026, 1, 14), 1),
            ForgeReview("kim", "approved", REVIEWED, "https://example.org/2", date(2026, 1, 14), 1),
            ForgeReview("piet", "returned", None, "https://example.org/1", date(2026, 1, 15), 1, "Why?"),
        )
        assert asked.file(REVIEWED, FILE) == CONTENT
    assert told.asked == [MERGE, f"hr/{FILE}"]
