"""Who may see the value of a field in a certain file."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from koers.fields.field import ANY, Audience, Field

EVERYONE: Audience = frozenset({"everyone"})
NOBODY: Audience = frozenset()


def audience_of(field: Field, data: Mapping[str, object], at: tuple[str | int, ...] | None = None) -> Audience:
    """Who may see what `field` holds in this file's data.

    `at` is the value's own place in the data; it is needed below a map or a list, where each item may decide for
    itself. A deciding field that is not written counts with its default. Where `at` is left out, the field's pattern
    is taken, so that only deciding fields outside every map and list are found.
    """
    for case in field.cases:
        place = _filled(case.pointer, field.pointer if at is None else at)
        if _value(data, place, case.default) == case.value:
            return case.audience
    return field.audience


def may_see(audience: Audience, roles: Collection[str]) -> bool:
    """Whether somebody with these roles (some of leader, manager and hr; none for a stranger) is in the audience."""
    return audience == EVERYONE or not audience.isdisjoint(roles)


def _filled(pattern: tuple[str, ...], at: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(at[place] if step == ANY and place < len(at) else step for place, step in enumerate(pattern))


def _value(data: object, place: tuple[str | int, ...], default: object) -> object:
    here = data
    for step in place:
        if not isinstance(here, Mapping) or step not in here:
            return default
        here = here[step]
    return here
