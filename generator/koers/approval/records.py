"""The file in which a decision is kept: one new file a decision, never an older one changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koers.model.log import Approval, Evidence

MODELINE = "# yaml-language-server: $schema=../../../../schema/approval.schema.json"

APPROVED = "approved"
RETURNED = "returned"

LAST_ROUND = 9999
"""The highest round that a file's name can carry."""

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,;()/.+-]*[A-Za-z0-9).])?")
"""Texts that need no quotes in YAML 1.1 and 1.2 alike; whatever else there is gets them."""
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that is still to be written: its path relative to the root, with `/`, and its whole text."""

    path: str
    text: str
    approval: Approval


def record_path(leader: str, goal: str, round: int) -> str:
    """`plans/leaders/<leader>/approvals/<goal>.<round>.yml`."""
    return f"plans/leaders/{leader}/approvals/{goal}.{round}.yml"


def next_round(taken: Iterable[int]) -> int:
    """The round after the last one. `taken` counts every file of that name, also one that cannot be read."""
    return max(taken, default=0) + 1


def new_record(
    leader: str,
    goal: str,
    round: int,
    *,
    decision: str,
    by: str,
    on: date,
    fingerprint: str,
    evidence: Evidence | None = None,
    note: str | None = None,
) -> NewRecord:
    """The file for one decision. A return says why: ValueError when `decision` is "returned" without a note."""
    if decision not in (APPROVED, RETURNED):
        raise ValueError(decision)
    if decision == RETURNED and not (note and note.strip()):
        raise ValueError("a return needs a note")
    path = record_path(leader, goal, round)
    approval = Approval(
        goal=goal,
        round=round,
        path=path,
        decision=decision,
        by=by,
        date=on,
        fingerprint=fingerprint,
        evidence=evidence or Evidence("commit"),
        note=note,
    )
    return NewRecord(path, record_text(approval), approval)


def record_text(approval: Approval) -> str:
    """The YAML of a record, in block style, with the modeline that gives editors its schema."""
    evidence = approval.evidence
    fields = {
        "kind": evidence.kind,
        "url": evidence.url,
        "reviewer": evidence.reviewer,
        "commit": evidence.commit,
        "signature": evidence.signature,
    }
    lines = [
        MODELINE,
        "version: 1",
        f"decision: {_scalar(approval.decision)}",
        f"by: {_scalar(approval.by)}",
        f"date: {approval.date.isoformat()}",
        f"fingerprint: {approval.fingerprint}",
        "evidence:",
        *_mapping(fields, indent=2),
    ]
    if approval.note is not None:
        lines += _mapping({"note": approval.note}, indent=0)
    return "\n".join(lines) + "\n"


def _mapping(fields: Mapping[str, str | None], indent: int) -> list[str]:
    space = " " * indent
    lines = []
    for key, value in fields.items():
        if value is None:
            continue
        text = _visible(value)
        if "\n" in text:
            lines.append(f"{space}{key}: |")
            lines += [f"{space}  {line}".rstrip() for line in text.split("\n")]
        else:
            lines.append(f"{space}{key}: {_scalar(text)}")
    return lines


def _visible(value: str) -> str:
    """Lines without what the strict reader refuses: control characters, and those that turn text around.

    Leading space of the first line goes too: YAML would take it for indentation.
    """
    lines = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", value).replace("\t", " ").strip().split("\n")
    hidden = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
    return "\n".join(re.sub(hidden, "", line) for line in lines).strip()


def _scalar(value: str) -> str:
    """One line of text as YAML: plain where nobody can mistake it, else in double quotes."""
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
