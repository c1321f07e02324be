"""What is known of one field: its place, its type, its words, who sees it, whether it is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Audience = frozenset[str]
"""Who may see a field: some of leader, manager and hr; `{"everyone"}` for everyone, empty for nobody."""

ANY = "*"
"""In a field's pointer: whatever id, date or position stands there."""


class FieldType(StrEnum):
    """What a value of a field is. `MAP` holds items of one shape under ids; `OBJECT` has keys of its own."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    WHOLE_NUMBER = "whole number"
    DATE = "date"
    PERIOD = "period"
    ID = "id"
    CHOICE = "choice"
    YES_NO = "yes/no"
    READING = "reading"
    MAP = "map"
    LIST = "list"
    OBJECT = "object"

    @property
    def is_leaf(self) -> bool:
        """Whether a value of this type has no fields inside."""
        return self not in (FieldType.MAP, FieldType.LIST, FieldType.OBJECT)


class Need(StrEnum):
    """Whether the field must be there; `SOMETIMES` means that another field's value decides."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Case:
    """The field at `pointer` (as a pattern) decides: when it has this `value`, this `audience` may see the field.

    `default` is the value that counts where the deciding field is not written.
    """

    pointer: tuple[str, ...]
    value: object
    audience: Audience
    default: object = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one kind of file.

    `pointer` is a pattern: the keys from the top of the file, `ANY` for a map's ids and a list's positions; `()` is
    the file as a whole. `label` and `help` are the schema's title and description, in English. `audience` and
    `cases` already hold what the field inherits from its parent (see `audience_of`), `is_approved` too. `reference`
    says what an id refers to (`leader`, `competency` ...). `is_set` is true of a list whose order means nothing. A
    map has one child, which is what stands under each id, and `key_type` and `key_reference` say what these ids are.
    A list has one child, which is one item of it. An object has its keys in the order of the
    schema, and last a child for all other keys, if the schema allows them.
    `lowest`, `highest` and `longest` are bounds, None where the schema sets none. `shows` is the declared exception:
    what is derived from the field and seen by more people than the field itself, and the reason. `kept` says why the
    field is there although no page, rule or list that is made from the files reads it; None for what is read.
    """

    kind: str
    pointer: tuple[str, ...]
    type: FieldType
    label: str
    help: str
    audience: Audience
    cases: tuple[Case, ...] = ()
    is_approved: bool = False
    need: Need = Need.NEVER
    choices: tuple[str | int, ...] = ()
    reference: str | None = None
    is_set: bool = False
    widget: str = ""
    examples: tuple[object, ...] = ()
    default: object = None
    lowest: float | None = None
    highest: float | None = None
    longest: int | None = None
    shows: tuple[str, str] | None = None
    kept: str | None = None
    key_type: FieldType | None = None
    key_reference: str | None = None
    children: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The last key of the pointer; empty for the file as a whole."""
        return self.pointer[-1] if self.pointer else ""

    @property
    def example(self) -> object:
        """The first example, or None."""
        return self.examples[0] if self.examples else None

    def child(self, step: str | int) -> Field | None:
        """The field under a key, an id or a position of this one; None when the schema knows none."""
        other = None
        for child in self.children:
            if child.name == step:
                return child
            if child.name == ANY:
                other = child
        return other

    @property
    def item(self) -> Field | None:
        """What stands under each id of a map or at each position of a list; None for other fields."""
        return self.children[-1] if self.children and self.children[-1].name == ANY else None
