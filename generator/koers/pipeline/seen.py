"""The world as one reader sees it: everything here has passed `audience`, what is derived from the files included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from koers.audience import (
    Viewer,
    insiders,
    narrow,
    narrowing,
    protection,
    relations,
    seen_events,
    seen_letters,
    seen_moments,
    seen_verdict,
)
from koers.errors import KoersError
from koers.export import Documents
from koers.model.approval import Verdict
from koers.model.as_of import as_of, leader_as_of
from koers.model.build import build
from koers.model.change import Event
from koers.model.departures import with_departures
from koers.model.goal import GoalKey
from koers.model.organization import Leader, Plans
from koers.pickling import by_fields
from koers.pipeline.ledger import Ledger, Record
from koers.pipeline.part import Part
from koers.pipeline.world import World
from koers.progress.measure import measure
from koers.progress.moments import Moment, in_order
from koers.progress.values import GoalProgress
from koers.reading.document import Document
from koers.rules.letters import Letter
from koers.texts import text


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of some leaders, for pages: these leaders in full and everybody else by profile.

    `documents` are the files, by path, that the data is written from: of these leaders, or of nobody (the shared ones).
    """

    as_of: date
    insiders: frozenset[str]
    plans: Plans
    progress: Mapping[GoalKey, GoalProgress]
    letters: Mapping[GoalKey, Mapping[str, Letter]]
    verdicts: Mapping[GoalKey, Verdict]
    moments: tuple[Moment, ...]
    record_levels: Mapping[str, str]
    history: Mapping[GoalKey, tuple[Event, ...]]
    documents: Documents


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pages of the whole organization need of one leader, small enough to be kept for everybody at once.

    The leader has no check-ins here: what these say of the goals is in the progress.
    """

    leader: Leader
    progress: Mapping[GoalKey, GoalProgress]
    letters: Mapping[GoalKey, Mapping[str, Letter]]
    verdicts: Mapping[GoalKey, Verdict]
    moments: tuple[Moment, ...]
    record_levels: Mapping[str, str]


class Reader:
    """One reader of the world. KoersError when it is somebody without a folder."""

    def __init__(self, world: World, viewer: Viewer, ledger: Ledger) -> None:
        if viewer.person and viewer.person not in world.profiles.leaders:
            raise KoersError(text("there is no leader {person} to build a site for", person=viewer.person))
        self.world = world
        self.viewer = viewer
        self.ledger = ledger
        shared = world.shared.contents.documents
        self.roles = relations(shared, viewer, world.as_of)
        self.inside = insiders(self.roles)
        self._protection = protection(shared)
        self._see = narrowing(shared, viewer, world.as_of)

    @cached_property
    def profiles(self) -> Plans:
        """The library, the teams and everybody's profile, as far as the reader may see them."""
        world = self.world
        return as_of(build(self._narrowed(world.shared.contents.documents)), world.as_of, world.people)

    @cached_property
    def _library(self) -> Documents:
        """The files that belong to no leader, as far as the reader may see them."""
        shared = (one for one in self.world.shared.contents.documents if not one.place.leader)
        return {document.path: document for document in self._narrowed(shared)}

    def _narrowed(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        return narrow(documents, self.roles, self._protection)

    def see(self, part: Part) -> Sight:
        """What the reader sees of the leaders in this part."""
        day = part.as_of
        documents = self._narrowed(one for one in part.own_documents if one.place.leader)
        built = build(documents).leaders
        cut = {id: leader_as_of(leader, day) for id, leader in built.items()}
        own = replace(self.profiles, leaders=with_departures(cut, self.profiles.leaders, self.world.people))
        plans = replace(own, leaders=MappingProxyType({**self.profiles.leaders, **own.leaders}))
        # That days away count in no number, and that nothing is due on them, shows by declaration (`x-shows`).
        counted = replace(own, leaders=MappingProxyType({id: self._away(one) for id, one in own.leaders.items()}))
        progress = measure(counted, day)
        record: Record = self.ledger.record(part, self._see)
        verdicts = self._verdicts(record.verdicts, own)
        return Sight(
            as_of=self.world.as_of,
            insiders=self.inside,
            plans=plans,
            progress=progress,
            letters=seen_letters(documents, plans, progress, day, self.inside, own.leaders),
            verdicts=verdicts,
            moments=seen_moments(counted, progress, day, verdicts, self.inside),
            record_levels={path: verdict.level.value for path, verdict in record.records.items()},
            history={key: seen_events(events) for key, events in record.events.items()},
            documents={document.path: document for document in documents},
        )

    def _away(self, leader: Leader) -> Leader:
        """The leader with the days away that leader.yml has, for whoever reads."""
        return replace(leader, away=self.world.profiles.leaders[leader.id].away)

    def _verdicts(self, verdicts: Mapping[GoalKey, Verdict], plans: Plans) -> Mapping[GoalKey, Verdict]:
        leaders = plans.leaders
        return {key: seen_verdict(found, leaders.get(key[0]), self.inside) for key, found in verdicts.items()}

    def everybody(self, facts: Mapping[str, Facts]) -> Sight:
        """What the reader sees of the whole organization, from the facts of all leaders (by id)."""
        listed = [facts[id] for id in sorted(facts)]
        full = {one.leader.id: one.leader for one in listed}
        return Sight(
            as_of=self.world.as_of,
            insiders=self.inside,
            plans=replace(self.profiles, leaders=MappingProxyType({**self.profiles.leaders, **full})),
            progress={key: value for one in listed for key, value in one.progress.items()},
            letters={key: value for one in listed for key, value in one.letters.items()},
            verdicts={key: value for one in listed for key, value in one.verdicts.items()},
            moments=in_order(moment for one in listed for moment in one.moments),
            record_levels={path: level for one in listed for path, level in one.record_levels.items()},
            history={},
            documents=self._library,
        )


def facts_of(sight: Sight, leader: Leader) -> Facts:
    """What is kept of one leader for the pages of the whole organization."""
    keys = [goal.key for goal in leader.goals.values()]
    paths = [record.path for rounds in leader.approvals.values() for record in rounds]
    return Facts(
        leader=replace(leader, check_ins=()),
        progress={key: sight.progress[key] for key in keys if key in sight.progress},
        letters={key: sight.letters[key] for key in keys if key in sight.letters},
        verdicts={key: sight.verdicts[key] for key in keys if key in sight.verdicts},
        moments=tuple(moment for moment in sight.moments if moment.leader == leader.id),
        record_levels={path: sight.record_levels[path] for path in paths if path in sight.record_levels},
    )


by_fields(__name__)
