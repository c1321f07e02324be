"""From the body of a page to what the site engine prints of it: one block of raw HTML, with what its search may read.

This is the only place that knows a page becomes Markdown; another engine means another wrapping, not other templates.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from koers.site.encode import encode_line, encode_title

NOT_SEARCHED = " data-search-exclude"
"""The attribute that keeps an element out of the engines' search. MkDocs prints it, Zensical takes it away."""

_HEADING = re.compile(r"<(h[1-6])\b")


def body_of(html: str) -> str:
    """The body as one block: no blank line (Markdown would end the block there) and no indentation (it only weighs)."""
    return "\n".join(line.strip(" \t") for line in html.split("\n") if line and not line.isspace())


def unsearched(title: str, html: Markup | str) -> str:
    """The same block without what only the search of an engine reads, for a page that koers finishes by itself.

    `html` is as `koers.site.artifacts.PageBody` has it.
    """
    body = html if "<h1" in html else f"<h1>{encode_title(title)}</h1>\n{html}"
    return f"<div>\n<k-page>\n{body.replace(NOT_SEARCHED, '')}\n</k-page>\n</div>"


def block(title: str, html: Markup | str, found_by: str = "") -> str:
    """What stands on the page between the frame's parts, for an engine to print as it is.

    The engines' search is given the title and `found_by`, which nobody sees on the page, and nothing else: the root
    is excluded for its text, and each heading, which they would list apart. The root is an element that the pages
    do not use: Material ends an exclusion at the first end tag of the same name. A body without an `h1` gets the
    title as one, else each engine would add its own.
    """
    body = body_of(html)
    if "<h1" not in body:
        body = f"<h1>{encode_title(title)}</h1>\n{body}"
    body = _HEADING.sub(rf"<\1{NOT_SEARCHED}", body)
    words = f"<p hidden>{encode_line(found_by)}</p>\n" if found_by else ""
    return f"<div>\n{words}<k-page{NOT_SEARCHED}>\n{body}\n</k-page>\n</div>"


def wrap(title: str, html: Markup | str, found_by: str = "") -> str:
    """A Markdown file for the engine. The title is encoded: the theme prints it as it stands."""
    return f'---\ntitle: "{encode_title(title)}"\nhide: [navigation, toc]\n---\n\n{block(title, html, found_by)}\n'
