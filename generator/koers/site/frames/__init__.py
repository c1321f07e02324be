"""Pages without the site engine: it prints one stub page for each frame, and koers sets every page's own body in it.

The frame of a page is all that its engine and theme put around title and body. Pages have the same frame when the
way from them to the pages of the navigation is the same. In five steps, of which only the third leaves this room:

1. `why_not(settings, theme)` tells whether the settings allow frames at all.
2. `stubs(urls, addresses(settings))` gives one Markdown page a frame, with marks for title, body and URL.
3. `koers.engine.print_stubs` runs the engine on them. What it returns may be kept under `key(...)`.
4. `frames_of(files, stub_urls, addresses)` cuts the printed stubs at their marks: a `Frames`.
5. `Frames.set_page`, `.search_index`, `.sitemap` and `.others` are every file of the site that the engine would write.
"""

from koers.site.frames.frame import NoFrames
from koers.site.frames.frames import Frames, frames_of
from koers.site.frames.places import addresses, stub_url
from koers.site.frames.search import SearchEntry, search_entry
from koers.site.frames.settings import key, why_not
from koers.site.frames.stubs import stubs

__all__ = [
    "Frames",
    "NoFrames",
    "SearchEntry",
    "addresses",
    "frames_of",
    "key",
    "search_entry",
    "stub_url",
    "stubs",
    "why_not",
]
