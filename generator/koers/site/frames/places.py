"""Which frame a page has: a matter of where it lies, seen from the pages that the navigation lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

HERE = "koers_frame"
"""The name of a folder that stands for any other. No id has an underscore, so no page of ours lies in one."""


def addresses(settings: Mapping[str, object]) -> frozenset[str]:
    """The URLs, from the site's root, to which every page links: the pages and the own links of `nav`."""
    return frozenset(_url(target) for _, target in entries(settings.get("nav")) if "://" not in target)


def entries(nav: object) -> Iterator[tuple[str | None, str]]:
    """(title, target) of every entry of a `nav` as mkdocs.yml has it, at any depth; the title may be missing."""
    for entry in nav if isinstance(nav, list) else ():
        if isinstance(entry, str):
            yield None, entry
        elif isinstance(entry, Mapping):
            for title, target in entry.items():
                if isinstance(target, str):
                    yield str(title), target
                else:
                    yield from entries(target)


def stub_url(url: str, known: frozenset[str]) -> str:
    """The URL of the stub page whose frame the page at `url` has; `known` comes from `addresses`.

    A page of the navigation is its own stub, as the theme marks it as the current one. All others share a stub with
    the pages at the same depth that have as much of their way in common with the navigation, at least its first part.

    >>> known = frozenset({"", "teams/"})
    >>> [stub_url(url, known) for url in ("", "teams/", "teams/north/", "leaders/anna/goals/coaching/")]
    ['', 'teams/', 'teams/koers_frame/', 'leaders/koers_frame/koers_frame/koers_frame/']
    """
    if url in known:
        return url
    parts = url.split("/")[:-1]
    shared = 1
    way = f"{parts[0]}/"
    while shared < len(parts):
        way += f"{parts[shared]}/"
        if not any(address.startswith(way) for address in known):
            break
        shared += 1
    return "/".join([*parts[:shared], *[HERE] * (len(parts) - shared), ""])


def _url(target: str) -> str:
    """The URL of a page from the path of its Markdown file; a link stays as it is."""
    if not target.endswith(".md"):
        return target
    folder, _, name = target.rpartition("/")
    stem = name.removesuffix(".md")
    return "/".join([*([folder] if folder else []), *([] if stem in ("index", "README") else [stem]), ""]).lstrip("/")
