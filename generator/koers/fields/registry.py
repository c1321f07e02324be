"""Reads the fields of a kind of file from its schema, once, when somebody first asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from koers import resources
from koers.fields.audience import EVERYONE, NOBODY
from koers.fields.field import ANY, Audience, Case, Field, FieldType, Need

KINDS: Final = (
    "organization",
    "competency",
    "role",
    "team",
    "program",
    "module",
    "leader",
    "goal",
    "checkin",
    "measurement",
    "review",
    "approval",
)
"""The kinds of files; each has `schema/<kind>.schema.json`."""

Node = Mapping[str, Any]
Pattern = tuple[str, ...]

_DEFINED: Final[Mapping[str, FieldType]] = {
    "line": FieldType.LINE,
    "text": FieldType.TEXT,
    "id": FieldType.ID,
    "indicator_id": FieldType.ID,
    "date": FieldType.DATE,
    "period": FieldType.PERIOD,
    "reading": FieldType.READING,
}
"""What the leaf types of the schemas (`$defs`) are; those that are not here say it with `type`."""

_WIDGETS: Final[Mapping[FieldType, str]] = {
    FieldType.LINE: "line",
    FieldType.TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.WHOLE_NUMBER: "number",
    FieldType.DATE: "date",
    FieldType.PERIOD: "period",
    FieldType.ID: "line",
    FieldType.CHOICE: "choice",
    FieldType.YES_NO: "tick",
    FieldType.READING: "reading",
    FieldType.MAP: "items",
    FieldType.LIST: "items",
    FieldType.OBJECT: "group",
}


@cache
def of_kind(kind: str) -> Field:
    """The file of this kind as a whole; its fields are the children. KoersError when the schema cannot be read."""
    return read_schema(kind, resources.schema(kind))


def find(kind: str, pointer: tuple[str | int, ...]) -> Field | None:
    """The field at a place of a file, or None when the schema knows none there. `pointer` may be a pattern too."""
    here: Field | None = of_kind(kind)
    for step in pointer:
        if here is None:
            return None
        here = here.child(step)
    return here


def walk(field: Field) -> Iterator[Field]:
    """The field itself, then all fields inside, in the order of the schema."""
    yield field
    for child in field.children:
        yield from walk(child)


def values(
    field: Field, value: object, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Field | None, object]]:
    """Everything a value of this field is made of: the place, the field there (None when unknown) and what it holds.

    The value itself comes first, at `at`; then all that is inside, in the order of the file.
    """
    yield at, field, value
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, part in pairs:
        child = field.child(step)
        if child is None:
            yield (*at, step), None, part
        else:
            yield from values(child, part, (*at, step))


def read_schema(kind: str, schema: Node) -> Field:
    """The fields that a JSON Schema describes, under the house rules of `schema/` (one flat object, leaf types)."""
    needed = dict.fromkeys(_conditional(schema, ()), Need.SOMETIMES)
    return _Reader(kind, schema, needed).field(schema, (), NOBODY, (), is_approved=False, is_required=True)


def _conditional(node: Node, at: Pattern) -> Iterator[Pattern]:
    """The places that some condition of the schema asks for."""
    for branch in ("then", "else"):
        if branch in node:
            yield from _asked(node[branch], at)


def _asked(node: Node, at: Pattern) -> Iterator[Pattern]:
    for name in node.get("required", ()):
        yield (*at, name)
    for name, child in node.get("properties", {}).items():
        yield from _asked(child, (*at, name))
    if isinstance(node.get("additionalProperties"), dict):
        yield from _asked(node["additionalProperties"], (*at, ANY))
    yield from _conditional(node, at)


class _Reader:
    """Reads the nodes of one schema; `needed` are the fields that a condition asks for."""

    def __init__(self, kind: str, schema: Node, needed: Mapping[Pattern, Need]) -> None:
        self._kind = kind
        self._definitions: Node = schema.get("$defs", {})
        self._needed = needed

    def field(
        self, node: Node, at: Pattern, audience: Audience, cases: tuple[Case, ...], *, is_approved: bool,
        is_required: bool, siblings: Node | None = None, kept: str | None = None,
    ) -> Field:  # fmt: skip
        whole, defined = self._resolved(node)
        type = _type(whole, defined)
        # An item of a map or a list, and the file as a whole, are decided on from within; a key by its neighbours.
        beside = whole.get("properties", {}) if not at or at[-1] == ANY else siblings or {}
        holder = at if not at or at[-1] == ANY else at[:-1]
        if "x-audience" in node:
            audience, cases = _audience(node["x-audience"]), ()
        cases = (*_cases(node, beside, holder), *cases)
        is_approved = bool(node.get("x-approved", is_approved))
        keys, _ = self._resolved(whole.get("propertyNames", {}))
        return Field(
            kind=self._kind,
            pointer=at,
            type=type,
            label=whole.get("title", ""),
            help=whole.get("description", ""),
            audience=audience,
            cases=cases,
            is_approved=is_approved,
            need=Need.ALWAYS if is_required else self._needed.get(at, Need.NEVER),
            choices=tuple(whole.get("enum", [whole["const"]] if "const" in whole else ())),
            reference=whole.get("x-ref"),
            is_set=bool(whole.get("uniqueItems", False)),
            widget=whole.get("x-widget", "choice" if "x-ref" in whole else _WIDGETS[type]),
            examples=tuple(whole.get("examples", ())),
            default=whole.get("default"),
            lowest=whole.get("minimum"),
            highest=whole.get("maximum"),
            longest=whole.get("maxLength"),
            shows=(whole["x-shows"]["what"], whole["x-shows"]["why"]) if "x-shows" in whole else None,
            kept=whole.get("x-kept", kept),
            key_type=_key_type(whole),
            key_reference=keys.get("x-ref"),
            children=tuple(self._children(whole, at, audience, cases, is_approved, whole.get("x-kept", kept))),
        )

    def _children(
        self, node: Node, at: Pattern, audience: Audience, cases: tuple[Case, ...], is_approved: bool,
        kept: str | None,
    ) -> Iterator[Field]:  # fmt: skip
        properties: Node = node.get("properties", {})
        required = node.get("required", ())
        for name, child in properties.items():
            yield self.field(
                child, (*at, name), audience, cases, is_approved=is_approved, is_required=name in required,
                siblings=properties, kept=kept,
            )  # fmt: skip
        for key in ("additionalProperties", "items"):
            if isinstance(node.get(key), dict):
                yield self.field(
                    node[key], (*at, ANY), audience, cases, is_approved=is_approved, is_required=False, kept=kept,
                )  # fmt: skip

    def _resolved(self, node: Node) -> tuple[Node, str]:
        """The node with what its `$ref` says where it says nothing itself, and the name of that leaf type."""
        name = node.get("$ref", "").removeprefix("#/$defs/")
        return ({**self._definitions[name], **node}, name) if name else (node, "")


def _audience(written: str | list[str]) -> Audience:
    if isinstance(written, str):
        return EVERYONE if written == "everyone" else NOBODY
    return frozenset(written)


def _cases(node: Node, beside: Node, holder: Pattern) -> Iterator[Case]:
    for name, by_value in node.get("x-audience-when", {}).items():
        default = beside.get(name, {}).get("default")
        for value, audience in by_value.items():
            yield Case((*holder, name), value, _audience(audience), default)


def _type(node: Node, defined: str) -> FieldType:
    if defined in _DEFINED:
        return _DEFINED[defined]
    if "enum" in node or "const" in node:
        return FieldType.CHOICE
    match node.get("type"):
        case "object":
            is_map = isinstance(node.get("additionalProperties"), dict) and not node.get("properties")
            return FieldType.MAP if is_map else FieldType.OBJECT
        case "array":
            return FieldType.LIST
        case "boolean":
            return FieldType.YES_NO
        case "integer":
            return FieldType.WHOLE_NUMBER
        case "number":
            return FieldType.NUMBER
        case _:
            return FieldType.LINE


def _key_type(node: Node) -> FieldType | None:
    names = node.get("propertyNames")
    if names is None:
        return None
    return _DEFINED.get(names.get("$ref", "").removeprefix("#/$defs/"), FieldType.LINE)
