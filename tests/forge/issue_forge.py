"""The issues of one repository as three forges keep them, on this very machine, after their public API documents."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PEOPLE = {"robin-v": 11, "morgan.h": 12}
"""The accounts that are members, and their numbers on GitLab."""


@dataclass
class IssueForge:
    """`issues` are kept in one shape, by number; `said` notes every request that writes. `refuses` is a status."""

    kind: str
    repository: str
    base: str = ""
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    said: list[tuple[str, str, Any]] = field(default_factory=list)
    refuses: int | None = None

    @property
    def open(self) -> list[dict[str, Any]]:
        """The issues that are open, by number."""
        return [issue for _, issue in sorted(self.issues.items()) if issue["open"]]

    def opened_by_somebody(self, body: str, *labels: str) -> int:
        """An issue that koers did not open."""
        return self._new({"title": "Hello", "body": body, "labels": list(labels), "assignees": []})

    def _new(self, issue: dict[str, Any]) -> int:
        number = len(self.issues) + 1
        self.issues[number] = {"number": number, "open": True, "confidential": False, **issue}
        return number

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """What the forge answers to one request: a status and JSON."""
        address = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        if method != "GET":
            self.said.append((method, address.path, body))
            if self.refuses:
                return self.refuses, {"message": "no"}
        rest = unquote(address.path)
        if self.kind == "gitlab" and rest == "/users":
            name = query["username"]
            return 200, [{"id": PEOPLE[name], "username": name}] if name in PEOPLE else []
        own = f"/projects/{self.repository}" if self.kind == "gitlab" else f"/repos/{self.repository}"
        rest = rest.removeprefix(own)
        if rest == "/labels" and self.kind == "forgejo":
            if method == "GET":
                listed = [{"id": id, "name": name} for name, id in self.labels.items()]
                return 200, listed if query.get("page", "1") == "1" else []
            self.labels[body["name"]] = len(self.labels) + 70
            return 201, {"id": self.labels[body["name"]], "name": body["name"]}
        if rest == "/issues":
            return self._list(query) if method == "GET" else self._create(body)
        if (match := re.fullmatch(r"/issues/(\d+)", rest)) and int(match[1]) in self.issues:
            return self._change(method, self.issues[int(match[1])], body)
        return 404, {"message": "Not Found"}

    def _list(self, query: dict[str, str]) -> tuple[int, Any]:
        if query.get("page", "1") != "1":
            return 200, []
        assert query["state"] == ("opened" if self.kind == "gitlab" else "open")
        # Forgejo passes over a label that it does not know, and lists everything.
        known = self.kind != "forgejo" or query["labels"] in self.labels
        found = [issue for issue in self.open if not known or query["labels"] in issue["labels"]]
        return 200, [self._shown(issue) for issue in reversed(found)]

    def _create(self, body: Any) -> tuple[int, Any]:
        if self.kind == "gitlab":
            people = {number: name for name, number in PEOPLE.items()}
            issue = {
                "title": body["title"],
                "body": body["description"],
                "labels": body["labels"].split(","),
                "assignees": [people[id] for id in body.get("assignee_ids", [])],
                "confidential": body["confidential"],
            }
        else:
            if any(name not in PEOPLE for name in body.get("assignees", [])):
                return 422, {"message": "Validation Failed"}
            names = {id: name for name, id in self.labels.items()}
            labels = [names[id] for id in body["labels"]] if self.kind == "forgejo" else body["labels"]
            issue = {
                "title": body["title"],
                "body": body["body"],
                "labels": labels,
                "assignees": body.get("assignees", []),
            }
        return 201, self._shown(self.issues[self._new(issue)])

    def _change(self, method: str, issue: dict[str, Any], body: Any) -> tuple[int, Any]:
        assert method == ("PUT" if self.kind == "gitlab" else "PATCH")
        closing = {"state_event": "close"} if self.kind == "gitlab" else {"state": "closed"}
        if closing.items() <= body.items():
            issue["open"] = False
        issue["title"] = body.get("title", issue["title"])
        issue["body"] = body.get("description" if self.kind == "gitlab" else "body", issue["body"])
        return 201 if self.kind == "forgejo" else 200, self._shown(issue)

    def _shown(self, issue: dict[str, Any]) -> dict[str, Any]:
        number = issue["number"]
        if self.kind == "gitlab":
            url = f"https://git.example/{self.repository}/-/issues/{number}"
            return {
                "id": number + 9000,
                "iid": number,
                "title": issue["title"],
                "description": issue["body"],
                "labels": issue["labels"],
                "web_url": url,
            }
        return {
            "id": number + 9000,
            "number": number,
            "title": issue["title"],
            "body": issue["body"].replace("\n", "\r\n"),
            "labels": [{"id": 1, "name": name} for name in issue["labels"]],
            "html_url": f"https://git.example/{self.repository}/issues/{number}",
            "pull_request": None,
        }


@contextmanager
def issue_forge(kind: str, repository: str) -> Iterator[IssueForge]:
    """A server on a free port of the loopback interface."""
    told = IssueForge(kind, repository)

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer = told.answer(self.command, self.path, body)
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_PATCH = _reply  # noqa: N815 - the names that the server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
