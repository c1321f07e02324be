"""Whoever reads a site meets, in whatever file and encoding, only the words meant for them; and those they do meet."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from privacy.canaries import EVERYONE, NOBODY, VIEWERS, Flock, flock
from site_built.sites import AS_OF, Built, koers, once, repository

WORD = re.compile(r"kanarie[0-9]{3}vogel")


@cache
def birds() -> Flock:
    return flock()


@pytest.fixture(scope="session")
def aviary(shared: Path) -> Path:
    """A git repository with all canaries and a site for each viewer in sites/<viewer>."""

    def make(folder: Path) -> Built:
        plans = folder.with_name("aviary-plans")
        shutil.rmtree(plans, ignore_errors=True)
        for path, content in birds().files.items():
            (plans / path).parent.mkdir(parents=True, exist_ok=True)
            (plans / path).write_text(content, encoding="utf-8")
        folder.mkdir()
        repository(folder, plans)
        commit(folder)
        for viewer in VIEWERS:
            done = koers(folder, "build", "--as-of", AS_OF, "--audience", viewer, "--site-dir", place(viewer))
            assert done.returncode == 0, f"{done.stdout}{done.stderr}"
        return Built(folder, folder / "sites")

    return once(shared, "aviary", make).root


COMMIT_WORDS = ("kanarie990vogel", "kanarie991vogel", "kanarie992vogel")
"""In the subject and the body of the commit, and in its author's name."""


def commit(folder: Path) -> None:
    subject, body, author = COMMIT_WORDS
    git = ["git", "-c", f"user.name={author}", "-c", "user.email=who@example.org", "-C", str(folder)]
    for arguments in (["init", "-q"], ["add", "plans"], ["commit", "-q", "-m", subject, "-m", body]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)


def place(viewer: str) -> str:
    return f"sites/{viewer.replace(':', '-')}"


def readings(path: Path) -> list[str]:
    """Everything a reader could make of a file: as it is, unzipped, with references, escapes and base64 undone."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    raw = data.decode("utf-8", "replace")
    unfolded = raw.replace("\r\n ", "").replace("\n ", "")  # ICS folds long lines
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw)
    without_tags = re.sub(r"<[^>]*>", "", html.unescape(raw))
    packed = "".join(map(unpacked, re.findall(r"base64,([A-Za-z0-9+/=]{8,})", raw)))
    return [
        raw,
        unfolded,
        html.unescape(raw),
        html.unescape(html.unescape(raw)),
        unquote(raw),
        escaped,
        without_tags,
        packed,
    ]


def unpacked(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def words_by_file(site: Path) -> Mapping[str, frozenset[str]]:
    """The canaries in every published file and its name."""
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            name = path.relative_to(site).as_posix()
            seen = set(WORD.findall(name))
            for text in readings(path):
                seen.update(word.lower() for word in re.findall(WORD.pattern, text, re.IGNORECASE))
            found[name] = frozenset(seen)
    return found


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_file_holds_a_word_that_is_not_for_this_reader(aviary: Path, viewer: str) -> None:
    found = words_by_file(aviary / place(viewer))
    by_word = {canary.word: canary for canary in birds().canaries}
    leaks = {
        f"{name}: {by_word[word].place if word in by_word else 'the commit'}"
        for name, words in found.items()
        for word in words
        if word not in by_word or not by_word[word].may_be_seen_by(viewer)
    }
    assert sorted(leaks) == []
    kinds = {Path(name).suffix for name in found}
    assert {".html", ".json", ".xml", ".gz"} <= kinds
    assert not [name for name in found if name.endswith((".yml", ".md"))]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_data_holds_every_word_that_is_for_this_reader(aviary: Path, viewer: str) -> None:
    found = words_by_file(aviary / place(viewer))
    held = frozenset().union(*(words for name, words in found.items() if name.startswith("data/")))
    expected = [canary for canary in birds().canaries if canary.may_be_seen_by(viewer)]
    missing = [canary.place for canary in expected if canary.word not in held]
    assert missing == []


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_pages_hold_the_words_that_are_for_this_reader(aviary: Path, viewer: str) -> None:
    found = words_by_file(aviary / place(viewer))
    expected = [c for c in birds().canaries if c.page is not None and c.may_be_seen_by(viewer)]
    missing = [f"{c.page}: {c.place}" for c in expected if c.word not in found.get(f"{c.page}index.html", frozenset())]
    assert missing == []
    assert len(expected) > 60


def test_what_people_look_for_is_in_the_search_index_and_the_log_is_not(aviary: Path) -> None:
    index = words_by_file(aviary / place("manager:boss"))["search/search_index.json"]
    looked_for = [c for c in birds().canaries if c.place.endswith((" name", "goal title")) and c.page is not None]
    assert [canary.place for canary in looked_for if canary.word not in index] == []
    assert len(looked_for) > 10
    log = [
        c for c in birds().canaries if " check-in " in c.place and c.place.endswith(("done", "difficult", "private"))
    ]
    assert [canary.place for canary in log if canary.word in index] == []
    assert len(log) == 12


def test_the_canaries_sit_in_every_kind_of_place() -> None:
    """The folder itself: clean, and with somebody in every class of reader."""
    classes = {canary.seen_by for canary in birds().canaries}
    assert len(classes) == 4
    assert sum(canary.seen_by == NOBODY for canary in birds().canaries) > 60
    assert sum(canary.seen_by == EVERYONE for canary in birds().canaries) > 80
    assert len({canary.word for canary in birds().canaries}) == len(birds().canaries)
