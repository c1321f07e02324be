"""From the body of a page to the file the site engine reads: front matter, then the body as one block of raw HTML.

This is the only place that knows a page becomes Markdown; another engine means another wrapping, not other templates.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from koers.site.encode import encode_line

_EMPTY_LINES = re.compile(r"\n\s*\n+")
_INDENT = re.compile(r"(?m)^[ \t]+|[ \t]+$")


def body_of(html: str) -> str:
    """The body as one block: no blank line (Markdown would end the block there) and no indentation (it only weighs)."""
    return _INDENT.sub("", _EMPTY_LINES.sub("\n", html)).strip("\n")


def wrap(title: str, html: Markup | str) -> str:
    """A Markdown file. The title is encoded: the theme prints it as it stands."""
    head = f'---\ntitle: "{encode_line(title)}"\nhide: [navigation, toc]\n---\n'
    return f"{head}\n{body_of(html)}\n"
