"""An indicator at full width: what it shows, the number, what it is measured against, the chart and its readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from koers.model.goal import Goal, Indicator, Measure, Status, WithheldIndicator
from koers.model.log import Reading, Share
from koers.progress.absence import away_days
from koers.progress.expected import value_at
from koers.progress.values import CoursePoint, GoalProgress, IndicatorProgress, Point
from koers.site.charts.readings import Ending, readings_chart
from koers.site.scene import Scene
from koers.site.views.parts import IndicatorRow, LabelledValue, indicator_row
from koers.story import words
from koers.story.sentences import chart_sentence, confirmation, untold_rounds
from koers.story.voice import Voice
from koers.texts import Text, text, texts

_PERCENT = frozenset({"", "%", "percent", "per cent", "percentage", "procent"})
"""Units of a share that say no more than that it is one."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One line of the table behind a chart."""

    on: str
    reading: str
    value: str
    expected: str
    note: Text | str | None
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorBlock:
    """Everything about one indicator. `chart` is None for a goal without a period.

    `untold` says which rounds that could have given it a reading are not shown, and why.
    """

    row: IndicatorRow
    sentence: Text
    untold: tuple[Text, ...]
    confirmation: Text | None
    unit: Text | str
    source: Text
    window: Text | None
    facts: tuple[LabelledValue, ...]
    chart: Markup | None
    legend: Text | None
    readings: tuple[ReadingRow, ...]
    has_value_column: bool

    @property
    def has_notes(self) -> bool:
        """Whether any reading has a note."""
        return any(reading.note for reading in self.readings)


def indicator_block(scene: Scene, goal: Goal, whole: GoalProgress, progress: IndicatorProgress) -> IndicatorBlock:
    """The block of one indicator on the goal's page."""
    voice, indicator = scene.voice, progress.indicator
    said = chart_sentence(voice, progress)
    chart = None
    if progress.expected_line:
        description = _description(voice, progress)
        title, away = f"{indicator.name}: {voice.plain(said)}", away_days(scene.leader_of(goal).away)
        # Of somebody who left nothing is expected today: the chart ends where the readings do.
        today = scene.as_of if scene.leader_of(goal).left is None else date.max
        chart = readings_chart(progress, today, voice, title, description, away, _ending(goal, whole))
    return IndicatorBlock(
        row=indicator_row(scene, goal, progress),
        sentence=said,
        untold=untold_rounds(scene.leader_of(goal), progress.indicator.source, goal.time_bound.start),
        confirmation=confirmation(whole, progress),
        unit=unit(indicator),
        source=text(
            "{kind}, {source}, {grade}",
            kind=words.kind(indicator.kind),
            source=words.source(indicator.source),
            grade=words.grade(progress.grade),
        ),
        window=_window(progress),
        facts=_facts(voice, progress),
        chart=chart,
        legend=_legend(progress),
        readings=_readings(scene, goal, progress),
        has_value_column=indicator.measure is not Measure.LEVEL,
    )


def _ending(goal: Goal, whole: GoalProgress) -> Ending | None:
    """Where the charts of a goal that was closed end."""
    if whole.closed_on is None or goal.status not in (Status.ACHIEVED, Status.STOPPED):
        return None
    return Ending(whole.closed_on, text("achieved") if goal.status is Status.ACHIEVED else text("stopped"))


@dataclass(frozen=True, slots=True)
class WithheldBlock:
    """An indicator whose numbers this audience may not see: what it is, and a sentence that says so."""

    id: str
    name: str
    kind: Text
    unit: Text | str
    source: Text
    sentence: Text


def withheld_blocks(scene: Scene, goal: Goal) -> tuple[WithheldBlock, ...]:
    """The indicators of a goal whose numbers are not shown, in the order of the file."""
    said = text("Its numbers are for {name}, the manager and HR.", name=scene.leader_of(goal).name)
    return tuple(
        WithheldBlock(
            one.id,
            one.name,
            words.kind(one.kind),
            _counted(one),
            text("{kind}, {source}", kind=words.kind(one.kind), source=words.source(one.source)),
            said,
        )
        for one in goal.withheld
    )


def unit(indicator: Indicator) -> Text | str:
    """What the number counts: `conversations per 2 weeks`, `share of the meetings`, and whether lower is better."""
    said = _counted(indicator)
    if indicator.is_lower_better:
        return text("{unit}, lower is better", unit=said) if said else text("lower is better")
    return said


def _counted(indicator: Indicator | WithheldIndicator) -> Text | str:
    said: Text | str = indicator.unit or ""
    if indicator.measure is Measure.SHARE:
        is_percent = (indicator.unit or "").strip().casefold() in _PERCENT
        said = text("share") if is_percent else text("share of the {unit}", unit=indicator.unit)
    elif indicator.measure is Measure.FREQUENCY and indicator.per is not None:
        per = words.per(indicator.per)
        said = text("{unit} {per}", unit=indicator.unit, per=per) if indicator.unit else text("times {per}", per=per)
    elif indicator.measure is Measure.TOTAL:
        said = text("{unit} in total", unit=indicator.unit) if indicator.unit else text("in total")
    return said


def _window(progress: IndicatorProgress) -> Text | None:
    """Over how long the current value is taken together."""
    if progress.window_days is None or progress.current is None or len(progress.points) < 2:
        return None
    return texts("over the last {count} week", "over the last {count} weeks", round(progress.window_days / 7))


def _legend(progress: IndicatorProgress) -> Text | None:
    """What the line and the dots of the chart are, where they are not the same."""
    if progress.indicator.measure not in (Measure.SHARE, Measure.FREQUENCY):
        return None
    over = _window(progress)
    if over is None:
        return text("dots: each reading; line: several together")
    return text("dots: each reading; line: readings {over} together", over=over)


def _description(voice: Voice, progress: IndicatorProgress) -> str:
    indicator = progress.indicator
    if progress.current is None or progress.expected_value is None:
        said = text("Target {target}.", target=voice.amount(indicator, indicator.target))
    else:
        said = text(
            "Now {current}, expected {expected}, target {target}.",
            current=voice.current(progress),
            expected=voice.amount(indicator, progress.expected_value),
            target=voice.amount(indicator, indicator.target),
        )
    return voice.plain(said)


def _facts(voice: Voice, progress: IndicatorProgress) -> tuple[LabelledValue, ...]:
    indicator = progress.indicator
    facts = []
    if not indicator.hold:
        facts.append(LabelledValue(text("Baseline"), voice.amount(indicator, indicator.baseline)))
    if progress.expected_value is not None and not indicator.hold:
        facts.append(LabelledValue(text("Expected by now"), voice.amount(indicator, progress.expected_value)))
    if indicator.threshold is not None:
        label = text("Adjust above") if indicator.is_lower_better else text("Adjust below")
        facts.append(LabelledValue(label, voice.amount(indicator, indicator.threshold)))
    forecast = progress.forecast
    if forecast is not None and forecast.date is not None:
        target = voice.amount(indicator, indicator.target)
        facts.append(
            LabelledValue(
                text("At this pace"), text("{target} on {day}", target=target, day=voice.short(forecast.date))
            )
        )
    return tuple(facts)


def reading(voice: Voice, value: Reading) -> str:
    """What was written: `9/10`, or a number."""
    return f"{value.met}/{value.of}" if isinstance(value, Share) else voice.number(value, 2)


def _reading(voice: Voice, progress: IndicatorProgress, point: Point) -> str:
    """What was written; of respondents only the mean is told, not how many they were."""
    return reading(voice, point.reading) if progress.means is None else voice.told(progress, point.value, point.end)


def _readings(scene: Scene, goal: Goal, progress: IndicatorProgress) -> tuple[ReadingRow, ...]:
    voice = scene.voice
    notes = {
        check_in.path: log.note
        for check_in in scene.leader_of(goal).check_ins
        if (log := check_in.goals.get(goal.id)) is not None and log.note
    }
    rows = [
        (
            point.date,
            ReadingRow(
                on=voice.day(point.date),
                reading=_reading(voice, progress, point),
                value=voice.told(progress, said.read, point.end),
                expected=_expected_on(voice, progress, point.date),
                note=_note(notes.get(point.path), point, said),
                is_read=True,
            ),
        )
        for point, said in zip(progress.points, progress.course, strict=True)
    ]
    for gap in progress.missing:
        note = text("no reading in this check-in") if gap.has_check_in else text("no check-in")
        rows.append((gap.date, ReadingRow(voice.day(gap.date), "–", "", _expected_on(voice, progress, gap.date), note)))
    start, until = goal.time_bound.start or date.max, progress.points[-1].date if progress.points else scene.as_of
    for first, last in away_days(scene.leader_of(goal).away).stretches:
        if start <= last and first <= until:
            term = text("{first} to {last}", first=voice.day(first), last=voice.day(last))
            rows.append((first, ReadingRow(voice.plain(term), "–", "", "", text("away"))))
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]))


def _note(written: str | None, point: Point, said: CoursePoint) -> Text | str | None:
    """What somebody wrote beside a reading, and that a check-in so soon after another counts with its week."""
    if not said.in_week:
        return written
    counted = texts(
        "covers {days} day, so it counts with its week", "covers {days} days, so it counts with its week",
        point.all_days, days=point.all_days,
    )  # fmt: skip
    return counted if written is None else text("{note} ({counted})", note=written, counted=counted)


def _expected_on(voice: Voice, progress: IndicatorProgress, on: date) -> str:
    """The expected line on that day."""
    value = value_at(progress.expected_line, on)
    return "" if value is None else voice.amount(progress.indicator, value)
