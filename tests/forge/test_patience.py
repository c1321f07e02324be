"""A forge that sends the head of an answer bit by bit is given up as one that trickles its body is."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assurance.claims import Claim, proves
from koers.errors import KoersError
from koers.forge.api import Api
from koers.language import translator

pytestmark = proves(Claim.REVIEWS)

LATE = "127.0.0.1 takes longer for an answer than koers waits (60 seconds)"


def said(error: pytest.ExceptionInfo[KoersError]) -> str:
    return translator("en").say(error.value.message)


@contextmanager
def raw_server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that reads a request and does what it is told, for one connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            try:
                with listening.accept()[0] as connection:
                    connection.settimeout(10)
                    connection.recv(65536)
                    answer(connection)
            except (OSError, queue.Empty):
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(15)
        assert not thread.is_alive()


def seconds_that_pass(each: Callable[[], object] = lambda: None) -> Callable[[], float]:
    """A clock of which every look takes a second, and does something besides."""
    passed = [0.0]

    def now() -> float:
        passed[0] += 1
        each()
        return passed[0]

    return now


def test_a_head_that_comes_letter_by_letter_is_given_up() -> None:
    """A header a second for ever: no single wait is long."""
    letters: queue.Queue[bytes] = queue.Queue()

    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(1000):
            connection.sendall(letters.get(timeout=1))

    with raw_server(trickle) as base:
        slept: list[float] = []
        clock = seconds_that_pass(lambda: letters.put(b"a"))
        with pytest.raises(KoersError) as error:
            Api(base, {}, sleep=slept.append, now=clock).get("/x")
        letters.put(b"")
    assert said(error) == LATE
    assert slept == [], "it is not asked again"
    assert clock() < 70


def test_a_forge_that_says_go_on_for_ever_is_given_up() -> None:
    def go_on(connection: socket.socket) -> None:
        for _ in range(100_000):
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    with raw_server(go_on) as base, pytest.raises(KoersError) as error:
        Api(base, {}, sleep=lambda _: None, now=seconds_that_pass()).get("/x")
    assert said(error) == LATE


def test_a_body_that_trickles_is_given_up_by_the_same_clock() -> None:
    letters: queue.Queue[bytes] = queue.Queue()

    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[")
        for _ in range(1000):
            connection.sendall(letters.get(timeout=1))

    with raw_server(trickle) as base, pytest.raises(KoersError) as error:
        Api(base, {}, sleep=lambda _: None, now=seconds_that_pass(lambda: letters.put(b" "))).get("/x")
    assert said(error) == LATE


def test_an_answer_in_time_is_read_whole() -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[1, 2]")

    with raw_server(answer) as base:
        assert Api(base, {}, now=seconds_that_pass()).get("/x").body == [1, 2]
