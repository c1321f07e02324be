"""What the YAML parser stumbles over, in plain words."""

from __future__ import annotations

from koers.diagnostic import Diagnostic, Severity, Span
from koers.texts import Text, text


def explain(problem: str, context: str, found: str) -> tuple[Text, Text | None]:
    """Returns message and hint for libyaml's `problem` while doing `context`; `found` is how the text goes on."""
    match problem:
        case "mapping values are not allowed in this context":
            return (
                text("a `:` that does not fit here"),
                text(
                    'put a text that contains `: ` in quotes: "so: like this"; or align this line with its neighbours'
                ),
            )
        case "block sequence entries are not allowed in this context":
            return (
                text("a list item `- ` that does not fit here"),
                text("begin the list on a line of its own, or put the text in quotes"),
            )
        case "found character that cannot start any token":
            return (
                text("a text cannot begin with {found} unless it is in quotes", found=found[:1] or "?"),
                text("put the whole text in quotes"),
            )
        case "found unexpected end of stream" if "scalar" in context:
            return (
                text("a quote is opened here and never closed"),
                text("close it at the end of the text; inside single quotes write an apostrophe twice: ''"),
            )
        case "did not find expected ',' or ']'":
            return (
                text("this list is opened with `[` and not closed properly"),
                text("separate items with `, ` and close with `]`"),
            )
        case "did not find expected ',' or '}'":
            return (
                text("this group is opened with `{bracket}` and not closed properly", bracket="{"),
                text("separate parts with `, ` and close with `{bracket}`", bracket="}"),
            )
        case "could not find expected ':'":
            return (
                text("this line has no `:` after its key"),
                text("write `key: value`; indent a text that goes on over several lines"),
            )
        case "did not find expected key":
            return (
                text("this line does not fit under the one above"),
                text("align it with its neighbours (two spaces a step), or put the text above in quotes"),
            )
        case "did not find expected '-' indicator":
            return (
                text("this line does not fit in the list above"),
                text("begin it with `- `, or align it with the key the list belongs to"),
            )
        case "did not find expected alphabetic or numeric character":
            return (
                text("a text cannot begin with {found} unless it is in quotes", found=found[:1] or "&"),
                text("put the whole text in quotes"),
            )
        case "did not find expected node content":
            return (
                text("{found} does not fit here", found=found[:1] or "`"),
                text("put a text that begins with it in quotes"),
            )
        case "found unknown escape character" | "did not find expected hexdecimal number":
            return (
                text("a backslash in double quotes that means nothing"),
                text("use single quotes, or write the backslash twice: \\\\"),
            )
        case "did not find expected <document start>":
            return (
                text("this line does not belong to what stands above"),
                text("align it with the first key of the file"),
            )
        case _:
            return (
                text("this is not YAML: {problem}", problem=problem),
                text("compare with an example, or put the text in quotes"),
            )


def fault(path: str, problem: str, context: str, span: Span, found: str) -> Diagnostic:
    """Returns the diagnostic for a place where the file stops being YAML."""
    message, hint = explain(problem, context, found)
    return Diagnostic(path, span, Severity.ERROR, "Y001", message, hint)
