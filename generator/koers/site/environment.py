"""The template environment: sandboxed, strict, and with the encoder in the only way out.

Whatever an expression prints passes `finalize`: strings are encoded, sentences put in words, numbers and dates
written in the reader's language. A template can therefore forget to escape, but it cannot escape too little.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from jinja2 import BaseLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from koers.site.encode import encode, encode_line
from koers.site.urls import safe_address
from koers.site.voice import Voice
from koers.texts import Text

_TOKEN = re.compile(r"[A-Za-z0-9_./-]*")
_PATH = re.compile(r"[A-Za-z0-9_./?=#-]*")


def token(value: object) -> Markup:
    """A word of the program (an id, a number, a standing) for an attribute; anything unusual in it is encoded."""
    written = "" if value is None else str(value)
    return Markup(written) if _TOKEN.fullmatch(written) else encode_line(written)  # noqa: S704 - letters and digits


def address(value: str) -> Markup:
    """Where a link leads: a page of ours (relative), or plainly https: or mailto:. Anything else leads nowhere."""
    if _PATH.fullmatch(value):
        return Markup(value)  # noqa: S704 - only what a path needs
    safe = safe_address(value)
    return encode_line(safe) if safe else Markup("#")


def environment(loader: BaseLoader, voice: Voice) -> ImmutableSandboxedEnvironment:
    """An environment that speaks with `voice`. `_` and `ngettext` take named `%(name)s` places, encoded one by one."""

    def finalize(value: object) -> object:
        if isinstance(value, Undefined):
            return value  # StrictUndefined complains by itself when it is printed
        if value is None:
            return ""
        if isinstance(value, Text | str | Fraction | date | tuple):
            return voice.say(value)
        return encode(str(value))

    def fill(sentence: str, places: dict[str, object]) -> Markup:
        return escape(sentence.replace("%%", "%")) if not places else _filled(sentence, places)

    def _filled(sentence: str, places: dict[str, object]) -> Markup:
        # The sentence is cut at its places before anything is encoded: a value that looks like a place stays text.
        parts: list[Markup] = []
        rest = sentence
        while (start := rest.find("%(")) >= 0:
            end = rest.index(")s", start)
            parts += [escape(rest[:start].replace("%%", "%")), voice.say(places[rest[start + 2 : end]])]
            rest = rest[end + 2 :]
        return Markup("").join([*parts, escape(rest.replace("%%", "%"))])

    def gettext(sentence: str, /, **places: object) -> Markup:
        return fill(voice.translator.gettext(sentence), places)

    def ngettext(singular: str, plural: str, num: int, /, **places: object) -> Markup:
        return fill(voice.translator.ngettext(singular, plural, num), {"num": num, **places})

    made = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    made.filters.update(line=voice.line, token=token, address=address)
    return made
