"""A printed stub, cut at its marks, so that setting a page in it is joining bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from koers.errors import KoersError
from koers.site.encode import encode_title, with_plain_marks
from koers.site.frames.places import HERE
from koers.site.frames.stubs import MARK, block_mark, title_mark
from koers.site.wrap import NOT_SEARCHED
from koers.texts import Text, text

URL, TITLE, BLOCK = range(3)
"""What can be set in a frame."""


class NoFrames(KoersError):
    """This engine, with these settings, prints a page in a way that frames cannot repeat. It can make them itself."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes around what is set in: `pieces` has an empty place for each of `slots`, a (place, what) pair."""

    pieces: tuple[bytes, ...]
    slots: tuple[tuple[int, int], ...]

    def set(self, url: str, title: str, block: str) -> bytes:
        """The page at `url`. `title` is plain text; `block` is what `koers.site.wrap.unsearched` made.

        No Markdown reads the block here, so that marks which act nowhere in HTML need no reference.
        """
        values = (url.encode(), encode_title(title).encode(), with_plain_marks(block).encode())
        parts = list(self.pieces)
        for place, what in self.slots:
            parts[place] = values[what]
        return b"".join(parts)


def cut(url: str, printed: str) -> Frame:
    """The frame in what the engine printed for the stub at `url`. NoFrames when it printed the marks otherwise."""
    block = block_mark(url)
    if block not in printed:  # the engine took the attribute away that keeps an element out of its search
        block = block.replace(NOT_SEARCHED, "")
    title = title_mark(url)
    marks = {block: BLOCK, title: TITLE}
    if HERE in url:
        marks[url] = URL
    parts = re.split("(" + "|".join(map(re.escape, marks)) + ")", printed)
    if parts.count(block) != 1 or title not in parts:
        raise refused(url)
    slots = tuple((place, marks[parts[place]]) for place in range(1, len(parts), 2))
    pieces = tuple(b"" if place % 2 else part.encode() for place, part in enumerate(parts))
    if is_marked(b"\n".join(pieces)):
        raise refused(url)
    return Frame(pieces, slots)


def is_marked(content: bytes) -> bool:
    """Whether a mark is left in what the engine printed: it printed something else than the page's title and body."""
    return MARK.encode() in content or HERE.encode() in content


def refused(place: str) -> NoFrames:
    """The error for a file in which a mark is missing, or left over."""
    return NoFrames(_why(place))


def _why(place: str) -> Text:
    return text(
        "the site engine makes every page itself, which takes longer: "
        "the theme shows the title or the body of {page} in more than one way",
        page=f"/{place}",
    )
