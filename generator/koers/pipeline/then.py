"""The plans as one commit holds them, to be judged like those on disk: by the day of this run, without a cache."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property

from koers.model.as_of import as_of
from koers.model.build import build
from koers.model.organization import Organization, Plans
from koers.pipeline.world import SETTINGS, SHARED, World, settings
from koers.reading.read import Shared, read_shared
from koers.workspace import Entry, Listing

Read = Callable[[Collection[str]], Mapping[str, bytes]]


class Then(World):
    """The plans in a commit, given as path -> blob id (`Repository.tree`); `read` gives the contents of blobs."""

    def __init__(self, now: World, tree: Mapping[str, str], read: Read) -> None:
        paths = (path for path in sorted(tree) if not any(part.startswith(".") for part in path.split("/")))
        entries = tuple(Entry(path, tree[path]) for path in paths)
        super().__init__(now.root, Listing(entries, ()), lambda _: now.as_of)
        self._read_blobs = read

    def read(self, owner: str) -> Iterator[tuple[str, bytes]]:
        """The paths and contents of these files, without those that are too large to be a file of a plan."""
        return self._contents(self.entries(owner))

    def _contents(self, entries: Collection[Entry]) -> Iterator[tuple[str, bytes]]:
        found = self._read_blobs([entry.location for entry in entries])
        return ((entry.path, found[entry.location]) for entry in entries if entry.location in found)

    @cached_property
    def organization(self) -> Organization:
        """The settings of that commit."""
        return settings(self._contents([entry for entry in self.entries(SHARED) if entry.path == SETTINGS]))

    @cached_property
    def _base(self) -> tuple[Shared, Plans]:
        shared = read_shared(self.read(SHARED), [entry.path for entry in self.listing.files])
        return shared, as_of(build(shared.contents.documents), self.as_of)
