"""What the tests prove, and how a test says that it is part of a proof.

Each proof is a sentence about koers and the tests that would be red if it were not so. A test says
`@proves(Claim.READING)`, with `cases=` when it tries more than one case. `make test` runs a sample of those that can be
tried without end, `make assurance` runs them whole and writes what came out to docs/assurance.md.
"""

from __future__ import annotations

import os
from enum import StrEnum

import pytest

WHOLE = "KOERS_WHOLE"
MARKER = "proves"


class Claim(StrEnum):
    """The proofs, in the order in which they are told."""

    READING = "A file is read as YAML 1.2 says, or refused at the place of the trouble"
    TWO_READERS = "The fast reader reads a file exactly as the strict one, or leaves it to that"
    ENCODING = "Whatever somebody writes in a field is text on the page, in both engines and in a real browser"
    NO_SCRIPT = "A script that got into a page in spite of that is blocked by the browser"
    NOT_SEEN = "What a reader may not see changes no byte of what that reader gets"
    CANARIES = "A word in a place that a reader may not see is in none of that reader's files, in whatever form"
    NOBODY = "Nobody's own answer can be worked out from what is shown of rounds of respondents"
    SEALED = "A sealed note is read by the holders of its keys and by nobody else"
    APPROVALS = "A forged, borrowed or outdated approval does not count, and an honest one does"
    REVIEWS = "A review counts only when the forge says so of this text, and no token goes to another host"
    HONEST = "What honest people do counts: merge, squash, rebase, three forges, absence, leaving"
    FAULTS = "When writing fails, nothing is lost or half written, and the cause is named"
    KILLED = "A koers that is killed leaves the published site whole"
    INCREMENTAL = "After any edits the site is, byte for byte, the one that a clean build makes"
    PARTS = "Checking in parts, or from what is remembered, says what checking the whole says"
    REPEATABLE = "The same plans and day give the same bytes, whatever the machine, folder, clock and language"
    CONSOLES = "Every command can be read on every console, and never ends in a traceback"
    BOUNDED = "No file takes much time or memory, and no report is without end"
    REPORTS = "Reports, pages and data are valid by the schemas of those who read them"
    GUARDS = "When one of these guards is taken out, a test is red"


def proves(claim: Claim, *, cases: int = 1) -> pytest.MarkDecorator:
    """The mark of a test, or of a module as `pytestmark`, that is part of a proof; `cases` is how many it tries."""
    return getattr(pytest.mark, MARKER)(claim, cases)  # type: ignore[no-any-return]


def amount(sample: int, whole: int) -> int:
    """How many cases to try: `sample` in `make test`, `whole` in `make assurance`."""
    return whole if os.environ.get(WHOLE) else sample
