"""Private notes sealed and opened: which there are, to whom they are sealed, and what becomes of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from koers import age, fields, publish, workspace
from koers.authoring.splice import spliced
from koers.errors import KoersError
from koers.model.organization import Leader
from koers.model.sealed import is_sealed
from koers.pipeline.check import paths_under
from koers.pipeline.world import SETTINGS, World
from koers.reading.document import Place
from koers.reading.places import place
from koers.reading.read import read_document
from koers.report.selection import is_under
from koers.texts import text

_NOTE = "private"


@dataclass(frozen=True, slots=True)
class Note:
    """A private note as it stands in the check-in at `path`, whose bytes are `content`."""

    path: str
    leader: str
    text: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What `seal_notes` did: the files in which notes are sealed now, to whom, and those that no key given opens."""

    paths: tuple[str, ...]
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: tuple[str, ...] = ()


def seal_notes(
    world: World, paths: Iterable[Path], *, again: bool = False, identities: Sequence[age.Identity] = ()
) -> Sealed:
    """Seals every private note under these paths (all for none) that is in plain text; all of them or none.

    `again` also opens the sealed ones with these identities and seals them to the keys that are on file now; those that
    none of them opens stay as they are. `readers` has, for each leader, whose keys the notes open with. KoersError when
    somebody has no key, when a file has errors, and when a sealed note would be too long for its field.
    """
    changed: dict[str, publish.Revision] = {}
    readers: dict[str, tuple[str, ...]] = {}
    closed: list[str] = []
    for note in _notes(world, paths):
        plain: str | None = note.text
        if is_sealed(note.text):
            if not again:
                continue
            plain = age.unseal(note.text, identities)
        if plain is None:
            closed.append(note.path)
            continue
        people = _readers(world, note.leader)
        readers[note.leader] = (*people, *([SETTINGS] if world.organization.sealing.recovery else []))
        sealed = age.seal(plain, list(_keys(world, people)))
        field = fields.find("checkin", (_NOTE,))
        most = field.longest if field is not None else None
        if most is not None and len(sealed) > most:
            raise KoersError(
                text(
                    "the note in {path} is too long to be sealed: it would have {sealed} characters, and {most} is the "
                    "most; shorten it", path=note.path, sealed=len(sealed), most=most,
                )
            )  # fmt: skip
        changed[note.path] = publish.Revision(note.content, spliced(note.content, note.path, (_NOTE,), sealed))
    publish.revise(world.root, {}, changed)
    return Sealed(tuple(changed), readers, tuple(closed))


def unseal_notes(
    world: World, paths: Iterable[Path], identities: Sequence[age.Identity], *, in_place: bool = False
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The sealed notes under these paths that these identities open, by the path of their file, and those they do not.

    `in_place` puts them back into their files in plain text, all of them or none.
    """
    opened: dict[str, str] = {}
    closed: list[str] = []
    changed: dict[str, publish.Revision] = {}
    for note in _notes(world, paths):
        if is_sealed(note.text):
            plain = age.unseal(note.text, identities)
            if plain is None:
                closed.append(note.path)
                continue
            opened[note.path] = plain
            if in_place:
                changed[note.path] = publish.Revision(note.content, spliced(note.content, note.path, (_NOTE,), plain))
    publish.revise(world.root, {}, changed)
    return opened, tuple(closed)


def reader_names(world: World, ids: Iterable[str]) -> str:
    """Whose keys open a note, in words; `seal_notes` has the ids."""
    recovery = world.language.say(text("whoever holds a key for recovery"))
    return ", ".join(recovery if id == SETTINGS else world.profiles.leaders[id].name for id in ids)


def _notes(world: World, paths: Iterable[Path]) -> Iterator[Note]:
    """Every private note under these paths, by path. KoersError when a check-in there cannot be read without a doubt:
    a note in it would be missed."""
    wanted = paths_under(world.root, paths)
    for entry in world.listing.files:
        where = place(entry.path)
        if not isinstance(where, Place) or where.kind != "checkin" or not is_under(entry.path, wanted):
            continue
        for path, content in workspace.read_files([entry]):
            data = read_document(where, content)[0].data
            if data is None:
                raise KoersError(
                    text("{path} has errors; `koers check` shows them, and nothing in it is changed", path=path)
                )
            note = data.get(_NOTE)
            if isinstance(note, str):
                yield Note(path, where.leader, note, content)


def _readers(world: World, leader: str) -> tuple[str, ...]:
    """Whose keys a note of this leader is sealed to: the leader and who leads them today. KoersError when one of them
    has no key, or nobody leads the leader."""
    people = world.profiles.leaders
    if leader not in people:
        raise KoersError(
            text("{leader} has no leader.yml that can be read, so there are no keys to seal to", leader=leader)
        )
    managers = people[leader].managers(world.as_of)
    if not managers:
        raise KoersError(
            text("nobody leads {name}: name a manager in {path} before you seal", name=people[leader].name,
                 path=people[leader].path)
        )  # fmt: skip
    found = (leader, *managers)
    for id in found:
        who: Leader | None = people.get(id)
        if who is None or not who.seal_keys:
            raise KoersError(
                text("{name} has no key to seal to: make one with `age-keygen`, and put its public half in {path} as "
                     "`seal_keys:`", name=who.name if who else id, path=f"plans/leaders/{id}/leader.yml")
            )  # fmt: skip
    return found


def _keys(world: World, people: Iterable[str]) -> Iterator[tuple[str, str]]:
    for id in people:
        leader = world.profiles.leaders[id]
        yield from ((key, leader.path) for key in leader.seal_keys)
    yield from ((key, SETTINGS) for key in world.organization.sealing.recovery)
