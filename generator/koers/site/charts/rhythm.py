"""The rhythm of check-ins as a heat map: a row per goal, a cell per week, all rows on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from markupsafe import Markup

from koers.progress.absence import NEVER_AWAY, AwayDays
from koers.progress.values import Rhythm, SlotState
from koers.site.charts.svg import circle, drawing, line, rect, short, words
from koers.story.voice import Voice
from koers.texts import text

_HEIGHT = 20
_WEEKS_BACK, _WEEKS_AHEAD = 19, 3
_MOST_MONTHS = 9
_MONTH_STEPS = (1, 2, 3, 6, 12)
_MOST_OF_A_WEEK = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks shown: Mondays, oldest first, and the day it is."""

    first: date
    count: int
    today: date

    @property
    def width(self) -> float:
        """How wide a week is, in percent."""
        return 100 / self.count

    def index(self, on: date) -> int:
        """In which week a day falls; outside 0..count-1 when it is not shown."""
        return (on - self.first).days // 7

    @property
    def today_at(self) -> str:
        """Where the line of today stands: on the left of its day, in percent."""
        return short((self.today - self.first).days / 7 * self.width) + "%"


def weeks_shown(starts: Sequence[date], today: date) -> Weeks:
    """From the earliest start (at most so many weeks back) to a few weeks ahead."""
    earliest = max(min(starts, default=today), today - timedelta(weeks=_WEEKS_BACK))
    first = min(earliest, today) - timedelta(days=min(earliest, today).weekday())
    last = today + timedelta(weeks=_WEEKS_AHEAD)
    return Weeks(first, (last - first).days // 7 + 1, today)


def heat_row(
    weeks: Weeks, check_ins: Rhythm, reviews: Rhythm, voice: Voice, label: str, away: AwayDays = NEVER_AWAY
) -> Markup:
    """Held filled, late half filled, missed a red outline with a cross, planned dashed, a review an R, else a dot.

    A week of which most working days are `away`, and in which nothing was due or held, is a grey bar.
    """
    states: dict[int, SlotState] = {}
    for day in check_ins.extra:
        states[weeks.index(day)] = SlotState.HELD
    for slot in check_ins.slots:
        states[weeks.index(slot.due)] = slot.state
    held = {weeks.index(day) for slot in reviews.slots for day in slot.held_on}
    held |= {weeks.index(day) for day in reviews.extra}
    planned = {weeks.index(slot.due) for slot in reviews.slots if slot.state is SlotState.PLANNED}
    mark = voice.plain(text("R"))
    shapes: list[str] = []
    for week in range(weeks.count):
        monday = weeks.first + timedelta(weeks=week)
        is_away = away.between(monday - _DAY, monday + 4 * _DAY) >= _MOST_OF_A_WEEK
        shapes += _cell(week, weeks, states.get(week), week in held or week in planned, mark, is_away)
    shapes.append(line(weeks.today_at, 0, weeks.today_at, _HEIGHT, "n"))
    return drawing("k-heat", _HEIGHT, shapes, label)


def _cell(week: int, weeks: Weeks, state: SlotState | None, has_review: bool, mark: str, is_away: bool) -> list[str]:
    left, wide, middle = _place(week, weeks.width)
    letter = (
        [words(middle, 14, mark, "w" if state in (SlotState.HELD, SlotState.HELD_LATE) else "")] if has_review else []
    )
    if state is SlotState.HELD:
        return [rect(left, 3, wide, 14, "h"), *letter]
    if state is SlotState.HELD_LATE:
        return [rect(left, 3, wide, 14, "l"), rect(left, 10, wide, 7, "h"), *letter]
    if state is SlotState.MISSED:
        return [rect(left, 3, wide, 14, "m"), *(letter or [words(middle, 14, "×", "x")])]
    if state is SlotState.PLANNED:
        return [rect(left, 3, wide, 14, "p"), *letter]
    if is_away and not letter:
        return [rect(left, 8, wide, 4, "y")]
    return letter or [circle(middle, 10, 1, "d")]


@lru_cache(maxsize=1024)
def _place(week: int, width: float) -> tuple[str, str, str]:
    """Where a week's cell begins, how wide it is, and its middle: the same for every row of a chart."""
    return short((week + 0.08) * width) + "%", short(width * 0.84) + "%", short((week + 0.5) * width) + "%"


def heat_head(weeks: Weeks, voice: Voice) -> Markup:
    """The months above, and today; of a long time every second or third month, and each January as its year."""
    shapes: list[str] = []
    today = weeks.index(weeks.today)
    mondays = [weeks.first + timedelta(weeks=week) for week in range(weeks.count)]
    months = [
        (week, monday) for week, monday in enumerate(mondays) if week == 0 or monday.month != mondays[week - 1].month
    ]
    step = next((step for step in _MONTH_STEPS if len(months) <= step * _MOST_MONTHS), _MONTH_STEPS[-1])
    if step > 1:
        months = [(week, monday) for week, monday in months if (monday.month - 1) % step == 0]
    near_before, near_after = max(2.0, weeks.count * 0.09), max(3.0, weeks.count * 0.13)
    for (week, monday), following in zip(months, [*(week for week, _ in months[1:]), weeks.count], strict=True):
        # A month whose name would run into the next one, or into "today", goes without.
        if following - week >= 2 and not -near_before < today - week < near_after:
            is_new_year = step > 1 and monday.month == 1
            name = str(monday.year) if is_new_year else voice.month(monday)
            shapes.append(words(short(week * weeks.width) + "%", 12, name, "s"))
    shapes.append(words(weeks.today_at, 12, voice.plain(text("today")), "b"))
    return drawing("k-heat", 16, shapes, voice.plain(text("Months and today")))
