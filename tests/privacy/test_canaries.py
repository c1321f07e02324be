"""Whoever reads a site meets, in whatever file and encoding, only the words meant for them; and those they do meet.

Papers are printed for one leader; `KOERS_EVERY_PAPER=1` prints those of every reader.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from assurance.claims import Claim, proves
from browser.fixtures import chromium
from outside.read_paper import words
from privacy.canaries import EVERYONE, NOBODY, VIEWERS, Flock, flock
from site_built.sites import AS_OF, Built, koers, once, repository

pytestmark = proves(Claim.CANARIES)

WORD = re.compile(r"kanarie[0-9]{3}vogel")


@cache
def birds() -> Flock:
    return flock()


PRINTED_FOR = VIEWERS if os.environ.get("KOERS_EVERY_PAPER") else ("leader:anna",)
BUILDER = "kanarie993vogel"
"""In the path of the folder in which the sites are built."""


@pytest.fixture(scope="session")
def aviary(shared: Path) -> Path:
    """A git repository with all canaries and a site for each viewer in sites/<viewer>."""

    def make(folder: Path) -> Built:
        raise_birds(folder, birds().files)
        for viewer in VIEWERS:
            papers = ["--pdf"] if viewer in PRINTED_FOR and chromium() else []
            let_out(folder, viewer, *papers)
        return Built(folder, folder / "sites")

    return once(shared, f"{BUILDER}-aviary", make).root


def raise_birds(folder: Path, files: Mapping[str, str]) -> None:
    """A repository with these plans, committed."""
    plans = folder.with_name(f"{folder.name}-plans")
    shutil.rmtree(plans, ignore_errors=True)
    for path, content in files.items():
        (plans / path).parent.mkdir(parents=True, exist_ok=True)
        (plans / path).write_text(content, encoding="utf-8")
    folder.mkdir()
    repository(folder, plans)
    commit(folder)


def let_out(folder: Path, viewer: str, *options: str) -> None:
    arguments = ("--as-of", AS_OF, "--audience", viewer, "--site-dir", place(viewer), *options)
    done = koers(folder, "build", *arguments, timeout=300)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


COMMIT_WORDS = ("kanarie990vogel", "kanarie991vogel", "kanarie992vogel")
"""In the subject and the body of the commit, and in its author's name."""


def commit(folder: Path) -> None:
    subject, body, author = COMMIT_WORDS
    git = ["git", "-c", f"user.name={author}", "-c", "user.email=who@example.org", "-C", str(folder)]
    for arguments in (["init", "-q"], ["add", "plans"], ["commit", "-q", "-m", subject, "-m", body]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)


def place(viewer: str) -> str:
    return f"sites/{viewer.replace(':', '-')}"


def readings(path: Path) -> Iterator[str]:
    """Everything a reader could make of a file: as it is, unzipped, with references, escapes and base64 undone."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data.startswith(b"%PDF-"):
        text = words(data)
        yield text
        yield "".join(text.split())  # a word may be broken at the end of a line
    raw = data.decode("utf-8", "replace")
    yield raw
    yield raw.replace("\r\n ", "").replace("\n ", "")  # ICS folds long lines
    yield html.unescape(raw)
    yield html.unescape(html.unescape(raw))
    yield unquote(raw)
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw)
    yield re.sub(r"<[^>]*>", "", html.unescape(raw))
    yield "".join(map(unpacked, re.findall(r"[A-Za-z0-9+/_-]{16,}={0,2}", raw)))


def unpacked(text: str) -> str:
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-8", "replace")
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
        f"{name}: {by_word[word].place if word in by_word else 'the commit, or the folder of the builder'}"
        for name, words in found.items()
        for word in words
        if word not in by_word or not by_word[word].may_be_seen_by(viewer)
    }
    assert sorted(leaks) == []
    kinds = {Path(name).suffix for name in found}
    assert {".html", ".json", ".xml", ".gz", ".ics"} <= kinds
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


@pytest.mark.browser
@pytest.mark.parametrize("viewer", PRINTED_FOR)
def test_a_paper_holds_the_words_of_its_page(aviary: Path, viewer: str) -> None:
    """That a paper holds none that is not for its reader is asked above, with all other files."""
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    found = words_by_file(aviary / place(viewer))
    papers = [name for name in found if name.endswith(".pdf")]
    assert len(papers) == 10, "six leaders and four goals"
    expected = [
        (f"{canary.page}{Path(canary.page).name}.pdf", canary)
        for canary in birds().canaries
        if canary.page is not None and canary.page.startswith("leaders/") and canary.may_be_seen_by(viewer)
    ]
    missing = {canary.place for paper, canary in expected if canary.word not in found[paper]}
    assert {place for place in missing if " check-in " not in place} == set(), "but for the folded log"
    assert len(expected) > 50


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
