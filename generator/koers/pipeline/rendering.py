"""What pages are rendered with: templates, ours and the repository's, and the files that go along as they are."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, BytecodeCache, ChoiceLoader, FileSystemLoader
from jinja2.bccache import Bucket

from koers import __version__, cache, resources, workspace
from koers.audience import Viewer
from koers.pipeline.seen import Sight
from koers.site.artifacts import Site
from koers.site.input import SiteInput
from koers.site.template_faults import template_faults

_TEMPLATES: Final = "site_templates"
_RENDERED: Final = frozenset({"koers.css", "koers.js", "koers-build.js"})
"""Files of assets/ that koers makes itself."""


class Rendering:
    """The templates of a repository, for one reader and one language."""

    def __init__(self, root: Path, viewer: Viewer, language: str) -> None:
        own = root / _TEMPLATES
        workspace.refuse_odd(own)
        self._package = resources.directory(_TEMPLATES)
        self._own = own if own.is_dir() and not own.samefile(self._package) else None
        self._viewer = viewer
        self._language = language
        self._bytecode = None if self._own else _Compiled(cache.open_cache(root))

    @cached_property
    def _loader(self) -> BaseLoader:
        """Templates of the repository stand before those of the package: a file of the same name replaces ours."""
        folders = [self._own] if self._own else []
        return ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, self._package]])

    @cached_property
    def state(self) -> str:
        """A digest of everything here that pages depend on; what belongs to koers itself is not part of it."""
        digest = blake2b(f"{self._viewer} {self._language}".encode(), digest_size=16)
        for path in sorted(self._own.rglob("*")) if self._own else ():
            if path.is_file():
                content = path.read_bytes()
                digest.update(f"{path} {len(content)}\0".encode("utf-8", "surrogateescape"))
                digest.update(content)
        return digest.hexdigest()

    def faults(self) -> AbstractContextManager[None]:
        """What a template of the repository raises is told as its mistake, as a KoersError."""
        return template_faults(self._own)

    def site(self, sight: Sight, *, commit: str | None = None, data: str | None = None) -> Site:
        """The pages of what the reader sees. `data` is the text of the data set's index."""
        return Site(self.view(sight, commit=commit, data=data))

    def view(self, sight: Sight, *, commit: str | None = None, data: str | None = None) -> SiteInput:
        """All that the pages are made from."""
        return SiteInput(
            plans=sight.plans,
            progress=sight.progress,
            as_of=sight.as_of,
            language=self._language,
            templates=self._loader,
            version=__version__,
            audience=str(self._viewer),
            insiders=sight.insiders,
            letters=sight.letters,
            verdicts=sight.verdicts,
            moments=sight.moments,
            commit=commit[:7] if commit else None,
            history=sight.history,
            record_levels=sight.record_levels,
            data=data,
            assets=self._assets,
            is_sandboxed=self._own is not None,
            bytecode_cache=self._bytecode,
        )

    @cached_property
    def _assets(self) -> Mapping[str, bytes]:
        """Fonts and the like, which go along as they are, with those of the repository: its own styles and pictures."""
        return {name: content for name, content in self._files("assets").items() if name not in _RENDERED}

    def theme(self) -> Mapping[str, bytes]:
        """What the engine's theme is extended with, by path: ours, and the repository's own before it."""
        return self._files("theme")

    def _files(self, part: str) -> dict[str, bytes]:
        """The files of a folder of the templates, ours and the repository's own before them.

        A link that leads out of the repository's templates is passed over: nothing else may come along with a site.
        """
        found: dict[str, bytes] = {}
        for templates in (self._package, *([self._own] if self._own else [])):
            inside, folder = templates.resolve(), templates / part
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.resolve().is_relative_to(inside):
                    found[path.relative_to(folder).as_posix()] = path.read_bytes()
        return found


class _Compiled(BytecodeCache):
    """Our own templates, compiled once and kept between runs outside the repository."""

    def __init__(self, store: cache.Cache) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket when the compiled template is known."""
        content = self._store.load(f"template {bucket.key}")
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the compiled template."""
        self._store.save(f"template {bucket.key}", bucket.bytecode_to_string())
