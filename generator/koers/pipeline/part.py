"""Some leaders in full and everybody else by profile: what is known of them, step by step.

What belongs to one leader is found from the leader's own folder, the shared files (settings, library, teams, program)
and everybody's leader.yml, and from nothing else. So any number of leaders can be read and judged by themselves, and
what all parts say together is what the whole says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from koers.approval.verdict import Present, judge_files, present
from koers.diagnostic import Diagnostic, Span
from koers.model.approval import Verdict
from koers.model.as_of import leader_as_of
from koers.model.build import build, goal_from
from koers.model.change import Change
from koers.model.departures import with_departures
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.progress.measure import measure
from koers.progress.values import GoalProgress
from koers.reading.bounded import bounded
from koers.reading.document import Document
from koers.reading.locate import locate
from koers.reading.places import ahead, leader_folder
from koers.reading.read import Contents, merged, read_folder
from koers.rules.book import RULES
from koers.rules.judge import Judgment, judge
from koers.rules.suppression import Settled, settle

if TYPE_CHECKING:
    from koers.pipeline.world import World


class Part:
    """Some leaders in full and everybody else by profile, as of the world's day. See `World.part`."""

    def __init__(self, world: World, folders: Collection[str], changes: tuple[Change, ...] = ()) -> None:
        self.world = world
        self.owners = frozenset(folders)
        self.folders = tuple(sorted(self.owners - {""}))
        self.changes = changes

    def since(self, changes: Iterable[Change]) -> Part:
        """The same leaders, judged also by what changed since an earlier moment."""
        part = Part(self.world, self.owners, tuple(changes))
        part.__dict__["_contents"] = self._contents
        return part

    def with_files(self, documents: Mapping[str, Document]) -> Part:
        """The same leaders, with these files (by path) in place of those that the folders hold under these paths."""
        part = Part(self.world, self.owners)
        kept = self._contents
        there = tuple(documents.get(document.path, document) for document in kept.documents)
        part.__dict__["_contents"] = replace(kept, documents=there)
        return part

    @property
    def as_of(self) -> date:
        """The day everything is judged by."""
        return self.world.as_of

    @cached_property
    def _contents(self) -> Contents:
        return merged(read_folder(self.world.shared, self.world.read(folder)) for folder in self.folders)

    @cached_property
    def own_documents(self) -> tuple[Document, ...]:
        """The files of these leaders' folders, every leader.yml included; with `SHARED` also the shared ones."""
        shared = (one for one in self.world.shared.contents.documents if leader_folder(one.path) in self.owners)
        return tuple(sorted((*shared, *self._contents.documents), key=lambda document: document.path))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The shared files and these leaders' folders, as read."""
        return (*self.world.shared.contents.documents, *self._contents.documents)

    @cached_property
    def own_plans(self) -> Plans:
        """As `plans`, with nobody but these leaders."""
        built = build(document for document in self.own_documents if document.place.leader)
        leaders = {id: leader_as_of(leader, self.as_of) for id, leader in built.leaders.items()}
        everybody = self.world.profiles
        return replace(everybody, leaders=with_departures(leaders, everybody.leaders, self.world.people))

    @cached_property
    def plans(self) -> Plans:
        """The library, the teams, these leaders with goals and logs, and everybody else by profile."""
        leaders = {**self.world.profiles.leaders, **self.own_plans.leaders}
        return replace(self.world.profiles, leaders=MappingProxyType(leaders))

    @cached_property
    def progress(self) -> Mapping[GoalKey, GoalProgress]:
        """How these leaders' goals stand."""
        return measure(self.own_plans, self.as_of)

    @cached_property
    def now(self) -> Present:
        """What the files say now, for the approvals."""
        return present(self.own_documents, self.plans)

    @cached_property
    def verdicts(self) -> Mapping[GoalKey, Verdict]:
        """What the files alone say of these leaders' approvals."""
        return judge_files(self.now, self.as_of)

    @cached_property
    def _settled(self) -> Settled:
        found = judge(
            self.plans,
            self.progress,
            self.as_of,
            self.verdicts,
            self.changes,
            leaders=self.own_plans.leaders,
            unread=self._unread(),
            incomplete=[goal_from(one.place, one.data or {}) for one in self._contents.incomplete],
        )
        own = (one for one in found if leader_folder(one.finding.path) in self.owners)
        known = (rule.id for rule in RULES)
        return settle(self._located(own), self.own_documents, known, self.world.organization.rules)

    def _unread(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for one in self._contents.documents:
            if one.data is None:
                found[one.place.leader] = found.get(one.place.leader, frozenset()) | {one.place.kind}
        return found

    def _located(self, judgments: Iterable[Judgment]) -> Iterator[tuple[Judgment, Span]]:
        """The rules name places in the data; here, once, they become lines and columns."""
        by_path = {one.path: one for one in (*self.own_documents, *self._contents.incomplete)}
        return ((one, locate(by_path[one.finding.path], one.finding)) for one in judgments)

    @property
    def judgments(self) -> tuple[Judgment, ...]:
        """What the rules find and no comment hides."""
        return self._settled.judgments

    def _ahead(self) -> Iterator[Diagnostic]:
        return ahead(self._contents.documents, self.as_of) if self.world.is_present else iter(())

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem in these leaders' files, and with `SHARED` in the shared ones, in order; not `World.odd`."""
        shared = (one for one in self.world.shared.contents.diagnostics if leader_folder(one.path) in self.owners)
        found = chain(shared, self._contents.diagnostics, self._ahead(), self._settled.diagnostics)
        return bounded(found)
