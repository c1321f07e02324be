"""The plans as they were: what a file said at an earlier moment, read at most once however often it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Protocol

from koers.approval.chronicle import Chronicle, FirstParentLine
from koers.approval.fingerprint import fingerprint
from koers.diagnostic import Diagnostic, Severity
from koers.model.build import build
from koers.model.departures import departed
from koers.model.log import Approval
from koers.model.organization import Forge, Leader, Organization
from koers.reading.document import Document, Place
from koers.reading.limits import MOST_BYTES_OF_KEYS
from koers.reading.places import place
from koers.reading.read import read_document

ORGANIZATION = "plans/organization.yml"
SIGNERS = "plans/signers"


class Read(Protocol):
    """The door to git's objects."""

    def __call__(self, blobs: Collection[str], most: int = ..., /) -> Mapping[str, bytes]:
        """Blob ids -> contents of those that are there and have at most `most` bytes, by default those of a plan."""


class Past:
    """A chronicle and the contents of its blobs. What could not be read, or has not the form of its kind, is None.

    `known` are the working tree's files as read: a version that is the same need not be read again.
    """

    def __init__(self, chronicle: Chronicle, read: Read, known: Iterable[Document] = ()) -> None:
        self.chronicle = chronicle
        self._known = {document.path: document for document in known if document.data is not None}
        self._read = read
        self._contents: dict[str, bytes | None] = {}
        self._keys: dict[str, bytes | None] = {}
        self._documents: dict[tuple[str, str], Document | None] = {}
        self._leaders: dict[tuple[str, str], Leader | None] = {}
        self._base: tuple[str, FirstParentLine] | None = None

    def prepare(self) -> None:
        """Reads every version of every profile, which the goals of all leaders are judged by."""
        _ = self._people, self._records

    def forget(self) -> None:
        """Lets go of all contents and files but the profiles: whoever is done with some goals needs them no more."""
        self._contents.clear()
        self._documents.clear()

    def fetch(self, blobs: Iterable[str | None]) -> None:
        """Read these in one go, so that asking for them one by one costs nothing."""
        wanted = {blob for blob in blobs if blob is not None and blob not in self._contents}
        if wanted:
            found = self._read(wanted)
            self._contents.update({blob: found.get(blob) for blob in wanted})

    def content(self, blob: str | None) -> bytes | None:
        """The bytes of a blob."""
        if blob is None:
            return None
        self.fetch([blob])
        return self._contents[blob]

    def keys(self, blobs: Collection[str]) -> Mapping[str, bytes]:
        """Blob ids -> contents of lists of keys, which may be larger than a plan; without what cannot be read."""
        wanted = [blob for blob in blobs if blob not in self._keys]
        if wanted:
            found = self._read(wanted, MOST_BYTES_OF_KEYS)
            self._keys.update({blob: found.get(blob) for blob in wanted})
        known = ((blob, self._keys[blob]) for blob in blobs)
        return {blob: content for blob, content in known if content is not None}

    def document(self, path: str, blob: str | None) -> Document | None:
        """The file as it was, when it was sound."""
        if blob is None:
            return None
        if (path, blob) not in self._documents:
            content = self.content(blob)
            known = self._known.get(path)
            is_known = known is not None and content == known.text.encode()
            self._documents[path, blob] = known if is_known else _sound(path, content)
        return self._documents[path, blob]

    def fingerprint(self, path: str, blob: str | None) -> str | None:
        """Of a goal's file as it was."""
        return _fingerprint(self.document(path, blob))

    def fingerprint_of(self, path: str, content: bytes | None) -> str | None:
        """Of a goal's file that came from elsewhere."""
        return _fingerprint(_sound(path, content))

    def since(self, path: str, wanted: str, line: FirstParentLine, position: int) -> int | None:
        """The position of a line since which the goal in `path` has had this fingerprint without a break, up to
        `position`; None when it does not have it there."""
        changes = [(at, blob) for at, blob in line.changes(path) if at <= position]
        self.fetch(blob for _, blob in changes)
        found = None
        for at, blob in reversed(changes):
            if self.fingerprint(path, blob) != wanted:
                break
            found = at
        return found

    def approval(self, path: str, blob: str | None) -> Approval | None:
        """A record as it was."""
        document = self.document(path, blob)
        if document is None:
            return None
        where = document.place
        stand_in = Document(_leader_place(where.leader), "", {})
        records = build([stand_in, document]).leaders[where.leader].approvals.get(where.id, ())
        return records[0] if records else None

    def leader(self, id: str, blob: str | None) -> Leader | None:
        """A person's leader.yml as it was, without goals or logs."""
        if blob is None:
            return None
        if (id, blob) not in self._leaders:
            document = self.document(leader_path(id), blob)
            self._leaders[id, blob] = None if document is None else build([document]).leaders.get(id)
        return self._leaders[id, blob]

    @cached_property
    def _people(self) -> Mapping[str, frozenset[str]]:
        """Every (person, address) that ever was on file: address -> ids."""
        versions = {
            (path, touch.after)
            for commit in self.chronicle.commits
            for path, touch in commit.touches.items()
            if touch.after is not None and _leader_of(path) is not None
        }
        self.fetch(blob for _, blob in versions)
        found: dict[str, set[str]] = defaultdict(set)
        for path, blob in versions:
            person = self.leader(_leader_of(path) or "", blob)
            for address in person.emails if person else ():
                found[address.casefold()].add(_leader_of(path) or "")
        return {address: frozenset(ids) for address, ids in found.items()}

    def base_line(self, tip: str) -> FirstParentLine:
        """The first-parent line that ends at a base."""
        if self._base is None or self._base[0] != tip:
            self._base = (tip, self.chronicle.line(tip))
        return self._base[1]

    @cached_property
    def _records(self) -> Mapping[tuple[str, str], frozenset[tuple[str, int]]]:
        found: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
        for commit in self.chronicle.commits:
            for path in commit.touches:
                where = place(path) if "/approvals/" in path else None
                if isinstance(where, Place) and where.kind == "approval":
                    found[where.leader, where.id].add((path, where.number))
        return {key: frozenset(records) for key, records in found.items()}

    def records_of(self, leader: str, goal: str) -> frozenset[tuple[str, int]]:
        """(path, round) of every record of this goal that any commit here touched."""
        return self._records.get((leader, goal), frozenset())

    def at(self, line: FirstParentLine, position: int) -> PeopleThen:
        """The people as they were on file after one step of a line."""
        return PeopleThen(self, line, position)

    def person(self, email: str) -> str | None:
        """Whose address this is on HEAD, if it is one person's."""
        return self.person_at(email, self.chronicle.main.last)

    def person_at(self, email: str, position: int) -> str | None:
        """Whose address this was after that step of HEAD's line, if it was one person's."""
        owners = self.at(self.chronicle.main, position).owners(email)
        return next(iter(owners)) if len(owners) == 1 else None

    def had(self, email: str, id: str, line: FirstParentLine, position: int) -> bool:
        """Whether a person ever had this address on file on a line, up to that step."""
        if id not in self.ever(email):
            return False
        versions = (self.leader(id, blob) for at, blob in line.changes(leader_path(id)) if at <= position)
        return any(person.has_address(email) for person in versions if person)

    def ever(self, email: str) -> frozenset[str]:
        """Everybody who ever had this address on file."""
        return self._people.get(email.casefold(), frozenset())


class PeopleThen:
    """The people on file after the commit at `position` of a line; at -1 nobody is."""

    def __init__(self, past: Past, line: FirstParentLine, position: int) -> None:
        self.past = past
        self.line = line
        self.position = position

    def leader(self, id: str) -> Leader | None:
        """This person's leader.yml as it was then, with those of whom was known then that they left."""
        found = self._profile(id)
        return None if found is None else departed(found, self._profile)

    def _profile(self, id: str) -> Leader | None:
        return self.past.leader(id, self.line.blob(leader_path(id), self.position))

    def owners(self, email: str) -> frozenset[str]:
        """Whose address this was then."""
        return frozenset(id for id in self.past.ever(email) if self.has(id, email))

    def has(self, id: str, email: str) -> bool:
        """Whether this address was that person's then."""
        person = self._profile(id)
        return person is not None and person.has_address(email)

    def approvers(self, leader: str, on: date) -> tuple[str, ...] | None:
        """Who could decide on this leader's goals; None when the leader was not on file."""
        person = self.leader(leader)
        return None if person is None else person.approvers(on)

    def keys(self, path: str) -> bytes | None:
        """A list of keys as it was then; None when it was not there, or could not be read."""
        blob = self.line.blob(path, self.position)
        return None if blob is None else self.past.keys([blob]).get(blob)

    @property
    def settings(self) -> Organization | None:
        """The settings as they were then: the defaults before there ever were any, None when they could not be read.

        Settings that were there and are gone count as not readable: nobody can tell what they would say.
        """
        document = self.past.document(ORGANIZATION, self.line.blob(ORGANIZATION, self.position))
        if document is not None:
            return build([document]).organization
        was_there = any(position <= self.position for position, _ in self.line.changes(ORGANIZATION))
        return None if was_there else Organization(name="")

    @property
    def forge(self) -> Forge | None:
        """Where the plans were kept, as the settings said then; None when they did not say, or could not be read."""
        settings = self.settings
        return None if settings is None else settings.forge


def leader_path(id: str) -> str:
    """Where a person's own file is."""
    return f"plans/leaders/{id}/leader.yml"


def _fingerprint(document: Document | None) -> str | None:
    if document is None or document.data is None:
        return None
    return fingerprint(document.data, document.place.leader, document.place.id)


def _leader_of(path: str) -> str | None:
    if not path.endswith("/leader.yml"):
        return None
    where = place(path)
    return where.id if isinstance(where, Place) and where.kind == "leader" else None


def _leader_place(id: str) -> Place:
    where = place(leader_path(id))
    assert isinstance(where, Place)
    return where


def _sound(path: str, content: bytes | None) -> Document | None:
    where = place(path)
    if content is None or where is None or isinstance(where, Diagnostic):
        return None
    document, problems = read_document(where, content)
    is_broken = document.data is None or any(problem.severity is Severity.ERROR for problem in problems)
    return None if is_broken else document
