"""The template environment: our own templates run without a sandbox and print the same; a repository's never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import BytecodeCache, DictLoader, UndefinedError
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from koers.language import translator
from koers.site import render
from koers.site.environment import environment
from koers.site.voice import PageVoice
from koers.texts import text

from .sample import sample

VOICE = PageVoice(translator("nl"), date(2026, 4, 10))
ANYTHING = st.one_of(
    st.text(),
    st.none(),
    st.integers(),
    st.booleans(),
    st.fractions(),
    st.dates(),
    st.tuples(st.text(), st.fractions()),
    st.text().map(lambda value: text("{name} has no active goal", name=value)),
)
PRINTED = (
    "{{ a }}{{ a or 'x' }}{% macro m(v) %}<b>{{ v }}</b>{% endmacro %}{{ m(a) }}{{ [a]|first }}{{ _('*%(a)s*', a=a) }}"
)
BOTH = tuple(environment(DictLoader({"t": PRINTED}), VOICE, is_sandboxed=flag) for flag in (False, True))


def test_our_own_templates_print_the_same_with_and_without_the_sandbox() -> None:
    view = sample()
    assert view.is_sandboxed
    assert render(replace(view, is_sandboxed=False)) == render(view)


@given(ANYTHING)
def test_every_value_is_encoded_alike_and_only_once(value: object) -> None:
    plain, sandboxed = (made.get_template("t").render(a=value) for made in BOTH)
    assert plain == sandboxed


def test_the_sandbox_holds_what_a_template_of_the_repository_tries() -> None:
    hostile = {"t": "{{ ().__class__.__base__.__subclasses__() }}", "u": "{{ a.append(1) }}"}
    made = environment(DictLoader(hostile), VOICE)
    assert type(made) is ImmutableSandboxedEnvironment
    for name in hostile:
        with pytest.raises(SecurityError):
            made.get_template(name).render(a=[])


def test_a_name_that_is_not_there_is_told_and_never_printed_as_nothing() -> None:
    for source in ("{{ view.nothing }}", "{{ nothing }}"):
        for flag, mistake in ((False, (UndefinedError, AttributeError)), (True, UndefinedError)):
            made = environment(DictLoader({"t": source}), VOICE, is_sandboxed=flag)
            with pytest.raises(mistake, match="nothing"):
                made.get_template("t").render(view=Fraction(1))


def test_templates_are_compiled_once_where_the_compiled_ones_are_kept() -> None:
    class Kept(BytecodeCache):
        def __init__(self) -> None:
            self.loaded = 0
            self.kept: dict[str, bytes] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            if bucket.key in self.kept:
                self.loaded += 1
                bucket.bytecode_from_string(self.kept[bucket.key])

        def dump_bytecode(self, bucket: Bucket) -> None:
            self.kept[bucket.key] = bucket.bytecode_to_string()

    kept = Kept()
    view = replace(sample(), is_sandboxed=False, bytecode_cache=kept)
    first = render(view)
    assert not kept.loaded
    assert render(view) == first
    assert kept.loaded == len(kept.kept) > 10
    # What was compiled without a sandbox has none of its checks: it must never run in one.
    assert render(replace(view, is_sandboxed=True)) == first
    assert kept.loaded == len(kept.kept)
