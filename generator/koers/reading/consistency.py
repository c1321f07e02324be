"""Keys of one file that contradict each other: what a schema without conditions on values cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from koers.diagnostic import Diagnostic, Pointer, Severity
from koers.reading.document import Document
from koers.reading.locate import key_span, parent_span, value_span
from koers.texts import Text, text

Data = Mapping[str, Any]
_Found = tuple[str, str, Pointer, Text, Text | None]
"""(rule, "key" or "value" or "parent", pointer, message, hint)."""


def contradictions(document: Document) -> Iterator[Diagnostic]:
    """Yields the problems between the values of one file (rules F). Parts without their form are passed over."""
    data = document.data or {}
    match document.place.kind:
        case "goal":
            found = _goal(data)
        case "organization":
            found = _organization(data)
        case "leader":
            found = _leader(data)
        case "module":
            found = _module(data)
        case "measurement":
            found = _measurement(data)
        case _:
            found = iter(())
    for rule, at, pointer, message, hint in (*found, *_blanks(data, ())):
        locate = {"key": key_span, "value": value_span, "parent": parent_span}[at]
        yield Diagnostic(document.path, locate(document.marks, pointer), Severity.ERROR, rule, message, hint, pointer)


def _group(data: Data, *keys: str) -> Data:
    """The mapping under some keys; empty when it is not there."""
    value: Any = data
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _is_number(*values: Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _blanks(group: Any, pointer: Pointer) -> Iterator[_Found]:
    """Texts of white space alone in a mapping or list, at any depth."""
    for step, value in group.items() if isinstance(group, dict) else enumerate(group):
        if isinstance(value, str):
            if value.isspace():
                name = next((key for key in reversed((*pointer, step)) if isinstance(key, str)), "")
                message, hint = text("`{key}` is empty", key=name), text("fill it in, or leave the line out")
                yield "F009", "value", (*pointer, step), message, hint
        elif isinstance(value, dict | list):
            yield from _blanks(value, (*pointer, step))


def _goal(data: Data) -> Iterator[_Found]:
    indicators = _group(data, "measurable", "indicators")
    for id, indicator in indicators.items():
        if isinstance(indicator, dict):
            yield from _indicator(indicator, ("measurable", "indicators", id))
    for id, action in _group(data, "actions").items():
        if not isinstance(action, dict):
            continue
        at = ("actions", id)
        if "every" in action and "due" in action:
            message = text("an action is done in a rhythm (`every`) or once (`due`), not both")
            yield "F021", "key", (*at, "due"), message, text("take one of the two out")
        elif "done" in action and "every" in action:
            message = text("`done` goes with `due`; this action has a rhythm (`every`)")
            yield "F021", "key", (*at, "done"), message, text("say in a check-in that it was done")


def _indicator(indicator: Data, at: Pointer) -> Iterator[_Found]:
    measure = indicator.get("measure")
    baseline: Any = indicator.get("baseline")
    target: Any = indicator.get("target")
    threshold = indicator.get("threshold")
    if "per" in indicator and measure in ("level", "total", "share"):
        message = text("`per` goes with `measure: frequency`; this is `measure: {measure}`", measure=measure)
        yield "F021", "key", (*at, "per"), message, text("take `per` out, or make it a frequency")
    is_level = _is_number(baseline, target) and baseline == target
    if measure == "total" and _is_number(baseline, target) and target <= baseline:
        message = text(
            "the target of a total is above its baseline: {target} is not above {baseline}",
            target=target,
            baseline=baseline,
        )
        yield "F021", "value", (*at, "target"), message, text("a total only grows; is this a `measure: level`?")
        return
    if is_level and indicator.get("hold") is not True:
        message = text("baseline and target are both {value}: nothing would change", value=target)
        hint = text("set another target, or add `hold: true` and a threshold if it should stay as it is")
        yield "F021", "value", (*at, "target"), message, hint
    elif indicator.get("hold") is True and _is_number(baseline, target) and not is_level:
        message = text(
            "`hold: true` says that it stays as it is, but baseline {baseline} and target {target} differ",
            baseline=baseline, target=target,
        )  # fmt: skip
        yield "F021", "key", (*at, "hold"), message, text("take `hold` out, or make both the same")
    elif indicator.get("hold") is True and is_level:
        if threshold is None:
            message = text("`{key}` is missing in `{parent}`", key="threshold", parent=str(at[-1]))
            hint = text("add the value from which it is no longer held; its side of the target is the worse one")
            yield "F002", "parent", (*at, "threshold"), message, hint
        elif threshold == target:
            message = text("the threshold is the target itself: {value}", value=threshold)
            hint = text("set it on the side that is worse; `hold: true` needs to know which")
            yield "F021", "value", (*at, "threshold"), message, hint


def _organization(data: Data) -> Iterator[_Found]:
    zone = data.get("timezone")
    if not isinstance(zone, str) or not zone:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = text("there is no time zone {found}", found=zone[:60])
        yield "F007", "value", ("timezone",), message, text("A time zone is written as Europe/Amsterdam.")


def _leader(data: Data) -> Iterator[_Found]:
    away = data.get("away")
    terms: list[tuple[Pointer, Any]] = [(("delegates", id), term) for id, term in _group(data, "delegates").items()]
    terms += [(("away", index), term) for index, term in enumerate(away if isinstance(away, list) else ())]
    for at, term in terms:
        first, last = (term.get("from"), term.get("until")) if isinstance(term, dict) else (None, None)
        if isinstance(first, str) and isinstance(last, str) and last < first:
            message = text("`until` ({until}) lies before `from` ({start})", until=last[:60], start=first[:60])
            yield "F021", "value", (*at, "until"), message, text("put the later day in `until`")
    if "manager" in data and "approver" in data:
        message = text("`approver` is for somebody without a manager; here `manager` decides")
        yield "F021", "key", ("approver",), message, text("take `approver` out, or name a co-manager")


def _module(data: Data) -> Iterator[_Found]:
    for id, question in _group(data, "quiz").items():
        if not isinstance(question, dict):
            continue
        options, answer = question.get("options"), question.get("answer")
        if isinstance(options, dict) and isinstance(answer, str) and answer not in options:
            message = text("{found} is none of: {allowed}", found=answer[:60], allowed=", ".join(options))
            yield "F016", "value", ("quiz", id, "answer"), message, text("name one of the options by its id")


def _measurement(data: Data) -> Iterator[_Found]:
    scale = data.get("scale")
    if not isinstance(scale, list) or len(scale) != 2 or not _is_number(*scale):
        return
    low, high = scale
    if low >= high:
        message = text(
            "a scale goes from its lowest to its highest score: {low} is not below {high}", low=low, high=high
        )
        yield "F021", "value", ("scale",), message, text("write it as in {example}", example="[0, 100]")
        return
    for pointer, value in _scores(data):
        if _is_number(value) and not low <= value <= high:
            message = text("{found} lies outside the scale from {low} to {high}", found=value, low=low, high=high)
            yield "F008", "value", pointer, message, text("correct the score or the scale")


def _scores(data: Data) -> Iterator[tuple[Pointer, Any]]:
    for id in _group(data, "competencies"):
        scores = _group(data, "competencies", id)
        for name in ("behavior", "aptitude"):
            if name in scores:
                yield ("competencies", id, name), scores[name]
        for part in ("by_group", "facets"):
            for key, value in _group(scores, part).items():
                yield ("competencies", id, part, key), value
