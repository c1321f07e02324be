"""Diagnostics as SARIF 2.1.0 (OASIS), which code scanning and many editors read."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from koers import __version__
from koers.diagnostic import Diagnostic, Severity
from koers.report.address import address_of
from koers.report.findings import Report, Say, fingerprints, is_about_whole_file
from koers.report.neutral import json_text
from koers.texts import Text, text

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "%SRCROOT%"
_NO_RULES: Mapping[str, tuple[Text, Text]] = {}


def render(
    report: Report, say: Say, *, book: Mapping[str, tuple[Text, Text]] = _NO_RULES, rulebook: str | None = None
) -> str:
    """One log with one run. `book` has title and reason of rules by id; only rules that found something are listed.

    `rulebook` is the address of the site's rulebook, as the Markdown of a job's summary has it: rules then lead there.
    Columns are code points. Paths are relative to the root, as percent-encoded URI references.
    """
    problems = report.in_order
    rules = sorted({problem.rule for problem in problems})
    index = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "koers",
        "version": __version__,
        "rules": [_rule(rule, book, address_of(rulebook), say) for rule in rules],
    }
    results = [
        _result(problem, index[problem.rule], name, say)
        for problem, name in zip(problems, fingerprints(problems), strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": say(text("The folder that holds plans/"))}}},
        "results": results,
        "properties": {"asOf": report.as_of.isoformat(), "files": report.files},
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str, book: Mapping[str, tuple[Text, Text]], rulebook: str | None, say: Say) -> dict[str, object]:
    described: dict[str, object] = {"id": rule}
    if rule in book:
        title, reason = book[rule]
        described["shortDescription"] = {"text": say(title)}
        described["fullDescription"] = {"text": say(reason)}
    if rulebook is not None:
        described["helpUri"] = f"{rulebook}#{rule}"
    described["help"] = {"text": say(text("`koers explain {rule}` shows what it asks, with examples", rule=rule))}
    return described


def _result(diagnostic: Diagnostic, rule_index: int, fingerprint: str, say: Say) -> dict[str, object]:
    words = [say(diagnostic.message)] + ([say(diagnostic.hint)] if diagnostic.hint is not None else [])
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(diagnostic.path), "uriBaseId": _ROOT}}
    if not is_about_whole_file(diagnostic):
        span = diagnostic.span
        place["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    location: dict[str, object] = {"physicalLocation": place}
    if diagnostic.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": _json_pointer(diagnostic), "kind": "member"}]
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": rule_index,
        "level": _LEVEL[diagnostic.severity],
        "message": {"text": "\n".join(words)},
        "locations": [location],
        "partialFingerprints": {"koersProblem/v1": fingerprint},
    }


def _uri(path: str) -> str:
    # An undecodable file name arrives with surrogates in the place of its bytes (POSIX) or of its halves (Windows).
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogatepass")
    return quote(raw, safe="/")


def _json_pointer(diagnostic: Diagnostic) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in diagnostic.pointer)
