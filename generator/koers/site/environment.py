"""The template environment: strict, and with the encoder in the only way out.

Whatever an expression prints passes `finalize`: strings are encoded, sentences put in words, numbers and dates
written in the reader's language. A template can therefore forget to escape, but it cannot escape too little.

Templates of a repository are code of somebody else: they run in a sandbox. Where every template is our own there is
nothing to guard against, and the sandbox (a fifth of a page's time) is left out. The pages are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from koers.site.encode import encode, encode_line
from koers.site.urls import link_address
from koers.site.voice import PageVoice
from koers.texts import Text

_TOKEN = re.compile(r"[A-Za-z0-9_./-]*")
_PATH = re.compile(r"[A-Za-z0-9_./?=&#-]*")
_WEB = re.compile(r"https?://[A-Za-z0-9_./?=#%&:,+-]*")
"""An address as our own are: percent-encoded, so that none of its marks means anything between here and the reader."""

_PLACE = re.compile(r"%\((\w+)\)s")


def token(value: object) -> Markup:
    """A word of the program (an id, a number, a standing) for an attribute; anything unusual in it is encoded."""
    written = "" if value is None else str(value)
    return Markup(written) if _TOKEN.fullmatch(written) else encode_line(written)  # noqa: S704 - letters and digits


def address(value: str) -> Markup:
    """Where a link leads: a page of ours (relative), or plainly the web or mailto:. Anything else leads nowhere."""
    if _PATH.fullmatch(value):
        return Markup(value.replace("&", "&#38;"))  # noqa: S704 - only what a path and a query need
    safe = link_address(value)
    if safe and _WEB.fullmatch(safe):
        return Markup(safe.replace("&", "&#38;"))  # noqa: S704 - likewise; a filled-in form would be thrice as long
    return encode_line(safe) if safe else Markup("#")


def environment(
    loader: BaseLoader, voice: PageVoice, *, is_sandboxed: bool = True, bytecode_cache: BytecodeCache | None = None
) -> Environment:
    """An environment that speaks with `voice`. `_` and `ngettext` take named `%(name)s` places, encoded one by one.

    `is_sandboxed` may be False only where no template comes from a repository. `bytecode_cache` keeps our own
    templates compiled from run to run; it is not used in a sandbox.
    """
    made = (ImmutableSandboxedEnvironment if is_sandboxed else _OwnEnvironment)(
        loader=loader,
        autoescape=True,
        finalize=_finalizer(voice),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=None if is_sandboxed else bytecode_cache,  # compiled without the checks of a sandbox
    )

    def fill(sentence: str, places: dict[str, object]) -> Markup:
        said: list[str] = []
        for literal, place in _pieces(sentence):
            said.append(literal)
            if place is not None:
                said.append(voice.say(places[place]))
        return Markup("".join(said))  # noqa: S704 - each piece and each value is safe

    def gettext(sentence: str, /, **places: object) -> Markup:
        return fill(voice.translator.gettext(sentence), places)

    def ngettext(singular: str, plural: str, num: int, /, **places: object) -> Markup:
        return fill(voice.translator.ngettext(singular, plural, num), {"num": num, **places})

    made.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    made.filters.update(line=voice.line, token=token, address=address)
    return made


def _finalizer(voice: PageVoice) -> Callable[[object], object]:
    """What every printed value passes. It returns a safe string in every case, or lets StrictUndefined complain."""
    say = voice.say

    def finalize(value: object) -> object:
        kind = type(value)
        if kind is Markup:
            return value
        if kind is str or kind is Text:
            return say(value)
        if isinstance(value, Undefined):
            return str(value)  # StrictUndefined complains by itself when it is printed
        if value is None:
            return ""
        if isinstance(value, Text | str | Fraction | date | tuple):
            return say(value)
        return encode(str(value))

    return finalize


@lru_cache(maxsize=1024)
def _pieces(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """A template's sentence cut at its places, before anything is encoded: a value that looks like a place stays text.

    What comes before each place, as HTML, and the place's name; None after the last one.
    """
    parts = _PLACE.split(sentence)
    literals = [str(escape(part.replace("%%", "%"))) for part in parts[::2]]
    return tuple(zip(literals, [*parts[1::2], None], strict=True))


_Info = CodeGenerator._FinalizeInfo
_ONCE: Final = "environment.finalize("


class _OwnGenerator(CodeGenerator):
    """Prints what `finalize` returns as it is (Jinja would ask once more whether it is safe), and takes an attribute
    for an attribute: a value that our own template asks for and that is not there is a mistake of ours.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: _Info) -> None:  # noqa: ARG002
        self.write(_ONCE)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: _Info) -> None:  # noqa: ARG002
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja names it
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _OwnEnvironment(Environment):
    """Runs our own templates."""

    code_generator_class = _OwnGenerator
