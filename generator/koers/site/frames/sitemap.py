"""sitemap.xml as the engine writes it, for other pages than the stubs."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from koers.site.frames.frame import refused
from koers.site.frames.search import in_order

PATH = "sitemap.xml"
PACKED = "sitemap.xml.gz"
STUBS_ON = date(1970, 1, 1)
"""The day on which the engine is told to print the stubs; each page gets its own day in its place."""

_ENTRY = re.compile(r"\s*<url>.*?</url>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SitemapFormat:
    """What the engine writes before, for, and after the pages; `entry` is None when it lists none (no `site_url`)."""

    head: str
    entry: tuple[str, str] | None
    tail: str
    is_packed: bool

    def files(self, urls: Iterable[str], day: date) -> dict[str, bytes]:
        """sitemap.xml, and sitemap.xml.gz when the engine writes it, for the pages at `urls`, last changed on `day`."""
        middle = ""
        if self.entry is not None:
            before, after = (part.replace(str(STUBS_ON), str(day)) for part in self.entry)
            middle = "".join(f"{before}{url}{after}" for url in _in_order(urls, self.is_packed))
        content = f"{self.head}{middle}{self.tail}".encode()
        return {PATH: content} | ({PACKED: _packed(content, day)} if self.is_packed else {})


def sitemap_format(files: Mapping[str, bytes], stub_urls: Iterable[str]) -> SitemapFormat | None:
    """The format of the sitemap among the engine's files; None when it wrote none. NoFrames when it is another one."""
    if PATH not in files:
        return None
    written = files[PATH].decode()
    found = list(_ENTRY.finditer(written))
    is_packed = PACKED in files
    if not found:
        return SitemapFormat(written, None, "", is_packed)
    urls = _in_order(stub_urls, is_packed)
    one = urls[-1]
    before, is_there, after = found[-1][0].partition(f"{one}</loc>")
    if len(found) != len(urls) or not is_there or not one:
        raise refused(PATH)
    return SitemapFormat(written[: found[0].start()], (before, f"</loc>{after}"), written[found[-1].end() :], is_packed)


def _in_order(urls: Iterable[str], is_packed: bool) -> list[str]:
    """As MkDocs, which packs the sitemap, lists pages, or as Zensical does: by the letters of the address."""
    return sorted(urls, key=in_order) if is_packed else sorted(urls)


def _packed(content: bytes, day: date) -> bytes:
    """As MkDocs packs it: with the name of the file, and the first second of the day in UTC as its time."""
    packed = io.BytesIO()
    second = int(datetime.combine(day, time(), UTC).timestamp())
    with gzip.GzipFile(PACKED, "wb", fileobj=packed, mtime=second) as stream:
        stream.write(content)
    return packed.getvalue()
