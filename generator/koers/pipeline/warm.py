"""What an earlier run found is kept per leader: a leader whose files are as they were then is not read again.

A file counts as unchanged when its size, times and inode are what they were, as in git's index, or else when its
content is. A file that was changed so shortly before a run that its times could not tell a further change is always
judged by its content. Whatever every leader depends on (the shared files, who is there, the day, koers itself) is the
basis; where the basis is another, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, TypeVar

from koers import cache
from koers.pickling import by_fields
from koers.pipeline.world import SHARED, State, World

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Kept(Generic[V]):
    """What was found for one owner of files, and the state of these files then."""

    state: State
    value: V


class Memory(Generic[V]):
    """What is known of the owners of a world's files from earlier runs, under one name.

    `circumstances` is all that the values depend on beside the files: the day, for whom. `known` holds
    what still holds; `keep` adds what was found now and saves it for the next run. A memory that is damaged, or that
    cannot be saved, costs time and nothing else.
    """

    def __init__(self, world: World, name: str, *circumstances: str) -> None:
        self._world = world
        self._name = name
        self._store = cache.open_cache(world.root)
        said = "\0".join(
            (
                world.as_of.isoformat(),
                str(world.is_present),
                *world.folders,
                "",
                *sorted(world.people),
                "",
                *circumstances,
            )
        )
        self._circumstances = blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()
        self._then: Mapping[str, Kept[V]] = {}
        self._basis = b""
        self._recall()

    def _recall(self) -> None:
        saved = self._store.load_value(self._name)
        if isinstance(saved, tuple) and len(saved) == 3 and saved[0] == self._circumstances:
            _, basis, kept = saved
            if isinstance(basis, State) and isinstance(kept, dict) and self._world.is_as(SHARED, basis):
                self._then, self._basis = kept, basis.content

    def known(self, owners: Iterable[str]) -> dict[str, V]:
        """The values of those of these owners whose files are as they were."""
        then = ((owner, self._then.get(owner)) for owner in owners)
        return {
            owner: kept.value
            for owner, kept in then
            if isinstance(kept, Kept) and (owner == SHARED or self._world.is_as(owner, kept.state))
        }

    def keep(self, found: Mapping[str, V], contents: Mapping[str, bytes]) -> None:
        """Saves these values, and what was known of other owners. `contents` are the digests of what was read."""
        self._world.digests.update(contents)
        basis = self._world.state(SHARED)
        # Somebody may have changed the shared files while koers ran: what was known before then holds no more.
        kept = dict(self._then) if basis.content == self._basis else {}
        for owner, value in found.items():
            kept[owner] = Kept(self._world.state(owner), value)
        there = {SHARED, *self._world.folders}
        saved = (
            self._circumstances,
            basis,
            {owner: one for owner, one in kept.items() if owner in there},
        )
        self._store.save_value(self._name, saved)


by_fields(__name__)
