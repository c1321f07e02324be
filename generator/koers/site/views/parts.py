"""The parts that recur on several pages: status pill, SMART letters, progress bar, an indicator in a row."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from koers.model.goal import Goal, Kind, Status
from koers.progress.values import GoalProgress, IndicatorProgress, Standing
from koers.reading.guard import BOUND
from koers.rules.letters import Light
from koers.site.charts.bars import progress_bar
from koers.site.charts.spark import sparkline
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.story import words
from koers.story.sentences import trend_label
from koers.story.voice import Voice
from koers.texts import Text, text

SMART = "SMART"


@dataclass(frozen=True, slots=True)
class Pill:
    """A standing as shape, word and colour; `name` picks the shape and colour, `status` is the file's word."""

    name: str
    label: Text


def standing_pill(standing: Standing) -> Pill:
    """The pill of a computed standing."""
    return Pill(standing.value, words.standing(standing))


def no_data_pill(had_data: bool) -> Pill:
    """Where nothing can be told: that the readings are too old, or that there never was one."""
    return Pill("no_data", text("No recent data") if had_data else words.standing(Standing.NO_DATA))


def indicator_pill(progress: IndicatorProgress) -> Pill:
    """The pill of one indicator."""
    if progress.standing is Standing.NO_DATA:
        return no_data_pill(bool(progress.points))
    return standing_pill(progress.standing)


def goal_pill(goal: Goal, progress: GoalProgress | None) -> Pill:
    """An active goal's standing, or that it has not begun; of any other goal the word in its file, in grey (or blue
    when achieved)."""
    if goal.status is Status.ACTIVE and progress is not None and not progress.has_begun:
        return Pill("no_data", text("Not begun yet"))
    if goal.status is Status.ACTIVE and progress is not None and progress.standing is Standing.NO_DATA:
        return no_data_pill(progress.had_data)
    if goal.status is Status.ACTIVE and progress is not None and progress.standing is not None:
        return standing_pill(progress.standing)
    return Pill("achieved" if goal.status is Status.ACHIEVED else "no_data", words.status(goal.status))


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A label with what the plan says: text, a sentence, or people and pages."""

    label: Text
    value: Text | str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalData:
    """The `data-` attributes of a goal, on which programs rely; empty strings where there is nothing."""

    goal: str
    status: str
    standing: str
    progress: str
    expected: str


def goal_data(goal: Goal, progress: GoalProgress | None) -> GoalData:
    """For tests and scripts: unclipped ratios of the decisive indicator, with 3 decimals."""
    main = progress.main if progress else None
    return GoalData(
        goal=f"{goal.leader}/{goal.id}",
        status=goal.status.value,
        standing=progress.standing.value if progress and progress.standing else "",
        progress=ratio(main.progress if main else None),
        expected=ratio(main.expected if main else None),
    )


def ratio(value: Fraction | None) -> str:
    """A ratio with 3 decimals, as scripts read it; empty for none."""
    return "" if value is None else f"{float(round(value, 3)) + 0.0:.3f}"


def plain_number(value: Fraction | None) -> str:
    """A number with at most 3 decimals and a point, as scripts read it; empty for none."""
    if value is None:
        return ""
    return f"{float(round(value, 3)) + 0.0:.3f}".rstrip("0").rstrip(".")


def current_number(progress: IndicatorProgress) -> str:
    """Where an indicator stands, as scripts read it: a mean as it is told, `>=95` where only a bound is."""
    if progress.current is None:
        return ""
    mark = BOUND[progress.end] if progress.end is not None else ""
    return mark + plain_number(progress.told(progress.current))


@dataclass(frozen=True, slots=True)
class LetterMark:
    """One of the five letters. `href` leads to what the rulebook says; `rules` are (link, message)."""

    letter: str
    grade: str
    href: str | None
    rules: tuple[tuple[Link, Text | str], ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """The five letters with what they say in words."""

    marks: tuple[LetterMark, ...]
    label: Text

    @property
    def remarks(self) -> tuple[LetterMark, ...]:
        """The letters about which there is something to say."""
        return tuple(mark for mark in self.marks if mark.rules)


_LETTER_WORDS = {
    "S": text("Specific"),
    "M": text("Measurable"),
    "A": text("Achievable"),
    "R": text("Relevant"),
    "T": text("Time-bound"),
}


def letter_word(letter: str) -> Text:
    """`Specific` for S, and so on."""
    return _LETTER_WORDS[letter]


def letters(scene: Scene, links: Links, goal: Goal, anchor: str | None = None) -> Letters | None:
    """The SMART letters of a goal; None when nobody judged. With `anchor` each letter leads to its remarks."""
    judged = scene.input.letters.get(goal.key)
    if not judged:
        return None
    marks, said = [], []
    for letter in SMART:
        found = judged.get(letter)
        light = found.light if found else Light.FINE
        rules = tuple((links.rule(id), message) for id, message in found.remarks) if found else ()
        marks.append(LetterMark(letter, light.value, f"#{anchor}" if anchor and rules else None, rules))
        if light is Light.WARNING:
            said.append(text("{letter}: a warning", letter=letter_word(letter)))
        elif light is Light.ERROR:
            said.append(text("{letter}: an error", letter=letter_word(letter)))
    if not said:
        return Letters(tuple(marks), text("SMART: all five letters fine"))
    rest = text("the rest fine") if len(said) < len(SMART) else text("as written")
    return Letters(tuple(marks), text("SMART: {remarks}; {rest}", remarks=tuple(said), rest=rest))


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn bar and the same in words."""

    svg: Markup
    label: Text


def bar(scene: Scene, goal: Goal, progress: IndicatorProgress) -> Bar | None:
    """Now against expected; None for an indicator without an expected line."""
    return scene.bars.get((goal.key, progress.indicator.id), lambda: _bar(scene.voice, progress))


def _bar(voice: Voice, progress: IndicatorProgress) -> Bar | None:
    if progress.expected is None:
        return None
    expected = voice.percent(progress.expected)
    if progress.too_little is not None:
        label = text("too little to tell; {expected} expected", expected=expected)
    elif progress.progress is None:
        label = text("no reading; {expected} expected", expected=expected)
    else:
        # What is not reached never reads as all of the way.
        gone = progress.progress if progress.progress >= 1 else min(progress.progress, Fraction(99, 100))
        now = voice.percent(max(gone, Fraction(0)))
        label = text("*{now}* of {expected} expected", now=now, expected=expected)
    return Bar(progress_bar(progress.progress, progress.expected, progress.standing, voice.plain(label)), label)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in one row: what, how far, and how it stands. `current` is None without readings that are enough."""

    id: str
    name: str
    kind: Text
    is_lagging: bool
    current: str | None
    target: str
    bar: Bar | None
    pill: Pill
    spark: Markup | None
    data_current: str
    data_progress: str
    standing: str
    goal: Link | None = None


def indicator_row(scene: Scene, goal: Goal, progress: IndicatorProgress) -> IndicatorRow:
    """The row of one indicator. Its trend is drawn for an active goal only: no other is shown at a glance."""
    return scene.rows.get((goal.key, progress.indicator.id), lambda: _indicator_row(scene, goal, progress))


def _indicator_row(scene: Scene, goal: Goal, progress: IndicatorProgress) -> IndicatorRow:
    indicator, voice = progress.indicator, scene.voice
    return IndicatorRow(
        id=indicator.id,
        name=indicator.name,
        kind=words.kind(indicator.kind),
        is_lagging=indicator.kind is Kind.LAGGING,
        current=voice.current(progress) or None,
        target=voice.amount(indicator, indicator.target),
        bar=bar(scene, goal, progress),
        pill=indicator_pill(progress),
        spark=trend(scene, goal, progress) if goal.status is Status.ACTIVE else None,
        data_current=current_number(progress),
        data_progress=ratio(progress.progress),
        standing=progress.standing.value,
    )


def trend(scene: Scene, goal: Goal, progress: IndicatorProgress) -> Markup | None:
    """How the readings went, in the width of a word; None without readings."""
    voice = scene.voice
    return scene.sparks.get(
        (goal.key, progress.indicator.id), lambda: sparkline(progress, voice.plain(trend_label(voice, progress)))
    )
