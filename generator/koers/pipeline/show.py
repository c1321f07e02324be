"""The second half of the line: what one audience may see, as pages, as a site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, TemplateError

from koers import __version__, engine, printer, publish, resources
from koers.audience import Viewer, reduce, relations
from koers.errors import KoersError
from koers.export.dataset import dataset
from koers.history.timeline import See
from koers.model.approval import Level, Verdict
from koers.model.as_of import as_of as as_of_day
from koers.model.build import build as build_model
from koers.model.change import Direction, EventKind
from koers.model.goal import GoalKey
from koers.model.organization import Plans
from koers.pipeline.check import Checked
from koers.pipeline.decide import Record, on_record
from koers.pipeline.due import waiting
from koers.progress.measure import measure
from koers.progress.moments import Moment, MomentKind, moments
from koers.progress.values import GoalProgress
from koers.reading.document import Document
from koers.rules.letters import letters
from koers.site import Letter, SiteInput, render
from koers.site.input import Event, LetterGrade
from koers.texts import text

DOCS = f"{publish.BUILD}/docs"
THEME = f"{publish.BUILD}/theme"
_TEMPLATES: Final = "site_templates"
Tell = Callable[[int, int], None]
"""Hears how many of how many are done."""


def write_pages(checked: Checked, viewer: Viewer) -> tuple[int, int]:
    """Writes build/docs and build/theme for one audience. Returns the number of pages and of changed files."""
    files = pages(checked, viewer)
    with publish.lock(checked.root):
        changed = _write(checked.root, files)
    return _count(files), changed


def publish_site(
    checked: Checked,
    viewer: Viewer,
    engine_name: str,
    site: Path,
    *,
    has_pdf: bool = False,
    tell: Tell = lambda *_: None,
) -> int:
    """Writes the pages, runs the engine, puts the new site in the old one's place. Returns how many pages there are.

    `has_pdf` also prints every goal and every leader's plan; `tell` hears how many of how many are done.
    """
    engine.require(engine_name, checked.root)
    publish.check_target(checked.root, site)
    if has_pdf:
        printer.require()
    files = pages(checked, viewer)

    def make(stage: Path) -> None:
        engine.build(engine_name, checked.root, stage, checked.as_of)
        if has_pdf:
            urls = sorted(_printed(files))
            printer.print_pages(stage, urls, lambda done: tell(done, len(urls)))

    with publish.lock(checked.root):
        _write(checked.root, files)
        publish.publish(checked.root, site, make)
    return _count(files)


def _printed(files: Iterable[str]) -> Iterator[str]:
    """The pages that people take to a talk: plans and goals."""
    for name in files:
        if name.startswith("leaders/") and name.endswith("/index.md") and name != "leaders/index.md":
            yield name.removesuffix("/index.md")


def pages(checked: Checked, viewer: Viewer) -> Mapping[str, str | bytes]:
    """Every file of build/docs for one audience. KoersError when the audience is nobody or a template is wrong."""
    whole = checked.world.whole
    if viewer.person and viewer.person not in whole.plans.leaders:
        raise KoersError(text("there is no leader {person} to build a site for", person=viewer.person))
    documents = reduce(whole.documents, viewer, checked.as_of, resources.schema)
    plans = as_of_day(build_model(documents), checked.as_of)
    progress = measure(plans, checked.as_of)
    record = on_record(whole, _as_seen_by(checked, viewer))
    verdicts = {key: _shown(verdict, plans) for key, verdict in record.verdicts.items()}
    data = dataset(plans, progress, checked.as_of, verdicts)
    known = frozenset(leader for leader, roles in relations(whole.documents, viewer, checked.as_of).items() if roles)
    try:
        return render(
            SiteInput(
                plans=plans,
                progress=progress,
                as_of=checked.as_of,
                language=plans.organization.language,
                templates=_loader(checked.root),
                version=__version__,
                audience=str(viewer),
                letters=_letters(checked, known),
                verdicts=verdicts,
                moments=_moments(checked, plans, progress),
                commit=record.commit[:7] if record.commit else None,
                history=_history(record),
                record_levels={path: verdict.level.value for path, verdict in record.records.items()},
                data=json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n",
                assets=_assets(),
                is_sandboxed=_has_own_templates(checked.root),
            )
        )
    except TemplateError as error:
        raise KoersError(
            text(
                "the template {name} is wrong: {reason}",
                name=str(getattr(error, "name", None) or "of the site"),
                reason=error.message or type(error).__name__,
            )
        ) from error


def _shown(verdict: Verdict, plans: Plans) -> Verdict:
    """A verdict as far as this audience may see the decision it rests on: a return is between those concerned."""
    leader = plans.leaders.get(verdict.goal[0])
    seen = leader.approvals.get(verdict.goal[1], ()) if leader else ()
    if verdict.round is None or any(approval.round == verdict.round for approval in seen):
        return verdict
    return Verdict(verdict.goal, Level.MISSING)


def _as_seen_by(checked: Checked, viewer: Viewer) -> See:
    """Narrows earlier versions of files as today's are: by what the reader is to each leader now."""
    people = tuple(
        document
        for document in checked.world.shared.contents.documents
        if document.place.kind in ("leader", "organization")
    )

    def see(documents: Iterable[Document]) -> Iterable[Document]:
        return reduce((*people, *documents), viewer, checked.as_of, resources.schema)

    return see


def _moments(checked: Checked, plans: Plans, progress: Mapping[GoalKey, GoalProgress]) -> tuple[Moment, ...]:
    """What is due when. Judged by all there is, else a round that this audience may not see would seem to be missed;
    but a decision is due only where this audience sees why.
    """
    whole = checked.world.whole
    everything = moments(whole.plans, whole.progress, checked.as_of, waiting=waiting(whole))
    seen = moments(plans, progress, checked.as_of)
    return tuple(moment for moment in everything if moment.what is not MomentKind.DECISION or moment in seen)


def _history(record: Record) -> Mapping[GoalKey, tuple[Event, ...]]:
    """What happened to the words of each goal; the decisions on them come from the records themselves."""
    return {
        key: tuple(
            Event(
                event.on,
                event.text,
                by=event.by,
                direction=event.direction.value if event.direction is not Direction.NEUTRAL else None,
                commit=event.commit,
            )
            for event in events
            if event.kind in (EventKind.CREATED, EventKind.PROPOSED, EventKind.CHANGED, EventKind.CUT)
        )
        for key, events in record.events.items()
    }


def _letters(checked: Checked, known: frozenset[str]) -> Mapping[GoalKey, Mapping[str, Letter]]:
    """The letters with what is behind them; what quotes scores or hours only for those who may see these."""
    whole = checked.world.whole
    return {
        key: {
            letter.letter: Letter(
                LetterGrade(letter.light.value),
                tuple(
                    (judgment.rule.id, judgment.finding.message)
                    for judgment in letter.judgments
                    if key[0] in known or not judgment.rule.is_private
                ),
            )
            for letter in five
        }
        for key, five in letters(whole.plans, whole.judgments).items()
    }


def _loader(root: Path) -> BaseLoader:
    """Templates of the repository stand before those of the package: a file of the same name replaces ours."""
    own = root / _TEMPLATES
    folders = [own] if own.is_dir() else []
    return ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, resources.directory(_TEMPLATES)]])


def _has_own_templates(root: Path) -> bool:
    """Whether a template may come from the repository: then all of them run in a sandbox."""
    own = root / _TEMPLATES
    return own.is_dir() and not own.samefile(resources.directory(_TEMPLATES))


def _assets() -> dict[str, bytes]:
    """Fonts and the like, which go along as they are."""
    folder = resources.directory(_TEMPLATES) / "assets"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".css", ".js")
    }


def _theme(root: Path) -> dict[str, bytes]:
    """What the engine's theme is extended with."""
    for folder in (root / _TEMPLATES / "theme", resources.directory(_TEMPLATES) / "theme"):
        if folder.is_dir():
            return {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
    return {}


def _write(root: Path, files: Mapping[str, str | bytes]) -> int:
    return publish.write_tree(root / DOCS, files) + publish.write_tree(root / THEME, _theme(root))


def _count(files: Mapping[str, str | bytes]) -> int:
    return sum(name.endswith(".md") for name in files)
