"""The gaps of one leader, from what those who may see the measurements see: so a page and the command say the same."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from koers.audience import narrow, protection
from koers.model.as_of import leader_as_of
from koers.model.build import build
from koers.model.organization import Leader
from koers.pipeline.part import Part
from koers.progress.gaps import CompetencyGap, gaps

_INSIDE = frozenset({"leader", "manager", "hr"})


def gaps_of(part: Part, leader: Leader) -> tuple[CompetencyGap, ...]:
    """The gaps of a leader of this part, largest first."""
    own = [document for document in part.own_documents if leader.id in (document.place.leader, document.place.id)]
    shown = narrow(own, {leader.id: _INSIDE}, protection(part.documents))
    person = leader_as_of(build(shown).leaders[leader.id], part.as_of)
    plans = replace(part.plans, leaders=MappingProxyType({**part.plans.leaders, leader.id: person}))
    return gaps(plans, person)
