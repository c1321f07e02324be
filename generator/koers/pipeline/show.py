"""Pages for one reader, and their way to a published site: set in frames by koers, or made by the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from koers import engine, files, printer, publish
from koers.audience import EVERYONE, Viewer
from koers.errors import KoersError
from koers.git.repository import is_tracked
from koers.pipeline.check import Problems, check_world, stops_build
from koers.pipeline.framing import frames_for
from koers.pipeline.ledger import Ledger
from koers.pipeline.rendering import Rendering
from koers.pipeline.seen import Reader
from koers.pipeline.site import Builder, stream
from koers.pipeline.world import World
from koers.site import policy, robots, urls
from koers.site.artifacts import PageBody
from koers.site.frames import Frames
from koers.site.wrap import wrap
from koers.texts import Text, text

DOCS = f"{publish.BUILD}/docs"
THEME = f"{publish.BUILD}/theme"
_READER = f"{publish.BUILD}/.docs-for"
"""The file that says for which reader the pages in `DOCS` were made."""
Tell = Callable[[int, int], None]
"""Hears how many of how many are done."""
Paper = Callable[[Path, Iterable[str]], None]
"""Prints the pages at these URLs, of the site in this folder."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of a site. With an error among `problems` that stops a build nothing was published.

    `pages` counts the pages of the site, `written` the files that are new or other than before, `removed` those that
    are gone; `slower` says why the engine had to make every page itself, if it had to.
    """

    problems: Problems
    pages: int = 0
    written: int = 0
    removed: int = 0
    slower: Text | None = None


def publish_site(
    world: World, viewer: Viewer, engine_name: str, site: Path, *, has_pdf: bool = False, tell: Tell = lambda *_: None
) -> Shown:
    """Checks the plans and puts a new site in the place of the old one; with an error, the old one stays as it is.

    `has_pdf` also prints every goal and every leader's plan; `tell` hears how many of how many are done.
    """
    engine.require(engine_name, world.root)
    publish.check_target(world.root, site)
    _refuse_tracked(viewer, site)
    if site.is_symlink() and is_tracked(site):
        raise KoersError(
            text("{folder} is a link that came with the repository; a site goes where whoever publishes it says, "
                 "with --site-dir", folder=str(site))
        )  # fmt: skip
    paper = None
    if has_pdf:
        printer.require()
        site_url = str(engine.settings(engine_name, world.root).get("site_url") or "")
        paper = partial(_print, world, site_url, tell)
    reader, rendering = _reader(world, viewer)
    with publish.lock(world.root):
        _clear_docs_of_another(world.root, viewer)
        publish.write_tree(world.root / THEME, _theme(world, viewer, rendering, (engine_name,)))
        framed = frames_for(world.root, engine_name)
        if isinstance(framed, Text):
            return _by_engine(world, reader, rendering, engine_name, site, paper, framed)
        return _framed(world, reader, rendering, framed, site, paper)


def _framed(
    world: World,
    reader: Reader,
    rendering: Rendering,
    framed: tuple[Frames, str],
    site: Path,
    paper: Paper | None,
) -> Shown:
    with publish.stage(world.root, site) as stage:
        builder = Builder(world, reader, rendering, framed, stage, str(site))
        built = builder.build()
        if built.is_stopped:
            return Shown(built.problems)
        if paper is not None:
            stage.complete()
            paper(stage.folder, built.urls)
        done = stage.commit()
    builder.remember()
    return Shown(built.problems, built.pages, done.written, done.removed)


def _by_engine(
    world: World,
    reader: Reader,
    rendering: Rendering,
    engine_name: str,
    site: Path,
    paper: Paper | None,
    why: Text,
) -> Shown:
    problems = check_world(world)
    if stops_build(problems):
        return Shown(problems)
    made = dict(_as_markdown(world, reader, rendering))
    publish.write_tree(world.root / DOCS, made)

    def make(stage: Path) -> None:
        engine.build(engine_name, world.root, stage, world.as_of)
        name, content = publish.IGNORING
        with publish.explained(stage):
            files.replace(stage / name, content)
        if paper is not None:
            paper(stage, [name.removesuffix("index.md") for name in made if name.endswith("/index.md")])

    publish.publish(world.root, site, make)
    return Shown(problems, _count(made), slower=why)


def write_pages(world: World, viewer: Viewer) -> Shown:
    """Checks the plans and writes build/docs and build/theme; with an error nothing is written.

    KoersError when the pages are for some readers only, and git keeps build/docs.
    """
    _refuse_tracked(viewer, world.root / DOCS)
    problems = check_world(world)
    if stops_build(problems):
        return Shown(problems)
    reader, rendering = _reader(world, viewer)
    with publish.lock(world.root):
        _clear_docs_of_another(world.root, viewer)
        made = dict(_as_markdown(world, reader, rendering))
        written = publish.write_tree(world.root / DOCS, made)
        written += publish.write_tree(world.root / THEME, _theme(world, viewer, rendering, engine.ENGINES))
    return Shown(problems, _count(made), written)


def _refuse_tracked(viewer: Viewer, folder: Path) -> None:
    """KoersError when what only some readers may see would stand in a folder that git keeps for everybody."""
    if viewer != EVERYONE and is_tracked(folder):
        raise KoersError(
            text(
                "{folder} is kept in git, so everybody with a clone would get the pages of {audience}; "
                "choose a folder that git does not keep, or take this one out with `git rm -r --cached`",
                folder=str(folder),
                audience=str(viewer),
            )
        )


def _clear_docs_of_another(root: Path, viewer: Viewer) -> None:
    """Removes pages that were made for another reader: whoever runs the engine next would publish them.

    From now on the folder is this reader's. The caller holds the lock.
    """
    mark, docs, reader = root / _READER, root / DOCS, f"{viewer}\n".encode()
    with publish.explained(mark):
        if files.says(mark, reader):
            return
        publish.remove(docs)
        files.replace(mark, reader)


def pages(world: World, viewer: Viewer) -> Mapping[str, str | bytes]:
    """Every file of build/docs for one reader. KoersError when that is nobody, or when a template is wrong."""
    reader, rendering = _reader(world, viewer)
    return dict(_as_markdown(world, reader, rendering))


def _reader(world: World, viewer: Viewer) -> tuple[Reader, Rendering]:
    return Reader(world, viewer, Ledger(world)), Rendering(world.root, viewer, world.organization.language)


def _theme(world: World, viewer: Viewer, rendering: Rendering, engines: Iterable[str]) -> Mapping[str, bytes]:
    """What the theme of these engines is extended with: templates, which of their scripts may run in a page, and what
    search engines are told."""
    root, own = world.root, rendering.theme()
    settings = engine.settings("mkdocs", root) if (root / engine.CONFIG).is_file() else {}
    # One that is not UTF-8 is told by the engine; a hash of what it might say allows nothing.
    templates = [content.decode("utf-8", "replace") for path, content in own.items() if path.endswith(".html")]
    return {
        **own,
        policy.PATH: policy.partial([*engine.theme_scripts(engines), *templates], settings).encode(),
        robots.PARTIAL: robots.partial(str(viewer), world.organization.is_findable),
    }


def _as_markdown(world: World, reader: Reader, rendering: Rendering) -> Iterator[tuple[str, str | bytes]]:
    for url, made in stream(world, reader, rendering):
        if isinstance(made, PageBody):
            yield urls.file_of(url), wrap(made.title, made.html, made.found_by)
        else:
            yield url, made


def _print(world: World, site_url: str, tell: Tell, folder: Path, made: Iterable[str]) -> None:
    """The pages that people take to a talk: plans and goals."""
    wanted = sorted(url.rstrip("/") for url in made if url.startswith("leaders/") and url != "leaders/")
    printer.print_pages(folder, wanted, world.as_of, site_url, lambda done: tell(done, len(wanted)))


def _count(names: Iterable[str]) -> int:
    return sum(name.endswith(".md") for name in names)
