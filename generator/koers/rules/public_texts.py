"""The free texts of one leader that everybody may read, and what can be told of them all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from koers.diagnostic import Pointer
from koers.model.organization import Leader


@dataclass(frozen=True)
class PublicTexts:
    """The texts in the order of the files, each with its path and the pointer to it.

    Most rules find nothing in most texts. A rule can ask `joined` or `words` first, which look at every text once, and
    then look for the place in only those texts that may hold what it seeks.
    """

    texts: tuple[tuple[str, Pointer, str], ...]

    @cached_property
    def joined(self) -> str:
        """All texts together, one under the other."""
        return "\n".join(told for _, _, told in self.texts)

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands between the spaces of the texts, each once: words with the punctuation around them."""
        return frozenset(self.joined.split())


def public_texts(leader: Leader) -> PublicTexts:
    """The texts of the goals, and those of the check-ins except `private`."""
    return PublicTexts(tuple(_texts(leader)))


def _texts(leader: Leader) -> Iterator[tuple[str, Pointer, str]]:
    for goal in leader.goals.values():
        specific, relevant = goal.specific, goal.relevant
        fields: tuple[tuple[Pointer, str | None], ...] = (
            (("title",), goal.title),
            (("specific", "situation"), specific.situation),
            (("specific", "behavior"), specific.behavior),
            (("specific", "quality"), specific.quality),
            (("specific", "effect"), specific.effect),
            (("achievable", "support"), goal.achievable.support),
            (("relevant", "why"), relevant.why),
            (("relevant", "not_now"), relevant.not_now),
            (("stop_if",), goal.stop_if),
            (("notes",), goal.notes),
            *((("actions", action.id, "what"), action.what) for action in goal.actions),
        )
        yield from ((goal.path, pointer, told) for pointer, told in fields if told)
    for check_in in leader.check_ins:
        fields = (
            (("done",), check_in.done),
            (("going_well",), check_in.going_well),
            (("difficult",), check_in.difficult),
            (("next",), check_in.next),
            *((("goals", id, "note"), log.note) for id, log in check_in.goals.items()),
        )
        yield from ((check_in.path, pointer, told) for pointer, told in fields if told)
