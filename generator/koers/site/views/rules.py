"""The rulebook's page: what koers looks at, why, and how it could read instead. Made from the rulebook itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from koers.diagnostic import Severity
from koers.rules.rulebook import Entry, rulebook
from koers.site import urls
from koers.site.page import Page
from koers.site.scene import Links, Scene
from koers.site.views.parts import SMART, letter_word
from koers.texts import Text, text, texts

_READING = "YF"
_ORDER = "SMARTCGPFY"
"""What a plan says first, what a file looks like last."""


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """One rule. `look` is the letter's shade: fine, warning or error; `default` the severity it has by itself."""

    id: str
    anchor: str
    letter: str
    look: str
    severity: Text
    default: Text | None
    title: str
    reason: str
    source: str
    bad: str
    good: str


@dataclass(frozen=True, slots=True)
class FamilyBlock:
    """The rules of one letter."""

    letter: str
    anchor: str
    name: Text
    about: Text
    rules: tuple[RuleBlock, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """Everything on the page."""

    lede: Text
    changed: Text | None
    formulas: str
    families: tuple[FamilyBlock, ...]


def pages(scene: Scene) -> Iterator[Page]:
    """One page."""
    title = scene.voice.plain(text("Rules"))
    yield Page(urls.RULES, title, "pages/rules.html", partial(rules_view, scene, scene.at(urls.RULES)))


def rules_view(scene: Scene, links: Links) -> RulesView:
    """The values of the page."""
    blocks = [_block(scene, entry) for entry in rulebook()]
    families = []
    for letter in sorted({block.letter for block in blocks}, key=_ORDER.index):
        name, about = _family(letter)
        rules = tuple(block for block in blocks if block.letter == letter)
        families.append(FamilyBlock(letter, f"family-{letter.lower()}", name, about, rules))
    errors = sum(1 for block in blocks if block.look == Severity.ERROR.value)
    changed = sum(1 for block in blocks if block.default is not None)
    return RulesView(
        lede=text(
            "{count} rules read every plan. *{errors} of them are errors*, which hold the site back until they are "
            "solved; the others advise, and leave the choice to leader and manager.",
            count=len(blocks),
            errors=errors,
        ),
        changed=texts(
            "{organization} changed the severity of one rule.",
            "{organization} changed the severity of {count} rules.",
            changed,
            organization=scene.plans.organization.name,
        )
        if changed
        else None,
        formulas=links.to(urls.FORMULAS),
        families=tuple(families),
    )


def _block(scene: Scene, entry: Entry) -> RuleBlock:
    say = scene.voice.translator.say  # not the voice: in the rulebook's sentences a star is a star
    own = entry.severity.value
    here = own if entry.family in _READING else scene.plans.organization.rules.get(entry.id, own)
    example = entry.example(scene.input.language)
    return RuleBlock(
        id=entry.id,
        anchor=entry.id.lower(),
        letter=entry.family,
        look=here if here in (Severity.ERROR.value, Severity.WARNING.value) else "fine",
        severity=severity_word(here),
        default=severity_word(own) if here != own else None,
        title=say(entry.title),
        reason=say(entry.reason),
        source=entry.source,
        bad=example.bad.strip("\n") if example else "",
        good=example.good.strip("\n") if example else "",
    )


def severity_word(severity: str) -> Text:
    """`error`, `warning`, `remark`; `off` for a rule that the organization turned off."""
    return {
        Severity.ERROR.value: text("error"),
        Severity.WARNING.value: text("warning"),
        Severity.INFO.value: text("remark"),
    }.get(severity, text("turned off"))


def _family(letter: str) -> tuple[Text, Text]:
    """The name of a family, and what its rules look at."""
    about = {
        "S": text("Which behavior, in which situation, to what effect: could a colleague see it happen?"),
        "M": text("Numbers that show the behavior and its result, and where they come from."),
        "A": text("Whether it fits in the time, the hours and the support there are."),
        "R": text("Why this goal, and not another one."),
        "T": text("From when to when, and when it is looked at again."),
        "Y": text("The file as text: whether there is only one way to read it."),
        "F": text("The fields of a file, their form, and what they refer to."),
        "C": text("Whether check-ins and reviews keep their rhythm, and decide when they should."),
        "G": text("Who decides on what, and what has been agreed."),
        "P": text("What nobody should be able to read about one person."),
    }[letter]
    if letter in SMART:
        return letter_word(letter), about
    name = {
        "Y": text("YAML"),
        "F": text("Form"),
        "C": text("Check-ins"),
        "G": text("Governance"),
        "P": text("Privacy"),
    }[letter]
    return name, about
