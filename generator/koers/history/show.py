"""Changes in commitments as text, as Markdown and as data: what `koers diff` prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from koers.history.compare import unexplained
from koers.model.change import Change, Direction
from koers.texts import Text, text

Say = Callable[[Text], str]

_MARKS = {Direction.STRONGER: "+", Direction.WEAKER: "-", Direction.NEUTRAL: "~"}
_ACTIVE = re.compile(r"[!-/:-@\[-`{-~]")
"""ASCII punctuation: all that Markdown and HTML act on."""
_RUNNER_MARKER = re.compile(r"#(#[A-Za-z]*\[)")


def as_json(found: Iterable[Change], say: Say) -> dict[str, object]:
    """`{"version": 1, "changes": [{"goal", "pointer", "kind", "before", "after", "direction", "text"}]}`."""
    return {
        "version": 1,
        "changes": [
            {
                "goal": _name(change),
                "pointer": list(change.pointer),
                "kind": change.kind.value,
                "before": change.before,
                "after": change.after,
                "direction": change.direction.value,
                "text": say(change.text),
            }
            for change in found
        ],
    }


def as_text(found: Iterable[Change], say: Say) -> str:
    """One block a goal, `+` before what is stronger, `-` before what is weaker; empty when nothing changed."""
    blocks = []
    for name, group in groupby(found, key=_name):
        lines = [f"  {_MARKS[change.direction]} {_inert(_one_line(_sentence(change, say)))}" for change in group]
        blocks.append("\n".join([name, *lines]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def as_markdown(found: Iterable[Change], say: Say) -> str:
    """A heading, a list a goal; people's words cannot act as Markdown or HTML. Says so when nothing changed."""
    listed = tuple(found)
    title = say(text("Changes in commitments"))
    lines = [f"## {_encoded(title)}"]
    if not listed:
        nothing = say(text("No commitment changed."))
        lines += ["", _encoded(nothing)]
    for name, group in groupby(listed, key=_name):
        lines += ["", f"### {_encoded(name)}", ""]
        for change in group:
            sentence = _encoded(_one_line(_sentence(change, say)))
            lines.append(f"- **{sentence}**" if change.direction is Direction.WEAKER else f"- {sentence}")
    return "\n".join(lines) + "\n"


def _sentence(change: Change, say: Say) -> str:
    """The words of a change, and whether a reason is still wanted."""
    if unexplained([change]):
        return say(text("{change}; no review says why", change=change.text))
    return say(change.text)


def _name(change: Change) -> str:
    leader, goal = change.goal
    return f"{leader}/{goal}" if goal else leader


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())


def _inert(sentence: str) -> str:
    """Without the markers that some build runners act on anywhere in a line (`##[error]`)."""
    return _RUNNER_MARKER.sub(r"\\x23\1", sentence)


def _encoded(sentence: str) -> str:
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", sentence)
