"""Which scripts that stand in a page may run: those of the theme, told by their hash in the content security policy.

A script in the text of a page runs only when its hash stands in the policy of that page. Hashes are taken from what
the theme writes around a page's body, and never from the body: a script that came in by a page's text has none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

PATH: Final = "partials/koers-scripts.html"
"""The template of the theme that writes the hashes where an engine prints whole pages; main.html includes it."""

_DEEPEST: Final = 9
"""More parts than the URL of any page has."""

_SCRIPT: Final = re.compile(r"<script\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"""\bsrc\s*=|\btype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
"""What an element has whose content is no script that would run."""

_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_SCRIPTS: Final = re.compile(r"\bscript-src ([^;\"]*)")
_BASE: Final = re.compile(
    r"{{-?\s*(?:(?P<scope>config\.extra\.scope)\s*\|\s*d\(\s*)?base_url(?:\s*,\s*true\s*)?\s*\)?\s*-?}}"
)
_TEMPLATED: Final = re.compile(r"{[{%#]")


def only(html: str, also: str = "") -> str:
    """The same page or frame, whose policy names just the scripts that stand in it, and those in the HTML `also`.

    A page without a policy, and one whose policy allows every script (`'unsafe-inline'`), stays as it is. The text of
    a page must not be in it yet.
    """
    found = _POLICY.search(html)
    allowed = _SCRIPTS.search(html, *found.span()) if found else None
    if allowed is None or "'unsafe-inline'" in allowed[1]:
        return html
    kept = [source for source in allowed[1].split() if not source.startswith("'sha256-")]
    named = " ".join([*kept, *dict.fromkeys(map(_hash, _inline(html + also)))])
    return f"{html[: allowed.start(1)]}{named}{html[allowed.end(1) :]}"


def partial(templates: Iterable[str], settings: Mapping[str, object]) -> str:
    """The template at `PATH`: the hashes of the scripts that `templates` write into a page.

    `templates` are the files of a theme as they are, `settings` is mkdocs.yml. A script may name the way to the root
    of the site, and then has a hash for each depth of page; one that depends on anything else has none, and will not
    run.
    """
    constant: dict[str, None] = {}
    by_base: dict[str, dict[str, None]] = {base: {} for base in _bases(settings)}
    extra = settings.get("extra")
    scope = str(extra.get("scope") or "") if isinstance(extra, Mapping) else ""
    for script in (script for template in templates for script in _inline(template)):
        if _TEMPLATED.search(_BASE.sub("", script)):
            continue
        if not _BASE.search(script):
            constant[_hash(script)] = None
            continue
        for base, hashes in by_base.items():
            filled = _BASE.sub(lambda found, base=base: (scope if found["scope"] else "") or base, script)  # type: ignore[misc]
            hashes[_hash(filled)] = None
    table = ", ".join(f'"{base}": "{"".join(f" {one}" for one in hashes)}"' for base, hashes in by_base.items())
    return f"{' '.join(constant)}{{{{ {{{table}}}[base_url] | safe }}}}"


def _bases(settings: Mapping[str, object]) -> Iterator[str]:
    """Every value that the engines give `base_url`: the way to the root, and for 404.html the root's own path."""
    yield "."
    yield from ("/".join([".."] * depth) for depth in range(1, _DEEPEST + 1))
    path = urlsplit(str(settings.get("site_url") or "/")).path
    yield from dict.fromkeys((path, path.rstrip("/") or "/"))


def _inline(html: str) -> Iterator[str]:
    return (found[2] for found in _SCRIPT.finditer(html) if not _ELSEWHERE.search(found[1]))


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
