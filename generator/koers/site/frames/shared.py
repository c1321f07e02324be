"""What the theme puts on every page alike and only scripts use, moved from the pages to one file that is fetched once.

The choice of colors, the search, the drawer of a narrow screen and the settings of the theme's script are two thirds
of a frame. A page that leaves them to the file has a short call in their place, which puts them there while the page
is read: the theme's own script finds everything where it expects it. Without scripts none of them works; the tabs,
which stay on the page, then show on narrow screens too (koers.css).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

PATH: Final = "assets/koers-frame.js"

ROOT: Final = "\0"
"""Stands in a shared part for the way from the page to the site's root; no HTML holds it."""

_HEAD: Final = re.compile(r"<script>__md_scope=.*?</script>", re.DOTALL)
_COLORS: Final = '<form class="md-header__option" data-md-component="palette"'
_CHOSEN: Final = re.compile(r"</form>\s*<script>var palette=.*?</script>", re.DOTALL)
_SEARCH_BUTTON: Final = '<label class="md-header__button md-icon" for="__search"'
_SEARCH: Final = '<div class="md-search" data-md-component="search"'
_DRAWER: Final = '<div class="md-sidebar md-sidebar--primary"'
_CONTENTS: Final = '<div class="md-sidebar md-sidebar--secondary"'
_CONFIG: Final = re.compile(r'<script id="__config" type="application/json">.*?</script>', re.DOTALL)
_TABS: Final = '<nav class="md-tabs"'
_LOADS_BY_SCRIPT: Final = '"navigation.instant'
"""With this feature the theme's script takes pages apart that no browser has read."""

_RELATIVE: Final = re.compile(r"""(["'])(\.\.(?:/[^"'\s]*)?)\1""")

_SCRIPT: Final = """\
/* What every page of this site has alike and only scripts use, put into the page where it is called for. */
(function (own, parts) {
  var root = own.getAttribute("src").slice(0, -%(length)d);
  window.koersFrame = function (number) {
    var made = document.createElement("template"), place = document.currentScript;
    made.innerHTML = parts[number].split("\\0").join(root);
    made.content.querySelectorAll("script").forEach(function (script) {
      var live = document.createElement("script");
      Array.prototype.forEach.call(script.attributes, function (one) { live.setAttribute(one.name, one.value); });
      live.text = script.text;
      script.replaceWith(live);
    });
    place.replaceWith(made.content);
  };
  window.koersFrame(0);
})(document.currentScript,
%(parts)s
);
"""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A page with calls in it, and the HTML that the called file puts in their places."""

    html: str
    called: str = ""


def share(pages: Mapping[str, str]) -> tuple[dict[str, Sharing], bytes | None]:
    """The same pages, by URL, with calls for what most of them have alike; and the file at `PATH` that is called.

    A page on which a part is another one keeps it. Without anything to share the pages are as they were, and the
    file is None.
    """
    found = {url: dict(_parts(html)) for url, html in pages.items()}
    common: dict[int, str] = {}
    for number in range(len(_PARTS)):
        seen = Counter(_from_root(url, parts[number]) for url, parts in found.items() if number in parts)
        if seen:
            common[number] = seen.most_common(1)[0][0]
    if 0 not in common:
        return {url: Sharing(html) for url, html in pages.items()}, None
    made = {url: _called(url, html, found[url], common) for url, html in pages.items()}
    listed = [common.get(number, "") for number in range(len(_PARTS))]
    return made, (_SCRIPT % {"length": len(PATH), "parts": json.dumps(listed, indent=0)}).encode()


def _called(url: str, html: str, parts: Mapping[int, str], common: Mapping[int, str]) -> Sharing:
    if 0 not in parts or _from_root(url, parts[0]) != common[0]:
        return Sharing(html)
    called = []
    for number, part in parts.items():
        if _from_root(url, part) == common.get(number):
            call = f"<script>koersFrame({number})</script>" if number else f'<script src="{_way(url)}{PATH}"></script>'
            html = html.replace(part, call, 1)
            called.append(common[number].replace(ROOT, _way(url)))
    return Sharing(html, "\n".join(called))


def _parts(html: str) -> Iterator[tuple[int, str]]:
    """The parts of a printed page that may be shared, by their numbers."""
    if _LOADS_BY_SCRIPT in html or PATH in html:
        return
    for number, find in enumerate(_PARTS):
        start, end = find(html)
        if 0 <= start < end:
            yield number, html[start:end]


def _scope(html: str) -> tuple[int, int]:
    found = _HEAD.search(html)
    return found.span() if found else (-1, -1)


def _header(html: str) -> tuple[int, int]:
    """From the choice of colors, or else the button of the search, to the end of the search."""
    colors, button, search = html.find(_COLORS), html.find(_SEARCH_BUTTON), html.find(_SEARCH)
    if search >= 0:
        return min(place for place in (colors, button, search) if place >= 0), _end(html, search)
    chosen = _CHOSEN.search(html, colors) if colors >= 0 else None
    return colors, chosen.end() if chosen else -1


def _drawer(html: str) -> tuple[int, int]:
    """The navigation of a narrow screen, with the empty table of contents behind it."""
    start = html.find(_DRAWER)
    if start < 0 or _TABS not in html:
        return -1, -1
    end = _end(html, start)
    behind = html.find(_CONTENTS, end)
    return start, _end(html, behind) if behind >= 0 and not html[end:behind].strip() else end


def _config(html: str) -> tuple[int, int]:
    found = _CONFIG.search(html)
    return found.span() if found else (-1, -1)


_PARTS: Final = (_scope, _header, _drawer, _config)


def _end(html: str, start: int) -> int:
    """Where the element that starts here ends; -1 when it does not."""
    depth = 0
    for tag in re.compile(r"<(/?)div\b").finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return html.index(">", tag.end()) + 1
    return -1


def _from_root(url: str, part: str) -> str:
    """A part of the page at `url`, with every relative address in it as it is from the site's root."""

    def turned(found: re.Match[str]) -> str:
        quote, relative = found.groups()
        at = posixpath.normpath(posixpath.join(url, relative))
        if at.startswith(".."):
            return found[0]
        slash = "/" if relative.endswith("/") and at != "." else ""
        return f"{quote}{ROOT}{at}{slash}{quote}"

    return _RELATIVE.sub(turned, part)


def _way(url: str) -> str:
    return "../" * url.count("/")
