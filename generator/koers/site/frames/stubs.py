"""The pages that the engine is given: only marks, in the wrapping that every page has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from koers.site.frames.places import stub_url
from koers.site.urls import file_of
from koers.site.wrap import block, wrap

MARK = "KoersFrame"
"""How every mark begins. Each stub has marks of its own, so that one that strays to another page is noticed."""


def stubs(urls: Iterable[str], known: frozenset[str]) -> Mapping[str, str]:
    """One Markdown page for each frame that the pages at `urls` need, by its URL, in order."""
    return {
        url: wrap(title_mark(url), _body(url), words_mark(url))
        for url in sorted({stub_url(url, known) for url in urls})
    }


def files(pages: Mapping[str, str]) -> dict[str, str]:
    """The same stubs by their path under `docs_dir`."""
    return {file_of(url): content for url, content in pages.items()}


def title_mark(url: str) -> str:
    """What stands for the title on the stub at this URL."""
    return f"{MARK}{url.encode().hex()}Title"


def words_mark(url: str) -> str:
    """What stands for the words by which the page is found."""
    return f"{MARK}{url.encode().hex()}Words"


def block_mark(url: str) -> str:
    """The block of the stub at this URL, as `koers.site.wrap.block` makes it."""
    return block(title_mark(url), _body(url), words_mark(url))


def _body(url: str) -> str:
    return f"<h1>{MARK}{url.encode().hex()}Body</h1>"
