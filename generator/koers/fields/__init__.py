"""Every field of every kind of file, once, as `schema/*.json` says it.

Whoever walks over what a file may hold walks here: the comparison of two moments, the export, the audience, the forms
and the data dictionary. A field that is added to a schema is known to all of them without a change of code.
"""

from koers.fields.audience import EVERYONE, NOBODY, audience_of, may_see
from koers.fields.field import ANY, Audience, Case, Field, FieldType, Need
from koers.fields.registry import KINDS, find, of_kind, read_schema, values, walk

__all__ = [
    "ANY",
    "EVERYONE",
    "KINDS",
    "NOBODY",
    "Audience",
    "Case",
    "Field",
    "FieldType",
    "Need",
    "audience_of",
    "find",
    "may_see",
    "of_kind",
    "read_schema",
    "values",
    "walk",
]
