"""What is known of some agreed fields beyond their schema: how a sentence names them, and which way is more.

A field that is not here is compared all the same: its change is neutral and carries the label of the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from koers.fields import ANY
from koers.history.ways import Way, aim, bar, kept, more, oftener, sooner, start
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` stands in the sentences; `{indicator}`, `{action}` and `{day}` are the ids and days of the place.

    `came` and `went` replace the sentence for a value that is new, or gone; of a yes/no they are the sentences for
    yes and for a yes that is taken back. Without a `way` the change is neutral.
    """

    name: Text
    way: Way | None = None
    came: Text | None = None
    went: Text | None = None


_INDICATOR = ("measurable", "indicators", ANY)
_ACTION = ("actions", ANY)

GOAL: Mapping[tuple[str, ...], Meaning] = MappingProxyType(
    {
        ("title",): Meaning(text("title")),
        ("category",): Meaning(text("category")),
        ("competency",): Meaning(text("competency")),
        ("skill",): Meaning(text("skill")),
        ("specific", "situation"): Meaning(text("situation")),
        ("specific", "behavior"): Meaning(text("behavior"), kept),
        ("specific", "quality"): Meaning(text("quality criterion"), kept),
        ("specific", "effect"): Meaning(text("effect"), kept),
        _INDICATOR: Meaning(
            text("indicator {indicator}"),
            kept,
            came=text("new indicator: {indicator}"),
            went=text("indicator removed: {indicator}"),
        ),
        (*_INDICATOR, "name"): Meaning(text("name of {indicator}")),
        (*_INDICATOR, "kind"): Meaning(text("kind of {indicator}")),
        (*_INDICATOR, "measure"): Meaning(text("measure of {indicator}")),
        (*_INDICATOR, "unit"): Meaning(text("unit of {indicator}")),
        (*_INDICATOR, "per"): Meaning(text("period of {indicator}"), aim),
        (*_INDICATOR, "baseline"): Meaning(text("baseline of {indicator}"), start),
        (*_INDICATOR, "target"): Meaning(text("target of {indicator}"), aim),
        (*_INDICATOR, "threshold"): Meaning(text("threshold of {indicator}"), bar),
        (*_INDICATOR, "hold"): Meaning(
            text("hold of {indicator}"),
            came=text("{indicator} is to be held at its level"),
            went=text("{indicator} is no longer to be held at its level"),
        ),
        (*_INDICATOR, "source"): Meaning(text("source of {indicator}")),
        (*_INDICATOR, "milestones", ANY): Meaning(text("milestone of {indicator} on {day}"), bar),
        ("achievable", "hours_per_week"): Meaning(text("hours a week"), more),
        ("achievable", "support"): Meaning(text("support")),
        ("achievable", "observers"): Meaning(text("observers"), more),
        ("relevant", "why"): Meaning(text("reason for the goal")),
        ("relevant", "team_goal"): Meaning(text("team goal")),
        ("relevant", "choice", "impact"): Meaning(text("impact")),
        ("relevant", "choice", "potential"): Meaning(text("potential")),
        ("relevant", "choice", "energy"): Meaning(text("energy")),
        ("relevant", "not_now"): Meaning(text("what is left alone")),
        ("time_bound", "start"): Meaning(text("start"), kept),
        ("time_bound", "deadline"): Meaning(text("deadline"), sooner),
        ("time_bound", "check_in"): Meaning(text("check-in"), oftener),
        ("time_bound", "review"): Meaning(text("review"), oftener),
        ("time_bound", "remeasure"): Meaning(text("re-measurement"), kept),
        _ACTION: Meaning(
            text("action {action}"),
            kept,
            came=text("new action: {action}"),
            went=text("action removed: {action}"),
        ),
        (*_ACTION, "what"): Meaning(text("action {action}")),
        (*_ACTION, "mode"): Meaning(text("mode of {action}")),
        (*_ACTION, "every"): Meaning(text("rhythm of {action}"), oftener),
        (*_ACTION, "due"): Meaning(text("date of {action}"), sooner),
        (*_ACTION, "hours"): Meaning(text("hours of {action}"), more),
        ("stop_if",): Meaning(text("when to stop")),
    }
)

LEADER: Mapping[tuple[str, ...], Meaning] = MappingProxyType(
    {
        ("manager",): Meaning(text("manager")),
        ("approver",): Meaning(text("approver")),
        ("co_managers",): Meaning(text("co-managers")),
        ("delegates",): Meaning(text("delegates")),
        ("left",): Meaning(text("last day")),
    }
)
