"""Issues of a repository on three forges: those that koers keeps, told apart by their label.

Only who may sort issues can give one a label, so an issue that a stranger opens is never taken for one of koers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from koers.errors import KoersError
from koers.forge.answers import found, items, number, words, words_or_none
from koers.forge.api import Answer, Api
from koers.forge.reviews import Forge
from koers.texts import text

LABEL = "koers"

_REFUSED = frozenset({403, 404, 410})
_NOT_THIS_PERSON = 422


@dataclass(frozen=True, slots=True)
class Issue:
    """An open issue of koers: its number, what it says, and where people read it."""

    number: int
    title: str
    body: str
    url: str


class Issues(Protocol):
    """What every forge can do with the issues of one repository. Each raises KoersError when the forge refuses."""

    def opened(self) -> tuple[Issue, ...]:
        """The open issues with the label of koers, the oldest first."""

    def create(self, title: str, body: str, account: str | None) -> Issue:
        """Opens an issue with the label of koers, for this account where the forge takes it."""

    def change(self, number: int, title: str, body: str) -> None:
        """Lets an issue say this from now on."""

    def close(self, number: int) -> None:
        """Closes an issue."""


def issues_of(forge: Forge, repository: str) -> Issues:
    """The issues of this repository on a forge that `connect` has opened."""
    kinds: Mapping[str, Callable[[Api, str], Issues]] = {
        "github": GitHubIssues,
        "gitlab": GitLabIssues,
        "forgejo": ForgejoIssues,
    }
    return kinds[forge.kind](forge.api, repository)


@dataclass(frozen=True, slots=True)
class GitHubIssues:
    """`repository` is `owner/name`."""

    api: Api
    repository: str

    @property
    def _path(self) -> str:
        return f"/repos/{self.repository}/issues"

    def opened(self) -> tuple[Issue, ...]:
        """See `Issues.opened`. GitHub lists pull requests among the issues."""
        entries = self.api.pages(f"{self._path}?state=open&labels={LABEL}&per_page=100")
        return _issues(entry for entry in entries if found(entry, "pull_request") is None)

    def create(self, title: str, body: str, account: str | None) -> Issue:
        """See `Issues.create`. GitHub refuses an account that is not of this repository."""
        given = {"title": title, "body": body, "labels": [LABEL]}
        return _issue(_created(self.api, self._path, given, {"assignees": [account]} if account else {}))

    def change(self, number: int, title: str, body: str) -> None:
        """See `Issues.change`."""
        _done(self.api, self.api.send("PATCH", f"{self._path}/{number}", {"title": title, "body": body}, _REFUSED))

    def close(self, number: int) -> None:
        """See `Issues.close`."""
        given = {"state": "closed", "state_reason": "completed"}
        _done(self.api, self.api.send("PATCH", f"{self._path}/{number}", given, _REFUSED))


@dataclass(frozen=True, slots=True)
class GitLabIssues:
    """`repository` is `group/subgroup/name`. The issues are confidential: for the one it is about, and for members."""

    api: Api
    repository: str

    @property
    def _path(self) -> str:
        return f"/projects/{quote(self.repository, safe='')}/issues"

    def opened(self) -> tuple[Issue, ...]:
        """See `Issues.opened`."""
        return _issues(self.api.pages(f"{self._path}?state=opened&scope=all&labels={LABEL}&per_page=100"))

    def create(self, title: str, body: str, account: str | None) -> Issue:
        """See `Issues.create`. GitLab knows people by number."""
        given = {"title": title, "description": body, "labels": LABEL, "confidential": True}
        id = self._id_of(account) if account else None
        return _issue(_created(self.api, self._path, given, {"assignee_ids": [id]} if id is not None else {}))

    def change(self, number: int, title: str, body: str) -> None:
        """See `Issues.change`."""
        _done(self.api, self.api.send("PUT", f"{self._path}/{number}", {"title": title, "description": body}, _REFUSED))

    def close(self, number: int) -> None:
        """See `Issues.close`."""
        _done(self.api, self.api.send("PUT", f"{self._path}/{number}", {"state_event": "close"}, _REFUSED))

    def _id_of(self, account: str) -> int | None:
        people = items(self.api.get(f"/users?username={quote(account, safe='')}").body)
        return next((number(one, "id") for one in people if words(one, "username").lower() == account.lower()), None)


@dataclass(frozen=True, slots=True)
class ForgejoIssues:
    """`repository` is `owner/name`."""

    api: Api
    repository: str

    @property
    def _path(self) -> str:
        return f"/repos/{self.repository}/issues"

    def opened(self) -> tuple[Issue, ...]:
        """See `Issues.opened`. Where nobody has made the label yet, Forgejo lists every issue."""
        return _issues(self.api.numbered_pages(f"{self._path}?state=open&type=issues&labels={LABEL}&limit=50"))

    def create(self, title: str, body: str, account: str | None) -> Issue:
        """See `Issues.create`. Forgejo knows labels by number."""
        given = {"title": title, "body": body, "labels": [self._label()]}
        return _issue(_created(self.api, self._path, given, {"assignees": [account]} if account else {}))

    def change(self, number: int, title: str, body: str) -> None:
        """See `Issues.change`."""
        _done(self.api, self.api.send("PATCH", f"{self._path}/{number}", {"title": title, "body": body}, _REFUSED))

    def close(self, number: int) -> None:
        """See `Issues.close`."""
        _done(self.api, self.api.send("PATCH", f"{self._path}/{number}", {"state": "closed"}, _REFUSED))

    def _label(self) -> int:
        labels = f"/repos/{self.repository}/labels"
        for label in self.api.numbered_pages(f"{labels}?limit=50"):
            if words(label, "name") == LABEL:
                return number(label, "id")
        made = self.api.send("POST", labels, {"name": LABEL, "color": "#4051b5"}, _REFUSED)
        return number(_done(self.api, made).body, "id")


def _created(api: Api, path: str, given: Mapping[str, object], person: Mapping[str, object]) -> object:
    """The issue that was opened. Where the forge does not take the person, the mention in the text has to do."""
    allowed = _REFUSED | ({_NOT_THIS_PERSON} if person else set())
    answer = api.send("POST", path, {**given, **person}, allowed)
    if answer.status == _NOT_THIS_PERSON:
        answer = api.send("POST", path, given, _REFUSED)
    return _done(api, answer).body


def _done(api: Api, answer: Answer) -> Answer:
    if answer.status in _REFUSED:
        raise KoersError(
            text(
                "{address} does not let koers keep issues ({status}): the token needs the right to write issues, and "
                "the repository must have them",
                address=api.base,
                status=answer.status,
            )
        )
    return answer


def _issues(entries: Iterable[object]) -> tuple[Issue, ...]:
    """Those that have the label, oldest first."""
    ours = (entry for entry in entries if LABEL in _labels(entry))
    return tuple(sorted((_issue(entry) for entry in ours), key=lambda issue: issue.number))


def _labels(entry: object) -> Iterator[str]:
    """Names of labels: GitLab lists names, the others objects with one."""
    for label in items(found(entry, "labels")):
        name = label if isinstance(label, str) else words_or_none(label, "name")
        if name is not None:
            yield name


def _issue(entry: object) -> Issue:
    """An issue as any of the three writes it."""
    if found(entry, "iid") is None:
        own, body, url = number(entry, "number"), words_or_none(entry, "body"), words(entry, "html_url")
    else:
        own, body, url = number(entry, "iid"), words_or_none(entry, "description"), words(entry, "web_url")
    return Issue(own, words(entry, "title"), body or "", url)
