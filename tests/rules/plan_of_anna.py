"""The plan that the examples of the rules change: one leader, one goal, nothing to remark on 2 March 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from koers.diagnostic import Diagnostic
from koers.language import translator
from koers.model.approval import Verdict
from koers.model.as_of import as_of as cut
from koers.model.build import build
from koers.model.change import Change
from koers.model.goal import GoalKey
from koers.progress.measure import measure
from koers.reading.locate import locate
from koers.reading.read import read_all
from koers.rules.book import BY_ID
from koers.rules.judge import Judgment, judge
from koers.rules.suppression import settle

AS_OF = date(2026, 3, 2)
GOAL = "plans/leaders/anna/goals/coaching.yml"
_GONE = re.compile(r"# no (plans/\S+\.yml)")
_BASE = Path(__file__).parent / "base"
_HEADING = re.compile(r"# (plans/\S+\.yml)")
_ABSENT = re.compile(r"# no ([a-z_-]+)")
_KEY = re.compile(r"([A-Za-z0-9_.-]+):(?: |$)")


@dataclass(frozen=True)
class Facts:
    """What is known beside the files."""

    verdicts: dict[GoalKey, Verdict] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def base(language: str) -> dict[str, str]:
    """The files of the plan, by path; the Dutch one replaces the texts."""
    files: dict[str, str] = {}
    for part in ("en", language):
        root = _BASE / part
        files |= {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.yml"))}
    return files


def with_example(files: dict[str, str], example: str) -> dict[str, str]:
    """The plan with the example's keys in place of its own. A file that is new is taken as it stands.

    A goal that has not begun has no check-ins and reviews yet, other than those of the example.
    """
    changed = dict(files)
    path, lines = GOAL, []
    parts: list[tuple[str, list[str]]] = []
    for line in example.strip("\n").split("\n"):
        heading, gone = _HEADING.fullmatch(line), _GONE.fullmatch(line)
        if gone:
            del changed[gone[1]]
        elif heading:
            parts.append((path, lines))
            path, lines = heading[1], []
        else:
            lines.append(line)
    for name, told in [*parts, (path, lines)]:
        if told:
            changed[name] = _overlaid(files[name], told) if name in files else "\n".join(told) + "\n"
    if re.search(r"^status: (?:draft|proposed)$", changed[GOAL], re.MULTILINE):
        logs = [path for path in files if re.search("/(?:checkins|reviews)/", path) and path not in example]
        changed = {path: content for path, content in changed.items() if path not in logs}
    return changed


def _overlaid(before: str, lines: list[str]) -> str:
    return "\n".join(_merged(before.rstrip("\n").split("\n"), lines)) + "\n"


def _merged(before: list[str], changes: list[str]) -> list[str]:
    """The lines with the keys of `changes` in place of their own, at any depth; `# no key` takes one out."""
    blocks = _blocks(before)
    for key, block in _blocks(changes).items():
        absent = _ABSENT.fullmatch(key)
        if absent:
            del blocks[absent[1]]
        elif key in blocks and _has_keys(block) and _has_keys(blocks[key]):
            blocks[key] = [*_own(block), *_merged(_children(blocks[key]), _children(block))]
        else:
            blocks[key] = block
    return [line for block in blocks.values() for line in block]


def _blocks(lines: list[str]) -> dict[str, list[str]]:
    """The lines by key of the outermost level; a comment belongs to the key after it."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    blocks: dict[str, list[str]] = {}
    waiting: list[str] = []
    key = ""
    for line in lines:
        told = line[indent:]
        match = _KEY.match(told) if not line[:indent].strip() else None
        if _ABSENT.fullmatch(told):
            blocks[told] = [line]
        elif told.startswith("#"):
            waiting.append(line)
        elif match:
            key = match[1]
            blocks[key] = [*waiting, line]
            waiting = []
        else:
            blocks[key].append(line)
    return blocks


def _own(block: list[str]) -> list[str]:
    """The block's comments and key."""
    return block[: next(place for place, line in enumerate(block) if not line.lstrip().startswith("#")) + 1]


def _children(block: list[str]) -> list[str]:
    return block[len(_own(block)) :]


def _has_keys(block: list[str]) -> bool:
    inside = _children(block)
    return any(_KEY.match(line.lstrip()) or _ABSENT.match(line.lstrip()) for line in inside)


@dataclass(frozen=True)
class Judged:
    """What the whole line from files to problems gives."""

    files: dict[str, str]
    judgments: tuple[Judgment, ...]
    diagnostics: tuple[Diagnostic, ...]
    language: str

    def rules(self) -> list[str]:
        """The ids of the rules that found something, in order."""
        return [diagnostic.rule for diagnostic in self.diagnostics]

    def lines(self) -> list[str]:
        """The problems as text, with the words they point at marked."""
        say = translator(self.language).say
        found = []
        for item in self.diagnostics:
            span = item.span
            found.append(
                f"{item.path}:{span.line}:{span.column}: {item.severity.value} {item.rule} {say(item.message)}"
            )
            line = self.files[item.path].split("\n")[span.line - 1]
            width = span.end_column - span.column if span.line == span.end_line else len(line) - span.column + 1
            found += [f"    | {line}", f"    | {' ' * (span.column - 1)}{'^' * max(width, 1)}"]
            if item.hint:
                found.append(f"    hint: {say(item.hint)}")
        return found


def run(files: dict[str, str], language: str = "en", as_of: date = AS_OF, facts: Facts | None = None) -> Judged:
    """Read, build, measure, judge, locate and settle: what `koers check` does."""
    known = facts or Facts()
    reading = read_all((path, content.encode()) for path, content in files.items())
    plans = cut(build(reading.documents), as_of)
    judgments = judge(plans, measure(plans, as_of), as_of, known.verdicts, known.changes)
    documents = {document.path: document for document in reading.documents}
    located = [(item, locate(documents[item.finding.path], item.finding)) for item in judgments]
    settled = settle(located, reading.documents, BY_ID, plans.organization.rules)
    diagnostics = sorted((*reading.diagnostics, *settled.diagnostics), key=lambda problem: problem.order)
    return Judged(files, settled.judgments, tuple(diagnostics), language)
