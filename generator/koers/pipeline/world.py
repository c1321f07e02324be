"""The plans under one root as of one day, made step by step: each step is made when it is first asked for, and once.

Here is what every command needs: the names of the files, the settings, the day. What is known of the leaders is in
`part`, which is loaded when it is asked for: a run that finds nothing changed needs none of it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from koers import cache, workspace
from koers.diagnostic import Diagnostic, Severity
from koers.errors import KoersError
from koers.language import Translator, translator
from koers.model.organization import Organization, Plans
from koers.pickling import by_fields
from koers.reading.document import Place
from koers.reading.places import folders_of, leader_folder, leaders_there, place, refused

if TYPE_CHECKING:
    from koers.pipeline.part import Part
    from koers.reading.read import Shared

Today = Callable[[str], date]
"""The day to judge by, given the organization's time zone."""

SHARED = ""
"""Stands for the files that belong to no leader, where a folder's name is asked for."""

PART_SIZE = 64
"""Leaders in a part: enough to spread what a part costs, few enough to keep little in memory."""

SETTINGS = "plans/organization.yml"
"""Where the settings are."""

_LANGUAGE = re.compile(rb"""^language:[ ]*["']?(nl|en)\b""", re.MULTILINE)
"""The line of the settings that says the language, of a file that cannot be read as a whole."""

_DOUBTFUL_NS = 2_000_000_000
"""Some file systems keep times to two seconds only: a file changed so shortly before a run may change unseen after."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of some files: `status` from their names, sizes, times and inodes (empty: doubtful), and `content`."""

    status: bytes
    content: bytes


class World:
    """The plans under `root`. `listing` holds the names of the files; `today` gives the day in a time zone.

    `is_present` says that this day is the present one: what is dated later is then a mistake. As of a day that somebody
    asked for, it was not there yet.
    """

    def __init__(self, root: Path, listing: workspace.Listing, today: Today, is_present: bool = False) -> None:
        self.is_present = is_present
        self.root = root
        self.listing = listing
        self._today = today
        self._listed = time.time_ns()
        self.digests: dict[str, bytes] = {}

    @classmethod
    def open(cls, directory: Path, today: Today, is_present: bool = False) -> World:
        """Lists the files under the nearest plans/. KoersError when there is none, or a folder cannot be read."""
        root = workspace.find_root(directory)
        return cls(root, workspace.walk(root), today, is_present)

    @cached_property
    def _entries(self) -> Mapping[str, tuple[workspace.Entry, ...]]:
        found: dict[str, list[workspace.Entry]] = {SHARED: []}
        for entry, folder in zip(self.listing.files, folders_of(e.path for e in self.listing.files), strict=True):
            found.setdefault(folder, []).append(entry)
        return {folder: tuple(entries) for folder, entries in found.items()}

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The names of the folders in leaders/ that hold anything, in order; not all of them need be ids."""
        names = {*self._entries, *(leader_folder(entry.path) for entry in self._entries[SHARED])}
        names |= {leader_folder(f"{odd.path}/") for odd in self.listing.oddities}
        return tuple(sorted(names - {""}))

    @cached_property
    def people(self) -> frozenset[str]:
        """The ids of everybody who is there for others to refer to: in whose folder there is any file of a plan."""
        profiled = leaders_there(entry.path for entry in self._entries[SHARED])
        return profiled | {folder for folder in self._entries.keys() - profiled if folder and self._is_there(folder)}

    def _is_there(self, folder: str) -> bool:
        return any(leaders_there([entry.path]) for entry in self._entries[folder])

    def entries(self, owner: str) -> tuple[workspace.Entry, ...]:
        """The files of one leader's folder without the leader.yml; of `SHARED` what every leader is judged by: the
        files outside leaders/ and every leader.yml."""
        return self._entries.get(owner, ())

    def read(self, owner: str) -> Iterator[tuple[str, bytes]]:
        """The paths and contents of these files; when all are read, `digests` says what they were."""
        digest = blake2b(digest_size=16)
        for path, content in workspace.read_files(self.entries(owner)):
            digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "replace"))
            digest.update(content)
            yield path, content
        self.digests[owner] = digest.digest()

    @cached_property
    def organization(self) -> Organization:
        """The settings, read by themselves: a command that finds all the rest unchanged needs nothing else."""
        files = tuple(workspace.read_files(entry for entry in self.listing.files if entry.path == SETTINGS))
        store, digest = cache.open_cache(self.root), blake2b(repr(files).encode()).digest()
        known = store.load_value("settings")
        match known:
            case (then, Organization() as organization) if then == digest:
                return organization
        found = settings(files)
        store.save_value("settings", (digest, found))
        return found

    @cached_property
    def as_of(self) -> date:
        """The day everything is judged by."""
        return self._today(self.organization.timezone)

    @property
    def language(self) -> Translator:
        """The organization's language."""
        return translator(self.organization.language)

    @property
    def shared(self) -> Shared:
        """The files that every leader is judged by, as read. KoersError when one cannot be read."""
        return self._base[0]

    @property
    def profiles(self) -> Plans:
        """The library, the teams and everybody's profile; nobody has goals or logs here."""
        return self._base[1]

    @cached_property
    def _base(self) -> tuple[Shared, Plans]:
        """The shared files and the profiles: from the last run, when no file has changed and nobody came or went."""
        paths = [entry.path for entry in self.listing.files]
        names = blake2b("\n".join((self.as_of.isoformat(), *paths)).encode("utf-8", "replace"), digest_size=16).digest()
        store = cache.open_cache(self.root)
        kept = store.load_value("shared")
        match kept:
            case (then, State() as state, (known, Plans() as plans)) if then == names and self.is_as(SHARED, state):
                self.digests.setdefault(SHARED, state.content)
                return known, plans
        from koers.model.as_of import as_of
        from koers.model.build import build
        from koers.reading.read import read_shared

        shared = read_shared(self.read(SHARED), paths)
        found = shared, as_of(build(shared.contents.documents), self.as_of, self.people)
        store.save_value("shared", (names, self.state(SHARED), found))
        return found

    def state(self, owner: str) -> State:
        """The state of a leader's files (of `SHARED`: of all that every leader is judged by) at this run."""
        return State(self._status(owner), self._content(owner))

    def is_as(self, owner: str, then: State) -> bool:
        """Whether these files are as they were then: by their names, sizes and times, or else by what they say."""
        status = self._status(owner)
        return (bool(status) and status == then.status) or self._content(owner) == then.content

    def _status(self, owner: str) -> bytes:
        digest = blake2b(digest_size=16)
        for entry in self.entries(owner):
            size, written, changed, inode = entry.status
            if max(written, changed) + _DOUBTFUL_NS > self._listed:
                return b""
            said = f"{entry.path}\0{size}\0{written}\0{changed}\0{inode}\n"
            digest.update(said.encode("utf-8", "replace"))
        return digest.digest()

    def _content(self, owner: str) -> bytes:
        if owner not in self.digests:
            for _ in self.read(owner):
                pass
        return self.digests[owner]

    def part(self, folders: Collection[str]) -> Part:
        """The leaders with these folders in full, everybody else by profile. `SHARED` adds the shared files' own
        problems."""
        from koers.pipeline.part import Part

        return Part(self, folders)

    def parts(self, folders: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """These folders in groups of at most `PART_SIZE`, in their order."""
        listed = tuple(folders)
        return tuple(listed[at : at + PART_SIZE] for at in range(0, len(listed), PART_SIZE))

    @cached_property
    def whole(self) -> Part:
        """Everything in one part, for what must hold all of it at once."""
        return self.part((SHARED, *self.folders))

    def under(self, paths: Sequence[str]) -> tuple[str, ...]:
        """The folders, and `SHARED`, that files under these paths belong to (relative to the root); all for none."""
        everything = (SHARED, *self.folders)
        if not paths:
            return everything
        wanted: set[str] = set()
        for path in paths:
            owner = leader_folder(f"{path}/")
            if owner in self.folders:
                wanted.add(owner)
            elif path in (".", "", workspace.PLANS, f"{workspace.PLANS}/leaders"):
                wanted.update(everything)
            else:
                wanted.add(SHARED)
        return tuple(owner for owner in everything if owner in wanted)

    def odd(self, owners: Collection[str]) -> tuple[Diagnostic, ...]:
        """What stands in these folders and is no plain file: a link, a device, another repository."""
        return tuple(
            refused(odd.path, odd.what) for odd in self.listing.oddities if leader_folder(f"{odd.path}/") in owners
        )

    def text_of(self, path: str) -> str | None:
        """The text of a file as it is now, for an excerpt; None when it is not there or is no text."""
        try:
            return workspace.read_bytes(self.root / path).decode("utf-8-sig")
        except (KoersError, UnicodeDecodeError):
            return None


def language_here(directory: Path) -> Translator:
    """The organization's language, also where its plans have errors; English where nothing says otherwise."""
    try:
        root = workspace.find_root(directory)
        content = workspace.read_bytes(root / SETTINGS)
    except KoersError:
        return translator("en")
    return translator(settings([(SETTINGS, content)]).language)


def settings(files: Iterable[tuple[str, bytes]]) -> Organization:
    """The settings in these files. When they are not there or have errors these are the defaults; only the language is
    taken all the same, so that a slip in this file is told in words its writer reads."""
    from koers.model.build import build
    from koers.reading.read import read_document

    for path, content in files:
        where = place(path)
        if isinstance(where, Place):
            document, problems = read_document(where, content)
            if document.data is not None and not any(problem.severity is Severity.ERROR for problem in problems):
                return build([document]).organization
            said = _LANGUAGE.search(content)
            return Organization(name="", language=said[1].decode() if said is not None else "en")
    return Organization(name="")


by_fields(__name__)
