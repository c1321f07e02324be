"""From what one reader sees to a published site: leader by leader, and only what is not known from the last build.

A leader's pages, feed and data are made from that leader's own part of the world; the pages of the whole organization
from the facts that every leader leaves. What was made is remembered with all that it was made from: where that is the
same, the published file is kept and nothing is rendered.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from koers import workers
from koers.errors import KoersError
from koers.export import index_record, leader_record
from koers.model.organization import Leader
from koers.pickling import by_fields
from koers.pipeline.check import DOUBTFUL, Problems, by_owner, in_report, stops_build
from koers.pipeline.freshness import reads
from koers.pipeline.rendering import Rendering
from koers.pipeline.seen import Facts, Reader, Sight, facts_of
from koers.pipeline.warm import Memory
from koers.pipeline.world import SHARED, World
from koers.publish import IGNORING, FileStat, Stage
from koers.site.artifacts import Artifact, PageBody, Site
from koers.site.frames import Frames, SearchEntry, search_entry
from koers.site.wrap import unsearched
from koers.texts import text


@dataclass(frozen=True, slots=True)
class Files:
    """Files of the site as they were left, by name, and the pages among them as the search knows them."""

    outputs: dict[str, FileStat] = field(default_factory=dict)
    entries: list[SearchEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OfLeader:
    """What was made of one leader: `history` is the state of the history it was made from.

    `facts` are the pickled `Facts`: they are unpickled only when a page of the whole organization is made.
    """

    history: str
    files: Files
    facts: bytes


@dataclass(frozen=True, slots=True)
class OfEverybody:
    """What was made of the whole organization: each page or file by its URL, with a digest of what it was made from."""

    facts: bytes
    made: Mapping[str, tuple[bytes, Files]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found and made. With an error among `problems` that stops it nothing may be published."""

    problems: Problems
    pages: int = 0
    urls: tuple[str, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Whether nothing was made of the plans, as they have an error that stops a build."""
        return stops_build(self.problems)


class Builder:
    """One build of one reader's site into `stage`. `frames` come with the key by which they are known."""

    def __init__(
        self, world: World, reader: Reader, rendering: Rendering, frames: tuple[Frames, str], stage: Stage, site: str
    ) -> None:
        self._world = world
        self._reader = reader
        self._rendering = rendering
        self._frames, key = frames
        self._stage = stage
        self._checks: Memory[Problems] = Memory(world, "check")
        self._sites: Memory[OfLeader | OfEverybody] = Memory(world, f"site {site}", rendering.state, key)
        self._new: dict[str, OfLeader | OfEverybody] = {}

    def build(self) -> Built:
        """Checks all plans and fills the stage. When there is an error, what is in the stage is of no use."""
        with workers.collector_off():
            return self._build()

    def _build(self) -> Built:
        owners = (SHARED, *self._world.folders)
        problems = self._checks.known(owners)
        made = {} if any(map(_is_hopeless, problems.values())) else self._still_good()
        people = self._world.profiles.leaders
        todo = [id for id in owners if id not in problems or (id in people and id not in made)]
        if any(id in people and id not in made for id in todo):
            self._reader.ledger.prepare()
        unknown, missing = frozenset(owners) - set(problems), frozenset(people) - set(made)
        found: dict[str, Problems] = {}
        for part in workers.fork_map(lambda ids: self._work(ids, unknown, missing), self._world.parts(todo)):
            found.update(part[0])
            made.update(part[1])
            self._world.digests.update(part[2])
        if found:
            self._checks.keep(found, self._world.digests)
        everything = in_report(self._world, owners, {**problems, **found})
        if stops_build(everything):
            return Built(everything)
        self._new.update({id: made[id] for id in missing})
        shared = self._of_everybody(made)
        files = [one.files for one in made.values()] + [some for _, some in shared.made.values()]
        entries = [entry for one in files for entry in one.entries]
        self._finish(entries)
        return Built(everything, len(entries), tuple(entry.location for entry in entries))

    def remember(self) -> None:
        """Keeps what was made for the next build; to be called once the site is published."""
        if self._new:
            self._sites.keep(self._new, self._world.digests)

    def _still_good(self) -> dict[str, OfLeader]:
        """The leaders of whom nothing changed, and whose files are in the published site as they were left there."""
        return {
            id: made
            for id, made in self._sites.known(self._world.profiles.leaders).items()
            if isinstance(made, OfLeader)
            and made.history == self._reader.ledger.state(id)
            and self._is_kept(made.files)
        }

    def _is_kept(self, files: Files) -> bool:
        return all(self._stage.keep(name, stat) for name, stat in files.outputs.items())

    def _work(
        self, owners: Collection[str], unknown: Collection[str], missing: Collection[str]
    ) -> tuple[dict[str, Problems], dict[str, OfLeader], dict[str, bytes]]:
        """Judges those of these owners that are `unknown`, and makes the files of those that are `missing`."""
        found: dict[str, Problems] = {}
        made: dict[str, OfLeader] = {}
        part = self._world.part(owners)
        judged = [id for id in owners if id in unknown]
        if judged:
            grouped = by_owner(part.diagnostics, owners)
            found = {id: grouped[id] for id in judged}
        if not any(map(_is_hopeless, found.values())):
            wanted = [id for id in owners if id in missing]
            if wanted:
                sight = self._reader.see(part)
                site = self._rendering.site(sight)
                made = {id: self._of_leader(site, sight, id) for id in wanted if id in sight.plans.leaders}
        digests = {id: self._world.digests[id] for id in owners if id in self._world.digests}
        return found, made, digests

    def _of_leader(self, site: Site, sight: Sight, id: str) -> OfLeader:
        files = Files()
        for artifact in site.of_leader(id):
            self._make(artifact, files)
        leader = sight.plans.leaders[id]
        self._put(f"data/leaders/{id}.json", _leader_data(sight, leader), files)
        facts = pickle.dumps(facts_of(sight, leader), pickle.HIGHEST_PROTOCOL)
        return OfLeader(self._reader.ledger.state(id), files, facts)

    def _of_everybody(self, made: Mapping[str, OfLeader]) -> OfEverybody:
        """Makes the pages of the whole organization again whose facts have changed."""
        digests = {id: blake2b(one.facts, digest_size=16).digest() for id, one in made.items()}
        all_facts = _together(digests, digests)
        then = self._sites.known([SHARED]).get(SHARED)
        if not isinstance(then, OfEverybody):
            then = OfEverybody(b"", {})
        if then.facts == all_facts and all(self._is_kept(files) for _, files in then.made.values()):
            return then
        facts: dict[str, Facts] = {id: pickle.loads(one.facts) for id, one in made.items()}  # noqa: S301 - our own
        sight = self._reader.everybody(facts)
        site = self._rendering.site(sight, data=_index_data(sight))
        now: dict[str, tuple[bytes, Files]] = {}
        for artifact in site.shared():
            ids = reads(artifact, sight.plans, sight.as_of)
            key = all_facts if ids is None else _together(digests, ids, artifact.title)
            known = then.made.get(artifact.url)
            if known is not None and known[0] == key and self._is_kept(known[1]):
                now[artifact.url] = known
            else:
                files = Files()
                self._make(artifact, files)
                now[artifact.url] = (key, files)
        result = OfEverybody(all_facts, now)
        self._new[SHARED] = result
        return result

    def _make(self, artifact: Artifact, files: Files) -> None:
        with self._rendering.faults():
            content = artifact.make()
        if isinstance(content, PageBody):
            page = self._frames.set_page(artifact.url, content.title, unsearched(content.title, content.html))
            self._put(f"{artifact.url}index.html", page, files)
            files.entries.append(search_entry(artifact.url, content.title, content.found_by))
        else:
            self._put(artifact.url, content, files)

    def _put(self, name: str, content: bytes, files: Files) -> None:
        files.outputs[name] = self._stage.put(name, content).stat

    def _finish(self, entries: Iterable[SearchEntry]) -> None:
        """The files that the engine would write, and what tells the day and the commit."""
        listed = list(entries)
        urls = {entry.location for entry in listed}
        for address in sorted(self._frames.known):
            if (not address or address.endswith("/")) and address not in urls and "://" not in address:
                raise KoersError(text("mkdocs.yml lists {page} in nav, and there is no such page", page=f"/{address}"))
        made = {
            **self._frames.others,
            **self._frames.search_index(listed),
            **self._frames.sitemap(sorted(urls), self._world.as_of),
        }
        for name, content in (*made.items(), IGNORING):
            self._stage.put(name, content)
        for name, made_ in _assets(self._reader, self._rendering):
            self._stage.put(name, made_)


def stream(world: World, reader: Reader, rendering: Rendering) -> Iterator[tuple[str, PageBody | bytes]]:
    """Every page and file of the site by its URL, one after the other, without the engine's frame and files."""
    facts: dict[str, Facts] = {}
    for ids in world.parts(world.profiles.leaders):
        sight = reader.see(world.part(ids))
        site = rendering.site(sight)
        for id in ids:
            leader = sight.plans.leaders[id]
            yield from _made(site.of_leader(id), rendering)
            yield f"data/leaders/{id}.json", _leader_data(sight, leader)
            facts[id] = facts_of(sight, leader)
    sight = reader.everybody(facts)
    yield from _made(rendering.site(sight, data=_index_data(sight)).shared(), rendering)
    yield from _assets(reader, rendering)


def _assets(reader: Reader, rendering: Rendering) -> Iterator[tuple[str, bytes]]:
    """What is made from no plan, and so at every build: it is cheap, and the day and the commit are among it."""
    site = rendering.site(reader.everybody({}), commit=reader.ledger.commit)
    for url, made in _made(site.assets(), rendering):
        assert isinstance(made, bytes)
        yield url, made


def _made(artifacts: Iterable[Artifact], rendering: Rendering) -> Iterator[tuple[str, PageBody | bytes]]:
    for artifact in artifacts:
        with rendering.faults():
            content = artifact.make()
        yield artifact.url, content


def _leader_data(sight: Sight, leader: Leader) -> bytes:
    return as_json(leader_record(leader, sight.documents, sight.progress, sight.verdicts))


def _index_data(sight: Sight) -> str:
    return as_json(index_record(sight.plans, sight.documents, sight.progress, sight.as_of)).decode()


def as_json(record: object) -> bytes:
    """A record as one line of JSON."""
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _is_hopeless(found: Problems) -> bool:
    """Whether one of these stops the build for certain: of some git has still to be asked."""
    return stops_build(problem for problem in found if problem.rule != DOUBTFUL)


def _together(digests: Mapping[str, bytes], ids: Iterable[str], title: str = "") -> bytes:
    digest = blake2b(title.encode(), digest_size=16)
    for id in sorted(ids):
        digest.update(id.encode() + b"\0" + digests.get(id, b""))
    return digest.digest()


by_fields(__name__)
