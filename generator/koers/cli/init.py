"""`koers init`: a repository to start from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from koers import publish, resources
from koers.authoring.engine_settings import TEMPLATE, engine_settings
from koers.authoring.forge_of import forge_of
from koers.authoring.init import FORGES, LANGUAGES, init_files
from koers.cli.session import Session, common
from koers.git.repository import origin
from koers.language import translator
from koers.reading.document import KINDS
from koers.texts import text, texts


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", help="Of the site, the messages and the example."
)
@click.option(
    "--forge", type=click.Choice(FORGES), help="For whose CI and edit links (default: as git's remote says, or github)."
)
@common
def command(session: Session, folder: Path, language: str, forge: str | None) -> int:
    """Start a repository: plans/ with a small example, the site's settings, CI, editor settings, a README.

    Nothing is ever overwritten: a file that is there is kept and listed. In a repository with a remote, `forge:` in
    organization.yml is filled in from its address.

    Example: koers init our-plans --language nl --forge gitlab
    """
    speaker = translator(language)
    target = Path(os.path.normpath(session.directory / folder))
    remote = origin(target)
    kept_at = forge_of(*remote, forge) if remote else None
    forge = forge or (kept_at.kind if kept_at else FORGES[0])
    template = (resources.directory("site_templates") / TEMPLATE).read_text(encoding="utf-8")
    files = init_files(
        language,
        forge,
        session.today("Europe/Amsterdam"),
        mkdocs=lambda name: engine_settings(template, name, speaker),
        say=speaker.say,
        kept_at=kept_at,
    )
    schemas = resources.directory("schema")
    everything = dict(files) | {
        f"schema/{kind}.schema.json": (schemas / f"{kind}.schema.json").read_text(encoding="utf-8") for kind in KINDS
    }
    kept = publish.write_new(target, everything)
    session.tell(
        texts(
            "{count} file written in {folder}",
            "{count} files written in {folder}",
            len(everything) - len(kept),
            folder=str(target),
        ),
        speaker,
    )
    if kept_at is None:
        session.tell(
            text("Say in plans/organization.yml where the repository is kept (`forge:`): it has no remote that tells."),
            speaker,
        )
    for path in kept:
        session.tell(text("kept as it was: {path}", path=path), speaker)
    session.tell(text("Next: `koers check` and `koers build` in that folder; README.md tells how to go on."), speaker)
    return 0
