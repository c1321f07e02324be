"""Connections that wait so long and no longer for the whole of an answer, its head as well as its body.

The time limit of a socket is for one piece: a server that sends its head letter by letter, or says "go on" for ever,
would never reach it.
"""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Callable
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request

Left = Callable[[], float]
"""Seconds that are left for the answer, more than nought; raises when none are."""


class _Paced(io.RawIOBase):
    """What comes from a socket, until there is no time left."""

    def __init__(self, sock: socket.socket, left: Left) -> None:
        self._sock = sock
        self._left = left
        self._piece = sock.gettimeout()
        self._inner: Any = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._left()
        self._sock.settimeout(left if self._piece is None else min(left, self._piece))
        try:
            found: int | None = self._inner.readinto(buffer)
        except TimeoutError:
            self._left()
            raise
        return found

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class _Door:
    """A socket as `http.client` reads from it."""

    def __init__(self, sock: socket.socket, left: Left) -> None:
        self._sock = sock
        self._left = left

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Paced(self._sock, self._left))


def handlers(left: Left) -> tuple[HTTPHandler, HTTPSHandler]:
    """What opens http and https addresses for `urllib`, with so much time for all that is read."""

    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
            super().__init__(_Door(sock, left), *arguments, **options)  # type: ignore[arg-type]

    class Plain(http.client.HTTPConnection):
        response_class = Response

    class Encrypted(http.client.HTTPSConnection):
        response_class = Response

    class PlainHandler(HTTPHandler):
        def http_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(Plain, req)

    class EncryptedHandler(HTTPSHandler):
        def https_open(self, req: Request) -> http.client.HTTPResponse:
            return self.do_open(Encrypted, req)

    return PlainHandler(), EncryptedHandler()
