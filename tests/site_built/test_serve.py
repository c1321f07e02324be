"""`koers serve`: a preview for this machine only that follows what is saved, and goes when it is told to."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from site_built.sites import AS_OF, Built, environment, koers

GOAL = "plans/leaders/robin-vale/goals/open-one-on-ones.yml"
GOAL_PAGE = "leaders/robin-vale/goals/open-one-on-ones/"
SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def page(port: int) -> str:
    """The goal's page as the preview gives it now; empty while it gives none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{GOAL_PAGE}", timeout=5) as answer:
            text: str = answer.read().decode("utf-8")
            return text
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(words: str, port: int, process: subprocess.Popen[str]) -> None:
    """Until the page has these words; fails when the preview ends or it takes too long."""
    end = time.monotonic() + SECONDS
    while words not in page(port):
        assert process.poll() is None, f"the preview ended by itself: {process.communicate()}"
        assert time.monotonic() < end, f"no {words!r} on the page within {SECONDS} seconds"
        time.sleep(0.1)


def listening(port: int) -> set[str]:
    """The addresses on which this port is listened to, as Linux tells them (hexadecimal, as in /proc/net)."""
    found = set()
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net") / table
        if not path.exists():
            pytest.skip("this system does not tell who listens (no /proc/net)")
        for line in path.read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, number = local.partition(":")
            if state == "0A" and int(number, 16) == port:
                found.add(address)
    return found


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_it_starts_on_loopback_follows_a_change_and_ends(started: Built, tmp_path: Path, engine: str) -> None:
    root = tmp_path / "repository"
    shutil.copytree(started.root, root)
    published = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "koers",
            "-C",
            str(root),
            "--as-of",
            AS_OF,
            "serve",
            f"--port={port}",
            "--engine",
            engine,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        start_new_session=True,
    )
    try:
        wait_for("Robin Vale", port, process)
        assert listening(port) == {"0100007F"}

        goal = root / GOAL
        text = goal.read_text(encoding="utf-8")
        goal.write_text(text.replace("status: active", "status: busy"), encoding="utf-8")
        time.sleep(0.5)  # a mistake in between costs a message, not the preview
        goal.write_text(text.replace("title: ", "title: Quite another name for "), encoding="utf-8")
        wait_for("Quite another name for", port, process)
        assert {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()} == published
    finally:
        process.send_signal(signal.SIGINT)
        try:
            said, _ = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said
    assert page(port) == "", "the engine's server is still there"


def test_a_port_in_use_is_said_in_one_sentence(started: Built, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(started.root, root)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = koers(root, "serve", "--as-of", AS_OF, "--port", str(listener.getsockname()[1]), timeout=60)
    assert done.returncode == 2
    assert "is port" in done.stderr
