"""Work over several processors: parts of one task in forked processes, with the answers in the order of the parts.

A fork shares all that was read so far and needs no copy of it; where the system has no fork, the same work is done
here, one part after the other, with the same answers.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TypeVar

from koers.errors import KoersError
from koers.texts import text

T = TypeVar("T")
R = TypeVar("R")

SETTING = "KOERS_WORKERS"
_FAILED = 2**64 - 1
"""The length that stands for: this part raised; do it where its exception can be seen."""
_CHUNK = 1 << 20
_INDEX = 4  # bytes; a pipe hands them out whole, since nothing else is ever written into it
_MOST_TURNS = 4096 // _INDEX
"""As many turns are handed out as the smallest pipe holds at once; of more parts, each turn takes several."""
_UNLIMITED = 1024


def cores(environment: Mapping[str, str] = os.environ) -> int:
    """How many processors this process may use, at least 1; `KOERS_WORKERS` says otherwise.

    It heeds the processors that the process is bound to and the share of them that its control group (a container) has.
    KoersError when the setting is not a number of 1 or more.
    """
    wanted = environment.get(SETTING, "")
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= 1024):
            raise KoersError(text("{setting} is {value}; it must be a number from 1", setting=SETTING, value=wanted))
        return int(wanted)
    try:
        bound = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        bound = os.cpu_count() or 1
    return max(1, min(bound, _granted(Path("/proc/self/cgroup"), Path("/sys/fs/cgroup"))))


def _granted(own: Path, groups: Path) -> int:
    """The processors that the control groups of this process grant it, rounded up; many when they set no limit.

    `own` tells which groups these are, `groups` is where they are found. A limit of a group holds for those within it.
    """
    granted = [_quota(groups), _quota(groups / "cpu")]
    try:
        lines = own.read_text().splitlines()
    except OSError:
        lines = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers or "cpu" in controllers.split(","):
            root = groups / "cpu" if controllers else groups
            group = root / path.lstrip("/")
            granted += [_quota(folder) for folder in (group, *group.parents) if root in folder.parents]
    return min(granted)


def _quota(group: Path) -> int:
    for files in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        with suppress(OSError, ValueError, ZeroDivisionError):  # not there, or "max"
            quota, period = " ".join((group / name).read_text() for name in files).split()
            if int(quota) > 0:
                return max(1, -(-int(quota) // int(period)))
    return _UNLIMITED


@contextmanager
def collector_off() -> Iterator[None]:
    """Keeps Python's collector of cycles away while much is read or made that stays, and lets it skip that later.

    What the block made is taken for permanent afterwards. A second block in the same process first gives the collector
    a chance at what the first one left, so that a process that lives long does not grow.
    """
    if not gc.isenabled():  # a block within a block
        yield
        return
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def fork_map(work: Callable[[T], R], parts: Sequence[T], workers: int | None = None) -> Iterator[R]:
    """`work(part)` for every part, in the order of the parts, in at most so many processes (None: one a processor).

    `work` must give the same answer wherever it runs; the answer must be picklable, the part and `work` need not be.
    What a worker could not answer is done here: a killed worker makes it slower, and an exception of `work` is raised
    here, as if it had run here. An answer waits here until those before it were given.
    Everything is done here when there is one part or one processor, where the system cannot fork, inside a worker, and
    while other threads run, since a fork would copy their locks but not them.
    """
    wanted = cores()
    count = min(wanted if workers is None or wanted == 1 else workers, len(parts))
    if count < 2 or not hasattr(os, "fork") or _has_threads():
        yield from map(work, parts)
        return
    crew = _Crew(work, parts)
    try:
        crew.hire(count)
        for index, part in enumerate(parts):
            answer = crew.answer(index)
            # An answer of None is one that is missing: also a part that raised is done again, here.
            yield work(part) if answer is None else pickle.loads(answer)  # noqa: S301 - from our own child
    finally:
        crew.dismiss()


class _Crew:
    """The workers of one task. They take numbers of parts from one pipe, and each answers in a pipe of its own."""

    def __init__(self, work: Callable[[T], R], parts: Sequence[T]) -> None:
        self._work: Callable[[T], object] = work
        self._parts: Sequence[T] = parts
        self._turn = -(-len(parts) // _MOST_TURNS)
        self._children: list[int] = []
        self._heard = selectors.DefaultSelector()
        self._answers: dict[int, bytes | None] = {}

    def hire(self, count: int) -> None:
        """Forks `count` workers, fewer when the system has no more processes or memory for them."""
        sys.stdout.flush()  # else what waits to be written would be written by each of them
        sys.stderr.flush()
        numbers, tell = os.pipe()
        os.write(tell, b"".join(first.to_bytes(_INDEX, "big") for first in range(0, len(self._parts), self._turn)))
        os.close(tell)
        try:
            for _ in range(count):
                try:
                    self._fork(numbers)
                except OSError:
                    break
        finally:
            os.close(numbers)

    def _fork(self, numbers: int) -> None:
        heard, say = os.pipe()
        # No interruption may come between the birth of a child and the note of it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            child = os.fork()
            if not child:
                self._labour(numbers, heard, say)
            self._children.append(child)
        except OSError:
            os.close(heard)
            raise
        finally:
            os.close(say)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._heard.register(heard, selectors.EVENT_READ, bytearray())

    def _labour(self, numbers: int, heard: int, say: int) -> NoReturn:
        """The whole life of a worker. It ends without any of the parent's farewells: they are the parent's to say."""
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends us
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            os.close(heard)
            for key in list(self._heard.get_map().values()):
                os.close(key.fd)  # else a sister would not notice that the parent is gone
            os.environ[SETTING] = "1"
            gc.freeze()  # what was there is there to stay, and is not copied by looking at it
            while number := os.read(numbers, _INDEX):
                first = int.from_bytes(number, "big")
                for index in range(first, min(first + self._turn, len(self._parts))):
                    self._do(index, say)
                    gc.collect()  # the collector may be off; a worker would grow with all that it ever read
            code = 0
        finally:
            os._exit(code)

    def _do(self, index: int, say: int) -> None:
        try:
            answer = pickle.dumps(self._work(self._parts[index]), pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 - whatever it is, the parent meets it again, where it can be seen
            _write(say, index.to_bytes(_INDEX, "big") + _FAILED.to_bytes(8, "big"))
        else:
            _write(say, index.to_bytes(_INDEX, "big") + len(answer).to_bytes(8, "big"))
            _write(say, answer)

    def answer(self, index: int) -> bytes | None:
        """The pickled answer for a part; None when no worker has one."""
        while index not in self._answers and self._heard.get_map():
            for key, _ in self._heard.select():
                self._hear(key)
        return self._answers.pop(index, None)

    def _hear(self, key: selectors.SelectorKey) -> None:
        said = os.read(key.fd, _CHUNK)
        if not said:  # it is done, or was killed: half an answer is none
            self._heard.unregister(key.fd)
            os.close(key.fd)
            return
        waiting: bytearray = key.data
        waiting += said
        head = _INDEX + 8
        while len(waiting) >= head:
            index, size = int.from_bytes(waiting[:_INDEX], "big"), int.from_bytes(waiting[_INDEX:head], "big")
            if size == _FAILED:
                self._answers[index] = None
                del waiting[:head]
            elif len(waiting) >= head + size:
                self._answers[index] = bytes(memoryview(waiting)[head : head + size])
                del waiting[: head + size]
            else:
                break

    def dismiss(self) -> None:
        """Ends every worker that still works, and waits for all, so that nothing of them is left."""
        for key in list(self._heard.get_map().values()):
            os.close(key.fd)
        self._heard.close()
        for child in self._children:
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
        for child in self._children:
            with suppress(OSError):
                os.waitpid(child, 0)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _has_threads() -> bool:
    """Whether other threads run in this process, also those that Python does not know of."""
    if threading.active_count() > 1:
        return True
    try:
        return len(os.listdir("/proc/self/task")) > 1  # noqa: PTH208 - names are enough
    except OSError:
        return False
