"""What a template of the repository breaks is its own mistake, told with name and line; what koers breaks is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from koers.errors import KoersError
from koers.language import translator
from koers.site.template_faults import template_faults


def render(own: Path, ours: Path) -> str:
    loader = ChoiceLoader([FileSystemLoader(own), FileSystemLoader(ours)])
    return ImmutableSandboxedEnvironment(loader=loader).get_template("page.html").render(fails=lambda: {}["secret"])


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        (b"{{ 1 // 0 }}", 1, "ZeroDivisionError: integer division or modulo by zero"),
        (b"\n\n{% if x %}", 3, "Unexpected end of template"),
        (b"\n{{ nothing.at_all }}", 2, "'nothing' is undefined"),
        (b"\n{{ ''.__class__ }}{{ ''.__class__.mro }}", 2, "unsafe"),
        (b"\n{% include 'gone.html' %}", 2, "TemplateNotFound: gone.html"),
        (b"\n\n{% include 'page.html' %}", 3, "RecursionError"),
        (b"\n{% for i in range(10 ** 9) %}{% endfor %}", 2, "OverflowError: Range too big"),
        (b"\n{{ fails() }}", 2, "KeyError: 'secret'"),
        (b"\n{{ 'a' | format(1, 2) }}", 2, "TypeError"),
        (b"a\nb\n\xff", 3, "UnicodeDecodeError"),
        (b"\n{% import 'parts.html' as parts %}{{ parts.half(0) }}", 2, "ZeroDivisionError"),
    ],
)
def test_whatever_a_template_raises_is_told_at_its_line(tmp_path: Path, template: bytes, line: int, says: str) -> None:
    own, ours = tmp_path / "own", tmp_path / "ours"
    own.mkdir()
    ours.mkdir()
    (own / "page.html").write_bytes(template)
    (ours / "parts.html").write_text("{% macro half(x) %}\n\n{{ 1 / x }}{% endmacro %}")
    with pytest.raises(KoersError) as caught, template_faults(own):
        render(own, ours)
    message = translator("en").say(caught.value.message)
    assert message.startswith(f"the template page.html is wrong at line {line}: ")
    assert says in message
    assert message.isprintable()


@pytest.mark.parametrize("has_own", [True, False])
def test_a_template_of_koers_that_breaks_is_a_bug(tmp_path: Path, has_own: bool) -> None:
    own, ours = tmp_path / "own", tmp_path / "ours"
    own.mkdir()
    ours.mkdir()
    (own / "other.html").write_text("fine")
    for template, kind in (("{{ 1 // 0 }}", ZeroDivisionError), ("{{ no.x }}", UndefinedError), ("{%", TemplateError)):
        (ours / "page.html").write_text(template)
        with pytest.raises(kind), template_faults(own if has_own else None):
            render(own, ours)


def test_a_machine_that_fails_says_so_itself(tmp_path: Path) -> None:
    from koers.texts import text

    error = KoersError(text("full"))
    with pytest.raises(KoersError) as caught, template_faults(tmp_path):
        raise error
    assert caught.value is error
