"""The mean gap of a competency: never of fewer people than a group must have, and only from what this audience sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from koers.model.organization import Leader
from koers.progress.limits import limit
from koers.site.charts.bars import gap_bar
from koers.site.scene import Scene
from koers.texts import Text, text

_SCALE = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class MeanGap:
    """`size` is required - behavior on average, 0 or more, of `people` people; `minimum` is the least there must be."""

    behavior: Fraction
    required: Fraction
    size: Fraction
    people: int
    minimum: int
    svg: Markup
    shown: Text
    sentence: Text


def mean_gap(scene: Scene, competency: str, leaders: Iterable[Leader] | None = None) -> MeanGap | None:
    """The mean over everybody (or `leaders`) whose role asks for it and who was measured.

    None when this audience sees nobody's scores, or the scores of fewer people than `minimum_group`.
    """
    everybody = scene.measured_gaps.get(competency, ())
    among = None if leaders is None else {leader.id for leader in leaders}
    found = [one for id, one in everybody if among is None or id in among]
    minimum = int(limit(scene.plans.organization, "minimum_group"))
    if len(found) < minimum:
        return None
    voice, count = scene.voice, len(found)
    behavior = sum((one.behavior or Fraction(0) for one in found), Fraction(0)) / count
    required = sum((one.required for one in found), Fraction(0)) / count
    size = max(required - behavior, Fraction(0))
    shown = text("*{behavior}* of {required}", behavior=voice.number(behavior, 0), required=voice.number(required, 0))
    sentence = text(
        "The behavior of the {count} people whose role asks for it and who were measured is at {behavior} on average; "
        "their roles ask {required}.",
        count=count,
        behavior=voice.number(behavior, 0),
        required=voice.number(required, 0),
    )
    label = voice.plain(shown)
    return MeanGap(
        behavior, required, size, count, minimum, gap_bar(behavior, required, None, _SCALE, label), shown, sentence
    )
