"""How the numbers come about: every formula of progress with a worked example, made from the formulas themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from koers.progress.formulas import formulas
from koers.site import urls
from koers.site.page import Link, Page
from koers.site.scene import Links, Scene
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class FormulaBlock:
    """One formula in words: what it means, how it is written, and with numbers filled in."""

    anchor: str
    title: str
    meaning: str
    formula: str
    example: str


@dataclass(frozen=True, slots=True)
class FormulasView:
    """Everything on the page."""

    crumbs: tuple[Link, ...]
    lede: Text
    blocks: tuple[FormulaBlock, ...]
    rules: str


def pages(scene: Scene) -> Iterator[Page]:
    """One page."""
    title = scene.voice.plain(text("How progress is computed"))
    view = partial(formulas_view, scene, scene.at(urls.FORMULAS), title)
    yield Page(urls.FORMULAS, title, "pages/formulas.html", view)


def formulas_view(scene: Scene, links: Links, title: str) -> FormulasView:
    """The values of the page."""
    say = scene.voice.translator.say
    return FormulasView(
        crumbs=(Link(scene.voice.plain(text("Progress")), links.to(urls.PROGRESS)), Link(title)),
        lede=text(
            "*Progress is the part of the way from baseline to target that has been gone*, compared with the part "
            "that was to be expected by now. A missing reading is a gap and never a zero."
        ),
        blocks=tuple(
            FormulaBlock(one.id, say(one.title), say(one.meaning), say(one.formula), say(one.example))
            for one in formulas()
        ),
        rules=links.to(urls.RULES),
    )
