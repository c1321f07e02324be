"""The search index in the engine's format, made from what the engine wrote of the stubs."""

from __future__ import annotations

import html
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from koers.pickling import by_fields
from koers.site.encode import encode_title, plain_line
from koers.site.frames.frame import refused
from koers.site.frames.places import stub_url
from koers.site.frames.stubs import title_mark, words_mark
from koers.site.search_words import SEPARATOR

LISTS = {"search/search_index.json": "docs", "search.json": "items"}
"""Where Material for MkDocs and Zensical write their index, and under which name the entries are in it."""

MOST_BYTES = 300_000
"""What the index may weigh, packed as a web server sends it: a browser fetches the whole before it searches."""

_LENGTHS = (320, 240, 160, 120, 80, 60, 40, 0)
"""To how many characters the words of an entry are cut, one after the other, until the index is light enough."""

_FEW = 100
"""Of a kind of page with no more pages than these, each keeps all its words: competencies, roles, rules."""

_NAMED = 2
"""The depth at which a person or a team has its page."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One page as the search knows it: its URL, its title with references for punctuation, and its words as HTML."""

    location: str
    title: str
    text: str


def search_entry(url: str, title: str, found_by: str = "") -> SearchEntry:
    """The entry of the page at `url`; `title` and `found_by` (may be empty) are plain text."""
    words = f"<p>{html.escape(plain_line(found_by), quote=False)}</p>" if found_by else ""
    return SearchEntry(url, str(encode_title(title)), words)


@dataclass(frozen=True, slots=True)
class SearchFormat:
    """How the engine writes its index: what is around the entries, and the entry of each stub."""

    path: str
    around: Mapping[str, object]
    entries: Mapping[str, Mapping[str, object]]

    def index(self, entries: Iterable[SearchEntry], known: frozenset[str]) -> bytes:
        """The index of these pages as the engine would write it, whatever their order.

        When that is more than MOST_BYTES, packed, it holds less of each page, see `lighter`.
        """
        whole = sorted(entries, key=lambda entry: in_order(entry.location))
        written = b""
        for some in lighter(whole):
            written = self._written(some, known)
            if len(written) <= MOST_BYTES or len(zlib.compress(written, 1)) <= MOST_BYTES:
                break
        return written

    def _written(self, entries: Iterable[SearchEntry], known: frozenset[str]) -> bytes:
        made = [
            _filled(self.entries[stub], stub, entry)
            for entry in entries
            if (stub := stub_url(entry.location, known)) in self.entries
        ]
        whole = {**self.around, LISTS[self.path]: made}
        return json.dumps(whole, ensure_ascii="/" in self.path, separators=(",", ":")).encode()


def search_format(files: Mapping[str, bytes], stub_urls: Iterable[str]) -> SearchFormat | None:
    """The format of the index among the engine's files; None when it wrote none. NoFrames when it is another one."""
    for path, name in LISTS.items():
        if path in files:
            whole = json.loads(files[path])
            entries = {entry["location"]: entry for entry in whole[name]}
            for url in stub_urls:
                if url in entries and entries[url]["text"] != f"<p>{words_mark(url)}</p>":
                    raise refused(url)
            if len(entries) != len(whole[name]) or not entries.keys() <= set(stub_urls):
                raise refused(path)
            return SearchFormat(path, {**whole, name: []}, entries)
    return None


def lighter(entries: Sequence[SearchEntry]) -> Iterator[Sequence[SearchEntry]]:
    """All entries, then the same with ever less in them: first fewer words, at last fewer pages.

    Only the kinds that grow with the organization lose anything. Their words are cut between two of them, the last
    first; `koers.site.search_words` puts names before sentences. When titles alone are too much, the pages inside
    another page's folder (the goals) are left out: a reader finds the leader, whose page lists them. Names always stay.
    """
    yield entries
    kinds = Counter(_kind(entry) for entry in entries)
    for length in _LENGTHS:
        yield [_shorter(entry, length) if kinds[_kind(entry)] > _FEW else entry for entry in entries]
    yield [
        _shorter(entry, 0) if kinds[_kind(entry)] > _FEW else entry
        for entry in entries
        if _kind(entry)[1] <= _NAMED or kinds[_kind(entry)] <= _FEW
    ]


def _kind(entry: SearchEntry) -> tuple[str, int]:
    """The first part of the page's URL, and how many parts it has."""
    first, _, rest = entry.location.partition("/")
    return first, rest.count("/") + 1


def _shorter(entry: SearchEntry, length: int) -> SearchEntry:
    if len(entry.text) <= length:
        return entry
    end = entry.text.rfind(SEPARATOR, 0, length + len(SEPARATOR))
    return replace(entry, text=f"{entry.text[:end]}</p>" if end > 0 else "")


def in_order(url: str) -> list[str]:
    """Sorts URLs as the engines do: a folder's own page, then what lies in it, by name."""
    return url.split("/")


def _filled(form: Mapping[str, object], stub: str, entry: SearchEntry) -> dict[str, object]:
    title = title_mark(stub)
    made = {name: _with_title(value, title, entry.title) for name, value in form.items()}
    return {**made, "location": entry.location, "text": entry.text}


def _with_title(value: object, mark: str, title: str) -> object:
    if isinstance(value, list):
        return [_with_title(part, mark, title) for part in value]
    return title if value == mark else value


by_fields(__name__)
