"""All that the engine would write, from its own stubs and from the titles and bodies of koers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koers.site import policy
from koers.site.frames.fold import folded
from koers.site.frames.frame import Frame, cut, is_marked, refused
from koers.site.frames.places import stub_url
from koers.site.frames.search import LISTS, SearchEntry, SearchFormat, search_format
from koers.site.frames.shared import PATH as SHARED
from koers.site.frames.shared import share
from koers.site.frames.sitemap import PACKED, PATH, SitemapFormat, sitemap_format


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a site, and every other file that its engine writes.

    `frames` holds one `Frame` for the URL of each stub; `known` are the URLs of the navigation. `others` are the
    files, by path, that are the same whatever the pages are: the theme's styles and scripts, 404.html. The files of
    koers itself (assets/koers.css, data/, calendar/*.ics) are not among them.
    """

    frames: Mapping[str, Frame]
    known: frozenset[str]
    others: Mapping[str, bytes]
    search_format: SearchFormat | None
    sitemap_format: SitemapFormat | None

    def set_page(self, url: str, title: str, block: str) -> bytes:
        """The content of `<url>index.html`: what the engine prints of `koers.site.wrap.wrap` for this page, with the
        differences that `koers.site.frames.fold`, `.shared` and `koers.site.wrap.unsearched` declare.

        `title` is the page's title as plain text, `block` what `koers.site.wrap.unsearched` made of its body.
        KeyError when `url` was not among those for which `stubs` was called, and needs a frame of its own.
        """
        return self.frames[stub_url(url, self.known)].set(url, title, block)

    def search_index(self, entries: Iterable[SearchEntry]) -> Mapping[str, bytes]:
        """The search index by its path: of one file, or of none when the engine has no search."""
        return {self.search_format.path: self.search_format.index(entries, self.known)} if self.search_format else {}

    def sitemap(self, urls: Iterable[str], day: date) -> Mapping[str, bytes]:
        """The sitemap by its path, packed too where the engine does that. `day` is the `as_of` of the build."""
        return self.sitemap_format.files(urls, day) if self.sitemap_format else {}


def frames_of(files: Mapping[str, bytes], stub_urls: Collection[str], known: frozenset[str]) -> Frames:
    """Cuts what the engine made of the stubs: `files` is its whole site, by path.

    NoFrames when a mark is missing or is left over: then the pages depend on more than their title and body.
    """
    pages = {f"{url}index.html": url for url in stub_urls}
    made = {PATH, PACKED, *LISTS, *pages}
    others = {path: content for path, content in files.items() if path not in made}
    for path, content in others.items():
        if is_marked(content):
            raise refused(path)
    for path in pages.keys() - files.keys():
        raise refused(path)
    others |= {path: _with_policy(content) for path, content in others.items() if path.endswith(".html")}
    printed, script = share({url: folded(files[path].decode()) for path, url in pages.items()})
    return Frames(
        {url: cut(url, policy.only(page.html, page.called)) for url, page in printed.items()},
        known,
        others if script is None else {**others, SHARED: script},
        search_format(files, stub_urls),
        sitemap_format(files, stub_urls),
    )


def _with_policy(page: bytes) -> bytes:
    """A page of the theme's own, such as 404.html."""
    return policy.only(page.decode()).encode()
