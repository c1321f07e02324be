"""What changed in a goal's indicators. Better is the way the indicator went before the change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from koers.diagnostic import Pointer
from koers.history.sentences import Noted, moved, number, plain, replaced
from koers.model.change import Direction
from koers.model.goal import Goal, Indicator, Measure
from koers.texts import Text, text


def indicator_changes(old: Goal, new: Goal) -> Iterator[Noted]:
    """Indicators that came, went or changed, in the order of the file before and then after."""
    before = {indicator.id: indicator for indicator in old.indicators}
    after = {indicator.id: indicator for indicator in new.indicators}
    for id in (*before, *(id for id in after if id not in before)):
        pointer: Pointer = ("measurable", "indicators", id)
        was, now = before.get(id), after.get(id)
        name = id.replace("-", " ")
        if was is None and now is not None:
            yield pointer, None, now.name, Direction.STRONGER, text("new indicator: {indicator}", indicator=name)
        elif now is None and was is not None:
            yield pointer, was.name, None, Direction.WEAKER, text("indicator removed: {indicator}", indicator=name)
        elif was is not None and now is not None:
            yield from _indicator(pointer, name, was, now)


def _indicator(pointer: Pointer, name: str, was: Indicator, now: Indicator) -> Iterator[Noted]:
    is_comparable = was.measure is now.measure and was.unit == now.unit
    words: tuple[tuple[str, Text, str | None, str | None], ...] = (
        ("name", text("name of {indicator}", indicator=name), was.name, now.name),
        ("kind", text("kind of {indicator}", indicator=name), was.kind.value, now.kind.value),
        ("measure", text("measure of {indicator}", indicator=name), was.measure.value, now.measure.value),
        ("unit", text("unit of {indicator}", indicator=name), was.unit, now.unit),
        ("source", text("source of {indicator}", indicator=name), was.source.value, now.source.value),
    )
    for key, what, a, b in words:
        if (a or "").split() != (b or "").split():
            sentence = replaced(what, a, b, is_shown=key in ("kind", "measure", "source"))
            yield (*pointer, key), a, b, Direction.NEUTRAL, sentence

    promise = _promise(was, now) if is_comparable else Direction.NEUTRAL
    if was.per != now.per:
        per = (str(was.per) if was.per else None, str(now.per) if now.per else None)
        what = text("period of {indicator}", indicator=name)
        yield (*pointer, "per"), *per, promise, replaced(what, *per, is_shown=True, way=promise)
    if was.baseline != now.baseline:
        way = _start(was, now) if is_comparable else Direction.NEUTRAL
        what = text("baseline of {indicator}", indicator=name)
        yield (
            (*pointer, "baseline"),
            plain(was.baseline),
            plain(now.baseline),
            way,
            number(what, was.baseline, now.baseline, way),
        )
    if was.target != now.target:
        what = text("target of {indicator}", indicator=name)
        yield (
            (*pointer, "target"),
            plain(was.target),
            plain(now.target),
            promise,
            number(what, was.target, now.target, promise),
        )
    if was.threshold != now.threshold:
        way = _better(was, was.threshold, now.threshold) if is_comparable else Direction.NEUTRAL
        what = text("threshold of {indicator}", indicator=name)
        yield (
            (*pointer, "threshold"),
            plain(was.threshold),
            plain(now.threshold),
            way,
            number(what, was.threshold, now.threshold, way),
        )
    if was.hold is not now.hold:
        sentence = (
            text("{indicator} is to be held at its level", indicator=name)
            if now.hold
            else text("{indicator} is no longer to be held at its level", indicator=name)
        )
        yield (*pointer, "hold"), was.hold, now.hold, Direction.NEUTRAL, sentence
    yield from _milestones(pointer, name, was, now, is_comparable)


def _milestones(pointer: Pointer, name: str, was: Indicator, now: Indicator, is_comparable: bool) -> Iterator[Noted]:
    before, after = dict(was.milestones), dict(now.milestones)
    for day in sorted({*before, *after}):
        a, b = before.get(day), after.get(day)
        if a == b:
            continue
        way = _better(was, a, b) if is_comparable else Direction.NEUTRAL
        what = text("milestone of {indicator} on {day}", indicator=name, day=day)
        yield (*pointer, "milestones", day.isoformat()), plain(a), plain(b), way, number(what, a, b, way)


def _sign(indicator: Indicator) -> int:
    return -1 if indicator.is_lower_better else 1


def _better(of: Indicator, was: Fraction | None, now: Fraction | None) -> Direction:
    """A bar that came is stronger, one that went weaker; else by which side is better."""
    if was is None or now is None:
        return moved(was, now)
    return moved(was * _sign(of), now * _sign(of))


def _promise(was: Indicator, now: Indicator) -> Direction:
    """What is aimed at; for a frequency, how often in the same time."""
    if was.measure is Measure.FREQUENCY:
        if was.per is None or now.per is None:
            return Direction.NEUTRAL
        return moved(_sign(was) * was.target / was.per.days, _sign(was) * now.target / now.per.days)
    return moved(_sign(was) * was.target, _sign(was) * now.target)


def _start(was: Indicator, now: Indicator) -> Direction:
    """A total is counted from its baseline: a better one leaves less to do. Elsewhere only the target counts."""
    if was.measure is not Measure.TOTAL:
        return Direction.NEUTRAL
    return moved(-_sign(was) * was.baseline, -_sign(was) * now.baseline)
