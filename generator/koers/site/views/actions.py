"""What the leader does to learn: the actions, and their hours by way of learning against 70-20-10."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from koers.history.sentences import written
from koers.model.goal import Action, Goal, Mode
from koers.model.organization import Leader
from koers.progress.learning_mix import learning_mix
from koers.progress.limits import limit
from koers.site.charts.bars import mix_bar
from koers.site.scene import Scene
from koers.story import words
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. `state` is done, overdue, or empty; `stands` the same in words."""

    what: str
    mode: str
    mode_label: Text
    rhythm: Text | None
    hours: Text | None
    state: str
    stands: Text


@dataclass(frozen=True, slots=True)
class MixPart:
    """One way of learning: hours, share and norm."""

    mode: str
    label: Text
    hours: Text
    share: Text


@dataclass(frozen=True, slots=True)
class Mix:
    """Hours by way of learning as one bar and in words."""

    svg: Markup
    parts: tuple[MixPart, ...]


def action_rows(scene: Scene, goal: Goal) -> tuple[ActionRow, ...]:
    """The actions in the order of the file."""
    leader = scene.leader_of(goal)
    return tuple(_row(scene, action, leader) for action in goal.actions)


def _row(scene: Scene, action: Action, leader: Leader) -> ActionRow:
    voice, today = scene.voice, scene.as_of
    state, stands = "", text("planned")
    if action.every is not None:
        stands = text("repeats")
    elif action.done is not None:
        state, stands = "done", text("done {day}", day=voice.short(action.done))
    elif leader.left is not None:
        stands = text("not done")
    elif action.due is not None and action.due < today:
        state, stands = "overdue", words.away((action.due - today).days)
    rhythm = None
    if action.every is not None:
        rhythm = words.every(action.every)
    elif action.due is not None:
        rhythm = text("by {day}", day=voice.short(action.due))
    hours = None
    if action.hours is not None:
        told = written(action.hours)
        hours = text("{hours} h each time", hours=told) if action.every is not None else text("{hours} h", hours=told)
    return ActionRow(action.what, action.mode.value, words.mode(action.mode), rhythm, hours, state, stands)


def mix(scene: Scene, goals: Iterable[Goal]) -> Mix | None:
    """Hours by way of learning over these goals; None when no action says its hours."""
    learnt = learning_mix(goals)
    hours, total, voice = learnt.hours, learnt.total, scene.voice
    if not total:
        return None
    norms = {
        Mode.ON_THE_JOB: limit(scene.plans.organization, "mix_on_the_job") / 100,
        Mode.FROM_OTHERS: limit(scene.plans.organization, "mix_from_others") / 100,
        Mode.FORMAL: limit(scene.plans.organization, "mix_formal") / 100,
    }
    parts = tuple(
        MixPart(
            mode=mode.value,
            label=words.mode(mode),
            hours=text("{hours} h", hours=voice.number(hours[mode], 0)),
            share=text(
                "{share}, norm {norm}", share=voice.percent(hours[mode] / total), norm=voice.percent(norms[mode])
            ),
        )
        for mode in Mode
    )
    said = ", ".join(voice.plain(part.label) + " " + voice.plain(part.hours) for part in parts)
    lines = (norms[Mode.ON_THE_JOB], norms[Mode.ON_THE_JOB] + norms[Mode.FROM_OTHERS])
    return Mix(mix_bar([hours[mode] / total for mode in Mode], lines, said), parts)
