"""Proof: before and after with the same instrument, or plainly why the two cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from koers.audience.small_groups import band
from koers.model.goal import Goal, Indicator, Source, Status
from koers.model.organization import Leader
from koers.progress.comparable import why_untold
from koers.progress.comparison import ChangeIn, Comparison, ScoreChange, comparisons, proof
from koers.progress.limits import limit
from koers.reading.guard import OPEN_GROUPS
from koers.site.charts.before_after import before_after, scale_for
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.story import words
from koers.story.changes import change_shown, change_signed, change_told, verdict
from koers.texts import Text, text, texts

_BOUNDS = (Fraction(0), Fraction(100))


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One respondent group, facet or indicator: `45 to 58` and the change.

    `link` stands in the place of the name where that has a page of its own.
    """

    name: Text | str
    note: Text | None
    svg: Markup
    shown: Text
    change: str
    is_main: bool = False
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The sentence, the rows, and what the marks mean; `short` is `45 to 58`."""

    sentence: Text
    rows: tuple[ProofRow, ...]
    legend: Text | None
    notes: tuple[Text, ...]
    short: Text | None


def aim_of(goal: Goal, change: ScoreChange) -> Indicator | None:
    """The indicator whose target the row is held against: its own, or the one that reads this instrument's score."""
    if change.what is ChangeIn.INDICATOR:
        return goal.indicator(change.id)
    if change.what is not ChangeIn.COMPETENCY:
        return None
    scores = [one for one in goal.indicators if one.source in (Source.SURVEY360, Source.ASSESSMENT)]
    return scores[0] if len(scores) == 1 else None


def goal_proof(scene: Scene, goal: Goal) -> Proof | None:
    """The proof of one goal; None while it was not measured again, or this audience may not see it."""
    found = proof(scene.leader_of(goal), goal, scene.as_of, scene.plans.organization)
    if found is None:
        return None
    if found.reason is not None:
        return Proof(found.reason, (), None, (), None)
    if not found.changes:
        return None
    return _proof(scene, goal, found)


def _proof(scene: Scene, goal: Goal, found: Comparison) -> Proof:
    voice = scene.voice
    everything = found.changes
    found = replace(found, changes=_told_once(everything))
    aim = next((one for change in everything if (one := aim_of(goal, change)) is not None), None)
    target = aim.target if aim is not None else None
    values = [v for change in found.changes for v in (change.before, change.after)]
    scale = scale_for([*values, *([target] if target is not None else [])], found.after.scale or _BOUNDS)
    rows = tuple(_row(scene, goal, found, change, target, scale) for change in found.changes)
    whole = (ChangeIn.COMPETENCY, ChangeIn.INDICATOR)
    main = next((change for change in found.changes if change.what in whole), None)
    legend = text(
        "ring: {before} · dot: {after}", before=voice.short(found.before.date), after=voice.short(found.after.date)
    )
    if target is not None:
        legend = text("{legend} · dashed line: target {target}", legend=legend, target=voice.number(target))
    notes = []
    if found.has_hidden_groups:
        minimum = int(limit(scene.plans.organization, "minimum_group"))
        notes.append(text("Groups under {minimum} are not shown, nor what would give them away.", minimum=minimum))
    short = change_shown(scene.voice, found, main) if main else None
    return Proof(_sentence(scene, found, main, aim), rows, legend if values else None, tuple(notes), short)


def _told_once(changes: tuple[ScoreChange, ...]) -> tuple[ScoreChange, ...]:
    """Without facets where groups are shown, and without an indicator that only repeats the competency's own score."""
    kinds = {change.what for change in changes}
    scores = {(change.before, change.after) for change in changes if change.what is ChangeIn.COMPETENCY}
    return tuple(
        change
        for change in changes
        if not (change.what is ChangeIn.FACET and ChangeIn.GROUP in kinds)
        and not (change.what is ChangeIn.INDICATOR and (change.before, change.after) in scores)
    )


def _row(
    scene: Scene,
    goal: Goal,
    found: Comparison,
    change: ScoreChange,
    target: Fraction | None,
    scale: tuple[Fraction, Fraction],
) -> ProofRow:
    name: Text | str = words.respondents(change.id)
    if change.what is ChangeIn.COMPETENCY:
        name = text("All respondents") if change.respondents else text("Behavior score")
    elif change.what is ChangeIn.FACET:
        name = text("of which: {facet}", facet=change.id.replace("-", " "))
    elif change.what is ChangeIn.INDICATOR:
        indicator = goal.indicator(change.id)
        name = indicator.name if indicator else change.id
    note = None
    if change.what is ChangeIn.GROUP and change.id in OPEN_GROUPS:
        note = text("named")
    elif change.respondents:
        before, after = (band(count) for count in change.respondents)
        note = (
            text("{count} answers", count=after)
            if before == after
            else text("{before} and {after} answers", before=before, after=after)
        )
    shown = change_shown(scene.voice, found, change)
    svg = before_after(
        change.before, change.after, target, scale, f"{scene.voice.plain(name)}: {scene.voice.plain(shown)}"
    )
    signed = change_signed(scene.voice, found, change)
    is_main = change.what in (ChangeIn.COMPETENCY, ChangeIn.INDICATOR)
    return ProofRow(name, note, svg, shown, signed, is_main)


def _sentence(scene: Scene, found: Comparison, main: ScoreChange | None, aim: Indicator | None) -> Text:
    """From where to where, how long apart, and how far to the target."""
    voice = scene.voice
    weeks = round((found.after.date - found.before.date).days / 7)
    kind = words.measurement_kind(found.after.kind)
    if main is None:
        return text("Measured again with the same {kind}; only parts of it can be compared.", kind=kind)
    before, after = change_told(voice, found, main)
    first = texts(
        "The same {kind} after {count} week: *{before} to {after}*.",
        "The same {kind} after {count} weeks: *{before} to {after}*.",
        weeks, kind=kind, before=before, after=after,
    )  # fmt: skip
    return first if aim is None else text("{first} {second}", first=first, second=verdict(voice, found, main, aim))


def leader_proofs(scene: Scene, links: Links, leader: Leader) -> Proof | None:
    """What was measured again before, one row per competency and instrument, and which rounds are not shown.

    None when nothing was measured again and everything is shown.
    """
    worked_on = {goal.competency for goal in leader.goals.values() if goal.status is not Status.DRAFT}
    found = [
        (comparison, change)
        for comparison in comparisons(leader)
        for change in comparison.changes
        if change.what is ChangeIn.COMPETENCY and change.difference is not None and change.of in worked_on
    ]
    untold = tuple(why for it in leader.measurements if (why := why_untold(it)) is not None)
    if not found:
        return Proof(untold[-1], (), None, untold[:-1], None) if untold else None
    voice = scene.voice
    values = [v for _, change in found for v in (change.before, change.after)]
    scale = scale_for(values, found[0][0].after.scale or _BOUNDS)
    rows = []
    for comparison, change in found:
        competency, shown = links.competency(change.of), change_shown(voice, comparison, change)
        label = f"{competency.label}: {voice.plain(shown)}"
        rows.append(
            ProofRow(
                name=competency.label,
                link=competency,
                note=text(
                    "{kind}, {before} and {after}",
                    kind=words.measurement_kind(comparison.after.kind),
                    before=voice.short(comparison.before.date),
                    after=voice.short(comparison.after.date),
                ),
                svg=before_after(change.before, change.after, None, scale, label),
                shown=shown,
                change=change_signed(voice, comparison, change),
            )
        )
    better = sum(1 for _, change in found if (change.difference or 0) > 0)
    if better == len(found):
        sentence = texts("Measured again: *better*.", "Measured again: *all {count} better*.", better)
    elif len(found) == 1:
        is_worse = (found[0][1].difference or 0) < 0
        sentence = text("Measured again: *not better*.") if is_worse else text("Measured again: *unchanged*.")
    else:
        sentence = text(
            "Measured again: *{better} of {all} better*.",
            better=words.cardinal_inside(better),
            all=words.cardinal_inside(len(found)),
        )
    return Proof(sentence, tuple(rows), text("ring: before · dot: after"), untold, None)
