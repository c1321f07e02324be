"""The computed words as sentences, so that the site, the commands and the exports say the same."""

from __future__ import annotations

from koers.progress.forecast import Trend
from koers.progress.values import Grade, SlotState, Standing
from koers.texts import Text, text


def standing_word(standing: Standing) -> Text:
    """How a goal or indicator stands, in two words at most."""
    return {
        Standing.OFF_TRACK: text("Off track"),
        Standing.AT_RISK: text("At risk"),
        Standing.NO_DATA: text("No data yet"),
        Standing.ON_TRACK: text("On track"),
        Standing.ACHIEVED: text("Achieved"),
    }[standing]


def grade_word(grade: Grade) -> Text:
    """What a number rests on."""
    return {
        Grade.MEASURED: text("Measured by instrument"),
        Grade.OBSERVED: text("Observed by others"),
        Grade.SELF_REPORTED: text("Self-reported"),
    }[grade]


def trend_word(trend: Trend) -> Text:
    """Which way it goes."""
    return {
        Trend.BETTER: text("Getting better"),
        Trend.FLAT: text("Steady"),
        Trend.WORSE: text("Getting worse"),
    }[trend]


def slot_word(state: SlotState) -> Text:
    """How a planned check-in or review went."""
    return {
        SlotState.HELD: text("Held"),
        SlotState.HELD_LATE: text("Held late"),
        SlotState.MISSED: text("Missed"),
        SlotState.PLANNED: text("Planned"),
    }[state]
