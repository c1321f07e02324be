"""The search index in the engine's format, made from what the engine wrote of the stubs."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from koers.site.encode import encode_title, plain_line
from koers.site.frames.frame import refused
from koers.site.frames.places import stub_url
from koers.site.frames.stubs import title_mark, words_mark

LISTS = {"search/search_index.json": "docs", "search.json": "items"}
"""Where Material for MkDocs and Zensical write their index, and under which name the entries are in it."""


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
        """The index of these pages as the engine would write it, whatever their order."""
        made = [
            _filled(self.entries[stub], stub, entry)
            for entry in sorted(entries, key=lambda entry: in_order(entry.location))
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
