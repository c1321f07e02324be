"""Whether a reading in a check-in or measurement fits the indicator it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from koers.diagnostic import Diagnostic, Pointer, Severity
from koers.reading.document import Document
from koers.reading.locate import key_span, value_span
from koers.texts import Text, text

_SHARE = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


def check_reading(
    document: Document, indicator: Mapping[str, Any], value: Any, pointer: Pointer
) -> Iterator[Diagnostic]:
    """Yields what does not fit: the way it is written (F018), met above of (F019), or where it is recorded (F020).

    `indicator` is the goal's data of the indicator at `pointer`; what in it does not have its form is passed over.
    """
    yield from _written(document, indicator.get("measure"), value, pointer)
    source = indicator.get("source", "log")
    kind = document.place.kind
    recorded = (document.data or {}).get("kind") if kind == "measurement" else "log"
    if not isinstance(source, str) or not isinstance(recorded, str) or recorded == source:
        return
    if source == "log":
        message = text("{name} takes its readings from check-ins (`source: log`)", name=str(pointer[-1]))
        hint = text("record it in a check-in, or set `source: {source}` in the goal", source=recorded)
    elif recorded == "log":
        message = text(
            "{name} takes its readings from measurements (`source: {source}`)", name=str(pointer[-1]), source=source
        )
        hint = text("record it in a measurement of that kind, or set `source: log` in the goal")
    else:
        message = text(
            "{name} takes its readings from `source: {source}`, and this is `kind: {kind}`",
            name=str(pointer[-1]),
            source=source,
            kind=recorded,
        )
        hint = text("record it in a measurement of that kind, or correct the source in the goal")
    yield Diagnostic(document.path, key_span(document.marks, pointer), Severity.ERROR, "F020", message, hint, pointer)


def _written(document: Document, measure: object, value: Any, pointer: Pointer) -> Iterator[Diagnostic]:
    share = _SHARE.fullmatch(value) if isinstance(value, str) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    found: tuple[str, Text, Text] | None = None
    if share is not None and measure in ("level", "total", "frequency"):
        message = text("{found} is met/of, and {name} is `measure: {measure}`", found=value, name=str(pointer[-1]),
                       measure=measure)  # fmt: skip
        found = "F018", message, text("write a number")
    elif is_number and measure == "share":
        message = text("{name} is a share, and {found} is a plain number", name=str(pointer[-1]), found=value)
        found = "F018", message, text("write met/of: 9/10 is nine out of ten")
    elif is_number and measure == "frequency" and value < 0:
        message = text("{found} is too small: at least {limit}", found=value, limit=0)
        found = "F018", message, text("write how many times it was done")
    elif share is not None and int(share[1]) > int(share[2]):
        message = text("{met} of {of}: more were met than there were", met=int(share[1]), of=int(share[2]))
        found = "F019", message, text("write met/of: 9/10 is nine out of ten")
    if found is not None:
        span = value_span(document.marks, pointer)
        yield Diagnostic(document.path, span, Severity.ERROR, *found, pointer)
