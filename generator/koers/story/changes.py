"""What is said of two rounds side by side: from where to where, by how much, and whether the target was reached."""

from __future__ import annotations

from fractions import Fraction

from koers.model.goal import Indicator
from koers.progress.comparison import ChangeIn, Comparison, ScoreChange
from koers.progress.values import toward
from koers.reading.guard import OPEN_GROUPS, End
from koers.story.voice import Voice
from koers.texts import Text, text, texts


def change_shown(voice: Voice, found: Comparison, change: ScoreChange) -> Text:
    """`45 to 58`, at an end of the scale `62 to 95 or more`."""
    before, after = change_told(voice, found, change)
    return text("*{before}* to *{after}*", before=before, after=after)


def change_signed(voice: Voice, found: Comparison, change: ScoreChange) -> str:
    """The change of the exact means, `+13`; of a bound `+33 or more`, and nothing where even the sign is open."""
    difference = change.difference
    if difference is None:
        return ""
    signed = voice.signed(_rounded(found, change, difference))
    return voice.bound(signed, End.OR_MORE if change.is_at_least and difference else None)


def change_told(voice: Voice, found: Comparison, change: ScoreChange) -> tuple[str, str]:
    """Before and after in words, each as far as it is told."""
    values, ends = (change.before, change.after), change.ends
    first, second = (
        voice.bound(voice.number(_rounded(found, change, v), 2), end) for v, end in zip(values, ends, strict=True)
    )
    return first, second


def _rounded(found: Comparison, change: ScoreChange, value: Fraction) -> Fraction:
    """A mean of respondents to the step of its scale; the manager's and the own score as they were written."""
    is_named = change.what is ChangeIn.GROUP and change.id in OPEN_GROUPS
    guard = None if is_named else found.after.guard
    return guard.means.rounded(value) if guard is not None else value


def verdict(voice: Voice, found: Comparison, main: ScoreChange, aim: Indicator) -> Text:
    """Whether the exact mean reaches the target; a bound that does not reach it leaves that open."""
    target = voice.amount(aim, aim.target)
    if main.after <= aim.target if aim.is_lower_better else main.after >= aim.target:
        return text("Target {target}: *reached*.", target=target)
    if main.ends[1] is toward(aim):
        return text("Whether the target of {target} is reached does not show.", target=target)
    left = _rounded(found, main, abs(aim.target - main.after))
    if not left:
        return text("Target {target}, so *less than a point to go*.", target=target)
    written = voice.number(left, 2)
    if main.ends[1] is not None:
        return text("Target {target}, so *{left} points or more to go*.", target=target, left=written)
    return texts(
        "Target {target}, so *{left} point to go*.", "Target {target}, so *{left} points to go*.",
        1 if left == 1 else 2, target=target, left=written,
    )  # fmt: skip
