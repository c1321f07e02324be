"""`check`: every problem of the plans, leader by leader; who did not change since the last run is not judged again."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koers import workers
from koers.diagnostic import Diagnostic, Severity
from koers.errors import KoersError
from koers.language import Translator
from koers.pipeline.warm import Memory
from koers.pipeline.world import Today, World
from koers.reading.missing_people import is_contained
from koers.reading.places import leader_folder
from koers.texts import text

Problems = tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found in the files it was asked about, in order; the rest of the world can be asked for."""

    world: World
    diagnostics: Problems

    @property
    def root(self) -> Path:
        """The folder that holds plans/."""
        return self.world.root

    @property
    def as_of(self) -> date:
        """The day everything was judged by."""
        return self.world.as_of

    @property
    def files(self) -> int:
        """How many files there are under plans/."""
        return len(self.world.listing.files)

    @property
    def language(self) -> Translator:
        """The organization's language."""
        return self.world.language

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the files that have problems, for excerpts."""
        return Texts(self.world)

    @property
    def has_errors(self) -> bool:
        """Whether the plans have an error."""
        return has_errors(self.diagnostics)

    @property
    def is_stopped(self) -> bool:
        """Whether an error keeps a site from being published."""
        return stops_build(self.diagnostics)


class Texts(Mapping[str, str]):
    """The text of every file that can be read, by path; a file is read when its text is asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: dict[str, str | None] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._read:
            self._read[path] = self._world.text_of(path)
        found = self._read[path]
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        return (entry.path for entry in self._world.listing.files if self._world.text_of(entry.path) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def check(directory: Path, today: Today, paths: Iterable[Path] = (), is_present: bool = False) -> Checked:
    """Judges the plans under the nearest plans/; with `paths`, what is needed to judge the files under these.

    KoersError when there are no plans, when a path is not among them, or when a file cannot be read.
    """
    world = World.open(directory, today, is_present)
    return Checked(world, problems(world, world.under(paths_under(world.root, paths))))


def check_world(world: World) -> Problems:
    """Every problem of the plans, in order."""
    return problems(world, world.under(()))


def has_errors(found: Problems) -> bool:
    """Whether the plans have an error."""
    return any(problem.severity is Severity.ERROR for problem in found)


def stops_build(found: Iterable[Diagnostic]) -> bool:
    """Whether one of these keeps a site from being published. A reference that leads nowhere does not: its place on the
    site says so, and everything else is as ever."""
    return any(problem.severity is Severity.ERROR and not is_contained(problem) for problem in found)


def problems(world: World, owners: Collection[str]) -> Problems:
    """Every problem in the files of these owners, in order. Those not known from before are judged side by side."""
    memory: Memory[Problems] = Memory(world, "check")
    found = memory.known(owners)
    stale = world.parts(owner for owner in owners if owner not in found)
    if stale:
        new: dict[str, Problems] = {}
        contents: dict[str, bytes] = {}
        if len(stale) > 1:
            _ = world.profiles  # read once, before the work is divided
        with workers.collector_off():
            for judged, digests in workers.fork_map(lambda part: _judged(world, part), stale):
                new.update(judged)
                contents.update(digests)
        memory.keep(new, contents)
        found.update(new)
    return in_report(world, owners, found)


def in_report(world: World, owners: Collection[str], found: Mapping[str, Problems]) -> Problems:
    """What was found of these owners, and what in their folders is no plain file, in the order of a report."""
    everything = (*(problem for owner in owners for problem in found[owner]), *world.odd(owners))
    return as_it_was_then(world, sorted(everything, key=lambda problem: problem.order))


DOUBTFUL = "G115"
"""The rule that a decision is by somebody who may not: the files know who may now, and git who might then."""


def as_it_was_then(world: World, found: Iterable[Diagnostic]) -> Problems:
    """These problems without the decisions of somebody who was an approver when they came in, as `verify` judges them.

    Git is asked only when there is such a decision, and what it says is not remembered: history can be written anew.
    """
    listed = tuple(found)
    doubtful = {problem.path for problem in listed if problem.rule == DOUBTFUL}
    if not doubtful:
        return listed
    from koers.pipeline.ledger import Ledger  # few plans have such a decision

    rightful = Ledger(world).rightful(world.part({leader_folder(path) for path in doubtful}))
    return tuple(problem for problem in listed if problem.rule != DOUBTFUL or problem.path not in rightful)


def _judged(world: World, owners: Collection[str]) -> tuple[dict[str, Problems], dict[str, bytes]]:
    """The problems of each of these owners, and what their files were when they were read."""
    found = by_owner(world.part(owners).diagnostics, owners)
    return found, {owner: world.digests[owner] for owner in owners}


def by_owner(problems: Iterable[Diagnostic], owners: Iterable[str]) -> dict[str, Problems]:
    """Problems by the folder in which they stand, for each of these owners."""
    found: dict[str, list[Diagnostic]] = {owner: [] for owner in owners}
    for problem in problems:
        found[leader_folder(problem.path)].append(problem)
    return {owner: tuple(some) for owner, some in found.items()}


def paths_under(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Paths from the command line as paths relative to the root, with `/`. KoersError when one is not there."""
    found = []
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        if not absolute.exists():
            raise KoersError(text("there is no {path}", path=str(path)))
        if absolute != root and root not in absolute.parents:
            raise KoersError(text("{path} is not inside {root}", path=str(path), root=str(root)))
        found.append(absolute.relative_to(root).as_posix())
    return tuple(found)
