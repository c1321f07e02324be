"""One merged change and its reviews, told by a loopback server as the APIs of GitHub, GitLab and Forgejo tell it.

The files of the reviewed commits come from a real repository.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from forge.loopback import LoopbackForge, Reply

FORGES = ("github", "gitlab", "forgejo")
PROJECTS = {"github": "waterlijn/plans", "gitlab": "waterlijn/hr/plans", "forgejo": "waterlijn/plans"}
SITES = {"github": "https://github.com", "gitlab": "https://gitlab.com", "forgejo": "https://codeberg.org"}
API_PATHS = {"github": "/api/v3", "gitlab": "/api/v4", "forgejo": "/api/v1"}


@dataclass(frozen=True)
class Given:
    """A review: `state` is approved, returned or commented; `stands` is False when it was dismissed, reset or taken
    back; `commit` is what was looked at, None when the forge does not say."""

    account: str | None
    state: str
    at: str
    commit: str | None
    stands: bool = True


@dataclass(frozen=True)
class Change:
    """A merged pull request: `merged` are the commits it put on the main branch, oldest first, `own` those it had
    (id, author's e-mail, author's time)."""

    merged: Sequence[str]
    reviews: Sequence[Given]
    own: Sequence[tuple[str, str, str]] = ()
    number: int = 7
    target: str = "main"


def review_address(kind: str, review: int, number: int = 7, site: str | None = None) -> str:
    """Where the forge shows a review."""
    web = f"{site or SITES[kind]}/{PROJECTS[kind]}"
    return {
        "github": f"{web}/pull/{number}#pullrequestreview-{review}",
        "gitlab": f"{web}/-/merge_requests/{number}#note_{review}",
        "forgejo": f"{web}/pulls/{number}#issuecomment-{review}",
    }[kind]


def tell(
    server: LoopbackForge,
    kind: str,
    change: Change,
    root: Path | None = None,
    files: Sequence[str] = (),
    path: str = "",
) -> None:
    """Makes the server answer about the change, and with `files` as the reviewed commits in `root` have them.

    `path` stands before every path of the API (`/gitlab/api/v4`).
    """
    {"github": _github, "gitlab": _gitlab, "forgejo": _forgejo}[kind](server, change, path)
    for commit in {given.commit for given in change.reviews if given.commit} if root else set():
        for file in files:
            shown = subprocess.run(["git", "show", f"{commit}:{file}"], cwd=root, capture_output=True, check=False)
            if shown.returncode == 0:
                server.answers(path + _file_path(kind, commit, file), _file(kind, shown.stdout))


def _file_path(kind: str, commit: str, file: str) -> str:
    if kind == "gitlab":
        return f"{_gitlab_project()}/repository/files/{quote(file, safe='')}?ref={commit}"
    return f"/repos/{PROJECTS[kind]}/contents/{file}?ref={commit}"


def _file(kind: str, content: bytes) -> dict[str, object]:
    shared = {"size": len(content), "encoding": "base64", "content": base64.encodebytes(content).decode()}
    return shared if kind == "gitlab" else {"type": "file", **shared}


def _github(server: LoopbackForge, change: Change, path: str) -> None:
    states = {"approved": "APPROVED", "returned": "CHANGES_REQUESTED", "commented": "COMMENTED"}
    repository = f"/repos/{PROJECTS['github']}"
    pull = {
        "number": change.number,
        "state": "closed",
        "merged_at": "2026-01-16T10:00:00Z",
        "user": {"login": "anna-w"},
        "base": {"ref": change.target, "repo": {"full_name": PROJECTS["github"]}},
    }
    for commit in change.merged:
        server.answers(f"{path}{repository}/commits/{commit}/pulls?per_page=100", [pull])
    reviews = [
        {
            "id": number,
            "user": None if given.account is None else {"login": given.account},
            "state": states[given.state] if given.stands else "DISMISSED",
            "commit_id": given.commit,
            "html_url": review_address("github", number, change.number),
            "submitted_at": given.at,
            "body": "Which meeting?" if given.state == "returned" else "",
        }
        for number, given in enumerate(change.reviews, 1)
    ]
    first = f"{path}{repository}/pulls/{change.number}/reviews?per_page=100"
    second = f"{path}/repositories/1/pulls/{change.number}/reviews?page=2"
    server.answers(first, Reply(reviews[:1], headers={"Link": f'<{{base}}{second}>; rel="next"'}))
    server.answers(second, reviews[1:])


def _gitlab_project() -> str:
    return f"/projects/{quote(PROJECTS['gitlab'], safe='')}"


def _gitlab(server: LoopbackForge, change: Change, path: str) -> None:
    words = {"approved": "approved this merge request", "returned": "requested changes", "commented": "looks good"}
    project = f"{path}{_gitlab_project()}"
    own = f"{project}/merge_requests/{change.number}"
    request = {
        "iid": change.number,
        "state": "merged",
        "target_branch": change.target,
        "web_url": f"{SITES['gitlab']}/{PROJECTS['gitlab']}/-/merge_requests/{change.number}",
        "author": {"username": "anna-w"},
    }
    for commit in change.merged:
        server.answers(f"{project}/repository/commits/{commit}/merge_requests?per_page=100", [request])
    # A version for each reviewed commit, pushed the moment before: GitLab keeps no commit with an approval.
    versions = [
        {"head_commit_sha": given.commit, "created_at": given.at.replace("Z", ".000Z")}
        for given in change.reviews
        if given.commit
    ]
    server.answers(f"{own}/versions?per_page=100", versions[::-1])
    approved = [
        {"user": {"username": given.account}}
        for given in change.reviews
        if given.state == "approved" and given.stands and given.account
    ]
    server.answers(f"{own}/approvals", {"approved_by": approved})
    notes = [
        {
            "id": number,
            "body": words[given.state],
            "system": given.state != "commented",
            "author": None if given.account is None else {"username": given.account},
            "created_at": given.at.replace("Z", ".000Z"),
        }
        for number, given in enumerate(change.reviews, 1)
    ]
    server.answers(f"{own}/notes?sort=asc&order_by=created_at&per_page=100", notes)


def _forgejo(server: LoopbackForge, change: Change, path: str) -> None:
    states = {"approved": "APPROVED", "returned": "REQUEST_CHANGES", "commented": "COMMENT"}
    repository = f"{path}/repos/{PROJECTS['forgejo']}"
    pull = {"number": change.number, "merged": True, "user": {"login": "anna-w"}, "base": {"ref": change.target}}
    # Forgejo knows a merged pull request by the last commit it put on the branch, and by no other.
    server.answers(f"{repository}/commits/{change.merged[-1]}/pull", pull)
    server.answers(repository, {"full_name": PROJECTS["forgejo"]})
    commits = f"{repository}/pulls/{change.number}/commits?limit=50&files=false&verification=false&page="
    server.answers(
        f"{commits}1",
        [
            {"sha": sha, "commit": {"author": {"email": email, "date": at}, "message": "work"}}
            for sha, email, at in change.own
        ],
    )
    server.answers(f"{commits}2", [])
    reviews = [
        {
            "id": number,
            "user": None if given.account is None else {"login": given.account},
            "state": states[given.state],
            "commit_id": given.commit or "",
            "stale": bool(change.own) and given.commit != change.own[-1][0],
            "official": True,
            "dismissed": not given.stands,
            "html_url": review_address("forgejo", number, change.number),
            "submitted_at": given.at,
            "body": "Which meeting?" if given.state == "returned" else "",
        }
        for number, given in enumerate(change.reviews, 1)
    ]
    server.answers(f"{repository}/pulls/{change.number}/reviews?limit=50&page=1", reviews)
    server.answers(f"{repository}/pulls/{change.number}/reviews?limit=50&page=2", [])
