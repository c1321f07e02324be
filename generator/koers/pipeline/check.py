"""The first half of the line: from text to everything that is known, as of one day."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koers import workspace
from koers.approval.verdict import judge_files, present
from koers.diagnostic import Diagnostic, Severity, Span
from koers.errors import KoersError
from koers.language import Translator, translator
from koers.model.approval import Level, Verdict
from koers.model.as_of import as_of as as_of_day
from koers.model.build import build as build_model
from koers.model.change import Change
from koers.model.goal import GoalKey, Status
from koers.model.organization import Plans
from koers.progress.measure import measure
from koers.progress.moments import Moment, MomentKind, moments
from koers.progress.values import GoalProgress
from koers.reading.document import Document, Place
from koers.reading.locate import locate
from koers.reading.places import place, refused
from koers.reading.read import Contents, read_all, read_document
from koers.rules.book import RULES
from koers.rules.judge import Judgment, judge
from koers.rules.suppression import settle
from koers.texts import text

Today = Callable[[str], date]
"""The day to judge by, given the organization's time zone."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything known after a check, as of one day. `documents` without data have problems of form.

    `judgments` are those that no comment hides, so that what is ignored colours nothing.
    """

    root: Path
    as_of: date
    files: int
    documents: tuple[Document, ...]
    plans: Plans
    progress: Mapping[GoalKey, GoalProgress]
    verdicts: Mapping[GoalKey, Verdict]
    judgments: tuple[Judgment, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)

    @property
    def language(self) -> Translator:
        """The organization's language."""
        return translator(self.plans.organization.language)


@dataclass(frozen=True, slots=True)
class Found:
    """The files under plans/ as read: `files` is how many there are, `oddities` what is no plain file."""

    root: Path
    files: int
    reading: Contents
    oddities: tuple[workspace.Oddity, ...]


def check(directory: Path, today: Today) -> Checked:
    """Reads everything under the nearest plans/ and judges it. KoersError when that cannot be done."""
    return judge_all(find(directory), today)


def find(directory: Path) -> Found:
    """Reads everything under the nearest plans/. KoersError when there is none, or a file cannot be read."""
    root = workspace.find_root(directory)
    scan = workspace.scan(root)
    return Found(root, len(scan.files), read_all(scan.files), scan.oddities)


def judge_all(found: Found, today: Today, changes: Iterable[Change] = ()) -> Checked:
    """Judges what was read, as it is now; with `changes`, also how it came to be so since an earlier moment."""
    root, reading = found.root, found.reading
    written = build_model(reading.documents)
    as_of = today(written.organization.timezone)
    plans = as_of_day(written, as_of)
    progress = measure(plans, as_of)
    verdicts = judge_files(present(reading.documents, plans), as_of)
    judgments = judge(plans, progress, as_of, verdicts, changes)
    located = _located(judgments, reading.documents)
    settled = settle(located, reading.documents, (rule.id for rule in RULES), plans.organization.rules)
    oddities = (refused(odd.path, odd.what) for odd in found.oddities)
    diagnostics = sorted((*reading.diagnostics, *oddities, *settled.diagnostics), key=lambda problem: problem.order)
    return Checked(
        root=root,
        as_of=as_of,
        files=found.files,
        documents=reading.documents,
        plans=plans,
        progress=progress,
        verdicts=verdicts,
        judgments=settled.judgments,
        diagnostics=tuple(diagnostics),
    )


def _located(judgments: tuple[Judgment, ...], documents: tuple[Document, ...]) -> Iterator[tuple[Judgment, Span]]:
    """The rules name places in the data; here, once, they become lines and columns."""
    by_path = {document.path: document for document in documents}
    return ((judgment, locate(by_path[judgment.finding.path], judgment.finding)) for judgment in judgments)


def due(checked: Checked, until: date, person: str | None = None) -> tuple[Moment, ...]:
    """What is due or overdue up to and including `until`, of everybody or for one person. A deadline is no task."""
    found = moments(checked.plans, checked.progress, checked.as_of, until=until, waiting=waiting(checked))
    return tuple(
        moment
        for moment in found
        if moment.what is not MomentKind.DEADLINE and (person is None or person in moment.people)
    )


def waiting(checked: Checked) -> Mapping[GoalKey, date]:
    """The proposed goals that nobody has decided on as they now stand, and since when: their start, at most today."""
    return {
        goal.key: min(goal.time_bound.start or checked.as_of, checked.as_of)
        for goal in checked.plans.goals()
        if goal.status is Status.PROPOSED and checked.verdicts[goal.key].level in (Level.MISSING, Level.STALE)
    }


def language_here(directory: Path) -> Translator:
    """The organization's language, also where its plans have errors; English where nothing says otherwise."""
    try:
        root = workspace.find_root(directory)
        content = workspace.read_bytes(root / "plans" / "organization.yml")
    except KoersError:
        return translator("en")
    where = place("plans/organization.yml")
    if isinstance(where, Place):
        document, _ = read_document(where, content)
        if document.data is not None:
            return translator(str(document.data.get("language", "en")))
    return translator("en")


def paths_under(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Paths from the command line as paths relative to the root, with `/`. KoersError when one is not there."""
    found = []
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
        if not absolute.exists():
            raise KoersError(text("there is no {path}", path=str(path)))
        if absolute != root and root not in absolute.parents:
            raise KoersError(text("{path} is not inside {root}", path=str(path), root=str(root)))
        found.append(absolute.relative_to(root).as_posix())
    return tuple(found)
