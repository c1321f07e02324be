"""The frames of a site: from the cache, or else from its engine, which then makes one stub a kind of page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from koers import cache, engine
from koers.site import frames as room
from koers.site.artifacts import SHAPES
from koers.site.frames import Frames, NoFrames
from koers.site.frames.stubs import files as stub_files
from koers.texts import Text


def frames_for(root: Path, engine_name: str) -> tuple[Frames, str] | Text:
    """The frames and the key they are known by; or, where the settings do not allow any, a sentence that says why.

    The theme must be in its place. KoersError with the engine's words when it cannot make the stubs.
    """
    settings = engine.settings(engine_name, root)
    theme = engine.theme_files(root, settings)
    refused = room.why_not(settings, theme)
    if refused is not None:
        return refused
    known = room.addresses(settings)
    pages = room.stubs(_urls(known), known)
    key = room.key(settings, theme, pages, engine_name, engine.versions())
    store, name = cache.open_cache(root), f"frames {engine_name}"
    kept = store.load_value(name)
    made = kept[1] if isinstance(kept, tuple) and kept[0] == key else None
    if made is None:
        made = dict(engine.print_stubs(engine_name, root, stub_files(pages)))
        store.save_value(name, (key, made))
    try:
        return room.frames_of(made, pages, known), key
    except NoFrames as error:
        return error.message


def _urls(known: Iterable[str]) -> Iterable[str]:
    """A page of each shape, and those of the navigation that are ours."""
    own = {shape.split("/", 1)[0] for shape in SHAPES}
    return {*SHAPES, *(url for url in known if url.split("/", 1)[0] in own and (url == "" or url.endswith("/")))}
