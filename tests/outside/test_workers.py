"""Forked work gives just the answers that unforked work gives, whatever happens to a worker."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from koers import workers
from koers.errors import KoersError
from koers.workers import collector_off, cores, fork_map

PARENT = os.getpid()


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOERS_WORKERS", "3")
    # The test runner has threads of its own, which do no harm here.
    monkeypatch.setattr(workers, "_has_threads", lambda: False)
    monkeypatch.setattr(f"{__name__}.PARENT", os.getpid())


def children() -> set[str]:
    """The children of this process, zombies included."""
    found: set[str] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has just ended
            found.update((task / "children").read_text().split())
    return found


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    open_before, children_before = set(Path("/proc/self/fd").iterdir()), children()
    yield
    assert children() <= children_before
    assert set(Path("/proc/self/fd").iterdir()) <= open_before


pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def pid_and_square(number: int) -> tuple[int, int]:
    return os.getpid(), number * number


@pytest.mark.parametrize("count", [0, 1, 2, 7, 1023, 1024, 1025, 5000])
def test_the_answers_come_in_the_order_of_the_parts(count: int) -> None:
    done = list(fork_map(pid_and_square, range(count)))
    assert [square for _, square in done] == [number * number for number in range(count)]
    assert (PARENT in {pid for pid, _ in done}) == (count == 1)


def test_slow_parts_do_not_hold_up_the_others_and_order_stays() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.2 if number == 0 else 0)
        return number

    assert list(fork_map(slow_first, range(50))) == list(range(50))


def test_the_work_may_be_any_function_and_see_what_was_read_before() -> None:
    read = {number: str(number) for number in range(10)}
    assert list(fork_map(lambda number: read[number], range(10))) == list(read.values())


def test_large_answers_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [100_000_000, 3, 20_000_000, 0, 70_000]
    assert [len(answer) for answer in fork_map(bytes, sizes)] == sizes


def test_a_killed_worker_makes_it_slower_but_not_wrong() -> None:
    def dies(number: int) -> int:
        if number in (3, 4) and os.getpid() != PARENT:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert list(fork_map(dies, range(40))) == list(range(40))


def test_when_all_workers_are_killed_in_the_middle_of_an_answer_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = workers._write

    def half(handle: int, data: bytes) -> None:
        if len(data) > 100:
            write(handle, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        write(handle, data)

    monkeypatch.setattr(workers, "_write", half)
    assert [len(answer) for answer in fork_map(bytes, [1000] * 20)] == [1000] * 20


def test_an_exception_of_the_work_is_raised_here_after_the_answers_before_it() -> None:
    def divides(number: int) -> float:
        return 12 / (number - 2)

    heard = []
    with pytest.raises(ZeroDivisionError):
        heard.extend(fork_map(divides, range(9)))
    answers = fork_map(divides, range(9))
    assert [next(answers), next(answers)] == [-6.0, -12.0]
    with pytest.raises(ZeroDivisionError) as caught:
        next(answers)
    assert any(entry.name == "divides" for entry in caught.traceback)


def test_an_answer_that_cannot_travel_is_made_here() -> None:
    answers = list(fork_map(lambda number: lambda: number, range(5)))
    assert [answer() for answer in answers] == list(range(5))


def test_whoever_stops_listening_leaves_no_worker_behind() -> None:
    answers = fork_map(lambda number: b"x" * 1_000_000, range(100))
    next(answers)
    answers.close()  # type: ignore[attr-defined]


def test_work_within_work_stays_in_its_worker() -> None:
    def nested(number: int) -> tuple[int, list[int], list[int]]:
        inner = list(fork_map(pid_and_square, range(number + 3), workers=2))
        return os.getpid(), [pid for pid, _ in inner], [square for _, square in inner]

    for number, (worker, pids, squares) in enumerate(fork_map(nested, range(5))):
        assert set(pids) == {worker} != {PARENT}
        assert squares == [n * n for n in range(number + 3)]


@pytest.mark.parametrize("why", ["no fork", "one worker", "asked for one", "threads", "no process left"])
def test_where_it_cannot_or_should_not_fork_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    if why == "no fork":
        monkeypatch.delattr(os, "fork")
    elif why == "one worker":
        monkeypatch.setenv("KOERS_WORKERS", "1")
    elif why == "threads":
        monkeypatch.undo()
        monkeypatch.setenv("KOERS_WORKERS", "3")
    elif why == "no process left":

        def refused() -> int:
            raise BlockingIOError("Resource temporarily unavailable")

        monkeypatch.setattr(os, "fork", refused)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    if why == "threads":
        other.start()
    try:
        done = list(fork_map(pid_and_square, range(6), 1 if why == "asked for one" else None))
    finally:
        ended.set()
    assert [square for _, square in done] == [0, 1, 4, 9, 16, 25]
    assert {pid for pid, _ in done} == {os.getpid()}


PROGRAM = textwrap.dedent(
    """
    import atexit, os, sys, time
    from koers.workers import fork_map

    print("before", end="")
    sys.stderr.write("note ")
    atexit.register(print, "bye")

    def work(number):
        if number == 5 and sys.argv[1:] == ["wait"]:
            os.write(2, b"waiting")
            time.sleep(60)
        return number

    print(list(fork_map(work, range(9), 2)))
    """
)


def test_nothing_is_said_twice() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (f"before{list(range(9))}\nbye\n", "note ")


@pytest.mark.parametrize("whom", ["group", "parent"])
def test_an_interruption_ends_the_workers_too(whom: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stderr is not None
    try:
        heard = b""
        while b"waiting" not in heard:
            heard += os.read(process.stderr.fileno(), 100)
        (os.killpg if whom == "group" else os.kill)(process.pid, signal.SIGINT)
        # communicate ends only when nobody has the pipe open any more: no worker lives on.
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (-signal.SIGINT, 1, 130)
    assert said.count(b"KeyboardInterrupt") == 1


def test_processors_are_counted_as_far_as_they_are_granted(tmp_path: Path) -> None:
    group = tmp_path / "fs/mine/inner"
    group.mkdir(parents=True)
    own = tmp_path / "cgroup"
    own.write_text("1:name=systemd:/x\n0::/mine/inner\n")
    assert workers._granted(own, tmp_path / "fs") > 100
    (group / "cpu.max").write_text("max 100000\n")
    assert workers._granted(own, tmp_path / "fs") > 100
    (group / "cpu.max").write_text("350000 100000\n")
    assert workers._granted(own, tmp_path / "fs") == 4
    (group.parent / "cpu.max").write_text("50000 100000\n")
    assert workers._granted(own, tmp_path / "fs") == 1
    old = tmp_path / "old/cpu/docker/1"
    old.mkdir(parents=True)
    own.write_text("4:cpu,cpuacct:/docker/1\n")
    (old / "cpu.cfs_period_us").write_text("100000\n")
    (old / "cpu.cfs_quota_us").write_text("-1\n")
    assert workers._granted(own, tmp_path / "old") > 100
    (old / "cpu.cfs_quota_us").write_text("200000\n")
    assert workers._granted(own, tmp_path / "old") == 2
    assert workers._granted(tmp_path / "nothing", tmp_path / "nowhere") > 100


def test_the_setting_decides_and_nonsense_in_it_is_told() -> None:
    assert cores({"KOERS_WORKERS": "5"}) == 5
    assert cores({}) == cores({"KOERS_WORKERS": ""}) >= 1
    for nonsense in ("0", "-1", "two", "1.5", "²", "99999"):
        with pytest.raises(KoersError, match="must be a number"):
            cores({"KOERS_WORKERS": nonsense})


def test_the_collector_is_off_within_and_on_after_also_when_it_fails() -> None:
    assert gc.isenabled()
    try:
        with collector_off():
            assert not gc.isenabled()
            with collector_off():
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        with pytest.raises(RuntimeError), collector_off():
            raise RuntimeError
        assert gc.isenabled()
    finally:
        gc.unfreeze()


def test_a_process_that_lives_long_does_not_keep_what_earlier_rounds_left() -> None:
    class Node:
        living = 0

        def __init__(self) -> None:
            Node.living += 1
            self.me = self

        def __del__(self) -> None:
            Node.living -= 1

    try:
        for _ in range(5):
            with collector_off():
                for _ in range(100):
                    Node()
        assert Node.living <= 100
    finally:
        gc.unfreeze()
        gc.collect()
