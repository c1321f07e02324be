"""What a printed page keeps of the machine that printed it: links to its folders, and the moment. Both are replaced.

A browser that prints a file makes every link an address on its own disk, which leads nowhere for whoever gets the paper
and tells where the site was built.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from koers.errors import KoersError
from koers.texts import text

_LINK = re.compile(rb"/URI \(((?:[^\\()]|\\.)*)\)")
_MOMENT = re.compile(rb"(/(?:CreationDate|ModDate) )\(D:[^()]*\)")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n)")
_XREF = re.compile(rb"xref\s+0 (\d+)\s+")
_START = re.compile(rb"(startxref\s+)(\d+)(\s+%%EOF\s*)\Z")


def without_machine(pdf: bytes, *, disk: str, page: str, site_url: str, day: date) -> bytes:
    """The same paper, whose links lead into the site and whose date is `day`.

    `disk` is the address of the site's folder as the browser read it (`file:///.../`), `page` that of the printed page
    in the site (`leaders/anna/`), beside which the paper lies. A link into the folder becomes one below `site_url`, or
    with an empty `site_url` a relative one. KoersError when the paper has another structure than browsers write.
    """
    base = disk.rstrip("/").encode() + b"/"
    edits = [*_links(pdf, base, page.strip("/"), site_url), *_moments(pdf, day)]
    return _moved(pdf, sorted(edits))


def _links(pdf: bytes, base: bytes, page: str, site_url: str) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, instead) for each link into the site. What stands in the parentheses keeps its escapes, and
    `site_url` gets those that an address has."""
    site = quote(site_url.rstrip("/"), safe=":/?#[]@!$&'*+,;=%~")
    for link in _LINK.finditer(pdf):
        target = link[1]
        if target.startswith(base):
            inside = target[len(base) :].decode("latin-1")
            there = f"{site}/{inside}" if site_url else _relative(inside, page)
            yield (*link.span(1), there.encode("latin-1"))


def _relative(target: str, page: str) -> str:
    """The way from a page's folder to an address in the site.

    >>> _relative("rules/#r106", "leaders/anna"), _relative("leaders/anna/", "leaders/anna"), _relative("", "a/b")
    ('../../rules/#r106', './', '../../')
    """
    path, mark, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", page)
    slash = "/" if not path or path.endswith("/") else ""
    return f"{way}{slash}{mark}{fragment}"


def _moments(pdf: bytes, day: date) -> Iterator[tuple[int, int, bytes]]:
    for moment in _MOMENT.finditer(pdf):
        yield (*moment.span(), moment[1] + f"(D:{day:%Y%m%d}000000+00'00')".encode())


def _moved(pdf: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The file with these parts replaced, and with its table of where each object begins as it is then."""
    start = _START.search(pdf)
    table = _XREF.match(pdf, int(start[2])) if start else None
    if start is None or table is None:
        raise KoersError(text("the browser wrote a paper of another structure than koers knows; use another version"))

    def place(old: int) -> int:
        return old + sum(len(new) - (end - begin) for begin, end, new in edits if end <= old)

    at, size = table.end(), 20 * int(table[1])
    entries = _ENTRY.sub(lambda it: b"%010d%b" % (place(int(it[1])), it[2]), pdf[at : at + size])
    first_entry = (at, at + size, entries)
    last = (start.start(2), start.end(2), str(place(int(start[2]))).encode())
    parts, done = [], 0
    for begin, end, new in (*edits, first_entry, last):
        parts += [pdf[done:begin], new]
        done = end
    return b"".join((*parts, pdf[done:]))
