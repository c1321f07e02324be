"""A file of plans/ as data: where it belongs, what it says, and where each key and value stands in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from koers.diagnostic import Pointer, Span
from koers.fields import KINDS as KINDS
from koers.pickling import by_fields
from koers.reading.guard import Guard

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
"""What YAML 1.2's core schema yields; dates stay text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Says what a path tells of a file: `.../anna/checkins/2026-02-09-2.yml` is anna's second check-in that day.

    `id` is the competency's, role's, team's, module's, leader's or goal's id, a measurement's instrument, an
    approval's goal; empty for organization, program, check-in and review. `number` is the second, third ...
    of a day, or an approval's round.
    """

    path: str
    kind: str
    id: str = ""
    leader: str = ""
    date: date | None = None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Marks:
    """Says where the keys and values of a file stand, by pointer; `()` is the whole document."""

    keys: Mapping[Pointer, Span]
    values: Mapping[Pointer, Span]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text and as data. `data` is None when the file could not be read as YAML.

    `withheld` are the fields that a reader may not see, whether the file has them or not; empty before a document has
    passed the audience. `guard` says how the people who answered a round are protected, after it has.
    """

    place: Place
    text: str
    data: dict[str, Value] | None
    withheld: frozenset[Pointer] = frozenset()
    guard: Guard | None = None

    @property
    def path(self) -> str:
        """The file's path relative to the root, with `/`."""
        return self.place.path

    @property
    def marks(self) -> Marks:
        """The places of the keys and values in the text; the strict reader looks for them when somebody asks."""
        from koers.reading.yaml_reader import marks_of  # only a diagnostic asks: libyaml is loaded for that alone

        return marks_of(self.text)


by_fields(__name__)
