"""From the body of a page to the file the site engine reads: front matter, then the body as one block of raw HTML.

This is the only place that knows a page becomes Markdown; another engine means another wrapping, not other templates.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from koers.site.encode import encode_line, encode_title

_HEADING = re.compile(r"<(h[1-6])\b")


def body_of(html: str) -> str:
    """The body as one block: no blank line (Markdown would end the block there) and no indentation (it only weighs)."""
    return "\n".join(line.strip(" \t") for line in html.split("\n") if line and not line.isspace())


def wrap(title: str, html: Markup | str, found_by: str = "") -> str:
    """A Markdown file. The title is encoded: the theme prints it as it stands.

    The engines' search is given the title and `found_by`, which nobody sees on the page, and nothing else: the root
    is excluded for its text, and each heading, which they would list apart. The root is an element that the pages
    do not use: Material ends an exclusion at the first end tag of the same name.
    """
    head = f'---\ntitle: "{encode_title(title)}"\nhide: [navigation, toc]\n---\n'
    body = _HEADING.sub(r"<\1 data-search-exclude", body_of(html))
    words = f"<p hidden>{encode_line(found_by)}</p>\n" if found_by else ""
    return f"{head}\n<div>\n{words}<k-page data-search-exclude>\n{body}\n</k-page>\n</div>\n"
