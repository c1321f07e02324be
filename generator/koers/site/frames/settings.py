"""What mkdocs.yml must be like for frames, and what frames depend on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from koers.site.frames.places import entries
from koers.texts import Text, text

DOCS = "build/docs"

_THEME = "material"
_HARMLESS = frozenset({
    "site_name", "site_url", "site_description", "site_author", "copyright", "repo_url", "repo_name", "edit_uri",
    "docs_dir", "site_dir", "use_directory_urls", "theme", "extra", "extra_css", "extra_javascript", "plugins",
    "nav", "not_in_nav", "validation", "markdown_extensions", "strict", "dev_addr", "watch", "remote_branch",
    "remote_name"
})  # fmt: skip
"""The settings that give every page of the same kind the same frame, as far as `_doubts` does not look closer."""

_PLUGINS = frozenset({"search", "material/search"})
_EXTENSIONS = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "md_in_html",
    "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks", "pymdownx.arithmatex",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji",
    "pymdownx.extra", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink",
    "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist",
    "pymdownx.tilde"
})  # fmt: skip
"""The extensions of Markdown that leave a block of raw HTML as it is."""

_SINGLE = re.compile(rb"build_date_utc|update_date|page\.markdown|page\.content\s*\||page\.toc|\bin pages\b")
"""What a template of the user's could read that is not the same on a stub."""


def why_not(settings: Mapping[str, object], theme: Mapping[str, bytes]) -> Text | None:
    """Why these settings do not allow frames, as a sentence; None when they do.

    `settings` is mkdocs.yml with all it inherits, `theme` the files of its `custom_dir` by path. Refused is whatever
    might make a page differ from its neighbors by more than title, body and URL: the engine then makes every page.
    """
    for title, target in entries(settings.get("nav")):
        if title is None:
            return text(
                "the site engine makes every page itself, which takes longer: "
                "mkdocs.yml lists {page} in nav without a title",
                page=target,
            )
    for setting in _doubts(settings):
        return text(
            "the site engine makes every page itself, which takes longer: "
            "{setting} in mkdocs.yml may change single pages",
            setting=setting,
        )
    for path, content in sorted(theme.items()):
        if found := _SINGLE.search(content) if path.endswith((".html", ".xml")) else None:
            return text(
                "the site engine makes every page itself, which takes longer: "
                "the template {path} of the theme reads {value}",
                path=path,
                value=found[0].decode(),
            )
    return None


def key(
    settings: Mapping[str, object],
    theme: Mapping[str, bytes],
    stubs: Mapping[str, str],
    engine: str,
    versions: Mapping[str, str],
) -> str:
    """The name under which the engine's files for these stubs may be kept: 64 hexadecimal digits.

    It is another one whenever anything changes on which they depend: the settings with all they inherit and take
    from the environment, the files of the theme's `custom_dir`, the stubs, the engine, and the versions of koers, of
    the engine, its theme and its Markdown. `koers.engine` reads them all.
    """
    digest = hashlib.blake2b(digest_size=32)
    for part in (settings, stubs, engine, versions):
        _add(digest, json.dumps(part, default=str).encode())
    for path, content in sorted(theme.items()):
        _add(digest, path.encode())
        _add(digest, content)
    return digest.hexdigest()


def _add(digest: hashlib.blake2b, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big"))
    digest.update(part)


def _doubts(settings: Mapping[str, object]) -> Iterator[str]:
    """The settings, as they are written, of which nothing is known."""
    theme = settings.get("theme")
    extra = settings.get("extra")
    if (theme.get("name") if isinstance(theme, Mapping) else theme) != _THEME:
        yield "theme"
    yield from (name for name, value in settings.items() if name not in _HARMLESS and value)
    if settings.get("docs_dir") != DOCS:
        yield "docs_dir"
    if settings.get("use_directory_urls", True) is not True:
        yield "use_directory_urls"
    if not settings.get("nav"):
        yield "nav"
    yield from (f"plugins: {name}" for name in _names(settings.get("plugins")) if name not in _PLUGINS)
    yield from (
        f"markdown_extensions: {name}"
        for name in _names(settings.get("markdown_extensions"))
        if name.removeprefix("markdown.extensions.") not in _EXTENSIONS
    )
    if (
        isinstance(extra, Mapping)
        and isinstance(extra.get("analytics"), Mapping)
        and extra["analytics"].get("feedback")
    ):
        yield "extra: analytics: feedback"


def _names(listed: object) -> Iterator[str]:
    """The names in a list of plugins or extensions, which may each have options, or in a mapping of them."""
    if isinstance(listed, Mapping):
        yield from map(str, listed)
    for entry in listed if isinstance(listed, list) else ():
        yield from map(str, entry) if isinstance(entry, Mapping) else (str(entry),)
