"""The white space of a frame, folded: a browser shows a run of it as one, and the theme's indentation is a fifth of it.

A page set in a frame differs from what the engine prints in this, in what is in a file for all pages
(`koers.site.frames.shared`), and in the marks that its own block has as they are
(`koers.site.encode.with_plain_marks`); in nothing else.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""<!--.*?-->|<(?P<raw>script|style|pre|textarea)\b.*?</(?P=raw)\s*>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL | re.IGNORECASE,
)
"""What must stay as it is: tags with their attributes, and elements whose white space means something."""

_LINES = re.compile(r"[ \t\r\f]*\n[ \t\r\f\n]*")


def folded(html: str) -> str:
    r"""The same HTML with each run of white space around a line's end as one line's end.

    >>> folded('<p title="a\n b">\n\n   so <b>far</b>  \n</p><pre>x\n  y</pre>')
    '<p title="a\n b">\nso <b>far</b>\n</p><pre>x\n  y</pre>'
    """
    parts: list[str] = []
    start = 0
    for token in _TOKEN.finditer(html):
        parts += (_LINES.sub("\n", html[start : token.start()]), token[0])
        start = token.end()
    parts.append(_LINES.sub("\n", html[start:]))
    return "".join(parts)
