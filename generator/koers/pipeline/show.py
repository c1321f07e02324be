"""The second half of the line: what one audience may see, as pages, as a site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader

from koers import __version__, engine, printer, publish, resources
from koers.audience import (
    Viewer,
    insiders,
    narrowing,
    reduce,
    relations,
    seen_events,
    seen_letters,
    seen_moments,
    seen_verdict,
)
from koers.errors import KoersError
from koers.export.dataset import dataset
from koers.model.as_of import as_of as as_of_day
from koers.model.build import build as build_model
from koers.model.change import Direction, Event
from koers.pipeline.check import Checked
from koers.pipeline.decide import on_record
from koers.progress.measure import measure
from koers.rules.letters import JudgedLetter
from koers.site import Letter, SiteInput, render
from koers.site.input import Event as SiteEvent
from koers.site.input import LetterGrade
from koers.site.template_faults import template_faults
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
    as_of = checked.as_of
    documents = reduce(whole.documents, viewer, as_of, resources.schema)
    plans = as_of_day(build_model(documents), as_of)
    progress = measure(plans, as_of)
    inside = insiders(relations(whole.documents, viewer, as_of))
    shared = checked.world.shared.contents.documents
    record = on_record(whole, narrowing(shared, viewer, as_of, resources.schema))
    verdicts = {key: seen_verdict(verdict, plans.leaders.get(key[0])) for key, verdict in record.verdicts.items()}
    on_file = {key: seen_verdict(verdict, plans.leaders.get(key[0])) for key, verdict in whole.verdicts.items()}
    data = dataset(plans, progress, as_of, verdicts)
    with template_faults(_own_templates(checked.root)):
        return render(
            SiteInput(
                plans=plans,
                progress=progress,
                as_of=as_of,
                language=plans.organization.language,
                templates=_loader(checked.root),
                version=__version__,
                audience=str(viewer),
                insiders=inside,
                letters={
                    key: {letter.letter: _letter(letter) for letter in five}
                    for key, five in seen_letters(documents, plans, progress, as_of, inside).items()
                },
                verdicts=verdicts,
                moments=seen_moments(plans, progress, as_of, on_file, inside),
                commit=record.commit[:7] if record.commit else None,
                history={
                    key: tuple(_event(event) for event in seen_events(events)) for key, events in record.events.items()
                },
                record_levels={path: verdict.level.value for path, verdict in record.records.items()},
                data=json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n",
                assets=_assets(),
                is_sandboxed=_own_templates(checked.root) is not None,
            )
        )


def _letter(letter: JudgedLetter) -> Letter:
    """A letter as the pages show it, with the rules and messages behind it."""
    return Letter(
        LetterGrade(letter.light.value),
        tuple((judgment.rule.id, judgment.finding.message) for judgment in letter.judgments),
    )


def _event(event: Event) -> SiteEvent:
    """An event as the pages show it."""
    direction = event.direction.value if event.direction is not Direction.NEUTRAL else None
    return SiteEvent(event.on, event.text, by=event.by, direction=direction, commit=event.commit)


def _loader(root: Path) -> BaseLoader:
    """Templates of the repository stand before those of the package: a file of the same name replaces ours."""
    own = root / _TEMPLATES
    folders = [own] if own.is_dir() else []
    return ChoiceLoader([FileSystemLoader(folder) for folder in [*folders, resources.directory(_TEMPLATES)]])


def _own_templates(root: Path) -> Path | None:
    """The repository's own templates: where it has some, all run in a sandbox, since any may come from it."""
    own = root / _TEMPLATES
    return own if own.is_dir() and not own.samefile(resources.directory(_TEMPLATES)) else None


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
