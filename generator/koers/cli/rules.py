"""`koers rules`: the rulebook as a list."""

from __future__ import annotations

import click

from koers.cli.session import Session, common
from koers.pipeline.world import language_here
from koers.report import rulebook as writer
from koers.rules.rulebook import rulebook

FORMATS = {"text": writer.as_text, "json": writer.as_json}


@click.command()
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", help="How to write the list.")
@common
def command(session: Session, form: str) -> int:
    """List every rule: id, severity and title. Works without plans/.

    Example: koers rules --format json
    """
    click.echo(FORMATS[form](rulebook(), language_here(session.directory)), nl=False)
    return 0
