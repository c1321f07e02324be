"""A forge on this very machine: answers as told, remembers what it was asked, and stops by itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """One answer: `body` is sent as JSON, bytes as they are. `{base}` in a header is the server's address."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class LoopbackForge:
    """`replies` per path with its query; of several the next one each time, the last one again and again."""

    base: str
    replies: dict[str, Sequence[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def answers(self, path: str, *replies: object) -> None:
        """What GET `path` gives: `Reply`s, or plain bodies."""
        self.replies[path] = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]

    def now(self) -> float:
        """A clock that stands at noon and moves only by sleeping."""
        return 1_768_392_000.0 + sum(self.slept)


@contextmanager
def loopback_forge() -> Iterator[LoopbackForge]:
    """A server on a free port of the loopback interface."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.headers.append(dict(self.headers.items()))
            known = told.replies.get(self.path, [Reply({"message": "Not Found"}, 404)])
            reply = known[min(told.asked.count(self.path), len(known)) - 1]
            raw = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw) if reply.length is None else reply.length))
            for name, value in reply.headers.items():
                self.send_header(name, value.replace("{base}", told.base))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = LoopbackForge(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
